//! houqin 后勤: the ledgers of a hospital's logistics department, and the reports they add up to.
//!
//! The domain computes, reports lay out, printers print. Only `store` touches files; only `cli`
//! (a module of the binary, so that the compiler keeps the library from it) touches the clock, the
//! environment and the terminal.

pub mod base;

pub mod org;

pub mod assets;
pub mod stock;

pub mod report;
pub mod store;
pub mod text;

pub mod render;
