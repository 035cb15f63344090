//! Rows of metering coverage, and the standard that comes with the tool.

use serde::Deserialize;

use crate::base::{PointCode, RecordId};
use crate::meters::{CoverageRow, Covers, Spot, Standard, Utility};
use crate::store::codec::{Cells, Wrong};

use super::Row;
use super::shape::written;

/// What must be metered, as it comes with the tool.
const STANDARD: &str = include_str!("../../../data/metering/gbt29149.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardFile {
    standard: String,
    source: String,
    mark: String,
    spot: Vec<SpotFile>,
    rate: Vec<RateFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpotFile {
    code: String,
    utilities: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateFile {
    utility: String,
    percent: [u32; 3],
}

/// The standard that says what must be metered.
pub fn metering_standard() -> Standard {
    let file: StandardFile = toml::from_str(STANDARD).expect("BUG: data/metering/gbt29149.toml");
    let utility = |word: &String| Utility::parse(word).expect("BUG: a utility of the standard");
    let spot = |spot: SpotFile| Spot {
        code: spot.code,
        utilities: spot.utilities.iter().map(utility).collect(),
    };
    Standard {
        name: file.standard,
        source: file.source,
        mark: file.mark,
        spots: file.spot.into_iter().map(spot).collect(),
        rates: file.rate.iter().map(|rate| (utility(&rate.utility), rate.percent)).collect(),
    }
}

impl Row for CoverageRow {
    const COLUMNS: &'static [&'static str] =
        &["id", "date", "spot", "utility", "point", "absent", "note", "recorded_at", "recorded_by"];
    const OPTIONAL: &'static [&'static str] = &["point", "absent", "note"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let spot = cells.text("spot").to_owned();
        let utility = cells.word("utility", Utility::parse, &Utility::ALL.map(Utility::word));
        let point = cells.optional("point", PointCode::parse);
        let absent = cells.text("absent").to_owned();
        let remark = Some(cells.text("note").to_owned()).filter(|text| !text.is_empty());
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let covers = match point? {
            Some(point) => Covers::By(point),
            None if absent.is_empty() => Covers::Nothing,
            None => Covers::Absent(absent),
        };
        Ok(Self {
            id: id?,
            date: date?,
            spot,
            utility: utility?,
            covers,
            note: remark,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        let (point, absent) = match &self.covers {
            Covers::By(point) => (point.to_string(), String::new()),
            Covers::Absent(why) => (String::new(), why.clone()),
            Covers::Nothing => (String::new(), String::new()),
        };
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.spot.clone(),
            self.utility.word().to_owned(),
            point,
            absent,
            written(self.note.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
