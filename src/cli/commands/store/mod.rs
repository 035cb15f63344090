//! `houqin store`: the store rooms.

mod add;
mod group;
mod list;

pub(crate) use group::{Group, run};
