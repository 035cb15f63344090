//! Where a datum stands: file, line and column.

use std::fmt;

/// A file below the store's root (or a path as it was given), a line and a column, both from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, with `/` between folders.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: u32,
    /// The column in characters, from 1; 0 when the whole line is meant.
    pub column: u32,
    /// How many characters the datum is long; 0 when unknown.
    pub length: u32,
    /// The cell as a spreadsheet calls it, `出库!C5`; line and column then say where its text stands
    /// among the texts of its row.
    pub cell: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, length: 0, cell: None }
    }

    /// A whole line of a file.
    pub fn line(file: impl Into<String>, line: u32) -> Self {
        Self { file: file.into(), line, column: 0, length: 0, cell: None }
    }

    /// The same line, at a column.
    #[must_use]
    pub fn at(mut self, column: u32, length: u32) -> Self {
        self.column = column;
        self.length = length;
        self
    }

    /// The same place under the name that a spreadsheet has for it.
    #[must_use]
    pub fn in_cell(mut self, cell: impl Into<String>) -> Self {
        self.cell = Some(cell.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if let Some(cell) = &self.cell {
            return write!(out, ":{cell}");
        }
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(out, ":{}", self.column)?;
        }
        Ok(())
    }
}
