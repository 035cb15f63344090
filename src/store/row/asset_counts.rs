//! Rows of the asset stocktakes.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::assets::Record;
use crate::assets::count::{Act, Outcome, Refusal, Row as Scanned};
use crate::base::{AssetTag, DepartmentCode, RecordId, SheetCode, StaffCode};
use crate::books::{Books, Line};
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::shape::written;
use super::{CsvTarget, Row, Target};

/// Reads the sheets year by year, then what contradicts itself on them.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    let years = loader.years(&layout::asset_counts())?;
    for year in &years {
        loader.table(year, |row: Scanned| books.take(Line::Asset(Record::Count(row))))?;
    }
    let mut faults: BTreeMap<String, Vec<Refusal>> = BTreeMap::new();
    for (id, refusal) in books.assets.counts().faults() {
        faults.entry(id.to_string()).or_default().push(refusal);
    }
    loader.blame::<Scanned, _>(&years, &faults)
}

/// Where a row is written.
pub(super) fn target(row: &Scanned) -> Target {
    Target::Append(CsvTarget::of(layout::asset_counts_of(row.date.year()), row))
}

impl Row for Scanned {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "sheet",
        "act",
        "asset",
        "text",
        "place",
        "department",
        "custodian",
        "class",
        "outcome",
        "tally",
        "person",
        "reason",
        "note",
        "reverses",
        "recorded_at",
        "recorded_by",
    ];
    const SUBJECT: Option<&'static str> = Some("asset");

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let sheet = cells.required("sheet", SheetCode::parse);
        let act = cells.word("act", Act::parse, &Act::ALL.map(Act::word));
        let asset = cells.optional("asset", AssetTag::parse);
        let text = SmolStr::new(cells.text("text"));
        let place = SmolStr::new(cells.text("place"));
        let department = cells.optional("department", DepartmentCode::parse);
        let custodian = cells.optional("custodian", StaffCode::parse);
        let class = SmolStr::new(cells.text("class"));
        let outcome = match cells.text("outcome") {
            "" => Ok(None),
            _ => cells.word("outcome", Outcome::parse, &Outcome::ALL.map(Outcome::word)).map(Some),
        };
        let tally = SmolStr::new(cells.text("tally"));
        let person = SmolStr::new(cells.text("person"));
        let reason = cells.text("reason").to_owned();
        let note = cells.text("note").to_owned();
        let reverses = cells.optional("reverses", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = SmolStr::new(cells.text("recorded_by"));
        Ok(Self {
            id: id?,
            date: date?,
            sheet: sheet?,
            act: act?,
            asset: asset?,
            text,
            place,
            department: department?,
            custodian: custodian?,
            class,
            outcome: outcome?,
            tally,
            person,
            reason,
            note,
            reverses: reverses?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.sheet.to_string(),
            self.act.word().to_owned(),
            written(self.asset.as_ref()),
            self.text.to_string(),
            self.place.to_string(),
            written(self.department.as_ref()),
            written(self.custodian.as_ref()),
            self.class.to_string(),
            self.outcome.map_or("", Outcome::word).to_owned(),
            self.tally.to_string(),
            self.person.to_string(),
            self.reason.clone(),
            self.note.clone(),
            written(self.reverses.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::{Day, Moment};
    use crate::store::codec::{Sheet, write_line};

    fn again(row: &Scanned) -> Scanned {
        let line = |cells: &[String]| write_line(cells.iter().map(String::as_str), "\n");
        let header: Vec<String> =
            Scanned::COLUMNS.iter().map(|column| (*column).to_owned()).collect();
        let text = line(&header) + &line(&row.encode());
        let sheet = Sheet::open("", &text, Scanned::COLUMNS, Scanned::OPTIONAL).expect("a sheet");
        let line = sheet.rows().next().expect("a row").expect("a whole row");
        Scanned::decode(&mut sheet.cells(&line, Scanned::COLUMNS)).expect("a row that reads")
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![Just(String::new()), "[^\\r\\n\\x00]{0,12}", "[,\" '=|@病床]{1,8}"]
    }

    fn code() -> impl Strategy<Value = String> {
        "[A-Z床][A-Z0-9_.床-]{0,12}"
    }

    fn row() -> impl Strategy<Value = Scanned> {
        let codes = (code(), code(), proptest::option::of(code()), proptest::option::of(code()));
        let texts = (text(), text(), text(), text(), text());
        let kinds = (
            proptest::sample::select(Act::ALL.to_vec()),
            proptest::option::of(proptest::sample::select(Outcome::ALL.to_vec())),
        );
        let when = (0_i64..40_000, 0_u32..86_400);
        (codes, texts, kinds, when).prop_map(|(codes, texts, (act, outcome), (days, second))| {
            let date = Day::new(1990, 1, 1).expect("a day").plus_days(days);
            Scanned {
                id: codes.0.parse().expect("a code"),
                date,
                sheet: codes.1.parse().expect("a code"),
                act,
                asset: codes.2.as_ref().map(|code| code.parse().expect("a code")),
                text: texts.0.as_str().into(),
                place: texts.1.as_str().into(),
                department: codes.3.as_ref().map(|code| code.parse().expect("a code")),
                custodian: codes.2.as_ref().map(|code| code.parse().expect("a code")),
                class: texts.2.as_str().into(),
                outcome,
                tally: texts.3.as_str().into(),
                person: texts.4.as_str().into(),
                reason: texts.0,
                note: texts.2,
                reverses: codes.3.map(|code| code.parse().expect("a code")),
                recorded_at: Moment::new(date, second).expect("a moment"),
                recorded_by: texts.4.into(),
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_row_that_was_written_reads_the_same(row in row()) {
            prop_assert_eq!(again(&row), row);
        }
    }
}
