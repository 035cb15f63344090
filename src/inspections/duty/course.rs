//! The course of one duty: which records may count, and what became of each required unit.

use std::collections::BTreeSet;

use crate::base::{Day, RecordId, Span};

use super::{max_gap, period};
use crate::inspections::days::Days;
use crate::inspections::record::{Excusal, Inspection, Outcome, ServicePeriod};
use crate::inspections::rule::{Kind, Require, Rule, Term, terms};
use crate::inspections::status::{Clock, Proof, Status, Unit};
use crate::inspections::word::words;

/// All that is known about one duty, as plain data.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The versions of the rule, by their first day.
    pub versions: &'a [Rule],
    /// The days on which the rule binds the subject.
    pub service: Vec<ServicePeriod>,
    /// The records that are known and not superseded, in any order.
    pub records: Vec<&'a Inspection>,
    /// The excusals that are known and not superseded, in any order.
    pub excusals: Vec<&'a Excusal>,
}

words! {
    /// Why a record counts for nothing.
    PassedOverWhy {
        /// No version of the rule was in force.
        NotInForce = "not_in_force", "inspect.passed_over.not_in_force";
        /// The subject was not in service.
        OutOfService = "out_of_service", "inspect.passed_over.out_of_service";
        /// Nothing could be looked at.
        NotApplicable = "not_applicable", "inspect.passed_over.not_applicable";
        /// It failed, and the rule asks for a pass.
        NotPassed = "not_passed", "inspect.passed_over.not_passed";
        /// It lacks evidence.
        Unproven = "unproven", "inspect.passed_over.unproven";
        /// Another one of the same day counts.
        Repeat = "repeat", "inspect.passed_over.repeat";
        /// It follows too closely on one that counts.
        TooClose = "too_close", "inspect.passed_over.too_close";
        /// Enough was done already, or the slot it is for is over.
        Surplus = "surplus", "inspect.passed_over.surplus";
    }
}

/// A record that counts for nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The record.
    pub record: RecordId,
    /// The day it was done.
    pub date: Day,
    /// Why.
    pub why: PassedOverWhy,
}

words! {
    /// Why an excusal excuses nothing.
    IgnoredWhy {
        /// It was approved after the due day.
        Late = "late", "inspect.ignored.late";
        /// It was approved by the person excused.
        SelfApproved = "self_approved", "inspect.ignored.self_approved";
        /// The rule allows none.
        NotExcusable = "not_excusable", "inspect.ignored.not_excusable";
    }
}

/// An excusal that excuses nothing, or not everything it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The excusal.
    pub excusal: RecordId,
    /// The due day that it came too late for.
    pub due: Option<Day>,
    /// Why.
    pub why: IgnoredWhy,
}

/// Where a duty stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Every required unit, by due day.
    pub units: Vec<Unit>,
    /// The records that count for nothing.
    pub passed_over: Vec<PassedOver>,
    /// The excusals that excuse nothing.
    pub ignored: Vec<Ignored>,
}

/// Computes where a duty stands.
///
/// Slots that begin after `horizon` are left out; what is due next by a longest gap never is.
pub fn evaluate(facts: &Facts<'_>, clock: Clock, horizon: Day) -> Standing {
    let mut course = Course::new(facts, clock, horizon);
    let mut gaps = Vec::new();
    for term in course.terms.clone() {
        match term.rule.kind {
            Kind::Period(period) => period::judge(&mut course, term, period),
            Kind::MaxGap(_) => gaps.push(term),
        }
    }
    if !gaps.is_empty() {
        max_gap::judge(&mut course, &gaps);
    }
    course.finish()
}

/// What a record came to so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It may still count.
    Open,
    /// It counts.
    Taken,
    /// It cannot count, and why.
    Over(PassedOverWhy),
}

/// A record that may count.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) record: &'a Inspection,
    pub(super) fate: Fate,
    late_entry_hours: u32,
}

impl Entry<'_> {
    /// Whether it was recorded by the end of a day.
    pub(super) fn was_known(&self, by: Day) -> bool {
        self.record.recorded_at.day() <= by
    }
}

/// A duty while it is being judged.
#[derive(Debug)]
pub(super) struct Course<'a> {
    pub(super) terms: Vec<Term<'a>>,
    pub(super) service: Days,
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) clock: Clock,
    pub(super) horizon: Day,
    excusals: Vec<&'a Excusal>,
    taken_days: BTreeSet<Day>,
    standing: Standing,
}

impl<'a> Course<'a> {
    fn new(facts: &Facts<'a>, clock: Clock, horizon: Day) -> Self {
        let terms = terms(facts.versions);
        let service = Days::of(facts.service.iter().filter_map(|period| period.span()));
        let mut standing = Standing::default();

        let mut records: Vec<&Inspection> =
            facts.records.iter().copied().filter(|record| record.date <= clock.as_of).collect();
        records.sort_unstable_by(|left, right| left.order().cmp(&right.order()));
        let mut entries = Vec::with_capacity(records.len());
        for record in records {
            match admit(record, &terms, &service) {
                Ok(rule) => entries.push(Entry {
                    record,
                    fate: Fate::Open,
                    late_entry_hours: rule.late_entry_hours,
                }),
                Err(why) => standing.passed_over.push(passed_over(record, why)),
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
        let taken_days = BTreeSet::new();
        Self { terms, service, entries, clock, horizon, excusals, taken_days, standing }
    }

    /// Adds a unit that nothing was done for.
    pub(super) fn push(&mut self, rule: &Rule, window: Span, due: Day, status: Status) {
        let closed = self.clock.has_closed(due);
        let version = rule.version;
        let (by, contemporary) = (None, false);
        self.standing.units.push(Unit { version, window, due, status, closed, by, contemporary });
    }

    /// Adds a unit that a record was done for; the record counts for nothing else from then on.
    pub(super) fn push_done(
        &mut self,
        rule: &Rule,
        window: Span,
        due: Day,
        at: usize,
        contemporary: bool,
    ) {
        let entry = &mut self.entries[at];
        entry.fate = Fate::Taken;
        let record = entry.record;
        self.taken_days.insert(record.date);
        let status = if record.date <= due { Status::Complied } else { Status::Late };
        let backfill = record.is_backfill(entry.late_entry_hours);
        let by = Some(Proof { record: record.id.clone(), date: record.date, backfill });
        let closed = self.clock.has_closed(due);
        let version = rule.version;
        self.standing.units.push(Unit { version, window, due, status, closed, by, contemporary });
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
        let from = self.entries.partition_point(|entry| entry.record.date < days.first());
        let to = self.entries.partition_point(|entry| entry.record.date <= days.last());
        from..to
    }

    /// Whether a record of this day counts already.
    pub(super) fn is_taken(&self, day: Day) -> bool {
        self.taken_days.contains(&day)
    }

    /// The days of a window on which the duty is validly excused, for a unit due on a day.
    pub(super) fn excused(&self, rule: &Rule, window: Span, due: Day) -> Days {
        let holds = |excusal: &&&Excusal| rule.excusable && excusal.date <= due;
        Days::of(self.excusals.iter().filter(holds).filter_map(|row| row.days.overlap(window)))
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

    fn finish(self) -> Standing {
        let mut standing = self.standing;
        for entry in self.entries {
            let why = match entry.fate {
                Fate::Taken => continue,
                Fate::Over(why) => why,
                Fate::Open if self.taken_days.contains(&entry.record.date) => PassedOverWhy::Repeat,
                Fate::Open => PassedOverWhy::Surplus,
            };
            standing.passed_over.push(passed_over(entry.record, why));
        }
        standing.units.sort_by_key(|unit| unit.due);
        standing.passed_over.sort_unstable_by(|left, right| {
            (left.date, &left.record).cmp(&(right.date, &right.record))
        });
        standing
    }
}

fn passed_over(record: &Inspection, why: PassedOverWhy) -> PassedOver {
    PassedOver { record: record.id.clone(), date: record.date, why }
}

/// The version a record is judged by, or why it cannot count at all.
///
/// In the days of grace after a version's end, that version still judges.
fn admit<'a>(
    record: &Inspection,
    terms: &[Term<'a>],
    service: &Days,
) -> Result<&'a Rule, PassedOverWhy> {
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
    if record.evidence.len() < needed || record.sha256.len() < record.evidence.len() {
        return Err(PassedOverWhy::Unproven);
    }
    Ok(rule)
}
