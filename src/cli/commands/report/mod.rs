//! `houqin report`: what the books add up to.

mod analysis;
mod annual;
mod compliance;
mod consumption;
mod contractors;
mod cost;
mod depreciation;
mod energy;
mod evidence;
mod exchanges;
mod findings;
mod group;
mod indicators;
mod ledgers;
mod prices;
mod purchases;
mod reconciliation;
mod repair_parts;
mod repairs;
mod statement;
mod tasks;
mod trainings;
mod unsigned;

pub(crate) use annual::looked_at;
pub(crate) use group::{Args, Group, run};
