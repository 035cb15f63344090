//! Coverage: of those who must come in a slot, how many did.
//!
//! A person owes a slot the share of its trainings that the days at work make up, as a subject does
//! that is only partly in service. Only a row that stands, was entered in time and has the evidence
//! that it names counts, a day once. So leaving absentees out, entering late, naming a person twice
//! or naming strangers never raises the rate.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use crate::base::{Day, DepartmentCode, Fraction, Ratio, RuleCode, Span, StaffCode};
use crate::inspections::days::Days;
use crate::inspections::duty::share;
use crate::inspections::kind::{Kind, Period};
use crate::inspections::rule::{Rule, Term, terms};
use crate::inspections::word::words;
use crate::inspections::{Clock, Inspections, Outcome, PieceState, Topic};
use crate::org::{Org, Staff};

use super::people::{People, training_rules};
use super::{Attendance, Presence};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingOptions {
    /// The days in which a slot ends to be looked at.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Only this rule.
    pub rule: Option<RuleCode>,
    /// Only the staff of this department.
    pub department: Option<DepartmentCode>,
}

impl TrainingOptions {
    /// The rules that are asked for, with their versions.
    pub(super) fn rules<'b>(
        &'b self,
        book: &'b Inspections,
    ) -> impl Iterator<Item = (&'b RuleCode, &'b [Rule])> {
        let asked = |code: &RuleCode| self.rule.as_ref().is_none_or(|only| only == code);
        training_rules(book).filter(move |(code, _)| asked(code))
    }

    /// Whether a person is asked for.
    pub(super) fn asks_for(&self, staff: &Staff) -> bool {
        self.department.as_ref().is_none_or(|only| staff.department.as_ref() == Some(only))
    }
}

words! {
    /// Why somebody is missed, the worst first.
    MissedWhy {
        /// Nobody wrote anything of the person.
        Unnamed = "unnamed", "training.missed.unnamed";
        /// Was named as absent.
        Absent = "absent", "training.missed.absent";
        /// Was there, and did not pass what is to be passed.
        NotPassed = "not_passed", "training.missed.not_passed";
        /// Was there, and the evidence does not hold any more.
        Unproven = "unproven", "training.missed.unproven";
        /// Was there as far as was entered too long after.
        Late = "late", "training.missed.late";
    }
}

/// Somebody who is missed in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedPerson {
    /// The person.
    pub person: StaffCode,
    /// The name.
    pub name: String,
    /// The department.
    pub department: Option<DepartmentCode>,
    /// How many trainings are missed.
    pub n_missed: u64,
    /// Why.
    pub why: MissedWhy,
    /// What was given as the reason.
    pub reason: String,
}

/// What was owed and came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoverageTally {
    /// Persons, each as often as he must come.
    pub required: u64,
    /// Of these, came and were entered in time.
    pub attended: u64,
    /// Of these, came, entered too late as well.
    pub with_late: u64,
}

impl CoverageTally {
    /// The coverage: entered in time, of those who must come.
    pub fn rate(self) -> Ratio {
        Ratio::counted(self.attended, self.required)
    }

    /// The same with what was entered too late.
    pub fn rate_with_late(self) -> Ratio {
        Ratio::counted(self.with_late, self.required)
    }

    /// Whether a share is reached; nobody who must come reaches any.
    pub fn reaches(self, share: Fraction) -> bool {
        self.required == 0 || self.rate().reaches(share)
    }
}

impl AddAssign for CoverageTally {
    fn add_assign(&mut self, other: Self) {
        self.required += other.required;
        self.attended += other.attended;
        self.with_late += other.with_late;
    }
}

/// The coverage of a rule in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageLine {
    /// The rule.
    pub rule: RuleCode,
    /// What it asks.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// What it is about.
    pub topic: Topic,
    /// The slot; the whole period where the rule has none.
    pub slot: Span,
    /// Whether it is over: only then does it enter a rate.
    pub closed: bool,
    /// How many persons must come.
    pub n_persons: u64,
    /// What was owed and came.
    pub tally: CoverageTally,
    /// The same by department.
    pub departments: BTreeMap<Option<DepartmentCode>, CoverageTally>,
    /// The share that is to be reached.
    pub share: Fraction,
    /// Who is missed.
    pub missed: Vec<MissedPerson>,
    /// Persons named in the ledger whom the staff register does not have at work on the day.
    pub strangers: BTreeSet<StaffCode>,
}

impl CoverageLine {
    /// Whether the slot is over and the share is not reached.
    pub fn falls_short(&self) -> bool {
        self.closed && !self.tally.reaches(self.share)
    }
}

/// The coverage of the trainings of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingCoverage {
    /// What was asked for.
    pub options: TrainingOptions,
    /// A line for each rule and slot.
    pub lines: Vec<CoverageLine>,
    /// The slots that are over, added up.
    pub total: CoverageTally,
    /// The rules that bind nobody.
    pub unbound: Vec<RuleCode>,
}

impl TrainingCoverage {
    /// Whether a share is not reached.
    pub fn falls_short(&self) -> bool {
        self.lines.iter().any(CoverageLine::falls_short)
    }
}

/// Holds who came against who must come.
pub fn training_coverage(
    book: &Inspections,
    org: &Org,
    options: &TrainingOptions,
) -> TrainingCoverage {
    let (mut lines, mut unbound) = (Vec::new(), Vec::new());
    let mut total = CoverageTally::default();
    for (code, versions) in options.rules(book) {
        let people = People::of(book, org, code);
        if !people.is_bound() {
            unbound.push(code.clone());
            continue;
        }
        for (term, slot, times) in slots(versions, options) {
            let look = Look { book, org, options, people: &people, term, times };
            let force = Days::of(terms(versions).into_iter().map(|term| term.force));
            let line = look.line(code, slot, &force);
            if line.closed {
                total += line.tally;
            }
            lines.push(line);
        }
    }
    TrainingCoverage { options: options.clone(), lines, total, unbound }
}

/// The slots that end in the period, each with the version that speaks for it and how many
/// trainings it asks for.
fn slots<'b>(versions: &'b [Rule], options: &TrainingOptions) -> Vec<(Term<'b>, Span, u32)> {
    let (period, as_of) = (options.period, options.clock.as_of);
    let all = terms(versions);
    let mut slots: Vec<(Term<'b>, Span, u32)> = Vec::new();
    for term in &all {
        let Some(within) = term.force.overlap(period) else { continue };
        let Kind::Period(Period { times, slot: every, .. }) = &term.rule.kind else {
            slots.push((*term, within, 1));
            continue;
        };
        let mut slot = every.around(within.first());
        while slot.first() <= within.last() {
            let is_its_own = all
                .iter()
                .rfind(|other| other.force.overlap(slot).is_some())
                .is_some_and(|last| last.rule.version == term.rule.version);
            if period.contains(slot.last()) && is_its_own {
                slots.push((*term, slot, *times));
            }
            slot = every.around(slot.last().next());
        }
    }
    slots.retain(|(_, slot, _)| slot.first() <= as_of);
    slots
}

struct Look<'a, 'b> {
    book: &'b Inspections,
    org: &'b Org,
    options: &'a TrainingOptions,
    people: &'a People<'b>,
    term: Term<'b>,
    times: u32,
}

impl Look<'_, '_> {
    fn line(&self, code: &RuleCode, slot: Span, force: &Days) -> CoverageLine {
        let Self { book, org, options, people, term, .. } = self;
        let rule = term.rule;
        let mut rows: BTreeMap<&StaffCode, Vec<&Attendance>> = BTreeMap::new();
        let mut strangers = BTreeSet::new();
        let in_slot =
            |row: &&Attendance| slot.contains(row.date) && row.date <= options.clock.as_of;
        for row in book.attendance_of(code).filter(in_slot) {
            if org.person(&row.person).is_some_and(|staff| staff.is_employed(row.date)) {
                rows.entry(&row.person).or_default().push(row);
            } else {
                strangers.insert(row.person.clone());
            }
        }
        let mut line = CoverageLine {
            rule: code.clone(),
            title: rule.title.clone(),
            title_en: rule.title_en.clone(),
            topic: rule.topic,
            slot,
            closed: options.clock.has_closed(slot.last()),
            n_persons: 0,
            tally: CoverageTally::default(),
            departments: BTreeMap::new(),
            share: book.policy.trainings.required_of(code),
            missed: Vec::new(),
            strangers,
        };
        for staff in org.staff().filter(|staff| options.asks_for(staff)) {
            let days = people.days_of(staff).and(force).within(slot).count();
            let owed = self.owed(days, slot);
            if owed > 0 {
                let rows = rows.get(&staff.code).map(Vec::as_slice).unwrap_or_default();
                self.add(&mut line, staff, owed, rows);
            }
        }
        line
    }

    /// How many trainings a person owes a slot.
    fn owed(&self, days: i64, slot: Span) -> u64 {
        u64::from(share(self.times, days, slot))
    }

    fn add(&self, line: &mut CoverageLine, staff: &Staff, owed: u64, rows: &[&Attendance]) {
        let rule = self.term.rule;
        let (mut timely, mut all) = (BTreeSet::new(), BTreeSet::new());
        for row in rows.iter().filter(|row| row.meets(rule) && self.is_proven(row)) {
            all.insert(row.date);
            if !self.book.is_late_attendance(row, rule) {
                timely.insert(row.date);
            }
        }
        let came = |days: &BTreeSet<Day>| owed.min(days.len() as u64);
        let tally =
            CoverageTally { required: owed, attended: came(&timely), with_late: came(&all) };
        line.n_persons += 1;
        line.tally += tally;
        *line.departments.entry(staff.department.clone()).or_default() += tally;
        if tally.attended < owed {
            let (why, reason) = self.why(rows);
            line.missed.push(MissedPerson {
                person: staff.code.clone(),
                name: staff.name.clone(),
                department: staff.department.clone(),
                n_missed: owed - tally.attended,
                why,
                reason,
            });
        }
    }

    /// Whether the evidence that a row names is what it was.
    fn is_proven(&self, row: &Attendance) -> bool {
        let mut pieces = row.evidence.iter().zip(&row.sha256);
        pieces.all(|(file, sum)| self.book.piece(file, sum) == PieceState::Whole)
    }

    /// Why a person is missed, by the row that comes nearest to what is asked.
    fn why(&self, rows: &[&Attendance]) -> (MissedWhy, String) {
        let rule = self.term.rule;
        let of = |row: &&Attendance| match row.presence {
            Presence::Absent => (MissedWhy::Absent, row.reason.clone()),
            Presence::Present if !row.meets(rule) => {
                let failed = row.result == Some(Outcome::Fail);
                let said = if failed { row.note.clone() } else { String::new() };
                (MissedWhy::NotPassed, said)
            }
            Presence::Present if !self.is_proven(row) => (MissedWhy::Unproven, String::new()),
            Presence::Present if self.book.is_late_attendance(row, rule) => {
                (MissedWhy::Late, String::new())
            }
            // Came, and not as often as is asked.
            Presence::Present => (MissedWhy::Unnamed, String::new()),
        };
        rows.iter().map(of).max().unwrap_or((MissedWhy::Unnamed, String::new()))
    }
}
