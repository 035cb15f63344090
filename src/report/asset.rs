//! The card and the events of one asset, its rows as receipts show them, and the table of useful
//! lives. `asset_story.rs` puts them on one sheet with what the other books know.

use super::receipt::{Ledger, Written};
use super::register::or_nothing;
use super::{Cell, Document, Present, Table, asset_count};
use crate::assets::{Card, Dossier, Event, Exemption, Lives, Record, Status, Told};

/// What is on the card of an asset, and how it stood.
pub(super) fn facts(dossier: &Dossier) -> Vec<(&'static str, Cell)> {
    let mut facts = card(&dossier.card);
    facts.push(("asset.card.basis", Cell::word(dossier.basis.key())));
    if let Some(holding) = &dossier.holding {
        let count = |months: u32| Cell::Count(months.into());
        let left = holding.left.filter(|_| holding.status != Status::Disposed);
        facts.extend([
            ("asset.card.status", Cell::word(holding.status.key())),
            ("asset.card.department", Cell::maybe(holding.department.as_ref(), Cell::of)),
            ("asset.card.place", filled(&holding.place)),
            ("asset.card.custodian", Cell::maybe(holding.custodian.as_ref(), Cell::of)),
            ("asset.card.value", Cell::Money(holding.value)),
            ("asset.card.monthly", Cell::maybe(holding.monthly, Cell::Money)),
            ("asset.card.elapsed", Cell::maybe(holding.elapsed, count)),
            ("asset.card.left", Cell::maybe(left, count)),
            ("asset.card.accumulated", Cell::Money(holding.accumulated)),
            ("asset.card.net_value", Cell::Money(holding.net)),
        ]);
    }
    facts
}

/// What happened to an asset, also what was taken back.
pub(super) fn history(events: &[Told]) -> Table {
    let columns = [
        "asset.history.id",
        "asset.history.date",
        "asset.history.kind",
        "asset.history.value",
        "asset.history.department",
        "asset.history.place",
        "asset.history.custodian",
        "asset.history.reason",
        "asset.history.note",
        "asset.history.recorded_by",
        "asset.history.reversed_by",
    ];
    let mut table = Table::new("asset.history", &columns);
    for event in events {
        table.line(told(event));
    }
    table
}

fn card(card: &Card) -> Vec<(&'static str, Cell)> {
    let bulk = if card.bulk { "word.yes" } else { "word.no" };
    vec![
        ("asset.card.tag", Cell::of(&card.tag)),
        ("asset.card.name", Cell::text(&card.name)),
        ("asset.card.category", Cell::maybe(card.category.as_ref(), Cell::of)),
        ("asset.card.class", Cell::text(&card.class)),
        ("asset.card.serial", filled(&card.serial)),
        ("asset.card.supplier", filled(&card.supplier)),
        ("asset.card.funding", filled(&card.funding)),
        ("asset.card.bulk", Cell::word(bulk)),
        ("asset.card.note", filled(&card.note)),
        ("asset.card.acquired_on", Cell::Day(card.acquired_on)),
        ("asset.card.in_service_from", Cell::Day(card.service_start())),
        ("asset.card.original_value", Cell::Money(card.original_value)),
        ("asset.card.months", Cell::maybe(card.months, |months| Cell::Count(months.into()))),
    ]
}

/// A text that may be left out.
pub(super) fn filled(text: &str) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::text(text) }
}

fn told(told: &Told) -> Vec<Cell> {
    let event = &told.event;
    vec![
        Cell::of(&event.id),
        Cell::Day(event.date),
        Cell::word(event.kind.key()),
        Cell::maybe(event.value, Cell::Money),
        or_nothing(event.department.as_ref()),
        Cell::text(&event.place),
        or_nothing(event.custodian.as_ref()),
        Cell::text(&event.reason),
        Cell::text(&event.note),
        Cell::text(event.recorded_by.as_str()),
        or_nothing(told.reversed_by.as_ref()),
    ]
}

impl Present for Lives {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "asset.classes",
            &[
                "asset.classes.class",
                "asset.classes.item",
                "asset.classes.years_min",
                "asset.classes.years_max",
                "asset.classes.confidence",
            ],
        );
        for life in self.rows() {
            table.line(vec![
                Cell::text(&life.class),
                Cell::text(&life.item),
                Cell::Count(life.years_min.into()),
                Cell::maybe(life.years_max, |years| Cell::Count(years.into())),
                Cell::word(life.confidence.key()),
            ]);
        }
        for exemption in Exemption::ALL {
            table.line(vec![
                Cell::word("asset.basis.exempt"),
                Cell::text(exemption.word()),
                Cell::Blank,
                Cell::Blank,
                Cell::Blank,
            ]);
        }
        Document::new("asset.classes").table(table)
    }
}

const CARDS: Ledger = Ledger {
    key: "asset.cards",
    columns: &[
        "asset.cards.tag",
        "asset.cards.name",
        "asset.cards.category",
        "asset.cards.class",
        "asset.cards.months",
        "asset.cards.original_value",
        "asset.cards.acquired_on",
        "asset.cards.in_service_from",
        "asset.cards.funding",
        "asset.cards.bulk",
        "asset.cards.supplier",
        "asset.cards.serial",
        "asset.cards.note",
    ],
};

const EVENTS: Ledger = Ledger {
    key: "asset.events",
    columns: &[
        "asset.events.id",
        "asset.events.date",
        "asset.events.kind",
        "asset.events.asset",
        "asset.events.value",
        "asset.events.months",
        "asset.events.place",
        "asset.events.department",
        "asset.events.custodian",
        "asset.events.reason",
        "asset.events.note",
        "asset.events.reverses",
        "asset.events.recorded_at",
        "asset.events.recorded_by",
    ],
};

/// A row of these ledgers, as a receipt shows it.
pub(super) fn written(record: &Record) -> Written {
    match record {
        Record::Card(card) | Record::Edit(card) => {
            Written { ledger: CARDS, cells: card_cells(card) }
        }
        Record::Event(event) => Written { ledger: EVENTS, cells: event_cells(event) },
        Record::Count(row) => asset_count::written(row),
    }
}

fn card_cells(card: &Card) -> Vec<Cell> {
    vec![
        Cell::of(&card.tag),
        Cell::text(&card.name),
        Cell::maybe(card.category.as_ref(), Cell::of),
        Cell::text(&card.class),
        Cell::maybe(card.months, |months| Cell::Count(months.into())),
        Cell::Money(card.original_value),
        Cell::Day(card.acquired_on),
        Cell::maybe(card.in_service_from, Cell::Day),
        Cell::text(&card.funding),
        Cell::word(if card.bulk { "word.yes" } else { "word.no" }),
        Cell::text(&card.supplier),
        Cell::text(&card.serial),
        Cell::text(&card.note),
    ]
}

fn event_cells(event: &Event) -> Vec<Cell> {
    vec![
        Cell::of(&event.id),
        Cell::Day(event.date),
        Cell::word(event.kind.key()),
        Cell::of(&event.asset),
        Cell::maybe(event.value, Cell::Money),
        Cell::maybe(event.months, |months| Cell::Count(months.into())),
        Cell::text(&event.place),
        Cell::maybe(event.department.as_ref(), Cell::of),
        Cell::maybe(event.custodian.as_ref(), Cell::of),
        Cell::text(&event.reason),
        Cell::text(&event.note),
        Cell::maybe(event.reverses.as_ref(), Cell::of),
        Cell::of(&event.recorded_at),
        Cell::text(event.recorded_by.as_str()),
    ]
}
