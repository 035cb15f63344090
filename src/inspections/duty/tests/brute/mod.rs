//! A slow evaluator of every kind, a file each, that shares no code with the engine: it walks from
//! day to day, asks of each whether it counts, and must come to the same units on random duties.
//!
//! It is written from the sheet of rules alone. Where the sheet is silent it says what it takes.

mod anchored;
mod dwell;
mod event;
mod expiry;
mod max_gap;
mod period;
mod shift;
mod strategy;
mod view;
mod world;
