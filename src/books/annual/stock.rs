//! Figures of the store rooms: what came, what went, what the hospital's workshops made.
//!
//! A line that was taken back counts nowhere, nor does the line that takes it back.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Decimal, ItemCode, Message, Money, RecordId};
use crate::stock::{Item, Kind, Place, Step};

use super::figure::Found;
use super::slot::alternatives;
use super::{FigureName, FigureRow, Figures};

impl Figures<'_> {
    /// Shows each line of the days that stands, item by item.
    fn each_line(&self, wanted: impl Fn(&Item) -> bool, mut see: impl FnMut(&Item, &Step<'_>)) {
        let stock = &self.books.stock;
        for item in stock.items.values().filter(|item| wanted(item)) {
            // A line of the days may be taken back after them.
            let steps = stock.steps(&item.code, self.options.clock.as_of);
            let reversed: BTreeSet<&RecordId> =
                steps.iter().filter_map(|step| step.line.movement.reverses.as_ref()).collect();
            for step in &steps {
                let movement = &step.line.movement;
                let stands = movement.reverses.is_none() && !reversed.contains(&movement.id);
                if stands && self.counts(movement.date) {
                    see(item, step);
                }
            }
        }
    }

    pub(super) fn of_stock(&self, name: FigureName, of: &str) -> Found {
        let stock = &self.books.stock;
        if stock.lines().next().is_none() {
            return Found::lacking(Message::new("annual.no_stock"));
        }
        let is_code = |text: &str| stock.items.values().any(|item| item.code.as_str() == text);
        let is = |item: &Item, text: &str| {
            item.code.as_str() == text
                || (!is_code(text) && (item.category == text || item.name.contains(text)))
        };
        let wanted = |item: &Item| of.is_empty() || alternatives(of).any(|text| is(item, text));
        if !stock.items.values().any(wanted) {
            return Found::lacking(Message::new("annual.no_item").with("text", of));
        }
        let (mut rows, mut units) = (Vec::new(), BTreeSet::new());
        self.each_line(wanted, |item, step| {
            let movement = &step.line.movement;
            let Some(way) = way(name, movement.kind, step) else { return };
            let part = match name {
                FigureName::Exchanges => Decimal::ONE,
                FigureName::ItemsIssued => step.effect.quantity.decimal(),
                _ => step.effect.value.yuan(),
            };
            let part = if way == Way::Back { -part } else { part };
            units.insert(item.unit.clone());
            let what = format!("{} {}", item.code, item.name);
            rows.push(FigureRow::of(Some(movement.date), &movement.id, what, part));
        });
        let found = Found::rows(rows);
        if name != FigureName::ItemsIssued {
            return found;
        }
        let several = units.len() > 1;
        let list: Vec<String> = units.into_iter().collect();
        let mixed = Message::new("annual.mixed_units").with("units", list.join(", "));
        found.measured(list.join(", ")).unless(several.then(|| mixed.with("text", of)))
    }

    pub(super) fn of_workshops(&self, name: FigureName) -> Found {
        let made =
            |kind: Kind, from: &Place| kind == Kind::Receipt && matches!(from, Place::Workshop(_));
        let mut lines = self.books.stock.lines().map(|line| &line.movement);
        if !lines.any(|line| made(line.kind, &line.from)) {
            return Found::lacking(Message::new("annual.nothing_made"));
        }
        let (mut rows, mut unpriced) = (Vec::new(), 0_usize);
        let mut kinds: BTreeMap<ItemCode, String> = BTreeMap::new();
        self.each_line(
            |_| true,
            |item, step| {
                let movement = &step.line.movement;
                if !made(movement.kind, step.from()) {
                    return;
                }
                kinds.insert(item.code.clone(), item.name.clone());
                let market =
                    movement.market_price.and_then(|price| Money::of(movement.quantity, price));
                unpriced += usize::from(market.is_none());
                let cost = step.effect.value;
                let part = match name {
                    FigureName::MadeSaved => market.unwrap_or(cost) - cost,
                    _ => cost,
                };
                let what = format!("{} {}", item.code, item.name);
                rows.push(FigureRow::of(Some(movement.date), &movement.id, what, part.yuan()));
            },
        );
        match name {
            FigureName::MadeKinds => {
                let kinds = kinds.into_iter();
                Found::rows(kinds.map(|(code, name)| FigureRow::one(None, &code, name)).collect())
            }
            FigureName::MadeSaved => {
                let lack = Message::new("annual.no_market_price").with("count", unpriced);
                Found::rows(rows).unless((unpriced > 0).then_some(lack))
            }
            _ => Found::rows(rows),
        }
    }
}

/// Whether a line adds to a figure or is taken off it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Out,
    Back,
}

/// Which way a line goes for a figure; none where it is none of its lines.
fn way(name: FigureName, kind: Kind, step: &Step<'_>) -> Option<Way> {
    let (from, to) = (step.from(), step.to());
    let (out_of_store, into_store) = (from.store().is_some(), to.store().is_some());
    match (name, kind) {
        (FigureName::StockReceived, Kind::Receipt) => {
            matches!(from, Place::Supplier(_)).then_some(Way::Out)
        }
        (FigureName::StockReceived, Kind::Return) => {
            (out_of_store && matches!(to, Place::Supplier(_))).then_some(Way::Back)
        }
        (FigureName::Exchanges, Kind::Exchange) => matches!(to, Place::Pool).then_some(Way::Out),
        (FigureName::StockIssued | FigureName::ItemsIssued, Kind::Issue) => {
            (out_of_store && to.department().is_some()).then_some(Way::Out)
        }
        (FigureName::StockIssued | FigureName::ItemsIssued, Kind::Return) => {
            (into_store && from.department().is_some()).then_some(Way::Back)
        }
        _ => None,
    }
}
