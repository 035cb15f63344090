//! What a month may use: the saving plan's figure for the whole or for one department.

use crate::base::{Decimal, DepartmentCode, Moment, Month, RecordId};

use super::Carrier;

/// A target; the one recorded last stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// Its id.
    pub id: RecordId,
    /// The month.
    pub month: Month,
    /// What is limited, in its unit.
    pub carrier: Carrier,
    /// The department; the whole hospital where none is named.
    pub department: Option<DepartmentCode>,
    /// The most that the month may use.
    pub amount: Decimal,
    /// A remark.
    pub note: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}
