//! `houqin report`: what the books add up to.

mod depreciation;
mod group;

pub(crate) use group::{Group, run};
