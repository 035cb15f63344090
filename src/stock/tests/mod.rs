//! Worked rules and laws of the stock book.

mod circulation;
mod classes;
mod counts;
mod exact;
mod exchange_laws;
mod idle;
mod lent;
mod lots;
mod made;
mod methods;
mod order;
mod purchase_laws;
mod purchasing;
mod reports;
mod requests;
mod sent_back;
mod values;
