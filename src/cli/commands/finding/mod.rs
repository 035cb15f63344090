//! `houqin finding`: what was found, put right and rechecked.

mod group;
mod import;
mod list;
mod open;
mod report;
mod show;
mod step;

pub(crate) use group::{Group, run};
