//! The canonical order of one item's lines: a total order, and a function of the set of lines only.
//!
//! Lines go by day. Within a day every line has a key (phase, minute, rank, id):
//!
//! | phase | lines |
//! | --- | --- |
//! | 0 | openings |
//! | 1 | counts at `open`, and counts `after=` slips |
//! | 2 | untimed lines in (into a store, or into the pool) |
//! | 3 | timed lines by minute; within a minute in, transfers, out, then counts |
//! | 4 | untimed legs of transfers |
//! | 5 | untimed lines out |
//! | 6 | counts at `close` |
//!
//! The reversal of a line of the same day has the key of its original and stands right after it.
//! The day is then laid out by taking, again and again, the line with the least key that no line
//! still waiting must precede. What must precede what:
//!
//! - a count stands after the lines of its card (store and item) that it has seen and before those
//!   it has not. Seen is: at `open` the openings; at `close` everything; at a time whatever has a
//!   lesser key; `after=` slips the lines of the day whose slip is of the same series (the slip
//!   without its last run of digits) and whose number is not greater, and no others. When two
//!   slips of one series are given, the first speaks for lines in and the second for lines out. A
//!   reversal is seen with its original, if that is of the same day;
//! - a transfer's sending leg stands before its receiving leg, and both before a reversal of
//!   either; what goes on a loan stands before what comes back from it under the same slip; an
//!   original stands before its reversal.
//!
//! Where lines contradict each other (a transfer arrives before it was sent), the least key goes.

use crate::base::{RecordId, Time};

use super::{Cutoff, Kind, Movement, Place};

/// The phase of a line on its day, its minute and its rank: where it stands but for its id.
///
/// Three bits, eleven, and two: of a large month there are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing(u16);

impl Standing {
    const fn new(phase: u16, minute: u16, rank: u16) -> Self {
        Self(phase << 13 | minute << 2 | rank)
    }

    /// Where a line stands that is neither a count nor a leg of a transfer; `inward` into a store
    /// or the pool.
    pub fn of_plain(kind: Kind, time: Option<Time>, inward: bool) -> Self {
        match (kind, time) {
            (Kind::Opening, _) => Self::new(0, 0, 0),
            (_, Some(time)) => Self::new(3, time.minutes(), u16::from(!inward) * 2),
            (_, None) if inward => Self::new(2, 0, 0),
            (_, None) => Self::new(5, 0, 0),
        }
    }

    /// Where a leg of a transfer stands.
    pub fn of_leg(time: Option<Time>) -> Self {
        match time {
            Some(time) => Self::new(3, time.minutes(), 1),
            None => Self::new(4, 0, 0),
        }
    }

    /// Where a count stands that has seen so much.
    pub const fn of_count(seen: Option<&Cutoff>) -> Self {
        match seen {
            Some(Cutoff::Open | Cutoff::After(_)) => Self::new(1, 0, 0),
            Some(Cutoff::At(time)) => Self::new(3, time.minutes(), 3),
            Some(Cutoff::Close) | None => Self::new(6, 0, 0),
        }
    }
}

/// Where a line stands on its day when nothing must precede it; the derived order is the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    standing: Standing,
    id: &'a RecordId,
    reversal: Option<&'a RecordId>,
}

impl<'a> Key<'a> {
    /// The key of a line by itself.
    fn own(line: &'a Movement) -> Self {
        Self { standing: standing(line), id: &line.id, reversal: None }
    }

    /// The keys of a day's lines: of a reversal, its original's.
    fn of_day(day: &[&'a Movement]) -> Vec<Self> {
        day.iter()
            .map(|line| match original(line, day) {
                Some(original) => Self { reversal: Some(&line.id), ..Self::own(original) },
                None => Self::own(line),
            })
            .collect()
    }
}

/// The line that a reversal takes back, if it is of the same day.
fn original<'a>(line: &Movement, day: &[&'a Movement]) -> Option<&'a Movement> {
    let original = line.reverses.as_ref()?;
    day.iter().copied().find(|other| other.id == *original)
}

fn standing(line: &Movement) -> Standing {
    let transfer = line.from == Place::Transit || line.to == Place::Transit;
    let inward = line.to.store().is_some() || line.to == Place::Pool;
    match (line.kind, &line.time) {
        (Kind::Count, seen) => Standing::of_count(seen.as_ref()),
        (kind, _) if transfer && kind != Kind::Opening => Standing::of_leg(line.time_of_day()),
        (kind, _) => Standing::of_plain(kind, line.time_of_day(), inward),
    }
}

/// Where a line stands among the others of its day if none of them must precede another whatever
/// their keys, which can be said of all but counts, loans, and reversals of what moves between
/// stores; none of those.
///
/// A reversal of a line of the same day does not stand here, and what is sent and arrives on one day
/// stands right only where its keys say so.
pub(super) fn standing_by_itself(line: &Movement) -> Option<Standing> {
    let apart = [&line.from, &line.to].into_iter().any(|place| match place {
        Place::Loan(_) => true,
        Place::Transit => line.reverses.is_some(),
        _ => false,
    });
    (line.kind != Kind::Count && !apart).then(|| standing(line))
}

/// The canonical order of one item's lines of one day, as indices into `day`.
pub(super) fn order_of_day(day: &[&Movement]) -> Vec<usize> {
    let keys = Key::of_day(day);
    let mut waiting: Vec<usize> = (0..day.len()).collect();
    waiting.sort_by_key(|at| keys[*at]);
    let plain = |line: &&Movement| {
        let apart = [&line.from, &line.to].into_iter().any(keeps_slips);
        !apart && line.kind != Kind::Count
    };
    if day.iter().all(plain) {
        return waiting;
    }
    let mut placed = Vec::with_capacity(day.len());
    while !waiting.is_empty() {
        let free = |at: &usize| {
            waiting.iter().all(|other| {
                other == at || !precedes(day[*other], day[*at], (keys[*other], keys[*at]), day)
            })
        };
        let next = waiting.iter().position(free).unwrap_or(0);
        placed.push(waiting.remove(next));
    }
    placed
}

/// Whether goods at a place are kept apart by the slip they came under.
const fn keeps_slips(place: &Place) -> bool {
    matches!(place, Place::Transit | Place::Loan(_))
}

/// Whether one line of a day must stand before another, whatever their keys.
fn precedes(one: &Movement, other: &Movement, keys: (Key, Key), day: &[&Movement]) -> bool {
    if (one.kind == Kind::Count) != (other.kind == Kind::Count) {
        if one.store().is_none() || one.store() != other.store() {
            return false;
        }
        return if other.kind == Kind::Count {
            seen(other, keys.1, one, keys.0, day)
        } else {
            !seen(one, keys.0, other, keys.1, day)
        };
    }
    if other.reverses.as_ref() == Some(&one.id) {
        return true;
    }
    let slip =
        |line: &Movement| original(line, day).map_or(&line.slip, |first| &first.slip).clone();
    if matches!(one.to, Place::Loan(_)) && one.to == other.from {
        return slip(one) == slip(other) && one.reverses.as_ref() != Some(&other.id);
    }
    let leg = |line: &Movement| line.from == Place::Transit || line.to == Place::Transit;
    if !(leg(one) && leg(other)) || slip(one) != slip(other) {
        return false;
    }
    match (one.reverses.is_some(), other.reverses.is_some()) {
        (false, false) => one.to == Place::Transit && other.from == Place::Transit,
        (false, true) => true,
        _ => false,
    }
}

/// Whether a count has seen a line of its own card and day: the line then stands before it.
fn seen(count: &Movement, key: Key, line: &Movement, line_key: Key, day: &[&Movement]) -> bool {
    let line = original(line, day).filter(|first| first.store() == line.store()).unwrap_or(line);
    match &count.time {
        _ if line.kind == Kind::Opening => true,
        Some(Cutoff::Open) => false,
        Some(Cutoff::At(_)) => line_key < key,
        Some(Cutoff::After(slips)) => slip_seen(slips, line),
        Some(Cutoff::Close) | None => true,
    }
}

/// Whether the last slips that a counter saw cover a line.
pub(super) fn slip_seen(slips: &[String], line: &Movement) -> bool {
    let Some((series, number)) = series(&line.slip) else { return false };
    let mut limits = slips.iter().filter_map(|slip| self::series(slip));
    let of_series: Vec<&str> =
        limits.by_ref().filter(|(of, _)| *of == series).map(|(_, number)| number).collect();
    let within = |limit: &str| (number.len(), number) <= (limit.len(), limit);
    match of_series[..] {
        [] => false,
        [inward, outward] => within(if line.to.store().is_some() { inward } else { outward }),
        ref limits => limits.iter().any(|limit| within(limit)),
    }
}

/// Splits a slip into its series and its number, the last run of digits without leading zeros;
/// none when there are no digits.
///
/// `CK-2026-0117` is number 117 of the series `CK-2026-`; text after the digits belongs to the
/// series, so that `0117A` is not of the series of `0117`.
pub fn series(slip: &str) -> Option<(&str, &str)> {
    let digits = slip.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = &slip[digits.len()..];
    (!number.is_empty()).then(|| (digits, number.trim_start_matches('0')))
}
