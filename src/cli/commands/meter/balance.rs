//! `houqin meter balance`: main meters against those below them.

use houqin::base::PointCode;
use houqin::books::Need;
use houqin::meters::{Balance, BalanceOptions, balances};
use houqin::report::{Balances, Explained};

use super::{View, site};
use crate::cli::args::{Asking, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Hold each main meter against the points right below it
///
/// Only days that all the meters know are compared. What the accuracy classes of the meters allow
/// for together is shown beside the difference, where all of them are known; where one is not, a
/// difference beyond what the others allow for cannot be judged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin meter balance -p 2026-03 --explain --exit-code")]
pub(crate) struct Args {
    /// Only this main meter
    #[arg(value_name = "POINT")]
    point: Option<String>,
    #[command(flatten)]
    period: Period,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Show how the figures come about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { point, period: Period { period }, site: at, explain, asking, view } = args;
    let Asking { exit_code } = asking;
    let span = session.period(period.as_deref())?;
    let point = session.maybe("POINT", point.as_deref(), PointCode::parse)?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    if let Some(point) = &point {
        books.meters.known(point).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let site = site(session, &books.org, at.as_deref())?;
    let rows = balances(&books.meters, &BalanceOptions { span, point, site, view });
    let workings =
        if explain { rows.iter().filter_map(Balance::working).collect() } else { Vec::new() };
    let result = Balances { span, rows };
    session.show_known(&Explained { result: &result, workings }, &set)?;
    Ok(if exit_code && result.is_open() { Exit::Found } else { Exit::Done })
}
