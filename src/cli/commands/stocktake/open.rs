//! `houqin stocktake open`: freezes what is to be counted.

use houqin::base::{ItemCode, SheetCode};
use houqin::report::Wrote;
use houqin::stock::stocktake::{self, Figures, OpenRequest, ScopeRequest};

use super::flags::{cutoff, write};
use crate::cli::args::Writing;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Open a count sheet for a store room
///
/// The sheet has a line for every item that the store room holds or that moved since it was last
/// counted; --category and --item narrow it. What is on it stays, whatever moves later.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake open --room ZW --cutoff close
  houqin stocktake open PD-03 --room ZW --date 2026-03-31 --blind
  houqin stocktake open --room WJ --category 五金材料 --category 电料")]
pub(crate) struct Args {
    /// Code of the new sheet; made of store room and day if left out
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
    #[command(flatten)]
    room: Room,
    /// Day of the count; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// What counters have seen unless they say otherwise: open, close, 16:30, after=RK0012+CK0033
    #[arg(long, value_name = "CUTOFF")]
    cutoff: Option<String>,
    /// Only the items of this category; may be given again
    #[arg(long, value_name = "CATEGORY", conflicts_with = "item")]
    category: Vec<String>,
    /// Only this item, whether there is any or not; may be given again
    #[arg(long, value_name = "ITEM")]
    item: Vec<String>,
    /// Do not print what the books say
    #[arg(long)]
    blind: bool,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, room, date, cutoff: seen, category, item, blind, note, writing } = args;
    let sheet = session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?;
    let room = room.read(session)?;
    let date = session.day("--date", date.as_deref())?;
    let cutoff = cutoff(seen.as_deref())?;
    let items: Vec<ItemCode> = item
        .iter()
        .map(|code| session.arg("--item", code, ItemCode::parse))
        .collect::<anyhow::Result<_>>()?;
    let scope = match (category.is_empty(), items.is_empty()) {
        (false, _) => ScopeRequest::Categories(category),
        (true, false) => ScopeRequest::Items(items),
        (true, true) => ScopeRequest::Full,
    };
    let figures = if blind { Figures::Blind } else { Figures::Shown };
    write(session, "stocktake open", &writing, |books, stamp| {
        let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
        let store = books.stock.store_or_only(room.as_ref());
        let store = store.map_err(|refusal| Failure::refused(&refusal))?.code.clone();
        let note = note.unwrap_or_default();
        let request = OpenRequest { sheet, store, date, cutoff, scope, figures, note };
        let decided = stocktake::open(&books.stock, &request, stamp).map_err(refused)?;
        Ok((request.code(), decided, Wrote::Opened))
    })
}
