//! `houqin training`: who was at trainings and drills, and who was not.

mod attend;
mod coverage;
mod group;
mod import;
mod list;

pub(crate) use coverage::Filter;
pub(crate) use group::{Group, run};
