//! `houqin report`: what the books add up to.

mod compliance;
mod depreciation;
mod group;
mod statement;

pub(crate) use group::{Group, run};
