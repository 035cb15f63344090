//! Rows of mean temperatures.

use crate::base::{RecordId, parse_decimal};
use crate::meters::{Weather, WeatherDate};
use crate::store::codec::{Cells, Wrong};

use super::Row;
use super::shape::written;

impl Row for Weather {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "station",
        "mean",
        "source",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["source", "note", "supersedes"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let text = |cells: &mut Cells<'_>, column: &'static str| {
            Some(cells.text(column).to_owned()).filter(|text| !text.is_empty())
        };
        let id = cells.required("id", RecordId::parse);
        let date = cells.required("date", WeatherDate::parse);
        let station = cells.text("station").to_owned();
        let mean = cells.required("mean", parse_decimal);
        let source = text(cells, "source");
        let note = text(cells, "note");
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            date: date?,
            station,
            mean: mean?,
            source,
            note,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.station.clone(),
            self.mean.to_string(),
            written(self.source.as_ref()),
            written(self.note.as_ref()),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
