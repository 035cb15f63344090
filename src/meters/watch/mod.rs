//! Watching: drift (CUSUM), night flow and running taps, and what must be metered at all.
//!
//! Everything here compares a meter with its own history or with what is expected of it, says
//! from which day on it went off, and names what it cannot know.

mod acknowledge;
mod alarms;
mod coverage;
mod cusum;
mod error;
mod expected;
mod median;
mod night;
mod nights;
mod policy;

pub use acknowledge::{AcknowledgeRequest, Acknowledgement, acknowledge};
pub use alarms::{AlarmOptions, Alarms, alarms};
pub use coverage::{
    Coverage, CoverageLine, CoverageRequest, CoverageRow, CoverageState, Covers, Spot, Standard,
    cover, coverage,
};
pub use cusum::{
    Cusum, CusumAlarm, CusumMonth, CusumOptions, CusumStep, Drift, Expectation, Tabular, cusum,
    tabular,
};
pub use error::WatchRefusal;
pub use expected::Modelled;
pub use night::{
    AlarmCourse, Continuous, Night, NightAlarm, NightBaseline, NightOptions, NightSource,
    NightState, NightVerdict, NightWatch, judge_nights, night_watches,
};
pub use nights::{NightFlow, night_flows};
pub use policy::{CusumPolicy, NightPolicy, WatchPolicy};
