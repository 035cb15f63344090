//! `houqin energy`: targets, prices, cost, bills, conversion factors, measures and what they save.

mod baseline;
mod bill;
mod bill_allocate;
mod bill_check;
mod bill_import;
mod convert;
mod cost;
mod cusum;
mod driver;
mod factor;
mod group;
mod import;
mod measure;
mod measure_import;
mod persons;
mod plan;
mod quota;
mod quota_import;
mod rank;
mod returns;
mod target;
mod tariff;
mod verify;
mod weather;

pub(crate) use factor::basis;
pub(crate) use group::{Group, run};
pub(crate) use import::carrier;
