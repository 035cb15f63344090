//! Measures (节能措施): what was done to save, what it cost, and whether its saving is proven.
//!
//! A [`Measure`] is a row of a ledger; the row that supersedes it is its correction. [`verify()`]
//! holds each against its method: counted parts × load × hours (Option A), or the whole meter
//! against its baseline (Option C). What nobody verified is said to be so, and in no sum; what is in
//! another saving already is not added to it.

mod error;
mod option_a;
mod overlap;
mod payback;
mod request;
mod row;
mod sample;
mod verify;
mod whole;

pub use error::MeasureRefusal;
pub use option_a::{Agreement, OptionA, Unsaid, option_a};
pub use overlap::Overlap;
pub use payback::{NoPayback, Payback, Worth};
pub(super) use request::stands_well;
pub use request::{MeasureFields, MeasureRequest, Typing, record_measure};
pub use row::{Load, Measure, Method, SampleOf};
pub use sample::Sample;
pub use verify::{Claimed, Finding, Proof, Verification, Verifications, VerifyOptions, verify};
pub use whole::{Whole, WhyNot};
