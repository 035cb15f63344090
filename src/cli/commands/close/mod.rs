//! `houqin close`: sealing months, and opening them again.

mod demands;
mod group;
mod reopen;
mod seal;
mod sign;
mod status;

pub(super) use demands::{books_of, months};
pub(crate) use group::{Group, run};
