//! The worked examples of every kind, the laws behind them, and a slow evaluator that shares no
//! code with the engine.

mod gaming;
mod kinds;
mod slots;
