//! Which books a command needs, and from which day: what is not asked for is not read.

use crate::base::{Day, Month};

/// The days of a ledger that are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows before it are needed only as a balance (stock) or not at all; none means from the
    /// beginning.
    pub from: Option<Day>,
    /// Rows after it are not needed; none means to the end.
    pub until: Option<Day>,
}

impl Window {
    /// The whole ledger.
    pub const ALL: Self = Self { from: None, until: None };

    /// Everything up to a day.
    pub const fn until(day: Day) -> Self {
        Self { from: None, until: Some(day) }
    }

    /// Whether a month's file can hold a row that is needed, where earlier rows are not.
    pub fn touches(&self, month: Month) -> bool {
        self.from.is_none_or(|from| month.last() >= from) && self.reaches(month)
    }

    /// Whether a month's file can hold a row that is needed, where earlier rows make the balance.
    pub fn reaches(&self, month: Month) -> bool {
        self.until.is_none_or(|until| month.first() <= until)
    }
}

/// The ledgers that are needed; the registers of who and where are always read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Need {}

impl Need {
    /// The registers only.
    pub const fn registers() -> Self {
        Self {}
    }

    /// Every ledger from its beginning.
    pub const fn everything() -> Self {
        Self {}
    }
}
