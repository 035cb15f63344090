//! Rows that duties rest on beside records: batches, certificates, the roster, the calendar.

use crate::base::{Day, Moment, RecordId, RuleCode, SubjectCode, Time};
use crate::books::Books;
use crate::inspections::{Amount, BatchEvent, BatchKind, OnDuty, Record};
use crate::org::{CalendarDay, Certificate, DayKind};
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, StorePath, layout};

use super::inspections::fold;
use super::shape::written;
use super::{CsvTarget, Row, Target};

/// Reads the calendar, the certificates, the roster and the batches; hands back the batches' files.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<Vec<StorePath>, StoreError> {
    loader.table(&layout::calendar(), |row: CalendarDay| fold(books, Record::CalendarDay(row)))?;
    loader
        .table(&layout::certificates(), |row: Certificate| fold(books, Record::Certificate(row)))?;
    loader.table(&layout::roster(), |row: OnDuty| fold(books, Record::OnDuty(row)))?;
    let years = loader.years(&layout::batches())?;
    for path in &years {
        loader.table(path, |row: BatchEvent| fold(books, Record::Batch(row)))?;
    }
    Ok(years)
}

/// What was said of a day before stays, for what was known by then.
pub(super) fn calendar_target(day: &CalendarDay) -> Target {
    Target::Add(CsvTarget::of(layout::calendar(), day))
}

impl Row for CalendarDay {
    const COLUMNS: &'static [&'static str] = &["date", "kind", "name", "recorded_at"];
    const OPTIONAL: &'static [&'static str] = &["name", "recorded_at"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let date = cells.day("date");
        let words: Vec<&str> = DayKind::ALL.iter().map(|kind| kind.word()).collect();
        let kind = cells.word("kind", DayKind::parse, &words);
        let name = cells.text("name").to_owned();
        let recorded_at = cells.optional("recorded_at", Moment::parse);
        Ok(Self { date: date?, kind: kind?, name, recorded_at: recorded_at? })
    }

    fn encode(&self) -> Vec<String> {
        let recorded_at = written(self.recorded_at.as_ref());
        vec![self.date.to_string(), self.kind.word().to_owned(), self.name.clone(), recorded_at]
    }
}

impl Row for Certificate {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "holder",
        "kind",
        "number",
        "from",
        "to",
        "issuer",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let holder = cells.required("holder", SubjectCode::parse);
        let kind = cells.text("kind").to_owned();
        let number = cells.text("number").to_owned();
        let from = cells.day("from");
        let to = cells.optional("to", Day::parse);
        let issuer = cells.text("issuer").to_owned();
        let note = cells.text("note").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            holder: holder?,
            kind,
            number,
            from: from?,
            to: to?,
            issuer,
            note,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.holder.to_string(),
            self.kind.clone(),
            self.number.clone(),
            self.from.to_string(),
            written(self.to.as_ref()),
            self.issuer.clone(),
            self.note.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

/// The words of whether somebody was on duty.
const PRESENCE: [&str; 2] = ["on", "off"];

impl Row for OnDuty {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "kind",
        "rule",
        "subject",
        "shift",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let present = |word: &str| PRESENCE.iter().position(|one| *one == word).map(|at| at == 0);
        let present = cells.word("kind", present, &PRESENCE);
        let rule = cells.required("rule", RuleCode::parse);
        let subject = cells.required("subject", SubjectCode::parse);
        let shift = cells.text("shift").to_owned();
        let note = cells.text("note").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            rule: rule?,
            subject: subject?,
            date: date?,
            shift,
            note,
            present: present?,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            PRESENCE[usize::from(!self.present)].to_owned(),
            self.rule.to_string(),
            self.subject.to_string(),
            self.shift.clone(),
            self.note.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for BatchEvent {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "batch",
        "kind",
        "rule",
        "subject",
        "date",
        "time",
        "amount",
        "person",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let batch = cells.required("batch", RecordId::parse);
        let kind = cells.word("kind", BatchKind::parse, BatchKind::words());
        let rule = cells.required("rule", RuleCode::parse);
        let subject = cells.required("subject", SubjectCode::parse);
        let date = cells.day("date");
        let time = cells.required("time", Time::parse);
        let amount = cells.optional("amount", Amount::read);
        let person = cells.text("person").to_owned();
        let note = cells.text("note").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            batch: batch?,
            kind: kind?,
            rule: rule?,
            subject: subject?,
            date: date?,
            time: time?,
            amount: amount?,
            person,
            note,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.batch.to_string(),
            self.kind.word().to_owned(),
            self.rule.to_string(),
            self.subject.to_string(),
            self.date.to_string(),
            self.time.to_string(),
            written(self.amount.as_ref()),
            self.person.clone(),
            self.note.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
