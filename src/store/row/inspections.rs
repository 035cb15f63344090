//! Rows of the inspection ledgers: service periods, records, excusals, findings.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::base::{
    self, Day, DepartmentCode, Month, RecordId, RuleCode, SiteCode, Span, SubjectCode,
    TemplateCode, Time, parse_decimal,
};
use crate::books::{Books, Line, Reading};
use crate::inspections::{
    Answer, Attendance, BatchEvent, Breach, Contract, Excusal, FindingEvent, FindingKind,
    FindingSource, FormRefusal, Indicator, IndicatorValue, Inspection, OnDuty, Outcome, PieceState,
    Record, Refusal, RepairEvent, Seen, Service, ServicePeriod, Severity, TaskEvent,
};
use crate::org::Certificate;
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::named::{Named, rows_named};
use crate::store::{StoreError, StorePath, layout};

use super::shape::written;
use super::{CsvTarget, Row, Target, clauses, duties, plans, rules, templates, trainings};

/// Reads the rules, then whom they bind, then what was done, excused and found.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    let batches = load_scopes(loader, books)?;
    let months = loader.months(&layout::inspection_records())?;
    let months: Vec<StorePath> = months.into_iter().map(|(_, path)| path).collect();
    for path in &months {
        loader.table(path, |row: Inspection| fold(books, Record::Inspection(row)))?;
    }
    let Files { answers, findings: years, repairs } = load_rest(loader, books)?;
    let faults = books.inspections.faults();
    let faults = faults.into_iter().map(|(id, refusals)| (id.to_string(), refusals)).collect();
    loader.blame::<Service, _>(&[layout::service()], &faults)?;
    loader.blame::<Inspection, _>(&months, &faults)?;
    loader.blame::<Answer, _>(&answers, &faults)?;
    templates::note_edited(loader, books)?;
    loader.blame::<Excusal, _>(&[layout::excusals()], &faults)?;
    loader.blame::<FindingEvent, _>(&years, &faults)?;
    loader.blame::<RepairEvent, _>(&repairs, &faults)?;
    loader.blame::<BatchEvent, _>(&batches, &faults)?;
    loader.blame::<Certificate, _>(&[layout::certificates()], &faults)?;
    loader.blame::<OnDuty, _>(&[layout::roster()], &faults)?;
    loader.blame::<Indicator, _>(&[layout::indicators()], &faults)?;
    loader.blame::<IndicatorValue, _>(&[layout::indicator_values()], &faults)?;
    loader.blame::<TaskEvent, _>(&[layout::tasks()], &faults)?;
    loader.blame::<Attendance, _>(&[layout::attendance()], &faults)
}

/// Reads all that the records are held against, and of them those of one subject and those of the month
/// that is written to; says whether it could. Of a form it is not asked whether its record is there.
pub(super) fn load_some(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    (subject, written): (&SubjectCode, Month),
) -> Result<bool, StoreError> {
    load_scopes(loader, books)?;
    let months = loader.months(&layout::inspection_records())?;
    let (written, others): (Vec<_>, Vec<_>) =
        months.into_iter().partition(|(month, _)| *month == written);
    let named = Named {
        names: [subject.as_str()].into(),
        columns: ["subject"],
        is_wanted: |[own]: [&str; 1]| own == subject.as_str(),
    };
    let others = others.into_iter().map(|(_, path)| path);
    let Some(rows) = rows_named::<Inspection, 1, _>(loader, others, &named)? else {
        return Ok(false);
    };
    for row in rows {
        if fold(books, Record::Inspection(row)).is_err() {
            return Ok(false);
        }
    }
    for (_, path) in written {
        loader.table(&path, |row: Inspection| fold(books, Record::Inspection(row)))?;
    }
    load_rest(loader, books)?;
    let faults = books.inspections.faults();
    let is_unread =
        |refusal: &Refusal| matches!(refusal, Refusal::Form(FormRefusal::NoRecord { .. }));
    Ok(faults.values().flatten().all(is_unread) && loader.diagnostics.is_empty())
}

/// Looks at the files that rows name as evidence; which of them are not what they were is told,
/// where remarks are wanted, at the rows that name them.
pub(super) fn look_at_evidence(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    remarks: Reading,
) -> Result<(), StoreError> {
    let files: Vec<String> =
        books.inspections.files_named().into_iter().map(str::to_owned).collect();
    let mut seen = Seen::new();
    for file in files {
        let sum = loader.sum(&file)?;
        seen.insert(file, sum.map(|sum| sum.to_string()));
    }
    books.inspections.saw(seen);
    if remarks == Reading::Left {
        return Ok(());
    }
    let mut broken: BTreeMap<String, Vec<Refusal>> = BTreeMap::new();
    for Breach { row, file, state, .. } in books.inspections.breaches() {
        let refusal = match state {
            PieceState::Whole => continue,
            PieceState::Missing => Refusal::EvidenceMissing { file },
            PieceState::Changed => Refusal::EvidenceChanged { file },
        };
        broken.entry(row.to_string()).or_default().push(refusal);
    }
    let remark = |_: &Refusal| base::Severity::Warning;
    let months = loader.months(&layout::inspection_records())?;
    let months: Vec<StorePath> = months.into_iter().map(|(_, path)| path).collect();
    loader.blame_weighed::<Inspection, _>(&months, &broken, remark)?;
    let years = loader.years(&layout::findings())?;
    loader.blame_weighed::<FindingEvent, _>(&years, &broken, remark)?;
    loader.blame_weighed::<TaskEvent, _>(&[layout::tasks()], &broken, remark)?;
    loader.blame_weighed::<Attendance, _>(&[layout::attendance()], &broken, remark)?;
    loader.blame_weighed::<IndicatorValue, _>(&[layout::indicator_values()], &broken, remark)?;
    clauses::look(loader, books)
}

/// Reads all but the records; what only all rows together show to be wrong is not looked for.
pub(super) fn load_without_records(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<(), StoreError> {
    load_scopes(loader, books)?;
    load_rest(loader, books).map(drop)
}

/// Reads what comes before the records; hands back the batches' files.
fn load_scopes(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<Vec<StorePath>, StoreError> {
    rules::load(loader, books)?;
    templates::load(loader, books)?;
    clauses::load(loader, books)?;
    let batches = duties::load(loader, books)?;
    loader.table(&layout::service(), |row: Service| fold(books, Record::Service(row)))?;
    Ok(batches)
}

/// The files whose rows are blamed for what only all rows together show.
struct Files {
    answers: Vec<StorePath>,
    findings: Vec<StorePath>,
    repairs: Vec<StorePath>,
}

/// Reads what comes after the records; hands back the files.
fn load_rest(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<Files, StoreError> {
    let answers = loader.months(&layout::answers())?;
    let answers: Vec<StorePath> = answers.into_iter().map(|(_, path)| path).collect();
    for path in &answers {
        loader.table(path, |row: Answer| fold(books, Record::Answer(row)))?;
    }
    loader.table(&layout::contractors(), |row: Contract| {
        fold(books, Record::Contract(Box::new(row)))
    })?;
    loader.table(&layout::excusals(), |row: Excusal| fold(books, Record::Excusal(row)))?;
    let years = loader.years(&layout::findings())?;
    for path in &years {
        loader.table(path, |row: FindingEvent| fold(books, Record::Finding(row)))?;
    }
    plans::load(loader, books)?;
    trainings::load(loader, books)?;
    let repairs = loader.years(&layout::repairs())?;
    for path in &repairs {
        loader.table(path, |row: RepairEvent| fold(books, Record::Repair(row)))?;
    }
    Ok(Files { answers, findings: years, repairs })
}

pub(super) fn fold(books: &mut Books, record: Record) -> Result<(), crate::books::Refusal> {
    books.take(Line::Inspection(record))
}

/// Where a record is written.
pub(super) fn target(record: &Record) -> Target {
    Target::Append(match record {
        Record::Rule(rule) => return rules::target(rule),
        Record::Service(row) => CsvTarget::of(layout::service(), row),
        Record::Inspection(row) => {
            CsvTarget::of(layout::inspection_records_of(row.date.month()), row)
        }
        Record::Excusal(row) => CsvTarget::of(layout::excusals(), row),
        Record::Template(template) => return templates::target(template),
        Record::Clause(row) => return clauses::target(row),
        Record::Answer(row) => CsvTarget::of(layout::answers_of(row.date.month()), row),
        Record::Contract(row) => {
            return Target::Upsert(CsvTarget::of(layout::contractors(), row.as_ref()));
        }
        Record::Batch(row) => CsvTarget::of(layout::batches_of(row.date.year()), row),
        Record::Certificate(row) => CsvTarget::of(layout::certificates(), row),
        Record::OnDuty(row) => CsvTarget::of(layout::roster(), row),
        Record::Indicator(row) => CsvTarget::of(layout::indicators(), row.as_ref()),
        Record::IndicatorValue(row) => CsvTarget::of(layout::indicator_values(), row),
        Record::Task(row) => CsvTarget::of(layout::tasks(), row.as_ref()),
        Record::Attendance(row) => CsvTarget::of(layout::attendance(), row.as_ref()),
        Record::CalendarDay(day) => return duties::calendar_target(day),
        Record::Repair(row) => CsvTarget::of(layout::repairs_of(row.date.year()), row),
        Record::Finding(row) => CsvTarget::of(layout::findings_of(row.date.year()), row),
    })
}

/// The pieces of a list in one cell.
pub(super) fn pieces(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

impl Row for Service {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "rule",
        "subject",
        "from",
        "to",
        "anchor",
        "site",
        "reason",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["anchor", "site"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let rule = cells.required("rule", RuleCode::parse);
        let subject = cells.required("subject", SubjectCode::parse);
        let from = cells.day("from");
        let to = cells.optional("to", Day::parse);
        let anchor = cells.optional("anchor", Day::parse);
        let site = cells.optional("site", SiteCode::parse);
        let reason = cells.text("reason").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            rule: rule?,
            subject: subject?,
            period: ServicePeriod { from: from?, to: to? },
            anchor: anchor?,
            site: site?,
            reason,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.rule.to_string(),
            self.subject.to_string(),
            self.period.from.to_string(),
            written(self.period.to.as_ref()),
            written(self.anchor.as_ref()),
            written(self.site.as_ref()),
            self.reason.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for Inspection {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "rule",
        "template",
        "subject",
        "date",
        "time",
        "person",
        "result",
        "score",
        "evidence",
        "sha256",
        "for_slot",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["for_slot"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let rule = cells.required("rule", RuleCode::parse);
        let template = cells.optional("template", TemplateCode::parse);
        let subject = cells.required("subject", SubjectCode::parse);
        let date = cells.day("date");
        let time = cells.optional("time", Time::parse);
        let person = SmolStr::new(cells.text("person"));
        let result = cells.word("result", Outcome::parse, Outcome::words());
        let score = cells.optional("score", parse_decimal);
        let evidence = pieces(cells.text("evidence"));
        let sha256 = pieces(cells.text("sha256"));
        let for_slot = cells.optional("for_slot", Day::parse);
        let note = cells.text("note").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = SmolStr::new(cells.text("recorded_by"));
        if evidence.len() != sha256.len() {
            let refusal = Refusal::Hashes { evidence: evidence.len(), sha256: sha256.len() };
            return Err(cells.defect("sha256", crate::base::Refuse::message(&refusal)));
        }
        Ok(Self {
            id: id?,
            rule: rule?,
            template: template?,
            subject: subject?,
            date: date?,
            time: time?,
            person,
            result: result?,
            score: score?,
            evidence,
            sha256,
            for_slot: for_slot?,
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
            written(self.template.as_ref()),
            self.subject.to_string(),
            self.date.to_string(),
            written(self.time.as_ref()),
            self.person.to_string(),
            self.result.word().to_owned(),
            written(self.score.as_ref()),
            self.evidence.join(";"),
            self.sha256.join(";"),
            written(self.for_slot.as_ref()),
            self.note.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.to_string(),
        ]
    }
}

impl Row for Excusal {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "rule",
        "subject",
        "from",
        "to",
        "reason",
        "person",
        "approved_by",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let rule = cells.required("rule", RuleCode::parse);
        let subject = cells.required("subject", SubjectCode::parse);
        let from = cells.day("from");
        let to = cells.day("to");
        let reason = cells.text("reason").to_owned();
        let person = cells.text("person").to_owned();
        let approved_by = cells.text("approved_by").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let (from, to) = (from?, to?);
        let Some(days) = Span::new(from, to) else {
            let backwards = Refusal::Backwards { from, to };
            return Err(cells.defect("to", crate::base::Refuse::message(&backwards)));
        };
        Ok(Self {
            id: id?,
            date: date?,
            rule: rule?,
            subject: subject?,
            days,
            reason,
            person,
            approved_by,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.rule.to_string(),
            self.subject.to_string(),
            self.days.first().to_string(),
            self.days.last().to_string(),
            self.reason.clone(),
            self.person.clone(),
            self.approved_by.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for FindingEvent {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "finding",
        "date",
        "kind",
        "subject",
        "rule",
        "record",
        "severity",
        "due",
        "source",
        "department",
        "owner",
        "person",
        "note",
        "evidence",
        "sha256",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["sha256", "source", "department", "owner"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let finding = cells.required("finding", RecordId::parse);
        let date = cells.day("date");
        let kind = cells.word("kind", FindingKind::parse, FindingKind::words());
        let subject = cells.optional("subject", SubjectCode::parse);
        let rule = cells.optional("rule", RuleCode::parse);
        let record = cells.optional("record", RecordId::parse);
        let severity = match cells.text("severity") {
            "" => Ok(None),
            _ => cells.word("severity", Severity::parse, Severity::words()).map(Some),
        };
        let due = cells.optional("due", Day::parse);
        let source = match cells.text("source") {
            "" => Ok(None),
            _ => cells.word("source", FindingSource::parse, FindingSource::words()).map(Some),
        };
        let department = cells.optional("department", DepartmentCode::parse);
        let owner = cells.text("owner").to_owned();
        let person = cells.text("person").to_owned();
        let note = cells.text("note").to_owned();
        let evidence = pieces(cells.text("evidence"));
        let sha256 = pieces(cells.text("sha256"));
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        // Papers that are kept elsewhere have none, nor have rows written before sums were kept.
        if !sha256.is_empty() && evidence.len() != sha256.len() {
            let refusal = Refusal::Hashes { evidence: evidence.len(), sha256: sha256.len() };
            return Err(cells.defect("sha256", crate::base::Refuse::message(&refusal)));
        }
        Ok(Self {
            id: id?,
            finding: finding?,
            date: date?,
            kind: kind?,
            subject: subject?,
            rule: rule?,
            record: record?,
            severity: severity?,
            due: due?,
            source: source?,
            department: department?,
            owner,
            person,
            note,
            evidence,
            sha256,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.finding.to_string(),
            self.date.to_string(),
            self.kind.word().to_owned(),
            written(self.subject.as_ref()),
            written(self.rule.as_ref()),
            written(self.record.as_ref()),
            self.severity.map(Severity::word).unwrap_or_default().to_owned(),
            written(self.due.as_ref()),
            self.source.map(FindingSource::word).unwrap_or_default().to_owned(),
            written(self.department.as_ref()),
            self.owner.clone(),
            self.person.clone(),
            self.note.clone(),
            self.evidence.join(";"),
            self.sha256.join(";"),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
