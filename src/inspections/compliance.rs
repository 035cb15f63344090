//! The compliance report: every rule's statuses and rates, and every obligation that was not kept.
//!
//! Sums are over units; no percentage is ever averaged. What is listed as missed is as many rows
//! as the summary counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, RecordId, RuleCode, Span, SubjectCode};

use super::kind::Kind;
use super::listing::{ListOptions, Which, findings};
use super::obligation::obligations;
use super::rule::{Rule, Severity};
use super::standing::FindingLine;
use super::status::{Status, Tally, Unit};
use super::summary::{Summary, Sums, in_force};
use super::{
    Breach, DutyKey, IgnoredWhy, Inspections, Obligation, Outlook, PassedOverWhy, Standing,
    Uncovered, outlook,
};

/// An excusal that excuses nothing, or not everything it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredLine {
    /// The excusal.
    pub excusal: RecordId,
    /// The rule.
    pub rule: RuleCode,
    /// The subject.
    pub subject: SubjectCode,
    /// The days it covers.
    pub days: Span,
    /// Who approved it, and when.
    pub approved: (String, Day),
    /// The due day that it came too late for.
    pub due: Option<Day>,
    /// Why it is ignored.
    pub why: IgnoredWhy,
}

/// A record that counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOverLine {
    /// The record.
    pub record: RecordId,
    /// The rule.
    pub rule: RuleCode,
    /// The subject.
    pub subject: SubjectCode,
    /// The day it was done.
    pub date: Day,
    /// Why it counts for nothing.
    pub why: PassedOverWhy,
}

/// A rule that a stricter one of its matter counted in place of.
#[derive(Debug, Clone, PartialEq)]
pub struct StoodBack {
    /// The rule.
    pub rule: Rule,
    /// The one that counted.
    pub by: Rule,
    /// For how many subjects.
    pub n_subjects: usize,
}

/// What became of the units that were due on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayKept {
    /// The day.
    pub day: Day,
    /// How many were done in time.
    pub kept: u64,
    /// How many were done in their days of grace.
    pub late: u64,
    /// How many were missed, or are past due.
    pub missed: u64,
}

/// How the duties of a period were kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Compliance {
    /// The sums.
    pub summary: Summary,
    /// The days on which something was due, in order.
    pub days: Vec<DayKept>,
    /// Every missed unit, the gravest first.
    pub missed: Vec<Obligation>,
    /// Every unit past due whose grace is running.
    pub overdue: Vec<Obligation>,
    /// Every unit done in its days of grace.
    pub late: Vec<Obligation>,
    /// Every unit proved by a record that was entered too long after.
    pub backfilled: Vec<Obligation>,
    /// Every excused unit.
    pub excused: Vec<Obligation>,
    /// The excusals that were ignored, and why.
    pub ignored: Vec<IgnoredLine>,
    /// The records of the period that count for nothing, and why.
    pub passed_over: Vec<PassedOverLine>,
    /// The evidence of the period's records, and of the findings, that is not what it was any more:
    /// as the files stand today, whichever day is asked about.
    pub breaches: Vec<Breach>,
    /// The findings that were open, the gravest first.
    pub findings: Vec<FindingLine>,
    /// The rules of which a unit of the period was asked for by a stricter one.
    pub stood_back: Vec<StoodBack>,
    /// What stands beside the units.
    pub outlook: Outlook,
}

impl Compliance {
    /// Whether something was missed, is overdue, was found and is not closed, or a contractor's
    /// month is missing or escalates.
    pub fn has_something_open(&self) -> bool {
        self.summary.has_something_open()
            || !self.findings.is_empty()
            || self.outlook.contractors.has_something_open()
    }
}

/// Computes how the duties of a period were kept, one duty after the other.
pub fn compliance(book: &Inspections, options: &ListOptions) -> Compliance {
    let clock = options.clock;
    let mut sums = Sums::default();
    let mut lists = Lists::of(options.period);
    book.each_standing(clock, clock.as_of, |key, standing| {
        let units = standing.units.iter().filter(|unit| options.period.contains(unit.due));
        sums.add(book, options, key, Tally::of(units, book.rule(&key.0).unwrap_or_default()));
        if options.asks_for(book, Some(&key.0), &key.1) {
            lists.add(book, key, &standing);
        }
    });
    let Lists { period: _, mut missed, mut overdue, mut late, mut backfilled, .. } = lists;
    let mut excused = lists.excused;
    for list in [&mut missed, &mut overdue, &mut late, &mut backfilled, &mut excused] {
        list.sort_by(|one, other| one.order().cmp(&other.order()));
    }
    Compliance {
        summary: sums.end(book, options),
        days: lists.days.into_values().collect(),
        missed,
        overdue,
        late,
        backfilled,
        excused,
        ignored: lists.ignored,
        passed_over: lists.passed_over,
        breaches: breaches(book, options),
        stood_back: stood_back(book, options, lists.stood_back),
        findings: findings(book, options, Which::Unclosed).findings,
        outlook: outlook(book, options, lists.uncovered),
    }
}

/// The lists while they grow, duty by duty.
struct Lists {
    period: Span,
    days: BTreeMap<Day, DayKept>,
    missed: Vec<Obligation>,
    overdue: Vec<Obligation>,
    late: Vec<Obligation>,
    backfilled: Vec<Obligation>,
    excused: Vec<Obligation>,
    ignored: Vec<IgnoredLine>,
    passed_over: Vec<PassedOverLine>,
    /// How many subjects' rule stood back for another.
    stood_back: BTreeMap<(RuleCode, RuleCode), usize>,
    uncovered: Uncovered,
}

impl Lists {
    const fn of(period: Span) -> Self {
        Self {
            period,
            days: BTreeMap::new(),
            missed: Vec::new(),
            overdue: Vec::new(),
            late: Vec::new(),
            backfilled: Vec::new(),
            excused: Vec::new(),
            ignored: Vec::new(),
            passed_over: Vec::new(),
            stood_back: BTreeMap::new(),
            uncovered: Uncovered::new(),
        }
    }

    /// Adds the units of one duty to the lists they belong to.
    fn add(&mut self, book: &Inspections, key: &DutyKey, standing: &Standing) {
        let period = self.period;
        standing.units.iter().filter(|unit| period.contains(unit.due)).for_each(|unit| {
            self.count(unit);
        });
        let versions = book.rule(&key.0).unwrap_or_default();
        let is_backfill = |unit: &Unit| unit.by.as_ref().is_some_and(|proof| proof.backfill);
        let listed = |unit: &Unit| {
            let plain =
                matches!(unit.status, Status::Complied | Status::NotYetDue | Status::NotApplicable);
            period.contains(unit.due) && (!plain || is_backfill(unit))
        };
        let some = standing.units.iter().any(listed);
        let all = if some { obligations(key, versions, standing) } else { Vec::new() };
        for obligation in all.into_iter().filter(|one| listed(&one.unit)) {
            if is_backfill(&obligation.unit) {
                self.backfilled.push(obligation.clone());
            }
            match obligation.unit.status {
                Status::Missed => self.missed.push(obligation),
                Status::Overdue => self.overdue.push(obligation),
                Status::Late => self.late.push(obligation),
                Status::Excused => self.excused.push(obligation),
                Status::Complied | Status::NotYetDue | Status::NotApplicable => {}
            }
        }
        let (rule, subject) = key;
        let covered = standing.covered.iter().filter(|one| period.contains(one.due));
        for by in covered.map(|one| &one.by).collect::<BTreeSet<_>>() {
            *self.stood_back.entry((rule.clone(), by.clone())).or_default() += 1;
        }
        for unit in &standing.units {
            let version = versions.iter().find(|rule| rule.version == unit.version);
            if let Some(Kind::Expiry(expiry)) = version.map(|rule| &rule.kind)
                && unit.status == Status::Missed
                && period.contains(unit.due)
            {
                let holding = (subject.clone(), expiry.certificate.clone());
                *self.uncovered.entry(holding).or_default() += 1;
            }
        }
        for over in standing.passed_over.iter().filter(|over| period.contains(over.date)) {
            self.passed_over.push(PassedOverLine {
                record: over.record.clone(),
                rule: rule.clone(),
                subject: subject.clone(),
                date: over.date,
                why: over.why,
            });
        }
        for ignored in &standing.ignored {
            let Some(excusal) = book.excusal(&ignored.excusal) else { continue };
            let overlaps = || excusal.days.overlap(period).is_some();
            let touches = ignored.due.map_or_else(overlaps, |due| period.contains(due));
            if touches {
                self.ignored.push(IgnoredLine {
                    excusal: excusal.id.clone(),
                    rule: rule.clone(),
                    subject: subject.clone(),
                    days: excusal.days,
                    approved: (excusal.approved_by.clone(), excusal.date),
                    due: ignored.due,
                    why: ignored.why,
                });
            }
        }
    }
}

impl Lists {
    /// Counts a unit on the day it was due; what is excused or not yet due counts nowhere.
    fn count(&mut self, unit: &Unit) {
        let [kept, late, missed] = match unit.status {
            Status::Complied => [1, 0, 0],
            Status::Late => [0, 1, 0],
            Status::Missed | Status::Overdue => [0, 0, 1],
            Status::Excused | Status::NotYetDue | Status::NotApplicable => return,
        };
        let none = DayKept { day: unit.due, kept: 0, late: 0, missed: 0 };
        let day = self.days.entry(unit.due).or_insert(none);
        day.kept += kept;
        day.late += late;
        day.missed += missed;
    }
}

impl Obligation {
    fn order(&self) -> (Severity, Day, &RuleCode, &SubjectCode, usize) {
        (self.severity, self.unit.due, &self.rule, &self.subject, self.nth)
    }
}

/// The breaches of evidence of what was done in the period.
fn breaches(book: &Inspections, options: &ListOptions) -> Vec<Breach> {
    let asked = |row: &RecordId| match book.inspection(row) {
        Some(row) => options.asks_for(book, Some(&row.rule), &row.subject),
        None => book.events().any(|(_, events)| {
            let about =
                events.iter().find_map(|event| Some((event.subject.as_ref()?, &event.rule)));
            events.iter().any(|event| event.id == *row)
                && about
                    .is_some_and(|(subject, rule)| options.asks_for(book, rule.as_ref(), subject))
        }),
    };
    let mut breaches = book.breaches();
    breaches.retain(|breach| {
        options.period.contains(breach.date)
            && breach.date <= options.clock.as_of
            && asked(&breach.row)
    });
    breaches
}

fn stood_back(
    book: &Inspections,
    options: &ListOptions,
    counts: BTreeMap<(RuleCode, RuleCode), usize>,
) -> Vec<StoodBack> {
    let version = |code: &RuleCode| in_force(book, code, options.period.last()).cloned();
    let both = |((rule, by), n_subjects): ((RuleCode, RuleCode), usize)| {
        Some(StoodBack { rule: version(&rule)?, by: version(&by)?, n_subjects })
    };
    counts.into_iter().filter_map(both).collect()
}
