//! `houqin meter usage`: use by point, department or utility, month by month.

use houqin::base::PointCode;
use houqin::books::Need;
use houqin::meters::{UsageBy, UsageOptions, usage, usage_compared, usage_scanned, usage_workings};
use houqin::report::Explained;

use super::{View, site, utility};
use crate::cli::args::Period;
use crate::cli::clocks::Set;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the use of a period by point, department or utility, month by month
///
/// Use between two readings is shared out over months by days. Days without a use are named with
/// their reason; a month that is not covered in full is provisional, and nothing is filled in.
/// What a main meter measures and no meter below it goes to the nearest department above.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter usage -p 2026-03\n  \
    houqin meter usage -p 2026-Q1 --group-by department\n  houqin meter usage W-01 -p 2026\n  \
    houqin meter usage -p 2026-03 --compare\n  houqin meter usage W-01 -p 2026-03 --explain")]
pub(crate) struct Args {
    /// Only this point
    #[arg(value_name = "POINT")]
    point: Option<String>,
    #[command(flatten)]
    period: Period,
    /// Sum by point, department or utility
    #[arg(long, value_name = "WHAT", conflicts_with = "point")]
    group_by: Option<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Hold each month against the one before and that of the year before, as a whole and per day
    #[arg(long)]
    compare: bool,
    /// Show how each figure came about: readings, multiplier, days, terms
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        point,
        period: Period { period },
        group_by,
        utility: of,
        site: at,
        compare,
        explain,
        view,
    } = args;
    let by = session.word("--group-by", group_by.as_deref(), &UsageBy::ALL, UsageBy::word)?;
    let span = session.period(period.as_deref())?;
    let point = session.maybe("POINT", point.as_deref(), PointCode::parse)?;
    let of = of.map(|of| utility("--utility", &of)).transpose()?;
    let (set, view) = view.resolve(session)?;
    let by = by.unwrap_or(UsageBy::Point);
    let mut options = UsageOptions { span, by, site: None, utility: of, point, view };
    if compare || explain {
        return in_full(session, &set, at.as_deref(), (compare, explain), options);
    }
    let (books, scanned) = session.scan_known(options.months(), view, &set)?;
    if let Some(point) = &options.point {
        books.meters.known(point).map_err(|refusal| Failure::refused(&refusal))?;
    }
    options.site = site(session, &books.org, at.as_deref())?;
    let table = match scanned {
        Some(scanned) => usage_scanned(&books.meters, &scanned, &books.org, &options),
        None => usage(&books.meters, &books.org, &options),
    };
    session.show_known(&table, &set)
}

/// Shows what needs the readings themselves: other months beside those asked for, or the working.
fn in_full(
    session: &Session,
    set: &Set,
    at: Option<&str>,
    (compare, explain): (bool, bool),
    mut options: UsageOptions,
) -> anyhow::Result<Exit> {
    let books = session.read_known(Need::meters(), set)?;
    if let Some(point) = &options.point {
        books.meters.known(point).map_err(|refusal| Failure::refused(&refusal))?;
    }
    options.site = site(session, &books.org, at)?;
    let compared = usage_compared(&books.meters, &books.org, &options);
    let workings = if explain {
        usage_workings(&books.meters, &books.org, &compared.table, &options)
    } else {
        Vec::new()
    };
    if compare {
        session.show_known(&Explained { result: &compared, workings }, set)
    } else {
        session.show_known(&Explained { result: &compared.table, workings }, set)
    }
}
