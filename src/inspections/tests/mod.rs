//! The book, the decisions, findings and the two reports.

mod findings;
mod office;
mod records;
mod reports;
