//! `houqin stocktake`: count sheets, from opening one to posting what was counted.

mod approve;
mod cancel;
mod differences;
mod enter;
mod flags;
mod group;
mod import;
mod list;
mod open;
mod post;
mod sheet;
mod show;
mod status;
mod table;

pub(crate) use group::{Group, run};
