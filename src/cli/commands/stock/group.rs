//! The group of the stock ledger.

use clap::{Args as _, Subcommand};

use super::{
    adjust, card, classes, consumption, cover, exchange, exchanges, exempt, expiring, finance,
    give_back, idle, import, issue, lend, loans, mend, onhand, opening, pool, prices, quota,
    receive, reverse, scrap, self_made, sell_old, sign, statement, transfer,
};
use crate::cli::fail::Exit;
use crate::cli::grow::Grow;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Opening(opening::Args),
    Receive(receive::Args),
    Issue(issue::Args),
    Return(give_back::Args),
    Transfer(transfer::Args),
    Scrap(scrap::Args),
    Adjust(adjust::Args),
    Lend(lend::Args),
    Loans(loans::Args),
    Exchange(exchange::Args),
    Exempt(exempt::Args),
    Exchanges(exchanges::Args),
    Pool(pool::Args),
    Mend(mend::Args),
    SellOld(sell_old::Args),
    Sign(sign::Args),
    /// What finance's general ledger says of the store rooms
    #[command(subcommand)]
    Finance(finance::Group),
    Reverse(reverse::Args),
    Import(import::Args),
    Onhand(onhand::Args),
    Card(card::Args),
    Statement(statement::Args),
    Consumption(consumption::Args),
    Classes(classes::Args),
    Expiring(expiring::Args),
    SelfMade(self_made::Args),
    Prices(prices::Args),
    Idle(idle::Args),
    Cover(cover::Args),
    /// How much money a month's consumption of a department may come to
    #[command(subcommand)]
    Quota(quota::Group),
}

/// The lines that are written all day, each with what puts its arguments into it: all thirty
/// commands take longer to build than such a line takes to be understood.
pub(crate) const DAILY: [(&str, Grow); 5] = [
    ("receive", receive::Args::augment_args),
    ("issue", issue::Args::augment_args),
    ("return", give_back::Args::augment_args),
    ("transfer", transfer::Args::augment_args),
    ("exchange", exchange::Args::augment_args),
];

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Opening(args) => opening::run(session, args),
        Group::Receive(args) => receive::run(session, args),
        Group::Issue(args) => issue::run(session, args),
        Group::Return(args) => give_back::run(session, args),
        Group::Transfer(args) => transfer::run(session, args),
        Group::Scrap(args) => scrap::run(session, args),
        Group::Adjust(args) => adjust::run(session, args),
        Group::Lend(args) => lend::run(session, args),
        Group::Loans(args) => loans::run(session, args),
        Group::Exchange(args) => exchange::run(session, args),
        Group::Exempt(args) => exempt::run(session, args),
        Group::Exchanges(args) => exchanges::run(session, args),
        Group::Pool(args) => pool::run(session, args),
        Group::Mend(args) => mend::run(session, args),
        Group::SellOld(args) => sell_old::run(session, args),
        Group::Sign(args) => sign::run(session, args),
        Group::Finance(group) => finance::run(session, group),
        Group::Reverse(args) => reverse::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::Onhand(args) => onhand::run(session, args),
        Group::Card(args) => card::run(session, args),
        Group::Statement(args) => statement::run(session, args),
        Group::Consumption(args) => consumption::run(session, args),
        Group::Classes(args) => classes::run(session, args),
        Group::Expiring(args) => expiring::run(session, args),
        Group::SelfMade(args) => self_made::run(session, args),
        Group::Prices(args) => prices::run(session, args),
        Group::Idle(args) => idle::run(session, args),
        Group::Cover(args) => cover::run(session, args),
        Group::Quota(group) => quota::run(session, group),
    }
}
