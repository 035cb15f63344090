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

use memchr::memmem;

use crate::base::{ItemCode, Month};
use crate::books::{Books, Line as BooksLine, NewLine, Window};
use crate::stock::{CostMethod, Item, Kind, Movement, Posting, Record, Store};
use crate::store::codec::{Header, Line};
use crate::store::load::Loader;
use crate::store::movements::{are_lines, head, reversals_of};
use crate::store::scan::text;
use crate::store::shelves::{self, Sound};
use crate::store::{FileImage, StoreError, StorePath, layout};

use super::focus::{Since, bears_on_line, is_sound};
use super::stock_load::{last_seal, reached};
use super::{LedgerRow, Row};

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
    let Some(items) = loader.registered(&layout::items())? else { return Ok(None) };
    let Some(catalogue) = Catalogue::of(&items) else { return Ok(None) };
    let from = seal.of.month.next().first();
    let window = Window { from: Some(from), until: None };
    let reached = reached(loader, window)?;
    let since = Since { window, from, sealed: seal.of.month, reached: &reached };
    let Some(head) = shelves::head(loader, books, &seal, &reached)? else { return Ok(None) };
    let Some(mut kept) = shelves::open(loader, &head) else { return Ok(None) };
    let (Some(rests), Some(sound)) = (kept.of(&new.item), shelves::read_sound(loader, &head))
    else {
        return Ok(None);
    };
    let months = OpenMonths { sound, catalogue: &catalogue, about: (&new.item, &new.slip) };
    let Some(found) = months.read(loader, books, &since.open())? else { return Ok(None) };
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
    let bears =
        is_sound(loader, books, new) && bears_on_line(loader, books, new, (since, Some(&head)))?;
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

/// The catalogue as it stands in its file.
struct Catalogue<'t> {
    text: &'t str,
    header: Header,
}

impl<'t> Catalogue<'t> {
    /// The text of the catalogue; none where its first column is not that of the codes.
    fn of(image: &'t FileImage) -> Option<Self> {
        let text = text(&image.path, &image.bytes)?;
        let header = Header::read("", text, Item::COLUMNS, Item::OPTIONAL).ok()?;
        (header.positions[0] == Some(0)).then_some(Self { text, header })
    }

    /// The row of an item; none where it has none, or not one.
    fn item(&self, code: &str) -> Option<Item> {
        let mut items = lines_with(self.text, &format!("\n{code},")).map(|line| {
            let line = Line::cut("", 0, line, self.header.names.len())?;
            line.decode::<Item>(&self.header)
        });
        let item = items.next()??;
        // The same row again changes nothing.
        items.all(|again| again.as_ref() == Some(&item)).then_some(item)
    }

    /// Takes the row of an item into the books, unless they have it.
    fn know(&self, books: &mut Books, code: &str) -> Option<()> {
        let code = ItemCode::parse(code).ok()?;
        if books.stock.items.contains_key(&code) {
            return Some(());
        }
        let item = self.item(code.as_str())?;
        books.apply(&BooksLine::Stock(Record::Item(item))).ok()
    }
}

/// The lines of a text that have some bytes, which may begin with the end of the line before.
fn lines_with<'t>(text: &'t str, bytes: &str) -> impl Iterator<Item = &'t str> + use<'t> {
    let finder = memmem::Finder::new(bytes).into_owned();
    let (skipped, mut from) = (usize::from(bytes.starts_with('\n')), 0);
    std::iter::from_fn(move || {
        let found = from + finder.find(&text.as_bytes()[from..])? + skipped;
        let begin = memchr::memrchr(b'\n', &text.as_bytes()[..found]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[found..]);
        let end = end.map_or(text.len(), |length| found + length);
        // The end of this line may begin the bytes that are looked for next.
        from = end;
        Some(text[begin..end].strip_suffix('\r').unwrap_or(&text[begin..end]))
    })
}

/// How the open months are looked through.
struct OpenMonths<'o> {
    /// Up to where they are sound.
    sound: Vec<Sound>,
    catalogue: &'o Catalogue<'o>,
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
        if self.catalogue.know(books, self.about.0.as_str()).is_none() {
            return Ok(None);
        }
        let mut found = Found::default();
        for (month, path) in months {
            let Some(image) = loader.image(path)? else { return Ok(None) };
            if self.month(books, *month, &image, &mut found).is_none() {
                return Ok(None);
            }
            loader.keep(image);
        }
        Ok(Some(found))
    }

    fn month(
        &self,
        books: &mut Books,
        month: Month,
        image: &FileImage,
        found: &mut Found,
    ) -> Option<()> {
        let sound = self.sound.iter().find(|sound| sound.path == image.path.as_str())?;
        let known = sound.still(&image.bytes)?.len();
        let text =
            text(&image.path, &image.bytes).filter(|text| text.len() == image.bytes.len())?;
        let columns = Columns::of(text)?;
        let n_cells = columns.header.names.len();
        let cut = |line| Line::cut("", 0, line, n_cells);
        for line in text[known..].split_terminator('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.is_empty() {
                let line = cut(line)?;
                // An approval of a sheet is of no item.
                let item = line.cell(columns.item);
                if !item.is_empty() {
                    self.catalogue.know(books, item)?;
                }
            }
        }
        let mut reversed = BTreeSet::new();
        reversals_of(image, &mut reversed)?;
        let behind = are_lines(books, month, (text, known), &reversed)?;
        if !text.ends_with('\n') {
            return None;
        }
        let is_unsaid = behind.len() > UNSAID;
        found.is_unsaid |= is_unsaid;
        let sound = if is_unsaid { Sound::of(&image.path, &image.bytes)? } else { sound.clone() };
        found.sound.push(sound);
        let (item, slip) = self.about;
        let mut ids = BTreeSet::new();
        for bytes in [item.as_str(), slip].into_iter().filter(|bytes| !bytes.is_empty()) {
            for line in lines_with(text, bytes) {
                let line = cut(line)?;
                let is_of = line.cell(columns.item) == item.as_str()
                    || (!slip.is_empty() && line.cell(columns.slip) == slip);
                if !is_of || line.cell(columns.kind) == Posting::WORD {
                    continue;
                }
                let movement = line.decode::<LedgerRow>(&columns.header)?.into_movement()?;
                if ids.insert(movement.id.clone()) {
                    self.catalogue.know(books, movement.item.as_str())?;
                    found.lines.push(movement);
                }
            }
        }
        for line in lines_with(text, &format!(",{},", Posting::WORD)) {
            let line = cut(line)?;
            if line.cell(columns.kind) == Posting::WORD {
                found.postings.push(line.decode::<LedgerRow>(&columns.header)?.into_posting()?);
            }
        }
        Some(())
    }
}

/// Where the columns stand that lines are told apart by.
struct Columns {
    header: Header,
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
        let (kind, item, slip) = (at("kind")?, at("item")?, at("slip")?);
        Some(Self { header, kind, item, slip })
    }
}
