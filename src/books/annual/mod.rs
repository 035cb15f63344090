//! The figures of the year, from every book, and the papers they stand in: the yearly summary
//! (年度总结) and the yearly plan (年度计划).
//!
//! A [`FigureName`] names a figure, [`Figures::of`] computes it as the sum of its rows, and a
//! [`PaperForm`] is the text of a paper with the places where figures stand. What the ledgers cannot
//! give has a reason and no value. Look next at `figure.rs`.

mod assets;
mod counts;
mod duties;
mod energy;
mod error;
mod figure;
mod fill;
mod form;
mod measures;
mod name;
mod office;
mod plan;
mod reader;
mod repairs;
mod shape;
mod slot;
mod stock;
#[cfg(test)]
mod tests;
mod trainings;
mod undertaking;

pub use error::FigureRefusal;
pub use figure::{Figure, FigureRow, Value};
pub use fill::{FilledPaper, FilledPart, Said, fill_paper};
pub use form::{FormOrigin, PaperForm, PaperKind, PaperPart, Spoken, choose_form};
pub use name::{FigureName, FigureUnit, Takes};
pub use plan::{PlanItem, PlanPart, PlanState, PlanTable, PlanTitle};
pub use reader::{FigureOptions, Figures};
pub use shape::Shape;
pub use slot::{Frame, Piece, Slot, pieces};
