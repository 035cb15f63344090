//! The group of what the hospital owns for years.

use clap::Subcommand;

use super::{
    add, agree, alter, assign, changes, classes, count, depreciation, dispose, import, labels,
    lend, list, repair, repairs, reuse, reverse, show, transfer,
};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Box<add::Args>),
    Assign(assign::Args),
    Transfer(transfer::Args),
    Lend(lend::Lend),
    Return(lend::Return),
    Idle(lend::Idle),
    Repair(repair::Args),
    Upgrade(alter::Upgrade),
    Revalue(alter::Revalue),
    Opening(alter::Opening),
    Dispose(dispose::Args),
    Reverse(reverse::Args),
    Import(import::Args),
    List(list::Args),
    Labels(labels::Args),
    Show(show::Args),
    Repairs(repairs::Args),
    Reuse(reuse::Args),
    Depreciation(depreciation::Args),
    Changes(changes::Args),
    Agree(agree::Args),
    Classes(classes::Args),
    #[command(subcommand)]
    Count(count::Group),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add::run(session, &args),
        Group::Assign(args) => assign::run(session, args),
        Group::Transfer(args) => transfer::run(session, args),
        Group::Lend(args) => lend::lend(session, args),
        Group::Return(args) => lend::give_back(session, args),
        Group::Idle(args) => lend::idle(session, args),
        Group::Repair(args) => repair::run(session, args),
        Group::Upgrade(args) => alter::upgrade(session, args),
        Group::Revalue(args) => alter::revalue(session, args),
        Group::Opening(args) => alter::opening(session, args),
        Group::Dispose(args) => dispose::run(session, args),
        Group::Reverse(args) => reverse::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::List(args) => list::run(session, args),
        Group::Labels(args) => labels::run(session, args),
        Group::Show(args) => show::run(session, args),
        Group::Repairs(args) => repairs::run(session, args),
        Group::Reuse(args) => reuse::run(session, args),
        Group::Depreciation(args) => depreciation::run(session, args),
        Group::Changes(args) => changes::run(session, args),
        Group::Agree(args) => agree::run(session, args),
        Group::Classes(args) => classes::run(session, args),
        Group::Count(group) => count::run(session, group),
    }
}
