//! The catalogue and the stock ledger as tables, and how both are shown in receipts.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, count, papers, purchase};
use crate::base::{Fraction, Quantity};
use crate::stock::{Balance, Item, Movement, Place, Posting, Record, Store, write_units};

/// Items of the catalogue.
pub struct Items<'b>(pub Vec<&'b Item>);

/// The store rooms.
pub struct Stores<'b>(pub Vec<&'b Store>);

/// One item with what each store holds of it.
pub struct ItemSheet<'b> {
    /// The item.
    pub item: &'b Item,
    /// What each place holds, stores and transit only.
    pub held: Vec<(Place, Balance)>,
}

impl Present for Items<'_> {
    fn present(&self) -> Document<'_> {
        let table = ITEMS.table().lines_of(&self.0, |item| item_cells(item));
        Document::new("stock.items").table(table.without_unused(&ITEM_EXTRAS))
    }
}

impl Present for Stores<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = STORES.table();
        self.0.iter().for_each(|store| table.line(store_cells(store)));
        Document::new("stock.stores").table(table)
    }
}

impl Present for ItemSheet<'_> {
    fn present(&self) -> Document<'_> {
        let said = |(key, cell): &(&str, Cell)| {
            !ITEM_EXTRAS.contains(key) || !matches!(cell, Cell::Blank) && *cell != Cell::text("")
        };
        let facts = ITEMS.columns.iter().copied().zip(item_cells(self.item)).filter(said).collect();
        let mut table = Table::new(
            "stock.item_held",
            &[
                "stock.item_held.place",
                "stock.item_held.quantity",
                "stock.item_held.unit",
                "stock.item_held.larger",
                "stock.item_held.price",
                "stock.item_held.value",
            ],
        );
        for (place, balance) in &self.held {
            table.line(vec![
                place_cell(place),
                balance.quantity.into(),
                Cell::text(&self.item.unit),
                in_larger_unit(self.item, balance.quantity),
                Cell::maybe(balance.price(), Cell::from),
                balance.value.into(),
            ]);
        }
        Document::new("stock.item").facts(facts).table(table)
    }
}

const ITEMS: Ledger = Ledger {
    key: "stock.items",
    columns: &[
        "stock.items.code",
        "stock.items.name",
        "stock.items.spec",
        "stock.items.category",
        "stock.items.unit",
        "stock.items.scale",
        "stock.items.units",
        "stock.items.minimum",
        "stock.items.durable",
        "stock.items.lot_kept",
        "stock.items.active",
        "stock.items.shelf",
        "stock.items.abc",
        "stock.items.part",
        "stock.items.maximum",
        "stock.items.safety",
        "stock.items.lead_days",
        "stock.items.supplier",
        "stock.items.plan_price",
        "stock.items.old_ratio",
        "stock.items.old_grace",
    ],
};

/// The columns of items that many hospitals never fill: shown where one of them is filled.
const ITEM_EXTRAS: [&str; 10] = [
    "stock.items.shelf",
    "stock.items.abc",
    "stock.items.part",
    "stock.items.maximum",
    "stock.items.safety",
    "stock.items.lead_days",
    "stock.items.supplier",
    "stock.items.plan_price",
    "stock.items.old_ratio",
    "stock.items.old_grace",
];

const STORES: Ledger = Ledger {
    key: "stock.stores",
    columns: &[
        "stock.stores.code",
        "stock.stores.name",
        "stock.stores.site",
        "stock.stores.keeper",
    ],
};

const MOVEMENTS: Ledger = Ledger {
    key: "stock.movements",
    columns: &[
        "stock.movements.id",
        "stock.movements.date",
        "stock.movements.time",
        "stock.movements.kind",
        "stock.movements.item",
        "stock.movements.quantity",
        "stock.movements.unit",
        "stock.movements.unit_price",
        "stock.movements.amount",
        "stock.movements.counted",
        "stock.movements.from",
        "stock.movements.to",
        "stock.movements.lot",
        "stock.movements.expiry",
        "stock.movements.slip",
        "stock.movements.person",
        "stock.movements.reason",
        "stock.movements.note",
        "stock.movements.reverses",
        "stock.movements.market_price",
        "stock.movements.order",
        "stock.movements.repair",
        "stock.movements.due",
        "stock.movements.recorded_at",
        "stock.movements.recorded_by",
    ],
};

/// A row of these ledgers, as a receipt shows it.
pub(super) fn written(record: &Record) -> Written {
    match record {
        Record::Item(item) | Record::ItemEdit(item) => {
            Written { ledger: ITEMS, cells: item_cells(item) }
        }
        Record::Store(store) => Written { ledger: STORES, cells: store_cells(store) },
        Record::Movement(movement) => {
            Written { ledger: MOVEMENTS, cells: movement_cells(movement) }
        }
        Record::SheetEntry(entry) => count::written(entry),
        Record::Purchase(record) => purchase::written(record),
        Record::Quota(quota) => purchase::written_quota(quota),
        Record::Posting(posting) => Written { ledger: MOVEMENTS, cells: posting_cells(posting) },
        Record::Exemption(row) => papers::exemption(row),
        Record::Signature(row) => papers::signature(row),
        Record::Finance(row) => papers::finance(row),
    }
}

fn item_cells(item: &Item) -> Vec<Cell> {
    let flag = |set: bool| Cell::word(if set { "word.yes" } else { "word.no" });
    vec![
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.spec),
        Cell::text(&item.category),
        Cell::text(&item.unit),
        Cell::Count(i64::from(item.scale)),
        Cell::text(write_units(&item.units)),
        Cell::maybe(item.minimum, Cell::from),
        flag(item.durable),
        flag(item.lot_kept),
        flag(item.active),
        Cell::text(&item.shelf),
        Cell::maybe(item.class, |class| Cell::of(&class)),
        if item.part { flag(true) } else { Cell::Blank },
        Cell::maybe(item.supply.maximum, Cell::from),
        Cell::maybe(item.supply.safety, Cell::from),
        Cell::maybe(item.supply.lead_days, |days| Cell::Count(i64::from(days))),
        Cell::text(&item.supply.supplier),
        Cell::maybe(item.supply.plan_price, Cell::from),
        Cell::maybe(item.old.ratio, |ratio| Cell::of(&ratio)),
        Cell::maybe(item.old.grace_days, |days| Cell::Count(i64::from(days))),
    ]
}

fn store_cells(store: &Store) -> Vec<Cell> {
    vec![
        Cell::of(&store.code),
        Cell::text(&store.name),
        Cell::maybe(store.site.as_ref(), Cell::of),
        Cell::text(&store.keeper),
    ]
}

fn movement_cells(movement: &Movement) -> Vec<Cell> {
    let Movement { id, date, time, kind, item, quantity, unit, unit_price, amount, .. } = movement;
    vec![
        Cell::of(id),
        Cell::Day(*date),
        Cell::maybe(time.as_ref(), Cell::of),
        Cell::word(kind.key()),
        Cell::of(item),
        (*quantity).into(),
        Cell::text(unit),
        Cell::maybe(*unit_price, Cell::from),
        Cell::maybe(*amount, Cell::Money),
        Cell::maybe(movement.counted, Cell::from),
        place_cell(&movement.from),
        place_cell(&movement.to),
        Cell::text(&movement.lot),
        Cell::maybe(movement.expiry, Cell::Day),
        Cell::text(&movement.slip),
        Cell::text(&movement.person),
        Cell::text(&movement.reason),
        Cell::text(&movement.note),
        Cell::maybe(movement.reverses.as_ref(), Cell::of),
        Cell::maybe(movement.market_price, Cell::from),
        Cell::text(&movement.order),
        Cell::text(&movement.repair),
        Cell::maybe(movement.due, Cell::Day),
        Cell::of(&movement.recorded_at),
        Cell::text(&movement.recorded_by),
    ]
}

fn posting_cells(posting: &Posting) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank; MOVEMENTS.columns.len()];
    let mut put = |column: &str, cell: Cell| {
        let at = MOVEMENTS.columns.iter().position(|key| key.rsplit('.').next() == Some(column));
        cells[at.expect("BUG: a column of the movements")] = cell;
    };
    put("id", Cell::of(&posting.id));
    put("date", Cell::Day(posting.date));
    put("kind", Cell::word("stock.kind.posted"));
    put("slip", Cell::of(&posting.sheet));
    put("person", Cell::text(posting.approver.as_str()));
    put("reason", Cell::text(&posting.reason));
    put("note", Cell::text(&posting.sha256));
    put("recorded_at", Cell::of(&posting.recorded_at));
    put("recorded_by", Cell::text(posting.recorded_by.as_str()));
    cells
}

/// A place as people name it: its code or name, or the word for it.
pub(super) fn place_cell(place: &Place) -> Cell {
    match place {
        Place::Supplier(name)
        | Place::Workshop(name)
        | Place::Buyer(name)
        | Place::Loan(name)
        | Place::Charge(name) => Cell::text(name),
        Place::Store(code) => Cell::of(code),
        Place::Department(code) => Cell::of(code),
        Place::Opening
        | Place::Transit
        | Place::Scrap
        | Place::Pool
        | Place::Pending
        | Place::Difference => Cell::word(place.key()),
    }
}

/// A quantity in the item's first larger unit, exactly: `1 1/4 箱`, `11/12 打`; blank for none.
pub(super) fn in_larger_unit(item: &Item, quantity: Quantity) -> Cell {
    let Some(unit) = item.units.first() else { return Cell::Blank };
    let exact = quantity.expressed_in(unit.factor).unwrap_or(Fraction::ZERO);
    let (whole, rest) =
        (exact.numerator() / exact.denominator(), exact.numerator() % exact.denominator());
    let text = match (whole, rest) {
        (whole, 0) => whole.to_string(),
        (0, _) => exact.to_string(),
        (whole, rest) => format!("{whole} {}/{}", rest.abs(), exact.denominator()),
    };
    Cell::text(format!("{text} {}", unit.name))
}
