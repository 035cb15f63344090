//! Help in Chinese: the words of the catalog put into clap's tree.
//!
//! English help is the doc comments of the commands. A command line is parsed as it is; only when
//! clap has something to say is the tree built once more with these words and asked again, so that
//! no other command pays for them. Look next at `usage.rs` for what clap says of errors.
//!
//! Keys: `cli.<command path>` (`.long` below it for long help; `.after` for what
//! follows, where that is more than examples),
//! `cli.flag.<long name>`, `cli.argument.<name>` (or `cli.argument.<command path>.<name>` where one
//! command means something of its own), `cli.value.<VALUE>`. What clap itself says stands under
//! `cli.clap`, its English beside the Chinese.

use clap::builder::Str;
use clap::{Arg, Command};
use houqin::text::{Language, Shelf, Text, entries_below};

/// The same tree with Chinese words wherever the catalog has them.
pub(crate) fn translate(command: Command) -> Command {
    translate_as_far(command, &|_| true)
}

/// The same tree with Chinese words as far as it is asked; of other commands only what they do.
pub(crate) fn translate_as_far(command: Command, is_asked: &dyn Fn(&str) -> bool) -> Command {
    walk(command, "cli.houqin", is_asked)
}

/// What clap wrote around our words, in Chinese.
pub(crate) fn translate_headings(rendered: &str) -> String {
    let mut said = rendered.to_owned();
    let mut phrases: Vec<(&str, &str)> = entries_below(Shelf::Labels, "cli", "cli.clap.")
        .into_iter()
        .filter_map(|entry| Some((entry.en?, entry.zh?)))
        .collect();
    // The longest first: one phrase may begin another.
    phrases.sort_by_key(|(english, _)| std::cmp::Reverse(english.len()));
    for (english, chinese) in phrases {
        said = said.replace(english, chinese);
    }
    // A full-width colon brings its own blank; headings of ours end in clap's colon.
    said.replace("： ", "：").replace(":\n", "：\n")
}

/// The Chinese word of a key, if somebody wrote one.
fn word(key: &str) -> Option<&'static str> {
    Text::new(Language::Chinese).find(key)
}

fn walk(mut command: Command, path: &str, is_asked: &dyn Fn(&str) -> bool) -> Command {
    command = with_about(command, path);
    if command.get_long_about().is_some() {
        command = command.long_about(word(&format!("{path}.long")));
    }
    if let Some(after) = word(&format!("{path}.after")) {
        command = command.after_help(after);
    }
    command = command.mut_args(|arg| translate_arg(arg, path));
    command.mut_subcommands(|subcommand| {
        let path = path_below(path, subcommand.get_name());
        if is_asked(subcommand.get_name()) {
            walk(subcommand, &path, is_asked)
        } else {
            with_about(subcommand, &path)
        }
    })
}

fn with_about(command: Command, path: &str) -> Command {
    match word(path) {
        Some(about) => command.about(about),
        None => command,
    }
}

fn translate_arg(mut arg: Arg, path: &str) -> Arg {
    let [own, shared] = keys(&arg, path);
    if let Some(help) = word(&own).or_else(|| word(&shared)) {
        arg = arg.help(help);
    }
    if arg.get_long_help().is_some() {
        let long = [own, shared].iter().find_map(|key| word(&format!("{key}.long")));
        arg = arg.long_help(long);
    }
    if let Some(heading) = arg.get_help_heading().and_then(|heading| word(&heading_key(heading))) {
        arg = arg.help_heading(heading);
    }
    let names: Option<Vec<Str>> = arg.get_value_names().map(|names| {
        let chinese =
            |name: &Str| word(&format!("cli.value.{name}")).map_or_else(|| name.clone(), Str::from);
        names.iter().map(chinese).collect()
    });
    if let Some(names) = names {
        arg = arg.value_names(names);
    }
    arg
}

/// The key of a command below another.
fn path_below(path: &str, name: &str) -> String {
    if path == "cli.houqin" { format!("cli.{name}") } else { format!("{path}.{name}") }
}

/// The keys of a flag's or argument's help: for this command alone, and for all.
fn keys(arg: &Arg, path: &str) -> [String; 2] {
    let path = path.trim_start_matches("cli.");
    let (kind, name) = match arg.get_long() {
        Some(long) => ("flag", long),
        None => ("argument", arg.get_id().as_str()),
    };
    [format!("cli.{kind}.{path}.{name}"), format!("cli.{kind}.{name}")]
}

/// The key of a heading over some flags.
fn heading_key(heading: &str) -> String {
    format!("cli.heading.{}", heading.to_lowercase().replace(' ', "_"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use houqin::text::entries;

    use super::*;
    use crate::cli::tree::tree;

    /// Every key that a command and those below it need, with what it is for.
    fn needed(command: &Command, path: &str, needed: &mut Vec<[String; 2]>) {
        let mut need = |key: String| needed.push([key.clone(), key]);
        need(path.to_owned());
        if command.get_long_about().is_some() {
            need(format!("{path}.long"));
        }
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let is_example = |line: &str| line.starts_with("  ") || line.starts_with("Example");
        if !after.lines().filter(|line| !line.is_empty()).all(is_example) {
            need(format!("{path}.after"));
        }
        let own = |arg: &&Arg| !matches!(arg.get_id().as_str(), "help" | "version");
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()).filter(own) {
            let [own, shared] = keys(arg, path);
            if arg.get_long_help().is_some() {
                needed.push([format!("{own}.long"), format!("{shared}.long")]);
            }
            needed.push([own, shared]);
            let values = arg.get_value_names().filter(|_| arg.get_action().takes_values());
            let keys = values.into_iter().flatten().map(|name| format!("cli.value.{name}"));
            let heading = arg.get_help_heading().map(heading_key);
            needed.extend(keys.chain(heading).map(|key| [key.clone(), key]));
        }
        for subcommand in command.get_subcommands().filter(|command| !command.is_hide_set()) {
            self::needed(subcommand, &path_below(path, subcommand.get_name()), needed);
        }
    }

    fn all_needed() -> Vec<[String; 2]> {
        let mut keys = Vec::new();
        needed(&tree(), "cli.houqin", &mut keys);
        keys
    }

    #[test]
    fn every_command_flag_and_value_has_a_chinese_word() {
        let missing: BTreeSet<String> = all_needed()
            .into_iter()
            .filter(|keys| keys.iter().all(|key| word(key).is_none()))
            .map(|[_, shared]| shared)
            .collect();
        let lines: Vec<String> =
            missing.iter().map(|key| format!("\"{key}\" = {{ zh = \"\" }}")).collect();
        assert!(lines.is_empty(), "add to data/text/cli.toml:\n{}", lines.join("\n"));
    }

    #[test]
    fn every_chinese_word_has_its_command_flag_or_value() {
        let needed: BTreeSet<String> = all_needed().into_iter().flatten().collect();
        let unused: Vec<&str> = entries(Shelf::Labels, "cli")
            .into_iter()
            .map(|entry| entry.key)
            .filter(|key| !key.starts_with("cli.clap.") && !needed.contains(*key))
            .collect();
        assert!(unused.is_empty(), "nobody needs {unused:#?}");
    }

    #[test]
    fn no_english_is_left_where_clap_writes() {
        let mut command = translate(tree());
        let help = translate_headings(&command.render_long_help().to_string());
        for word in ["Usage", "Commands", "Options", "Print", "COMMAND", "default"] {
            assert!(!help.contains(word), "{help}");
        }
    }
}
