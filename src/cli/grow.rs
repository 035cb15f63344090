//! Commands that stand in the tree by their names only, until a line names them: the tree of all
//! commands takes longer to build than most commands take to run.

use std::ffi::OsStr;

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::commands;

/// A part of the tree that is left out of it until it is grown.
#[derive(Debug)]
pub(crate) struct Later<G>(pub(crate) G);

impl<G: FromArgMatches> FromArgMatches for Later<G> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        G::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        G::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<G: Subcommand> Subcommand for Later<G> {
    fn augment_subcommands(command: Command) -> Command {
        command
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        command
    }

    fn has_subcommand(name: &str) -> bool {
        G::has_subcommand(name)
    }
}

impl<A: Args> Args for Later<A> {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}

/// What puts into a command what is below it: its arguments, or the commands of a group.
pub(crate) type Grow = fn(Command) -> Command;

/// Commands that take arguments of their own.
const COMMANDS: [(&str, Grow); 15] = [
    ("init", commands::init::Args::augment_args),
    ("status", commands::status::Args::augment_args),
    ("check", commands::check::Args::augment_args),
    ("restore", commands::restore::Args::augment_args),
    ("salvage", commands::salvage::Args::augment_args),
    ("convert", commands::convert::Args::augment_args),
    ("migrate", commands::migrate::Args::augment_args),
    ("history", commands::history::Args::augment_args),
    ("diff", commands::diff::Args::augment_args),
    ("explain", commands::explain::Args::augment_args),
    ("verify", commands::verify::Args::augment_args),
    ("help", commands::help::Args::augment_args),
    ("man", commands::man::Args::augment_args),
    ("completions", commands::completions::Args::augment_args),
    ("report", commands::report::Args::augment_args),
];

/// Groups of commands.
const GROUPS: [(&str, Grow); 22] = [
    ("close", commands::close::Group::augment_subcommands),
    ("item", commands::item::Group::augment_subcommands),
    ("org", commands::org::Group::augment_subcommands),
    ("asset", commands::asset::Group::augment_subcommands),
    ("inspect", commands::inspect::Group::augment_subcommands),
    ("finding", commands::finding::Group::augment_subcommands),
    ("clause", commands::clause::Group::augment_subcommands),
    ("contractor", commands::contractor::Group::augment_subcommands),
    ("certificate", commands::certificate::Group::augment_subcommands),
    ("indicator", commands::indicator::Group::augment_subcommands),
    ("task", commands::task::Group::augment_subcommands),
    ("training", commands::training::Group::augment_subcommands),
    ("meter", commands::meter::Group::augment_subcommands),
    ("energy", commands::energy::Group::augment_subcommands),
    ("purchase", commands::purchase::Group::augment_subcommands),
    ("repair", commands::repair::Group::augment_subcommands),
    ("group", commands::group::Group::augment_subcommands),
    ("report", commands::report::Group::augment_subcommands),
    ("export", commands::export::Group::augment_subcommands),
    ("stock", commands::stock::Group::augment_subcommands),
    ("stocktake", commands::stocktake::Group::augment_subcommands),
    ("store", commands::store::Group::augment_subcommands),
];

/// What a command takes itself, and what puts commands below it; the latter none where it is no group.
fn parts(name: &str) -> (Option<Grow>, Option<Grow>) {
    let find = |table: &[(&str, Grow)]| {
        table.iter().find(|(known, _)| *known == name).map(|(_, grow)| *grow)
    };
    (find(&COMMANDS), find(&GROUPS))
}

/// A command with all that is below it.
pub(super) fn grown(command: Command) -> Command {
    let (own, below) = parts(command.get_name());
    [own, below].into_iter().flatten().fold(command, |command, grow| grow(command))
}

/// A command with those below it that are named.
pub(super) fn grown_only(command: Command, is_named: &dyn Fn(&str) -> bool) -> Command {
    let (own, below) = parts(command.get_name());
    let command = own.into_iter().fold(command, |command, grow| grow(command));
    let Some(below) = below else { return command };
    let all = below(Command::new("all"));
    let named = all.get_subcommands().filter(|below| is_named(below.get_name()));
    let command = command.subcommands(named.cloned());
    // Taking it apart is left to the system.
    std::mem::forget(all);
    command
}

/// The command of a line that is written all day, by its first words, without what is beside it in
/// its group.
pub(super) fn daily(group: &OsStr, line: &OsStr) -> Option<Command> {
    let is_it = |(name, _): &&(&str, Grow)| group == "stock" && line == *name;
    let (name, grow) = commands::stock::DAILY.iter().find(is_it)?;
    Some(Command::new("stock").subcommand(grow(Command::new(*name))))
}

/// A command as the list of all commands shows it: what it does, and of a group not its commands.
pub(super) fn listed(command: Command) -> Command {
    let (own, _) = parts(command.get_name());
    own.into_iter().fold(command, |command, grow| grow(command))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tree::tree;

    #[test]
    fn a_line_that_is_written_all_day_is_that_of_its_group() {
        let group = commands::stock::Group::augment_subcommands(Command::new("stock"));
        for (name, _) in commands::stock::DAILY {
            let own = daily("stock".as_ref(), name.as_ref()).expect(name);
            // Where it stands among others is of the group.
            let alone = |line: &Command| format!("{:?}", line.clone().display_order(0));
            let said = |group: &Command| group.find_subcommand(name).map(alone);
            assert_eq!(said(&own), said(&group), "{name}");
        }
        assert!(daily("stock".as_ref(), "onhand".as_ref()).is_none());
        assert!(daily("stocktake".as_ref(), "issue".as_ref()).is_none());
    }

    #[test]
    fn every_group_has_its_commands_in_the_whole_tree() {
        let tree = tree();
        let groups = tree.get_subcommands().filter(|group| group.is_subcommand_required_set());
        let bare: Vec<&str> =
            groups.filter(|group| !group.has_subcommands()).map(clap::Command::get_name).collect();
        assert!(bare.is_empty(), "{bare:?}");
    }
}
