//! Checklists: what is asked, what was answered, and what the answers come to.
//!
//! A [`Template`] is one version of a checklist and never changes once it was used; an [`Answer`]
//! belongs to a record; a [`Marking`] is computed from both whenever it is asked for, so that a
//! record of version 1 reads by version 1 for ever. Look next at `marking.rs`.

mod answer;
mod book;
mod error;
mod explain;
mod marking;
mod request;
mod template;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Given, Tick, Value};
pub use book::{Edited, Forms};
pub use error::FormRefusal;
pub(super) use explain::{about, exact};
pub use marking::{ItemMark, Marking, SectionMark, Verdict, Why, mark};
pub use request::{FormRequest, TemplateRef, add_template, record_form};
pub use template::{Item, ItemKind, Limits, Scale, Section, Template};
