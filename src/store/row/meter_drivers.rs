//! Rows of the figures that uses are measured against.

use crate::base::{DepartmentCode, Month, RecordId, SiteCode, parse_decimal};
use crate::meters::{Driver, DriverKind, DriverPlace};
use crate::store::codec::{Cells, Wrong};

use super::Row;
use super::shape::written;

impl Row for Driver {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "month",
        "driver",
        "site",
        "department",
        "amount",
        "source",
        "note",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["site", "department", "source", "note"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let text = |cells: &mut Cells<'_>, column: &'static str| {
            Some(cells.text(column).to_owned()).filter(|text| !text.is_empty())
        };
        let id = cells.required("id", RecordId::parse);
        let month = cells.required("month", Month::parse);
        let words = DriverKind::KNOWN.map(|kind| kind.word());
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.push("other:…");
        let kind = cells.word("driver", DriverKind::parse, &words);
        let site = cells.optional("site", SiteCode::parse);
        let department = cells.optional("department", DepartmentCode::parse);
        let amount = cells.required("amount", parse_decimal);
        let source = text(cells, "source");
        let note = text(cells, "note");
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let place =
            DriverPlace { kind: kind?, site: site?, department: department?, month: month? };
        let (amount, recorded_at) = (amount?, recorded_at?);
        Ok(Self { id: id?, place, amount, source, note, recorded_at, recorded_by })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.place.month.to_string(),
            self.place.kind.word(),
            written(self.place.site.as_ref()),
            written(self.place.department.as_ref()),
            self.amount.to_string(),
            written(self.source.as_ref()),
            written(self.note.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
