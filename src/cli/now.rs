//! The only clock. `HOUQIN_NOW` and `--today`/`HOUQIN_TODAY` set it for tests and for late entry.

use chrono::{FixedOffset, Timelike, Utc};
use houqin::base::{Day, Moment};

/// Seconds by which the site's time is ahead of UTC: fixed +08:00, no summer time.
const AHEAD: i32 = 8 * 3600;

/// The present moment in the site's time.
pub(crate) fn moment() -> Moment {
    let zone = FixedOffset::east_opt(AHEAD).expect("BUG: +08:00 is no offset");
    let now = Utc::now().with_timezone(&zone).naive_local();
    Moment::new(Day::from_naive(now.date()), now.time().num_seconds_from_midnight())
        .expect("BUG: a second beyond the day's end")
}

/// Bytes that differ from machine to machine and from run to run, for a new machine's tag.
pub(crate) fn seed() -> Vec<u8> {
    let host = std::env::var("HOSTNAME").unwrap_or_default();
    let nanos = Utc::now().timestamp_nanos_opt().unwrap_or_default();
    format!("{host}/{}/{nanos}", std::process::id()).into_bytes()
}
