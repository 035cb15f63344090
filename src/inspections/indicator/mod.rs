//! Indicators (指标): what is measured every month, and what it should come to.
//!
//! A month without a value is a gap, never met; a year is the sum of numerators over the sum of
//! denominators, never a mean of percentages. Look next at `month.rs`.

mod error;
mod month;
mod register;
mod request;
#[cfg(test)]
mod tests;
mod value;

pub use error::IndicatorRefusal;
pub use month::{
    IndicatorLine, IndicatorMonth, IndicatorOptions, IndicatorState, Indicators, Total, indicators,
};
pub use register::{Direction, Goal, Indicator, Indicators as IndicatorsListed, listed};
pub use request::{IndicatorRequest, ValueRequest, add_indicator, set_value};
pub use value::{Given, IndicatorValue};
