//! The book, the decisions, findings and the two reports.

mod due;
mod explaining;
mod evidence;
mod findings;
mod forms;
mod office;
mod records;
mod reports;
mod rounds;
mod simulation;
mod strictest;
