//! The papers beside the stock ledger as receipts show them: exemptions, signatures, finance's
//! figures.

use super::Cell;
use super::receipt::{Ledger, Written};
use crate::stock::{Exemption, FinanceRow, Signature};

const EXEMPTIONS: Ledger = Ledger {
    key: "stock.exemptions",
    columns: &[
        "stock.exemptions.id",
        "stock.exemptions.date",
        "stock.exemptions.issue",
        "stock.exemptions.department",
        "stock.exemptions.item",
        "stock.exemptions.quantity",
        "stock.exemptions.unit",
        "stock.exemptions.person",
        "stock.exemptions.reason",
        "stock.exemptions.approver",
        "stock.exemptions.note",
        "stock.exemptions.reverses",
        "stock.exemptions.recorded_at",
        "stock.exemptions.recorded_by",
    ],
};

const SIGNATURES: Ledger = Ledger {
    key: "stock.signatures",
    columns: &[
        "stock.signatures.id",
        "stock.signatures.date",
        "stock.signatures.slip",
        "stock.signatures.department",
        "stock.signatures.person",
        "stock.signatures.note",
        "stock.signatures.reverses",
        "stock.signatures.recorded_at",
        "stock.signatures.recorded_by",
    ],
};

const FINANCE: Ledger = Ledger {
    key: "stock.finance",
    columns: &[
        "stock.finance.id",
        "stock.finance.month",
        "stock.finance.room",
        "stock.finance.category",
        "stock.finance.amount",
        "stock.finance.person",
        "stock.finance.note",
        "stock.finance.recorded_at",
        "stock.finance.recorded_by",
    ],
};

/// An exemption, as a receipt shows it.
pub(super) fn exemption(row: &Exemption) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::text(&row.issue),
        Cell::of(&row.department),
        Cell::of(&row.item),
        row.quantity.into(),
        Cell::text(&row.unit),
        Cell::text(&row.person),
        Cell::text(&row.reason),
        Cell::text(&row.approver),
        Cell::text(&row.note),
        Cell::maybe(row.reverses.as_ref(), Cell::of),
        Cell::of(&row.recorded_at),
        Cell::text(&row.recorded_by),
    ];
    Written { ledger: EXEMPTIONS, cells }
}

/// A signature, as a receipt shows it.
pub(super) fn signature(row: &Signature) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::text(&row.slip),
        Cell::of(&row.department),
        Cell::text(&row.person),
        Cell::text(&row.note),
        Cell::maybe(row.reverses.as_ref(), Cell::of),
        Cell::of(&row.recorded_at),
        Cell::text(&row.recorded_by),
    ];
    Written { ledger: SIGNATURES, cells }
}

/// A figure of finance's, as a receipt shows it.
pub(super) fn finance(row: &FinanceRow) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::of(&row.month),
        Cell::of(&row.room),
        Cell::text(&row.category),
        row.amount.into(),
        Cell::text(&row.person),
        Cell::text(&row.note),
        Cell::of(&row.recorded_at),
        Cell::text(&row.recorded_by),
    ];
    Written { ledger: FINANCE, cells }
}
