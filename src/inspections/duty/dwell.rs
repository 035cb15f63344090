//! How long a batch lies: at most (medical waste), at least (a food sample), and how much it holds.
//!
//! Counted to the minute; exactly the limit is in time. Until its closing is recorded nobody can
//! tell that a sample was kept, so a batch that is not closed meets no duty once its time has come.

use crate::base::{Day, Span};

use super::PassedOverWhy;
use super::course::{Course, Want};
use super::instant::Instant;
use super::reckoning::Reckoning;
use crate::inspections::batch::{Batch, BatchEvent};
use crate::inspections::kind::{Amount, Dwell};
use crate::inspections::rule::{Rule, Term};
use crate::inspections::status::{About, Proof, Status};

/// Judges every batch that was opened while the term was in force.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, dwell: &Dwell) {
    for batch in course.batches_of(term.force) {
        if course.service.contains(batch.opened.date) {
            judge_batch(course, term.rule, dwell, &batch);
        } else {
            course.pass_over_row(&batch.opened.id, batch.opened.date, PassedOverWhy::OutOfService);
        }
    }
}

fn judge_batch(course: &mut Course<'_>, rule: &Rule, dwell: &Dwell, batch: &Batch<'_>) {
    let opened = Instant::of(batch.opened.date, batch.opened.time);
    let limit = opened.plus(dwell.most.or(dwell.least).unwrap_or(0));
    let closed = batch.closed.map(|row| (Instant::of(row.date, row.time), row));
    let lay = closed.map(|(closed, _)| opened.until(closed));
    let short =
        dwell.least.zip(lay).map(|(least, lay)| i64::from(least) - lay).filter(|by| *by > 0);
    let over = dwell.most.zip(lay).map(|(most, lay)| lay - i64::from(most)).filter(|by| *by > 0);
    // Taken away too early, its time has come with the taking.
    let decided = match closed {
        Some((closed, _)) if short.is_some() => closed,
        _ => limit,
    };
    let due = decided.day();
    let grace = i64::from(rule.grace);
    let window = Span::new(batch.opened.date, due).unwrap_or(Span::day(due));
    let mut want = Want::of(rule, window, due);
    want.about = About::Row(batch.opened.batch.clone());
    want.passed = course.clock.has_passed(due, decided.minute());
    want.due_at = decided.time();
    course.note_ignored(rule, Span::day(due), due);
    course.reckon(|_| Reckoning::Dwell {
        opened: (batch.opened.date, batch.opened.time),
        least: dwell.least,
        most: dwell.most,
        closed: batch.closed.zip(lay).map(|(row, lay)| (row.date, row.time, lay)),
        amount: batch.opened.amount.clone(),
        asked: (dwell.amount_min.clone(), dwell.amount_max.clone()),
    });
    if course.is_excused(rule, due, due) {
        course.push(want, Status::Excused);
        return;
    }
    let late = over.is_some() && rule.grace > 0 && {
        let end: Day = due.plus_days(grace);
        batch.closed.is_some_and(|row| row.date <= end)
    };
    let holds = holds_enough(dwell, batch.opened);
    let status = match closed {
        Some(_) if holds && short.is_none() && over.is_none() => Status::Complied,
        Some(_) if holds && late => Status::Late,
        Some(_) if want.passed => Status::Missed,
        Some(_) => Status::NotYetDue,
        None => course.clock.undone_at(due, decided.minute(), grace),
    };
    let running = || {
        (closed.is_none() && want.passed).then(|| limit.until(course.now())).filter(|by| *by > 0)
    };
    want.minutes_off = short.or(over).or_else(running).and_then(|by| u32::try_from(by).ok());
    match batch.closed {
        Some(row) if matches!(status, Status::Complied | Status::Late) => {
            let known = row.recorded_at.day().max(batch.opened.recorded_at.day()) <= due;
            let contemporary = status == Status::Complied && known;
            let backfill =
                [batch.opened, row].iter().any(|row| row.is_backfill(rule.late_entry_hours));
            let by = Proof { record: row.id.clone(), date: row.date, backfill };
            course.push_proved(want, status, by, contemporary);
        }
        Some(row) if status == Status::Missed => {
            let why = match () {
                () if short.is_some() => PassedOverWhy::TooShort,
                () if over.is_some() => PassedOverWhy::TooLate,
                () => PassedOverWhy::WrongAmount,
            };
            course.pass_over_row(&row.id, row.date, why);
            course.push(want, status);
        }
        _ => course.push(want, status),
    }
}

/// Whether a batch holds what it must; where the rule asks and the batch does not say, it does not.
fn holds_enough(dwell: &Dwell, opened: &BatchEvent) -> bool {
    let of_unit = |limit: &Amount| {
        opened
            .amount
            .as_ref()
            .filter(|amount| amount.unit == limit.unit)
            .map(|amount| amount.number)
    };
    let least = dwell.amount_min.as_ref();
    let most = dwell.amount_max.as_ref();
    least.is_none_or(|least| of_unit(least).is_some_and(|number| number >= least.number))
        && most.is_none_or(|most| of_unit(most).is_some_and(|number| number <= most.number))
}
