//! A person of the staff register, by role rather than by name where the hospital wants it so.

use crate::base::{DepartmentCode, StaffCode};

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
}
