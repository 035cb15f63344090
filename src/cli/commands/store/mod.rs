//! `houqin store`: the store rooms.

mod add;
mod group;
mod import;
mod list;

pub(crate) use group::{Group, run};
