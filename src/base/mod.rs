//! Floor 0: values with a meaning, which every other floor may use.
//!
//! Days, money, quantities, codes, and the two ways to say that something is wrong: a
//! [`Message`] (a rule said no) and a [`Diagnostic`] (something in the data). No files, no clock,
//! no words. Look next at `crate::stock`, the domain that uses most of it.

mod check;
mod clocks;
mod code;
mod date;
mod diagnostic;
mod fraction;
mod initials;
mod message;
mod moment;
mod money;
mod nearest;
mod number;
mod place;
mod quantity;
mod ratio;
mod sheet_date;
mod short_id;
mod stamp;
mod width;
mod working;
mod written;

pub use check::{Check, Weight};
pub use clocks::{Asked, Clocks};
pub use code::{
    AssetTag, ChapterCode, ClauseCode, CodeError, ContractCode, DepartmentCode, IndicatorCode,
    ItemCode, MatterCode, MeasureCode, OrderCode, PackCode, PlanCode, PointCode, QuestionCode,
    RecordId, RuleCode, SectionCode, SheetCode, SiteCode, StaffCode, StoreCode, SubjectCode,
    TaskCode, TemplateCode,
};
pub use date::{DateError, Day, Month, Span};
pub use diagnostic::{Diagnostic, Severity};
pub use fraction::Fraction;
pub use initials::{Fit, initials, matches};
pub use message::{Argument, Message, Refuse};
pub use moment::{Moment, Time};
pub use money::{Money, Price};
pub use nearest::{edits, nearest, nearest_named};
pub use number::{NumberError, PlainNumber, parse_count, parse_decimal};
pub use place::Place;
pub use quantity::Quantity;
pub use ratio::{Ratio, Rounding};
/// Exact decimals whose scale varies: registers, factors, use.
pub use rust_decimal::Decimal;
pub use sheet_date::{DateOrder, Epoch, SheetDates};
pub use short_id::{IdShape, ShortId};
pub use stamp::{Decided, Stamp};
pub use width::half_width;
pub use working::{Step, Working, figure, figure_in, figure_of};
pub use written::Written;
