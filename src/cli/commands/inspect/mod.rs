//! `houqin inspect`: rules, records, what is due, who is excused.

mod answering;
mod batch;
mod batch_import;
mod due;
mod excuse;
mod explain;
mod filling;
mod filter;
mod group;
mod import;
mod list;
mod matrix;
mod record;
mod retention;
mod roster;
mod rounds;
mod rules;
mod rules_add;
mod rules_check;
mod rules_import;
mod rules_packs;
mod show;
mod simulate;
mod templates;

pub(crate) use answering::{Answering, notes as answer_notes};
pub(crate) use explain::explain;
pub(crate) use filling::Filled;
pub(crate) use filter::{Filter, must_be_known};
pub(crate) use group::{Group, run};
