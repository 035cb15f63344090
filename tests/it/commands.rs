//! The whole command reference as one snapshot: whoever changes a command sees it here.

use snapbox::assert_data_eq;

use crate::lab::Lab;

/// The subcommands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// The help of a command without the part that is the same everywhere, then of those below it.
fn reference(lab: &Lab, path: &str, written: &mut String) {
    let help = lab.ok(&format!("{path} -h"));
    let below = listed(&help);
    let own: Vec<&str> =
        help.lines().take_while(|line| *line != "Options of every command:").collect();
    written.extend(["# houqin ", path, "\n\n", own.join("\n").trim_end(), "\n\n"]);
    for name in below {
        reference(lab, format!("{path} {name}").trim(), written);
    }
}

#[test]
fn the_command_reference() {
    let lab = Lab::bare().english();
    let mut written = String::new();
    reference(&lab, "", &mut written);
    assert_data_eq!(written, snapbox::file!["data/commands.txt"].raw());
}
