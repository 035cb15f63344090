//! What a row is, and where it goes.

use crate::store::StorePath;
use crate::store::codec::{Cells, Wrong};

/// A row of a CSV file.
pub(in crate::store) trait Row: Sized {
    /// The columns, in the order in which a new file has them.
    const COLUMNS: &'static [&'static str];

    /// The columns among them that an older file may lack: they read as empty.
    const OPTIONAL: &'static [&'static str] = &[];

    /// The column that names what the row is about, where other rows about it rest on this one.
    const SUBJECT: Option<&'static str> = None;

    /// Reads a row. Every cell is asked for before the first wrong one ends it, so that all of a
    /// row's defects are told at once.
    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong>;

    /// Writes the row, a text for each column.
    fn encode(&self) -> Vec<String>;
}

/// Where a record goes, and as what.
pub(in crate::store) enum Target {
    /// A row at the end of a ledger.
    Append(CsvTarget),
    /// A row of a register: in the place of the row with the same first column, or at the end.
    Upsert(CsvTarget),
    /// A row of a register at its end, beside older rows with the same first column.
    Add(CsvTarget),
    /// A block at the end of a TOML register.
    Block {
        /// The file.
        path: StorePath,
        /// The block, ending in a line break.
        text: String,
    },
}

impl Target {
    /// The file that is written.
    pub(in crate::store) const fn path(&self) -> &StorePath {
        match self {
            Self::Append(row) | Self::Upsert(row) | Self::Add(row) => &row.path,
            Self::Block { path, .. } => path,
        }
    }
}

/// A row of a CSV file, ready to be written.
pub(in crate::store) struct CsvTarget {
    /// The file.
    pub(in crate::store) path: StorePath,
    /// The columns of a new file.
    pub(in crate::store) columns: &'static [&'static str],
    /// A text for each column.
    pub(in crate::store) cells: Vec<String>,
}

impl CsvTarget {
    /// A row for a file.
    pub(in crate::store) fn of<R: Row>(path: StorePath, row: &R) -> Self {
        Self { path, columns: R::COLUMNS, cells: row.encode() }
    }
}

/// Writes an optional value, nothing for none.
pub(in crate::store) fn written<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
