//! `houqin energy`: targets, prices and conversion factors.

mod factor;
mod group;
mod target;
mod tariff;

pub(crate) use factor::basis;
pub(crate) use group::{Group, run};
