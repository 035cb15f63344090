//! What other programs take over from the ledgers: rows under typed columns, by site and month.
//!
//! A row is handed out as it stands in its ledger, reversed or not, and with what the catalogue makes
//! of it; nothing is added up here. Look next at `render/parquet.rs`.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::base::{Day, Decimal, Moment, Money, Month, Price, Quantity, SiteCode, Span};
use crate::meters::{Meters, Reading};
use crate::stock::{Line, Stock};

/// A column of rows of one kind: its name, and its value in a row.
#[derive(Debug, Clone, Copy)]
pub struct Field<R> {
    /// Its name.
    pub name: &'static str,
    /// How its values are had.
    pub values: Values<R>,
}

/// The values of a column by their kind; none where a row says nothing.
#[derive(Debug, Clone, Copy)]
pub enum Values<R> {
    /// Texts; the empty text says nothing.
    Text(fn(&R) -> String),
    /// Exact decimals with so many places, as counts of the last of them.
    Decimal(u32, fn(&R) -> Option<i128>),
    /// Civil days.
    Day(fn(&R) -> Option<Day>),
    /// Moments.
    Moment(fn(&R) -> Moment),
}

/// The rows of one site in one month, by day and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'b, R> {
    /// The site; none where a row belongs to none.
    pub site: Option<SiteCode>,
    /// The month.
    pub month: Month,
    /// The rows.
    pub rows: Vec<&'b R>,
}

impl<R> Part<'_, R> {
    /// The folder of the part, as Hive and what reads its tables have it.
    pub fn folder(&self) -> String {
        let site = self.site.as_ref().map_or("__HIVE_DEFAULT_PARTITION__", SiteCode::as_str);
        format!("site={site}/month={}", self.month)
    }
}

/// The places of money, of quantities and prices, and of registers, which have at most 18 digits.
const FEN: u32 = 2;
const MILLIONTHS: u32 = 6;
const REGISTER: u32 = 18;

/// The columns of movements: the ledger's own, the quantity in the base unit and the value that the
/// document states.
pub const MOVEMENT_FIELDS: [Field<Line>; 25] = [
    text("id", |line| line.movement.id.to_string()),
    day("date", |line| Some(line.movement.date)),
    text("time", |line| written(line.movement.time.as_ref())),
    text("kind", |line| line.movement.kind.word().to_owned()),
    text("item", |line| line.movement.item.to_string()),
    decimal("quantity", MILLIONTHS, |line| Some(of_quantity(line.movement.quantity))),
    text("unit", |line| line.movement.unit.clone()),
    decimal("base_quantity", MILLIONTHS, |line| Some(of_quantity(line.base))),
    decimal("unit_price", MILLIONTHS, |line| line.movement.unit_price.map(of_price)),
    decimal("amount", FEN, |line| line.movement.amount.map(of_money)),
    decimal("stated_value", FEN, |line| line.stated.map(of_money)),
    decimal("counted", MILLIONTHS, |line| line.movement.counted.map(of_quantity)),
    text("from_place", |line| line.movement.from.to_string()),
    text("to_place", |line| line.movement.to.to_string()),
    text("lot", |line| line.movement.lot.clone()),
    day("expiry", |line| line.movement.expiry),
    text("slip", |line| line.movement.slip.clone()),
    text("person", |line| line.movement.person.clone()),
    text("reason", |line| line.movement.reason.clone()),
    text("note", |line| line.movement.note.clone()),
    text("reverses", |line| written(line.movement.reverses.as_ref())),
    text("purchase_order", |line| line.movement.order.clone()),
    text("repair_order", |line| line.movement.repair.clone()),
    moment("recorded_at", |line| line.movement.recorded_at),
    text("recorded_by", |line| line.movement.recorded_by.clone()),
];

/// The columns of readings.
pub const READING_FIELDS: [Field<Reading>; 11] = [
    text("id", |reading| reading.id.to_string()),
    text("point", |reading| reading.point.to_string()),
    day("date", |reading| Some(reading.date)),
    text("time", |reading| written(reading.time.as_ref())),
    decimal("register", REGISTER, |reading| Some(of_register(reading.register))),
    text("kind", |reading| reading.kind.word().to_owned()),
    text("person", |reading| written(reading.person.as_ref())),
    text("note", |reading| written(reading.note.as_ref())),
    text("supersedes", |reading| written(reading.supersedes.as_ref())),
    moment("recorded_at", |reading| reading.recorded_at),
    text("recorded_by", |reading| reading.recorded_by.to_string()),
];

/// The movements of a period, of all times where none is named; the site is that of the store.
pub fn movement_parts(stock: &Stock, span: Option<Span>) -> Vec<Part<'_, Line>> {
    let site = |line: &Line| {
        let store = line.movement.store().and_then(|code| stock.store(code).ok());
        store.and_then(|store| store.site.clone())
    };
    let rows = stock.lines().map(|line| (site(line), line.movement.date, line));
    parts(rows, span, |line| line.movement.id.as_str())
}

/// The readings of a period, of all times where none is named; the site is that of the point.
pub fn reading_parts(meters: &Meters, span: Option<Span>) -> Vec<Part<'_, Reading>> {
    let rows = meters.histories().flat_map(|history| {
        let of_point = |reading| (history.point().site.clone(), reading);
        history.readings().iter().map(of_point)
    });
    let rows = rows.map(|(site, reading)| (site, reading.date, reading));
    parts(rows, span, |reading| reading.id.as_str())
}

/// Rows with their days.
type Dated<'b, R> = Vec<(Day, &'b R)>;

fn parts<'b, R>(
    rows: impl Iterator<Item = (Option<SiteCode>, Day, &'b R)>,
    span: Option<Span>,
    id: impl Fn(&R) -> &str,
) -> Vec<Part<'b, R>> {
    let mut found: BTreeMap<(Option<SiteCode>, Month), Dated<'b, R>> = BTreeMap::new();
    for (site, day, row) in rows {
        if span.is_none_or(|span| span.contains(day)) {
            found.entry((site, day.month())).or_default().push((day, row));
        }
    }
    let part = |((site, month), mut rows): (_, Dated<'b, R>)| {
        rows.sort_by(|(day, row), (other_day, other)| {
            day.cmp(other_day).then_with(|| id(row).cmp(id(other)))
        });
        Part { site, month, rows: rows.into_iter().map(|(_, row)| row).collect() }
    };
    found.into_iter().map(part).collect()
}

const fn text<R>(name: &'static str, of: fn(&R) -> String) -> Field<R> {
    Field { name, values: Values::Text(of) }
}

const fn decimal<R>(name: &'static str, places: u32, of: fn(&R) -> Option<i128>) -> Field<R> {
    Field { name, values: Values::Decimal(places, of) }
}

const fn day<R>(name: &'static str, of: fn(&R) -> Option<Day>) -> Field<R> {
    Field { name, values: Values::Day(of) }
}

const fn moment<R>(name: &'static str, of: fn(&R) -> Moment) -> Field<R> {
    Field { name, values: Values::Moment(of) }
}

fn written(value: Option<&impl Display>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn of_quantity(quantity: Quantity) -> i128 {
    places(quantity.decimal(), MILLIONTHS)
}

fn of_price(price: Price) -> i128 {
    i128::from(price.millionths())
}

fn of_money(money: Money) -> i128 {
    i128::from(money.fen())
}

fn of_register(register: Decimal) -> i128 {
    places(register, REGISTER)
}

/// A decimal as a count of a place that is not before its last one.
fn places(decimal: Decimal, places: u32) -> i128 {
    let decimal = decimal.normalize();
    let more = places.checked_sub(decimal.scale()).expect("BUG: more places than a ledger takes");
    decimal.mantissa() * 10_i128.pow(more)
}
