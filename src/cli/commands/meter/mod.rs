//! `houqin meter`: points, readings, use.

mod add;
mod balance;
mod brought;
mod coverage;
mod dial;
mod filter;
mod group;
mod import;
mod list;
mod missing;
mod night;
mod read;
mod register;
mod replace;
mod round;
mod route;
mod show;
mod usage;

use brought::brought;

pub(crate) use dial::{Dial, Reply, Shown, Way};
pub(crate) use filter::{View, carrier, department, optional_word, site, utility};
pub(crate) use group::{Group, run};
