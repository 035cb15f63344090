//! `houqin group`: many stores at once.

pub(crate) mod report;
mod verbs;

pub(crate) use verbs::Group;
