//! Every row of every table once more, as text: where it stands, whether its id is its own in the
//! whole store, whether it stands in the file of its month.
//!
//! Loading folds rows and forgets their places. Only `check` needs this second look.

use std::borrow::Cow;
use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::base::{Day, Diagnostic, Message, Month, Place, Severity};
use crate::books::{Ledger, Remark};

use super::codec::{Line, Sheet};
use super::journal::Journal;
use super::load::Loader;
use super::{StoreError, StorePath, layout, row};

/// A table of the store and what its file's name promises.
struct Table {
    path: StorePath,
    /// Which ledger or register it is part of.
    ledger: String,
    days: Days,
}

/// The days that may stand in a file.
#[derive(Clone, Copy)]
enum Days {
    OfMonth(Month),
    OfYear(i32),
    Any,
}

impl Days {
    fn have(self, day: Day) -> bool {
        match self {
            Self::OfMonth(month) => day.month() == month,
            Self::OfYear(year) => day.year() == year,
            Self::Any => true,
        }
    }
}

/// What is found while the tables are looked through.
struct Survey<'r> {
    today: Day,
    tables: &'r [Table],
    found: Vec<Diagnostic>,
    /// Where each id was met first. There are as many as rows, so there is little of each.
    ids: BTreeMap<SmolStr, First>,
    /// The remarks whose rows are still looked for, by ledger and key.
    wanted: BTreeMap<(String, String), Vec<&'r Remark>>,
}

/// Where an id stands: in which of the tables, and where in it.
#[derive(Clone, Copy)]
struct First {
    table: u32,
    line: u32,
    column: u32,
    length: u32,
}

/// Finds what only the files side by side show, and gives remarks their places.
pub(super) fn survey(
    journal: &Journal<'_>,
    today: Day,
    remarks: &[Remark],
    wrong: &[Diagnostic],
) -> Result<Vec<Diagnostic>, StoreError> {
    let mut loader = Loader::new(journal);
    // What a card lacks may be what could not be read.
    let events = layout::asset_events().to_string();
    let unread = wrong
        .iter()
        .any(|defect| defect.severity == Severity::Error && defect.place.file.starts_with(&events));
    let remarks = remarks.iter().filter(|remark| !unread || remark.ledger != Ledger::Cards);
    let mut wanted: BTreeMap<(String, String), Vec<&Remark>> = BTreeMap::new();
    for remark in remarks {
        wanted.entry((file_of(remark.ledger), remark.key.clone())).or_default().push(remark);
    }
    let tables = tables(&mut loader)?;
    let mut survey =
        Survey { today, tables: &tables, found: Vec::new(), ids: BTreeMap::new(), wanted };
    for (at, table) in (0..).zip(&tables) {
        let Some(text) = loader.text(&table.path)? else { continue };
        // What cannot be read was told by loading.
        if let Ok(sheet) = Sheet::open(table.path.as_str(), &text, &[], &[]) {
            for line in sheet.rows().filter_map(Result::ok) {
                survey.look_at((at, table), &sheet.header, &line);
            }
        }
    }
    let of_factors = row::remark_on_factors(&mut loader, &mut |key| {
        survey.wanted.remove(&(file_of(Ledger::Factors), key)).unwrap_or_default()
    })?;
    survey.found.extend(of_factors);
    let of_points = row::remark_on_points(&mut loader, &mut |key| {
        survey.wanted.remove(&(file_of(Ledger::Points), key)).unwrap_or_default()
    })?;
    survey.found.extend(of_points);
    // A remark whose row is nowhere to be found is told all the same.
    let lost = survey.wanted.into_values().flatten();
    survey.found.extend(lost.map(|remark| {
        Diagnostic::warning(Place::file(file_of(remark.ledger)), remark.message.clone())
    }));
    Ok(survey.found)
}

impl Survey<'_> {
    fn look_at(&mut self, (at, table): (u32, &Table), header: &[String], line: &Line<'_>) {
        let cells: Vec<(Cow<'_, str>, Place)> = line.cells().collect();
        let cell = |name: &str| {
            let at = header.iter().position(|column| column == name)?;
            cells.get(at).map(|(text, place)| (text.as_ref(), place))
        };
        let Some((key, key_at)) = cells.first() else { return };
        if header.first().is_some_and(|column| column == "id") && !key.is_empty() {
            self.look_at_id(at, key, key_at, line);
        }
        if let Some((text, place)) = cell("date")
            && let Ok(day) = Day::parse(text)
        {
            self.look_at_day(table, day, place, line);
        }
        let of_row = self.wanted.remove(&(table.ledger.clone(), key.to_string()));
        for remark in of_row.into_iter().flatten() {
            let place = remark.column.and_then(cell).map(|(_, place)| place.clone());
            let place = place.unwrap_or_else(|| line.place());
            let found = Diagnostic::warning(place, remark.message.clone());
            self.found.push(found.with_original(line.text));
        }
    }

    /// Within one ledger, loading tells that an id stands for two rows.
    fn look_at_id(&mut self, at: u32, id: &str, place: &Place, line: &Line<'_>) {
        let Place { line: number, column, length, .. } = *place;
        let here = First { table: at, line: number, column, length };
        let first = *self.ids.entry(id.into()).or_insert(here);
        let [own, other] = [at, first.table].map(|at| &self.tables[at as usize]);
        if own.ledger != other.ledger {
            let place_of_first = Place::line(other.path.as_str(), first.line);
            let place_of_first = place_of_first.at(first.column, first.length);
            let message = Message::new("store.id_twice").with("id", id);
            let message = message.with("first", place_of_first.to_string());
            self.found.push(Diagnostic::error(place.clone(), message).with_original(line.text));
        }
    }

    fn look_at_day(&mut self, table: &Table, day: Day, place: &Place, line: &Line<'_>) {
        let Self { today, found, .. } = self;
        if !table.days.have(day) {
            let message = Message::new("store.other_period").with("date", day.to_string());
            found.push(Diagnostic::error(place.clone(), message).with_original(line.text));
        }
        if day > *today {
            let message = Message::new("store.to_come").with("date", day.to_string());
            let message = message.with("today", today.to_string());
            found.push(Diagnostic::warning(place.clone(), message).with_original(line.text));
        }
    }
}

/// The file or folder of a ledger.
fn file_of(ledger: Ledger) -> String {
    match ledger {
        Ledger::Rooms => layout::stores(),
        Ledger::Movements => layout::movements(),
        Ledger::Sheets => layout::stocktakes(),
        Ledger::Readings => layout::readings(),
        Ledger::Targets => layout::targets(),
        Ledger::Factors => layout::factors(),
        Ledger::Cards => layout::asset_cards(),
        Ledger::Points => layout::points(),
        Ledger::Service => layout::service(),
        Ledger::Findings => layout::findings(),
    }
    .to_string()
}

/// Every table of the store, in the order of their names.
fn tables(loader: &mut Loader<'_, '_>) -> Result<Vec<Table>, StoreError> {
    let mut tables = Vec::new();
    for path in [
        layout::sites(),
        layout::departments(),
        layout::staff(),
        layout::asset_cards(),
        layout::items(),
        layout::stores(),
        layout::quotas(),
        layout::exemptions(),
        layout::finance(),
        layout::service(),
        layout::excusals(),
        layout::contractors(),
        layout::targets(),
        layout::measures(),
        layout::bills(),
        layout::drivers(),
        layout::acknowledgements(),
        layout::coverage(),
        layout::meter_events(),
        layout::weather(),
    ] {
        let ledger = path.to_string();
        tables.push(Table { path, ledger, days: Days::Any });
    }
    for folder in
        [layout::movements(), layout::inspection_records(), layout::answers(), layout::readings()]
    {
        for (month, path) in loader.months(&folder)? {
            let ledger = folder.to_string();
            tables.push(Table { path, ledger, days: Days::OfMonth(month) });
        }
    }
    for folder in [
        layout::orders(),
        layout::invoices(),
        layout::signatures(),
        layout::asset_events(),
        layout::asset_counts(),
        layout::findings(),
        layout::repairs(),
    ] {
        for path in loader.years(&folder)? {
            let year = path.name().trim_end_matches(".csv").parse().map_or(Days::Any, Days::OfYear);
            tables.push(Table { path, ledger: folder.to_string(), days: year });
        }
    }
    for path in loader.files(&layout::plans(), ".csv").unwrap_or_default() {
        tables.push(Table { path, ledger: layout::plans().to_string(), days: Days::Any });
    }
    let folder = layout::stocktakes();
    // A folder that cannot be listed was told by loading.
    for (_, path) in loader.by_year(&folder).unwrap_or_default() {
        tables.push(Table { path, ledger: folder.to_string(), days: Days::Any });
    }
    tables.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(tables)
}
