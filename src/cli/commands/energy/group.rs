//! The group of energy saving.

use clap::Subcommand;

use super::{
    baseline, bill, convert, cost, cusum, driver, factor, measure, persons, plan, quota, rank,
    returns, target, tariff, verify, weather,
};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    /// What each month may use
    #[command(subcommand)]
    Target(target::Group),
    Cost(cost::Args),
    Coal(convert::Coal),
    Carbon(convert::Carbon),
    /// Bills of utilities, held against the meters and shared out to departments
    #[command(subcommand)]
    Bill(bill::Group),
    /// Prices per unit, each valid from its day on
    #[command(subcommand)]
    Tariff(tariff::Group),
    /// Conversion factors to standard coal and carbon, with basis and source
    #[command(subcommand)]
    Factor(factor::Group),
    /// Measures that are to save, and how that is verified
    #[command(subcommand)]
    Measure(measure::Group),
    Verify(verify::Args),
    /// What uses are measured against: bed-days, visits, people, area
    #[command(subcommand)]
    Driver(driver::Group),
    Cusum(cusum::Args),
    Rank(rank::Args),
    Plan(plan::Args),
    Persons(persons::Args),
    /// Quotas on energy and water, and a year graded by them
    #[command(subcommand)]
    Quota(quota::Group),
    Return(returns::Args),
    Baseline(baseline::Args),
    Prove(baseline::Prove),
    /// Mean temperatures, which baselines follow from
    #[command(subcommand)]
    Weather(weather::Group),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Target(group) => target::run(session, group),
        Group::Coal(args) => convert::coal(session, args),
        Group::Carbon(args) => convert::carbon(session, args),
        Group::Bill(group) => bill::run(session, group),
        Group::Cost(args) => cost::run(session, args),
        Group::Tariff(group) => tariff::run(session, group),
        Group::Factor(group) => factor::run(session, group),
        Group::Measure(group) => measure::run(session, group),
        Group::Verify(args) => verify::run(session, args),
        Group::Driver(group) => driver::run(session, group),
        Group::Cusum(args) => cusum::run(session, args),
        Group::Rank(args) => rank::run(session, args),
        Group::Plan(args) => plan::run(session, args),
        Group::Persons(args) => persons::run(session, args),
        Group::Quota(group) => quota::run(session, group),
        Group::Return(args) => returns::run(session, args),
        Group::Baseline(args) => baseline::baseline(session, args),
        Group::Prove(args) => baseline::prove(session, args),
        Group::Weather(group) => weather::run(session, group),
    }
}
