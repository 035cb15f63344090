//! `houqin report cost`: what each department costs.

use houqin::base::{DepartmentCode, Message};
use houqin::books::{
    Bearing, CostDetail, CostOptions, EnergyShares, Need, OfMeters, Reading, Window, cost_account,
};
use houqin::closing::Book;
use houqin::meters::{RestBy, ShareBy};
use houqin::report::{Explained, cost_workings};
use houqin::store;

use crate::cli::args::{Asking, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::meter::{View, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what each department costs by month: materials, energy, repairs, depreciation
///
/// Materials are stock issued less what came back, repair parts among them. Energy is what the
/// department's meters measured at its price, or with --share-by the bills that end in the month,
/// shared out. Repairs are what orders and repairs of assets cost beside the parts, each told once.
/// Depreciation is carried by the department that has the thing at the end of the month. Beside the
/// sum stand the same months of the year before and the cost per bed-day and per visit. What nobody
/// carries is a line of its own, and the ledgers are shown to be shared out to the fen. What cannot
/// be computed (a price, a reading or a cost is missing) is open with the reason, never 0. With
/// --exit-code it ends with 1 when something is open or not shared out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report cost -p last-month\n  \
    houqin report cost -p 2026-Q1 --department NK1 --explain\n  \
    houqin report cost -p 2026 --share-by meter --rest area -f csv -o 科室成本.csv\n  \
    houqin report cost -p last-month --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only the departments of this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Share out the bills in place of use × price, by: meter, area, beds, heads or visits
    #[arg(long, value_name = "KEY")]
    share_by: Option<String>,
    /// What becomes of use that no department's meter measured: own, a line of its own; area, the
    /// departments carry it by area; own if left out
    #[arg(long, value_name = "HOW", requires = "share_by")]
    rest: Option<String>,
    /// Show which rows, readings and charges make each figure
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        period: Period { period },
        department,
        site: at,
        share_by,
        rest,
        explain,
        view,
        restating,
        asking,
    } = args;
    let span = session.period(period.as_deref())?;
    if span.first().day_of_month() != 1 || span.last().next().day_of_month() != 1 {
        let message = Message::new("cost.whole_months").with("period", span.to_string());
        return Err(Failure::usage(message.with("flag", "--period")).into());
    }
    let energy = energy(session, share_by.as_deref(), rest.as_deref())?;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let (set, view) = view.resolve(session)?;
    let need = Need {
        assets: Reading::Wanted,
        inspections: Reading::Wanted,
        meters: OfMeters::All,
        ..Need::stock(Window::until(span.last()))
    };
    let detail = if explain { CostDetail::Rows } else { CostDetail::Sums };
    let bearing = Bearing { book: Book::Stock, until: span.last(), about: Vec::new() };
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (report, exit) = session.report_over(&paper, &Book::ALL, |books| {
        if let Some(department) = &department {
            books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
        }
        let options = CostOptions {
            span,
            site: site(session, &books.org, at.as_deref())?,
            department: department.clone(),
            energy,
            as_of: set.as_of(),
            view,
            detail,
        };
        let result = cost_account(books, store::lives(), &options);
        let workings = if explain { cost_workings(&result) } else { Vec::new() };
        Ok(Explained { result, workings })
    })?;
    Ok(if asking.exit_code && report.result.needs_attention() { Exit::Found } else { exit })
}

/// How energy comes to departments.
fn energy(
    session: &Session,
    share_by: Option<&str>,
    rest: Option<&str>,
) -> anyhow::Result<EnergyShares> {
    let Some(share_by) = share_by else { return Ok(EnergyShares::Metered) };
    let share_by =
        session.choice("--share-by", share_by, &ShareBy::ALL, |one| (one.word(), one.key()))?;
    let rest = rest
        .map(|rest| session.choice("--rest", rest, &RestBy::ALL, |one| (one.word(), one.key())))
        .transpose()?;
    Ok(EnergyShares::Bills { share_by, rest_by: rest.unwrap_or(RestBy::Own) })
}
