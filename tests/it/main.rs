//! The tool as its users meet it: whole commands on stores of their own, and the house's order.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make stores by hand, look into their files and start processes"
)]
#![allow(dead_code, reason = "the laboratory is furnished for the tests that land next")]

mod asset;
mod bad_input;
mod energy;
mod inspect;
mod lab;
mod meter;
mod org;
mod tidy;
mod usage;
mod words;
