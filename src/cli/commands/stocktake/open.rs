//! `houqin stocktake open`: freezes what is to be counted.

use houqin::base::{ItemCode, SheetCode};
use houqin::report::Wrote;
use houqin::stock::Class;
use houqin::stock::stocktake::{self, Figures, OpenRequest, Planned, ScopeRequest};

use super::flags::{cutoff, write};
use crate::cli::args::Writing;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Open a count sheet for a store room
///
/// The sheet has a line for every item that the store room holds or that moved since it was last
/// counted; --category, --class, --shelf, --due and --item narrow it. What is on it stays, whatever
/// moves later.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake open --room ZW --cutoff close
  houqin stocktake open PD-03 --room ZW --date 2026-03-31 --blind
  houqin stocktake open --room WJ --category 五金材料 --category 电料
  houqin stocktake open --room ZW --class A --blind
  houqin stocktake open --room ZW --shelf A-01 --counter 库管员甲
  houqin stocktake open --room ZW --counter 库管员甲=A- --counter 库管员乙=B-
  houqin stocktake open --room ZW --due")]
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
    #[arg(long, value_name = "CATEGORY", conflicts_with_all = ["item", "class", "shelf", "due"])]
    category: Vec<String>,
    /// Only the items of this ABC class; may be given again
    #[arg(long, value_name = "CLASS", conflicts_with_all = ["item", "shelf", "due"])]
    class: Vec<String>,
    /// Only the items of shelves whose code begins like this; may be given again
    #[arg(long, value_name = "SHELF", conflicts_with_all = ["item", "due"])]
    shelf: Vec<String>,
    /// Only this item, whether there is any or not; may be given again
    #[arg(long, value_name = "ITEM", conflicts_with = "due")]
    item: Vec<String>,
    /// Only what is to be counted by the day of the sheet
    #[arg(long)]
    due: bool,
    /// Do not print what the books say
    #[arg(long)]
    blind: bool,
    /// Who is to count, of several each a share or the shelves after =; may be given again
    #[arg(long, value_name = "PERSON=SHELF")]
    counter: Vec<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        sheet,
        room,
        date,
        cutoff: seen,
        category,
        class,
        shelf,
        item,
        due,
        blind,
        counter,
        note,
        writing,
    } = args;
    let sheet = session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?;
    let room = room.read(session)?;
    let date = session.day("--date", date.as_deref())?;
    let cutoff = cutoff(seen.as_deref())?;
    let items: Vec<ItemCode> = item
        .iter()
        .map(|code| session.arg("--item", code, ItemCode::parse))
        .collect::<anyhow::Result<_>>()?;
    let classes: Vec<Class> = class
        .iter()
        .map(|text| {
            session.choice("--class", text, &Class::ALL, |class| (class.word(), class.word()))
        })
        .collect::<anyhow::Result<_>>()?;
    let scope = if !category.is_empty() {
        ScopeRequest::Categories(category)
    } else if !classes.is_empty() {
        ScopeRequest::Classes(classes)
    } else if !shelf.is_empty() {
        ScopeRequest::Shelves(shelf)
    } else if !items.is_empty() {
        ScopeRequest::Items(items)
    } else if due {
        ScopeRequest::Due
    } else {
        ScopeRequest::Full
    };
    let planned: Vec<Planned> = counter.iter().map(|text| planned(text)).collect();
    let figures = if blind { Figures::Blind } else { Figures::Shown };
    write(session, "stocktake open", (&writing, None), |books, stamp| {
        let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
        let store = books.stock.store_or_only(room.as_ref());
        let store = store.map_err(|refusal| Failure::refused(&refusal))?.code.clone();
        let note = note.unwrap_or_default();
        let request = OpenRequest { sheet, store, date, cutoff, scope, figures, planned, note };
        let decided = stocktake::open(&books.stock, &request, stamp).map_err(refused)?;
        Ok((request.code(), decided, Wrote::Opened))
    })
}

/// Who is to count: `张三`, or with shelves `张三=A-`.
fn planned(text: &str) -> Planned {
    let (person, shelf) = match text.split_once('=') {
        Some((person, shelf)) => (person, Some(shelf.trim().to_owned())),
        None => (text, None),
    };
    Planned { person: person.trim().to_owned(), shelf: shelf.filter(|shelf| !shelf.is_empty()) }
}
