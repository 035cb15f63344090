//! What a command line lacks: found in clap's error and in its tree.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgMatches, Command};

/// Something that must be said.
#[derive(Debug, Clone)]
pub(super) enum Missing {
    /// The value of an argument.
    One(Box<Arg>),
    /// One of several arguments.
    OneOf(Vec<Arg>),
}

/// As much as can be understood of a line that is not whole, by a tree that is not built yet: the
/// leniency goes down to the commands when they are.
pub(super) fn understood(tree: &Command, arguments: &[OsString]) -> Option<ArgMatches> {
    tree.clone().ignore_errors(true).try_get_matches_from(arguments).ok()
}

/// The words of the command below the tool's own name, and what was said to it.
pub(super) fn leaf(matches: &ArgMatches) -> (Vec<String>, &ArgMatches) {
    let (mut words, mut here) = (Vec::new(), matches);
    while let Some((name, below)) = here.subcommand() {
        words.push(name.to_owned());
        here = below;
    }
    (words, here)
}

/// The command with these words.
pub(super) fn command<'t>(tree: &'t Command, words: &[String]) -> Option<&'t Command> {
    words.iter().try_fold(tree, |here, word| here.find_subcommand(word))
}

/// Whether a command writes: then it can be rehearsed.
pub(super) fn writes(command: &Command) -> bool {
    command.get_arguments().any(|arg| arg.get_id() == "dry_run")
}

/// What is missing, in the order of the command; none where clap names something that nobody can
/// be asked for.
pub(super) fn missing(command: &Command, error: &clap::Error) -> Option<Vec<Missing>> {
    let Some(ContextValue::Strings(names)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let mut found = names
        .iter()
        .map(|name| one(command, name).or_else(|| one_of(command, name)))
        .collect::<Option<Vec<_>>>()?;
    let place = |missing: &Missing| {
        let first = match missing {
            Missing::One(arg) => arg.as_ref(),
            Missing::OneOf(args) => &args[0],
        };
        // What has no flag comes first, as it is typed.
        let at = command.get_arguments().position(|arg| arg.get_id() == first.get_id());
        (first.get_long().is_some(), at)
    };
    found.sort_by_key(place);
    Some(found)
}

fn one(command: &Command, name: &str) -> Option<Missing> {
    let is_it = |arg: &&Arg| bare(&arg.to_string()) == bare(name);
    command.get_arguments().find(is_it).map(|arg| Missing::One(Box::new(arg.clone())))
}

/// A group of which one must be said, as clap writes it: `<--up|--down>`.
fn one_of(command: &Command, name: &str) -> Option<Missing> {
    let members = |group: &clap::ArgGroup| -> Vec<Arg> {
        let ids: Vec<_> = group.get_args().cloned().collect();
        command.get_arguments().filter(|arg| ids.contains(arg.get_id())).cloned().collect()
    };
    let is_it = |args: &Vec<Arg>| {
        let inside = |arg: &Arg| name.contains(bare(&arg.to_string()).trim_matches(['<', '>']));
        !args.is_empty() && args.iter().all(inside)
    };
    let groups = command.get_groups().filter(|group| group.is_required_set());
    groups.map(members).find(is_it).map(Missing::OneOf)
}

/// An argument as it is written where it must be said.
fn bare(name: &str) -> String {
    name.replace('[', "<").replace(']', ">").trim_end_matches('.').to_owned()
}

/// The placeholder of an argument's value.
pub(super) fn value_of(arg: &Arg) -> String {
    let name = arg.get_value_names().and_then(<[_]>::first);
    name.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tree::tree;

    /// Every command that writes, with its words.
    fn writers(command: &Command, words: &[String], found: &mut Vec<(Vec<String>, Command)>) {
        if writes(command) {
            found.push((words.to_vec(), command.clone()));
        }
        for below in command.get_subcommands() {
            let words = [words, &[below.get_name().to_owned()]].concat();
            writers(below, &words, found);
        }
    }

    /// What every writer lacks that was typed alone can be asked for: a question for each.
    #[test]
    fn every_writer_can_ask_for_all_that_it_lacks() {
        let raw = tree();
        let mut tree = raw.clone();
        tree.build();
        let mut all = Vec::new();
        writers(&tree, &[], &mut all);
        assert!(all.len() > 100, "{} writers", all.len());
        let mut lacking = 0;
        for (words, command) in all {
            let typed: Vec<OsString> = std::iter::once("houqin")
                .chain(words.iter().map(String::as_str))
                .map(Into::into)
                .collect();
            let Err(error) = tree.clone().try_get_matches_from(&typed) else { continue };
            if error.kind() != clap::error::ErrorKind::MissingRequiredArgument {
                continue;
            }
            lacking += 1;
            let understood = understood(&raw, &typed).expect("a line that is only not whole");
            assert_eq!(leaf(&understood).0, words);
            let missing = missing(&command, &error);
            assert!(missing.is_some_and(|all| !all.is_empty()), "{words:?}: {error}");
        }
        assert!(lacking > 80, "{lacking} writers lack something");
    }
}
