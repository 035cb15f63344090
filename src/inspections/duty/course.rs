//! The course of one duty: which records may count, and what became of each required unit.

use std::cell::Cell;

use crate::base::{Day, RecordId, Span, Time};

use super::instant::Instant;
use super::reason::{Ignored, IgnoredWhy, PassedOver, PassedOverWhy};
use super::reckoning::{Reckoning, Rolled};
use super::turn::entered_late;
use super::{Facts, Renewal, Standing};
use super::{anchored, dwell, event, expiry, max_gap, period, shift};
use crate::inspections::batch::Batch;
use crate::inspections::days::Days;
use crate::inspections::done::Done;
use crate::inspections::kind::Kind;
use crate::inspections::record::{Excusal, Inspection, Outcome};
use crate::inspections::rule::{Calendar as CalendarOf, Require, Rule, Term, terms};
use crate::inspections::status::{About, Clock, Counter, DayState, Proof, Status, Tally, Unit};
use crate::inspections::strictest::{Covering, leave_out};
use crate::org::{Calendar, Certificate};

/// A unit that is required, before anybody knows what became of it.
#[derive(Debug)]
pub(super) struct Want<'r> {
    pub(super) rule: &'r Rule,
    pub(super) window: Span,
    pub(super) due: Day,
    pub(super) about: About,
    /// Whether its time has come; where the rule counts in days, its due day says so.
    pub(super) passed: bool,
    /// The last minute of its due day, where the rule counts in minutes.
    pub(super) due_at: Option<Time>,
    pub(super) minutes_off: Option<u32>,
}

impl<'r> Want<'r> {
    /// A unit of a slot, due at the end of a day.
    pub(super) const fn of(rule: &'r Rule, window: Span, due: Day) -> Self {
        let (about, passed) = (About::Slot, false);
        Self { rule, window, due, about, passed, due_at: None, minutes_off: None }
    }
}

/// Computes where a duty stands.
///
/// Slots that begin after `horizon` are left out; what is due next by a longest gap never is.
pub fn evaluate(facts: &Facts<'_>, clock: Clock, horizon: Day) -> Standing {
    let records = in_order(facts, clock);
    let mut course = Course::new(facts, done_of(facts, &records), clock, horizon);
    course.judge();
    let mut standing = course.finish(&records).0;
    leave_out(&mut standing, facts);
    standing
}

/// The same, with what each unit was reckoned from, in the order of the units.
pub(in crate::inspections) fn evaluate_reckoning(
    facts: &Facts<'_>,
    clock: Clock,
    horizon: Day,
) -> (Standing, Vec<Reckoning>) {
    let records = in_order(facts, clock);
    let mut course = Course::new(facts, done_of(facts, &records), clock, horizon);
    course.reckonings = Some(Vec::new());
    course.judge();
    let (mut standing, reckonings) = course.finish(&records);
    let Some(kept) = leave_out(&mut standing, facts) else { return (standing, reckonings) };
    let of_kept =
        reckonings.into_iter().enumerate().filter(|(at, _)| kept.binary_search(at).is_ok());
    (standing, of_kept.map(|(_, reckoning)| reckoning).collect())
}

/// The records up to the day asked about, in the order in which they are considered.
fn in_order<'a>(facts: &Facts<'a>, clock: Clock) -> Vec<&'a Inspection> {
    let mut records: Vec<&Inspection> =
        facts.records.iter().copied().filter(|record| record.date <= clock.as_of).collect();
    records.sort_unstable_by(|left, right| left.order().cmp(&right.order()));
    records
}

/// What judging looks at of them; evidence that is not what it was proves nothing.
fn done_of<'r>(
    facts: &'r Facts<'_>,
    records: &'r [&Inspection],
) -> impl Iterator<Item = Done> + 'r {
    records.iter().map(|record| {
        let done = Done::from(*record);
        if facts.unproven.contains(&record.id) { Done { evidence: None, ..done } } else { done }
    })
}

/// Counts the units of a duty that were due in a period: the same judgement, of records that have
/// no name, in the order in which they are considered.
pub(in crate::inspections) fn count(
    facts: &Facts<'_>,
    done: impl Iterator<Item = Done>,
    clock: Clock,
    period: Span,
) -> Tally {
    let done = done.filter(|done| done.date <= clock.as_of);
    let mut course = Course::new(facts, done, clock, clock.as_of);
    course.judge();
    let covering = Covering::of(facts);
    let mut counter = Counter::new(facts.versions);
    let mut judged = course.judged;
    judged.sort_by_key(|one| one.unit.due);
    let counts = |unit: &Unit| {
        period.contains(unit.due) && covering.as_ref().is_none_or(|covering| !covering.covers(unit))
    };
    for one in judged.iter().filter(|one| counts(&one.unit)) {
        counter.add(&one.unit, one.is_backfill());
    }
    counter.end()
}

impl Course<'_> {
    /// Judges every version of the rule.
    fn judge(&mut self) {
        let mut gaps = Vec::new();
        for term in self.terms.clone() {
            match &term.rule.kind {
                Kind::Period(period) => period::judge(self, term, *period),
                Kind::MaxGap(_) => gaps.push(term),
                Kind::Anchored(kind) => anchored::judge(self, term, kind),
                Kind::Shifts(shifts) => shift::judge(self, term, shifts),
                Kind::Dwell(kind) => dwell::judge(self, term, kind),
                Kind::Expiry(kind) => expiry::judge(self, term, kind),
                Kind::Event(kind) => event::judge(self, term, kind),
            }
        }
        if !gaps.is_empty() {
            max_gap::judge(self, &gaps);
        }
    }
}

/// What a record came to so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It may still count.
    Open,
    /// It counts, for the turn of this number where there are turns.
    Taken(usize),
    /// It was done for that turn, but too late to count.
    TooLate(usize),
    /// It cannot count, and why.
    Over(PassedOverWhy),
}

/// A record that may count.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) record: Done,
    pub(super) fate: Fate,
    /// Its place among all records of the duty.
    place: usize,
    late_entry_hours: u32,
}

impl Entry {
    /// Whether it was recorded by the end of a day.
    pub(super) fn was_known(&self, by: Day) -> bool {
        self.record.recorded_at.day() <= by
    }
}

/// A unit and the record that it was done by, which has no name yet.
#[derive(Debug)]
struct Judged {
    unit: Unit,
    taken: Option<Taken>,
}

/// Which of the entries a unit was done by, and whether that was entered too long after.
#[derive(Debug, Clone, Copy)]
struct Taken {
    at: usize,
    backfill: bool,
}

impl Judged {
    /// Whether what proves it was entered too long after.
    fn is_backfill(&self) -> bool {
        let named = self.unit.by.as_ref().is_some_and(|proof| proof.backfill);
        named || self.taken.is_some_and(|taken| taken.backfill)
    }
}

/// A duty while it is being judged.
#[derive(Debug)]
pub(super) struct Course<'a> {
    pub(super) terms: Vec<Term<'a>>,
    pub(super) service: Days,
    pub(super) entries: Vec<Entry>,
    pub(super) clock: Clock,
    pub(super) horizon: Day,
    pub(super) anchor: Option<Day>,
    pub(super) calendar: &'a Calendar,
    pub(super) certificates: Vec<&'a Certificate>,
    /// The days on duty, in order, each once.
    pub(super) roster: Vec<Day>,
    batches: Vec<Batch<'a>>,
    events: Vec<&'a Inspection>,
    excusals: Vec<&'a Excusal>,
    /// The days of the rows that were entered after their day, oldest first, and the last day on
    /// which one of those up to there was.
    late: Vec<(Day, Day)>,
    /// How many turns were served.
    pub(super) n_turns: usize,
    judged: Vec<Judged>,
    /// The records that cannot count at all, by their places.
    refused: Vec<(usize, PassedOverWhy)>,
    /// Where the last day was looked up: the next one is mostly a step away.
    cursor: Cell<usize>,
    standing: Standing,
    /// What each unit was reckoned from, where somebody asks.
    reckonings: Option<Vec<Reckoning>>,
    /// What the units that are added now are reckoned from.
    reckoning: Option<Reckoning>,
}

impl<'a> Course<'a> {
    fn new(
        facts: &Facts<'a>,
        done: impl Iterator<Item = Done>,
        clock: Clock,
        horizon: Day,
    ) -> Self {
        let terms = terms(facts.versions);
        let service = Days::of(facts.service.iter().filter_map(|period| period.span()));
        let mut standing = Standing::default();

        let mut refused = Vec::new();
        let mut entries = Vec::with_capacity(done.size_hint().0);
        for (place, record) in done.enumerate() {
            match admit(&record, &terms, &service) {
                Ok(rule) => entries.push(Entry {
                    record,
                    fate: Fate::Open,
                    place,
                    late_entry_hours: rule.late_entry_hours,
                }),
                Err(why) => refused.push((place, why)),
            }
        }

        let mut excusals: Vec<&Excusal> =
            facts.excusals.iter().copied().filter(|row| row.date <= clock.as_of).collect();
        excusals.sort_unstable_by_key(|excusal| (excusal.days, &excusal.id));
        let (own, excusals): (Vec<_>, Vec<_>) =
            excusals.into_iter().partition(|excusal| excusal.is_self_approved());
        standing.ignored.extend(own.into_iter().map(|excusal| Ignored {
            excusal: excusal.id.clone(),
            due: None,
            why: IgnoredWhy::SelfApproved,
        }));
        let mut events: Vec<&Inspection> =
            facts.events.iter().copied().filter(|row| row.date <= clock.as_of).collect();
        events.sort_unstable_by(|left, right| left.order().cmp(&right.order()));
        let mut roster = facts.roster.clone();
        roster.sort_unstable();
        roster.dedup();
        let done = entries.iter().map(|entry: &Entry| &entry.record);
        let done = done.map(|record| (record.date, record.recorded_at.day()));
        let after = events.iter().map(|row| (row.date, row.recorded_at.day()));
        let late = entered_late(done.chain(after));
        Self {
            terms,
            service,
            entries,
            clock,
            horizon,
            anchor: facts.anchor,
            calendar: facts.calendar,
            certificates: facts.certificates.clone(),
            roster,
            batches: facts.batches.clone(),
            events,
            excusals,
            late,
            n_turns: 0,
            judged: Vec::new(),
            refused,
            cursor: Cell::new(0),
            standing,
            reckonings: None,
            reckoning: None,
        }
    }

    /// Notes what the units that are added next are reckoned from, where somebody asks.
    pub(super) fn reckon(&mut self, reckoning: impl FnOnce(&Self) -> Reckoning) {
        if self.reckonings.is_some() {
            self.reckoning = Some(reckoning(self));
        }
    }

    /// Adds a unit that nothing was done for.
    pub(super) fn push(&mut self, want: Want<'_>, status: Status) {
        self.add(want, status, None, None, false);
    }

    /// Adds a unit that a record was done for; the record counts for nothing else from then on.
    pub(super) fn push_done(&mut self, want: Want<'_>, at: usize, contemporary: bool) {
        let date = self.entries[at].record.date;
        let status = if date <= want.due { Status::Complied } else { Status::Late };
        self.push_done_as(want, at, status, contemporary);
    }

    /// The same, where something else than the day tells whether it was in time.
    pub(super) fn push_done_as(
        &mut self,
        want: Want<'_>,
        at: usize,
        status: Status,
        contemporary: bool,
    ) {
        if !matches!(self.entries[at].fate, Fate::Taken(_)) {
            self.take(at);
        }
        let entry = &self.entries[at];
        let backfill = entry.record.is_backfill(entry.late_entry_hours);
        self.add(want, status, None, Some(Taken { at, backfill }), contemporary);
    }

    /// Adds a unit that another row than an inspection proves.
    pub(super) fn push_proved(
        &mut self,
        want: Want<'_>,
        status: Status,
        by: Proof,
        contemporary: bool,
    ) {
        self.add(want, status, Some(by), None, contemporary);
    }

    fn add(
        &mut self,
        want: Want<'_>,
        status: Status,
        by: Option<Proof>,
        taken: Option<Taken>,
        contemporary: bool,
    ) {
        let Want { rule, window, due, about, passed, due_at, minutes_off } = want;
        let (version, closed) = (rule.version, passed || self.clock.has_closed(due));
        if let Some(reckonings) = &mut self.reckonings {
            reckonings.push(self.reckoning.clone().expect("BUG: a unit that nobody reckoned"));
        }
        let unit = Unit {
            version,
            window,
            due,
            status,
            closed,
            about,
            due_at,
            minutes_off,
            by,
            contemporary,
        };
        self.judged.push(Judged { unit, taken });
    }

    /// Says of a record that a turn took that it came too late to count.
    pub(super) fn reject(&mut self, at: usize) {
        if let Fate::Taken(turn) = self.entries[at].fate {
            self.entries[at].fate = Fate::TooLate(turn);
        }
    }

    /// Keeps a record from counting for anything else.
    pub(super) fn take(&mut self, at: usize) {
        self.entries[at].fate = Fate::Taken(self.n_turns);
    }

    /// A due day before and after days off move it.
    pub(super) fn rolled(&self, rule: &Rule, plain: Day, bound: &Days) -> Rolled {
        Rolled { plain, due: self.roll(rule, plain, bound) }
    }

    /// The due day, or the next workday in service where the rule goes by workdays.
    pub(super) fn roll(&self, rule: &Rule, due: Day, bound: &Days) -> Day {
        if rule.calendar == CalendarOf::EveryDay {
            return due;
        }
        let rolled = self.calendar.next_workday(due);
        if bound.contains(rolled) { rolled } else { due }
    }

    /// How many days of a set are worked.
    pub(super) fn workdays(&self, days: &Days) -> usize {
        let all = days.spans().iter().flat_map(|span| {
            let (first, last) = (span.first(), span.last());
            std::iter::successors(Some(first), |day| Some(day.next()))
                .take_while(move |day| *day <= last)
        });
        all.filter(|day| self.calendar.is_workday(*day)).count()
    }

    /// Whether a day is validly excused, for a unit due on a day.
    pub(super) fn is_excused(&self, rule: &Rule, day: Day, due: Day) -> bool {
        rule.excusable && self.excusals.iter().any(|row| row.date <= due && row.days.contains(day))
    }

    /// The batches that were opened in a stretch of days, as far as is asked about; what was closed
    /// later is still open.
    pub(super) fn batches_of(&self, force: Span) -> Vec<Batch<'a>> {
        let as_of = self.clock.as_of;
        self.batches
            .iter()
            .filter(|batch| force.contains(batch.opened.date) && batch.opened.date <= as_of)
            .map(|batch| Batch { closed: batch.closed.filter(|row| row.date <= as_of), ..*batch })
            .collect()
    }

    /// The events of a stretch of days, oldest first.
    pub(super) fn events_of(&self, force: Span) -> Vec<&'a Inspection> {
        self.events.iter().copied().filter(|row| force.contains(row.date)).collect()
    }

    /// Says why a row that is no inspection counts for nothing.
    pub(super) fn pass_over_row(&mut self, row: &RecordId, date: Day, why: PassedOverWhy) {
        self.standing.passed_over.push(PassedOver { record: row.clone(), date, why });
    }

    /// The minute that is asked about: the end of a day that is over.
    pub(super) fn now(&self) -> Instant {
        let day = self.clock.as_of;
        match self.clock.state {
            DayState::Over => Instant::at(day, 24 * 60),
            DayState::Running => Instant::at(day, 0),
            DayState::At(time) => Instant::of(day, time),
        }
    }

    /// Notes when the cover by certificates ends.
    pub(super) fn renew(&mut self, renewal: Option<Renewal>) {
        self.standing.renewal = renewal;
    }

    /// Says why a record that still may count does not, where that is sure by now.
    pub(super) fn pass_over(&mut self, at: usize, why: PassedOverWhy) {
        let entry = &mut self.entries[at];
        if entry.fate == Fate::Open && why != PassedOverWhy::Surplus {
            entry.fate = Fate::Over(why);
        }
    }

    /// The records of a stretch of days, as positions in `entries`.
    pub(super) fn positions(&self, days: Span) -> std::ops::Range<usize> {
        let (first, last) = (days.first(), days.last());
        let begun = self.cursor.get();
        let behind =
            begun == 0 || self.entries.get(begun - 1).is_some_and(|e| e.record.date < first);
        let from = self.step(if behind { begun } else { 0 }, |date| date < first);
        self.cursor.set(from);
        from..self.step(from, |date| date <= last)
    }

    /// The first entry from a place on whose day is not among the earlier ones: a few steps, and
    /// only then a search.
    fn step(&self, from: usize, is_earlier: impl Fn(Day) -> bool) -> usize {
        const STEPS: usize = 8;
        let ahead = &self.entries[from..];
        match ahead.iter().take(STEPS).position(|entry| !is_earlier(entry.record.date)) {
            Some(steps) => from + steps,
            None => from + ahead.partition_point(|entry| is_earlier(entry.record.date)),
        }
    }

    /// Whether a record of this day counts already, or answered something too late.
    fn is_taken(&self, day: Day) -> bool {
        let taken = |at: usize| matches!(self.entries[at].fate, Fate::Taken(_) | Fate::TooLate(_));
        self.positions(Span::day(day)).any(taken)
    }

    /// Whether there is any excusal at all.
    pub(super) const fn has_excusals(&self) -> bool {
        !self.excusals.is_empty()
    }

    /// The days of a window on which the duty is validly excused, for a unit due on a day.
    pub(super) fn excused(&self, rule: &Rule, window: Span, due: Day) -> Days {
        self.excused_as_seen(rule, window, due, Day::LAST)
    }

    /// The same by the excusals that had been entered by the end of a day.
    pub(super) fn excused_as_seen(&self, rule: &Rule, window: Span, due: Day, by: Day) -> Days {
        let holds = |excusal: &&&Excusal| {
            rule.excusable && excusal.date <= due && excusal.recorded_at.day() <= by
        };
        Days::of(self.excusals.iter().filter(holds).filter_map(|row| row.days.overlap(window)))
    }

    /// The first day up to one that something was still unknown about at that day's end.
    pub(super) fn first_unknown(&self, by: Day) -> Option<Day> {
        let row = self.late.get(self.late.partition_point(|(_, entered)| *entered <= by));
        let row = row.map(|(date, _)| *date).filter(|date| *date <= by);
        let unknown = |excusal: &&&Excusal| {
            excusal.date <= by && by < excusal.recorded_at.day() && excusal.days.first() <= by
        };
        let excusals = self.excusals.iter().filter(unknown).map(|excusal| excusal.days.first());
        row.into_iter().chain(excusals).min()
    }

    /// Notes the excusals of a window that do not hold for a unit due on a day.
    pub(super) fn note_ignored(&mut self, rule: &Rule, window: Span, due: Day) {
        for excusal in &self.excusals {
            let (why, due) = match () {
                () if excusal.days.overlap(window).is_none() => continue,
                () if !rule.excusable => (IgnoredWhy::NotExcusable, None),
                () if excusal.date > due => (IgnoredWhy::Late, Some(due)),
                () => continue,
            };
            let ignored = Ignored { excusal: excusal.id.clone(), due, why };
            if !self.standing.ignored.contains(&ignored) {
                self.standing.ignored.push(ignored);
            }
        }
    }

    /// Names the records by their places and sorts the units by due day, and what they were
    /// reckoned from with them.
    fn finish(self, records: &[&Inspection]) -> (Standing, Vec<Reckoning>) {
        let named = |place: usize, why| {
            let record = records[place];
            PassedOver { record: record.id.clone(), date: record.date, why }
        };
        let mut passed_over: Vec<PassedOver> = Vec::new();
        for entry in &self.entries {
            let why = match entry.fate {
                Fate::Taken(_) => continue,
                Fate::TooLate(_) => PassedOverWhy::TooLate,
                Fate::Over(why) => why,
                Fate::Open if self.is_taken(entry.record.date) => PassedOverWhy::Repeat,
                Fate::Open => PassedOverWhy::Surplus,
            };
            passed_over.push(named(entry.place, why));
        }
        passed_over.extend(self.refused.iter().map(|(place, why)| named(*place, *why)));
        let mut standing = self.standing;
        standing.passed_over.append(&mut passed_over);
        let units = self.judged.into_iter().map(|Judged { unit, taken }| {
            let by = taken.map(|Taken { at, backfill }| {
                let record = records[self.entries[at].place];
                Proof { record: record.id.clone(), date: record.date, backfill }
            });
            Unit { by: unit.by.or(by), ..unit }
        });
        standing.units = units.collect();
        let mut reckonings = self.reckonings.unwrap_or_default();
        if !reckonings.is_empty() {
            let mut both: Vec<_> = std::mem::take(&mut standing.units)
                .into_iter()
                .zip(std::mem::take(&mut reckonings))
                .collect();
            both.sort_by_key(|(unit, _)| unit.due);
            (standing.units, reckonings) = both.into_iter().unzip();
        }
        standing.units.sort_by_key(|unit| unit.due);
        standing.passed_over.sort_unstable_by(|left, right| {
            (left.date, &left.record).cmp(&(right.date, &right.record))
        });
        (standing, reckonings)
    }
}

/// The version a record is judged by, or why it cannot count at all.
///
/// In the days of grace after a version's end, that version still judges.
fn admit<'a>(record: &Done, terms: &[Term<'a>], service: &Days) -> Result<&'a Rule, PassedOverWhy> {
    let in_force = terms.iter().find(|term| term.force.contains(record.date));
    let in_grace = || {
        terms.iter().rev().find(|term| {
            let end = term.force.last();
            end < record.date && record.date <= end.plus_days(i64::from(term.rule.grace))
        })
    };
    let rule = in_force.or_else(in_grace).ok_or(PassedOverWhy::NotInForce)?.rule;
    if !service.contains(record.date) {
        return Err(PassedOverWhy::OutOfService);
    }
    match (record.result, rule.require) {
        (Outcome::Na, _) => return Err(PassedOverWhy::NotApplicable),
        (Outcome::Fail, Require::Passed) => return Err(PassedOverWhy::NotPassed),
        (Outcome::Pass, _) | (Outcome::Fail, Require::Performed) => {}
    }
    let needed = usize::try_from(rule.evidence_min).unwrap_or(usize::MAX);
    if record.evidence.is_none_or(|n_pieces| usize::from(n_pieces) < needed) {
        return Err(PassedOverWhy::Unproven);
    }
    Ok(rule)
}
