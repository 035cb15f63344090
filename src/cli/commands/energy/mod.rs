//! `houqin energy`: targets, prices and conversion factors.

mod factor;
mod group;
mod import;
mod target;
mod tariff;

pub(crate) use factor::basis;
pub(crate) use group::{Group, run};
pub(crate) use import::carrier;
