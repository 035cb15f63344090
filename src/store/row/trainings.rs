//! Rows of the attendance ledger: who was at which training.

use crate::base::{RecordId, RuleCode, StaffCode, parse_decimal};
use crate::books::Books;
use crate::inspections::{Attendance, Outcome, Presence, Record};
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::Row;
use super::inspections::fold;
use super::plans::hashes;
use super::shape::written;

/// Reads who was at which training.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    loader.table(&layout::attendance(), |row: Attendance| {
        fold(books, Record::Attendance(Box::new(row)))
    })
}

impl Row for Attendance {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "rule",
        "date",
        "person",
        "kind",
        "hours",
        "result",
        "score",
        "reason",
        "evidence",
        "sha256",
        "record",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let rule = cells.required("rule", RuleCode::parse);
        let date = cells.day("date");
        let person = cells.required("person", StaffCode::parse);
        let presence = cells.word("kind", Presence::parse, Presence::words());
        let hours = cells.optional("hours", parse_decimal);
        let result = match cells.text("result") {
            "" => Ok(None),
            _ => cells.word("result", Outcome::parse, Outcome::words()).map(Some),
        };
        let score = cells.optional("score", parse_decimal);
        let reason = cells.text("reason").to_owned();
        let proof = hashes(cells);
        let record = cells.optional("record", RecordId::parse);
        let note = cells.text("note").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let (evidence, sha256) = proof?;
        Ok(Self {
            id: id?,
            rule: rule?,
            date: date?,
            person: person?,
            presence: presence?,
            hours: hours?,
            result: result?,
            score: score?,
            reason,
            evidence,
            sha256,
            record: record?,
            note,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.rule.to_string(),
            self.date.to_string(),
            self.person.to_string(),
            self.presence.word().to_owned(),
            written(self.hours.as_ref()),
            self.result.map(Outcome::word).unwrap_or_default().to_owned(),
            written(self.score.as_ref()),
            self.reason.clone(),
            self.evidence.join(";"),
            self.sha256.join(";"),
            written(self.record.as_ref()),
            self.note.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
