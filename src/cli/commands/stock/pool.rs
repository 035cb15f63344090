//! `houqin stock pool`: what lies in the pool of old goods.

use houqin::base::ItemCode;
use houqin::books::{Need, Window};
use houqin::stock::{self, PoolOptions};

use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the pool of old goods: what came back, and what became of it
///
/// The period is this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stock pool -p 2026")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, item, clocks } = args;
    let span = session.period(period.period.as_deref())?;
    let set = session.clocks(&clocks)?;
    let item = session.maybe("--item", item.as_deref(), ItemCode::parse)?;
    let options = PoolOptions { span, item, as_of: set.as_of() };
    let books = session.read_known(Need::stock(Window::until(span.last())), &set)?;
    let result =
        stock::pool(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&result, &set)
}
