//! The group of purchasing.

use clap::Subcommand;

use super::{invoice, order, plan};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    /// What should be bought, and the plans that are kept
    #[command(subcommand)]
    Plan(plan::Group),
    /// What was ordered, and what of it has arrived
    #[command(subcommand)]
    Order(order::Group),
    /// What suppliers ask for what they brought
    #[command(subcommand)]
    Invoice(invoice::Group),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Plan(group) => plan::run(session, group),
        Group::Order(group) => order::run(session, group),
        Group::Invoice(group) => invoice::run(session, group),
    }
}
