//! Standard coal or carbon: the lines, every run of days with the factor it was converted by, and
//! what the sum lacks.

use super::energy::lack;
use super::factors::{basis, rate};
use super::receipt::Ledger;
use super::usage::{coverage, open_table};
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Argument, Decimal, Fraction, Message};
use crate::meters::{Conversion, ConversionLine, ConversionPiece, Converted, Equivalent};

const COAL: Ledger = Ledger {
    key: "energy.converted",
    columns: &[
        "energy.converted.utility",
        "energy.converted.amount",
        "energy.converted.unit",
        "energy.converted.coverage",
        "energy.converted.coal",
    ],
};

const CARBON: Ledger = Ledger {
    key: "energy.converted",
    columns: &[
        "energy.converted.utility",
        "energy.converted.amount",
        "energy.converted.unit",
        "energy.converted.coverage",
        "energy.converted.carbon",
    ],
};

const PIECES: Ledger = Ledger {
    key: "energy.pieces",
    columns: &[
        "energy.pieces.utility",
        "energy.pieces.days",
        "energy.pieces.amount",
        "energy.pieces.unit",
        "energy.pieces.factor",
        "energy.pieces.per",
        "energy.pieces.kilograms",
        "energy.pieces.basis",
        "energy.pieces.valid_from",
        "energy.pieces.valid_until",
        "energy.pieces.year",
        "energy.pieces.source",
        "energy.pieces.mark",
        "energy.pieces.origin",
    ],
};

impl Present for Conversion {
    fn present(&self) -> Document<'_> {
        let options = &self.options;
        let (key, total) = match options.equivalent {
            Equivalent::Coal => ("energy.coal", "energy.coal.total"),
            Equivalent::Carbon => ("energy.carbon", "energy.carbon.total"),
        };
        let mut document = Document::new(key)
            .facts(vec![
                ("energy.converted.period", Cell::of(&options.span)),
                ("energy.converted.site", Cell::maybe(options.site.as_ref(), Cell::of)),
                ("energy.converted.basis", basis(&options.basis)),
                (total, Cell::maybe(self.tonnes.map(four_decimals), Cell::Quantity)),
            ])
            .table(line_table(self));
        if self.lines.iter().any(|line| !line.pieces.is_empty()) {
            document = document.table(piece_table(self));
        }
        if !self.open.is_empty() {
            document = document.table(open_table(&self.open));
        }
        document.notes(notes(self))
    }
}

/// What the sum lacks, thing by thing.
fn notes(conversion: &Conversion) -> Vec<Message> {
    let mut notes: Vec<Message> = conversion.lacks.iter().map(lack).collect();
    for carrier in &conversion.unknown {
        let utility = Argument::key(carrier.utility().key());
        notes.push(Message::new("factor.sum_lacks").with("utility", utility));
    }
    if !conversion.open.is_empty() {
        notes.push(Message::new("energy.sums_open").with("count", conversion.open.len()));
    }
    if conversion.lines.is_empty() {
        notes.push(Message::new("meter.no_points"));
    }
    notes
}

/// A line for each carrier, and their sum.
pub(super) fn line_table(conversion: &Conversion) -> Table {
    let ledger = match conversion.options.equivalent {
        Equivalent::Coal => COAL,
        Equivalent::Carbon => CARBON,
    };
    let mut table = ledger.table();
    for line in &conversion.lines {
        let ConversionLine { carrier, usage, converted, pieces: _ } = line;
        table.line(vec![
            Cell::word(carrier.utility().key()),
            Cell::maybe(usage.amount(), Cell::Quantity),
            Cell::text(carrier.unit()),
            coverage(usage),
            shown(*converted),
        ]);
    }
    if conversion.lines.len() > 1 {
        let mut cells = vec![Cell::Blank; table.columns.len()];
        cells[0] = Cell::word(if conversion.needs_attention() {
            "energy.converted.known"
        } else {
            "word.total"
        });
        cells[4] = Cell::maybe(conversion.tonnes.map(four_decimals), Cell::Quantity);
        table.rows.push(Row::total(cells));
    }
    table
}

/// The tonnes, or why there are none.
pub(super) fn shown(converted: Converted) -> Cell {
    match converted {
        Converted::Tonnes(tonnes) => Cell::Quantity(four_decimals(tonnes)),
        Converted::NotConverted => Cell::word("energy.coal.not_converted"),
        Converted::Unknown => Cell::verdict("energy.converted.open", Tone::Warn),
    }
}

/// Tonnes as they are shown: rounded once, to four decimals.
pub(super) fn four_decimals(tonnes: Decimal) -> Decimal {
    Fraction::from_decimal(tonnes).round(4).unwrap_or(tonnes)
}

/// Every run of days with its factor.
pub(super) fn piece_table(conversion: &Conversion) -> Table {
    let mut table = PIECES.table().named_by(&["energy.pieces.utility", "energy.pieces.days"]);
    for line in &conversion.lines {
        for piece in &line.pieces {
            table.line(piece_cells(conversion.options.equivalent, line, piece));
        }
    }
    table.without_unused(&["energy.pieces.valid_until", "energy.pieces.year"])
}

fn piece_cells(
    equivalent: Equivalent,
    line: &ConversionLine,
    piece: &ConversionPiece,
) -> Vec<Cell> {
    let ConversionPiece { span, amount, factor, kilograms } = piece;
    let mut cells = vec![
        Cell::word(line.carrier.utility().key()),
        Cell::of(span),
        Cell::Quantity(*amount),
        Cell::text(line.carrier.unit()),
    ];
    let Some(factor) = factor else {
        cells.push(Cell::verdict("energy.in_force.none", Tone::Warn));
        cells.resize(PIECES.columns.len(), Cell::Blank);
        return cells;
    };
    cells.extend([
        rate(factor.rate),
        Cell::text(format!("{}/{}", equivalent.kilogram(), line.carrier.unit())),
        Cell::maybe(kilograms.map(|own| own.normalize()), Cell::Quantity),
        basis(&factor.basis),
        Cell::Day(factor.valid_from),
        Cell::maybe(factor.valid_until, Cell::Day),
        Cell::maybe(factor.year.as_ref(), Cell::of),
        Cell::text(&factor.source),
        Cell::maybe(factor.mark.as_ref(), Cell::text),
        Cell::word(factor.origin.key()),
    ]);
    cells
}
