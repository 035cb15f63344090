//! `houqin report`: what the books add up to.

mod analysis;
mod compliance;
mod consumption;
mod depreciation;
mod energy;
mod group;
mod prices;
mod purchases;
mod reconciliation;
mod statement;

pub(crate) use group::{Group, run};
