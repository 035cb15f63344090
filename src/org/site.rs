//! A site of the hospital group (院区).

use crate::base::SiteCode;

/// A site of the hospital group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its code.
    pub code: SiteCode,
    /// Its name.
    pub name: String,
}
