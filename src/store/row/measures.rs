//! Rows of the measures, and of the acknowledgements of alarms.

use crate::base::{
    Day, DepartmentCode, MeasureCode, Money, PointCode, RecordId, Refuse, SiteCode, parse_count,
    parse_decimal,
};
use crate::meters::{Acknowledgement, Carrier, Load, Measure, Method, Sample, SampleOf, Utility};
use crate::store::codec::{Cells, Wrong};

use super::Row;
use super::shape::written;

/// A text cell that may be empty.
fn note(cells: &mut Cells<'_>, column: &'static str) -> Option<String> {
    Some(cells.text(column).to_owned()).filter(|text| !text.is_empty())
}

impl Row for Measure {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "code",
        "name",
        "utility",
        "unit",
        "site",
        "department",
        "points",
        "count",
        "cost",
        "start",
        "end",
        "expected",
        "life",
        "method",
        "load_before",
        "load_after",
        "load_error",
        "hours",
        "hours_error",
        "sample_of",
        "sample_size",
        "sample_mean",
        "sample_sd",
        "evidence",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &[
        "unit",
        "site",
        "department",
        "points",
        "count",
        "cost",
        "end",
        "expected",
        "life",
        "load_before",
        "load_after",
        "load_error",
        "hours",
        "hours_error",
        "sample_of",
        "sample_size",
        "sample_mean",
        "sample_sd",
        "evidence",
        "note",
        "supersedes",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let code = cells.required("code", MeasureCode::parse);
        let name = cells.text("name").to_owned();
        let utility = cells.word("utility", Utility::parse, &Utility::ALL.map(Utility::word));
        let unit = note(cells, "unit");
        let site = cells.optional("site", SiteCode::parse);
        let department = cells.optional("department", DepartmentCode::parse);
        let points = points(cells);
        let count = cells.optional("count", parse_count);
        let cost = cells.optional("cost", Money::parse);
        let start = cells.day("start");
        let end = cells.optional("end", Day::parse);
        let expected = cells.optional("expected", parse_decimal);
        let life = cells.optional("life", parse_decimal);
        let method = cells.word("method", Method::parse, &Method::ALL.map(Method::word));
        let load = load(cells);
        let evidence = note(cells, "evidence");
        let remark = note(cells, "note");
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let carrier = Carrier::new(utility?, unit.as_deref())
            .map_err(|refusal| cells.defect("unit", refusal.message()))?;
        Ok(Self {
            id: id?,
            code: code?,
            name,
            carrier,
            site: site?,
            department: department?,
            points: points?,
            count: count?,
            cost: cost?,
            start: start?,
            end: end?,
            expected: expected?,
            life: life?,
            method: method?,
            load: load?,
            evidence,
            note: remark,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        let points: Vec<String> = self.points.iter().map(ToString::to_string).collect();
        let Load { before, after, load_error, hours, hours_error, sample } = &self.load;
        let sample = sample.as_ref();
        vec![
            self.id.to_string(),
            self.code.to_string(),
            self.name.clone(),
            self.carrier.utility().word().to_owned(),
            self.carrier.unit().to_owned(),
            written(self.site.as_ref()),
            written(self.department.as_ref()),
            points.join(" "),
            written(self.count.as_ref()),
            written(self.cost.as_ref()),
            self.start.to_string(),
            written(self.end.as_ref()),
            written(self.expected.as_ref()),
            written(self.life.as_ref()),
            self.method.word().to_owned(),
            written(before.as_ref()),
            written(after.as_ref()),
            written(load_error.as_ref()),
            written(hours.as_ref()),
            written(hours_error.as_ref()),
            sample.map(|(of, _)| of.word().to_owned()).unwrap_or_default(),
            written(sample.map(|(_, sample)| &sample.size)),
            written(sample.map(|(_, sample)| &sample.mean)),
            written(sample.map(|(_, sample)| &sample.deviation)),
            written(self.evidence.as_ref()),
            written(self.note.as_ref()),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for Acknowledgement {
    const COLUMNS: &'static [&'static str] =
        &["id", "date", "point", "from", "reason", "person", "recorded_at", "recorded_by"];
    const OPTIONAL: &'static [&'static str] = &["from", "person"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let point = cells.required("point", PointCode::parse);
        let from = cells.optional("from", Day::parse);
        let reason = cells.text("reason").to_owned();
        let person = note(cells, "person");
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            date: date?,
            point: point?,
            from: from?,
            reason,
            person,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.point.to_string(),
            written(self.from.as_ref()),
            self.reason.clone(),
            written(self.person.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

/// Codes of points, parted by blanks.
fn points(cells: &mut Cells<'_>) -> Result<Vec<PointCode>, Wrong> {
    let codes: Result<Vec<_>, _> =
        cells.text("points").split_whitespace().map(PointCode::parse).collect();
    codes.map_err(|refusal| cells.defect("points", refusal.message()))
}

/// What Option A needs; a sample is there whole or not at all.
fn load(cells: &mut Cells<'_>) -> Result<Load, Wrong> {
    let before = cells.optional("load_before", parse_decimal);
    let after = cells.optional("load_after", parse_decimal);
    let load_error = cells.optional("load_error", parse_decimal);
    let hours = cells.optional("hours", parse_decimal);
    let hours_error = cells.optional("hours_error", parse_decimal);
    let parts = ["sample_of", "sample_size", "sample_mean", "sample_sd"];
    let sample = if parts.iter().any(|part| !cells.text(part).is_empty()) {
        let of = cells.word("sample_of", SampleOf::parse, &SampleOf::ALL.map(SampleOf::word));
        let size = cells.required("sample_size", parse_count);
        let mean = cells.required("sample_mean", parse_decimal);
        let deviation = cells.required("sample_sd", parse_decimal);
        Some((of?, Sample { size: size?, mean: mean?, deviation: deviation? }))
    } else {
        None
    };
    Ok(Load {
        before: before?,
        after: after?,
        load_error: load_error?,
        hours: hours?,
        hours_error: hours_error?,
        sample,
    })
}
