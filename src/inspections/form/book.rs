//! The checklists and the answers of the book: folded row by row, the same whatever their order.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Moment, QuestionCode, RecordId, TemplateCode, nearest};
use crate::inspections::numbered::Numbered;
use crate::inspections::{Finding, Inspection, Refusal};

use super::answer::{Answer, Given};
use super::error::FormRefusal;
use super::marking::{Marking, mark};
use super::template::{Item, ItemKind, Template};

/// A version that was edited after records were made with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The checklist.
    pub template: TemplateCode,
    /// Its version.
    pub version: u32,
    /// The records that were made with it as it was.
    pub records: BTreeSet<RecordId>,
}

/// Checklists in versions, and what was answered.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    templates: BTreeMap<TemplateCode, Vec<Template>>,
    /// The answers of each record.
    answers: BTreeMap<RecordId, Vec<Answer>>,
    /// The record of each answer.
    ids: BTreeMap<RecordId, RecordId>,
}

impl Forms {
    /// Folds a version of a checklist; refuses one that is there already or cannot be.
    pub(in crate::inspections) fn apply_template(
        &mut self,
        template: &Template,
    ) -> Result<(), FormRefusal> {
        template.check()?;
        let versions = self.templates.entry(template.id.clone()).or_default();
        let taken = |other: &&Template| {
            other.version == template.version || other.valid_from == template.valid_from
        };
        if let Some(other) = versions.iter().find(taken) {
            return Err(taken_by(template, other));
        }
        let at = versions.partition_point(|other| other.valid_from < template.valid_from);
        versions.insert(at, template.clone());
        Ok(())
    }

    /// Folds an answer; refuses a number that is taken.
    pub(in crate::inspections) fn take_answer(&mut self, answer: Answer) -> Result<(), Refusal> {
        if self.ids.contains_key(&answer.id) {
            return Err(Refusal::DuplicateId { id: answer.id.clone() });
        }
        self.ids.insert(answer.id.clone(), answer.record.clone());
        self.answers.entry(answer.record.clone()).or_default().push(answer);
        Ok(())
    }

    /// The versions of a checklist by their first day, or the refusal that names the nearest.
    pub fn versions(&self, id: &TemplateCode) -> Result<&[Template], FormRefusal> {
        self.templates.get(id).map(Vec::as_slice).ok_or_else(|| FormRefusal::Unknown {
            template: id.to_string(),
            nearest: nearest(id.as_str(), self.templates.keys().map(TemplateCode::as_str)),
        })
    }

    /// The version of a checklist that is filled in on a day.
    pub fn template_on(&self, id: &TemplateCode, date: Day) -> Result<&Template, FormRefusal> {
        let begun = |template: &&Template| template.valid_from <= date;
        let none = || FormRefusal::NotInForce { template: id.clone(), date };
        self.versions(id)?.iter().rev().find(begun).ok_or_else(none)
    }

    /// A version of a checklist by its number.
    pub fn version(&self, id: &TemplateCode, version: u32) -> Result<&Template, FormRefusal> {
        let is_it = |template: &&Template| template.version == version;
        let none = || FormRefusal::UnknownVersion { template: id.clone(), version };
        self.versions(id)?.iter().find(is_it).ok_or_else(none)
    }

    /// All checklists, each as its versions by their first day.
    pub fn templates(&self) -> impl Iterator<Item = (&TemplateCode, &[Template])> {
        self.templates.iter().map(|(id, versions)| (id, versions.as_slice()))
    }

    /// The answers of a record, in no particular order.
    pub fn answers_of(&self, record: &RecordId) -> &[Answer] {
        self.answers.get(record).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a record of this number was answered.
    pub(in crate::inspections) fn has_answers_of(&self, record: &str) -> bool {
        self.answers.contains_key(record)
    }

    /// An answer by its number.
    pub fn answer(&self, id: &RecordId) -> Option<&Answer> {
        self.answers_of(self.ids.get(id)?).iter().find(|answer| answer.id == *id)
    }

    /// All answers.
    pub(in crate::inspections) fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.answers.values().flatten()
    }

    /// What the answers of a record are: its version of the checklist and what was given.
    pub fn filled(&self, record: &RecordId) -> Option<(&Template, Vec<Given>)> {
        let answers = self.answers_of(record);
        let first = answers.first()?;
        let template = self.version(&first.template, first.version).ok()?;
        Some((template, answers.iter().map(|answer| answer.given.clone()).collect()))
    }

    /// How many records were made with a version.
    pub fn n_records(&self, template: &Template) -> usize {
        let of = |answers: &&Vec<Answer>| {
            answers.first().is_some_and(|answer| {
                answer.template == template.id && answer.version == template.version
            })
        };
        self.answers.values().filter(of).count()
    }

    /// The checklists alone.
    pub(in crate::inspections) fn without_answers(&self) -> Self {
        Self { templates: self.templates.clone(), ..Self::default() }
    }

    /// Drops the answers recorded after a moment.
    pub(in crate::inspections) fn forget_after(&mut self, moment: Moment) {
        for answers in self.answers.values_mut() {
            answers.retain(|answer| answer.recorded_at <= moment);
        }
        self.answers.retain(|_, answers| !answers.is_empty());
        self.ids.retain(|_, record| self.answers.contains_key(record));
    }

    /// The versions that do not read as they did when records were made with them.
    pub fn edited(&self) -> Vec<Edited> {
        let mut edited: BTreeMap<(&TemplateCode, u32), BTreeSet<RecordId>> = BTreeMap::new();
        for answer in self.answers() {
            let now = self.version(&answer.template, answer.version);
            if now.is_ok_and(|now| now.sum != answer.sum) {
                let key = (&answer.template, answer.version);
                edited.entry(key).or_default().insert(answer.record.clone());
            }
        }
        let told = |((template, version), records): ((&TemplateCode, u32), _)| Edited {
            template: template.clone(),
            version,
            records,
        };
        edited.into_iter().map(told).collect()
    }

    /// What only records and answers together show to be wrong, by the number of the row: of an
    /// answer, that it belongs nowhere; of a record, that it says something else than its answers.
    pub(in crate::inspections) fn faults(
        &self,
        records: &Numbered<Inspection>,
    ) -> Vec<(RecordId, FormRefusal)> {
        let mut faults = Vec::new();
        for (id, answers) in &self.answers {
            let Some(first) = answers.first() else { continue };
            let Some(record) = records.get(id) else {
                faults.push((first.id.clone(), FormRefusal::NoRecord { record: id.clone() }));
                continue;
            };
            let other = |answer: &&Answer| {
                record.template.as_ref() != Some(&answer.template)
                    || answer.version != first.version
            };
            if let Some(answer) = answers.iter().find(other) {
                let (record, template) = (id.clone(), answer.template.clone());
                let refusal = FormRefusal::OtherTemplate { record, template };
                faults.push((answer.id.clone(), refusal));
                continue;
            }
            let template = match self.version(&first.template, first.version) {
                Ok(template) => template,
                Err(refusal) => {
                    faults.push((first.id.clone(), refusal));
                    continue;
                }
            };
            // An edited version is told once, not by every record.
            if answers.iter().any(|answer| answer.sum != template.sum) {
                continue;
            }
            faults.extend(disagreement(template, record, answers));
        }
        faults
    }
}

fn disagreement(
    template: &Template,
    record: &Inspection,
    answers: &[Answer],
) -> Option<(RecordId, FormRefusal)> {
    let given: Vec<Given> = answers.iter().map(|answer| answer.given.clone()).collect();
    if let Err((at, refusal)) = check(template, &given) {
        let row = at.map_or(&record.id, |at| &answers[at].id);
        return Some((row.clone(), refusal));
    }
    let marking = mark(template, &given);
    let (result, score) = (marking.verdict.outcome(), marking.shown());
    if record.result == result && record.score == score {
        return None;
    }
    let id = record.id.clone();
    let score = score.map(|score| score.to_string()).unwrap_or_default();
    Some((id.clone(), FormRefusal::Disagrees { record: id, result: result.key(), score }))
}

/// Checks that every answer suits an item of the checklist, and that none is missing that must be
/// there; names the answer that is wrong by its place.
pub(super) fn check(
    template: &Template,
    given: &[Given],
) -> Result<(), (Option<usize>, FormRefusal)> {
    let mut answered: BTreeSet<&QuestionCode> = BTreeSet::new();
    for (at, one) in given.iter().enumerate() {
        let Some(item) = template.item(&one.item) else {
            let codes = template.items.iter().map(|item| item.id.as_str());
            let refusal = FormRefusal::UnknownItem {
                template: template.id.clone(),
                item: one.item.to_string(),
                nearest: nearest(one.item.as_str(), codes),
            };
            return Err((Some(at), refusal));
        };
        if !answered.insert(&one.item) {
            return Err((Some(at), FormRefusal::AnsweredTwice { item: one.item.clone() }));
        }
        if !one.value.suits(item) {
            let (item, value) = (one.item.clone(), one.value.to_string());
            let wanted = wanted(template.item(&item).map(|item| item.kind));
            return Err((Some(at), FormRefusal::Value { item, value, wanted }));
        }
    }
    let missing = |item: &&Item| item.mandatory && !answered.contains(&item.id);
    let missing: Vec<String> =
        template.items.iter().filter(missing).map(|item| item.id.to_string()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (count, items) = (missing.len(), missing.join("、"));
    Err((None, FormRefusal::Unanswered { count, items }))
}

/// The key of what an item asks for.
fn wanted(kind: Option<ItemKind>) -> &'static str {
    match kind {
        None | Some(ItemKind::Check) => "template.wanted.check",
        Some(ItemKind::Score) => "template.wanted.score",
        Some(ItemKind::Measure) => "template.wanted.measure",
        Some(ItemKind::Count) => "template.wanted.count",
    }
}

/// The refusal of a version, by one that is there.
pub(super) fn taken_by(template: &Template, other: &Template) -> FormRefusal {
    FormRefusal::VersionTaken {
        template: template.id.clone(),
        version: template.version,
        last: other.version,
        from: other.valid_from,
    }
}

impl crate::inspections::Inspections {
    /// The item of the checklist that a finding is about, where one opened it.
    pub fn item_of(&self, finding: &Finding) -> Option<&QuestionCode> {
        Some(&self.forms.answer(finding.record.as_ref()?)?.given.item)
    }

    /// What the answers of a record come to: by the version it was made with.
    pub fn with_marking<T>(
        &self,
        record: &RecordId,
        read: impl FnOnce(&Marking<'_>) -> T,
    ) -> Option<T> {
        let (template, given) = self.forms.filled(record)?;
        Some(read(&mark(template, &given)))
    }
}
