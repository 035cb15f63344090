//! `houqin repair`: repair orders (维修单), from the report to the acceptance.

mod filter;
mod group;
mod import;
mod import_events;
mod list;
mod open;
mod show;
mod step;

pub(crate) use filter::Filter;
pub(crate) use group::{Group, run};
