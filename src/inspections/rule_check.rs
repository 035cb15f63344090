//! What is wrong with the rules themselves: no source, laxer than the law, ended, replaced; and of
//! each matter which rule is the strictest.

use std::collections::BTreeSet;

use crate::base::{Day, RuleCode, SubjectCode};

use super::Inspections;
use super::pack::SourceText;
use super::rule::{Confidence, Level, Rule, terms};
use super::strictest::{Aspect, Compared, compare};
use super::word::words;

words! {
    /// What is remarked about a rule, what must be mended first.
    RuleRemark {
        /// It is of the law and names no text.
        NoSource = "no_source", "inspect.remark.no_source";
        /// It is of the law, and names neither an article nor why there is none.
        NoArticle = "no_article", "inspect.remark.no_article";
        /// The hospital asks for less than the law does.
        Laxer = "laxer", "inspect.remark.laxer";
        /// Two versions bind on the same days.
        Overlap = "overlap", "inspect.remark.overlap";
        /// Its last version has ended, and it binds somebody.
        Ended = "ended", "inspect.remark.ended";
        /// The text it comes from is replaced by another.
        Replaced = "replaced", "inspect.remark.replaced";
        /// It counts in place of another of its matter.
        Strictest = "strictest", "inspect.remark.strictest";
        /// It and another of its matter ask for the same.
        Same = "same", "inspect.remark.same";
        /// It and another of its matter both bind: neither is as strict as the other.
        Both = "both", "inspect.remark.both";
        /// It is of the law and was not read in its text.
        Unverified = "unverified", "inspect.remark.unverified";
        /// It binds nobody.
        Unbound = "unbound", "inspect.remark.unbound";
    }
}

impl RuleRemark {
    /// Whether it must be mended.
    pub const fn is_wrong(self) -> bool {
        match self {
            Self::NoSource
            | Self::NoArticle
            | Self::Laxer
            | Self::Overlap
            | Self::Ended
            | Self::Replaced => true,
            Self::Strictest | Self::Same | Self::Both | Self::Unverified | Self::Unbound => false,
        }
    }
}

/// A remark about a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLint {
    /// What it is.
    pub what: RuleRemark,
    /// The version it is about.
    pub rule: Rule,
    /// The other rule, where two are compared.
    pub other: Option<Rule>,
    /// More about it: the text that replaces its own, its last day.
    pub more: Option<String>,
    /// In what the rule asks for less than the other, and the other for less than the rule.
    pub lacks: (Vec<Aspect>, Vec<Aspect>),
}

impl RuleLint {
    fn of(what: RuleRemark, rule: &Rule) -> Self {
        let lacks = (Vec::new(), Vec::new());
        Self { what, rule: rule.clone(), other: None, more: None, lacks }
    }

    fn with(self, more: &impl ToString) -> Self {
        Self { more: Some(more.to_string()), ..self }
    }

    fn beside(self, other: &Rule) -> Self {
        Self { other: Some(other.clone()), ..self }
    }
}

/// What the rules come to on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCheck {
    /// The day.
    pub on: Day,
    /// How many rules were looked at.
    pub n_rules: usize,
    /// The remarks, what must be mended first.
    pub lints: Vec<RuleLint>,
}

impl RuleCheck {
    /// Whether something must be mended.
    pub fn has_something_wrong(&self) -> bool {
        self.lints.iter().any(|lint| lint.what.is_wrong())
    }
}

/// Whom each rule binds is asked only where anybody is bound at all: a file of rules binds nobody.
pub fn check_rules(book: &Inspections, texts: &[SourceText], on: Day) -> RuleCheck {
    let mut lints = Vec::new();
    let binds_somebody = book.duties().next().is_some();
    for (id, versions) in book.rules() {
        let bound = subjects(book, id);
        for rule in versions {
            lints.extend(of_its_source(rule));
        }
        lints.extend(overlaps(versions));
        let Some(last) = versions.last() else { continue };
        lints.extend(replaced(last, texts, on));
        if let Some(to) = last.valid_to.filter(|to| *to < on && !bound.is_empty()) {
            lints.push(RuleLint::of(RuleRemark::Ended, last).with(&to));
        }
        if binds_somebody && bound.is_empty() {
            lints.push(RuleLint::of(RuleRemark::Unbound, last));
        }
    }
    lints.extend(of_matters(book, on));
    lints.sort_by(|left, right| {
        let key = |lint: &RuleLint| {
            (
                lint.what,
                lint.rule.id.clone(),
                lint.rule.version,
                lint.other.as_ref().map(|other| other.id.clone()),
            )
        };
        key(left).cmp(&key(right))
    });
    RuleCheck { on, n_rules: book.rules().count(), lints }
}

fn subjects<'b>(book: &'b Inspections, id: &RuleCode) -> BTreeSet<&'b SubjectCode> {
    book.duties().filter(|(rule, _)| rule == id).map(|(_, subject)| subject).collect()
}

/// What a version says about where it comes from; the hospital's own decisions need no source.
fn of_its_source(rule: &Rule) -> Vec<RuleLint> {
    if rule.level == Level::Hospital {
        return Vec::new();
    }
    let empty = |text: &str| text.trim().is_empty();
    let mut lints = Vec::new();
    if empty(&rule.source) {
        lints.push(RuleLint::of(RuleRemark::NoSource, rule));
    } else if empty(&rule.article) && empty(&rule.note) {
        lints.push(RuleLint::of(RuleRemark::NoArticle, rule));
    }
    if rule.is_unverified() {
        lints.push(RuleLint::of(RuleRemark::Unverified, rule));
    }
    lints
}

impl Rule {
    /// Whether it is of the law and nobody read it in its text.
    pub fn is_unverified(&self) -> bool {
        self.confidence == Confidence::Quoted
    }
}

fn overlaps(versions: &[Rule]) -> Vec<RuleLint> {
    let pairs = versions.iter().zip(versions.iter().skip(1));
    pairs
        .filter(|(rule, next)| rule.valid_to.is_some_and(|to| to >= next.valid_from))
        .map(|(rule, next)| RuleLint::of(RuleRemark::Overlap, rule).with(&next.valid_from))
        .collect()
}

/// The text that replaced a rule's own by a day, where the rule is still in force.
fn replaced(rule: &Rule, texts: &[SourceText], on: Day) -> Option<RuleLint> {
    let in_force = rule.valid_to.is_none_or(|to| to >= on);
    let by = texts.iter().find(|text| {
        !text.replaces.is_empty()
            && rule.source.starts_with(&text.replaces)
            && text.valid_from <= on
    })?;
    // A note that names the newer text says that the rule's author knew.
    let known = rule.note.contains(&by.name);
    (in_force && !known).then(|| RuleLint::of(RuleRemark::Replaced, rule).with(&by.name))
}

/// Compares the rules of each matter that are in force on a day.
fn of_matters(book: &Inspections, on: Day) -> Vec<RuleLint> {
    let current: Vec<&Rule> = book
        .rules()
        .filter_map(|(_, versions)| {
            terms(versions).into_iter().find(|term| term.force.contains(on)).map(|term| term.rule)
        })
        .filter(|rule| rule.matter.is_some())
        .collect();
    let mut lints = Vec::new();
    for (at, rule) in current.iter().enumerate() {
        for other in current.iter().skip(at + 1).filter(|other| other.matter == rule.matter) {
            lints.extend(of_pair(book, rule, other, &current));
        }
    }
    lints
}

fn of_pair(book: &Inspections, rule: &Rule, other: &Rule, current: &[&Rule]) -> Option<RuleLint> {
    let (ours, theirs) = (subjects(book, &rule.id), subjects(book, &other.id));
    let meet = ours.intersection(&theirs).next().is_some();
    // Rules of one level tell cases apart, such as grades of vessels: they meet in a subject only.
    if !meet && (rule.level == other.level || !ours.is_empty() && !theirs.is_empty()) {
        return None;
    }
    let pair = |what, rule: &Rule, other: &Rule| Some(RuleLint::of(what, rule).beside(other));
    match compare(rule, other) {
        Compared::Same => pair(RuleRemark::Same, rule, other),
        Compared::Stricter => stricter(rule, other, current, meet),
        Compared::Laxer => stricter(other, rule, current, meet),
        Compared::Neither(ours, theirs) => pair(RuleRemark::Both, rule, other)
            .map(|lint| RuleLint { lacks: (ours, theirs), ..lint }),
    }
}

/// The hospital may ask for more than the law, not for less: than a law that binds the same
/// subject, or than every law of the matter.
fn stricter(rule: &Rule, laxer: &Rule, current: &[&Rule], meet: bool) -> Option<RuleLint> {
    let is_law = |rule: &Rule| rule.level != Level::Hospital;
    let keeps_one = current
        .iter()
        .filter(|law| is_law(law) && law.matter == laxer.matter)
        .any(|law| matches!(compare(laxer, law), Compared::Same | Compared::Stricter));
    let too_lax = laxer.level == Level::Hospital && is_law(rule) && (meet || !keeps_one);
    if too_lax {
        let Compared::Laxer = compare(laxer, rule) else { return None };
        let lacks = (super::strictest::lacks(laxer, rule), Vec::new());
        let lint = RuleLint::of(RuleRemark::Laxer, laxer).beside(rule);
        return Some(RuleLint { lacks, ..lint });
    }
    let lacks = (Vec::new(), super::strictest::lacks(laxer, rule));
    let lint = RuleLint::of(RuleRemark::Strictest, rule).beside(laxer);
    Some(RuleLint { lacks, ..lint })
}
