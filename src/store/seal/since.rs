//! What has changed in the store since a month of a book was sealed.
//!
//! Of files that belong to the month as a whole the seal keeps a sum for each line, of those that
//! go on growing a copy of the month's rows. A row that is gone is told in full where a copy or
//! this machine's log has it, and by its line where neither does.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Moment;
use crate::closing::{Closing, Link};
use crate::store::compare::{self, Became, Differs};
use crate::store::history::Past;
use crate::store::journal::Journal;
use crate::store::{StoreError, StorePath, inventory, keyed, layout};

use super::lines::{self, LineSums};
use super::sources::{Part, Source, copy, ledger_of, rows_of, sources};

/// Tells what has changed since a link sealed its month: rows of the month that came, went or
/// changed, and rows that were recorded since in the book's other files.
pub(in crate::store) fn since(
    journal: &Journal<'_>,
    closing: &Closing,
    link: &Link,
) -> Result<Vec<Differs>, StoreError> {
    let past = Past::read(journal.files())?;
    let sealed = read(journal, &layout::seal_file(link, "lines"))?;
    let mut since = Since {
        journal,
        link,
        part: Part::of(closing, link.of),
        sealed: lines::read(&sealed),
        past,
        told: Vec::new(),
    };
    let (whole, growing) = since.of_month()?;
    for path in &whole {
        since.whole(path)?;
    }
    for (path, (column, name)) in &growing {
        since.growing(path, column, name)?;
    }
    let folder = format!("{}/", link.of.book.word());
    for path in inventory::inventory(journal.files())? {
        if path.as_str().starts_with(&folder) && path.is_table() && !whole.contains(&path) {
            since.later(&path, growing.get(&path).map(|(column, _)| *column))?;
        }
    }
    Ok(since.told)
}

/// The files that are the month's as a whole, and those of which some rows are: with the column of
/// the date and what the copy is called.
type OfMonth = (BTreeSet<StorePath>, BTreeMap<StorePath, (&'static str, String)>);

struct Since<'j, 'd> {
    journal: &'j Journal<'d>,
    link: &'j Link,
    part: Part,
    sealed: LineSums,
    past: Past,
    told: Vec<Differs>,
}

impl Since<'_, '_> {
    /// What belongs to the month now or did when it was sealed.
    fn of_month(&self) -> Result<OfMonth, StoreError> {
        let (mut whole, mut growing) = (BTreeSet::new(), BTreeMap::new());
        for source in sources(self.journal, self.part)? {
            match source {
                Source::Whole(path) => {
                    whole.insert(path);
                }
                Source::Rows { path, column, name } => {
                    growing.insert(path, (column, name));
                }
            }
        }
        let own = layout::seal_file(self.link, "");
        for file in self.sealed.keys() {
            let name = file.strip_prefix(own.as_str());
            let Some(name) = name else {
                whole.insert(StorePath::new(file)?);
                continue;
            };
            // A ledger that is gone has no rows whose dates could be looked at.
            let name = name.strip_suffix(".csv").unwrap_or_default();
            if let Some(ledger) = ledger_of(self.link.of.book, name) {
                growing.entry(ledger).or_insert_with(|| ("date", name.to_owned()));
            }
        }
        Ok((whole, growing))
    }

    /// A file that belongs to the month as a whole.
    fn whole(&mut self, path: &StorePath) -> Result<(), StoreError> {
        let now = read(self.journal, path)?;
        let none = Vec::new();
        let sealed = self.sealed.get(path.as_str()).unwrap_or(&none);
        let sums = lines::sums(&now);
        if *sealed == sums {
            return Ok(());
        }
        let known = self.known(path, &now, &sums);
        let (mut old, mut unknown) = (Vec::new(), Vec::new());
        for (sum, line) in sealed.iter().zip(1_u32..) {
            match known.get(sum) {
                Some(text) => old.extend_from_slice(text),
                None => unknown.push(line),
            }
        }
        let mut told = compare::rows(path, &keyed::rows(path, &old), &keyed::rows(path, &now));
        // A row of which nobody knows what it was stands, if it was changed, where it stood.
        let rows = keyed::rows(path, &now);
        for line in unknown {
            let differs = |key: &str, became| {
                let (file, key) = (path.to_string(), key.to_owned());
                Differs { file, key, became }
            };
            let here = rows.iter().find(|(_, (_, at))| *at == line).map(|(key, _)| key.as_str());
            let is_here = |row: &Differs| {
                Some(row.key.as_str()) == here && matches!(row.became, Became::Added(_))
            };
            if let Some(row) = told.iter_mut().find(|row| is_here(row)) {
                if let Became::Added(fields) = &row.became {
                    let changed = |(column, now): &(String, String)| {
                        (column.clone(), "?".to_owned(), now.clone())
                    };
                    row.became = Became::Changed(fields.iter().map(changed).collect());
                }
            } else {
                let at = vec![("line".to_owned(), line.to_string())];
                told.push(differs("?", Became::Removed(at)));
            }
        }
        self.told.extend(told);
        Ok(())
    }

    /// Every line of a file that is known, now or from this machine's log, by its sum.
    fn known(&self, path: &StorePath, now: &[u8], sums: &[String]) -> BTreeMap<String, Vec<u8>> {
        let mut known: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let recorded = self.past.rows.values().filter(|row| row.path == path.as_str());
        let recorded = recorded.map(|row| row.text.as_str());
        let header = self.past.files.get(path.as_str()).map(|file| file.header.as_str());
        for text in recorded.chain(header) {
            for ending in ["\n", "\r\n"] {
                let line = format!("{text}{ending}").into_bytes();
                known.extend(lines::sums(&line).into_iter().map(|sum| (sum, line.clone())));
            }
        }
        let lines = now.split_inclusive(|byte| *byte == b'\n');
        known.extend(sums.iter().cloned().zip(lines.map(<[u8]>::to_vec)));
        known
    }

    /// The rows of the month in a file that goes on growing.
    fn growing(&mut self, path: &StorePath, column: &str, name: &str) -> Result<(), StoreError> {
        let own = layout::seal_file(self.link, &format!("{name}.csv"));
        let old = read(self.journal, &own)?;
        let now = String::from_utf8_lossy(&read(self.journal, path)?).into_owned();
        let now = copy(&now, column, self.part).unwrap_or_default();
        let now = keyed::rows(path, now.as_bytes());
        self.told.extend(compare::rows(path, &keyed::rows(path, &old), &now));
        Ok(())
    }

    /// The rows of another time that were recorded after the seal was made.
    fn later(&mut self, path: &StorePath, column: Option<&str>) -> Result<(), StoreError> {
        let bytes = read(self.journal, path)?;
        let text = String::from_utf8_lossy(&bytes);
        let of_month = column.map(|column| rows_of(&text, column, self.part).1);
        let of_month: BTreeSet<u32> = of_month.iter().flatten().map(|row| row.line).collect();
        for (key, (fields, line)) in keyed::rows(path, &bytes) {
            let recorded = fields.iter().find(|(column, _)| column == "recorded_at");
            let recorded = recorded.and_then(|(_, at)| Moment::parse(at).ok());
            if !of_month.contains(&line) && recorded.is_some_and(|at| at > self.link.recorded_at) {
                let file = path.to_string();
                self.told.push(Differs { file, key, became: Became::Added(fields) });
            }
        }
        Ok(())
    }
}

/// The bytes of a file, none where there is none.
fn read(journal: &Journal<'_>, path: &StorePath) -> Result<Vec<u8>, StoreError> {
    Ok(journal.read(path)?.map(|image| image.bytes).unwrap_or_default())
}
