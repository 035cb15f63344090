//! `houqin report depreciation`: the charges of one or more months.

use houqin::assets::{self, DepreciationOptions, Grouping};
use houqin::base::{Day, DepartmentCode, Message};
use houqin::books::Need;
use houqin::store;

use crate::cli::args::Period;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the depreciation of a month, asset by asset
///
/// The period is whole months. The closing of a month is the opening of the next.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report depreciation -p last-month
  houqin report depreciation -p 2026 --group-by department -f csv -o 折旧.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Sum by department, custodian or class
    #[arg(long, value_name = "WHAT")]
    group_by: Option<String>,
    /// Only what this department has at the end
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Show what was known at the end of this day
    #[arg(long, value_name = "DAY")]
    known_by: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, group_by, department, known_by } = args;
    let period = session.period(period.period.as_deref())?;
    if period.first().day_of_month() != 1 || period.last().next().day_of_month() != 1 {
        let message = Message::new("asset.whole_months").with("period", period.to_string());
        return Err(Failure::usage(message.with("flag", "--period")).into());
    }
    let options = DepreciationOptions {
        first: period.first().month(),
        last: period.last().month(),
        known_by: session.maybe("--known-by", known_by.as_deref(), Day::parse)?,
        by: session
            .word("--group-by", group_by.as_deref(), &Grouping::ASKED, Grouping::word)?
            .unwrap_or(Grouping::Class),
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
    };
    let books = session.read(Need::assets())?;
    if let Some(department) = &options.department {
        books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
    }
    session.show(&assets::depreciation(&books.assets, store::lives(), &options))
}
