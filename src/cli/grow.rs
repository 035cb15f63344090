//! Groups whose commands are put into the tree only where a line names the group: the tree of all
//! commands takes longer to build than most commands take to run.

use clap::{ArgMatches, Command, FromArgMatches, Subcommand};

use super::commands;

/// A group that stands in the tree by its name only, until it is grown.
#[derive(Debug)]
pub(crate) struct Later<G>(pub(crate) G);

impl<G: FromArgMatches> FromArgMatches for Later<G> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        G::from_arg_matches(matches).map(Self)
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

/// What puts the commands of a group below it.
type Grow = fn(Command) -> Command;

/// The groups by name.
const GROUPS: [(&str, Grow); 21] = [
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
    ("report", commands::report::Group::augment_subcommands),
    ("export", commands::export::Group::augment_subcommands),
    ("stock", commands::stock::Group::augment_subcommands),
    ("stocktake", commands::stocktake::Group::augment_subcommands),
    ("store", commands::store::Group::augment_subcommands),
];

/// The same tree with the commands of some groups.
pub(super) fn grown(tree: Command, is_wanted: impl Fn(&str) -> bool) -> Command {
    tree.mut_subcommands(|group| {
        let known = GROUPS.iter().find(|(name, _)| *name == group.get_name());
        match known {
            Some((name, grow)) if is_wanted(name) => grow(group),
            _ => group,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::cli::tree::tree;

    #[test]
    fn every_group_has_its_commands_in_the_whole_tree() {
        let tree = tree();
        let groups = tree.get_subcommands().filter(|group| group.is_subcommand_required_set());
        let bare: Vec<&str> =
            groups.filter(|group| !group.has_subcommands()).map(clap::Command::get_name).collect();
        assert!(bare.is_empty(), "{bare:?}");
    }
}
