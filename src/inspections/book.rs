//! The inspection book: what the files say, folded row by row, the same whatever their order.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::base::{
    ContractCode, Day, DepartmentCode, RecordId, RuleCode, SiteCode, SubjectCode, nearest,
    nearest_named,
};

use super::batch::{BatchEvent, BatchKind};
use super::finding::{Finding, FindingEvent, FindingKind};
use super::numbered::Numbered;
use super::record::{Excusal, Inspection, Record, Row, Service};
use super::repair::RepairBook;
use super::roster::OnDuty;
use super::rule::{Rule, Term, terms};
use super::status::Clock;
use super::{
    Attendance, Bands, Clauses, Contract, Forms, Indicator, IndicatorValue, Policy, Refusal, Seen,
    Standing, TaskEvent, evaluate,
};
use crate::org::{Calendar, Certificate};

/// A rule and a subject that it binds.
pub type DutyKey = (RuleCode, SubjectCode);

/// Rules, whom they bind, what was done, who was excused, what was found.
#[derive(Debug, Clone, Default)]
pub struct Inspections {
    pub(super) rules: BTreeMap<RuleCode, Vec<Rule>>,
    pub(super) service: Numbered<Service>,
    pub(super) records: Numbered<Inspection>,
    pub(super) excusals: Numbered<Excusal>,
    pub(super) findings: BTreeMap<RecordId, Vec<FindingEvent>>,
    pub(super) batches: Numbered<BatchEvent>,
    pub(super) certificates: Numbered<Certificate>,
    pub(super) roster: Numbered<OnDuty>,
    pub(super) calendar: Calendar,
    pub(super) events: BTreeSet<RecordId>,
    /// The service rows of each duty.
    pub(super) bound: BTreeMap<DutyKey, Vec<RecordId>>,
    /// The inspections of each day, so that a new one is compared with few.
    pub(super) days: BTreeMap<Day, Vec<RecordId>>,
    /// What took the place of what.
    pub(super) replaced: BTreeMap<RecordId, RecordId>,
    /// The checklists, and what was answered.
    pub forms: Forms,
    /// What the store's settings ask of findings and repairs.
    pub policy: Policy,
    pub(super) repairs: RepairBook,
    /// The contracts with contractors.
    pub(super) contracts: BTreeMap<ContractCode, Contract>,
    pub(super) indicators: Numbered<Indicator>,
    pub(super) values: Numbered<IndicatorValue>,
    pub(super) tasks: Numbered<TaskEvent>,
    pub(super) attendance: Numbered<Attendance>,
    /// The attendance rows of each training.
    pub(super) attended: BTreeMap<(RuleCode, Day), Vec<RecordId>>,
    /// The clauses of the accreditation, and what they rest on.
    pub clauses: Clauses,
    /// What stands in the place of the files that rows name.
    pub(super) seen: Seen,
    /// The sites of the subjects that have one, as other books know them.
    pub sites: BTreeMap<SubjectCode, SiteCode>,
    /// The departments that are subjects themselves, as other books know them.
    pub departments: BTreeMap<SubjectCode, DepartmentCode>,
    /// From which rate on a period is graded how.
    pub bands: Bands,
}

impl Inspections {
    /// Folds one row.
    ///
    /// Refuses a number that is taken, a rule that is not known, and a rule whose version is there
    /// already or cannot be. Rows that take the place of others may come before or after them.
    pub fn apply(&mut self, record: &Record) -> Result<(), Refusal> {
        self.take(record.clone())
    }

    /// Folds one row that nobody needs afterwards.
    pub fn take(&mut self, record: Record) -> Result<(), Refusal> {
        match record {
            Record::Rule(rule) => self.apply_rule(&rule)?,
            Record::Service(service) => self.take_service(service)?,
            Record::Inspection(inspection) => {
                self.rule(&inspection.rule)?;
                let (date, id) = (inspection.date, inspection.id.clone());
                insert(&mut self.records, &mut self.replaced, inspection)?;
                self.days.entry(date).or_default().push(id);
            }
            Record::Excusal(excusal) => {
                self.rule(&excusal.rule)?;
                insert(&mut self.excusals, &mut self.replaced, excusal)?;
            }
            Record::Finding(event) => self.take_event(event)?,
            Record::Template(template) => self.forms.apply_template(&template)?,
            Record::Answer(answer) => self.forms.take_answer(answer)?,
            Record::Contract(contract) => self.apply_contract(&contract)?,
            Record::Clause(row) => self.clauses.apply(&row)?,
            Record::Batch(row) => {
                self.rule(&row.rule)?;
                insert(&mut self.batches, &mut self.replaced, row)?;
            }
            Record::Certificate(row) => {
                if row.days().is_none() {
                    let to = row.to.unwrap_or(row.from);
                    return Err(Refusal::Backwards { from: row.from, to });
                }
                insert(&mut self.certificates, &mut self.replaced, row)?;
            }
            Record::OnDuty(row) => {
                self.rule(&row.rule)?;
                insert(&mut self.roster, &mut self.replaced, row)?;
            }
            Record::CalendarDay(day) => self.calendar.apply(&day),
            Record::Indicator(row) => {
                row.check()?;
                insert(&mut self.indicators, &mut self.replaced, *row)?;
            }
            Record::IndicatorValue(row) => {
                row.given.check()?;
                insert(&mut self.values, &mut self.replaced, row)?;
            }
            Record::Task(row) => insert(&mut self.tasks, &mut self.replaced, *row)?,
            Record::Attendance(row) => {
                self.rule(&row.rule)?;
                let (key, id) = ((row.rule.clone(), row.date), row.id.clone());
                insert(&mut self.attendance, &mut self.replaced, *row)?;
                self.attended.entry(key).or_default().push(id);
            }
            Record::Repair(row) => {
                let pair = row.supersedes.clone().map(|old| (old, row.id.clone()));
                self.repairs.add(row)?;
                self.replaced.extend(pair);
            }
        }
        Ok(())
    }

    fn take_service(&mut self, service: Service) -> Result<(), Refusal> {
        self.rule(&service.rule)?;
        if service.period.span().is_none() {
            let to = service.period.to.unwrap_or(service.period.from);
            return Err(Refusal::Backwards { from: service.period.from, to });
        }
        let key = (service.rule.clone(), service.subject.clone());
        let id = service.id.clone();
        insert(&mut self.service, &mut self.replaced, service)?;
        self.bound.entry(key).or_default().push(id);
        Ok(())
    }

    /// A book with the same rules and nothing else.
    pub(super) fn only_rules(&self) -> Self {
        Self { rules: self.rules.clone(), ..Self::default() }
    }

    fn apply_rule(&mut self, rule: &Rule) -> Result<(), Refusal> {
        rule.check()?;
        let versions = self.rules.entry(rule.id.clone()).or_default();
        let taken =
            |other: &Rule| other.version == rule.version || other.valid_from == rule.valid_from;
        if versions.iter().any(taken) {
            let (rule, version) = (rule.id.clone(), rule.version);
            return Err(Refusal::DuplicateVersion { rule, version });
        }
        let at = versions.partition_point(|other| other.valid_from < rule.valid_from);
        versions.insert(at, rule.clone());
        Ok(())
    }

    fn take_event(&mut self, event: FindingEvent) -> Result<(), Refusal> {
        if let Some(rule) = &event.rule {
            self.rule(rule)?;
        }
        if !self.events.insert(event.id.clone()) {
            return Err(Refusal::DuplicateId { id: event.id.clone() });
        }
        self.findings.entry(event.finding.clone()).or_default().push(event);
        Ok(())
    }

    /// The versions of a rule by their first day, or the refusal that names the nearest rule.
    pub fn rule(&self, id: &RuleCode) -> Result<&[Rule], Refusal> {
        self.rules.get(id).map(Vec::as_slice).ok_or_else(|| Refusal::UnknownRule {
            rule: id.to_string(),
            nearest: nearest_named(
                id.as_str(),
                self.rules.values().flatten().map(|rule| (rule.id.as_str(), rule.title.as_str())),
            ),
        })
    }

    /// The version of a rule that binds on a day.
    pub fn rule_on(&self, id: &RuleCode, day: Day) -> Result<&Rule, Refusal> {
        let in_force = |term: &Term<'_>| term.force.contains(day);
        terms(self.rule(id)?)
            .into_iter()
            .find(in_force)
            .map(|term| term.rule)
            .ok_or_else(|| Refusal::NotInForce { rule: id.clone(), date: day })
    }

    /// Refuses a rule or a subject that nothing in the book names.
    pub fn known(
        &self,
        rule: Option<&RuleCode>,
        subject: Option<&SubjectCode>,
    ) -> Result<(), Refusal> {
        rule.map_or(Ok(()), |rule| self.rule(rule).map(drop))?;
        let Some(subject) = subject else { return Ok(()) };
        let opening = self.findings.values().flatten().filter_map(|event| event.subject.as_ref());
        let broken = self.repair_rows().filter_map(|row| row.subject.as_ref());
        let known: BTreeSet<&SubjectCode> =
            self.bound.keys().map(|(_, subject)| subject).chain(opening).chain(broken).collect();
        if known.contains(subject) {
            return Ok(());
        }
        let nearest = nearest(subject.as_str(), known.into_iter().map(SubjectCode::as_str));
        Err(Refusal::UnknownSubject { subject: subject.to_string(), nearest })
    }

    /// All rules, each as its versions by their first day.
    pub fn rules(&self) -> impl Iterator<Item = (&RuleCode, &[Rule])> {
        self.rules.iter().map(|(id, versions)| (id, versions.as_slice()))
    }

    /// A record by its number.
    pub fn inspection(&self, id: &RecordId) -> Option<&Inspection> {
        self.records.get(id)
    }

    /// All records, superseded ones too, by their number.
    pub fn inspections(&self) -> impl Iterator<Item = &Inspection> + Clone {
        self.records.values()
    }

    /// All excusals, superseded ones too, by their number.
    pub fn excusals(&self) -> impl Iterator<Item = &Excusal> + Clone {
        self.excusals.values()
    }

    /// An excusal by its number.
    pub fn excusal(&self, id: &RecordId) -> Option<&Excusal> {
        self.excusals.get(id)
    }

    /// All service periods, superseded ones too, by their number.
    pub fn service(&self) -> impl Iterator<Item = &Service> + Clone {
        self.service.values()
    }

    /// The events of each finding, in no particular order.
    pub fn events(&self) -> impl Iterator<Item = (&RecordId, &[FindingEvent])> {
        self.findings.iter().map(|(id, events)| (id, events.as_slice()))
    }

    /// The events of a finding; none unless one of them opens it.
    pub fn events_of(&self, finding: &RecordId) -> Option<&[FindingEvent]> {
        let opened = |events: &&Vec<FindingEvent>| {
            events.iter().any(|event| event.kind == FindingKind::Open)
        };
        self.findings.get(finding).filter(opened).map(Vec::as_slice)
    }

    /// Every finding as it stands now.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        self.findings.values().filter_map(|events| Finding::now(events))
    }

    /// Where every duty stands, by rule and subject.
    pub fn standings(&self, clock: Clock, horizon: Day) -> BTreeMap<DutyKey, Standing> {
        let mut standings = BTreeMap::new();
        self.each_standing(clock, horizon, |key, standing| {
            standings.insert(key.clone(), standing);
        });
        standings
    }

    /// Hands over where each duty stands, by rule and subject, one after the other: of millions of
    /// units only those of one duty are there at a time.
    pub fn each_standing(
        &self,
        clock: Clock,
        horizon: Day,
        mut take: impl FnMut(&DutyKey, Standing),
    ) {
        self.each_standing_by(clock, horizon, horizon, &mut take);
    }

    /// The same by the versions of rules and the days off that hold up to a day.
    ///
    /// What comes into force later changes nothing yet: a report of today stays as it was printed
    /// when somebody writes down tomorrow's version or next year's holidays.
    pub(super) fn each_standing_by(
        &self,
        clock: Clock,
        horizon: Day,
        until: Day,
        take: &mut impl FnMut(&DutyKey, Standing),
    ) {
        let calendar = self.calendar.until(until);
        for (key, facts) in self.facts() {
            take(&key, evaluate(&facts.until(&calendar, until), clock, horizon));
        }
    }

    /// Refuses a subject that a rule does not bind on a day.
    pub fn check_service(
        &self,
        rule: &RuleCode,
        subject: &SubjectCode,
        date: Day,
    ) -> Result<(), Refusal> {
        let service = self.service_of(rule, subject);
        if service.is_empty() {
            return Err(self.not_bound(rule, subject));
        }
        let mut spans = service.iter().filter_map(|row| row.period.span());
        if spans.any(|span| span.contains(date)) {
            return Ok(());
        }
        let (rule, subject) = (rule.clone(), subject.clone());
        Err(Refusal::OutOfService { rule, subject, date })
    }

    /// The service rows of a duty as they stand now, by their first day.
    pub fn service_of(&self, rule: &RuleCode, subject: &SubjectCode) -> Vec<&Service> {
        let key = (rule.clone(), subject.clone());
        let ids = self.bound.get(&key).into_iter().flatten();
        let mut rows: Vec<&Service> = ids
            .filter(|id| self.replaced_by(id).is_none())
            .filter_map(|id| self.service.get(id))
            .collect();
        rows.sort_unstable_by_key(|row| (row.period.from, &row.id));
        rows
    }

    /// Every rule and subject that a service row stands for now.
    pub fn duties(&self) -> impl Iterator<Item = &DutyKey> {
        let stands = |ids: &Vec<RecordId>| ids.iter().any(|id| self.replaced_by(id).is_none());
        self.bound.iter().filter(move |(_, ids)| stands(ids)).map(|(key, _)| key)
    }

    /// The inspections of a day that stand now.
    pub(super) fn standing_on(&self, day: Day) -> impl Iterator<Item = &Inspection> {
        let ids = self.days.get(&day).into_iter().flatten();
        ids.filter(|id| self.replaced_by(id).is_none()).filter_map(|id| self.records.get(id))
    }

    /// What only all rows together show to be wrong, by the number of the row: a row that corrects
    /// nothing, or what was corrected before; a rule that does not bind the subject; an event that
    /// cannot follow those before it.
    pub fn faults(&self) -> BTreeMap<RecordId, Vec<Refusal>> {
        let mut faults: BTreeMap<RecordId, Vec<Refusal>> = BTreeMap::new();
        let mut note = |id: &RecordId, refusal: Refusal| {
            faults.entry(id.clone()).or_default().push(refusal);
        };
        correct_what_stands(&self.service, &mut note);
        correct_what_stands(&self.records, &mut note);
        correct_what_stands(&self.excusals, &mut note);
        correct_what_stands(&self.batches, &mut note);
        correct_what_stands(&self.certificates, &mut note);
        correct_what_stands(&self.roster, &mut note);
        correct_what_stands(&self.indicators, &mut note);
        correct_what_stands(&self.values, &mut note);
        correct_what_stands(&self.tasks, &mut note);
        correct_what_stands(&self.attendance, &mut note);
        correct_what_stands(&self.repairs.rows, &mut note);
        for (id, refusal) in self.repair_faults() {
            note(&id, refusal.into());
        }
        let records = self.records.values().map(|row| (&row.id, &row.rule, &row.subject));
        let excusals = self.excusals.values().map(|row| (&row.id, &row.rule, &row.subject));
        let batches = self.batches.values().map(|row| (&row.id, &row.rule, &row.subject));
        let roster = self.roster.values().map(|row| (&row.id, &row.rule, &row.subject));
        let bound: FxHashSet<(&str, &str)> =
            self.bound.keys().map(|(rule, subject)| (rule.as_str(), subject.as_str())).collect();
        for (id, rule, subject) in records.chain(excusals).chain(batches).chain(roster) {
            if !bound.contains(&(rule.as_str(), subject.as_str())) {
                note(id, self.not_bound(rule, subject));
            }
        }
        for (id, refusal) in self.forms.faults(&self.records) {
            note(&id, refusal.into());
        }
        for (id, refusal) in self.indicator_faults().into_iter().chain(self.task_faults()) {
            note(&id, refusal);
        }
        let opened: BTreeSet<&RecordId> = self
            .batches
            .values()
            .filter(|row| row.kind == BatchKind::Open)
            .map(|row| &row.batch)
            .collect();
        for row in self.batches.values().filter(|row| !opened.contains(&row.batch)) {
            let (batch, nearest) = (row.batch.clone(), None);
            note(&row.id, Refusal::UnknownBatch { batch, nearest });
        }
        for events in self.findings.values() {
            for (id, refusal) in Finding::faults(events) {
                note(&id, refusal);
            }
        }
        faults
    }

    /// The refusal of a subject that a rule does not bind, with the nearest one that it does.
    pub(super) fn not_bound(&self, rule: &RuleCode, subject: &SubjectCode) -> Refusal {
        let bound = self.duties().filter(|(of, _)| of == rule).map(|(_, subject)| subject.as_str());
        Refusal::NotBound {
            rule: rule.clone(),
            subject: subject.to_string(),
            nearest: nearest(subject.as_str(), bound),
        }
    }

    /// The row that took the place of another.
    pub fn replaced_by(&self, id: &RecordId) -> Option<&RecordId> {
        self.replaced.get(id)
    }
}

/// Notes the rows that correct nothing, or what an earlier one corrected.
fn correct_what_stands<T: Row>(rows: &Numbered<T>, note: &mut impl FnMut(&RecordId, Refusal)) {
    let mut corrections: Vec<&T> = rows.values().filter(|row| row.supersedes().is_some()).collect();
    corrections.sort_unstable_by_key(|row| (row.recorded_at(), row.id().clone()));
    let mut corrected: BTreeMap<&RecordId, &RecordId> = BTreeMap::new();
    for row in corrections {
        let Some(old) = row.supersedes() else { continue };
        if !rows.contains_key(old) {
            note(row.id(), Refusal::UnknownRow { id: old.clone() });
        } else if let Some(by) = corrected.insert(old, row.id()) {
            note(row.id(), Refusal::AlreadyReplaced { id: old.clone(), by: by.clone() });
        }
    }
}

/// Adds a row, and notes what it takes the place of; refuses a number that is taken.
fn insert<T: Row>(
    rows: &mut Numbered<T>,
    replaced: &mut BTreeMap<RecordId, RecordId>,
    row: T,
) -> Result<(), Refusal> {
    let pair = row.supersedes().map(|old| (old.clone(), row.id().clone()));
    rows.insert(row).map_err(|row| Refusal::DuplicateId { id: row.id().clone() })?;
    replaced.extend(pair);
    Ok(())
}
