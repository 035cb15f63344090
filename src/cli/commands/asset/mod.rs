//! `houqin asset`: cards and the events of their lives.

mod add;
mod agree;
mod alter;
mod assign;
mod changes;
mod classes;
mod count;
mod depreciation;
mod dispose;
mod filter;
mod group;
mod import;
mod labels;
mod lend;
mod list;
mod moves;
mod repair;
mod repairs;
mod reuse;
mod reverse;
mod show;
mod tag;
mod transfer;

pub(crate) use group::{Group, run};
