//! The group of what is done with many stores at once.

use clap::Subcommand;

use super::report;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Report(report::Args),
}
