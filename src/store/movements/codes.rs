//! The codes that lines name, to be looked up once a line.
#![expect(
    clippy::disallowed_types,
    reason = "codes and ids are looked up in hash maps once a line; nobody iterates over them"
)]

use std::collections::{BTreeSet, HashMap, HashSet};

use rustc_hash::FxBuildHasher;
use smol_str::SmolStr;

use crate::base::RecordId;
use crate::books::Books;
use crate::stock::{Item, Stock};

use super::words::{Table, Words, words};

/// A map whose keys are looked up once a line.
pub(super) type Map<'t, V> = HashMap<&'t str, V, FxBuildHasher>;

/// The same with keys of its own.
pub(super) type Owned<V> = HashMap<SmolStr, V, FxBuildHasher>;

/// A set that is looked into once a line.
pub(super) type Set<T> = HashSet<T, FxBuildHasher>;

/// The codes that lines name, each with its place among all of its sort.
pub(super) struct Codes<'b> {
    /// The book whose codes they are.
    pub(super) stock: &'b Stock,
    /// The items.
    pub(super) items: Owned<u32>,
    /// Those of them whose codes and units are short.
    pub(super) short: Table<Short>,
    /// The units of these.
    pub(super) units: Vec<Words>,
    /// The items by their places.
    pub(super) catalogue: Vec<&'b Item>,
    /// What is asked of them, close together.
    pub(super) briefs: Vec<Brief>,
    /// The store rooms.
    pub(super) stores: Map<'b, u16>,
    /// The departments.
    pub(super) departments: Map<'b, u16>,
    /// Where lines that are taken back may be let go of once they are: those of which somebody else
    /// will want to know what they did. None where all are to be carried out as a whole.
    pub(super) wanted: Option<&'b BTreeSet<RecordId>>,
    /// The lines that others take back, by the month that their ids say.
    reversed: Map<'b, TakenBack<'b>>,
}

impl<'b> Codes<'b> {
    /// All of a book, and the lines that others take back, which are to be carried out as a whole.
    pub(super) fn of(books: &'b Books, reversed: &'b BTreeSet<RecordId>) -> Self {
        let Books { stock, org, .. } = books;
        let mut units: Vec<Words> = Vec::new();
        let short = (0..).zip(&stock.items).filter_map(|(at, (code, item))| {
            let unit = words(&item.unit)?;
            let place = units.iter().position(|own| *own == unit).unwrap_or_else(|| {
                units.push(unit);
                units.len() - 1
            });
            let unit = u16::try_from(place).ok()?;
            let Item { lot_kept, durable, .. } = *item;
            Some((code.as_str(), Short { item: at, unit, lot_kept, durable }))
        });
        let short = Table::of(short);
        Self {
            stock,
            items: (0..)
                .zip(stock.items.keys())
                .map(|(at, code)| (code.as_str().into(), at))
                .collect(),
            short,
            units,
            catalogue: stock.items.values().collect(),
            briefs: stock.items.values().map(Brief::of).collect(),
            stores: (0..).zip(stock.stores.keys()).map(|(at, code)| (code.as_str(), at)).collect(),
            departments: (0..)
                .zip(org.departments())
                .map(|(at, department)| (department.code.as_str(), at))
                .collect(),
            wanted: None,
            reversed: by_month(reversed),
        }
    }

    /// The same where lines are let go of once they are taken back, but for these, which lines that do
    /// not stream by take back.
    pub(super) fn letting_go_but(self, wanted: &'b BTreeSet<RecordId>) -> Self {
        Self { wanted: Some(wanted), ..self }
    }

    /// The lines that others take back, of those whose ids say a month.
    pub(super) fn reversed(&self, said: &str) -> Option<&TakenBack<'b>> {
        self.reversed.get(said)
    }
}

/// What is asked of an item of most lines, beside its code.
#[derive(Clone, Copy)]
pub(super) struct Short {
    /// Its place among all of them.
    pub(super) item: u32,
    /// The place of its base unit among those of all.
    pub(super) unit: u16,
    /// Whether its lots are told apart.
    pub(super) lot_kept: bool,
    /// Whether old goods come back for new ones.
    pub(super) durable: bool,
}

/// What is asked of an item of every other line.
pub(super) struct Brief {
    /// Its base unit.
    pub(super) unit: SmolStr,
    /// The decimals that its quantities may have.
    pub(super) scale: u32,
    /// Whether its lots are told apart.
    pub(super) lot_kept: bool,
    /// Whether old goods come back for new ones.
    pub(super) durable: bool,
}

impl Brief {
    fn of(item: &Item) -> Self {
        let Item { unit, scale, lot_kept, durable, .. } = item;
        Self { unit: unit.as_str().into(), scale: *scale, lot_kept: *lot_kept, durable: *durable }
    }
}

/// The month that an id says, where it says one.
pub(super) fn said(id: &str) -> &str {
    id.get(1..7).unwrap_or_default()
}

/// The lines of a month that others take back.
pub(super) struct TakenBack<'b> {
    all: &'b BTreeSet<RecordId>,
    /// What the last eight bytes of each of them come to, at its place or behind it: hardly any other
    /// id comes to the same. Half of the places at least have zero, which is nobody's.
    marks: Vec<u32>,
    /// A bit for each of them among many more: nearly all other ids are told apart by it.
    bits: Vec<u64>,
}

/// How many bits there are for each id, at least.
const BITS: usize = 16;

impl TakenBack<'_> {
    /// Whether an id is among them, as one is only that says the month.
    pub(super) fn has(&self, id: &str) -> bool {
        let last = id.as_bytes().last_chunk().map(|last| u64::from_be_bytes(*last));
        last.is_none_or(|last| self.may_have(last)) && self.all.contains(id)
    }

    /// Whether an id with these last eight bytes may be among them.
    #[inline]
    pub(super) fn may_have(&self, last: u64) -> bool {
        let (mut at, mark) = mixed(last);
        let (word, bit) = self.bit(at);
        if self.bits[word] & bit == 0 {
            return false;
        }
        loop {
            match self.marks[at & (self.marks.len() - 1)] {
                0 => return false,
                own if own == mark => return true,
                _ => at += 1,
            }
        }
    }

    /// The word in which a bit stands, and the bit.
    #[inline]
    const fn bit(&self, at: usize) -> (usize, u64) {
        // A part of the number that the place among the marks does not depend on so much.
        let at = at >> 7;
        ((at / 64) & (self.bits.len() - 1), 1 << (at % 64))
    }

    fn put(&mut self, last: u64) {
        let (mut at, mark) = mixed(last);
        let (word, bit) = self.bit(at);
        self.bits[word] |= bit;
        let most = self.marks.len() - 1;
        while self.marks[at & most] != 0 {
            at += 1;
        }
        self.marks[at & most] = mark;
    }
}

/// Where eight bytes are looked for first, and what they come to; every bit of them moves both.
#[inline]
fn mixed(last: u64) -> (usize, u32) {
    let product = u128::from(last) * 0x9E37_79B9_7F4A_7C15;
    let bytes = product.to_le_bytes();
    let word = |at: usize| u32::from_le_bytes(bytes.as_chunks::<4>().0[at]);
    let at = word(1) ^ word(2);
    (at as usize, (word(0) ^ at.rotate_left(16)) | 1)
}

/// Ids by the months that they say: few are looked into for a line.
fn by_month(all: &BTreeSet<RecordId>) -> Map<'_, TakenBack<'_>> {
    let mut sizes: Map<'_, usize> = Map::default();
    for id in all {
        *sizes.entry(said(id.as_str())).or_default() += 1;
    }
    let mut months: Map<'_, TakenBack<'_>> = Map::default();
    for id in all.iter().map(RecordId::as_str) {
        let size = sizes.get(said(id)).copied().unwrap_or_default();
        let own = months.entry(said(id)).or_insert_with(|| TakenBack {
            all,
            marks: vec![0; (size * 2 + 1).next_power_of_two()],
            bits: vec![0; (size * BITS).div_ceil(64).next_power_of_two()],
        });
        if let Some(last) = id.as_bytes().last_chunk() {
            own.put(u64::from_be_bytes(*last));
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_taken_back_is_found_by_its_month(
            taken in prop::collection::btree_set("M20260[12]0[1-3]-[ab]-0000[0-9]{2}|X[0-9]", 0..60),
            asked in prop::collection::vec("M20260[12]0[1-3]-[ab]-0000[0-9]{2}|X[0-9]", 0..60),
        ) {
            let id = |text: &String| RecordId::parse(text).expect("an id");
            let all: BTreeSet<RecordId> = taken.iter().map(id).collect();
            let months = by_month(&all);
            for id in asked.iter().chain(&taken) {
                let found = months.get(said(id)).is_some_and(|ids| ids.has(id));
                prop_assert_eq!(found, taken.contains(id));
            }
        }
    }
}
