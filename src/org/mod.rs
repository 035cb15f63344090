//! Floor 1: who and where. Sites of the hospital group, its departments, its staff.
//!
//! Three registers that every domain names things by. Look next at [`Org`], the book they fold to.
//! Days off and certificates bear on duties only: the book of inspections folds them.

mod calendar;
mod certificate;
mod department;
mod error;
mod register;
mod site;
mod staff;
#[cfg(test)]
mod tests;

pub use calendar::{Calendar, CalendarDay, DayKind};
pub use certificate::Certificate;
pub use department::Department;
pub use error::Refusal;
pub use register::{Org, Record, add, edit_staff};
pub use site::Site;
pub use staff::Staff;
