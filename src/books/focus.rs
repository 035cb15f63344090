//! What a command is about, where that is little: of the months before the last seal nothing else
//! has to be looked at.

use crate::base::{Day, ItemCode, SheetCode};

/// What a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Focus {
    /// One count sheet, held against the books or written on.
    Sheet {
        /// The sheet.
        code: SheetCode,
        /// The first of the days that the command itself speaks of; none where these are the
        /// sheet's.
        first: Option<Day>,
        /// A slip of which it must be known whether any line has it; empty where there is none.
        slip: String,
    },
    /// One line of the stock ledger that is to be recorded.
    Line(NewLine),
    /// Several of them at once, none of which is held against what was paid before.
    Lines(Vec<NewLine>),
    /// Lines of the stock ledger that are recorded, and are to be taken back or brought back.
    Recorded {
        /// The id of one of them, or the slip that they stand under.
        line: String,
        /// The day on which that is done.
        date: Day,
        /// The slip under which it is; empty where it is their own.
        slip: String,
    },
}

/// A line of the stock ledger that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// Its item.
    pub item: ItemCode,
    /// Its day.
    pub date: Day,
    /// Its slip; empty when it has none.
    pub slip: String,
    /// Whether it is held against what was paid before.
    pub prices: WhosePrices,
}

/// Whether a line is held against what was paid before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhosePrices {
    /// It is not.
    Nobodys,
    /// It is: goods are bought.
    Suppliers,
}
