//! `houqin org`: sites, departments, staff.

mod calendar;
mod department;
mod group;
mod import;
mod site;
mod staff;

pub(crate) use group::{Group, run};
