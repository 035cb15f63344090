//! Worked rules and laws of the stock book.

mod counts;
mod order;
mod reports;
mod requests;
mod values;
