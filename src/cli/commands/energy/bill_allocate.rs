//! `houqin energy bill allocate`: bills shared out to departments.

use houqin::base::DepartmentCode;
use houqin::books::Need;
use houqin::meters::{self, AllocateOptions, AskedBills, RestBy, ShareBy};
use houqin::report::{Explained, allocation_workings};

use crate::cli::args::{Asking, Period};
use crate::cli::commands::meter::{View, optional_word, site, utility};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Share a bill out to departments, to the fen
///
/// One bill by its number, or all bills whose last day lies in the period: each belongs to one month,
/// and the months add up. By the use of the departments' meters, or by area, beds, heads or visits
/// as `energy driver` has them for the bill's days. The shares always add up to the bill; a fen that
/// is left goes to the largest remainder. Where a department's figure is not known the bill stays
/// open: enter it (0 is a figure), or name with --among who shares.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    houqin energy bill allocate DF202602-118 --share-by meter --rest area --explain\n  \
    houqin energy bill allocate -p 2026-02 --utility 冷水 --share-by beds --among NK1 --among WK1")]
pub(crate) struct Args {
    /// Number of the bill; all bills of the period if left out
    #[arg(value_name = "BILL", conflicts_with_all = ["period", "utility", "site"])]
    bill: Option<String>,
    /// Supplier's name, where two have given the number
    #[arg(long, value_name = "SUPPLIER", requires = "bill")]
    supplier: Option<String>,
    #[command(flatten)]
    period: Period,
    /// What it is shared out by: meter, area, beds, heads or visits
    #[arg(long, value_name = "KEY")]
    share_by: String,
    /// What becomes of use that no department's meter measured: own, a line of its own; area, the
    /// departments carry it by area; own if left out
    #[arg(long, value_name = "HOW")]
    rest: Option<String>,
    /// Days whose figures tell the shares; the bill's own days if left out
    #[arg(long, value_name = "PERIOD")]
    key_period: Option<String>,
    /// Only these departments share; several times for several
    #[arg(long, value_name = "DEPARTMENT")]
    among: Vec<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only bills that name this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Show the steps by which each figure came about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        bill,
        supplier,
        period: Period { period },
        share_by,
        rest,
        key_period,
        among,
        utility: of,
        site: at,
        explain,
        view,
        asking,
    } = args;
    let span = session.period(period.as_deref())?;
    let share_by =
        session.choice("--share-by", &share_by, &ShareBy::ALL, |one| (one.word(), one.key()))?;
    let rest = rest
        .map(|rest| session.choice("--rest", &rest, &RestBy::ALL, |one| (one.word(), one.key())))
        .transpose()?;
    let key_span = key_period.map(|text| session.period(Some(&text))).transpose()?;
    let among: anyhow::Result<Vec<DepartmentCode>> =
        among.iter().map(|code| session.arg("--among", code, DepartmentCode::parse)).collect();
    let among = among?;
    let utility = of.map(|of| utility("--utility", &of)).transpose()?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    for code in &among {
        books.org.known_department(code).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let asked = match &bill {
        Some(number) => {
            let found = books.meters.known_bill(number, optional_word(supplier).as_deref());
            AskedBills::One(found.map_err(|refusal| Failure::refused(&refusal))?.id.clone())
        }
        None => {
            AskedBills::Ending { span, site: site(session, &books.org, at.as_deref())?, utility }
        }
    };
    let rest_by = rest.unwrap_or(RestBy::Own);
    let options = AllocateOptions { asked, share_by, rest_by, key_span, among, view };
    let result = meters::allocate(&books.meters, &books.org, &options);
    let workings = if explain { allocation_workings(&result) } else { Vec::new() };
    let exit = session.show_known(&Explained { result: &result, workings }, &set)?;
    Ok(if asking.exit_code && result.is_open() { Exit::Found } else { exit })
}
