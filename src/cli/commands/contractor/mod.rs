//! `houqin contractor`: contracts, and the sheets that contractors are scored by.

mod add;
mod group;
mod import;
mod list;
mod score;

pub(crate) use group::{Group, run};
