//! `houqin task`: the year's plan, who does what by when.

mod add;
mod group;
mod import;
mod list;
mod step;

pub(crate) use group::{Group, run};
pub(crate) use list::Filter;
