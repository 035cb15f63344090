//! One new line of the stock ledger, decided on beside nothing but what bears on it: the row of its
//! item, what its item came to at the last seal, and the lines since of its item and its slip.
//!
//! What a writer refuses is refused here too. Everything that is not read was looked at by whoever
//! wrote down the shelves and up to where the open months are sound: they were written only where
//! nothing was wrong with any row of the catalogue or any line, and they hold only for the very files
//! that were looked at. What stands behind that in an open month passes the strict reader here. Where
//! anything is not as it mostly is (papers of purchasing name other items, a code has quotes, a line
//! stands under the same slip before the seal) it is left, and `focus.rs` or the whole ledger decides.

use std::collections::BTreeSet;

use crate::base::{ItemCode, Month};
use crate::books::{Books, Line as BooksLine, NewLine, Window};
use crate::stock::{CostMethod, Kind, Movement, Posting, Record, Store};
use crate::store::codec::{Header, Line};
use crate::store::load::{Loader, Outline};
use crate::store::movements::{are_lines, head};
use crate::store::shelves::{self, Sound};
use crate::store::source::Source;
use crate::store::{StoreError, StorePath, layout};

use super::focus::{bears_on_line, is_sound};
use super::open_month::OpenMonth;
use super::stock_load::{last_seal, reached};
use super::{LedgerRow, Row, some_items};

/// How many bytes of an open month are looked at again by everybody, before somebody writes down
/// that they are sound.
const UNSAID: usize = 1024;

/// Reads what bears on a new line, where no register of the stock is read yet; says whether it could.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    new: &NewLine,
) -> Result<bool, StoreError> {
    let (mark, nothing) = (loader.mark(), books.stock.clone());
    let is_plain = loader.diagnostics.is_empty() && !new.slip.contains(['"', '\r', '\n']);
    if is_plain && read(loader, books, new)?.is_some() {
        return Ok(true);
    }
    loader.back_to(mark);
    loader.kept.clear();
    books.stock = nothing;
    Ok(false)
}

fn read(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    new: &NewLine,
) -> Result<Option<()>, StoreError> {
    let is_averaged = books.stock.method == CostMethod::MovingAverage;
    let Some(seal) = last_seal(books, new.date).filter(|_| is_averaged) else { return Ok(None) };
    if has_papers(loader)? {
        return Ok(None);
    }
    loader.table(&layout::stores(), |store: Store| {
        books.apply(&BooksLine::Stock(Record::Store(store)))
    })?;
    loader.look_at(&layout::items())?;
    let from = seal.of.month.next().first();
    let Some((guarded, open)) = loader.months_after(&layout::movements(), seal.of.month)? else {
        return Ok(None);
    };
    let Some(head) = shelves::head_with(loader, books, &seal, guarded)? else { return Ok(None) };
    let Some(mut kept) = shelves::open(loader, &head) else { return Ok(None) };
    let (Some(rests), Some(sound)) = (kept.of(&new.item), shelves::read_sound(loader, &head))
    else {
        return Ok(None);
    };
    let months = OpenMonths { sound, about: (&new.item, &new.slip) };
    let Some(found) = months.read(loader, books, &open)? else { return Ok(None) };
    let item = books.stock.items.get(&new.item);
    // What is owed for an item, and when its lots expire, is read from all its lines.
    if item.is_none_or(|item| item.durable || item.lot_kept) {
        return Ok(None);
    }
    // Whether a sheet counts again is asked of lines that count.
    let sheets = if found.lines.iter().any(|movement| movement.kind == Kind::Count) {
        let Some(of_none) = kept.of_none() else { return Ok(None) };
        of_none.sheets()
    } else {
        BTreeSet::new()
    };
    books.stock.begin_with(rests, sheets, None);
    let lines = found.lines.into_iter().map(|movement| Record::Movement(Box::new(movement)));
    for record in found.postings.into_iter().map(Record::Posting).chain(lines) {
        if books.take(BooksLine::Stock(record)).is_err() {
            return Ok(None);
        }
    }
    let window = Window { from: Some(from), until: None };
    let closed = |loader: &mut Loader<'_, '_>| {
        let months = reached(loader, window)?.into_iter();
        Ok(months.filter(|(month, _)| *month <= seal.of.month).collect())
    };
    let bears = is_sound(loader, books, &new.item)
        && bears_on_line(loader, books, new, (&closed, Some(&head)))?;
    if bears && found.is_unsaid {
        shelves::write_sound(loader, &head, &found.sound);
    }
    Ok(bears.then_some(()))
}

/// Whether anything stands beside the ledger that names items: orders and what belongs to them,
/// quotas, exemptions, signatures, figures of finance's.
fn has_papers(loader: &mut Loader<'_, '_>) -> Result<bool, StoreError> {
    for folder in [layout::plans(), layout::orders(), layout::invoices(), layout::signatures()] {
        if !loader.files(&folder, ".csv")?.is_empty() {
            return Ok(true);
        }
    }
    for path in [layout::quotas(), layout::exemptions(), layout::finance()] {
        if loader.image(&path)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How the open months are looked through.
struct OpenMonths<'o> {
    /// Up to where they are sound.
    sound: Vec<Sound>,
    /// The item and the slip.
    about: (&'o ItemCode, &'o str),
}

/// What was found in the open months.
#[derive(Default)]
struct Found {
    lines: Vec<Movement>,
    postings: Vec<Posting>,
    /// Up to where they are sound, and whether that is to be written down.
    sound: Vec<Sound>,
    is_unsaid: bool,
}

impl OpenMonths<'_> {
    /// The lines of the item and those under the slip, and the approvals of sheets; their items are
    /// taken into the books. None where it is not known or not seen that all lines are sound.
    fn read(
        &self,
        loader: &mut Loader<'_, '_>,
        books: &mut Books,
        months: &[(Month, StorePath)],
    ) -> Result<Option<Found>, StoreError> {
        let (mut found, mut items) = (Found::default(), BTreeSet::from([self.about.0.clone()]));
        let mut behind = Vec::new();
        for (month, path) in months {
            let Some(sound) = self.sound.iter().find(|sound| sound.path == path.as_str()) else {
                return Ok(None);
            };
            let Some(source) = Source::of(loader.files_below(), path)? else { return Ok(None) };
            let about = (self.about.0.as_str(), self.about.1);
            let Some(read) = OpenMonth::read(&source, &sound.beginning, about)? else {
                return Ok(None);
            };
            if self.month(&read, &mut found, &mut items).is_none() {
                return Ok(None);
            }
            let is_unsaid = read.behind.len() > UNSAID;
            found.is_unsaid |= is_unsaid;
            let beginning = if is_unsaid { read.beginning } else { sound.beginning };
            found.sound.push(Sound { path: path.to_string(), beginning });
            loader.keep(path, Outline { content: read.beginning, first: read.first.clone() });
            behind.push((*month, read));
        }
        // What takes a line back of another item may stand under another slip.
        let is_missed = |line: &Movement| {
            let is_taken_back = |(_, read): &(Month, OpenMonth)| read.reversed.contains(&line.id);
            line.item != *self.about.0 && behind.iter().any(is_taken_back)
        };
        if found.lines.iter().any(is_missed) {
            return Ok(None);
        }
        let Some(items) = some_items::read(loader, &items)? else { return Ok(None) };
        for item in items {
            if books.apply(&BooksLine::Stock(Record::Item(item))).is_err() {
                return Ok(None);
            }
        }
        let are_lines = |(month, read): &(Month, OpenMonth)| {
            are_lines(books, *month, (&read.first, &read.behind), &read.reversed)
        };
        Ok(behind.iter().all(|read| are_lines(read).is_some()).then_some(found))
    }

    /// Takes what a month says, and the items that are named by it and by lines that nobody has
    /// looked at.
    fn month(
        &self,
        read: &OpenMonth,
        found: &mut Found,
        items: &mut BTreeSet<ItemCode>,
    ) -> Option<()> {
        let columns = Columns::of(&read.first)?;
        let n_cells = columns.header.names.len();
        let cut = |line| Line::cut("", 0, line, n_cells);
        for line in read.behind.split_terminator('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.is_empty() {
                let line = cut(line)?;
                // An approval of a sheet is of no item.
                let item = line.cell(columns.item);
                if !item.is_empty() {
                    items.insert(ItemCode::parse(item).ok()?);
                }
            }
        }
        let (item, slip) = self.about;
        let mut ids = BTreeSet::new();
        for line in &read.named {
            let line = cut(line)?;
            let is_posted = line.cell(columns.kind) == Posting::WORD;
            let is_of = line.cell(columns.item) == item.as_str()
                || (!slip.is_empty() && line.cell(columns.slip) == slip);
            if !is_posted && !is_of {
                continue;
            }
            let row = line.decode::<LedgerRow>(&columns.header)?;
            // A line may be named twice.
            if !ids.insert(line.cell(columns.id).to_string()) {
                continue;
            }
            if is_posted {
                found.postings.push(row.into_posting()?);
            } else {
                let movement = row.into_movement()?;
                items.insert(movement.item.clone());
                found.lines.push(movement);
            }
        }
        Some(())
    }
}

/// Where the columns stand that lines are told apart by.
struct Columns {
    header: Header,
    id: usize,
    kind: usize,
    item: usize,
    slip: usize,
}

impl Columns {
    fn of(text: &str) -> Option<Self> {
        let first = text.split('\n').next().unwrap_or_default();
        let header = head(first.strip_suffix('\r').unwrap_or(first))?;
        let at = |name: &str| {
            let column = LedgerRow::COLUMNS.iter().position(|column| *column == name)?;
            header.positions[column]
        };
        let (id, kind, item, slip) = (at("id")?, at("kind")?, at("item")?, at("slip")?);
        // By their beginnings lines are told from others.
        (id == 0).then_some(Self { header, id, kind, item, slip })
    }
}
