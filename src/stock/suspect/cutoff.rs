//! Lines on the wrong side of the cut-off: booked before it and moved after, or the reverse.

use crate::base::Quantity;
use crate::stock::{Kind, Line};

use super::candidate::about;
use super::subject::NEAR_CUTOFF;
use super::{Candidate, Mistake, Odds, Subject, number, signed};

/// Lines around the cut-off that explain the variance on its other side.
pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let from = subject.day.plus_days(-NEAR_CUTOFF);
    let is_near = |line: &&&Line| line.movement.date >= from && line.movement.kind != Kind::Opening;
    let before: Vec<&Line> = subject.since.iter().filter(is_near).copied().collect();
    let n_lines = number(before.len() + subject.after.len());
    let mut tell = |line: &Line, effect: Quantity, code: &'static str| {
        let days = line.movement.date.days_until(subject.day).unsigned_abs();
        let odds = Odds::ONE.times(1, n_lines).times(1, 1 << days.min(8));
        let said = about(code, line);
        found.extend(Candidate::of(subject, Mistake::Cutoff, &[line], effect, odds, said));
    };
    for line in before.iter().filter(|line| -signed(line) == subject.variance) {
        tell(line, -signed(line), "stock.suspect.moved_after");
    }
    for line in subject.after.iter().filter(|line| signed(line) == subject.variance) {
        tell(line, signed(line), "stock.suspect.moved_before");
    }
}
