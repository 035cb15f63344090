//! The rows of the inspection ledgers: records, service periods, excusals.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::base::{
    Day, Decimal, Moment, RecordId, RuleCode, SiteCode, Span, SubjectCode, TemplateCode, Time,
};

use super::rule::forever;
use super::word::words;
use super::{
    Answer, Attendance, BatchEvent, ClauseRow, Contract, FindingEvent, Indicator, IndicatorValue,
    OnDuty, RepairEvent, Rule, TaskEvent, Template,
};
use crate::org::{CalendarDay, Certificate};

words! {
    /// What an inspection came to.
    Outcome {
        /// In order.
        Pass = "pass", "inspect.result.pass";
        /// Not in order: opens a finding.
        Fail = "fail", "inspect.result.fail";
        /// Nothing could be looked at; meets no duty.
        Na = "na", "inspect.result.na";
    }
}

/// A row of one of the inspection files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A version of a rule.
    Rule(Rule),
    /// Days on which a rule binds a subject.
    Service(Service),
    /// Something was inspected.
    Inspection(Inspection),
    /// Somebody was excused.
    Excusal(Excusal),
    /// Something happened to a finding.
    Finding(FindingEvent),
    /// A version of a checklist.
    Template(Box<Template>),
    /// What an item of a checklist was answered by.
    Answer(Answer),
    /// A contract with a contractor.
    Contract(Box<Contract>),
    /// A row of the register of clauses.
    Clause(Box<ClauseRow>),
    /// A batch was opened or closed.
    Batch(BatchEvent),
    /// A certificate.
    Certificate(Certificate),
    /// Somebody was on duty.
    OnDuty(OnDuty),
    /// A day off, or one that is worked.
    CalendarDay(CalendarDay),
    /// A version of an indicator.
    Indicator(Box<Indicator>),
    /// The value of an indicator for a month.
    IndicatorValue(IndicatorValue),
    /// Something happened to a task of the year's plan.
    Task(Box<TaskEvent>),
    /// Somebody was at a training, or was not.
    Attendance(Box<Attendance>),
    /// Something happened to a repair order.
    Repair(RepairEvent),
}

/// An inspection that was done (巡检记录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Its number.
    pub id: RecordId,
    /// The rule it was done for.
    pub rule: RuleCode,
    /// The checklist that was filled in.
    pub template: Option<TemplateCode>,
    /// What was inspected.
    pub subject: SubjectCode,
    /// The day it was done.
    pub date: Day,
    /// The time of day, where it is known.
    pub time: Option<Time>,
    /// Who did it.
    pub person: SmolStr,
    /// What it came to.
    pub result: Outcome,
    /// The score, where one was given.
    pub score: Option<Decimal>,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// Any day of the slot it was done for, where that is not the oldest open one: a record in
    /// the days of grace otherwise serves the older slot.
    pub for_slot: Option<Day>,
    /// A remark.
    pub note: String,
    /// The record it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: SmolStr,
}

impl Inspection {
    /// The order in which the records of a duty are considered.
    pub(super) fn order(&self) -> (Day, Option<Time>, &RecordId) {
        (self.date, self.time, &self.id)
    }
}

/// Days of service as plain data, so that any register may supply them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServicePeriod {
    /// The first day in service.
    pub from: Day,
    /// The last one; none while there is no end in sight.
    pub to: Option<Day>,
}

impl ServicePeriod {
    /// The days; none if it ends before it begins.
    pub fn span(self) -> Option<Span> {
        Span::new(self.from, self.to.unwrap_or_else(forever))
    }
}

/// Days on which a rule binds a subject: the subject is in service (在用).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its number.
    pub id: RecordId,
    /// The rule.
    pub rule: RuleCode,
    /// Whom it binds.
    pub subject: SubjectCode,
    /// On which days.
    pub period: ServicePeriod,
    /// The day its duties are counted from, where the rule counts from one: the day a lift was
    /// accepted, a car registered, a tin made.
    pub anchor: Option<Day>,
    /// Where it is; none leaves that to the registers of who and where.
    pub site: Option<SiteCode>,
    /// Why it begins or ends.
    pub reason: String,
    /// The row it takes the place of.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// Days on which a duty need not be done (豁免), and who said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excusal {
    /// Its number.
    pub id: RecordId,
    /// The day it was approved; it covers nothing that was due before.
    pub date: Day,
    /// The rule.
    pub rule: RuleCode,
    /// Who or what is excused.
    pub subject: SubjectCode,
    /// On which days.
    pub days: Span,
    /// Why.
    pub reason: String,
    /// Whose duty it was; this person cannot approve it.
    pub person: String,
    /// Who approved it.
    pub approved_by: String,
    /// The excusal it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Excusal {
    /// Whether the person excused approved it.
    pub fn is_self_approved(&self) -> bool {
        self.person.trim() == self.approved_by.trim()
    }
}

/// What the append-only rows share: a correction is a new row that takes the old one's place.
pub(super) trait Row {
    /// Its number.
    fn id(&self) -> &RecordId;
    /// The row it takes the place of.
    fn supersedes(&self) -> Option<&RecordId>;
    /// When it was recorded.
    fn recorded_at(&self) -> Moment;
}

macro_rules! rows {
    ($($name:ident),+) => {$(
        impl Row for $name {
            fn id(&self) -> &RecordId {
                &self.id
            }

            fn supersedes(&self) -> Option<&RecordId> {
                self.supersedes.as_ref()
            }

            fn recorded_at(&self) -> Moment {
                self.recorded_at
            }
        }
    )+};
}

rows!(
    Inspection,
    Service,
    Excusal,
    BatchEvent,
    Certificate,
    OnDuty,
    Indicator,
    IndicatorValue,
    TaskEvent,
    Attendance,
    RepairEvent
);

/// The rows that stand: those whose place no other row has taken.
pub(super) fn standing<'a, T: Row>(
    rows: impl IntoIterator<Item = &'a T, IntoIter: Clone>,
) -> Vec<&'a T> {
    let there = rows.into_iter();
    let replaced: BTreeSet<&RecordId> = there.clone().filter_map(Row::supersedes).collect();
    there.filter(|row| !replaced.contains(row.id())).collect()
}
