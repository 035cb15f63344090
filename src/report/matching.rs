//! Plan, order, receipt and invoice side by side (计划、订货、入库、发票核对).

use std::collections::BTreeSet;

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Message, Money, Quantity};
use crate::stock::purchase::{Mark, Matched, MatchedItem, Matching};

const PAPERS: [&str; 9] = [
    "purchase.matching.order",
    "purchase.matching.slips",
    "purchase.matching.supplier",
    "purchase.matching.ordered",
    "purchase.matching.received",
    "purchase.matching.invoices",
    "purchase.matching.invoiced",
    "purchase.matching.difference",
    "purchase.matching.state",
];

const ITEMS: [&str; 12] = [
    "purchase.matched.order",
    "purchase.matched.item",
    "purchase.matched.name",
    "purchase.matched.unit",
    "purchase.matched.planned",
    "purchase.matched.planned_cost",
    "purchase.matched.ordered",
    "purchase.matched.ordered_cost",
    "purchase.matched.returned",
    "purchase.matched.received",
    "purchase.matched.received_value",
    "purchase.matched.open",
];

const MARKS: [&str; 6] = [
    "purchase.unmatched.order",
    "purchase.unmatched.item",
    "purchase.unmatched.name",
    "purchase.unmatched.mark",
    "purchase.unmatched.quantity",
    "purchase.unmatched.value",
];

impl Present for Matching {
    fn present(&self) -> Document<'_> {
        let mut papers = Table::new("purchase.matching", &PAPERS)
            .named_by(&["purchase.matching.order", "purchase.matching.slips"]);
        let mut items = Table::new("purchase.matched", &ITEMS)
            .named_by(&["purchase.matched.order", "purchase.matched.item"]);
        for line in &self.lines {
            papers.line(paper_cells(line));
            line.items.iter().for_each(|item| items.line(item_cells(line, item)));
        }
        let sum = |figure: fn(&Matched) -> Money| self.lines.iter().map(figure).sum::<Money>();
        let (received, invoiced) = (sum(|line| line.received), sum(|line| line.invoiced));
        papers.rows.push(Row::total(vec![
            Cell::word("word.total"),
            Cell::Blank,
            Cell::Blank,
            sum(|line| line.ordered).into(),
            received.into(),
            Cell::Blank,
            invoiced.into(),
            (invoiced - received).into(),
            Cell::Blank,
        ]));
        let n_open = self.open().count();
        let open = Message::new("purchase.note_unmatched").with("count", n_open);
        Document::new("purchase.matching")
            .facts(vec![
                ("purchase.matching.period", Cell::of(&self.options.span)),
                ("purchase.matching.papers", Cell::count(self.lines.len())),
                ("purchase.matching.n_open", Cell::count(n_open)),
            ])
            .table(papers)
            .table(items)
            .table(differences(self))
            .notes(if n_open > 0 { vec![open] } else { Vec::new() })
            .sign_off(&["word.prepared_by", "word.storekeeper", "word.finance", "word.signed_on"])
    }
}

fn paper_cells(line: &Matched) -> Vec<Cell> {
    let Matched { order, slips, invoices, supplier, ordered, received, invoiced, marks, .. } = line;
    let joined = |texts: &BTreeSet<String>| {
        Cell::text(texts.iter().map(String::as_str).collect::<Vec<_>>().join(" "))
    };
    let state = match (marks.iter().next(), line.is_open()) {
        (Some(mark), _) => mark_cell(*mark),
        (None, true) => Cell::verdict("purchase.matching.items_differ", Tone::Warn),
        (None, false) => Cell::verdict("purchase.matching.fits", Tone::Good),
    };
    vec![
        Cell::text(order),
        joined(slips),
        Cell::text(supplier),
        (*ordered).into(),
        (*received).into(),
        joined(invoices),
        (*invoiced).into(),
        (*invoiced - *received).into(),
        state,
    ]
}

fn item_cells(line: &Matched, of: &MatchedItem) -> Vec<Cell> {
    let MatchedItem { item, planned, ordered, received, returned, open, .. } = of;
    let quantity = |both: &Option<(Quantity, Option<Money>)>| {
        Cell::maybe(*both, |(quantity, _)| quantity.into())
    };
    let money = |both: &Option<(Quantity, Option<Money>)>| {
        Cell::maybe(both.and_then(|(_, money)| money), Cell::Money)
    };
    vec![
        name_cell(line),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.unit),
        quantity(planned),
        money(planned),
        quantity(ordered),
        money(ordered),
        (*returned).into(),
        received.0.into(),
        received.1.into(),
        (*open).into(),
    ]
}

/// Every difference on a line of its own: of items with quantity, of papers with money.
fn differences(matching: &Matching) -> Table {
    let mut table = Table::new("purchase.unmatched", &MARKS).named_by(&[
        "purchase.unmatched.order",
        "purchase.unmatched.item",
        "purchase.unmatched.mark",
    ]);
    for line in &matching.lines {
        for of in &line.items {
            for mark in &of.marks {
                let (quantity, value) = difference(of, *mark);
                table.line(vec![
                    name_cell(line),
                    Cell::of(&of.item.code),
                    Cell::text(&of.item.name),
                    mark_cell(*mark),
                    Cell::maybe(quantity, Cell::from),
                    Cell::maybe(value, Cell::Money),
                ]);
            }
        }
        for mark in &line.marks {
            let value = line.invoiced - line.received;
            let (order, mark) = (name_cell(line), mark_cell(*mark));
            table.line(vec![order, Cell::Blank, Cell::Blank, mark, Cell::Blank, value.into()]);
        }
    }
    table
}

/// How large a difference is.
fn difference(of: &MatchedItem, mark: Mark) -> (Option<Quantity>, Option<Money>) {
    let MatchedItem { planned, ordered, received, open, .. } = of;
    let ordered = ordered.unwrap_or_default();
    match mark {
        Mark::NotOrdered | Mark::ReturnedAlone | Mark::OverReturned => {
            (Some(received.0), Some(received.1))
        }
        Mark::NotPlanned => (Some(ordered.0), ordered.1),
        Mark::OverPlan => (Some(ordered.0 - planned.unwrap_or_default().0), None),
        Mark::NotReceived => (Some(*open), None),
        Mark::OverReceived => (Some(received.0 - ordered.0), None),
        Mark::PriceDiffers | Mark::NotInvoiced | Mark::OverInvoiced => (None, None),
    }
}

fn name_cell(line: &Matched) -> Cell {
    let slip = || line.slips.iter().next().map(String::as_str).unwrap_or_default();
    Cell::text(if line.order.is_empty() { slip() } else { line.order.as_str() })
}

fn mark_cell(mark: Mark) -> Cell {
    Cell::verdict(mark.key(), Tone::Bad)
}
