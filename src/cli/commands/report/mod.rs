//! `houqin report`: what the books add up to.

mod analysis;
mod compliance;
mod depreciation;
mod energy;
mod group;
mod reconciliation;
mod statement;

pub(crate) use group::{Group, run};
