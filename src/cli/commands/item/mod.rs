//! `houqin item`: the catalogue.

mod add;
mod edit;
mod find;
mod flags;
mod group;
mod import;
mod list;
mod show;

pub(crate) use group::{Group, run};
