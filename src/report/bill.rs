//! Bills: the rows of their ledger, the list, and what to know of one.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Argument, Decimal, Fraction, Message};
use crate::meters::{Bill, BillKind, BillList, BillNotice, BillTotal};

const BILLS: Ledger = Ledger {
    key: "bill.bills",
    columns: &[
        "bill.bills.id",
        "bill.bills.number",
        "bill.bills.supplier",
        "bill.bills.account",
        "bill.bills.utility",
        "bill.bills.unit",
        "bill.bills.kind",
        "bill.bills.from",
        "bill.bills.until",
        "bill.bills.quantity",
        "bill.bills.amount",
        "bill.bills.point",
        "bill.bills.site",
        "bill.bills.note",
        "bill.bills.supersedes",
        "bill.bills.reverses",
    ],
};

const LISTED: Ledger = Ledger {
    key: "bill.listed",
    columns: &[
        "bill.listed.utility",
        "bill.listed.number",
        "bill.listed.supplier",
        "bill.listed.account",
        "bill.listed.days",
        "bill.listed.n_days",
        "bill.listed.quantity",
        "bill.listed.unit",
        "bill.listed.amount",
        "bill.listed.mean_price",
        "bill.listed.kind",
        "bill.listed.point",
        "bill.listed.site",
        "bill.listed.note",
    ],
};

/// A row of the ledger, as a receipt shows it.
pub(super) fn written(bill: &Bill) -> Written {
    Written { ledger: BILLS, cells: row_cells(bill) }
}

fn row_cells(bill: &Bill) -> Vec<Cell> {
    vec![
        Cell::of(&bill.id),
        Cell::text(&bill.number),
        Cell::text(&bill.supplier),
        Cell::maybe(bill.account.as_ref(), Cell::text),
        Cell::word(bill.carrier.utility().key()),
        Cell::text(bill.carrier.unit()),
        Cell::word(bill.kind.key()),
        Cell::Day(bill.span.first()),
        Cell::Day(bill.span.last()),
        Cell::maybe(bill.quantity, Cell::Quantity),
        Cell::Money(bill.amount),
        Cell::maybe(bill.point.as_ref(), Cell::of),
        Cell::maybe(bill.site.as_ref(), Cell::of),
        Cell::maybe(bill.note.as_ref(), Cell::text),
        Cell::maybe(bill.supersedes.as_ref(), Cell::of),
        Cell::maybe(bill.reverses.as_ref(), Cell::of),
    ]
}

/// What to know of a bill that was recorded.
pub fn bill_note(bill: &Bill, notice: &BillNotice) -> Message {
    match notice {
        BillNotice::ToCome { until } => Message::new("bill.note_to_come")
            .with("number", bill.number.as_str())
            .with("until", Argument::of(until)),
        BillNotice::Overlaps { number, span } => Message::new("bill.note_overlap")
            .with("number", bill.number.as_str())
            .with("other", number.as_str())
            .with("days", Argument::of(span)),
    }
}

impl Present for BillList {
    fn present(&self) -> Document<'_> {
        let mut table = LISTED.table().named_by(&["bill.listed.supplier", "bill.listed.number"]);
        for total in &self.totals {
            let own = self.bills.iter().filter(|bill| bill.carrier == total.carrier);
            own.for_each(|bill| table.line(listed(bill)));
            if total.n_bills > 1 {
                table.rows.push(Row::subtotal(summed(total, &table)));
            }
        }
        let table = table.without_unused(&[
            "bill.listed.account",
            "bill.listed.point",
            "bill.listed.site",
            "bill.listed.note",
        ]);
        let mut notes = Vec::new();
        let unsaid = self.bills.iter().filter(|bill| bill.quantity.is_none()).count();
        if self.bills.is_empty() {
            notes.push(Message::new("bill.none"));
        } else if unsaid > 0 {
            notes.push(Message::new("bill.note_no_quantity").with("count", unsaid));
        }
        let document =
            Document::new("bill.list").facts(vec![("bill.period", Cell::of(&self.options.span))]);
        document.table(table).notes(notes)
    }
}

fn listed(bill: &Bill) -> Vec<Cell> {
    vec![
        Cell::word(bill.carrier.utility().key()),
        Cell::text(&bill.number),
        Cell::text(&bill.supplier),
        Cell::maybe(bill.account.as_ref(), Cell::text),
        Cell::of(&bill.span),
        Cell::Count(bill.span.days()),
        Cell::maybe(bill.quantity, Cell::Quantity),
        Cell::text(bill.carrier.unit()),
        Cell::Money(bill.amount),
        mean_price(bill.amount.yuan(), bill.quantity),
        kind(bill.kind),
        Cell::maybe(bill.point.as_ref(), Cell::of),
        Cell::maybe(bill.site.as_ref(), Cell::of),
        Cell::maybe(bill.note.as_ref(), Cell::text),
    ]
}

fn summed(total: &BillTotal, table: &Table) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank; table.columns.len()];
    cells[0] = Cell::word("word.subtotal");
    let open = || Cell::verdict("energy.cost.open", Tone::Warn);
    cells[6] = total.quantity.map_or_else(open, Cell::Quantity);
    cells[7] = Cell::text(total.carrier.unit());
    cells[8] = Cell::Money(total.amount);
    cells[9] = mean_price(total.amount.yuan(), total.quantity);
    cells
}

fn kind(kind: BillKind) -> Cell {
    let tone = match kind {
        BillKind::Regular => Tone::Plain,
        BillKind::Adjustment => Tone::Warn,
    };
    Cell::verdict(kind.key(), tone)
}

/// What a unit costs on the mean, to four decimals.
fn mean_price(yuan: Decimal, quantity: Option<Decimal>) -> Cell {
    let exact = Fraction::from_decimal;
    let price = quantity.and_then(|quantity| exact(yuan).checked_div(exact(quantity))?.round(4));
    Cell::maybe(price, Cell::Quantity)
}
