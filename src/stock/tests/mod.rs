//! Worked rules and laws of the stock book.

mod classes;
mod counts;
mod order;
mod reports;
mod requests;
mod values;
