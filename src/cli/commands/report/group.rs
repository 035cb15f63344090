//! The group of the reports.

use clap::Subcommand;

use super::{
    analysis, annual, compliance, consumption, contractors, cost, depreciation, energy, evidence,
    exchanges, findings, indicators, ledgers, prices, purchases, reconciliation, repair_parts,
    repairs, statement, tasks, trainings, unsigned,
};
use crate::cli::fail::Exit;
use crate::cli::group::Many;
use crate::cli::grow::Later;
use crate::cli::session::Session;

/// Reports for a period, ready to sign; of one store, or of many rolled up
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) many: Many,
    #[command(subcommand)]
    report: Later<Group>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Analysis(analysis::Args),
    Annual(annual::Args),
    Plan(annual::Plan),
    Compliance(compliance::Args),
    Consumption(consumption::Args),
    Contractors(contractors::Args),
    Findings(findings::Args),
    Cost(cost::Args),
    Indicators(indicators::Args),
    Tasks(tasks::Args),
    Trainings(trainings::Args),
    Depreciation(depreciation::Args),
    Reconciliation(reconciliation::Args),
    Statement(statement::Args),
    Unsigned(unsigned::Args),
    Exchanges(exchanges::Args),
    RepairParts(repair_parts::Args),
    Repairs(repairs::Args),
    Ledgers(ledgers::Args),
    Energy(energy::Args),
    Evidence(evidence::Args),
    Prices(prices::Args),
    Purchases(purchases::Args),
}

/// Makes the report of the store that the session has; of many stores, see `cli/group`.
pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { many: _, report: Later(report) } = args;
    match report {
        Group::Analysis(args) => analysis::run(session, args),
        Group::Annual(args) => annual::run(session, args),
        Group::Plan(args) => annual::run_plan(session, args),
        Group::Compliance(args) => compliance::run(session, args),
        Group::Consumption(args) => consumption::run(session, args),
        Group::Findings(args) => findings::run(session, args),
        Group::Contractors(args) => contractors::run(session, args),
        Group::Cost(args) => cost::run(session, args),
        Group::Indicators(args) => indicators::run(session, args),
        Group::Tasks(args) => tasks::run(session, args),
        Group::Trainings(args) => trainings::run(session, args),
        Group::Depreciation(args) => depreciation::run(session, args),
        Group::Reconciliation(args) => reconciliation::run(session, args),
        Group::Statement(args) => statement::run(session, args),
        Group::Unsigned(args) => unsigned::run(session, args),
        Group::Exchanges(args) => exchanges::run(session, args),
        Group::RepairParts(args) => repair_parts::run(session, args),
        Group::Repairs(args) => repairs::run(session, args),
        Group::Ledgers(args) => ledgers::run(session, args),
        Group::Energy(args) => energy::run(session, args),
        Group::Evidence(args) => evidence::run(session, args),
        Group::Prices(args) => prices::run(session, args),
        Group::Purchases(args) => purchases::run(session, args),
    }
}
