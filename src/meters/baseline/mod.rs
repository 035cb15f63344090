//! Forecasts use: what a meter would have used, and whether a saving is proven against it.
//!
//! Floating point lives in this folder and nowhere else; what leaves it is a [`Figure`], which is
//! printed as a decimal. `series.rs` makes observations of posted use and weather, `fit.rs` fits
//! them, `degree_day.rs` and `change_point.rs` propose [`Candidate`]s, `model.rs` chooses among
//! them, `fsu.rs` and `placebo.rs` say how far the chosen one can be trusted, and `savings.rs` and
//! `prove.rs` hold a saving against that. No words, no files, no clock.
#![expect(clippy::float_arithmetic, reason = "regression is the one place that computes in floats")]

mod candidate;
mod change_point;
mod degree_day;
mod error;
mod figure;
mod fit;
mod fsu;
mod model;
mod placebo;
mod prove;
mod savings;
mod screening;
mod series;
#[cfg(test)]
mod tests;
mod working;

pub use candidate::{Candidate, Coefficient, Form, Regressor, Rejection};
pub use error::BaselineRefusal;
pub use figure::Figure;
pub use fsu::{Fractional, Inflation};
pub use model::{Baseline, BaselineOptions, Family, Forecasts, Select, baseline, expected};
pub use placebo::{Wander, WanderSource};
pub use prove::{Needed, Prove, ProveOptions, prove};
pub use savings::{Compared, OptionC, OptionCOptions, Outcome, option_c};
pub use screening::{Gauge, Screened};
pub use series::{Cut, Grain, LeftOut, Observation, Scope, Why as WhyLeft};
