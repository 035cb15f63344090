//! What energy cost: the lines, every piece with the price it was taken from, what is not known.

use super::energy::lack;
use super::receipt::Ledger;
use super::usage::{coverage, open_table, subject};
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Argument, Message};
use crate::meters::{Band, Charge, Expense, ExpenseLine, Subject};

const LINES: Ledger = Ledger {
    key: "energy.cost.lines",
    columns: &[
        "energy.cost.lines.utility",
        "energy.cost.lines.code",
        "energy.cost.lines.name",
        "energy.cost.lines.amount",
        "energy.cost.lines.unit",
        "energy.cost.lines.coverage",
        "energy.cost.lines.cost",
    ],
};

const PIECES: Ledger = Ledger {
    key: "energy.cost.pieces",
    columns: &[
        "energy.cost.pieces.utility",
        "energy.cost.pieces.site",
        "energy.cost.pieces.days",
        "energy.cost.pieces.band",
        "energy.cost.pieces.amount",
        "energy.cost.pieces.unit",
        "energy.cost.pieces.price",
        "energy.cost.pieces.cost",
        "energy.cost.pieces.valid_from",
        "energy.cost.pieces.source",
    ],
};

impl Present for Expense {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("energy.cost")
            .facts(vec![
                ("energy.cost.period", Cell::of(&self.options.span)),
                ("energy.cost.site", Cell::maybe(self.options.site.as_ref(), Cell::of)),
                ("energy.cost.total", Cell::maybe(self.total, Cell::Money)),
            ])
            .table(self.line_table())
            .table(pieces(&self.charges));
        if !self.open.is_empty() {
            document = document.table(open_table(&self.open));
        }
        let mut notes: Vec<Message> = self.lacks.iter().map(lack).collect();
        for carrier in &self.unknown {
            let utility = Argument::key(carrier.utility().key());
            notes.push(Message::new("energy.cost_unknown").with("utility", utility));
        }
        notes.extend(self.charges.iter().filter_map(registers));
        if self.lines.is_empty() {
            notes.push(Message::new("meter.no_points"));
        }
        document.notes(notes)
    }
}

impl Expense {
    fn line_table(&self) -> Table {
        let mut table = LINES.table();
        for line in &self.lines {
            table.line(cells(line));
        }
        let carriers: Vec<_> = self.lines.iter().map(|line| &line.carrier).collect();
        if self.lines.len() > 1 && (carriers.windows(2).any(|pair| pair[0] != pair[1])) {
            let mut cells = vec![Cell::Blank; table.columns.len()];
            cells[0] = Cell::word("word.total");
            cells[6] = Cell::maybe(self.total, Cell::Money);
            table.rows.push(Row::total(cells));
        }
        table.without_unused(&["energy.cost.lines.code", "energy.cost.lines.name"])
    }
}

fn cells(line: &ExpenseLine) -> Vec<Cell> {
    let mut cells = vec![Cell::word(line.carrier.utility().key())];
    match &line.subject {
        Subject::Utility => cells.extend([Cell::Blank, Cell::Blank]),
        other => cells.extend(subject(other)),
    }
    cells.extend([
        Cell::maybe(line.usage.amount(), Cell::Quantity),
        Cell::text(line.carrier.unit()),
        coverage(&line.usage),
        line.cost.map_or_else(|| Cell::verdict("energy.cost.open", Tone::Warn), Cell::Money),
    ]);
    cells
}

/// Every piece with its price, and what is not known of it.
pub(super) fn pieces(charges: &[Charge]) -> Table {
    let mut table = PIECES.table().named_by(&[
        "energy.cost.pieces.utility",
        "energy.cost.pieces.days",
        "energy.cost.pieces.band",
    ]);
    for charge in charges {
        let tariff = charge.tariff.as_ref();
        let row = |band: Cell, amount, price, cost| {
            vec![
                Cell::word(charge.carrier.utility().key()),
                Cell::maybe(charge.site.as_ref(), Cell::of),
                Cell::of(&charge.span),
                band,
                Cell::Quantity(amount),
                Cell::text(charge.carrier.unit()),
                price,
                cost,
                Cell::maybe(tariff, |tariff| Cell::Day(tariff.valid_from)),
                Cell::maybe(tariff.and_then(|tariff| tariff.source.as_ref()), Cell::text),
            ]
        };
        if charge.cost.is_err() {
            let open = Cell::verdict("energy.cost.open", Tone::Warn);
            table.line(row(Cell::Blank, charge.amount, Cell::Blank, open));
            continue;
        }
        for item in &charge.items {
            let cost = Cell::Quantity(item.cost.normalize());
            table.line(row(band(item.band), item.amount, Cell::from(item.price), cost));
        }
    }
    table.without_unused(&["energy.cost.pieces.site", "energy.cost.pieces.source"])
}

fn band(band: Band) -> Cell {
    match band {
        Band::All => Cell::word("energy.band.all"),
        Band::Block(Some(up_to)) => Cell::said(
            Message::new("energy.band.block").with("up_to", Argument::of(&up_to.normalize())),
        ),
        Band::Block(None) => Cell::word("energy.band.rest"),
        Band::Part(part) => Cell::word(part.key()),
    }
}

/// How far the registers of the parts of the day are from the whole.
fn registers(charge: &Charge) -> Option<Message> {
    let sum = charge.registers.filter(|sum| *sum != charge.amount)?;
    let rest = sum.checked_sub(charge.amount)?;
    Some(
        Message::new("energy.registers_differ")
            .with("utility", Argument::key(charge.carrier.utility().key()))
            .with("days", charge.span.to_string())
            .with("sum", Argument::of(&sum))
            .with("whole", Argument::of(&charge.amount))
            .with("unit", charge.carrier.unit())
            .with("rest", Argument::of(&rest)),
    )
}
