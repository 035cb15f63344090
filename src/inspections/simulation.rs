//! A changed rule held against what was done: the rates it would have given, and what would flip.
//!
//! Nothing is recorded. The same judges judge the same records twice, once by the rule as it is and
//! once by the rule as it might be.

use std::collections::BTreeMap;

use crate::base::{Day, RuleCode, Span, SubjectCode};

use super::obligation::{Obligation, ObligationName, obligations};
use super::rule::Rule;
use super::status::{Clock, Status, Tally, Unit};
use super::{Inspections, Refusal, evaluate};

/// What is to be simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulateOptions {
    /// The rule whose subjects and records it is held against.
    pub rule: RuleCode,
    /// The rule as it might be.
    pub simulated: Rule,
    /// Its first day; none means as if it had always been so.
    pub from: Option<Day>,
    /// The due days that are looked at.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Only this subject.
    pub subject: Option<SubjectCode>,
}

/// A subject by both rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedSubject {
    /// The subject.
    pub subject: SubjectCode,
    /// Its units by the rule as it is.
    pub now: Tally,
    /// Its units by the rule as it might be.
    pub then: Tally,
    /// What is due next by the rule as it is.
    pub next_now: Option<Day>,
    /// What would be due next.
    pub next_then: Option<Day>,
}

/// A unit that comes out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// The unit.
    pub obligation: ObligationName,
    /// What became of it; none where the rule as it is does not ask for it.
    pub from: Option<Status>,
    /// What would have become of it; none where it would not be asked for.
    pub to: Option<Status>,
}

/// Both rules side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    /// The version in force on the last day of the period.
    pub rule: Rule,
    /// The rule as it might be.
    pub simulated: Rule,
    /// The due days that are looked at.
    pub period: Span,
    /// The subjects, by code.
    pub subjects: Vec<SimulatedSubject>,
    /// The sum by the rule as it is.
    pub now: Tally,
    /// The sum by the rule as it might be.
    pub then: Tally,
    /// The closed units that come out otherwise, by subject and due day.
    pub flips: Vec<Flip>,
}

/// Holds a changed rule against what was done.
pub fn simulate(book: &Inspections, options: &SimulateOptions) -> Result<Simulation, Refusal> {
    let SimulateOptions { rule: id, simulated, from, period, clock, subject } = options;
    let versions = book.rule(id)?;
    book.known(Some(id), subject.as_ref())?;
    let changed = changed(versions, simulated, *from)?;
    let mut other = book.clone();
    other.rules.insert(id.clone(), changed.clone());
    // What is due next is to be seen too, by either rule.
    let horizon = clock.as_of.plus_months(12).max(period.last());

    let (facts_now, facts_then) = (book.facts(), other.facts());
    let in_force = versions.iter().rfind(|rule| rule.valid_from <= period.last());
    let mut result = Simulation {
        rule: in_force.unwrap_or(&versions[0]).clone(),
        simulated: changed.last().unwrap_or(simulated).clone(),
        period: *period,
        subjects: Vec::new(),
        now: Tally::default(),
        then: Tally::default(),
        flips: Vec::new(),
    };
    for (key, facts) in facts_now.iter().filter(|((of, _), _)| of == id) {
        let asked = subject.as_ref().is_none_or(|only| *only == key.1);
        let Some(then) = facts_then.get(key).filter(|_| asked) else { continue };
        let now = obligations(key, versions, &evaluate(facts, *clock, horizon));
        let then = obligations(key, &changed, &evaluate(then, *clock, horizon));
        let line = SimulatedSubject {
            subject: key.1.clone(),
            now: tally(&now, versions, *period),
            then: tally(&then, &changed, *period),
            next_now: next(&now),
            next_then: next(&then),
        };
        result.now += line.now;
        result.then += line.then;
        result.subjects.push(line);
        result.flips.extend(flips(&now, &then, *period));
    }
    Ok(result)
}

/// The versions with the rule as it might be in their place, or after those that began before it.
fn changed(versions: &[Rule], simulated: &Rule, from: Option<Day>) -> Result<Vec<Rule>, Refusal> {
    let first = versions.first().map_or(simulated.valid_from, |rule| rule.valid_from);
    let from = from.unwrap_or(first).max(first);
    let mut changed: Vec<Rule> =
        versions.iter().filter(|rule| rule.valid_from < from).cloned().collect();
    let version = changed.last().map_or(0, |rule| rule.version) + 1;
    let id = versions.first().map_or(&simulated.id, |rule| &rule.id).clone();
    let next = Rule { id, version, valid_from: from, ..simulated.clone() };
    next.check()?;
    changed.push(next);
    Ok(changed)
}

/// The units of the period whose time has come: those that enter the rates, and those removed.
fn tally(units: &[Obligation], versions: &[Rule], period: Span) -> Tally {
    let looked_at = units.iter().map(|one| &one.unit).filter(|unit| is_looked_at(unit, period));
    Tally::of(looked_at, versions)
}

fn is_looked_at(unit: &Unit, period: Span) -> bool {
    unit.closed && period.contains(unit.due)
}

fn next(units: &[Obligation]) -> Option<Day> {
    let open = |one: &&Obligation| matches!(one.unit.status, Status::NotYetDue | Status::Overdue);
    units.iter().filter(open).map(|one| one.unit.due).min()
}

fn flips(now: &[Obligation], then: &[Obligation], period: Span) -> Vec<Flip> {
    let mut both: BTreeMap<ObligationName, (Option<Status>, Option<Status>)> = BTreeMap::new();
    let looked_at = |one: &&Obligation| is_looked_at(&one.unit, period);
    for one in now.iter().filter(looked_at) {
        both.entry(one.name()).or_default().0 = Some(one.unit.status);
    }
    for one in then.iter().filter(looked_at) {
        both.entry(one.name()).or_default().1 = Some(one.unit.status);
    }
    let flipped = both.into_iter().filter(|(_, (from, to))| from != to);
    flipped.map(|(obligation, (from, to))| Flip { obligation, from, to }).collect()
}
