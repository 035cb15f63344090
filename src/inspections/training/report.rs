//! The report of trainings and drills: held against due, who came, how long, who is missed.

use std::collections::BTreeMap;

use crate::base::{Decimal, DepartmentCode, RuleCode, Span};
use crate::inspections::duty::evaluate;
use crate::inspections::{Inspections, Tally, Topic};
use crate::org::Org;

use super::people::training_rules;
use super::{
    CoverageTally, TrainingCoverage, TrainingOptions, TrainingSessions, training_coverage,
    training_sessions,
};

/// The trainings of a rule: how many were due, how many took place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSessions {
    /// The rule.
    pub rule: RuleCode,
    /// What it asks.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// What it is about.
    pub topic: Topic,
    /// The units that were due in the period.
    pub tally: Tally,
}

/// The trainings of a department's staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentTraining {
    /// The department; none for staff without one.
    pub department: Option<DepartmentCode>,
    /// Its name.
    pub name: String,
    /// How many of its staff were at work on any day of the period.
    pub n_staff: u64,
    /// The slots that are over.
    pub tally: CoverageTally,
    /// The hours of all of them.
    pub hours: Decimal,
}

impl DepartmentTraining {
    /// The hours of one head, rounded to one decimal; none where there is nobody.
    pub fn hours_per_head(&self) -> Option<Decimal> {
        let heads = Decimal::from(self.n_staff);
        self.hours.checked_div(heads).map(|hours| hours.round_dp(1).normalize())
    }
}

/// The trainings and drills of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingReport {
    /// Who came, of those who must.
    pub coverage: TrainingCoverage,
    /// The trainings that took place.
    pub sessions: TrainingSessions,
    /// How many were due, by rule.
    pub rules: Vec<RuleSessions>,
    /// By department; staff of none last.
    pub departments: Vec<DepartmentTraining>,
    /// All staff.
    pub total: DepartmentTraining,
}

impl TrainingReport {
    /// Whether a share is not reached, or a training that was due did not take place.
    pub fn falls_short(&self) -> bool {
        let undone = |line: &RuleSessions| line.tally.missed + line.tally.overdue > 0;
        self.coverage.falls_short() || self.rules.iter().any(undone)
    }
}

/// Adds up the trainings and drills of a period.
pub fn training_report(book: &Inspections, org: &Org, options: &TrainingOptions) -> TrainingReport {
    let coverage = training_coverage(book, org, options);
    let sessions = training_sessions(book, org, options);
    let departments = departments(book, org, &coverage);
    let total = DepartmentTraining {
        department: None,
        name: String::new(),
        n_staff: departments.iter().map(|one| one.n_staff).sum(),
        tally: coverage.total,
        hours: departments.iter().map(|one| one.hours).sum(),
    };
    TrainingReport { rules: rules(book, options), coverage, sessions, departments, total }
}

/// What was due of each rule; its records answer it, whoever was there.
fn rules(book: &Inspections, options: &TrainingOptions) -> Vec<RuleSessions> {
    let mut tallies: BTreeMap<RuleCode, Tally> = BTreeMap::new();
    let asked: BTreeMap<_, _> = options.rules(book).collect();
    for ((rule, _), facts) in book.facts() {
        let Some(versions) = asked.get(&rule) else { continue };
        let standing = evaluate(&facts, options.clock, options.period.last());
        let due = standing.units.iter().filter(|unit| options.period.contains(unit.due));
        *tallies.entry(rule).or_default() += Tally::of(due, versions);
    }
    let line = |(rule, tally): (RuleCode, Tally)| {
        let version = asked.get(&rule)?.iter().rfind(|one| one.valid_from <= options.period.last());
        let version = version.or(asked.get(&rule)?.first())?;
        Some(RuleSessions {
            title: version.title.clone(),
            title_en: version.title_en.clone(),
            topic: version.topic,
            rule,
            tally,
        })
    };
    tallies.into_iter().filter_map(line).collect()
}

fn departments(
    book: &Inspections,
    org: &Org,
    coverage: &TrainingCoverage,
) -> Vec<DepartmentTraining> {
    let options = &coverage.options;
    let mut lines: BTreeMap<Option<DepartmentCode>, DepartmentTraining> = BTreeMap::new();
    let until = options.period.last().min(options.clock.as_of);
    let days = Span::new(options.period.first(), until);
    for staff in org.staff().filter(|staff| options.asks_for(staff)) {
        let there = staff.employed().zip(days).and_then(|(own, days)| own.overlap(days));
        if there.is_none() {
            continue;
        }
        let line = line_of(&mut lines, org, staff.department.as_ref());
        line.n_staff += 1;
    }
    for (code, _) in training_rules(book) {
        if options.rule.as_ref().is_some_and(|only| only != code) {
            continue;
        }
        // A person whom hand-written rows name twice was there once.
        let mut hours = BTreeMap::new();
        for row in book.attendance_of(code) {
            let asked = days.is_some_and(|days| days.contains(row.date));
            let (Some(own), true) = (row.hours, asked) else { continue };
            let of = hours.entry((row.date, &row.person)).or_insert(own);
            *of = (*of).max(own);
        }
        for ((date, person), hours) in hours {
            let staff = org.person(person).filter(|staff| staff.is_employed(date));
            if let Some(staff) = staff.filter(|staff| options.asks_for(staff)) {
                line_of(&mut lines, org, staff.department.as_ref()).hours += hours;
            }
        }
    }
    for line in coverage.lines.iter().filter(|line| line.closed) {
        for (department, tally) in &line.departments {
            line_of(&mut lines, org, department.as_ref()).tally += *tally;
        }
    }
    let mut lines: Vec<DepartmentTraining> = lines.into_values().collect();
    lines.sort_by_key(|line| line.department.is_none());
    lines
}

fn line_of<'l>(
    lines: &'l mut BTreeMap<Option<DepartmentCode>, DepartmentTraining>,
    org: &Org,
    department: Option<&DepartmentCode>,
) -> &'l mut DepartmentTraining {
    lines.entry(department.cloned()).or_insert_with(|| DepartmentTraining {
        department: department.cloned(),
        name: department
            .and_then(|code| org.department(code))
            .map(|known| known.name.clone())
            .unwrap_or_default(),
        n_staff: 0,
        tally: CoverageTally::default(),
        hours: Decimal::ZERO,
    })
}
