//! What was taken of a table, row by row: asked for, recorded already, or rejected with its reasons.

use std::collections::BTreeMap;

use houqin::base::{Diagnostic, Message};
use houqin::render::{self, RejectedRow};
use houqin::text::{Text, recognise};

use super::columns::{Columns, Table};
use super::engine::Refused;
use super::flags::Source;
use super::row::{Row, place_of};
use crate::cli::fail::Failure;

/// The columns that only the review file has: passed over when it is read again.
pub(super) const OWN: [&str; 4] = [
    "import.rejected_line",
    "import.rejected_column",
    "import.rejected_reason",
    "import.rejected_code",
];

/// The rows of a table, read.
pub(crate) struct Taken<T> {
    table: Table,
    /// What the good rows ask for.
    pub(crate) requests: Vec<T>,
    /// The row of each request.
    rows: Vec<usize>,
    rejected: BTreeMap<usize, Vec<Diagnostic>>,
    n_already: usize,
}

impl<T> Taken<T> {
    /// Reads the rows. `read` gives what a row asks for; nothing for a row that says nothing, or
    /// that it has noted a defect of.
    pub(crate) fn read(
        source: Source,
        columns: Columns,
        mut read: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Result<Self, Failure> {
        let Source { name: _, imported, mapping, review: _ } = source;
        let table = Table::open(imported, &mapping, columns).map_err(Failure::Rejected)?;
        let (mut requests, mut rows) = (Vec::new(), Vec::new());
        let mut rejected = BTreeMap::new();
        for (at, row) in table.rows.iter().enumerate() {
            if let Some(defect) = &row.defect {
                rejected.insert(at, vec![defect.clone()]);
                continue;
            }
            let mut reader = Row { table: &table, line: row, defects: Vec::new() };
            let request = read(&mut reader);
            reader.note_faults_of_texts();
            match (request, reader.defects) {
                (Some(request), defects) if defects.is_empty() => {
                    requests.push(request);
                    rows.push(at);
                }
                (None, defects) if defects.is_empty() => {}
                (_, mut defects) => {
                    defects.sort_by(|one, other| one.order().cmp(&other.order()));
                    rejected.insert(at, defects);
                }
            }
        }
        Ok(Self { table, requests, rows, rejected, n_already: 0 })
    }

    /// Rejects a request, at the cell that the refusal is about: in the column of its field, or in
    /// one of the others that may hold it, whichever the table has.
    pub(crate) fn reject(
        &mut self,
        request: usize,
        refused: &Refused,
        others: &[(&'static str, &'static str)],
    ) {
        let at = self.rows[request];
        let row = &self.table.rows[at];
        let others = others.iter().filter(|(field, _)| Some(*field) == refused.field);
        let fields = refused.field.into_iter().chain(others.map(|(_, column)| *column));
        // Of several columns the one that is filled in, if one is.
        let known: Vec<&str> = fields.filter_map(|field| self.table.key_of(field)).collect();
        let filled = known.iter().find(|key| !self.table.text(row, key).is_empty());
        let key = filled.or(known.first()).copied().unwrap_or_default();
        let defect = place_of(&self.table, row, key, refused.message.clone());
        self.rejected.entry(at).or_default().push(defect);
    }

    /// Notes that what so many requests ask for is recorded already.
    pub(crate) fn pass_some(&mut self, n_already: usize) {
        self.n_already += n_already;
    }

    /// Whether a request still stands.
    pub(crate) fn stands(&self, request: usize) -> bool {
        !self.rejected.contains_key(&self.rows[request])
    }

    /// How many rows were rejected.
    pub(crate) fn n_rejected(&self) -> usize {
        self.rejected.len()
    }

    /// How many rows are new, and how many recorded already.
    pub(crate) fn n_new_and_already(&self) -> (usize, usize) {
        let standing = self.rows.iter().filter(|row| !self.rejected.contains_key(row));
        (standing.count() - self.n_already, self.n_already)
    }

    /// How many rows were read, and what became of them.
    pub(crate) fn counts(&self, code: &str) -> Message {
        let (n_new, n_already) = self.n_new_and_already();
        let n_rejected = self.rejected.len();
        Message::new(code)
            .with("read", self.rows.len() + self.unread())
            .with("new", n_new)
            .with("already", n_already)
            .with("rejected", n_rejected)
    }

    /// How many rows were rejected before they could ask for anything.
    fn unread(&self) -> usize {
        self.rejected.keys().filter(|row| !self.rows.contains(row)).count()
    }

    /// Everything that stands against the rejected rows, in the order of the file.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.rejected.values().flatten().cloned().collect()
    }

    /// The review file: the rejected rows as they stand, and why.
    pub(crate) fn review(&self, text: Text) -> Vec<u8> {
        let kept: Vec<usize> = (0..self.table.headings.len())
            .filter(|at| recognise(&self.table.headings[*at], &OWN).is_none())
            .collect();
        let headings: Vec<&str> = kept.iter().map(|at| self.table.headings[*at].as_str()).collect();
        let cells = |at: usize| -> Vec<&str> {
            let row = &self.table.rows[at];
            if row.cells.is_empty() || row.cells.len() > self.table.headings.len() {
                return vec![row.original.as_str()];
            }
            let text = |column: &usize| row.cells.get(*column).map_or("", |cell| &cell.text);
            kept.iter().map(text).collect()
        };
        let rows: Vec<RejectedRow<'_>> = self
            .rejected
            .iter()
            .map(|(at, diagnostics)| RejectedRow { cells: cells(*at), diagnostics })
            .collect();
        render::rejected(&headings, OWN, &rows, text)
    }
}
