//! Of one matter the strictest rule counts: which of two rules asks for more, and on which days a
//! rule stands back because a stricter one binds the same subject.
//!
//! A rule is as strict as another when whoever keeps it keeps the other too: its kind asks for as
//! much ([`Kind`]), it wants as much of a record, allows no excusal where the other allows
//! none, moves no due day that the other leaves, and weighs as much. Where neither is as strict as
//! the other, both bind. A unit stands back when the stricter rule binds the subject on every day of
//! it, so a rule bound for the due days only changes nothing.

use std::collections::BTreeMap;

use crate::base::{Day, MatterCode, RuleCode, Span, SubjectCode};

use super::days::Days;
use super::rule::{Calendar, Rule, terms};
use super::status::Unit;
use super::word::words;
use super::{DutyKey, Facts, Kind, Standing};

words! {
    /// In what one rule may ask for less than another.
    Aspect {
        /// How often, or how long.
        Every = "every", "inspect.aspect.every";
        /// From which day it is counted.
        Anchor = "anchor", "inspect.aspect.anchor";
        /// What a record must say.
        Require = "require", "inspect.aspect.require";
        /// How many pieces of evidence.
        Evidence = "evidence", "inspect.aspect.evidence";
        /// Whether excusals are allowed.
        Excusals = "excusals", "inspect.aspect.excusals";
        /// Whether days off move a due day.
        Calendar = "calendar", "inspect.aspect.calendar";
        /// How much missing it weighs.
        Severity = "severity", "inspect.aspect.severity";
    }
}

/// How strict one rule is beside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// Whoever keeps one keeps the other.
    Same,
    /// Whoever keeps the first keeps the second.
    Stricter,
    /// Whoever keeps the second keeps the first.
    Laxer,
    /// Neither: where the first asks for less, and where the second does.
    Neither(Vec<Aspect>, Vec<Aspect>),
}

/// Compares two versions of rules for a subject that is in service all the time; the first days, for
/// which a longest gap asks nothing yet, are passed over.
pub fn compare(left: &Rule, right: &Rule) -> Compared {
    let (left_lacks, right_lacks) = (lacks(left, right), lacks(right, left));
    match (left_lacks.is_empty(), right_lacks.is_empty()) {
        (true, true) => Compared::Same,
        (true, false) => Compared::Stricter,
        (false, true) => Compared::Laxer,
        (false, false) => Compared::Neither(left_lacks, right_lacks),
    }
}

/// In what a rule asks for less than another.
pub(super) fn lacks(rule: &Rule, other: &Rule) -> Vec<Aspect> {
    let enough = |aspect: Aspect| match aspect {
        Aspect::Every => other.kind.follows_from(other.grace, &rule.kind, rule.grace),
        Aspect::Anchor => rule.anchor == other.anchor || !counts_from_anchor(rule, other),
        Aspect::Require => rule.require >= other.require,
        Aspect::Evidence => rule.evidence_min >= other.evidence_min,
        Aspect::Excusals => !rule.excusable || other.excusable,
        Aspect::Calendar => {
            rule.calendar == Calendar::EveryDay
                || (rule.calendar, rule.min_workdays) == (other.calendar, other.min_workdays)
        }
        // The heaviest stands first.
        Aspect::Severity => rule.severity <= other.severity,
    };
    Aspect::ALL.iter().copied().filter(|aspect| !enough(*aspect)).collect()
}

/// Whether the due days of both are counted from an anchor.
const fn counts_from_anchor(left: &Rule, right: &Rule) -> bool {
    matches!((&left.kind, &right.kind), (Kind::Anchored(_), Kind::Anchored(_)))
}

/// The order in which rules that are equally strict are named: the law first.
fn rank(rule: &Rule) -> (super::Level, &RuleCode) {
    (rule.level, &rule.id)
}

/// Days on which a rule stands back for a subject, and the stricter rule that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandsBack {
    /// The days.
    pub days: Span,
    /// The rule that counts.
    pub by: RuleCode,
}

/// A unit that is not counted, because a stricter rule asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// Its due day.
    pub due: Day,
    /// The rule that counts.
    pub by: RuleCode,
}

/// A version as it binds a subject.
struct Bound<'a> {
    rule: &'a Rule,
    key: usize,
    /// The day its duties are counted from.
    anchor: Option<Day>,
    days: Span,
}

/// Notes on which days each duty stands back; duties of no matter never do.
pub(super) fn settle(duties: &mut BTreeMap<DutyKey, Facts<'_>>) {
    let mut matters: BTreeMap<(MatterCode, SubjectCode), Vec<DutyKey>> = BTreeMap::new();
    for (key, facts) in duties.iter() {
        for matter in facts.versions.iter().filter_map(|rule| rule.matter.as_ref()) {
            let keys = matters.entry((matter.clone(), key.1.clone())).or_default();
            if keys.last() != Some(key) {
                keys.push(key.clone());
            }
        }
    }
    for ((matter, _), keys) in matters.into_iter().filter(|(_, keys)| keys.len() > 1) {
        let bound: Vec<Bound<'_>> = keys
            .iter()
            .enumerate()
            .filter_map(|(at, key)| Some((at, duties.get(key)?)))
            .flat_map(|(at, facts)| bound(at, facts, &matter))
            .collect();
        for (key, stands_back) in standing_back(&bound) {
            if let Some(facts) = duties.get_mut(&keys[key]) {
                facts.stands_back.push(stands_back);
            }
        }
    }
}

/// The versions of a duty that are of the matter, each with the days on which it binds.
fn bound<'a>(key: usize, facts: &Facts<'a>, matter: &MatterCode) -> Vec<Bound<'a>> {
    let service = Days::of(facts.service.iter().filter_map(|period| period.span()));
    let first = service.first();
    let of_matter = |rule: &&Rule| rule.matter.as_ref() == Some(matter);
    terms(facts.versions)
        .into_iter()
        .filter(|term| of_matter(&term.rule))
        .flat_map(|term| {
            let anchor = facts.anchor.or(term.rule.anchor).or(first);
            let spans = service.within(term.force).spans().to_vec();
            spans.into_iter().map(move |days| Bound { rule: term.rule, key, anchor, days })
        })
        .collect()
}

/// The days on which each stands back, stretch by stretch: on each the same versions bind.
fn standing_back(bound: &[Bound<'_>]) -> Vec<(usize, StandsBack)> {
    let mut starts: Vec<Day> = bound
        .iter()
        .flat_map(|one| {
            [Some(one.days.first()), (one.days.last() < Day::LAST).then(|| one.days.last().next())]
        })
        .flatten()
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let mut found: Vec<(usize, StandsBack)> = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        let last = starts.get(at + 1).map_or(Day::LAST, |next| next.previous());
        let mut there: Vec<&Bound<'_>> =
            bound.iter().filter(|one| one.days.contains(*start)).collect();
        there.sort_unstable_by_key(|one| rank(one.rule));
        let Some(days) = Span::new(*start, last).filter(|_| there.len() > 1) else { continue };
        for (key, by) in behind(&there) {
            let joined = found.iter_mut().find(|(of, back)| {
                *of == key && back.by == by && back.days.last().next() == days.first()
            });
            match joined.and_then(|(_, back)| Some((Span::new(back.days.first(), last)?, back))) {
                Some((longer, back)) => back.days = longer,
                None => found.push((key, StandsBack { days, by })),
            }
        }
    }
    found
}

/// Which of some versions stand back, and for which.
fn behind(there: &[&Bound<'_>]) -> Vec<(usize, RuleCode)> {
    let n = there.len();
    let as_strict = |left: &Bound<'_>, right: &Bound<'_>| {
        let lacks = lacks(left.rule, right.rule);
        let anchored = counts_from_anchor(left.rule, right.rule);
        lacks.iter().all(|aspect| *aspect == Aspect::Anchor)
            && (!anchored || left.anchor == right.anchor)
    };
    let mut strict: Vec<Vec<bool>> = there
        .iter()
        .map(|left| there.iter().map(|right| as_strict(left, right)).collect())
        .collect();
    // What follows from what follows: so that of a ring of equals one is left.
    for middle in 0..n {
        for left in 0..n {
            for right in 0..n {
                strict[left][right] |= strict[left][middle] && strict[middle][right];
            }
        }
    }
    let wins = |left: usize, right: usize| {
        left != right && strict[left][right] && (!strict[right][left] || left < right)
    };
    let counts = |at: usize| !(0..n).any(|other| wins(other, at));
    (0..n)
        .filter_map(|at| {
            let by = (0..n).find(|other| wins(*other, at) && counts(*other))?;
            Some((there[at].key, there[by].rule.id.clone()))
        })
        .collect()
}

/// The days on which stricter rules count in the place of a duty's own.
pub(super) struct Covering {
    service: Days,
    covered: Days,
}

impl Covering {
    /// None where the rule stands back for no other.
    pub(super) fn of(facts: &Facts<'_>) -> Option<Self> {
        if facts.stands_back.is_empty() {
            return None;
        }
        let service = Days::of(facts.service.iter().filter_map(|period| period.span()));
        let covered = Days::of(facts.stands_back.iter().map(|back| back.days));
        Some(Self { service, covered })
    }

    /// Whether the stricter rules ask for a unit already: on all its days in service.
    pub(super) fn covers(&self, unit: &Unit) -> bool {
        let asked = self.service.within(unit.window);
        asked.without(&self.covered).spans().is_empty() && self.covered.contains(unit.due)
    }
}

/// Takes the units out that a stricter rule asks for already, on every day on which the duty binds.
///
/// Hands back the places of those that stay; nothing where the duty never stands back.
pub(super) fn leave_out(standing: &mut Standing, facts: &Facts<'_>) -> Option<Vec<usize>> {
    let covering = Covering::of(facts)?;
    let (mut left_out, mut kept, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (at, unit) in std::mem::take(&mut standing.units).into_iter().enumerate() {
        if covering.covers(&unit) {
            left_out.push(unit);
        } else {
            kept.push(unit);
            places.push(at);
        }
    }
    standing.units = kept;
    for unit in left_out {
        let back = facts.stands_back.iter().find(|back| back.days.contains(unit.due));
        let Some(back) = back else { continue };
        standing.covered.push(Covered { due: unit.due, by: back.by.clone() });
        if let Some(proof) = unit.by {
            standing.passed_over.push(super::PassedOver {
                record: proof.record,
                date: proof.date,
                why: super::PassedOverWhy::Covered,
            });
        }
    }
    Some(places)
}
