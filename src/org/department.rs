//! A department or ward (科室): who receives goods, uses energy and keeps assets.

use crate::base::{Decimal, DepartmentCode, SiteCode};

/// A department or ward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its code.
    pub code: DepartmentCode,
    /// Its name.
    pub name: String,
    /// The site it belongs to, where there is more than one.
    pub site: Option<SiteCode>,
    /// Open beds, for figures per bed.
    pub beds: Option<u32>,
    /// Floor area in square metres, for figures per square metre.
    pub area: Option<Decimal>,
    /// What kind of department it is, in the hospital's own words: those of a kind are peers.
    pub class: Option<String>,
}
