//! `houqin contractor add`: a contract.

use houqin::base::{ContractCode, RuleCode, SubjectCode, TemplateCode, parse_count, parse_decimal};
use houqin::books::{Change, Need};
use houqin::inspections::{self, Contract};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Register a contract: by which checklists the contractor is scored, what a score is worth
///
/// The contractor comes under the rule it is scored by for the days of the contract. A renewed
/// contract is a new one; its months go on from those of the old one.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin contractor add BJ-2026 保洁公司 --name 洁净物业 --scope 保洁 \
    --from 2026-01-01 --to 2026-12-31 --rule WB-M --template WB-KP --bands '90:100;80:95;70:85;0:60' \
    --alert-below 80 --alert-months 2"
)]
pub(crate) struct Args {
    /// Code of the contract
    #[arg(value_name = "CONTRACT")]
    contract: String,
    /// Contractor: the subject of its sheets and findings
    #[arg(value_name = "CONTRACTOR")]
    contractor: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What it does here: cleaning, guarding, catering
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    scope: String,
    /// First day of the contract
    #[arg(long, value_name = "DAY")]
    from: String,
    /// Last day of the contract; no end if left out
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Rule by which it is scored
    #[arg(long, value_name = "RULE")]
    rule: String,
    /// Checklist that each month needs filled in; may be given several times
    #[arg(long, value_name = "TEMPLATE", required = true)]
    template: Vec<String>,
    /// From which score on how much percent is paid: 90:100;80:95;0:60
    #[arg(long, value_name = "BANDS", default_value = "", hide_default_value = true)]
    bands: String,
    /// Score below which a month counts towards an escalation
    #[arg(long, value_name = "SCORE", requires = "alert_months")]
    alert_below: Option<String>,
    /// How many such months in a row escalate
    #[arg(long, value_name = "COUNT", requires = "alert_below")]
    alert_months: Option<String>,
    /// A remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        contract,
        contractor,
        name,
        scope,
        from,
        to,
        rule,
        template,
        bands,
        alert_below,
        alert_months,
        note,
        writing,
    } = args;
    let templates =
        template.iter().map(|text| session.arg("--template", text, TemplateCode::parse));
    let contract = Contract {
        code: session.arg("CONTRACT", &contract, ContractCode::parse)?,
        contractor: session.arg("CONTRACTOR", &contractor, SubjectCode::parse)?,
        name,
        scope,
        from: session.day_of("--from", &from)?,
        to: session.maybe_day("--to", to.as_deref())?,
        rule: session.arg("--rule", &rule, RuleCode::parse)?,
        templates: templates.collect::<Result<_, _>>()?,
        bands: session.arg("--bands", &bands, Contract::parse_bands)?,
        alert_below: session.maybe("--alert-below", alert_below.as_deref(), parse_decimal)?,
        alert_months: session.maybe("--alert-months", alert_months.as_deref(), parse_count)?,
        note,
        recorded_at: None,
    };
    session.record("contractor add", Need::inspections(), &writing, |books, stamp| {
        inspections::add_contract(&books.inspections, &contract, stamp).map(Change::from_decided)
    })
}
