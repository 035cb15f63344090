//! The columns of a table, found by their headings or by what a mapping file says they mean.

use std::collections::BTreeMap;

use houqin::base::{Argument, Diagnostic, Message, Place, SheetDates, half_width};
use houqin::store::{Imported, ImportedRow, Mapping, Placed};
use houqin::text::{is_called, recognise};

use super::flags::Source;
use super::taken::OWN;

/// The columns that a table may have, by the keys of their labels.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    /// All of them; the last part of a key is the name of the field.
    pub(crate) keys: &'static [&'static str],
    /// Those that must be there.
    pub(crate) needed: &'static [&'static str],
    /// Those of which at least one must be there, if there are any.
    pub(crate) one_of: &'static [&'static str],
}

/// A table whose headings are understood.
pub(crate) struct Table {
    pub(super) keys: &'static [&'static str],
    /// For each key the column that holds it.
    pub(super) columns: Vec<Option<usize>>,
    /// For each key what stands in rows whose cell is blank.
    constants: Vec<Option<String>>,
    /// For each key what words of the file stand for.
    words: Vec<BTreeMap<String, String>>,
    pub(super) dates: SheetDates,
    pub(super) thousands: bool,
    /// The headings as they stand in the file.
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<ImportedRow>,
}

impl Table {
    /// Finds the columns; what no key means is passed over. A column that is needed and not there,
    /// or there twice, is a defect, and so is what the mapping file says of columns that are not.
    pub(crate) fn open(
        imported: Imported,
        mapping: &Mapping,
        columns: Columns,
    ) -> Result<Self, Vec<Diagnostic>> {
        let Columns { keys, needed, one_of } = columns;
        let mut defects = imported.diagnostics.clone();
        if !defects.is_empty() {
            return Err(defects);
        }
        let mut found = Found { keys, imported: &imported, columns: vec![None; keys.len()] };
        defects.extend(found.by_mapping(mapping));
        defects.extend(found.by_heading(mapping));
        let place = |placed: &Placed, defects: &mut Vec<Diagnostic>| {
            let at = position(&placed.text, keys);
            if at.is_none() {
                defects.push(unknown(placed, keys));
            }
            at
        };
        let mut constants = vec![None; keys.len()];
        for (key, text) in &mapping.constants {
            if let Some(at) = place(key, &mut defects) {
                constants[at] = Some(text.trim().to_owned());
            }
        }
        let mut words = vec![BTreeMap::new(); keys.len()];
        for (key, of_column) in &mapping.words {
            if let Some(at) = place(key, &mut defects) {
                words[at].clone_from(of_column);
            }
        }
        let columns = found.columns;
        let is_there = |wanted: &&&str| {
            let at = keys.iter().position(|key| key == *wanted);
            at.is_some_and(|at| columns[at].is_some() || constants[at].is_some())
        };
        if let (false, [first, second, ..]) = (one_of.iter().any(|key| is_there(&key)), one_of) {
            let message = Message::new("import.one_of")
                .with("first", Argument::key(*first))
                .with("second", Argument::key(*second));
            defects.push(about_headings(&imported, None, message));
        }
        for (at, key) in keys.iter().enumerate() {
            if columns[at].is_none() && constants[at].is_none() && needed.contains(key) {
                let message = Message::new("cli.sheet_column").with("column", Argument::key(*key));
                defects.push(about_headings(&imported, None, message));
            }
        }
        if !defects.is_empty() {
            return Err(defects);
        }
        Ok(Self {
            keys,
            columns,
            constants,
            words,
            dates: mapping.dates,
            thousands: mapping.thousands,
            headings: imported.headings.into_iter().map(|heading| heading.text).collect(),
            rows: imported.rows,
        })
    }

    /// Finds which of several sorts of rows a file holds: the first whose columns are all there,
    /// else the one of which it has the most.
    pub(crate) fn which(source: &Source, imported: &Imported, sorts: &[Columns]) -> usize {
        let has = |keys: &'static [&'static str], wanted: &str| {
            let by_heading = imported.headings.iter().any(|heading| {
                recognise(&heading.text, keys) == Some(wanted)
                    || source.mapping.columns.iter().any(|(from, to)| {
                        is_same_heading(from, &heading.text)
                            && position(&to.text, keys).is_some_and(|at| keys[at] == wanted)
                    })
            });
            let constants = &source.mapping.constants;
            let constant = |(key, _): &(Placed, String)| {
                position(&key.text, keys).is_some_and(|at| keys[at] == wanted)
            };
            by_heading || constants.iter().any(constant)
        };
        let whole = sorts
            .iter()
            .position(|columns| columns.needed.iter().all(|needed| has(columns.keys, needed)));
        let count =
            |columns: &Columns| columns.keys.iter().filter(|key| has(columns.keys, key)).count();
        let most = || (0..sorts.len()).rev().max_by_key(|at| count(&sorts[*at]));
        whole.or_else(most).unwrap_or_default()
    }

    /// The key of a field whose column the table has.
    pub(super) fn key_of(&self, field: &str) -> Option<&'static str> {
        let key = self.keys.iter().find(|key| key.rsplit('.').next() == Some(field))?;
        self.columns[self.position(key)?].map(|_| *key)
    }

    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| *known == key)
    }

    /// The text of a cell, or of the constant in its place, as the mapping file has it.
    pub(super) fn text<'t>(&'t self, row: &'t ImportedRow, key: &str) -> &'t str {
        let Some(at) = self.position(key) else { return "" };
        let own = self.columns[at].map_or("", |column| row.cells[column].text.as_str());
        let text = match (&self.constants[at], own) {
            (Some(constant), "") => constant.as_str(),
            _ => own,
        };
        self.words[at].get(text).map_or(text, String::as_str)
    }
}

/// The columns while they are looked for.
struct Found<'i> {
    keys: &'static [&'static str],
    imported: &'i Imported,
    columns: Vec<Option<usize>>,
}

impl Found<'_> {
    /// What the mapping file says.
    fn by_mapping(&mut self, mapping: &Mapping) -> Vec<Diagnostic> {
        let mut defects = Vec::new();
        for (heading, to) in &mapping.columns {
            let same = |cell: &houqin::store::ImportedCell| is_same_heading(heading, &cell.text);
            let at = self.imported.headings.iter().position(same);
            match (position(&to.text, self.keys), at) {
                (None, _) => defects.push(unknown(to, self.keys)),
                (Some(_), None) => {
                    let found: Vec<&str> =
                        self.imported.headings.iter().map(|cell| cell.text.as_str()).collect();
                    let message = Message::new("import.map_heading").with("heading", heading);
                    let message = message.with("found", found.join("、"));
                    let defect = Diagnostic::error(to.place.clone(), message);
                    defects.push(defect.with_original(to.original.as_str()));
                }
                (Some(key), Some(at)) => match self.columns[key].replace(at) {
                    None => {}
                    Some(_) => defects.push(self.twice(at, key)),
                },
            }
        }
        defects
    }

    /// What the headings say by themselves.
    fn by_heading(&mut self, mapping: &Mapping) -> Vec<Diagnostic> {
        let mut defects = Vec::new();
        let named: Vec<Option<usize>> = self.columns.clone();
        for (at, heading) in self.imported.headings.iter().enumerate() {
            let text = &heading.text;
            let is_mapped = mapping.columns.iter().any(|(from, _)| is_same_heading(from, text));
            if is_mapped || recognise(text, &OWN).is_some() {
                continue;
            }
            let key = recognise(text, self.keys);
            let Some(key) = self.keys.iter().position(|known| Some(*known) == key) else {
                continue;
            };
            // What was said goes before what a heading says by itself.
            if named[key].is_some() {
                continue;
            }
            let Some(before) = self.columns[key] else {
                self.columns[key] = Some(at);
                continue;
            };
            // A sheet may have the point's code and the number of its meter: the label comes first.
            let is_label = |at: usize| is_called(&self.imported.headings[at].text, self.keys[key]);
            match (is_label(before), is_label(at)) {
                (true, false) => {}
                (false, true) => self.columns[key] = Some(at),
                (true, true) | (false, false) => defects.push(self.twice(at, key)),
            }
        }
        defects
    }

    fn twice(&self, at: usize, key: usize) -> Diagnostic {
        let heading = &self.imported.headings[at];
        let message = Message::new("cli.sheet_twice")
            .with("heading", heading.text.as_str())
            .with("column", Argument::key(self.keys[key]));
        about_headings(self.imported, Some(&heading.place), message)
    }
}

fn about_headings(imported: &Imported, place: Option<&Place>, message: Message) -> Diagnostic {
    let first = imported.headings.first().map(|heading| &heading.place);
    let place = match (place, first) {
        (Some(place), _) => place.clone(),
        (None, Some(first)) => Place { column: 0, length: 0, cell: None, ..first.clone() },
        (None, None) => Place::line("-", 1),
    };
    Diagnostic::error(place, message).with_original(&imported.original)
}

/// Which key a name of a mapping file means: the name of the field, or a label of it.
fn position(name: &str, keys: &[&str]) -> Option<usize> {
    let exact = keys.iter().position(|key| key.rsplit('.').next() == Some(name.trim()));
    exact.or_else(|| {
        let meant = recognise(name, keys)?;
        keys.iter().position(|key| *key == meant)
    })
}

fn unknown(placed: &Placed, keys: &[&str]) -> Diagnostic {
    let known: Vec<&str> = keys.iter().filter_map(|key| key.rsplit('.').next()).collect();
    let message = Message::new("import.map_column")
        .with("column", placed.text.as_str())
        .with("known", known.join(", "));
    Diagnostic::error(placed.place.clone(), message).with_original(placed.original.as_str())
}

/// Whether a heading is the one that a mapping file names.
pub(super) fn is_same_heading(named: &str, heading: &str) -> bool {
    half_width(named).trim() == half_width(heading).trim()
}
