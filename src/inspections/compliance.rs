//! The compliance report: every rule's statuses and rates, and every obligation that was not kept.
//!
//! Sums are over units; no percentage is ever averaged. What is listed as missed is as many rows
//! as the summary counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, RecordId, RuleCode, Span, SubjectCode};

use super::finding::Finding;
use super::listing::{ListOptions, Which, findings};
use super::obligation::obligations;
use super::rule::{Rule, Severity, terms};
use super::status::{Clock, Status, Tally};
use super::{Breach, DutyKey, IgnoredWhy, Inspections, Obligation, PassedOverWhy, Standing};

/// One rule of the summary.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleLine {
    /// The version in force at the end of the period, or the last one.
    pub rule: Rule,
    /// How many subjects had a unit in the period.
    pub n_subjects: usize,
    /// What became of its units.
    pub tally: Tally,
}

impl RuleLine {
    /// Whether the rule's target is reached; unknown without a target or without a closed unit.
    pub fn meets(&self) -> Option<bool> {
        self.rule.target.and_then(|target| self.tally.meets(target))
    }
}

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

/// How the duties of a period were kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Compliance {
    /// The due days that are looked at.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Each rule with a unit in the period, by code.
    pub lines: Vec<RuleLine>,
    /// The sum of all rules.
    pub total: Tally,
    /// How many rules there are.
    pub n_rules: usize,
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
    pub findings: Vec<Finding>,
    /// The rules in force that bind nobody.
    pub unbound: Vec<RuleCode>,
    /// The rules of which a unit of the period was asked for by a stricter one.
    pub stood_back: Vec<StoodBack>,
}

impl Compliance {
    /// Whether something was missed, is overdue, or was found and is not closed.
    pub fn has_something_open(&self) -> bool {
        self.total.missed + self.total.overdue > 0 || !self.findings.is_empty()
    }
}

/// Computes how the duties of a period were kept.
pub fn compliance(book: &Inspections, options: &ListOptions) -> Compliance {
    let clock = options.clock;
    let standings = book.standings(clock, clock.as_of);

    let mut result = Compliance {
        period: options.period,
        clock,
        lines: Vec::new(),
        total: Tally::default(),
        n_rules: book.rules().count(),
        missed: Vec::new(),
        overdue: Vec::new(),
        late: Vec::new(),
        backfilled: Vec::new(),
        excused: Vec::new(),
        ignored: Vec::new(),
        passed_over: Vec::new(),
        breaches: breaches(book, options),
        findings: findings(book, options, Which::Unclosed).findings,
        unbound: unbound(book, options, &standings),
        stood_back: stood_back(book, options, &standings),
    };
    for (id, (tally, n_subjects)) in tallies(options, &standings) {
        let Some(rule) = in_force(book, id, options.period.last()) else { continue };
        result.total += tally;
        result.lines.push(RuleLine { rule: rule.clone(), n_subjects, tally });
    }
    for (key, standing) in &standings {
        if options.asks_for(Some(&key.0), &key.1) {
            list(&mut result, book, key, standing);
        }
    }
    result
}

/// The breaches of evidence of what was done in the period.
fn breaches(book: &Inspections, options: &ListOptions) -> Vec<Breach> {
    let asked = |row: &RecordId| match book.inspection(row) {
        Some(row) => options.asks_for(Some(&row.rule), &row.subject),
        None => book.events().any(|(_, events)| {
            let about =
                events.iter().find_map(|event| Some((event.subject.as_ref()?, &event.rule)));
            events.iter().any(|event| event.id == *row)
                && about.is_some_and(|(subject, rule)| options.asks_for(rule.as_ref(), subject))
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

type Tallies<'a> = BTreeMap<&'a RuleCode, (Tally, usize)>;

/// The units of the period and the number of subjects that had one, rule by rule.
fn tallies<'a>(options: &ListOptions, standings: &'a BTreeMap<DutyKey, Standing>) -> Tallies<'a> {
    let mut tallies = Tallies::new();
    for ((rule, subject), standing) in standings {
        let units = standing.units.iter().filter(|unit| options.period.contains(unit.due));
        let tally = Tally::of(units);
        if tally.units() > 0 && options.asks_for(Some(rule), subject) {
            let (sum, n_subjects) = tallies.entry(rule).or_default();
            *sum += tally;
            *n_subjects += 1;
        }
    }
    tallies
}

/// The version in force on a day, or the last one before it, or the first one of all.
fn in_force<'a>(book: &'a Inspections, id: &RuleCode, day: Day) -> Option<&'a Rule> {
    let versions = book.rule(id).ok()?;
    versions.iter().rfind(|rule| rule.valid_from <= day).or(versions.first())
}

fn stood_back(
    book: &Inspections,
    options: &ListOptions,
    standings: &BTreeMap<DutyKey, Standing>,
) -> Vec<StoodBack> {
    let mut counts: BTreeMap<(&RuleCode, &RuleCode), usize> = BTreeMap::new();
    for ((rule, subject), standing) in standings {
        if options.asks_for(Some(rule), subject) {
            let within = standing.covered.iter().filter(|one| options.period.contains(one.due));
            let by: BTreeSet<&RuleCode> = within.map(|one| &one.by).collect();
            for by in by {
                *counts.entry((rule, by)).or_default() += 1;
            }
        }
    }
    let version = |code| in_force(book, code, options.period.last()).cloned();
    let both = |((rule, by), n_subjects)| {
        Some(StoodBack { rule: version(rule)?, by: version(by)?, n_subjects })
    };
    counts.into_iter().filter_map(both).collect()
}

fn unbound(
    book: &Inspections,
    options: &ListOptions,
    standings: &BTreeMap<DutyKey, Standing>,
) -> Vec<RuleCode> {
    let bound: BTreeSet<&RuleCode> = standings.keys().map(|(rule, _)| rule).collect();
    book.rules()
        .filter(|(id, _)| options.subject.is_none() && !bound.contains(id))
        .filter(|(id, _)| options.rule.as_ref().is_none_or(|only| only == *id))
        .filter(|(_, versions)| {
            terms(versions).iter().any(|term| term.force.overlap(options.period).is_some())
        })
        .map(|(id, _)| id.clone())
        .collect()
}

/// Adds the units of one duty to the lists they belong to.
fn list(result: &mut Compliance, book: &Inspections, key: &DutyKey, standing: &Standing) {
    let versions = book.rule(&key.0).unwrap_or_default();
    for obligation in obligations(key, versions, standing) {
        let unit = &obligation.unit;
        if !result.period.contains(unit.due) {
            continue;
        }
        if unit.by.as_ref().is_some_and(|proof| proof.backfill) {
            insert(&mut result.backfilled, obligation.clone());
        }
        match unit.status {
            Status::Missed => insert(&mut result.missed, obligation),
            Status::Overdue => insert(&mut result.overdue, obligation),
            Status::Late => insert(&mut result.late, obligation),
            Status::Excused => insert(&mut result.excused, obligation),
            Status::Complied | Status::NotYetDue | Status::NotApplicable => {}
        }
    }
    let (rule, subject) = key;
    for over in standing.passed_over.iter().filter(|over| result.period.contains(over.date)) {
        result.passed_over.push(PassedOverLine {
            record: over.record.clone(),
            rule: rule.clone(),
            subject: subject.clone(),
            date: over.date,
            why: over.why,
        });
    }
    for ignored in &standing.ignored {
        let Some(excusal) = book.excusal(&ignored.excusal) else { continue };
        let touches = ignored.due.map_or_else(
            || excusal.days.overlap(result.period).is_some(),
            |due| result.period.contains(due),
        );
        if touches {
            result.ignored.push(IgnoredLine {
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

/// Keeps a list sorted by weight, due day, rule, subject and place in its slot.
fn insert(list: &mut Vec<Obligation>, obligation: Obligation) {
    let at = list.partition_point(|other| other.order() <= obligation.order());
    list.insert(at, obligation);
}

impl Obligation {
    fn order(&self) -> (Severity, Day, &RuleCode, &SubjectCode, usize) {
        (self.severity, self.unit.due, &self.rule, &self.subject, self.nth)
    }
}
