//! Reading the stock ledger for a command that is about little: what the shelves came to at the
//! last seal, the lines since, and of the lines before it only those that the command can meet.
//!
//! Where more is asked, as of an item for which old ones are owed or whose lots expire, everything that
//! was recorded of it is read (`whole.rs`). Where anything is not as it mostly is, that is left too, and
//! the ledger is read in full: nothing is decided on less than everything that bears on it.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::base::{Day, ItemCode, Month, RecordId, SheetCode};
use crate::books::{Books, Focus, NewLine, WhosePrices, Window};
use crate::closing::Link;
use crate::stock::stocktake::{Act, SheetEntry};
use crate::stock::{
    CostMethod, Kind, Line as StockLine, Movement, Place, PriceReview, Record, Stock, Traces,
};
use crate::store::codec::Line;
use crate::store::load::Loader;
use crate::store::movements::{Wanted, head, lines_of_some, says_up_to};
use crate::store::scan::{lines_with, text};
use crate::store::shelves::{self, Shelves};
use crate::store::{StoreError, StorePath, layout};

use super::stock_load::{last_seal, load_from, reached};
use super::{LedgerRow, Row as _, papers, purchase, whole};

/// Reads the ledger as far as a command meets it, where the registers are read already; says
/// whether it could.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    focus: &Focus,
) -> Result<bool, StoreError> {
    let Some(seal) = last_seal(books, Day::LAST) else { return Ok(false) };
    if books.stock.method != CostMethod::MovingAverage {
        return Ok(false);
    }
    let mark = loader.mark();
    if load_from_seal(loader, books, focus, &seal)? {
        return Ok(true);
    }
    loader.back_to(mark.clone());
    books.stock.forget_lines();
    let Some(whole) = focus.whole() else { return Ok(false) };
    if whole::load(loader, books, &whole, &seal)? {
        return Ok(true);
    }
    loader.back_to(mark);
    books.stock.forget_lines();
    Ok(false)
}

/// Reads what the shelves came to at the last seal and the lines since, where that is enough; says
/// whether it is.
fn load_from_seal(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    focus: &Focus,
    seal: &Link,
) -> Result<bool, StoreError> {
    let from = seal.of.month.next().first();
    if !is_after(loader, books, focus, from)? {
        return Ok(false);
    }
    let window = Window { from: Some(from), until: None };
    let reached = reached(loader, window)?;
    let since = Since { window, from, sealed: seal.of.month, reached: &reached };
    let head = match focus {
        Focus::Sheet { slip, .. } if slip.is_empty() => None,
        _ => shelves::head(loader, books, seal, &reached)?,
    };
    Ok(load_since(loader, books, focus, (since, head.as_deref()))?
        && bears(loader, books, focus, (since, head.as_deref()))?)
}

/// What a command that is about little reads.
#[derive(Clone, Copy)]
pub(super) struct Since<'m> {
    /// From the first day after the seal on.
    pub(super) window: Window,
    /// That day.
    pub(super) from: Day,
    /// The last sealed month.
    pub(super) sealed: Month,
    /// All months.
    pub(super) reached: &'m [(Month, StorePath)],
}

impl<'m> Since<'m> {
    /// The months that are not sealed.
    pub(super) fn open(&self) -> Vec<(Month, StorePath)> {
        self.reached.iter().filter(|(month, _)| *month > self.sealed).cloned().collect()
    }

    /// Those that are.
    pub(super) fn closed(&self) -> impl DoubleEndedIterator<Item = &'m (Month, StorePath)> {
        let sealed = self.sealed;
        self.reached.iter().filter(move |(month, _)| *month <= sealed)
    }
}

/// What the shelves came to before a day, and the lines from it on.
fn load_since(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    focus: &Focus,
    (since, head): (Since<'_>, Option<&str>),
) -> Result<bool, StoreError> {
    if let (Focus::Line(new), Some(head)) = (focus, head)
        && let Some(start) = shelves_of(loader, head, new)
    {
        return load_one(loader, books, new, (since, head, start));
    }
    let Since { window, from, reached, .. } = since;
    load_from(loader, books, (window, from), (reached, Traces::Left, None))
}

/// What the shelves came to, of items that of one line.
fn shelves_of(loader: &Loader<'_, '_>, head: &str, new: &NewLine) -> Option<Shelves> {
    let mut open = shelves::open(loader, head)?;
    let of_none = open.of_none()?;
    Some(Shelves { rests: open.of(&new.item)?, ..of_none })
}

/// What one item came to, and its lines since.
fn load_one(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    new: &NewLine,
    (since, head, start): (Since<'_>, &str, Shelves),
) -> Result<bool, StoreError> {
    let sheets = start.sheets();
    let Shelves { rests, postings, recorded, .. } = start;
    books.stock.begin_with(rests, sheets, recorded);
    books.stock.begin_with_postings(postings);
    purchase::load(loader, books)?;
    let slips = Some(&new.slip).filter(|slip| !slip.is_empty());
    let wanted = Wanted {
        items: [new.item.clone()].into(),
        slips: slips.into_iter().cloned().collect(),
        ..Wanted::default()
    };
    let Some(found) = lines_of_some(loader, books, &since.open(), &wanted)? else {
        return Ok(false);
    };
    let is_taken = found.missed.is_empty() && whole::take(books, found.postings, found.lines);
    papers::load(loader, books, Window::ALL)?;
    if !is_taken || !is_sound(loader, books, &new.item) {
        return Ok(false);
    }
    shelves::write_sound(loader, head, &found.sound);
    Ok(true)
}

/// Whether nothing is wrong with what was read of an item.
pub(super) fn is_sound(loader: &Loader<'_, '_>, books: &Books, item: &ItemCode) -> bool {
    let has_defects = !books.stock.defects_of(item).is_empty();
    !has_defects && !books.stock.counts_again() && loader.diagnostics.is_empty()
}

/// Whether all that the command is about lies after the seal; a sheet is read for that.
fn is_after(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    focus: &Focus,
    from: Day,
) -> Result<bool, StoreError> {
    match focus {
        Focus::Line(new) => Ok(is_new(books, new, from)),
        Focus::Lines(all) => {
            let asks_why = books.stock.price_policy.review != PriceReview::Warn;
            let is_held = |new: &NewLine| asks_why && new.prices == WhosePrices::Suppliers;
            Ok(all.iter().all(|new| is_new(books, new, from) && !is_held(new)))
        }
        Focus::Recorded { date, .. } => Ok(*date >= from),
        Focus::Sheet { code, first, slip: _ } => {
            read_sheet(loader, books, code)?;
            // What is tolerated goes by what items are worth by their use in a year.
            let by_use = !books.stock.counting.tolerance.is_empty();
            let Some(sheet) = books.stock.sheets.get(code) else { return Ok(false) };
            let days = sheet.entries().flat_map(|entry| [Some(entry.date), counted_on(entry)]);
            Ok(!by_use && days.chain([*first]).flatten().all(|date| date >= from))
        }
        Focus::Whole(_) | Focus::Points { .. } | Focus::Subject { .. } => Ok(false),
    }
}

/// Whether a line that is to be recorded lies after the seal, and asks for none before it.
fn is_new(books: &Books, new: &NewLine, from: Day) -> bool {
    let item = books.stock.items.get(&new.item);
    // What is owed for an item, and when its lots expire, is read from all its lines.
    new.date >= from && item.is_some_and(|item| !item.durable && !item.lot_kept)
}

/// Reads the file of a sheet, if there is one.
fn read_sheet(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    code: &SheetCode,
) -> Result<(), StoreError> {
    let name = format!("{code}.csv");
    for (_, path) in loader.by_year(&layout::stocktakes())? {
        if path.name() == name {
            loader.table(&path, |entry: SheetEntry| {
                books.apply(&crate::books::Line::Stock(Record::SheetEntry(Box::new(entry))))
            })?;
        }
    }
    Ok(())
}

/// The day on which a count was made.
const fn counted_on(entry: &SheetEntry) -> Option<Day> {
    match &entry.act {
        Act::Count { counted_on, .. } => Some(*counted_on),
        _ => None,
    }
}

/// Adds what the command meets of the lines before the seal; says whether that is all of it.
fn bears(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    focus: &Focus,
    (since, head): (Since<'_>, Option<&str>),
) -> Result<bool, StoreError> {
    match focus {
        Focus::Sheet { code, first: _, slip } => {
            let closed = |_: &mut Loader<'_, '_>| Ok(since.closed().cloned().collect());
            if has_slip(loader, slip, (&closed, head))? {
                return Ok(false);
            }
            // A line of a sealed month that came in after a variance was approved is told.
            let sheet = books.stock.sheets.get(code);
            let first =
                sheet.and_then(|sheet| sheet.entries().map(|entry| entry.recorded_at).min());
            Ok(books.stock.opening_recorded <= first)
        }
        Focus::Line(new) => {
            let closed = |_: &mut Loader<'_, '_>| Ok(since.closed().cloned().collect());
            bears_on_line(loader, books, new, (&closed, head))
        }
        Focus::Lines(all) => {
            let slips: BTreeSet<&str> = all.iter().map(|new| new.slip.as_str()).collect();
            // Where it is not written down which slips there are, all is read but once.
            Ok(slips.iter().all(|slip| known_slip(loader, slip, head) == Some(false)))
        }
        Focus::Recorded { line, date: _, slip } => {
            Ok(are_after(loader, &books.stock, (line, slip), (since.sealed, head)))
        }
        Focus::Whole(_) | Focus::Points { .. } | Focus::Subject { .. } => Ok(false),
    }
}

/// Whether all lines that an id or a slip means lie after the seal, with all that stands under their
/// slips and under the one by which they are taken or brought back; and nothing before it is asked for
/// whoever does that.
fn are_after(
    loader: &Loader<'_, '_>,
    stock: &Stock,
    (line, by): (&str, &str),
    (sealed, head): (Month, Option<&str>),
) -> bool {
    let is_new = |slip: &str| known_slip(loader, slip, head) == Some(false);
    let lines: Vec<&StockLine> = match RecordId::parse(line).map(|id| stock.line(&id)) {
        Ok(Some(line)) => vec![line],
        Ok(None) if may_be_sealed(loader, line, (sealed, head)) => return false,
        Ok(None) | Err(_) if is_new(line) => stock.lines_of_slip(line).collect(),
        Ok(None) | Err(_) => return false,
    };
    let is_plain = |line: &StockLine| {
        let Movement { item, from, to, slip, order, repair, .. } = &line.movement;
        let item = stock.items.get(item);
        item.is_some_and(|item| !item.durable && !item.lot_kept)
            && [from, to].into_iter().all(asks_for_nothing)
            && (order.is_empty() && repair.is_empty() && is_new(slip))
    };
    is_new(by) && lines.into_iter().all(is_plain)
}

/// Whether nothing more is asked for goods that went there or came from there than what stands under
/// the slip: what is lent is kept by that.
const fn asks_for_nothing(place: &Place) -> bool {
    matches!(
        place,
        Place::Supplier(_)
            | Place::Store(_)
            | Place::Department(_)
            | Place::Transit
            | Place::Loan(_)
            | Place::Scrap
            | Place::Difference
    )
}

/// Whether a line up to the seal may have an id.
fn may_be_sealed(loader: &Loader<'_, '_>, id: &str, (sealed, head): (Month, Option<&str>)) -> bool {
    if says_up_to(id, sealed) {
        return true;
    }
    // Those that say another month, or none, are written down.
    let of_none = head.and_then(|head| shelves::open(loader, head)?.of_none());
    of_none.is_none_or(|shelves| shelves.foreign.iter().any(|own| **own == *id))
}

/// The sealed months, found where somebody asks for them.
type Closed<'c> = dyn Fn(&mut Loader<'_, '_>) -> Result<Vec<(Month, StorePath)>, StoreError> + 'c;

/// Adds what a line meets of those before the seal; says whether that is all of it.
pub(super) fn bears_on_line(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    new: &NewLine,
    (closed, head): (&Closed<'_>, Option<&str>),
) -> Result<bool, StoreError> {
    if has_slip(loader, &new.slip, (closed, head))? {
        return Ok(false);
    }
    match new.prices {
        WhosePrices::Nobodys => Ok(true),
        WhosePrices::Suppliers => {
            let closed = closed(loader)?;
            add_receipts(loader, books, new, closed.iter())
        }
    }
}

/// Whether a line of the sealed months may have a slip; none has an empty one.
fn has_slip(
    loader: &mut Loader<'_, '_>,
    slip: &str,
    (closed, head): (&Closed<'_>, Option<&str>),
) -> Result<bool, StoreError> {
    if let Some(is_there) = known_slip(loader, slip, head) {
        return Ok(is_there);
    }
    let closed = closed(loader)?;
    says(loader, closed.iter(), slip.as_bytes())
}

/// The same where it is written down which slips there are, or can be said without.
fn known_slip(loader: &Loader<'_, '_>, slip: &str, head: Option<&str>) -> Option<bool> {
    if slip.is_empty() {
        return Some(false);
    }
    if is_written_otherwise(slip) {
        return Some(true);
    }
    shelves::has_slip(loader, head?, slip)
}

/// Whether a slip does not stand in the ledger as it is typed.
pub(super) fn is_written_otherwise(slip: &str) -> bool {
    slip.contains(['"', '\r', '\n'])
}

/// Whether any of some months has these bytes anywhere.
fn says<'m>(
    loader: &Loader<'_, '_>,
    months: impl Iterator<Item = &'m (Month, StorePath)>,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    let finder = memmem::Finder::new(bytes);
    let mut memory = Vec::new();
    for (_, path) in months {
        let Some(image) = loader.image_into(path, memory)? else { return Ok(true) };
        if finder.find(&image.bytes).is_some() {
            return Ok(true);
        }
        memory = image.bytes;
    }
    Ok(false)
}

/// Adds the receipts of an item that a price is held against: those of the year before that have
/// one, and if there are none the last ones before it; says whether it could.
///
/// What takes a receipt back comes after it, and so is among the months that are looked at.
fn add_receipts<'m>(
    loader: &Loader<'_, '_>,
    books: &mut Books,
    new: &NewLine,
    closed: impl DoubleEndedIterator<Item = &'m (Month, StorePath)>,
) -> Result<bool, StoreError> {
    let a_year_before = new.date.plus_months(-12).month();
    let mut taken_back = BTreeSet::new();
    let mut receipts: Vec<StockLine> = Vec::new();
    for (month, path) in closed.rev() {
        if *month < a_year_before && !receipts.is_empty() {
            break;
        }
        let Some(lines) = lines_naming(loader, books, path, new)? else { return Ok(false) };
        for line in lines {
            let Movement { kind, from, unit_price, amount, reverses, .. } = &line.movement;
            taken_back.extend(reverses.clone());
            let is_priced = unit_price.is_some() || amount.is_some();
            if *kind == Kind::Receipt && matches!(from, Place::Supplier(_)) && is_priced {
                receipts.push(line);
            }
        }
        receipts.retain(|line| !taken_back.contains(&line.movement.id));
    }
    books.stock.keep_before(&new.item, receipts);
    Ok(true)
}

/// The receipts of an item in a month, and its reversals; none where they cannot be read.
fn lines_naming(
    loader: &Loader<'_, '_>,
    books: &Books,
    path: &StorePath,
    new: &NewLine,
) -> Result<Option<Vec<StockLine>>, StoreError> {
    let Some(image) = loader.image(path)? else { return Ok(None) };
    let Some(text) = text(path, &image.bytes) else { return Ok(None) };
    let first = text.split('\n').next().unwrap_or_default();
    let Some(header) = head(first.strip_suffix('\r').unwrap_or(first)) else { return Ok(None) };
    let words = [Kind::Receipt.word(), Kind::Reversal.word()];
    let at = |name: &str| {
        let column = LedgerRow::COLUMNS.iter().position(|column| *column == name);
        column.and_then(|column| header.positions[column])
    };
    let (Some(kind), Some(item)) = (at("kind"), at("item")) else { return Ok(None) };
    let finder = memmem::Finder::new(new.item.as_str());
    let mut lines = Vec::new();
    for line in lines_with(text.as_bytes(), &finder) {
        let Ok(line) = std::str::from_utf8(line) else { return Ok(None) };
        let Some(cut) = Line::cut("", 0, line, header.names.len()) else { return Ok(None) };
        if cut.cell(item).as_ref() != new.item.as_str() || !words.contains(&cut.cell(kind).as_ref())
        {
            continue;
        }
        let movement = cut.decode::<LedgerRow>(&header).and_then(LedgerRow::into_movement);
        let Some(line) = movement.and_then(|movement| books.stock.read(&movement).ok()) else {
            return Ok(None);
        };
        lines.push(line);
    }
    Ok(Some(lines))
}
