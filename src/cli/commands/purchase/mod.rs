//! `houqin purchase`: what should be bought, what was ordered, what was invoiced.

mod group;
mod import;
mod invoice;
mod order;
mod plan;

pub(crate) use group::{Group, run};
