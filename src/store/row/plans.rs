//! Rows of indicators, their monthly values, and the tasks of the year's plan.

use std::sync::OnceLock;

use crate::base::{
    Day, IndicatorCode, Month, RecordId, Refuse, TaskCode, parse_count, parse_decimal,
};
use crate::books::Books;
use crate::inspections::{
    Direction, GivenValue, Goal, Indicator, IndicatorRefusal, IndicatorValue, Record, Refusal,
    TaskEvent, TaskKind,
};
use crate::store::codec::{Cells, Sheet, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::Row;
use super::inspections::{fold, pieces};
use super::shape::written;

/// Reads the indicators, their values and the tasks.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    loader.table(&layout::indicators(), |row: Indicator| {
        fold(books, Record::Indicator(Box::new(row)))
    })?;
    loader.table(&layout::indicator_values(), |row: IndicatorValue| {
        fold(books, Record::IndicatorValue(row))
    })?;
    loader.table(&layout::tasks(), |row: TaskEvent| fold(books, Record::Task(Box::new(row))))
}

/// The indicators that are shipped with the tool, to be taken over and changed.
pub fn sample_indicators() -> &'static [Indicator] {
    static SAMPLE: OnceLock<Vec<Indicator>> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let text = include_str!("../../../data/indicators.csv");
        read_sample(text).unwrap_or_else(|place| panic!("BUG: indicators.csv {place}"))
    })
}

fn read_sample(text: &str) -> Result<Vec<Indicator>, String> {
    let columns = Indicator::COLUMNS;
    let sheet = Sheet::open("", text, columns, &[]).map_err(|wrong| wrong.place.to_string())?;
    let mut rows = Vec::new();
    for line in sheet.rows() {
        let line = line.map_err(|wrong| wrong.place.to_string())?;
        let row = Indicator::decode(&mut sheet.cells(&line, columns));
        rows.push(row.map_err(|_| line.place().to_string())?);
    }
    Ok(rows)
}

/// As many hashes as pieces of evidence, or a defect.
pub(super) fn hashes(cells: &mut Cells<'_>) -> Result<(Vec<String>, Vec<String>), Wrong> {
    let evidence = pieces(cells.text("evidence"));
    let sha256 = pieces(cells.text("sha256"));
    if evidence.len() == sha256.len() {
        return Ok((evidence, sha256));
    }
    let refusal = Refusal::Hashes { evidence: evidence.len(), sha256: sha256.len() };
    Err(cells.defect("sha256", refusal.message()))
}

impl Row for Indicator {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "code",
        "name",
        "name_en",
        "unit",
        "direction",
        "target",
        "from",
        "to",
        "owner",
        "source",
        "section",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let code = cells.required("code", IndicatorCode::parse);
        let name = cells.text("name").to_owned();
        let name_en = cells.text("name_en").to_owned();
        let unit = cells.text("unit").to_owned();
        let direction = cells.word("direction", Direction::parse, Direction::words());
        let goal = cells.required("target", |text| Goal::parse(text, &unit));
        let from = cells.required("from", Month::parse);
        let to = cells.optional("to", Month::parse);
        let owner = cells.text("owner").to_owned();
        let source = cells.text("source").to_owned();
        let section = cells.text("section").to_owned();
        let note = cells.text("note").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            code: code?,
            name,
            name_en,
            unit,
            direction: direction?,
            target: goal?.target,
            from: from?,
            to: to?,
            owner,
            source,
            section,
            note,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.code.to_string(),
            self.name.clone(),
            self.name_en.clone(),
            self.unit.clone(),
            self.direction.word().to_owned(),
            self.written_target(),
            self.from.to_string(),
            written(self.to.as_ref()),
            self.owner.clone(),
            self.source.clone(),
            self.section.clone(),
            self.note.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for IndicatorValue {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "indicator",
        "month",
        "numerator",
        "denominator",
        "value",
        "person",
        "evidence",
        "sha256",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let indicator = cells.required("indicator", IndicatorCode::parse);
        let month = cells.required("month", Month::parse);
        let numerator = cells.optional("numerator", parse_decimal);
        let denominator = cells.optional("denominator", parse_decimal);
        let value = cells.optional("value", parse_decimal);
        let person = cells.text("person").to_owned();
        let proof = hashes(cells);
        let note = cells.text("note").to_owned();
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let given = GivenValue::new(numerator?, denominator?, value?)
            .map_err(|refusal: IndicatorRefusal| cells.defect("value", refusal.message()));
        let (evidence, sha256) = proof?;
        Ok(Self {
            id: id?,
            indicator: indicator?,
            month: month?,
            given: given?,
            person,
            evidence,
            sha256,
            note,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        let (numerator, denominator) = self.given.parts().unzip();
        vec![
            self.id.to_string(),
            self.indicator.to_string(),
            self.month.to_string(),
            written(numerator.as_ref()),
            written(denominator.as_ref()),
            written(self.given.number().as_ref()),
            self.person.clone(),
            self.evidence.join(";"),
            self.sha256.join(";"),
            self.note.clone(),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for TaskEvent {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "task",
        "kind",
        "date",
        "year",
        "section",
        "title",
        "owner",
        "department",
        "due",
        "percent",
        "person",
        "note",
        "evidence",
        "sha256",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let task = cells.required("task", TaskCode::parse);
        let kind = cells.word("kind", TaskKind::parse, TaskKind::words());
        let date = cells.day("date");
        let year = cells.optional("year", parse_count);
        let section = cells.text("section").to_owned();
        let title = cells.text("title").to_owned();
        let owner = cells.text("owner").to_owned();
        let department = cells.text("department").to_owned();
        let due = cells.optional("due", Day::parse);
        let percent = cells.optional("percent", parse_count);
        let person = cells.text("person").to_owned();
        let note = cells.text("note").to_owned();
        let proof = hashes(cells);
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let (evidence, sha256) = proof?;
        Ok(Self {
            id: id?,
            task: task?,
            kind: kind?,
            date: date?,
            year: year?.and_then(|year| i32::try_from(year).ok()),
            section,
            title,
            owner,
            department,
            due: due?,
            percent: percent?,
            person,
            note,
            evidence,
            sha256,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.task.to_string(),
            self.kind.word().to_owned(),
            self.date.to_string(),
            written(self.year.as_ref()),
            self.section.clone(),
            self.title.clone(),
            self.owner.clone(),
            self.department.clone(),
            written(self.due.as_ref()),
            written(self.percent.as_ref()),
            self.person.clone(),
            self.note.clone(),
            self.evidence.join(";"),
            self.sha256.join(";"),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
