//! The rules of assets, held against worked examples and laws.

mod books;
mod count;
mod laws;
mod money;
mod rules;
