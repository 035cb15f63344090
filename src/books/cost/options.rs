//! What is asked of the report on what departments cost.

use crate::base::{Day, DepartmentCode, Month, SiteCode, Span};
use crate::meters::{RestBy, ShareBy, View};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostOptions {
    /// The months: those that the days touch, as far as they have begun.
    pub span: Span,
    /// Only the departments of this site.
    pub site: Option<SiteCode>,
    /// Only this department.
    pub department: Option<DepartmentCode>,
    /// How energy comes to departments.
    pub energy: EnergyShares,
    /// The day at whose end the ledgers are looked at.
    pub as_of: Day,
    /// From where the meters are looked at: from the same day.
    pub view: View,
    /// Whether the rows behind each figure are kept.
    pub detail: CostDetail,
}

/// How energy comes to departments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnergyShares {
    /// What the meters of each measured, at its price.
    Metered,
    /// The bills whose last day lies in the month, shared out.
    Bills {
        /// What they are shared out by.
        share_by: ShareBy,
        /// What becomes of use that no department's meter measured.
        rest_by: RestBy,
    },
}

/// Whether the rows behind each figure are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CostDetail {
    /// The sums only.
    #[default]
    Sums,
    /// Every row, issue, reading and charge.
    Rows,
}

impl CostOptions {
    /// The months that have begun by the day that is asked about.
    pub fn months(&self) -> Vec<Month> {
        self.span.months().filter(|month| month.first() <= self.as_of).collect()
    }

    /// Whether only some of the departments are shown.
    pub const fn is_partial(&self) -> bool {
        self.site.is_some() || self.department.is_some()
    }
}

/// The same months of the year before.
pub(super) fn year_before(months: &[Month]) -> Vec<Month> {
    months.iter().map(|month| month.plus(-12)).collect()
}

/// The days of months that follow one another; none of no month.
pub(super) fn days_of(months: &[Month]) -> Option<Span> {
    Span::new(months.first()?.first(), months.last()?.last())
}
