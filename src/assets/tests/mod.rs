//! The rules of assets, held against worked examples and laws.

mod agreement;
mod books;
mod count;
mod laws;
mod money;
mod reuse;
mod rules;
