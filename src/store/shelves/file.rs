//! The two files: what is in them, and how they are read, written and held against the ledger.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::base::{Argument, Diagnostic, ItemCode, Message, Moment, Place as At, SheetCode};
use crate::books::Books;
use crate::closing::Book;
use crate::stock::purchase::OrderedGoods;
use crate::stock::{Posting, Rest};
use crate::store::load::Loader;
use crate::store::{Beginning, Handle, Kind, StoreError, StorePath, layout};

use super::guard::head;
use super::lines::{Reader, of_item, of_none};
use super::parts::{self, Parts};

/// The files in this machine's own folder, and their names while they are written.
const FILE: &str = "shelves";
const SLIPS: &str = "slips";
const SOUND: &str = "sound";
const NEW: &str = ".new";

/// How many items or slips share a part.
const ITEMS_EACH: usize = 8;
const SLIPS_EACH: usize = 64;

/// What the lines up to the end of a month came to.
pub(in crate::store) struct Shelves {
    /// What each item came to.
    pub(in crate::store) rests: Vec<Rest>,
    /// The approvals of count sheets.
    pub(in crate::store) postings: Vec<Posting>,
    /// The goods that lines name orders for.
    pub(in crate::store) ordered: BTreeSet<OrderedGoods>,
    /// When the last line was recorded.
    pub(in crate::store) recorded: Option<Moment>,
    /// The ids that do not say that they are of the month they stand in.
    pub(in crate::store) foreign: Vec<Box<str>>,
}

impl Shelves {
    /// The sheets that are posted.
    pub(in crate::store) fn sheets(&self) -> BTreeSet<SheetCode> {
        self.postings.iter().map(|posting| posting.sheet.clone()).collect()
    }
}

/// The file of the shelves, open, where it holds.
pub(in crate::store) struct Open {
    parts: Parts<Box<dyn Handle>>,
}

/// Opens the file of the shelves, where it holds.
pub(in crate::store) fn open(loader: &Loader<'_, '_>, head: &str) -> Option<Open> {
    opened(loader, FILE, head).map(|parts| Open { parts })
}

fn opened(loader: &Loader<'_, '_>, name: &str, head: &str) -> Option<Parts<Box<dyn Handle>>> {
    let files = loader.files_below();
    let path = files.own().join(name);
    files.look(&path).ok()?.filter(|seen| seen.kind == Kind::File)?;
    Parts::open(files.disk.open(&path).ok()?, head)
}

impl Open {
    /// All of it.
    pub(in crate::store) fn all(self) -> Option<Shelves> {
        let mut reader = Reader::new()?;
        self.parts.each(|_, part| reader.read(part, None))?;
        let mut shelves = reader.shelves;
        shelves.rests.sort_by(|one, other| one.item.cmp(&other.item));
        Some(shelves)
    }

    /// What is of no item.
    pub(in crate::store) fn of_none(&mut self) -> Option<Shelves> {
        let mut reader = Reader::new()?;
        reader.read(&self.parts.part(0)?, None)?;
        Some(reader.shelves)
    }

    /// What one item came to.
    pub(in crate::store) fn of(&mut self, item: &ItemCode) -> Option<Vec<Rest>> {
        let n_parts = self.parts.count.checked_sub(1)?;
        let part = self.parts.part(1 + parts::part_of(item.as_str(), n_parts))?;
        let mut reader = Reader::new()?;
        reader.read(&part, Some(item))?;
        Some(reader.shelves.rests)
    }
}

/// Whether any line up to the seal is under a slip; none where that is not known.
pub(in crate::store) fn has_slip(loader: &Loader<'_, '_>, head: &str, slip: &str) -> Option<bool> {
    let mut parts = opened(loader, SLIPS, head)?;
    let part = parts.part(parts::part_of(slip, parts.count))?;
    Some(part.split('\n').any(|own| own == slip))
}

/// Writes the files, if this user may and nobody else is at them: they only save time. `slips` are
/// those of all lines, each with a line end.
pub(in crate::store) fn write(
    loader: &Loader<'_, '_>,
    head: &str,
    shelves: &Shelves,
    slips: Option<&str>,
) {
    // A sheet that is posted counts no more: what it counted is not kept card by card.
    let posted = shelves.sheets();
    let n_parts = parts::n_parts(shelves.rests.len(), ITEMS_EACH);
    let mut all = vec![String::new(); 1 + n_parts];
    all[0] = of_none(shelves);
    for rest in &shelves.rests {
        of_item(&mut all[1 + parts::part_of(rest.item.as_str(), n_parts)], rest, &posted);
    }
    put(loader, FILE, &parts::write(head, &all));
    let Some(slips) = slips else { return };
    let mut slips: Vec<&str> = slips.lines().collect();
    slips.sort_unstable();
    slips.dedup();
    let mut all = vec![String::new(); parts::n_parts(slips.len(), SLIPS_EACH)];
    let n_parts = all.len();
    for slip in slips {
        let part = &mut all[parts::part_of(slip, n_parts)];
        part.push_str(slip);
        part.push('\n');
    }
    put(loader, SLIPS, &parts::write(head, &all));
}

/// Up to where the file of an open month was found to be sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Sound {
    /// The file.
    pub(in crate::store) path: String,
    /// So many bytes of it, all of them whole lines.
    pub(in crate::store) beginning: Beginning,
}

impl Sound {
    /// That all of a file is sound; none where its last line has no end.
    pub(in crate::store) fn of(path: &StorePath, bytes: &[u8]) -> Option<Self> {
        let sound = || Self { path: path.to_string(), beginning: Beginning::of(bytes) };
        bytes.ends_with(b"\n").then(sound)
    }
}

/// What is known to be sound of the files of open months, where that holds.
pub(in crate::store) fn read_sound(loader: &Loader<'_, '_>, head: &str) -> Option<Vec<Sound>> {
    let text = opened(loader, SOUND, head)?.part(0)?;
    let sound = text.lines().map(|line| {
        let (path, beginning) = line.split_once(' ')?;
        Some(Sound { path: path.to_owned(), beginning: Beginning::parse(beginning)? })
    });
    sound.collect()
}

/// Writes down what is known to be sound of the files of open months.
pub(in crate::store) fn write_sound(loader: &Loader<'_, '_>, head: &str, sound: &[Sound]) {
    let mut text = String::new();
    for Sound { path, beginning } in sound {
        let _ = writeln!(text, "{path} {}", beginning.write());
    }
    put(loader, SOUND, &parts::write(head, &[text]));
}

/// Puts a file in its place, where that can be done.
fn put(loader: &Loader<'_, '_>, name: &str, text: &str) {
    let files = loader.files_below();
    let (path, new) = (files.own().join(name), files.own().join(format!("{name}{NEW}")));
    let written = files.disk.create_new(&new).and_then(|mut file| {
        // The parts of a file that a crash leaves half written do not sum up to what it says.
        std::io::Write::write_all(&mut file, text.as_bytes())
    });
    let placed = written.and_then(|()| files.disk.rename(&new, &path));
    if placed.is_err() {
        let _ = files.disk.remove(&new);
    }
}

/// Holds the file, where it seems to hold, against books that were read from their first line; says
/// how they differ, and removes it then.
pub(in crate::store) fn differs(
    loader: &mut Loader<'_, '_>,
    books: &Books,
) -> Result<Option<Diagnostic>, StoreError> {
    let last = books.closing.sealed(Book::Stock).max_by_key(|(month, _)| *month);
    let Some((month, link)) = last else { return Ok(None) };
    let months = loader.months(&layout::movements())?;
    let Some(head) = head(loader, books, link, &months)? else { return Ok(None) };
    let Some(shelves) = open(loader, &head).and_then(Open::all) else { return Ok(None) };
    let now = books.stock.shelf_at(month.last());
    let held = shelves.rests.iter().flat_map(|rest| {
        let held = rest.held.iter().filter(|held| held.place.store().is_some());
        held.map(|held| (&rest.item, &held.place, held.own.balance))
    });
    let wrong = held.into_iter().find(|(item, place, own)| now.at(place, item) != *own);
    let Some((item, place, own)) = wrong else { return Ok(None) };
    for name in [FILE, SLIPS, SOUND] {
        let _ = loader.files_below().disk.remove(&loader.files_below().own().join(name));
    }
    let is = now.at(place, item);
    let message = Message::new("store.shelves_differ")
        .with("month", Argument::of(&month))
        .with("place", place.to_string())
        .with("item", item.to_string())
        .with("kept", format!("{} / {}", own.quantity, own.value))
        .with("now", format!("{} / {}", is.quantity, is.value));
    Ok(Some(Diagnostic::warning(At::file(".houqin/shelves"), message)))
}
