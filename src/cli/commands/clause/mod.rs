//! `houqin clause`: the clauses of the accreditation, and what the hospital rests each of them on.

mod add;
mod adopt;
mod group;
mod import;
mod list;
mod rest;

pub(crate) use group::{Group, run};
