//! `houqin asset count`: asset stocktakes, from the sheet to what became of the missing.

mod enter;
mod follow;
mod group;
mod import;
mod list;
mod open;
mod scan;
mod settle;
mod sheet;
mod sign;
mod status;
mod withdraw;

pub(crate) use group::{Group, run};
