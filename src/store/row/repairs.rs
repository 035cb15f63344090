//! Rows of the repair orders.

use smol_str::SmolStr;

use crate::base::{Day, DepartmentCode, Money, RecordId, SubjectCode, Time};
use crate::inspections::{RepairEvent, RepairKind, RepairUrgency};
use crate::store::codec::{Cells, Wrong};

use super::Row;
use super::inspections::pieces;
use super::shape::written;

impl Row for RepairEvent {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "repair",
        "date",
        "time",
        "kind",
        "number",
        "subject",
        "department",
        "place",
        "urgency",
        "contractor",
        "finding",
        "due",
        "due_time",
        "cost",
        "person",
        "note",
        "evidence",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let repair = cells.required("repair", RecordId::parse);
        let date = cells.day("date");
        let time = cells.optional("time", Time::parse);
        let kind = cells.word("kind", RepairKind::parse, RepairKind::words());
        let number = cells.text("number").to_owned();
        let subject = cells.optional("subject", SubjectCode::parse);
        let department = cells.optional("department", DepartmentCode::parse);
        let place = cells.text("place").to_owned();
        let urgency = match cells.text("urgency") {
            "" => Ok(None),
            _ => cells.word("urgency", RepairUrgency::parse, RepairUrgency::words()).map(Some),
        };
        let contractor = cells.optional("contractor", SubjectCode::parse);
        let finding = cells.optional("finding", RecordId::parse);
        let due = cells.optional("due", Day::parse);
        let due_time = cells.optional("due_time", Time::parse);
        let cost = cells.optional("cost", Money::parse);
        let person = SmolStr::new(cells.text("person"));
        let note = cells.text("note").to_owned();
        let evidence = pieces(cells.text("evidence"));
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = SmolStr::new(cells.text("recorded_by"));
        Ok(Self {
            id: id?,
            repair: repair?,
            date: date?,
            time: time?,
            kind: kind?,
            number,
            subject: subject?,
            department: department?,
            place,
            urgency: urgency?,
            contractor: contractor?,
            finding: finding?,
            due: due?,
            due_time: due_time?,
            cost: cost?,
            person,
            note,
            evidence,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.repair.to_string(),
            self.date.to_string(),
            written(self.time.as_ref()),
            self.kind.word().to_owned(),
            self.number.clone(),
            written(self.subject.as_ref()),
            written(self.department.as_ref()),
            self.place.clone(),
            self.urgency.map(RepairUrgency::word).unwrap_or_default().to_owned(),
            written(self.contractor.as_ref()),
            written(self.finding.as_ref()),
            written(self.due.as_ref()),
            written(self.due_time.as_ref()),
            written(self.cost.as_ref()),
            self.person.to_string(),
            self.note.clone(),
            self.evidence.join(";"),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.to_string(),
        ]
    }
}
