//! `houqin stock card`: one item in one store room, line by line.

use houqin::base::{Day, ItemCode};
use houqin::books::{Need, Window};
use houqin::stock::{self, CardOptions};

use super::flags::Room;
use crate::cli::args::Period;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the card of an item: every line with what was left after it
///
/// The period is this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock card DG36
  houqin stock card DG36 --room ZW -p 2026")]
pub(crate) struct Args {
    /// Code of the item
    #[arg(value_name = "ITEM")]
    item: String,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    period: Period,
    /// Show what was known at the end of this day
    #[arg(long, value_name = "DAY")]
    known_by: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { item, room, period, known_by } = args;
    let item = session.arg("ITEM", &item, ItemCode::parse)?;
    let room = room.read(session)?;
    let span = session.period(period.period.as_deref())?;
    let known_by = session.maybe("--known-by", known_by.as_deref(), Day::parse)?;
    let books = session.read(Need::stock(Window::until(span.last())))?;
    let refused = |refusal: stock::Refusal| Failure::refused(&refusal);
    let store = books.stock.store_or_only(room.as_ref()).map_err(refused)?.code.clone();
    let options = CardOptions { store, item, span, known_by };
    session.show(&stock::card(&books.stock, &options).map_err(refused)?)
}
