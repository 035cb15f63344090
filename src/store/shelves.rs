//! What the shelves came to at the end of a sealed month, in a file of this machine's own, from
//! which a report goes on instead of from the first line.
//!
//! Nothing rests on it. The file holds for the very files that it was computed from: the seal's
//! number and head, length, time and inode of every month's file, the sums of the registers and the
//! cost method stand at its head, and the sum of it all at its end. Where any of these is not what
//! it was, the ledger is read from its beginning, and the file is written anew. It is git-ignored,
//! and may be deleted at any time.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::time::UNIX_EPOCH;

use crate::base::{
    Argument, Day, Diagnostic, ItemCode, Message, Moment, Money, Month, Place as At, Quantity,
    RecordId, StoreCode,
};
use crate::books::Books;
use crate::closing::{Book, Link};
use crate::stock::purchase::OrderedGoods;
use crate::stock::{
    Balance, Effect, Flow, HeldRest, KeptRest, Movement, Part, Place, Posting, Record, Rest,
    Rested, WatchRest,
};

use super::codec::{Header, Line, split, write_line};
use super::load::Loader;
use super::row::{LedgerRow, Row};
use super::{Digest, StoreError, StorePath, layout};

/// The file in this machine's own folder, and its name while it is written.
const FILE: &str = "shelves";
const NEW: &str = "shelves.new";

/// How the last line begins.
const SUM: &str = "sum ";

/// What the lines up to the end of a month came to.
pub(super) struct Shelves {
    /// What each item came to.
    pub(super) rests: Vec<Rest>,
    /// The approvals of count sheets.
    pub(super) postings: Vec<Posting>,
    /// The goods that lines name orders for.
    pub(super) ordered: BTreeSet<OrderedGoods>,
    /// When the last line was recorded.
    pub(super) recorded: Option<Moment>,
    /// The ids that do not say that they are of the month they stand in.
    pub(super) foreign: Vec<Box<str>>,
}

impl Shelves {
    /// The sheets that are posted.
    pub(super) fn sheets(&self) -> BTreeSet<String> {
        self.postings.iter().map(|posting| posting.sheet.to_string()).collect()
    }
}

/// What the file must begin with to hold: from what it was computed. None where the disk does not
/// tell when a file was written.
pub(super) fn head(
    loader: &Loader<'_, '_>,
    books: &Books,
    link: &Link,
    months: &[(Month, StorePath)],
) -> Result<Option<String>, StoreError> {
    let files = loader.files_below();
    let (method, negative) = (books.stock.method.word(), books.settings.negative_stock.word());
    let mut text = format!(
        "houqin shelves 2\nseal {} {} {}\nby {method} {negative}\n",
        link.number, link.of.month, link.head
    );
    for path in [layout::items(), layout::stores(), layout::departments()] {
        let sum = files.read(&path)?.map(|image| Digest::of(&image.bytes).to_string());
        let _ = writeln!(text, "{path} {}", sum.unwrap_or_default());
    }
    for (_, path) in months.iter().filter(|(month, _)| *month <= link.of.month) {
        let Some(seen) = files.regular(path, &files.locate(path)?)? else { return Ok(None) };
        let since = seen.modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let Some(since) = since else { return Ok(None) };
        let _ = writeln!(text, "{path} {} {} {}", seen.len, since.as_nanos(), seen.inode);
    }
    text.push_str("--\n");
    Ok(Some(text))
}

/// Reads the file, where it holds; of one item only, where one is named.
pub(super) fn read(
    loader: &Loader<'_, '_>,
    head: &str,
    only: Option<&ItemCode>,
) -> Option<Shelves> {
    let files = loader.files_below();
    let path = files.own().join(FILE);
    files.look(&path).ok()??;
    let mut text = String::new();
    files.disk.open(&path).ok()?.read_to_string(&mut text).ok()?;
    let body = text.strip_prefix(head)?;
    let at = body.rfind(SUM)?;
    let sum = body[at..].strip_prefix(SUM)?.strip_suffix('\n')?;
    let whole = &text[..head.len() + at];
    (Digest::parse(sum)? == Digest::of(whole.as_bytes())).then_some(())?;
    Reader::new()?.read(&body[..at], only)
}

/// Writes the file, if this user may and nobody else is at it: it only saves time.
pub(super) fn write(loader: &Loader<'_, '_>, head: &str, shelves: &Shelves) {
    let files = loader.files_below();
    let (path, new) = (files.own().join(FILE), files.own().join(NEW));
    let mut text = format!("{head}{}", body(shelves));
    let sum = Digest::of(text.as_bytes());
    let _ = writeln!(text, "{SUM}{sum}");
    let written = files.disk.create_new(&new).and_then(|mut file| {
        // A file that a crash leaves half written does not sum up to what its end says.
        std::io::Write::write_all(&mut file, text.as_bytes())
    });
    let placed = written.and_then(|()| files.disk.rename(&new, &path));
    if placed.is_err() {
        let _ = files.disk.remove(&new);
    }
}

/// Holds the file, where it seems to hold, against books that were read from their first line; says
/// how they differ, and removes it then.
pub(super) fn differs(
    loader: &mut Loader<'_, '_>,
    books: &Books,
) -> Result<Option<Diagnostic>, StoreError> {
    let last = books.closing.sealed(Book::Stock).max_by_key(|(month, _)| *month);
    let Some((month, link)) = last else { return Ok(None) };
    let months = loader.months(&layout::movements())?;
    let Some(head) = head(loader, books, link, &months)? else { return Ok(None) };
    let Some(shelves) = read(loader, &head, None) else { return Ok(None) };
    let now = books.stock.shelf_at(month.last());
    let held = shelves.rests.iter().flat_map(|rest| {
        let held = rest.held.iter().filter(|held| held.place.store().is_some());
        held.map(|held| (&rest.item, &held.place, held.own.balance))
    });
    let wrong = held.into_iter().find(|(item, place, own)| now.at(place, item) != *own);
    let Some((item, place, own)) = wrong else { return Ok(None) };
    let _ = loader.files_below().disk.remove(&loader.files_below().own().join(FILE));
    let is = now.at(place, item);
    let message = Message::new("store.shelves_differ")
        .with("month", Argument::of(&month))
        .with("place", place.to_string())
        .with("item", item.to_string())
        .with("kept", format!("{} / {}", own.quantity, own.value))
        .with("now", format!("{} / {}", is.quantity, is.value));
    Ok(Some(Diagnostic::warning(At::file(".houqin/shelves"), message)))
}

fn body(shelves: &Shelves) -> String {
    let mut text = String::new();
    // A sheet that is posted counts no more: what it counted is not kept card by card.
    let posted = shelves.sheets();
    let mut line = |cells: &[&str]| text.push_str(&write_line(cells.iter().copied(), "\n"));
    for Rest { item, held, kept, watch, lent } in &shelves.rests {
        for HeldRest { place, slip, own, lots } in held {
            let place = place.to_string();
            line(&[&["held", item.as_str(), &place, slip][..], &refs(&rested(own))[..]].concat());
            for (lot, expiry, own) in lots {
                let expiry = expiry.map(|day| day.to_string()).unwrap_or_default();
                line(&[&["lot", lot.as_str(), &expiry][..], &refs(&rested(own))[..]].concat());
            }
        }
        for KeptRest { movement, effect, parts, taken_back_by } in kept {
            let Effect { flow, quantity, value, correction } = effect;
            let flow = if *flow == Flow::Forward { "forward" } else { "backward" };
            let figures =
                [quantity.millionths(), value.fen(), correction.fen()].map(|n| n.to_string());
            let by = taken_back_by.as_ref().map_or("", RecordId::as_str);
            let row = LedgerRow::of(Record::Movement(Box::new(movement.clone()))).encode();
            let own = ["kept", item.as_str(), flow, by];
            line(&[&own[..], &refs(&figures)[..], &refs(&row)[..]].concat());
            for Part { lot, expiry, moved } in parts {
                let expiry = expiry.map(|day| day.to_string()).unwrap_or_default();
                line(&[&["part", lot.as_str(), &expiry][..], &refs(&balance(*moved))[..]].concat());
            }
        }
        for movement in lent {
            let row = LedgerRow::of(Record::Movement(Box::new(movement.clone()))).encode();
            line(&[&["lent", item.as_str()][..], &refs(&row)[..]].concat());
        }
        if let Some(WatchRest { pool, counted, expiries }) = watch {
            line(&["watch", item.as_str(), &pool.millionths().to_string()]);
            for (store, sheet, lot) in
                counted.iter().filter(|(_, sheet, _)| !posted.contains(sheet))
            {
                line(&["counted", store.as_str(), sheet, lot]);
            }
            for (lot, day) in expiries {
                line(&["expiry", lot, &day.to_string()]);
            }
        }
    }
    for posting in &shelves.postings {
        let row = LedgerRow::of(Record::Posting(posting.clone())).encode();
        line(&[&["posting"][..], &refs(&row)[..]].concat());
    }
    for OrderedGoods { order, item, supplier } in &shelves.ordered {
        let has = if supplier.is_some() { "from" } else { "" };
        line(&["order", order, item.as_str(), has, supplier.as_deref().unwrap_or_default()]);
    }
    for id in &shelves.foreign {
        line(&["foreign", id]);
    }
    if let Some(recorded) = shelves.recorded {
        line(&["recorded", &recorded.to_string()]);
    }
    text
}

fn refs(cells: &[String]) -> Vec<&str> {
    cells.iter().map(String::as_str).collect()
}

fn balance(of: Balance) -> [String; 2] {
    [of.quantity.millionths().to_string(), of.value.fen().to_string()]
}

fn rested(of: &Rested) -> [String; 4] {
    let ([quantity, value], [basis, worth]) = (balance(of.balance), balance(of.basis));
    [quantity, value, basis, worth]
}

/// Reads the lines of the file back; none where any is not as it was written.
struct Reader {
    header: Header,
    shelves: Shelves,
}

impl Reader {
    fn new() -> Option<Self> {
        let columns = write_line(LedgerRow::COLUMNS.iter().copied(), "\n");
        let header = Header::read("", &columns, LedgerRow::COLUMNS, LedgerRow::OPTIONAL).ok()?;
        let shelves = Shelves {
            rests: Vec::new(),
            postings: Vec::new(),
            ordered: BTreeSet::new(),
            recorded: None,
            foreign: Vec::new(),
        };
        Some(Self { header, shelves })
    }

    fn read(mut self, body: &str, only: Option<&ItemCode>) -> Option<Shelves> {
        let mut skipped = false;
        for line in body.split_terminator('\n') {
            if let Some(only) = only {
                let (word, rest) = line.split_once(',').unwrap_or((line, ""));
                match word {
                    // What belongs to the line before it goes with that.
                    "lot" | "part" | "counted" | "expiry" if skipped => continue,
                    "held" | "kept" | "lent" | "watch" => {
                        skipped = rest.split(',').next() != Some(only.as_str());
                        if skipped {
                            continue;
                        }
                    }
                    _ => {}
                }
            }
            let fields = split(line).ok()?;
            let cells: Vec<&str> = fields.iter().map(|field| field.text.as_ref()).collect();
            self.line(&cells)?;
        }
        Some(self.shelves)
    }

    fn line(&mut self, cells: &[&str]) -> Option<()> {
        match *cells {
            ["held", item, place, slip, ref own @ ..] => {
                let (place, slip) = (Place::parse(place)?, slip.to_owned());
                let own = read_rested(own)?;
                self.rest(item)?.held.push(HeldRest { place, slip, own, lots: Vec::new() });
            }
            ["lot", lot, expiry, ref own @ ..] => {
                let lot = (lot.to_owned(), maybe_day(expiry)?, read_rested(own)?);
                self.last()?.held.last_mut()?.lots.push(lot);
            }
            ["kept", item, flow, by, quantity, value, correction, ref row @ ..] => {
                let flow = match flow {
                    "forward" => Flow::Forward,
                    "backward" => Flow::Backward,
                    _ => return None,
                };
                let Balance { quantity, value } = read_balance(&[quantity, value])?;
                let correction = Money::from_fen(correction.parse().ok()?);
                let effect = Effect { flow, quantity, value, correction };
                let by = (!by.is_empty()).then(|| RecordId::parse(by));
                let (parts, taken_back_by) = (Vec::new(), by.transpose().ok()?);
                let movement = self.movement(row)?;
                let kept = KeptRest { movement, effect, parts, taken_back_by };
                self.rest(item)?.kept.push(kept);
            }
            ["part", lot, expiry, ref moved @ ..] => {
                let (lot, expiry) = (lot.to_owned(), maybe_day(expiry)?);
                let part = Part { lot, expiry, moved: read_balance(moved)? };
                self.last()?.kept.last_mut()?.parts.push(part);
            }
            ["lent", item, ref row @ ..] => {
                let movement = self.movement(row)?;
                self.rest(item)?.lent.push(movement);
            }
            ["watch", item, pool] => {
                let pool = Quantity::from_millionths(pool.parse().ok()?);
                let watch = WatchRest { pool, counted: Vec::new(), expiries: Vec::new() };
                self.rest(item)?.watch = Some(watch);
            }
            ["counted", store, sheet, lot] => {
                let store = StoreCode::parse(store).ok()?;
                let counted = (store, sheet.to_owned(), lot.to_owned());
                self.last()?.watch.as_mut()?.counted.push(counted);
            }
            ["expiry", lot, day] => {
                let day = Day::parse(day).ok()?;
                self.last()?.watch.as_mut()?.expiries.push((lot.to_owned(), day));
            }
            ["posting", ref row @ ..] => {
                let posting = self.row(row)?.into_posting()?;
                self.shelves.postings.push(posting);
            }
            ["order", order, item, has, supplier] => {
                let (order, item) = (order.to_owned(), ItemCode::parse(item).ok()?);
                let supplier = (!has.is_empty()).then(|| supplier.to_owned());
                self.shelves.ordered.insert(OrderedGoods { order, item, supplier });
            }
            ["foreign", id] => self.shelves.foreign.push(id.into()),
            ["recorded", moment] => {
                self.shelves.recorded = Some(Moment::parse(moment).ok()?);
            }
            _ => return None,
        }
        Some(())
    }

    /// The item that a line is of: mostly that of the line before.
    fn rest(&mut self, item: &str) -> Option<&mut Rest> {
        let rests = &mut self.shelves.rests;
        if rests.last().is_none_or(|last| last.item.as_str() != item) {
            let item = ItemCode::parse(item).ok()?;
            let (held, kept, lent) = (Vec::new(), Vec::new(), Vec::new());
            rests.push(Rest { item, held, kept, watch: None, lent });
        }
        rests.last_mut()
    }

    fn last(&mut self) -> Option<&mut Rest> {
        self.shelves.rests.last_mut()
    }

    fn movement(&self, row: &[&str]) -> Option<Movement> {
        self.row(row)?.into_movement()
    }

    /// A row of the ledger among the cells of a line.
    fn row(&self, row: &[&str]) -> Option<LedgerRow> {
        let text = write_line(row.iter().copied(), "");
        Line::cut("", 0, &text, self.header.names.len())?.decode(&self.header)
    }
}

#[expect(clippy::option_option, reason = "wrong, empty, and the value")]
fn maybe_day(text: &str) -> Option<Option<Day>> {
    if text.is_empty() { Some(None) } else { Day::parse(text).ok().map(Some) }
}

fn read_balance(cells: &[&str]) -> Option<Balance> {
    let [quantity, value] = *cells else { return None };
    let quantity = Quantity::from_millionths(quantity.parse().ok()?);
    Some(Balance { quantity, value: Money::from_fen(value.parse().ok()?) })
}

fn read_rested(cells: &[&str]) -> Option<Rested> {
    let (balance, basis) = cells.split_at_checked(2)?;
    Some(Rested { balance: read_balance(balance)?, basis: read_balance(basis)? })
}
