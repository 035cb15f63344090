//! `houqin export`: files for other programs.

mod group;
mod ics;
mod parquet;
mod schema;

pub(crate) use group::{Group, run};
