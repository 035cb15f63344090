//! The lines of the file of the shelves: what an item came to, line by line, and back.

use std::collections::BTreeSet;

use crate::base::{Day, ItemCode, Moment, Money, Quantity, RecordId, SheetCode, StoreCode};
use crate::stock::purchase::OrderedGoods;
use crate::stock::{
    Balance, Effect, Flow, HeldRest, KeptRest, Movement, Part, Place, Posting, Record, Rest,
    Rested, WatchRest,
};
use crate::store::codec::{Header, Line, split, write_line};
use crate::store::row::{LedgerRow, Row};

use super::Shelves;

/// What one item came to, where the sheets that are posted are these.
pub(super) fn of_item(text: &mut String, rest: &Rest, posted: &BTreeSet<SheetCode>) {
    let mut line = |cells: &[&str]| text.push_str(&write_line(cells.iter().copied(), "\n"));
    let Rest { item, held, kept, watch, lent } = rest;
    for HeldRest { place, slip, own, lots } in held {
        let place = place.to_string();
        line(&[&["held", item.as_str(), &place, slip][..], &refs(&rested(own))[..]].concat());
        for (lot, expiry, own) in lots {
            let expiry = expiry.map(|day| day.to_string()).unwrap_or_default();
            line(&[&["lot", lot.as_str(), &expiry][..], &refs(&rested(own))[..]].concat());
        }
    }
    for KeptRest { movement, effect, parts, taken_back_by } in still_kept(kept) {
        let Effect { flow, quantity, value, correction } = effect;
        let flow = if *flow == Flow::Forward { "forward" } else { "backward" };
        let figures = [quantity.millionths(), value.fen(), correction.fen()].map(|n| n.to_string());
        let row = LedgerRow::of(Record::Movement(Box::new(movement.clone()))).encode();
        let by = taken_back_by.as_ref().map_or("", RecordId::as_str);
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
            counted.iter().filter(|(_, sheet, _)| !posted.contains(sheet.as_str()))
        {
            line(&["counted", store.as_str(), sheet, lot]);
        }
        for (lot, day) in expiries {
            line(&["expiry", lot, &day.to_string()]);
        }
    }
}

/// The lines that nothing has taken back yet, each with those that it takes back itself.
///
/// Others are left out: who takes one of them back once more finds that it is not here, and reads
/// all lines.
fn still_kept(kept: &[KeptRest]) -> impl Iterator<Item = &KeptRest> {
    let of = |id: &RecordId| kept.iter().find(|rest| rest.movement.id == *id);
    let mut wanted = BTreeSet::new();
    for rest in kept.iter().filter(|rest| rest.taken_back_by.is_none()) {
        let mut next = Some(rest);
        while let Some(rest) = next.filter(|rest| wanted.insert(&rest.movement.id)) {
            next = rest.movement.reverses.as_ref().and_then(of);
        }
    }
    kept.iter().filter(move |rest| wanted.contains(&rest.movement.id))
}

/// What is of no item.
pub(super) fn of_none(shelves: &Shelves) -> String {
    let mut text = String::new();
    let mut line = |cells: &[&str]| text.push_str(&write_line(cells.iter().copied(), "\n"));
    // In the order in which a book has them.
    let mut postings: Vec<&Posting> = shelves.postings.iter().collect();
    postings.sort_by(|one, other| one.sheet.cmp(&other.sheet));
    for posting in postings {
        let Posting { id, date, sheet, approver, reason, sha256, recorded_at, recorded_by } =
            posting;
        let (date, at) = (date.to_string(), recorded_at.to_string());
        let own = ["posting", id.as_str(), &date, sheet.as_str(), approver, reason, sha256];
        line(&[&own[..], &[at.as_str(), recorded_by.as_str()][..]].concat());
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
pub(super) struct Reader {
    header: Header,
    /// What was read.
    pub(super) shelves: Shelves,
}

impl Reader {
    /// Has read nothing yet.
    pub(super) fn new() -> Option<Self> {
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

    /// Reads some lines; of one item only, where one is named.
    pub(super) fn read(&mut self, text: &str, only: Option<&ItemCode>) -> Option<()> {
        let (mut skipped, mut cells) = (false, Vec::new());
        for line in text.split_terminator('\n') {
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
            if memchr::memchr2(b'"', b'\r', line.as_bytes()).is_none() {
                cells.clear();
                let mut from = 0;
                for end in memchr::memchr_iter(b',', line.as_bytes()).chain([line.len()]) {
                    cells.push(&line[from..end]);
                    from = end + 1;
                }
                self.line(&cells)?;
            } else {
                let fields = split(line).ok()?;
                let cells: Vec<&str> = fields.iter().map(|field| field.text.as_ref()).collect();
                self.line(&cells)?;
            }
        }
        Some(())
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
                let counted = (store, sheet.into(), lot.into());
                self.last()?.watch.as_mut()?.counted.push(counted);
            }
            ["expiry", lot, day] => {
                let day = Day::parse(day).ok()?;
                self.last()?.watch.as_mut()?.expiries.push((lot.to_owned(), day));
            }
            ["posting", id, date, sheet, approver, reason, sha256, at, by] => {
                self.shelves.postings.push(Posting {
                    id: RecordId::parse(id).ok()?,
                    date: Day::parse(date).ok()?,
                    sheet: SheetCode::parse(sheet).ok()?,
                    approver: approver.into(),
                    reason: reason.to_owned(),
                    sha256: sha256.to_owned(),
                    recorded_at: Moment::parse(at).ok()?,
                    recorded_by: by.into(),
                });
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
        let is_bare = |cell: &&str| memchr::memchr3(b',', b'"', b'\r', cell.as_bytes()).is_none();
        let text = match row {
            bare if bare.iter().all(is_bare) => bare.join(","),
            quoted => write_line(quoted.iter().copied(), ""),
        };
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
