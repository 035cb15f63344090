//! `houqin stock statement`: receipts, issues and balances of a month.

use houqin::base::Day;
use houqin::books::{Need, Window};
use houqin::report::{Document, Present, StatementByKind};
use houqin::stock::{self, StatementOptions};

use super::flags::Room;
use crate::cli::args::Period;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what was there, what came and went, and what is there, item by item
///
/// The period is this month unless --period says otherwise. Every line cross-foots, and so do the
/// sums.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock statement -p last-month --room ZW
  houqin stock statement -p 2026-03 --kinds
  houqin stock statement -p 2026-03 -f csv -o 收发存.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Show the values by kind of line in place of the items
    #[arg(long)]
    kinds: bool,
    /// Show what was known at the end of this day
    #[arg(long, value_name = "DAY")]
    known_by: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    session.show(&document(session, args)?)
}

/// The statement that was asked for.
pub(crate) fn document(session: &Session, args: Args) -> anyhow::Result<Document> {
    let Args { period, room, category, kinds, known_by } = args;
    let span = session.period(period.period.as_deref())?;
    let options = StatementOptions {
        span,
        store: room.read(session)?,
        category,
        known_by: session.maybe("--known-by", known_by.as_deref(), Day::parse)?,
    };
    let books = session.read(Need::stock(Window::until(span.last())))?;
    let statement =
        stock::statement(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    Ok(if kinds { StatementByKind(&statement).present() } else { statement.present() })
}
