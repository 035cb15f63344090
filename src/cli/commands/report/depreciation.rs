//! `houqin report depreciation`: the charges of one or more months.

use houqin::assets::{self, DepreciationOptions, Grouping};
use houqin::base::{DepartmentCode, Message};
use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::store;

use crate::cli::args::{Clocks, Period, Restating};
use crate::cli::clocks::Paper;
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
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, group_by, department, clocks, restating } = args;
    let set = session.clocks(&clocks)?;
    let period = session.period(period.period.as_deref())?;
    if period.first().day_of_month() != 1 || period.last().next().day_of_month() != 1 {
        let message = Message::new("asset.whole_months").with("period", period.to_string());
        return Err(Failure::usage(message.with("flag", "--period")).into());
    }
    let options = DepreciationOptions {
        first: period.first().month(),
        last: period.last().month(),
        as_of: set.as_of(),
        by: session
            .word("--group-by", group_by.as_deref(), &Grouping::ASKED, Grouping::word)?
            .unwrap_or(Grouping::Class),
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
    };
    let bearing = Bearing { book: Book::Assets, until: period.last(), about: Vec::new() };
    let paper = Paper { set, need: Need::assets(), span: period, bearing, restating: &restating };
    let (_, exit) = session.report(&paper, |books| {
        if let Some(department) = &options.department {
            books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
        }
        Ok(assets::depreciation(&books.assets, store::lives(), &options))
    })?;
    Ok(exit)
}
