//! Bills against the meters: quantities, money, days without a bill, what is open.

use super::energy::lack;
use super::receipt::Ledger;
use super::usage::{coverage, open_table};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Fraction, Message, Ratio};
use crate::meters::{BillCheck, BillGap, BillLine, BillOpen, BillVerdict, Usage};

const QUANTITIES: Ledger = Ledger {
    key: "bill.quantities",
    columns: &[
        "bill.quantities.number",
        "bill.quantities.supplier",
        "bill.quantities.utility",
        "bill.quantities.days",
        "bill.quantities.billed",
        "bill.quantities.used",
        "bill.quantities.coverage",
        "bill.quantities.more",
        "bill.quantities.ratio",
        "bill.quantities.unit",
        "bill.quantities.verdict",
    ],
};

const MONEY: Ledger = Ledger {
    key: "bill.money",
    columns: &[
        "bill.money.number",
        "bill.money.supplier",
        "bill.money.utility",
        "bill.money.amount",
        "bill.money.computed",
        "bill.money.dearer",
        "bill.money.ratio",
        "bill.money.by_quantity",
        "bill.money.verdict",
    ],
};

const GAPS: Ledger = Ledger {
    key: "bill.gaps",
    columns: &[
        "bill.gaps.supplier",
        "bill.gaps.account",
        "bill.gaps.utility",
        "bill.gaps.point",
        "bill.gaps.days",
        "bill.gaps.n_days",
        "bill.gaps.kind",
    ],
};

impl Present for BillCheck {
    fn present(&self) -> Document<'_> {
        let tolerance = Ratio::exact(self.options.tolerance, Fraction::ONE, 2);
        let mut document = Document::new("bill.check").facts(vec![
            ("bill.period", Cell::of(&self.options.span)),
            ("bill.tolerance", Cell::rate(tolerance)),
        ]);
        document = document.table(quantities(&self.lines)).table(money(&self.lines));
        if !self.gaps.is_empty() {
            document = document.table(gaps(&self.gaps));
        }
        if !self.open.is_empty() {
            document = document.table(open_table(&self.open));
        }
        document.notes(self.notes())
    }
}

impl BillCheck {
    fn notes(&self) -> Vec<Message> {
        let mut notes: Vec<Message> = self.lacks.iter().map(lack).collect();
        let is_shared = |line: &BillLine| line.quantity == BillVerdict::Open(BillOpen::Shared);
        if self.lines.iter().any(is_shared) {
            notes.push(Message::new("bill.note_shared"));
        }
        if self.lines.is_empty() {
            notes.push(Message::new("bill.none"));
        }
        notes
    }
}

fn quantities(lines: &[BillLine]) -> Table {
    let mut table =
        QUANTITIES.table().named_by(&["bill.quantities.supplier", "bill.quantities.number"]);
    for line in lines {
        let (bill, usage) = (&line.bill, line.usage.as_ref());
        table.line(vec![
            Cell::text(&bill.number),
            Cell::text(&bill.supplier),
            Cell::word(bill.carrier.utility().key()),
            Cell::of(&bill.span),
            Cell::maybe(bill.quantity, Cell::Quantity),
            Cell::maybe(usage.and_then(Usage::amount), Cell::Quantity),
            Cell::maybe(usage, coverage),
            Cell::maybe(line.more, Cell::Quantity),
            Cell::maybe(line.ratio(), Cell::rate),
            Cell::text(bill.carrier.unit()),
            verdict(line.quantity),
        ]);
    }
    table
}

fn money(lines: &[BillLine]) -> Table {
    let mut table = MONEY.table().named_by(&["bill.money.supplier", "bill.money.number"]);
    for line in lines {
        let bill = &line.bill;
        table.line(vec![
            Cell::text(&bill.number),
            Cell::text(&bill.supplier),
            Cell::word(bill.carrier.utility().key()),
            Cell::Money(bill.amount),
            Cell::maybe(line.computed, Cell::Money),
            Cell::maybe(line.dearer, Cell::Money),
            Cell::maybe(line.money_ratio(), Cell::rate),
            Cell::maybe(line.by_quantity, Cell::Money),
            verdict(line.money),
        ]);
    }
    table
}

fn verdict(verdict: BillVerdict) -> Cell {
    let tone = match verdict {
        BillVerdict::Agrees => Tone::Good,
        BillVerdict::Differs | BillVerdict::Open(_) => Tone::Warn,
        BillVerdict::NotCompared => Tone::Plain,
    };
    Cell::verdict(verdict.key(), tone)
}

fn gaps(gaps: &[BillGap]) -> Table {
    let mut table = GAPS.table().named_by(&[
        "bill.gaps.supplier",
        "bill.gaps.account",
        "bill.gaps.utility",
        "bill.gaps.days",
    ]);
    for gap in gaps {
        table.line(vec![
            Cell::text(&gap.supplier),
            Cell::maybe(gap.account.as_ref(), Cell::text),
            Cell::word(gap.carrier.utility().key()),
            Cell::maybe(gap.point.as_ref(), Cell::of),
            Cell::of(&gap.span),
            Cell::Count(gap.span.days()),
            Cell::verdict(gap.kind.key(), Tone::Warn),
        ]);
    }
    table.without_unused(&["bill.gaps.account", "bill.gaps.point"])
}
