//! Rows of readings, events and targets.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::base::{
    DepartmentCode, Month, PointCode, RecordId, Refuse, Time, parse_count, parse_decimal,
};
use crate::books::{Books, Line, OfMeters};
use crate::meters::{
    Acknowledgement, Bill, Carrier, CoverageRow, Culprit, Driver, Event, EventKind, Measure,
    Multiplier, Reading, ReadingKind, Record, Refusal, Target, Utility, Weather, bearing_on,
    defects,
};
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::readings::{are_readings, readings_of};
use crate::store::{StoreError, StorePath, layout};

use super::shape::written;
use super::{CsvTarget, Row, energy_quotas, factors, meter_registers, returns, yardsticks};

/// Reads the registers, then events and readings, then what contradicts itself between them.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    what: OfMeters,
) -> Result<(), StoreError> {
    load_points(loader, books, what)?;
    let months: Vec<StorePath> =
        loader.months(&layout::readings())?.into_iter().map(|(_, path)| path).collect();
    for month in &months {
        loader
            .table(month, |reading: Reading| books.take(Line::Meter(Record::Reading(reading))))?;
    }
    blame(loader, books, &months)
}

/// Reads the registers and events, and of the readings those that bear on some points; says whether it
/// could.
///
/// Of the months the one that is to be written to is looked at line by line, whatever points its lines
/// are of.
pub(super) fn load_some(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    (what, points, written): (OfMeters, &BTreeSet<PointCode>, Month),
) -> Result<bool, StoreError> {
    load_points(loader, books, what)?;
    let months = loader.months(&layout::readings())?;
    let all = bearing_on(&books.meters, points);
    for month in months.iter().filter(|(month, _)| *month == written) {
        if !are_readings(loader, &books.meters, month)? {
            return Ok(false);
        }
    }
    let Some(readings) = readings_of(loader, &months, &all)? else { return Ok(false) };
    for reading in readings {
        if books.take(Line::Meter(Record::Reading(reading))).is_err() {
            return Ok(false);
        }
    }
    Ok(loader.diagnostics.is_empty() && defects(&books.meters, &books.org).is_empty())
}

/// Reads everything but the readings, and what use is reckoned with where that is wanted.
pub(super) fn load_points(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    what: OfMeters,
) -> Result<(), StoreError> {
    meter_registers::load(loader, books, what)?;
    loader.table(&layout::meter_events(), |event: Event| {
        books.apply(&Line::Meter(Record::Event(event)))
    })?;
    loader.table(&layout::acknowledgements(), |row: Acknowledgement| {
        books.apply(&Line::Meter(Record::Acknowledgement(row)))
    })?;
    loader.table(&layout::coverage(), |row: CoverageRow| {
        books.apply(&Line::Meter(Record::Coverage(row)))
    })?;
    if what == OfMeters::All { load_reckoning(loader, books) } else { Ok(()) }
}

/// Reads what use is reckoned with and held against.
fn load_reckoning(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    yardsticks::load(loader, books)?;
    energy_quotas::load(loader, books)?;
    returns::load(loader, books)?;
    loader.table(&layout::targets(), |target: Target| {
        books.apply(&Line::Meter(Record::Target(target)))
    })?;
    loader.table(&layout::measures(), |measure: Measure| {
        books.apply(&Line::Meter(Record::Measure(Box::new(measure))))
    })?;
    loader.table(&layout::bills(), |bill: Bill| {
        books.apply(&Line::Meter(Record::Bill(Box::new(bill))))
    })?;
    loader.table(&layout::drivers(), |driver: Driver| {
        books.apply(&Line::Meter(Record::Driver(driver)))
    })?;
    loader.table(&layout::weather(), |row: Weather| books.apply(&Line::Meter(Record::Weather(row))))
}

/// Notes what contradicts itself, at its row.
pub(super) fn blame(
    loader: &mut Loader<'_, '_>,
    books: &Books,
    months: &[StorePath],
) -> Result<(), StoreError> {
    let mut of_points: BTreeMap<PointCode, Vec<Refusal>> = BTreeMap::new();
    let mut of_rows: BTreeMap<String, Vec<Refusal>> = BTreeMap::new();
    for defect in defects(&books.meters, &books.org) {
        match defect.culprit {
            Culprit::Point(code) => of_points.entry(code).or_default().push(defect.refusal),
            Culprit::Row(id) => of_rows.entry(id.to_string()).or_default().push(defect.refusal),
        }
    }
    meter_registers::blame(loader, &of_points)?;
    loader.blame::<Reading, _>(months, &of_rows)?;
    loader.blame::<Event, _>(&[layout::meter_events()], &of_rows)?;
    loader.blame::<Weather, _>(&[layout::weather()], &of_rows)?;
    loader.blame::<Target, _>(&[layout::targets()], &of_rows)?;
    loader.blame::<Driver, _>(&[layout::drivers()], &of_rows)?;
    loader.blame::<Measure, _>(&[layout::measures()], &of_rows)?;
    loader.blame::<Bill, _>(&[layout::bills()], &of_rows)
}

/// Where a record is written.
pub(super) fn target(record: &Record) -> super::Target {
    match record {
        Record::Point(point) => meter_registers::point_target(point),
        Record::Tariff(tariff) => meter_registers::tariff_target(tariff),
        Record::Factor(factor) => factors::factor_target(factor),
        Record::Plausible(band) => factors::band_target(band),
        Record::Reading(reading) => {
            let path = layout::readings_of(reading.date.month());
            super::Target::Append(CsvTarget::of(path, reading))
        }
        Record::Event(event) => super::Target::Append(CsvTarget::of(layout::meter_events(), event)),
        Record::Target(target) => super::Target::Append(CsvTarget::of(layout::targets(), target)),
        Record::Coverage(row) => super::Target::Append(CsvTarget::of(layout::coverage(), row)),
        Record::Acknowledgement(row) => {
            super::Target::Append(CsvTarget::of(layout::acknowledgements(), row))
        }
        Record::Measure(measure) => {
            super::Target::Append(CsvTarget::of(layout::measures(), &**measure))
        }
        Record::Bill(bill) => super::Target::Append(CsvTarget::of(layout::bills(), &**bill)),
        Record::Driver(driver) => super::Target::Append(CsvTarget::of(layout::drivers(), driver)),
        Record::Weather(row) => super::Target::Append(CsvTarget::of(layout::weather(), row)),
        Record::Yardstick(yardstick) => yardsticks::target(yardstick),
        Record::Quota(quota) => energy_quotas::quota_target(quota),
        Record::ZoneRule(rule) => energy_quotas::zone_target(rule),
    }
}

/// A text cell that may be empty.
fn note<T: for<'t> From<&'t str>>(cells: &mut Cells<'_>, column: &'static str) -> Option<T> {
    Some(cells.text(column)).filter(|text| !text.is_empty()).map(T::from)
}

impl Row for Reading {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "point",
        "date",
        "time",
        "register",
        "kind",
        "person",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["time", "person", "note", "supersedes"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let point = cells.required("point", PointCode::parse);
        let date = cells.day("date");
        let time = cells.optional("time", Time::parse);
        let register = cells.required("register", parse_decimal);
        let kind = cells.word("kind", ReadingKind::parse, &ReadingKind::ALL.map(ReadingKind::word));
        let person = note(cells, "person");
        let remark = note(cells, "note");
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = SmolStr::new(cells.text("recorded_by"));
        Ok(Self {
            id: id?,
            point: point?,
            date: date?,
            time: time?,
            register: register?,
            kind: kind?,
            person,
            note: remark,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.point.to_string(),
            self.date.to_string(),
            written(self.time.as_ref()),
            self.register.to_string(),
            self.kind.word().to_owned(),
            written(self.person.as_ref()),
            written(self.note.as_ref()),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.to_string(),
        ]
    }
}

impl Row for Event {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "time",
        "kind",
        "point",
        "old_final",
        "new_initial",
        "multiplier",
        "digits",
        "max_per_day",
        "serial",
        "person",
        "note",
        "supersedes",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &[
        "time",
        "old_final",
        "multiplier",
        "digits",
        "max_per_day",
        "serial",
        "person",
        "note",
        "supersedes",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let time = cells.optional("time", Time::parse);
        let kind = cells.word("kind", EventKind::parse, &EventKind::ALL.map(EventKind::word));
        let point = cells.required("point", PointCode::parse);
        let old_final = cells.optional("old_final", parse_decimal);
        let new_initial = cells.required("new_initial", parse_decimal);
        let multiplier = cells.optional("multiplier", str::parse::<Multiplier>);
        let digits = cells.optional("digits", parse_count);
        let max_per_day = cells.optional("max_per_day", parse_decimal);
        let serial = note(cells, "serial");
        let person = note(cells, "person");
        let remark = note(cells, "note");
        let supersedes = cells.optional("supersedes", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            date: date?,
            time: time?,
            kind: kind?,
            point: point?,
            old_final: old_final?,
            new_initial: new_initial?,
            multiplier: multiplier?,
            digits: digits?,
            max_per_day: max_per_day?,
            serial,
            person,
            note: remark,
            supersedes: supersedes?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            written(self.time.as_ref()),
            self.kind.word().to_owned(),
            self.point.to_string(),
            written(self.old_final.as_ref()),
            self.new_initial.to_string(),
            written(self.multiplier.as_ref()),
            written(self.digits.as_ref()),
            written(self.max_per_day.as_ref()),
            written(self.serial.as_ref()),
            written(self.person.as_ref()),
            written(self.note.as_ref()),
            written(self.supersedes.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for Target {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "month",
        "utility",
        "unit",
        "department",
        "amount",
        "note",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] = &["unit", "department", "note"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let month = cells.required("month", Month::parse);
        let utility = cells.word("utility", Utility::parse, &Utility::ALL.map(Utility::word));
        let unit: Option<String> = note(cells, "unit");
        let department = cells.optional("department", DepartmentCode::parse);
        let amount = cells.required("amount", parse_decimal);
        let remark = note(cells, "note");
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let carrier = Carrier::new(utility?, unit.as_deref())
            .map_err(|refusal| cells.defect("unit", refusal.message()))?;
        Ok(Self {
            id: id?,
            month: month?,
            carrier,
            department: department?,
            amount: amount?,
            note: remark,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.month.to_string(),
            self.carrier.utility().word().to_owned(),
            self.carrier.unit().to_owned(),
            written(self.department.as_ref()),
            self.amount.to_string(),
            written(self.note.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
