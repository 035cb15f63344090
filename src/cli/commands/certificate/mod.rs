//! `houqin certificate`: of people and of equipment.

mod add;
mod group;
mod import;
mod list;

pub(crate) use group::{Group, run};
