//! The worked examples of every kind, the laws behind them, and a slow evaluator that shares no
//! code with the engine.

mod brute;
mod gaming;
mod gaming_rows;
mod kinds;
mod slots;
