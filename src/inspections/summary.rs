//! The sums of the compliance report: rule by rule and over all, without a list.
//!
//! Two roads lead here. One judges the records of a book, each by name; the other judges records
//! that streamed by month by month without their texts ([`Sheaves`]). Both judge by the same
//! `duty/`, so they come to the same sums, and the second one holds millions.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use crate::base::{Day, RuleCode, SiteCode, Span};

use super::duty::count;
use super::rule::{Rule, Term, terms};
use super::status::{Clock, Tally};
use super::{Beside, DutyKey, Facts, Grade, Inspections, ListOptions, Sheaves, Topic};

/// How many threads share the duties out: more of them than cores cost next to nothing.
const THREADS: usize = 4;

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

/// A heading of the summary: a topic, or a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLine<K> {
    /// What the duties have in common.
    pub of: K,
    /// How many duties of it had a unit in the period.
    pub n_duties: usize,
    /// What became of their units.
    pub tally: Tally,
}

/// How the duties of a period were kept, in sums.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The due days that are looked at.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Each rule with a unit in the period, by code.
    pub lines: Vec<RuleLine>,
    /// The sum of all rules.
    pub total: Tally,
    /// The rules by topic, as their versions of the lines have it.
    pub topics: Vec<GroupLine<Topic>>,
    /// The duties by the site of their subjects, the unknown one first.
    pub sites: Vec<GroupLine<Option<SiteCode>>>,
    /// What the period is worth; none where nothing was required.
    pub grade: Option<Grade>,
    /// How many rules there are.
    pub n_rules: usize,
    /// The rules in force that bind nobody.
    pub unbound: Vec<RuleCode>,
    /// What is summed up beside the duties.
    pub beside: Beside,
}

impl Summary {
    /// Whether something was missed or is overdue, duty or not, or an indicator lacks.
    pub fn has_something_open(&self) -> bool {
        self.total.missed + self.total.overdue > 0 || self.beside.has_something_open()
    }
}

/// Sums up how the duties of a period were kept, by the records of the book.
pub fn summary(book: &Inspections, options: &ListOptions) -> Summary {
    let clock = options.clock;
    let mut sums = Sums::default();
    book.each_standing(clock, clock.as_of, |key, standing| {
        let units = standing.units.iter().filter(|unit| options.period.contains(unit.due));
        sums.add(book, options, key, Tally::of(units, book.rule(&key.0).unwrap_or_default()));
    });
    sums.end(book, options)
}

/// The same by records that streamed by; those of the book itself count for nothing but what other
/// rules come after.
pub fn summary_of(book: &Inspections, sheaves: &Sheaves, options: &ListOptions) -> Summary {
    let facts = book.facts();
    let calendar = book.calendar().until(options.clock.as_of);
    let duties: Vec<(&DutyKey, Facts<'_>)> = facts
        .iter()
        .map(|(key, facts)| (key, facts.clone().until(&calendar, options.clock.as_of)))
        .collect();
    let share = |nth: usize| {
        let mut sums = Sums::default();
        for (key, facts) in duties.iter().skip(nth).step_by(THREADS) {
            let tally = count(facts, sheaves.of_duty(key), options.clock, options.period);
            sums.add(book, options, key, tally);
        }
        sums
    };
    let share = &share;
    let sums = thread::scope(|scope| {
        let shares: Vec<_> = (0..THREADS).map(|nth| scope.spawn(move || share(nth))).collect();
        let mut sums = Sums::default();
        for one in shares {
            sums.merge(one.join().expect("BUG: a duty that cannot be judged"));
        }
        sums
    });
    sums.end(book, options)
}

/// The tallies of the duties seen so far.
#[derive(Debug, Default)]
pub(super) struct Sums {
    rules: BTreeMap<RuleCode, (Tally, usize)>,
    sites: BTreeMap<Option<SiteCode>, (Tally, usize)>,
    /// The rules that bind anybody at all.
    bound: BTreeSet<RuleCode>,
}

impl Sums {
    /// Adds what one duty came to in the period.
    pub(super) fn add(
        &mut self,
        book: &Inspections,
        options: &ListOptions,
        key: &DutyKey,
        tally: Tally,
    ) {
        let (rule, subject) = key;
        if !self.bound.contains(rule) {
            self.bound.insert(rule.clone());
        }
        if tally.units() == 0 || !options.asks_for(book, Some(rule), subject) {
            return;
        }
        add_to(&mut self.rules, rule, (tally, 1));
        let site = book.site_of(rule, subject, options.clock.as_of).cloned();
        add_to(&mut self.sites, &site, (tally, 1));
    }

    /// Adds what other duties came to.
    fn merge(&mut self, other: Self) {
        let Self { rules, sites, mut bound } = other;
        self.bound.append(&mut bound);
        for (rule, more) in &rules {
            add_to(&mut self.rules, rule, *more);
        }
        for (site, more) in &sites {
            add_to(&mut self.sites, site, *more);
        }
    }

    /// The summary.
    pub(super) fn end(self, book: &Inspections, options: &ListOptions) -> Summary {
        let mut total = Tally::default();
        let mut lines = Vec::with_capacity(self.rules.len());
        let mut topics = BTreeMap::new();
        // What comes into force later is nobody's business yet.
        let until = options.period.last().min(options.clock.as_of);
        for (id, (tally, n_subjects)) in &self.rules {
            let Some(rule) = in_force(book, id, until) else { continue };
            total += *tally;
            add_to(&mut topics, &rule.topic, (*tally, *n_subjects));
            lines.push(RuleLine { rule: rule.clone(), n_subjects: *n_subjects, tally: *tally });
        }
        let begun = |(_, versions): &(&RuleCode, &[Rule])| {
            versions.iter().any(|rule| rule.valid_from <= options.clock.as_of)
        };
        Summary {
            period: options.period,
            clock: options.clock,
            lines,
            total,
            topics: groups(topics),
            sites: groups(self.sites.clone()),
            grade: book.bands.grade(total),
            n_rules: book.rules().filter(begun).count(),
            unbound: self.unbound(book, options),
            beside: Beside::of(book, options),
        }
    }

    fn unbound(&self, book: &Inspections, options: &ListOptions) -> Vec<RuleCode> {
        let known = |term: &&Term<'_>| term.force.first() <= options.clock.as_of;
        let in_period = |versions: &[Rule]| {
            let terms = terms(versions);
            terms.iter().filter(known).any(|term| term.force.overlap(options.period).is_some())
        };
        book.rules()
            .filter(|_| options.subject.is_none() && options.site.is_none())
            .filter(|(id, _)| !self.bound.contains(*id))
            .filter(|(id, _)| options.rule.as_ref().is_none_or(|only| only == *id))
            .filter(|(_, versions)| in_period(versions))
            .map(|(id, _)| id.clone())
            .collect()
    }
}

fn add_to<K: Ord + Clone>(
    sums: &mut BTreeMap<K, (Tally, usize)>,
    key: &K,
    (tally, n): (Tally, usize),
) {
    if !sums.contains_key(key) {
        sums.insert(key.clone(), (Tally::default(), 0));
    }
    if let Some((sum, n_duties)) = sums.get_mut(key) {
        *sum += tally;
        *n_duties += n;
    }
}

fn groups<K>(sums: BTreeMap<K, (Tally, usize)>) -> Vec<GroupLine<K>> {
    sums.into_iter().map(|(of, (tally, n_duties))| GroupLine { of, n_duties, tally }).collect()
}

/// The version in force on a day, or the last one before it, or the first one of all.
pub(super) fn in_force<'b>(book: &'b Inspections, id: &RuleCode, day: Day) -> Option<&'b Rule> {
    let versions = book.rule(id).ok()?;
    versions.iter().rfind(|rule| rule.valid_from <= day).or(versions.first())
}
