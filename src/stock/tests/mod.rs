//! Worked rules and laws of the stock book.

mod classes;
mod counts;
mod exact;
mod lots;
mod made;
mod methods;
mod order;
mod reports;
mod requests;
mod values;
