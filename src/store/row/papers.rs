//! Rows of the papers beside the stock ledger: exemptions, signatures, finance's figures.

use crate::base::{Day, DepartmentCode, ItemCode, Money, Month, Quantity, RecordId, StoreCode};
use crate::books::{Books, Line, Window};
use crate::stock::{Exemption, FinanceRow, Record, Signature};
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::shape::written;
use super::{CsvTarget, Row, Target};

/// Reads the papers; they rest on the catalogue and the store rooms alone.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    window: Window,
) -> Result<(), StoreError> {
    if window.until == Some(Day::FIRST) {
        // The catalogue alone is asked for.
        return Ok(());
    }
    let mut take = |record: Record| books.apply(&Line::Stock(record));
    loader.table(&layout::exemptions(), |row: Exemption| take(Record::Exemption(Box::new(row))))?;
    for path in loader.years(&layout::signatures())? {
        loader.table(&path, |row: Signature| take(Record::Signature(row)))?;
    }
    loader.table(&layout::finance(), |row: FinanceRow| take(Record::Finance(row)))
}

/// Where an exemption is written.
pub(super) fn exemption(row: &Exemption) -> Target {
    Target::Append(CsvTarget::of(layout::exemptions(), row))
}

/// Where a signature is written.
pub(super) fn signature(row: &Signature) -> Target {
    Target::Append(CsvTarget::of(layout::signatures_of(row.date.year()), row))
}

/// Where a figure of finance's is written.
pub(super) fn finance(row: &FinanceRow) -> Target {
    Target::Append(CsvTarget::of(layout::finance(), row))
}

impl Row for Exemption {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "issue",
        "department",
        "item",
        "quantity",
        "unit",
        "person",
        "reason",
        "approver",
        "note",
        "reverses",
        "recorded_at",
        "recorded_by",
    ];
    const SUBJECT: Option<&'static str> = Some("item");

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let issue = cells.text("issue").to_owned();
        let department = cells.required("department", DepartmentCode::parse);
        let item = cells.required("item", ItemCode::parse);
        let quantity = cells.required("quantity", Quantity::parse);
        let unit = cells.text("unit").to_owned();
        let person = cells.text("person").to_owned();
        let reason = cells.text("reason").to_owned();
        let approver = cells.text("approver").to_owned();
        let note = cells.text("note").to_owned();
        let reverses = cells.optional("reverses", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            date: date?,
            issue,
            department: department?,
            item: item?,
            quantity: quantity?,
            unit,
            person,
            reason,
            approver,
            note,
            reverses: reverses?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.issue.clone(),
            self.department.to_string(),
            self.item.to_string(),
            self.quantity.to_string(),
            self.unit.clone(),
            self.person.clone(),
            self.reason.clone(),
            self.approver.clone(),
            self.note.clone(),
            written(self.reverses.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for Signature {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "slip",
        "department",
        "person",
        "note",
        "reverses",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let slip = cells.text("slip").to_owned();
        let department = cells.required("department", DepartmentCode::parse);
        let person = cells.text("person").to_owned();
        let note = cells.text("note").to_owned();
        let reverses = cells.optional("reverses", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            date: date?,
            slip,
            department: department?,
            person,
            note,
            reverses: reverses?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.slip.clone(),
            self.department.to_string(),
            self.person.clone(),
            self.note.clone(),
            written(self.reverses.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for FinanceRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "month",
        "room",
        "category",
        "amount",
        "person",
        "note",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let month = cells.required("month", Month::parse);
        let room = cells.required("room", StoreCode::parse);
        let category = cells.text("category").to_owned();
        let amount = cells.required("amount", Money::parse);
        let person = cells.text("person").to_owned();
        let note = cells.text("note").to_owned();
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            month: month?,
            room: room?,
            category,
            amount: amount?,
            person,
            note,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.month.to_string(),
            self.room.to_string(),
            self.category.clone(),
            self.amount.to_string(),
            self.person.clone(),
            self.note.clone(),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
