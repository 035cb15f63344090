//! Worked rules and laws of the stock book.

mod classes;
mod counts;
mod exact;
mod idle;
mod lots;
mod made;
mod methods;
mod order;
mod purchase_laws;
mod purchasing;
mod reports;
mod requests;
mod values;
