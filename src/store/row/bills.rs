//! Rows of the bills.

use crate::base::{Money, PointCode, RecordId, Refuse, SiteCode, Span, parse_decimal};
use crate::meters::{Bill, BillKind, BillRefusal, Carrier, Utility};
use crate::store::codec::{Cells, Wrong};

use super::Row;
use super::shape::written;

/// A text cell that may be empty.
fn text(cells: &mut Cells<'_>, column: &'static str) -> Option<String> {
    Some(cells.text(column).to_owned()).filter(|text| !text.is_empty())
}

impl Row for Bill {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "supplier",
        "account",
        "utility",
        "unit",
        "kind",
        "from",
        "until",
        "quantity",
        "amount",
        "point",
        "site",
        "note",
        "supersedes",
        "reverses",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] =
        &["account", "unit", "quantity", "point", "site", "note", "supersedes", "reverses"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let number = named(cells, "number");
        let supplier = named(cells, "supplier");
        let account = text(cells, "account");
        let utility = cells.word("utility", Utility::parse, &Utility::ALL.map(Utility::word));
        let unit = text(cells, "unit");
        let kind = cells.word("kind", BillKind::parse, &BillKind::ALL.map(BillKind::word));
        let from = cells.day("from");
        let until = cells.day("until");
        let quantity = cells.optional("quantity", parse_decimal);
        let amount = cells.required("amount", Money::parse);
        let point = cells.optional("point", PointCode::parse);
        let site = cells.optional("site", SiteCode::parse);
        let note = text(cells, "note");
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let reverses = cells.optional("reverses", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let carrier = Carrier::new(utility?, unit.as_deref())
            .map_err(|refusal| cells.defect("unit", refusal.message()))?;
        let (from, until) = (from?, until?);
        let span = Span::new(from, until).ok_or_else(|| {
            cells.defect("until", BillRefusal::EndEarly { from, until }.message())
        })?;
        Ok(Self {
            id: id?,
            number: number?,
            supplier: supplier?,
            account,
            carrier,
            kind: kind?,
            span,
            quantity: quantity?,
            amount: amount?,
            point: point?,
            site: site?,
            note,
            supersedes: supersedes?,
            reverses: reverses?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.number.clone(),
            self.supplier.clone(),
            written(self.account.as_ref()),
            self.carrier.utility().word().to_owned(),
            self.carrier.unit().to_owned(),
            self.kind.word().to_owned(),
            self.span.first().to_string(),
            self.span.last().to_string(),
            written(self.quantity.as_ref()),
            self.amount.to_string(),
            written(self.point.as_ref()),
            written(self.site.as_ref()),
            written(self.note.as_ref()),
            written(self.supersedes.as_ref()),
            written(self.reverses.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

/// A text that every bill has.
fn named(cells: &mut Cells<'_>, column: &'static str) -> Result<String, Wrong> {
    let missing = || BillRefusal::Missing { field: column };
    cells.required(column, |text| {
        Some(text.to_owned()).filter(|text| !text.is_empty()).ok_or_else(missing)
    })
}
