//! How a rule turns days and records into obligations: seven kinds, and the one way each is written.
//!
//! `every = "…"` says the kind and what it cannot do without; further keys beside it the rest:
//!
//! | `every` | kind | further keys |
//! | --- | --- | --- |
//! | `2/week`, `month` | so many in each slot | `spacing` |
//! | `max-gap=15d` | never more than so many days apart | `stopped`, `on_return` |
//! | `anchored=1m`, `anchored=3y,then=6y`, `anchored=2y..6y,1y..15y,6m` | counted from an anchor | `early`, `granularity`, `retire_after`, `stopped` |
//! | `shifts=C 00:00-08:00, A 08:00-16:00` | one in each shift | |
//! | `dwell<=48h`, `dwell>=48h` | how long a batch may or must lie | `amount_min`, `amount_max` |
//! | `certificate=电梯作业` | covered by a certificate | `apply_before`, `cover` |
//! | `event+2d`, `event+30min` | after an event | `after` |

mod anchored;
mod demand;
mod every;
mod field;
mod length;
mod shift;
#[cfg(test)]
mod tests;

pub use anchored::{AgeBand, Anchored, Granularity, Schedule};
pub use every::{Cover, Dwell, Event, Expiry, Kind, MaxGap, Period, Slot};
pub use length::{Amount, Length, Within};
pub use shift::{Shift, Shifts};
