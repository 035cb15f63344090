//! So long after an event: post the result within two days, answer a call within half an hour.
//!
//! The events are the records of another rule, and a record of this one answers the oldest that is
//! open; or they are batches, and closing one answers it. An unknown time of day counts against
//! whoever did not write it down.

use crate::base::{Day, RecordId, Span, Time};

use super::PassedOverWhy;
use super::course::{Course, Fate, Want};
use super::instant::Instant;
use super::reckoning::{Reckoning, Rolled};
use crate::inspections::batch::BatchEvent;
use crate::inspections::kind::{Event, Within};
use crate::inspections::record::Inspection;
use crate::inspections::rule::{Rule, Term};
use crate::inspections::status::{About, Proof, Status};

/// Something that happened, and its deadline.
struct Call {
    row: RecordId,
    happened: Instant,
    within: Within,
    /// The due day before days off move it.
    plain: Day,
    due: Day,
    /// The last minute of the due day on which it is in time, where the rule counts in minutes.
    minute: Option<u32>,
}

/// Judges every event that happened while the term was in force.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, event: &Event) {
    if event.after.is_none() {
        for batch in course.batches_of(term.force) {
            let opened = batch.opened;
            let Some(call) = call(course, term, event, (&opened.batch, opened.date), |_| {
                Instant::of(opened.date, opened.time)
            }) else {
                continue;
            };
            answer_by_closing(course, term.rule, &call, opened, batch.closed);
        }
        return;
    }
    let events: Vec<&Inspection> = course.events_of(term.force);
    for record in events {
        let happened =
            |day: Day| Instant::at(day, record.time.map_or(0, |time| i64::from(time.minutes())));
        if let Some(call) = call(course, term, event, (&record.id, record.date), happened) {
            answer_by_record(course, term.rule, &call);
        }
    }
}

/// The call of an event in service, with its deadline.
fn call(
    course: &mut Course<'_>,
    term: Term<'_>,
    event: &Event,
    row: (&RecordId, Day),
    happened: impl Fn(Day) -> Instant,
) -> Option<Call> {
    let (row, date) = row;
    if !course.service.contains(date) {
        course.pass_over_row(row, date, PassedOverWhy::OutOfService);
        return None;
    }
    let happened = happened(date);
    let (Rolled { plain, due }, minute) = match event.within {
        Within::Days(days) => {
            let bound = course.service.within(term.force);
            (course.rolled(term.rule, date.plus_days(i64::from(days)), &bound), None)
        }
        Within::Minutes(minutes) => {
            let end = happened.plus(minutes);
            (Rolled { plain: end.day(), due: end.day() }, Some(end.minute()))
        }
    };
    Some(Call { row: row.clone(), happened, within: event.within, plain, due, minute })
}

impl Call {
    /// The unit; none if it is excused, which is then told.
    fn want<'r>(&self, course: &mut Course<'_>, rule: &'r Rule) -> Option<Want<'r>> {
        let begun = self.happened.day();
        let window = Span::new(begun, self.due).unwrap_or(Span::day(self.due));
        let mut want = Want::of(rule, window, self.due);
        want.about = About::Row(self.row.clone());
        want.passed = course.clock.has_passed(self.due, self.minute.unwrap_or(24 * 60));
        want.due_at = self.due_at();
        course.note_ignored(rule, Span::day(self.due), self.due);
        course.reckon(|_| self.reckoned());
        if course.is_excused(rule, self.due, self.due) {
            course.push(want, Status::Excused);
            return None;
        }
        Some(want)
    }

    /// The last minute of its due day, where the rule counts in minutes.
    fn due_at(&self) -> Option<Time> {
        Instant::at(self.due, self.minute?.into()).time()
    }

    fn reckoned(&self) -> Reckoning {
        let time = self.minute.and_then(|_| self.happened.time());
        Reckoning::Event {
            happened: (self.happened.day(), time),
            within: self.within,
            due: Rolled { plain: self.plain, due: self.due },
            due_at: self.due_at(),
        }
    }

    /// What an answer at a minute came to.
    fn answered(&self, rule: &Rule, day: Day, minute: i64) -> Status {
        let last = i64::from(self.minute.unwrap_or(24 * 60));
        if (day, minute) <= (self.due, last) {
            Status::Complied
        } else if rule.grace > 0 && day <= self.due.plus_days(i64::from(rule.grace)) {
            Status::Late
        } else {
            Status::Missed
        }
    }

    /// The minutes after the deadline, where the rule counts in minutes.
    fn minutes_off(&self, at: Instant) -> Option<u32> {
        let deadline = Instant::at(self.due, i64::from(self.minute?));
        u32::try_from(deadline.until(at)).ok().filter(|by| *by > 0)
    }
}

fn answer_by_closing(
    course: &mut Course<'_>,
    rule: &Rule,
    call: &Call,
    opened: &BatchEvent,
    closed: Option<&BatchEvent>,
) {
    let Some(mut want) = call.want(course, rule) else { return };
    let Some(row) = closed else {
        leave_open(course, rule, call, want);
        return;
    };
    let at = Instant::of(row.date, row.time);
    let status = call.answered(rule, row.date, i64::from(row.time.minutes()));
    want.minutes_off = call.minutes_off(at);
    if status == Status::Missed {
        course.pass_over_row(&row.id, row.date, PassedOverWhy::TooLate);
        course.push(want, status);
        return;
    }
    let known = row.recorded_at.day().max(opened.recorded_at.day()) <= call.due;
    let backfill = [opened, row].iter().any(|row| row.is_backfill(rule.late_entry_hours));
    let by = Proof { record: row.id.clone(), date: row.date, backfill };
    course.push_proved(want, status, by, status == Status::Complied && known);
}

fn answer_by_record(course: &mut Course<'_>, rule: &Rule, call: &Call) {
    let Some(mut want) = call.want(course, rule) else { return };
    let begun = call.happened.day();
    let last = call.due.plus_days(i64::from(rule.grace));
    let days = Span::new(begun, last).unwrap_or(Span::day(begun));
    let minute_of =
        |record: &Inspection| record.time.map_or(24 * 60, |time| i64::from(time.minutes()));
    let mut answers = course.positions(days).filter(|at| {
        let entry = &course.entries[*at];
        let at = Instant::at(entry.record.date, minute_of(entry.record));
        entry.fate == Fate::Open
            && call.happened <= at
            && entry.record.for_slot.is_none_or(|slot| slot == begun)
    });
    let Some(at) = answers.next() else {
        leave_open(course, rule, call, want);
        return;
    };
    let record = course.entries[at].record;
    let status = call.answered(rule, record.date, minute_of(record));
    want.minutes_off = call.minutes_off(Instant::at(record.date, minute_of(record)));
    if status == Status::Missed {
        // Too late to count, but done: it answers nothing else.
        course.reject(at, PassedOverWhy::TooLate);
        course.push(want, status);
        return;
    }
    let known = std::iter::once(at).chain(answers).any(|at| {
        let entry = &course.entries[at];
        let in_time = call.answered(rule, entry.record.date, minute_of(entry.record));
        in_time == Status::Complied && entry.was_known(call.due)
    });
    course.push_done_as(want, at, status, known);
}

fn leave_open(course: &mut Course<'_>, rule: &Rule, call: &Call, mut want: Want<'_>) {
    let minute = call.minute.unwrap_or(24 * 60);
    let status = course.clock.undone_at(call.due, minute, i64::from(rule.grace));
    want.minutes_off = if want.passed { call.minutes_off(course.now()) } else { None };
    course.push(want, status);
}
