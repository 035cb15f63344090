//! Quotas (用能定额) and the grade of a hospital's year against them.
//!
//! A [`Quota`] is dated data: an indicator, the class of hospital and the climate zone it is for,
//! and its levels. [`grade_year`] computes every indicator with its working and holds it against
//! the quota in force; what is missing keeps an indicator open and is named. Look next at
//! `grade.rs`, then `scope.rs`, which decides what is counted where.

mod denominator;
mod error;
mod grade;
mod indicator;
mod lack;
mod levels;
mod numerator;
mod profile;
mod row;
mod scope;
mod zone;

pub(super) use numerator::{of_energy, of_utility};
pub(super) use scope::{Counted, Scoped};

pub use denominator::Denominator;
pub use error::QuotaRefusal;
pub use grade::{GradeOptions, GradeState, Graded, Grades, grade_year};
pub use indicator::{Indicator, IndicatorUnit};
pub use lack::GradeLack;
pub use levels::{Grade, Levels};
pub use numerator::{Numerator, UseLine};
pub use profile::{ClimateZone, Heating, HospitalClass, HospitalProfile};
pub use row::{Quota, ZoneRule, set_quota};
pub use scope::{Part, Scope, ToldApart};
pub use zone::{Degrees, NoZone, ZoneFound};
