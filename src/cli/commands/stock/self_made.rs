//! `houqin stock self-made`: what the own workshops made, and what that saved.

use houqin::books::{Need, Window};
use houqin::stock::{self, SelfMadeOptions};

use super::flags::Room;
use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what the own workshops made, what it cost, and what it saved against the market
///
/// The period is this month unless --period says otherwise. What was taken back is taken off.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock self-made -p 2026
  houqin stock self-made -p 2026-Q1 -f csv -o 自制节约.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, room, category, clocks } = args;
    let span = session.period(period.period.as_deref())?;
    let set = session.clocks(&clocks)?;
    let store = room.read(session)?;
    let options = SelfMadeOptions { span, store, category, as_of: set.as_of() };
    let books = session.read_known(Need::stock(Window::until(span.last())), &set)?;
    let result =
        stock::self_made(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&result, &set)
}
