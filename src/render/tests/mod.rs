//! One small document that has every kind of cell, and how it is printed in the tests.

mod calendar;
mod formats;
mod laws;
mod narrow;
mod pages;

use super::{Bom, Colour, Format, Headers, Options, print};
use crate::base::{Day, Message, Money, Quantity, Ratio};
use crate::report::{Cell, Document, Row, Table, Tone};
use crate::text::{Language, Text};

const PLAIN: Options<'_> = Options {
    width: None,
    colour: Colour::Off,
    headers: Headers::Words,
    bom: Bom::Without,
    letterhead: None,
    origin: &[],
};

fn printed(
    format: Format,
    language: Language,
    document: &Document<'_>,
    options: Options<'_>,
) -> String {
    let mut bytes = Vec::new();
    print(format, document, Text::new(language), options, &mut bytes).expect("printed");
    String::from_utf8(bytes).expect("UTF-8")
}

fn zh(format: Format, document: &Document<'_>) -> String {
    printed(format, Language::Chinese, document, PLAIN)
}

fn en(format: Format, document: &Document<'_>) -> String {
    printed(format, Language::English, document, PLAIN)
}

fn quantity(text: &str) -> Cell {
    Quantity::parse(text).expect("a quantity").into()
}

fn money(text: &str) -> Cell {
    Money::parse(text).expect("money").into()
}

fn lines() -> Table {
    let columns =
        ["word.item", "word.unit", "word.quantity", "word.amount", "word.remark", "word.value"];
    let mut table = Table::new("word.store", &columns);
    let verdict = |key, tone| Cell::verdict(key, tone);
    table.line(vec![
        Cell::text("LED灯管 36W"),
        Cell::text("支"),
        quantity("12"),
        money("102.00"),
        verdict("word.yes", Tone::Good),
        Cell::rate(Ratio::counted(5, 9)),
    ]);
    table.line(vec![
        Cell::text("A4 paper|box"),
        Cell::text("箱"),
        quantity("-0.5"),
        money("-64.50"),
        verdict("severity.error", Tone::Bad),
        Cell::rate(Ratio::counted(0, 0)),
    ]);
    table.line(vec![
        Cell::text("胶带"),
        Cell::text(""),
        quantity("1000.25"),
        Cell::Blank,
        verdict("severity.warning", Tone::Warn),
        Cell::Blank,
    ]);
    table.line(vec![
        Cell::text("A4 paper"),
        Cell::text("箱"),
        Cell::Quantity("1.50".parse().expect("a decimal")),
        Cell::Blank,
        Cell::said(Message::new("number.comma").with("text", "1,2|3")),
        Cell::Blank,
    ]);
    table.rows.push(Row::total(vec![
        Cell::word("word.total"),
        Cell::Blank,
        Cell::Blank,
        money("37.50"),
        Cell::Blank,
        Cell::Blank,
    ]));
    table
}

fn document() -> Document<'static> {
    Document::new("word.store")
        .facts(vec![
            ("word.as_of", Day::parse("2026-03-31").expect("a day").into()),
            ("word.store", Cell::text("KF01 总务库")),
            ("word.remark", Cell::Blank),
        ])
        .table(lines())
        .notes(vec![Message::new("number.comma").with("text", "1,2")])
        .sign_off(&["word.storekeeper", "word.observer", "word.finance"])
}
