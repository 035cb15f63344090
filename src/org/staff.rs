//! A person of the staff register, by role rather than by name where the hospital wants it so.

use crate::base::{Day, DepartmentCode, Span, StaffCode};

/// A person who records, receives, counts, inspects or approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The code, as written in the ledgers' person columns.
    pub code: StaffCode,
    /// The name.
    pub name: String,
    /// The department, where there is one.
    pub department: Option<DepartmentCode>,
    /// The role: storekeeper, meter reader, inspector.
    pub role: String,
    /// The first day of work, where it is known; without it the person was always there.
    pub entered: Option<Day>,
    /// The last day of work; none while there is no end in sight.
    pub left: Option<Day>,
}

impl Staff {
    /// The days of work; none if they end before they begin.
    pub fn employed(&self) -> Option<Span> {
        Span::new(self.entered.unwrap_or(Day::FIRST), self.left.unwrap_or(Day::LAST))
    }

    /// Whether the person works here on a day.
    pub fn is_employed(&self, day: Day) -> bool {
        self.employed().is_some_and(|days| days.contains(day))
    }
}
