//! Contractors: contracts, the sheets they are scored by each month, and what follows from it.
//!
//! A month's score is the sum over the contract's checklists; a month without one of them is
//! missing, never full marks. Look next at `month.rs`.

mod error;
mod explain;
mod month;
mod register;
mod request;
#[cfg(test)]
mod tests;

pub use error::ContractRefusal;
pub use month::{Contractors, MonthLine, MonthState, SheetLine, contractors};
pub use register::{Band, Contract, TemplateCodes};
pub use request::{Contracts, Filling, add_contract, contracts};
