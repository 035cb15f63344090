//! The register of clauses: the edition, its chapters and clauses, and what each clause rests on.
//!
//! Rows are only ever added. Of several about the same thing the one recorded last stands, so that
//! the matrix of a past day comes out as it did then.

use std::collections::BTreeMap;

use crate::base::{
    ChapterCode, ClauseCode, Day, Fraction, IndicatorCode, Moment, RuleCode, TaskCode, nearest,
};
use crate::inspections::word::words;

use super::ClauseRefusal;

/// The standard that the clauses are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its name.
    pub title: String,
    /// Its name in English; empty where nobody wrote it.
    pub title_en: String,
    /// Which edition of it.
    pub edition: String,
    /// Where its text is to be had.
    pub source: String,
}

/// A chapter of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its number.
    pub code: ChapterCode,
    /// Its heading.
    pub title: String,
    /// Its heading in English; empty where nobody wrote it.
    pub title_en: String,
}

/// A clause of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its number.
    pub code: ClauseCode,
    /// The chapter it stands in.
    pub chapter: ChapterCode,
    /// What it asks, in a line.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// Its text, where the hospital keeps it.
    pub text: String,
}

words! {
    /// What kind of thing a clause rests on.
    GroundKind {
        /// An inspection rule that is kept.
        Rule = "rule", "clause.ground.rule";
        /// A file of the store.
        Document = "document", "clause.ground.document";
        /// An indicator that reaches its target.
        Indicator = "indicator", "clause.ground.indicator";
        /// A task of the year's plan that is done.
        Task = "task", "clause.ground.task";
        /// That the clause is none of this hospital's.
        NotApplicable = "not_applicable", "clause.ground.not_applicable";
    }
}

/// Something that a clause rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// A rule, kept to a rate on time; to its own target where none is said.
    Rule(RuleCode, Option<Fraction>),
    /// A file, as a path below the store's root, and the SHA-256 that it had.
    Document(String, String),
    /// An indicator.
    Indicator(IndicatorCode),
    /// A task.
    Task(TaskCode),
    /// Why the clause does not apply, and who approved that on which day.
    NotApplicable(String, String, Day),
}

impl Ground {
    /// What kind of thing it is.
    pub const fn kind(&self) -> GroundKind {
        match self {
            Self::Rule(..) => GroundKind::Rule,
            Self::Document(..) => GroundKind::Document,
            Self::Indicator(_) => GroundKind::Indicator,
            Self::Task(_) => GroundKind::Task,
            Self::NotApplicable(..) => GroundKind::NotApplicable,
        }
    }

    /// Its name among those of its kind; a clause does not apply for one reason at a time.
    pub fn name(&self) -> &str {
        match self {
            Self::Rule(rule, _) => rule.as_str(),
            Self::Document(name, _) => name,
            Self::Indicator(code) => code.as_str(),
            Self::Task(code) => code.as_str(),
            Self::NotApplicable(..) => "",
        }
    }
}

/// That a clause rests on something, or does not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The clause.
    pub clause: ClauseCode,
    /// What it rests on.
    pub ground: Ground,
    /// Why it does not any more.
    pub dropped: Option<String>,
    /// When it was recorded; what somebody wrote into the file by hand says nothing of it, and was
    /// always known.
    pub recorded_at: Option<Moment>,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClauseRow {
    /// The standard.
    Edition(Edition),
    /// A chapter.
    Chapter(Chapter),
    /// A clause.
    Clause(Clause),
    /// What a clause rests on.
    Basis(Basis),
}

/// The register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clauses {
    pub(super) edition: Option<Edition>,
    pub(super) chapters: BTreeMap<ChapterCode, Chapter>,
    pub(super) known: BTreeMap<ClauseCode, Clause>,
    pub(super) bases: Vec<Basis>,
}

impl Clauses {
    /// Folds a row.
    ///
    /// Refuses a clause whose chapter is not known, a basis whose clause is not known, and a second
    /// edition, chapter or clause of the same code.
    pub fn apply(&mut self, row: &ClauseRow) -> Result<(), ClauseRefusal> {
        match row {
            ClauseRow::Edition(edition) => {
                if self.edition.is_some() {
                    return Err(ClauseRefusal::Twice { code: edition.title.clone() });
                }
                self.edition = Some(edition.clone());
            }
            ClauseRow::Chapter(chapter) => {
                let there = self.chapters.insert(chapter.code.clone(), chapter.clone());
                if let Some(there) = there {
                    let code = there.code.to_string();
                    self.chapters.insert(there.code.clone(), there);
                    return Err(ClauseRefusal::Twice { code });
                }
            }
            ClauseRow::Clause(clause) => {
                self.chapter(&clause.chapter)?;
                if self.known.contains_key(&clause.code) {
                    return Err(ClauseRefusal::Twice { code: clause.code.to_string() });
                }
                self.known.insert(clause.code.clone(), clause.clone());
            }
            ClauseRow::Basis(basis) => {
                self.clause(&basis.clause)?;
                self.bases.push(basis.clone());
            }
        }
        Ok(())
    }

    /// The standard, where it is named.
    pub const fn edition(&self) -> Option<&Edition> {
        self.edition.as_ref()
    }

    /// The chapters, by their numbers.
    pub fn chapters(&self) -> impl Iterator<Item = &Chapter> {
        let mut chapters: Vec<&Chapter> = self.chapters.values().collect();
        chapters.sort_by_key(|chapter| numbered(chapter.code.as_str()));
        chapters.into_iter()
    }

    /// The clauses, by their numbers.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        let mut clauses: Vec<&Clause> = self.known.values().collect();
        clauses.sort_by_key(|clause| numbered(clause.code.as_str()));
        clauses.into_iter()
    }

    /// A chapter, or the refusal that names the nearest.
    pub fn chapter(&self, code: &ChapterCode) -> Result<&Chapter, ClauseRefusal> {
        self.chapters.get(code).ok_or_else(|| {
            let known = self.chapters.keys().map(ChapterCode::as_str);
            let nearest = nearest(code.as_str(), known);
            ClauseRefusal::UnknownChapter { chapter: code.to_string(), nearest }
        })
    }

    /// A clause, or the refusal that names the nearest.
    pub fn clause(&self, code: &ClauseCode) -> Result<&Clause, ClauseRefusal> {
        self.known.get(code).ok_or_else(|| {
            let known = self.known.keys().map(ClauseCode::as_str);
            let nearest = nearest(code.as_str(), known);
            ClauseRefusal::Unknown { clause: code.to_string(), nearest }
        })
    }

    /// What a clause rests on now, by kind and name.
    pub fn grounds(&self, clause: &ClauseCode) -> Vec<&Basis> {
        let mut last: BTreeMap<(GroundKind, &str), &Basis> = BTreeMap::new();
        for basis in self.bases.iter().filter(|basis| basis.clause == *clause) {
            let there = last.entry((basis.ground.kind(), basis.ground.name())).or_insert(basis);
            // Of those of the same moment the one further down in the file was written later.
            if there.recorded_at <= basis.recorded_at {
                *there = basis;
            }
        }
        last.into_values().filter(|basis| basis.dropped.is_none()).collect()
    }

    /// The files that clauses rest on.
    pub fn documents(&self) -> impl Iterator<Item = (&ClauseCode, &str, &str)> {
        let grounds = self.known.keys().flat_map(|clause| self.grounds(clause));
        grounds.filter_map(|basis| match &basis.ground {
            Ground::Document(file, sum) => Some((&basis.clause, file.as_str(), sum.as_str())),
            _ => None,
        })
    }

    /// Drops what was recorded after a moment.
    pub fn forget_after(&mut self, moment: Moment) {
        self.bases.retain(|basis| basis.recorded_at.is_none_or(|at| at <= moment));
    }
}

/// A number as people count: 6.8.10 comes after 6.8.9.
pub(super) fn numbered(code: &str) -> Vec<(u64, String)> {
    let part = |part: &str| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let rest = part[digits.len()..].to_owned();
        (digits.parse().unwrap_or(u64::MAX), rest)
    };
    code.split(['.', '-']).map(part).collect()
}
