//! Rows of the answers to checklists, and of the contracts with contractors.

use smol_str::SmolStr;

use crate::base::{
    ContractCode, Day, Moment, QuestionCode, RecordId, RuleCode, SubjectCode, TemplateCode,
    parse_count, parse_decimal,
};
use crate::inspections::{Answer, Contract, Given, Value};
use crate::store::codec::{Cells, Wrong};

use super::Row;
use super::shape::written;

impl Row for Answer {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "record",
        "date",
        "template",
        "version",
        "sum",
        "item",
        "value",
        "note",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let record = cells.required("record", RecordId::parse);
        let date = cells.day("date");
        let template = cells.required("template", TemplateCode::parse);
        let version = cells.required("version", parse_count);
        let sum = cells.text("sum").to_owned();
        let item = cells.required("item", QuestionCode::parse);
        let value = cells.required("value", Value::parse);
        let note = cells.text("note").to_owned();
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = SmolStr::new(cells.text("recorded_by"));
        Ok(Self {
            id: id?,
            record: record?,
            date: date?,
            template: template?,
            version: version?,
            sum,
            given: Given { item: item?, value: value?, note },
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.record.to_string(),
            self.date.to_string(),
            self.template.to_string(),
            self.version.to_string(),
            self.sum.clone(),
            self.given.item.to_string(),
            self.given.value.to_string(),
            self.given.note.clone(),
            self.recorded_at.to_string(),
            self.recorded_by.to_string(),
        ]
    }
}

impl Row for Contract {
    const COLUMNS: &'static [&'static str] = &[
        "code",
        "contractor",
        "name",
        "scope",
        "from",
        "to",
        "rule",
        "templates",
        "bands",
        "alert_below",
        "alert_months",
        "note",
        "recorded_at",
    ];
    const OPTIONAL: &'static [&'static str] = &["note", "recorded_at"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let code = cells.required("code", ContractCode::parse);
        let contractor = cells.required("contractor", SubjectCode::parse);
        let name = cells.text("name").to_owned();
        let scope = cells.text("scope").to_owned();
        let from = cells.day("from");
        let to = cells.optional("to", Day::parse);
        let rule = cells.required("rule", RuleCode::parse);
        let templates = cells.required("templates", |text| {
            text.split(';').map(|code| TemplateCode::parse(code.trim())).collect()
        });
        let bands = match cells.text("bands") {
            "" => Ok(Vec::new()),
            _ => cells.required("bands", Contract::parse_bands),
        };
        let alert_below = cells.optional("alert_below", parse_decimal);
        let alert_months = cells.optional("alert_months", parse_count);
        let recorded_at = cells.optional("recorded_at", Moment::parse);
        let note = cells.text("note").to_owned();
        Ok(Self {
            code: code?,
            contractor: contractor?,
            name,
            scope,
            from: from?,
            to: to?,
            rule: rule?,
            templates: templates?,
            bands: bands?,
            alert_below: alert_below?,
            alert_months: alert_months?,
            note,
            recorded_at: recorded_at?,
        })
    }

    fn encode(&self) -> Vec<String> {
        let templates: Vec<&str> = self.templates.iter().map(TemplateCode::as_str).collect();
        vec![
            self.code.to_string(),
            self.contractor.to_string(),
            self.name.clone(),
            self.scope.clone(),
            self.from.to_string(),
            written(self.to.as_ref()),
            self.rule.to_string(),
            templates.join(";"),
            self.written_bands(),
            written(self.alert_below.as_ref()),
            written(self.alert_months.as_ref()),
            self.note.clone(),
            written(self.recorded_at.as_ref()),
        ]
    }
}
