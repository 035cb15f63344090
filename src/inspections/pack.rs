//! Rule packs: rules that come with the tool, by field or by place, each with its source.
//!
//! A pack binds nobody. Its rules are taken over into the store's own files, where the hospital may
//! change them; a rule that is there already stays as it is.

use crate::base::{Day, Decided, PackCode, RuleCode, Stamp, nearest};

use super::record::Record;
use super::rule::{Confidence, Level, Rule};
use super::{Inspections, Refusal, Topic};

/// A law or a standard of which no rule could be made, or that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// How it is called.
    pub name: String,
    /// From which day it is in force.
    pub valid_from: Day,
    /// The last day, if it has one.
    pub valid_to: Option<Day>,
    /// The text whose place it takes; empty if it takes none.
    pub replaces: String,
    /// How surely it is known.
    pub confidence: Confidence,
    /// What is to be known about it.
    pub note: String,
    /// The same in English; empty where nobody wrote it.
    pub note_en: String,
}

/// Rules that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its code.
    pub id: PackCode,
    /// What it is about.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Who made those of its rules that do not say.
    pub level: Level,
    /// The topic of those of its rules that do not say.
    pub topic: Topic,
    /// The place it is for; empty if it is for the whole country.
    pub region: String,
    /// The same in English.
    pub region_en: String,
    /// Its rules, each as its versions by their first day.
    pub rules: Vec<Rule>,
    /// The texts that it knows of.
    pub texts: Vec<SourceText>,
}

impl Pack {
    /// The codes of its rules, each once.
    pub fn codes(&self) -> Vec<&RuleCode> {
        let mut codes: Vec<&RuleCode> = Vec::new();
        for rule in &self.rules {
            if !codes.contains(&&rule.id) {
                codes.push(&rule.id);
            }
        }
        codes
    }

    /// How many of its rules, counted once each, have a last version of which something holds.
    pub fn count(&self, holds: impl Fn(&Rule) -> bool) -> usize {
        let last = |code: &RuleCode| self.rules.iter().rfind(|rule| rule.id == *code);
        self.codes().into_iter().filter_map(last).filter(|rule| holds(rule)).count()
    }
}

/// What of a pack is to be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRequest<'p> {
    /// The pack.
    pub pack: &'p Pack,
    /// Only these rules; none means all of them.
    pub only: Vec<RuleCode>,
    /// The day from which they bind; none means as the texts have it.
    pub from: Option<Day>,
}

/// Decides about the rules of a pack: new ones, and newer versions of those that are there.
pub fn add_pack(
    book: &Inspections,
    request: &PackRequest<'_>,
    stamp: &Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let PackRequest { pack, only, from } = request;
    for rule in only {
        if !pack.rules.iter().any(|own| own.id == *rule) {
            let codes = pack.rules.iter().map(|own| own.id.as_str());
            let nearest = nearest(rule.as_str(), codes);
            return Err(Refusal::UnknownRule { rule: rule.to_string(), nearest });
        }
    }
    let asked = pack.rules.iter().filter(|rule| only.is_empty() || only.contains(&rule.id));
    let mut rows = Vec::new();
    for rule in asked {
        let begins = from.map_or(rule.valid_from, |from| from.max(rule.valid_from));
        if rule.valid_to.is_some_and(|to| to < begins) {
            continue;
        }
        let last = book.rule(&rule.id).ok().and_then(|versions| versions.last());
        let is_newer = |last: &Rule| last.version < rule.version && last.valid_from < begins;
        if last.is_none_or(is_newer) {
            let recorded_at = Some(stamp.recorded_at);
            // A pack names nobody: who answered for the rule before still does.
            let owner = last.map_or_else(|| rule.owner.clone(), |last| last.owner.clone());
            let rule = Rule { valid_from: begins, recorded_at, owner, ..rule.clone() };
            rule.check()?;
            rows.push(Record::Rule(rule));
        }
    }
    Ok(if rows.is_empty() { Decided::Already(pack.id.to_string()) } else { Decided::New(rows) })
}
