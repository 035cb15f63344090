//! The group of the registers of who and where.

use clap::Subcommand;

use super::{calendar, department, site, staff};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    /// Sites of the hospital group
    #[command(subcommand)]
    Site(site::Group),
    /// Departments and wards
    #[command(subcommand)]
    Department(department::Group),
    /// Staff, by code, name and role
    #[command(subcommand)]
    Staff(staff::Group),
    /// Days off, and days worked in exchange
    #[command(subcommand)]
    Calendar(calendar::Group),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Site(group) => site::run(session, group),
        Group::Department(group) => department::run(session, group),
        Group::Staff(group) => staff::run(session, group),
        Group::Calendar(group) => calendar::run(session, group),
    }
}
