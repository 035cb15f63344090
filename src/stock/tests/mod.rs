//! Worked rules and laws of the stock book.

mod classes;
mod counts;
mod lots;
mod order;
mod reports;
mod requests;
mod values;
