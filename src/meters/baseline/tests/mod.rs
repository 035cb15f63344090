//! The rules of baselines, told by worked values and synthetic buildings.

mod bands;
mod cases;
mod drift;
mod exact;
mod lab;
mod overlap;
mod recovered;
mod verified;
