//! So long after an event: post the result within two days, answer a call within half an hour.
//!
//! The events are the records of another rule, and a record of this one answers the oldest that is
//! open; or they are batches, and closing one answers it. An unknown time of day counts against
//! whoever did not write it down.

use crate::base::{Day, Moment, RecordId, Span, Time};

use super::PassedOverWhy;
use super::course::{Course, Entry, Want};
use super::instant::Instant;
use super::reckoning::{Reckoning, Rolled};
use super::turn::{Choice, Open, Turn, Turns};
use crate::inspections::batch::BatchEvent;
use crate::inspections::done::Done;
use crate::inspections::kind::{Event, Within};
use crate::inspections::record::Inspection;
use crate::inspections::rule::{Rule, Term};
use crate::inspections::status::{About, Proof, Status};

/// Something that happened, and its deadline.
struct Call<'r> {
    rule: &'r Rule,
    row: RecordId,
    happened: Instant,
    within: Within,
    /// The due day before days off move it.
    plain: Day,
    due: Day,
    /// The last minute of the due day on which it is in time, where the rule counts in minutes.
    minute: Option<u32>,
    /// The day on which it was entered that it happened.
    entered: Day,
}

/// Judges every event that happened while the term was in force.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, event: &Event) {
    if event.after.is_none() {
        for batch in course.batches_of(term.force) {
            let opened = batch.opened;
            let happened = Instant::of(opened.date, opened.time);
            let row = (&opened.batch, opened.date, opened.recorded_at);
            if let Some(call) = call(course, term, event, row, happened) {
                answer_by_closing(course, &call, opened, batch.closed);
            }
        }
        return;
    }
    let events: Vec<&Inspection> = course.events_of(term.force);
    let mut turns = Turns::new(course);
    for record in events {
        let minute = record.time.map_or(0, |time| i64::from(time.minutes()));
        let row = (&record.id, record.date, record.recorded_at);
        let happened = Instant::at(record.date, minute);
        if let Some(call) = call(course, term, event, row, happened) {
            answer_by_record(course, &mut turns, call);
        }
    }
}

/// The call of an event in service, with its deadline.
fn call<'r>(
    course: &mut Course<'_>,
    term: Term<'r>,
    event: &Event,
    (row, date, recorded_at): (&RecordId, Day, Moment),
    happened: Instant,
) -> Option<Call<'r>> {
    if !course.service.contains(date) {
        course.pass_over_row(row, date, PassedOverWhy::OutOfService);
        return None;
    }
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
    let (rule, row, within, entered) = (term.rule, row.clone(), event.within, recorded_at.day());
    Some(Call { rule, row, happened, within, plain, due, minute, entered })
}

impl<'r> Call<'r> {
    /// The unit; none if it is excused, which is then told.
    fn want(&self, course: &mut Course<'_>) -> Option<Want<'r>> {
        let rule = self.rule;
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
    fn answered(&self, day: Day, minute: i64) -> Status {
        let last = i64::from(self.minute.unwrap_or(24 * 60));
        if (day, minute) <= (self.due, last) {
            Status::Complied
        } else if self.rule.grace > 0 && day <= self.reach() {
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
    call: &Call<'_>,
    opened: &BatchEvent,
    closed: Option<&BatchEvent>,
) {
    let Some(mut want) = call.want(course) else { return };
    let Some(row) = closed else {
        leave_open(course, call, want);
        return;
    };
    let at = Instant::of(row.date, row.time);
    let status = call.answered(row.date, i64::from(row.time.minutes()));
    want.minutes_off = call.minutes_off(at);
    if status == Status::Missed {
        course.pass_over_row(&row.id, row.date, PassedOverWhy::TooLate);
        course.push(want, status);
        return;
    }
    let known = row.recorded_at.day().max(call.entered) <= call.due;
    let backfill = [opened, row].iter().any(|row| row.is_backfill(call.rule.late_entry_hours));
    let by = Proof { record: row.id.clone(), date: row.date, backfill };
    course.push_proved(want, status, by, status == Status::Complied && known);
}

fn answer_by_record<'r>(course: &mut Course<'_>, turns: &mut Turns<Call<'r>>, call: Call<'r>) {
    let Some(mut want) = call.want(course) else { return };
    let Some(at) = call.choose(course, &Open::Now).taken.first().copied() else {
        leave_open(course, &call, want);
        turns.serve(course, call);
        return;
    };
    let record = course.entries[at].record;
    let status = call.answered(record.date, given(record));
    want.minutes_off = call.minutes_off(Instant::at(record.date, given(record)));
    let (_, n_seen) = turns.serve(course, call);
    if status == Status::Missed {
        // Too late to count, but done: it answers nothing else.
        course.reject(at);
        course.push(want, status);
    } else {
        course.push_done_as(want, at, status, n_seen > 0);
    }
}

/// The minute of its day at which a record answers: the last one where it does not say.
fn given(record: Done) -> i64 {
    record.time.map_or(24 * 60, |time| i64::from(time.minutes()))
}

impl Turn for Call<'_> {
    fn opens(&self) -> Day {
        self.happened.day()
    }

    fn due(&self) -> Day {
        self.due
    }

    fn reach(&self) -> Day {
        self.due.plus_days(i64::from(self.rule.grace))
    }

    fn was_known(&self, by: Day) -> bool {
        self.entered <= by
    }

    fn is_in_time(&self, entry: &Entry) -> bool {
        self.answered(entry.record.date, given(entry.record)) == Status::Complied
    }

    fn choose(&self, course: &Course<'_>, open: &Open) -> Choice {
        let begun = self.happened.day();
        let days = Span::new(begun, self.reach()).unwrap_or(Span::day(begun));
        let answers = course.positions(days).filter(|at| {
            let record = course.entries[*at].record;
            open.has(course, *at)
                && self.happened <= Instant::at(record.date, given(record))
                && record.for_slot.is_none_or(|slot| slot == begun)
        });
        // Within a day one that does not say when comes last, as it may have been.
        let first = answers.min_by_key(|at| {
            let record = course.entries[*at].record;
            (record.date, given(record), *at)
        });
        Choice { taken: first.into_iter().collect(), refused: Vec::new() }
    }
}

fn leave_open(course: &mut Course<'_>, call: &Call<'_>, mut want: Want<'_>) {
    let minute = call.minute.unwrap_or(24 * 60);
    let status = course.clock.undone_at(call.due, minute, i64::from(call.rule.grace));
    want.minutes_off = if want.passed { call.minutes_off(course.now()) } else { None };
    course.push(want, status);
}
