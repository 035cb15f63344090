//! `houqin org`: sites, departments, staff.

mod department;
mod group;
mod site;
mod staff;

pub(crate) use group::{Group, run};
