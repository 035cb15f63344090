//! The book, the decisions, findings and the two reports.

mod due;
mod findings;
mod forms;
mod office;
mod records;
mod reports;
