//! `houqin export`: files for other programs.

mod group;
mod ics;

pub(crate) use group::{Group, run};
