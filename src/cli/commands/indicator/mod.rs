//! `houqin indicator`: what is measured each month, and what it should come to.

mod add;
mod group;
mod import;
mod list;
mod set;
mod show;

pub(crate) use group::{Group, run};
pub(crate) use show::this_year;
