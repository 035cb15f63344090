//! The book, the decisions, findings and the two reports.

mod agenda;
mod beside;
mod cover;
mod due;
mod evidence;
mod explaining;
mod findings;
mod following;
mod forms;
mod hidden;
mod office;
mod places;
mod printed;
mod records;
mod reports;
mod rounds;
mod simulation;
mod strictest;
mod subject;
