//! What is known about every duty, gathered from the book's rows in one pass over each ledger.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::base::{Day, RuleCode, SubjectCode};

use super::batch::Batch;
use super::kind::Kind;
use super::record::{Inspection, standing};
use super::rule::Rule;
use super::{DutyKey, Facts, Inspections};
use crate::org::Certificate;

/// The records of each rule and subject, in their order.
fn records_of(rows: Vec<&Inspection>) -> FxHashMap<(&str, &str), Vec<&Inspection>> {
    let mut records: FxHashMap<(&str, &str), Vec<&Inspection>> = FxHashMap::default();
    for row in rows {
        records.entry((row.rule.as_str(), row.subject.as_str())).or_default().push(row);
    }
    records
}

impl Inspections {
    /// What is known about every duty.
    pub(super) fn facts(&self) -> BTreeMap<DutyKey, Facts<'_>> {
        let mut duties: BTreeMap<DutyKey, Facts<'_>> = BTreeMap::new();
        for row in standing(self.service.values()) {
            let versions = self.rules.get(&row.rule).map(Vec::as_slice).unwrap_or_default();
            let duty = duties.entry((row.rule.clone(), row.subject.clone()));
            let facts = duty.or_insert_with(|| Facts::of(versions, &self.calendar));
            facts.service.push(row.period);
            // Of several the one of the last period: a lift that was replaced counts anew.
            facts.anchor = row.anchor.or(facts.anchor);
        }
        let unproven = self.unproven();
        let mut records = records_of(standing(self.records.values()));
        for ((rule, subject), facts) in &mut duties {
            facts.records = records.remove(&(rule.as_str(), subject.as_str())).unwrap_or_default();
            if !unproven.is_empty() {
                let own = facts.records.iter().map(|row| &row.id);
                facts.unproven = own.filter(|id| unproven.contains(*id)).cloned().collect();
            }
        }
        for row in standing(self.excusals.values()) {
            if let Some(facts) = duties.get_mut(&(row.rule.clone(), row.subject.clone())) {
                facts.excusals.push(row);
            }
        }
        self.add_batches(&mut duties);
        self.add_certificates(&mut duties);
        Self::add_events(&mut duties);
        super::strictest::settle(&mut duties);
        duties
    }

    /// On a day, which rule stands back for which, and for how many subjects.
    pub fn standing_back_on(&self, day: Day) -> BTreeMap<(RuleCode, RuleCode), usize> {
        let mut found: BTreeMap<(RuleCode, RuleCode), usize> = BTreeMap::new();
        for ((rule, _), facts) in self.facts() {
            for back in facts.stands_back.into_iter().filter(|back| back.days.contains(day)) {
                *found.entry((rule.clone(), back.by)).or_default() += 1;
            }
        }
        found
    }

    fn add_batches<'b>(&'b self, duties: &mut BTreeMap<DutyKey, Facts<'b>>) {
        for batch in Batch::fold(standing(self.batches.values())) {
            let row = batch.opened;
            if let Some(facts) = duties.get_mut(&(row.rule.clone(), row.subject.clone())) {
                facts.batches.push(batch);
            }
        }
    }

    /// The certificates of each holder, and the days on which the holder was on duty.
    fn add_certificates<'b>(&'b self, duties: &mut BTreeMap<DutyKey, Facts<'b>>) {
        let mut held: BTreeMap<&SubjectCode, Vec<&Certificate>> = BTreeMap::new();
        for row in standing(self.certificates.values()) {
            held.entry(&row.holder).or_default().push(row);
        }
        for ((_, subject), facts) in duties.iter_mut() {
            let asks = facts.versions.iter().any(|rule| matches!(rule.kind, Kind::Expiry(_)));
            if let Some(rows) = held.get(subject).filter(|_| asks) {
                facts.certificates.clone_from(rows);
            }
        }
        for row in standing(self.roster.values()) {
            if let Some(facts) = duties.get_mut(&(row.rule.clone(), row.subject.clone()))
                && row.present
            {
                facts.roster.push(row.date);
            }
        }
    }

    /// The records of the rules that others come after, for the same subjects.
    fn add_events(duties: &mut BTreeMap<DutyKey, Facts<'_>>) {
        let after = |versions: &[Rule]| -> Vec<RuleCode> {
            let of = |rule: &Rule| match &rule.kind {
                Kind::Event(event) => event.after.clone(),
                _ => None,
            };
            versions.iter().filter_map(of).collect()
        };
        let asking: Vec<(DutyKey, Vec<RuleCode>)> = duties
            .iter()
            .map(|(key, facts)| (key.clone(), after(facts.versions)))
            .filter(|(_, after)| !after.is_empty())
            .collect();
        for (key, rules) in asking {
            let mut events = Vec::new();
            for rule in rules {
                let of = duties.get(&(rule, key.1.clone()));
                events.extend(of.iter().flat_map(|facts| facts.records.iter().copied()));
            }
            if let Some(facts) = duties.get_mut(&key) {
                facts.events = events;
            }
        }
    }
}
