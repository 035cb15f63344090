//! A command line as it was understood, typed once more: for another run of this program.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Command};

/// The commands, flags and arguments that were typed, but for some flags by their ids.
///
/// Flags are typed long and with their values as they were given, whatever short or joined form
/// they had.
pub(crate) fn retyped(tree: &Command, matches: &ArgMatches, without: &[&str]) -> Vec<OsString> {
    let mut typed = Vec::new();
    let mut seen: BTreeSet<String> = without.iter().map(|id| (*id).to_owned()).collect();
    level(tree, matches, &mut seen, &mut typed);
    typed
}

fn level(
    command: &Command,
    matches: &ArgMatches,
    seen: &mut BTreeSet<String>,
    typed: &mut Vec<OsString>,
) {
    let mut values = Vec::new();
    let (below, own) = match matches.subcommand() {
        Some((name, below)) => (Some(below), command.find_subcommand(name)),
        None => (None, None),
    };
    if let Some(own) = own {
        typed.push(own.get_name().into());
    }
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        // A flag of every command is known to each of them, below too: it is typed once, where it
        // is first met.
        let of_all = below.filter(|_| arg.is_global_set());
        let given = |matches: &&ArgMatches| {
            matches.try_contains_id(id).is_ok_and(|known| known)
                && matches.value_source(id) == Some(ValueSource::CommandLine)
        };
        let Some(matches) = of_all.into_iter().chain([matches]).find(given) else {
            continue;
        };
        if !seen.insert(id.to_owned()) {
            continue;
        }
        let takes_value = !matches!(arg.get_action(), ArgAction::SetTrue | ArgAction::Count);
        match arg.get_long() {
            Some(long) if !takes_value => typed.push(format!("--{long}").into()),
            Some(long) => {
                for value in matches.get_raw(id).into_iter().flatten() {
                    let mut flag = OsString::from(format!("--{long}="));
                    flag.push(value);
                    typed.push(flag);
                }
            }
            None => values.extend(matches.get_raw(id).into_iter().flatten().map(OsString::from)),
        }
    }
    if let (Some(below), Some(own)) = (below, own) {
        level(own, below, seen, typed);
    }
    if !values.is_empty() {
        typed.push("--".into());
        typed.append(&mut values);
    }
}

#[cfg(test)]
mod tests {
    use super::retyped;
    use crate::cli::tree::tree;

    fn again(line: &str, without: &[&str]) -> String {
        let tree = tree();
        let matches = tree.clone().try_get_matches_from(line.split(' ')).expect("a command line");
        let words = retyped(&tree, &matches, without);
        words.join(std::ffi::OsStr::new(" ")).to_string_lossy().into_owned()
    }

    #[test]
    fn a_command_line_is_typed_as_it_was_understood() {
        let own = ["stores", "format", "quiet"];
        for (line, typed) in [
            (
                "houqin report cost -p2026-03 --department 内科 --exit-code --stores g/*",
                "report cost --period=2026-03 --department=内科 --exit-code",
            ),
            (
                "houqin --lang en report --stores g/* cost -fcsv -q -p 2026-Q1",
                "report --lang=en cost --period=2026-Q1",
            ),
            ("houqin explain -f json stock.short", "explain -- stock.short"),
        ] {
            assert_eq!(again(line, &own), typed, "{line}");
        }
    }
}
