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
    /// The items by their places.
    pub(super) catalogue: Vec<&'b Item>,
    /// What is asked of them once a line, close together.
    pub(super) briefs: Vec<Brief>,
    /// The store rooms.
    pub(super) stores: Map<'b, u16>,
    /// The departments.
    pub(super) departments: Map<'b, u16>,
    /// The lines that others take back, by the month that their ids say.
    reversed: Map<'b, Set<&'b str>>,
}

impl<'b> Codes<'b> {
    /// All of a book, and the lines that others take back.
    pub(super) fn of(books: &'b Books, reversed: &'b BTreeSet<RecordId>) -> Self {
        let Books { stock, org, .. } = books;
        Self {
            stock,
            items: (0..)
                .zip(stock.items.keys())
                .map(|(at, code)| (code.as_str().into(), at))
                .collect(),
            catalogue: stock.items.values().collect(),
            briefs: stock.items.values().map(Brief::of).collect(),
            stores: (0..).zip(stock.stores.keys()).map(|(at, code)| (code.as_str(), at)).collect(),
            departments: (0..)
                .zip(org.departments())
                .map(|(at, department)| (department.code.as_str(), at))
                .collect(),
            reversed: by_month(reversed),
        }
    }

    /// The lines that others take back, of those whose ids say a month.
    pub(super) fn reversed(&self, said: &str) -> Option<&Set<&'b str>> {
        self.reversed.get(said)
    }
}

/// What is asked of an item once a line.
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

/// Ids by the months that they say: few are looked into for a line.
fn by_month(ids: &BTreeSet<RecordId>) -> Map<'_, Set<&str>> {
    let mut months: Map<'_, Set<&str>> = Map::default();
    for id in ids.iter().map(RecordId::as_str) {
        months.entry(said(id)).or_default().insert(id);
    }
    months
}
