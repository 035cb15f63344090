//! Rows of the assets' cards and events, and the table of useful lives that is shipped.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use smol_str::SmolStr;

use crate::assets::{
    Card, CategoryCode, Confidence, Event, EventKind, Life, Lives, Record, Refusal, warnings,
};
use crate::base::{AssetTag, Day, DepartmentCode, Money, RecordId, StaffCode, parse_count};
use crate::books::{Books, Line, Reading};
use crate::store::codec::{Cells, Sheet, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, StorePath, layout};

use super::shape::written;
use super::{CsvTarget, Row, Target, asset_counts};

/// Reads the cards, then the events year by year, then what contradicts itself between them.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    remarks: Reading,
) -> Result<(), StoreError> {
    loader.cells(&layout::asset_cards(), |card: Card, cells| {
        if remarks == Reading::Wanted {
            for warning in warnings(&card, lives()).iter().filter(|warning| warning.is_mendable()) {
                cells.note_warning(warning.field(), warning.message());
            }
        }
        if let Err(refusal) = books.take(Line::Asset(Record::Card(card))) {
            cells.note_refused(&refusal);
        }
    })?;
    let years: Vec<StorePath> = loader.years(&layout::asset_events())?;
    for year in &years {
        loader.table(year, |event: Event| books.take(Line::Asset(Record::Event(event))))?;
    }
    let mut faults: BTreeMap<String, Vec<Refusal>> = BTreeMap::new();
    for (id, refusal) in books.assets.faults() {
        faults.entry(id.to_string()).or_default().push(refusal);
    }
    loader.blame::<Event, _>(&years, &faults)?;
    asset_counts::load(loader, books)
}

/// Where a record is written.
pub(super) fn target(record: &Record) -> Target {
    match record {
        Record::Card(card) | Record::Edit(card) => {
            Target::Upsert(CsvTarget::of(layout::asset_cards(), card))
        }
        Record::Event(event) => {
            Target::Append(CsvTarget::of(layout::asset_events_of(event.date.year()), event))
        }
        Record::Count(row) => asset_counts::target(row),
    }
}

impl Row for Card {
    const COLUMNS: &'static [&'static str] = &[
        "tag",
        "name",
        "category",
        "class",
        "months",
        "original_value",
        "acquired_on",
        "in_service_from",
        "funding",
        "bulk",
        "supplier",
        "serial",
        "note",
    ];
    const OPTIONAL: &'static [&'static str] =
        &["category", "months", "in_service_from", "funding", "bulk", "supplier", "serial", "note"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let tag = cells.required("tag", AssetTag::parse);
        let name = cells.text("name").to_owned();
        let category = cells.optional("category", CategoryCode::parse);
        let class = cells.text("class").to_owned();
        let months = cells.optional("months", parse_count);
        let original_value = cells.required("original_value", Money::parse);
        let acquired_on = cells.day("acquired_on");
        let in_service_from = cells.optional("in_service_from", Day::parse);
        let funding = cells.text("funding").to_owned();
        let bulk = cells.word("bulk", bulk, &["yes", "no"]);
        let supplier = cells.text("supplier").to_owned();
        let serial = cells.text("serial").to_owned();
        let note = cells.text("note").to_owned();
        Ok(Self {
            tag: tag?,
            name,
            category: category?,
            class,
            months: months?,
            original_value: original_value?,
            acquired_on: acquired_on?,
            in_service_from: in_service_from?,
            funding,
            bulk: bulk?,
            supplier,
            serial,
            note,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.tag.to_string(),
            self.name.clone(),
            written(self.category.as_ref()),
            self.class.clone(),
            written(self.months.as_ref()),
            self.original_value.to_string(),
            self.acquired_on.to_string(),
            written(self.in_service_from.as_ref()),
            self.funding.clone(),
            if self.bulk { "yes" } else { "no" }.to_owned(),
            self.supplier.clone(),
            self.serial.clone(),
            self.note.clone(),
        ]
    }
}

fn bulk(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" | "" => Some(false),
        _ => None,
    }
}

impl Row for Event {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "kind",
        "asset",
        "value",
        "months",
        "place",
        "department",
        "custodian",
        "reason",
        "note",
        "reverses",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["months"];
    const SUBJECT: Option<&'static str> = Some("asset");

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let kind = cells.word("kind", EventKind::parse, &EventKind::ALL.map(EventKind::word));
        let asset = cells.required("asset", AssetTag::parse);
        let value = cells.optional("value", Money::parse);
        let months = cells.optional("months", parse_count);
        let place = cells.text("place").to_owned();
        let department = cells.optional("department", DepartmentCode::parse);
        let custodian = cells.optional("custodian", StaffCode::parse);
        let reason = cells.text("reason").to_owned();
        let note = cells.text("note").to_owned();
        let reverses = cells.optional("reverses", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = SmolStr::new(cells.text("recorded_by"));
        Ok(Self {
            id: id?,
            date: date?,
            kind: kind?,
            asset: asset?,
            value: value?,
            months: months?,
            place,
            department: department?,
            custodian: custodian?,
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
            self.kind.word().to_owned(),
            self.asset.to_string(),
            written(self.value.as_ref()),
            written(self.months.as_ref()),
            self.place.clone(),
            written(self.department.as_ref()),
            written(self.custodian.as_ref()),
            self.reason.clone(),
            self.note.clone(),
            written(self.reverses.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.to_string(),
        ]
    }
}

/// The table of useful lives that is shipped with the tool.
pub fn lives() -> &'static Lives {
    static LIVES: OnceLock<Lives> = OnceLock::new();
    LIVES.get_or_init(|| {
        let text = include_str!("../../../data/depreciation-lives.csv");
        let rows =
            shipped(text).unwrap_or_else(|place| panic!("BUG: depreciation-lives.csv {place}"));
        Lives::new(rows)
    })
}

/// The rows of a shipped table, or where it is not what it should be.
fn shipped<R: Row>(text: &str) -> Result<Vec<R>, String> {
    let sheet =
        Sheet::open("", text, R::COLUMNS, R::OPTIONAL).map_err(|wrong| wrong.place.to_string())?;
    let mut rows = Vec::new();
    for line in sheet.rows() {
        let line = line.map_err(|wrong| wrong.place.to_string())?;
        let mut cells = sheet.cells(&line, R::COLUMNS);
        rows.push(R::decode(&mut cells).map_err(|_| line.place().to_string())?);
    }
    Ok(rows)
}

impl Row for Life {
    const COLUMNS: &'static [&'static str] =
        &["class", "item", "years_min", "years_max", "confidence"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        Ok(Self {
            class: cells.text("class").to_owned(),
            item: cells.text("item").to_owned(),
            years_min: cells.required("years_min", parse_count)?,
            years_max: cells.optional("years_max", parse_count)?,
            confidence: cells.word("confidence", Confidence::parse, &["A", "B", "C"])?,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.class.clone(),
            self.item.clone(),
            self.years_min.to_string(),
            written(self.years_max.as_ref()),
            self.confidence.word().to_owned(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Moment;
    use crate::store::codec::write_line;

    /// Writes a row as a file of its own and reads it again.
    fn again<R: Row>(row: &R) -> R {
        let line = |cells: &[String]| write_line(cells.iter().map(String::as_str), "\n");
        let header: Vec<String> = R::COLUMNS.iter().map(|column| (*column).to_owned()).collect();
        let text = line(&header) + &line(&row.encode());
        let mut rows = shipped::<R>(&text).expect("a row that reads");
        assert_eq!(rows.len(), 1, "{text}");
        rows.remove(0)
    }

    fn day() -> impl Strategy<Value = Day> {
        (0_i64..40_000).prop_map(|days| Day::new(1990, 1, 1).expect("a day").plus_days(days))
    }

    /// Whatever somebody may type into a remark, on one line.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![Just(String::new()), "[^\\r\\n\\x00]{0,12}", "[,\" '=\\-@病床]{1,8}"]
    }

    fn code() -> impl Strategy<Value = String> {
        "[A-Z床][A-Z0-9_.床-]{0,12}"
    }

    fn card() -> impl Strategy<Value = Card> {
        let what = (code(), text(), text(), any::<bool>(), text(), text());
        let when = (day(), proptest::option::of(day()), proptest::option::of(1_u32..1_200));
        (what, when, 0_i64..i64::MAX).prop_map(|(what, when, fen)| {
            let (tag, name, class, bulk, serial, note) = what;
            Card {
                tag: tag.parse().expect("a code"),
                name,
                category: bulk.then(|| CategoryCode::parse("A0201").expect("a category")),
                class,
                months: when.2,
                original_value: Money::from_fen(fen),
                acquired_on: when.0,
                in_service_from: when.1,
                funding: note.clone(),
                bulk,
                supplier: serial.clone(),
                serial,
                note,
            }
        })
    }

    fn event() -> impl Strategy<Value = Event> {
        let codes = (code(), code(), proptest::option::of(code()), proptest::option::of(code()));
        let texts = (text(), text(), text(), text());
        let rest = (proptest::sample::select(EventKind::ALL.to_vec()), day(), 0_u32..86_400);
        (codes, texts, rest, proptest::option::of(any::<i64>())).prop_map(
            |(codes, texts, (kind, date, second), fen)| Event {
                id: codes.0.parse().expect("a code"),
                date,
                kind,
                asset: codes.1.parse().expect("a code"),
                value: fen.map(|fen| Money::from_fen(fen.max(-i64::MAX))),
                months: fen.and_then(|fen| u32::try_from(fen % 1_000).ok()),
                place: texts.0,
                department: codes.2.as_ref().map(|code| code.parse().expect("a code")),
                custodian: codes.3.map(|code| code.parse().expect("a code")),
                reason: texts.1,
                note: texts.2,
                reverses: codes.2.map(|code| code.parse().expect("a code")),
                recorded_at: Moment::new(date, second).expect("a moment"),
                recorded_by: texts.3.into(),
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_row_that_was_written_reads_the_same(card in card(), event in event()) {
            prop_assert_eq!(again(&card), card);
            prop_assert_eq!(again(&event), event);
        }
    }

    #[test]
    fn the_shipped_table_of_lives_reads() {
        let row = lives().find("医疗设备").expect("a row");
        assert_eq!((row.years_min, row.years_max, row.confidence), (5, Some(10), Confidence::B));
        assert_eq!(lives().rows().len(), 55);
    }
}
