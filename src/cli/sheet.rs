//! A sheet that somebody filled in: columns found by their headings, cells read with their places,
//! every defect of every row told at once.

use houqin::base::{Argument, Diagnostic, Message, Place, Refuse};
use houqin::store::{Imported, ImportedRow};
use houqin::text::recognise;

/// A sheet whose headings are understood.
pub(crate) struct Sheet {
    keys: &'static [&'static str],
    columns: Vec<Option<usize>>,
    rows: Vec<ImportedRow>,
    defects: Vec<Diagnostic>,
}

impl Sheet {
    /// Finds the columns of these keys by their labels, the last parts of the keys, or other names
    /// for them; what no key means is passed over. A column that is needed and not there, or there
    /// twice, is a defect.
    pub(crate) fn open(
        imported: Imported,
        keys: &'static [&'static str],
        needed: &[&'static str],
    ) -> Self {
        let Imported { headings, original, rows, diagnostics: mut defects } = imported;
        let mut columns: Vec<Option<usize>> = vec![None; keys.len()];
        for (at, heading) in headings.iter().enumerate() {
            let Some(key) = recognise(&heading.text, keys) else { continue };
            let Some(column) = keys.iter().position(|known| *known == key) else { continue };
            if columns[column].replace(at).is_some() {
                let message = Message::new("cli.sheet_twice")
                    .with("heading", heading.text.as_str())
                    .with("column", Argument::key(key));
                let defect = Diagnostic::error(heading.place.clone(), message);
                defects.push(defect.with_original(&original));
            }
        }
        for (key, column) in keys.iter().zip(&columns) {
            if column.is_none() && needed.contains(key) {
                let message = Message::new("cli.sheet_column").with("column", Argument::key(*key));
                let place = headings.first().map(|heading| heading.place.clone());
                let place = place.unwrap_or_else(|| Place::line("-", 1));
                defects.push(Diagnostic::error(place, message).with_original(&original));
            }
        }
        Self { keys, columns, rows, defects }
    }

    /// Reads the rows, as long as all columns are there; else, and if a row has a defect, gives all
    /// defects.
    pub(crate) fn read<T>(
        self,
        mut read: impl FnMut(&mut SheetRow<'_>) -> Option<T>,
    ) -> Result<Vec<(T, RowPlace)>, Vec<Diagnostic>> {
        let Self { keys, columns, rows, mut defects } = self;
        let mut found = Vec::with_capacity(rows.len());
        if defects.is_empty() {
            for row in &rows {
                let mut row = SheetRow { keys, columns: &columns, row, defects: &mut defects };
                if let Some(value) = read(&mut row) {
                    found.push((value, row.place()));
                }
            }
        }
        if defects.is_empty() { Ok(found) } else { Err(defects) }
    }
}

/// A row that is being read.
pub(crate) struct SheetRow<'s> {
    keys: &'static [&'static str],
    columns: &'s [Option<usize>],
    row: &'s ImportedRow,
    defects: &'s mut Vec<Diagnostic>,
}

impl SheetRow<'_> {
    fn cell(&self, key: &str) -> Option<usize> {
        let column = self.keys.iter().position(|known| *known == key);
        column.and_then(|column| self.columns[column])
    }

    /// The text of a column; empty where the sheet does not have it.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.cell(key).map_or("", |at| self.row.cells[at].text.as_str())
    }

    /// The value of a column that must be filled in; none if it is wrong, which is noted.
    pub(crate) fn required<T, E: Refuse>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let parsed = parse(self.text(key));
        parsed.map_err(|refusal| self.defect(key, refusal.message())).ok()
    }

    /// The value of a column that may be empty; none if it is wrong, which is noted.
    #[expect(clippy::option_option, reason = "wrong, empty and filled in are three things")]
    pub(crate) fn optional<T, E: Refuse>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        if self.text(key).is_empty() { Some(None) } else { self.required(key, parse).map(Some) }
    }

    /// One of a few words, as it stands in the files or as it is said.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &str,
        all: &[T],
        word_and_key: impl Fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        let text = self.text(key);
        let labels: Vec<&str> = all.iter().map(|one| word_and_key(*one).1).collect();
        let said = recognise(text, &labels);
        let means = |one: &T| {
            let (word, label) = word_and_key(*one);
            text == word || said == Some(label)
        };
        let found = all.iter().copied().find(means);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|one| word_and_key(*one).0).collect();
            let message = Message::new("cli.sheet_word").with("text", text);
            self.defect(key, message.with("known", words.join(", ")));
        }
        found
    }

    fn defect(&mut self, key: &str, message: Message) {
        let place = self.cell(key).map(|at| self.row.cells[at].place.clone());
        let place = place.unwrap_or_else(|| self.row.place.clone());
        self.defects.push(Diagnostic::error(place, message).with_original(&self.row.original));
    }

    fn place(&self) -> RowPlace {
        let of = |key: &&'static str| {
            let place = self.cell(key).map(|at| self.row.cells[at].place.clone())?;
            Some((key.rsplit('.').next()?, place))
        };
        RowPlace {
            row: self.row.place.clone(),
            original: self.row.original.clone(),
            cells: self.keys.iter().filter_map(of).collect(),
        }
    }
}

/// Where a row and its cells stand, for what is found wrong later.
pub(crate) struct RowPlace {
    row: Place,
    original: String,
    cells: Vec<(&'static str, Place)>,
}

impl RowPlace {
    /// A refusal at the cell it names, or at the row.
    pub(crate) fn refused(&self, refusal: &impl Refuse) -> Diagnostic {
        let named = self.cells.iter().find(|(name, _)| Some(*name) == refusal.field());
        let place = named.map_or_else(|| self.row.clone(), |(_, place)| place.clone());
        Diagnostic::refused(place, refusal).with_original(&self.original)
    }
}
