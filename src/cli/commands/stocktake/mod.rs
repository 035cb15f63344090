//! `houqin stocktake`: count sheets, from opening one to posting what was counted.

mod approve;
mod cancel;
mod charged;
mod differences;
mod due;
mod enter;
mod explain;
mod flags;
mod group;
mod import;
mod list;
mod open;
mod pend;
mod pending;
mod post;
mod recount;
mod scan;
mod settle;
mod sheet;
mod show;
mod status;
mod table;
mod withdraw;

pub(crate) use group::{Group, run};
