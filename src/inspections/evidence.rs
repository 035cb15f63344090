//! Evidence: whether the files that rows name are still what they were when the rows were written.
//!
//! The book touches no disk: whoever reads it looks at the files and says what stands there now.
//! What is found is today's truth, whichever day is asked about; no row tells when a file changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, RecordId};

use super::Inspections;
use super::word::words;

words! {
    /// What became of a piece of evidence.
    PieceState {
        /// It is what it was.
        Whole = "whole", "inspect.piece.whole";
        /// No file stands there any more.
        Missing = "missing", "inspect.piece.missing";
        /// The file holds something else than when the row was written.
        Changed = "changed", "inspect.piece.changed";
    }
}

/// The files that were looked at: the SHA-256 of each in hexadecimal, none where no file stands.
pub type Seen = BTreeMap<String, Option<String>>;

/// A piece of evidence that does not hold any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The record, or the event of a finding, that names it.
    pub row: RecordId,
    /// The day of that row.
    pub date: Day,
    /// The file, as a path below the store's root.
    pub file: String,
    /// What became of it.
    pub state: PieceState,
}

impl Inspections {
    /// The files that rows which stand name with a sum as evidence, and those that clauses rest on,
    /// each once.
    ///
    /// What is named without a sum is a paper kept elsewhere: there is nothing to hold it against.
    pub fn files_named(&self) -> BTreeSet<&str> {
        let summed = self.proving().flat_map(|row| row.evidence.iter().zip(row.sha256));
        let documents = self.clauses.documents().map(|(_, file, _)| file);
        summed.map(|(file, _)| file.as_str()).chain(documents).collect()
    }

    /// Takes over what stands in the place of the files.
    pub fn saw(&mut self, files: Seen) {
        self.seen.extend(files);
    }

    /// What became of a file that a row named with a sum; one that nobody looked at counts as it is
    /// written.
    pub fn piece(&self, file: &str, sha256: &str) -> PieceState {
        match self.seen.get(file) {
            Some(None) => PieceState::Missing,
            Some(Some(now)) if !now.eq_ignore_ascii_case(sha256) => PieceState::Changed,
            None | Some(Some(_)) => PieceState::Whole,
        }
    }

    /// Every piece of evidence that does not hold any more, by the row that names it.
    pub fn breaches(&self) -> Vec<Breach> {
        let broken = |row: Proving<'_>| {
            let pieces = row.evidence.iter().zip(row.sha256);
            let breaches = pieces.map(|(file, sum)| Breach {
                row: row.id.clone(),
                date: row.date,
                file: file.clone(),
                state: self.piece(file, sum),
            });
            breaches.filter(|breach| breach.state != PieceState::Whole).collect::<Vec<_>>()
        };
        let mut breaches: Vec<Breach> = self.proving().flat_map(broken).collect();
        breaches.sort_unstable_by(|one, other| {
            (one.date, &one.row, &one.file).cmp(&(other.date, &other.row, &other.file))
        });
        breaches
    }

    /// The rows that name evidence which does not hold any more.
    pub(super) fn unproven(&self) -> BTreeSet<RecordId> {
        // Most books name no file at all, and then there is nothing to go through.
        if self.seen.is_empty() {
            return BTreeSet::new();
        }
        self.breaches().into_iter().map(|breach| breach.row).collect()
    }

    /// The rows that name evidence: records, rows of tasks, values of indicators and attendance that
    /// stand, and events of findings.
    fn proving(&self) -> impl Iterator<Item = Proving<'_>> {
        // Few rows name any.
        let records = self.records.values().filter(|row| !row.evidence.is_empty());
        let records = records.filter(|row| self.replaced_by(&row.id).is_none());
        let records = records.map(|row| Proving {
            id: &row.id,
            date: row.date,
            evidence: &row.evidence,
            sha256: &row.sha256,
        });
        let events = self.findings.values().flatten().map(|row| Proving {
            id: &row.id,
            date: row.date,
            evidence: &row.evidence,
            sha256: &row.sha256,
        });
        let tasks = self.tasks.values().filter(|row| self.replaced_by(&row.id).is_none());
        let tasks = tasks.map(|row| Proving {
            id: &row.id,
            date: row.date,
            evidence: &row.evidence,
            sha256: &row.sha256,
        });
        let values = self.indicator_values().filter(|row| self.replaced_by(&row.id).is_none());
        let values = values.map(|row| Proving {
            id: &row.id,
            date: row.month.last(),
            evidence: &row.evidence,
            sha256: &row.sha256,
        });
        let attendance = self.attendance.values();
        let attendance = attendance.filter(|row| self.replaced_by(&row.id).is_none());
        let attendance = attendance.map(|row| Proving {
            id: &row.id,
            date: row.date,
            evidence: &row.evidence,
            sha256: &row.sha256,
        });
        records.chain(events).chain(tasks).chain(values).chain(attendance)
    }
}

/// What a row names as evidence.
#[derive(Clone, Copy)]
struct Proving<'b> {
    id: &'b RecordId,
    date: Day,
    evidence: &'b [String],
    sha256: &'b [String],
}
