//! A register that is a digit too long, where too little was read to know what is usual.
//!
//! A digit too many makes a use ten times what it was, and a dial that was read once shows a digit
//! more than it did. Both may be true: it is a question, and whoever looked again answers it.

use crate::base::{Day, Decimal, Fraction};

use super::history::When;
use super::{History, PointRefusal, View, consumption};

/// How many times the most that a day ever used is asked about.
const TIMES: i128 = 10;

/// Asks whether a register is really what the dial shows, by what it showed last and by the most
/// that it used on a day before; none where it may well be.
pub(super) fn question(
    history: &History,
    (when, register): (When, Decimal),
    (date, last): (Day, Decimal),
) -> Option<PointRefusal> {
    let code = history.point().code.clone();
    if let Some(most) = most_of_a_day(history, when.0) {
        let per_day = rate(history, when, (date, last), register)?;
        if per_day <= most.checked_mul(Fraction::new(TIMES, 1)?)? {
            return None;
        }
        let (per_day, most) = (shown(per_day)?, shown(most)?);
        return Some(PointRefusal::Leap { code, register, date, last, per_day, most });
    }
    let is_longer = digits(register) > digits(last) && register >= last + last;
    // A new dial begins at zero: what it shows next has any number of digits.
    let was_read = last > Decimal::ZERO;
    (is_longer && was_read).then_some(PointRefusal::Longer { code, register, date, last })
}

/// The most that one of its intervals used a day; none where nothing was used yet.
fn most_of_a_day(history: &History, until: Day) -> Option<Fraction> {
    let intervals = consumption(history, &View::NOW)?.intervals;
    let ended = intervals.iter().filter(|own| own.until <= until && own.days() > 0);
    ended
        .filter_map(|own| {
            let days = Fraction::new(i128::from(own.days()), 1)?;
            own.outcome.as_ref().ok()?.exact.checked_div(days)
        })
        .max()
        .filter(|most| most.is_positive())
}

/// What a register would make a day use since the last one; none where the dial went back.
fn rate(
    history: &History,
    when: When,
    (date, last): (Day, Decimal),
    register: Decimal,
) -> Option<Fraction> {
    let segment = history.segments(&View::NOW).into_iter().find(|own| own.covers(when))?;
    let steps = register.checked_sub(last).filter(|steps| *steps > Decimal::ZERO)?;
    let days = Fraction::new(i128::from(date.days_until(when.0).max(1)), 1)?;
    Fraction::from_decimal(steps).checked_mul(segment.multiplier.value())?.checked_div(days)
}

/// How many digits stand before the point.
fn digits(register: Decimal) -> usize {
    register.trunc().normalize().to_string().len()
}

/// A use a day as it is said.
fn shown(per_day: Fraction) -> Option<Decimal> {
    per_day.round(2).map(|per_day| per_day.normalize())
}
