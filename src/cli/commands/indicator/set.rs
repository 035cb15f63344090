//! `houqin indicator set`: the value of a month.

use std::path::PathBuf;

use houqin::base::{IndicatorCode, Month, RecordId, parse_decimal};
use houqin::books::{Change, Need};
use houqin::inspections::{self, GivenValue, ValueRequest};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Enter the value of an indicator for a month: a part of a whole, or a number
///
/// A rate that is given as a numerator and a denominator is computed, and the year is the sum of the
/// one over the sum of the other. A month without a value is a gap, never met.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin indicator set MYD --month 2026-01 --numerator 1469 \
    --denominator 1500 --evidence 满意度/2026-01.pdf\n  houqin indicator set 褥疮发生数 --month 2026-01 --value 0")]
#[command(group(clap::ArgGroup::new("given").required(true).args(["numerator", "value"])))]
pub(crate) struct Args {
    /// Indicator: its code, or its name
    #[arg(value_name = "INDICATOR")]
    indicator: String,
    /// Month, as 2026-01
    #[arg(long, value_name = "MONTH")]
    month: String,
    /// What was counted
    #[arg(long, value_name = "FIGURE", requires = "denominator")]
    numerator: Option<String>,
    /// Of how many
    #[arg(long, value_name = "FIGURE", requires = "numerator")]
    denominator: Option<String>,
    /// Number in the unit of the indicator
    #[arg(long, value_name = "FIGURE")]
    value: Option<String>,
    /// Who worked it out; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Paper that proves it, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        indicator,
        month,
        numerator,
        denominator,
        value,
        person,
        evidence,
        note,
        supersedes,
        writing,
    } = args;
    let numerator = session.maybe("--numerator", numerator.as_deref(), parse_decimal)?;
    let denominator = session.maybe("--denominator", denominator.as_deref(), parse_decimal)?;
    let (number, sign) =
        session.maybe("--value", value.as_deref(), GivenValue::parse_number)?.unzip();
    let given = GivenValue::new(numerator, denominator, number)
        .map_err(|refusal| Failure::argument("--denominator", &refusal))?;
    let (evidence, sha256) = session.evidence(&evidence)?;
    let request = ValueRequest {
        indicator: session.arg("INDICATOR", &indicator, IndicatorCode::parse)?,
        month: session.arg("--month", &month, Month::parse)?,
        given,
        sign: sign.flatten(),
        person: person.unwrap_or_else(|| session.by().to_owned()),
        evidence,
        sha256,
        note,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    session.record("indicator set", Need::inspections(), &writing, |books, stamp| {
        inspections::set_value(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
