//! Decides about clauses: new ones, and what they rest on.

use crate::base::{ClauseCode, Decided, Stamp};
use crate::inspections::{Inspections, Record, Refusal};

use super::{Basis, Chapter, Clause, ClauseRefusal, ClauseRow, Edition, Ground};

/// A clause to be added, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseRequest {
    /// The clause.
    pub clause: Clause,
    /// The chapter that it opens, where the register does not have it.
    pub chapter_title: String,
    /// What it rests on.
    pub grounds: Vec<Ground>,
}

/// Decides about a new clause.
///
/// The clause that is there in the same words gets what else it is said to rest on.
pub fn add_clause(
    book: &Inspections,
    request: &ClauseRequest,
    stamp: &Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let ClauseRequest { clause, chapter_title, grounds } = request;
    let mut after = book.only_clauses();
    let mut rows = Vec::new();
    if after.clauses.chapter(&clause.chapter).is_err() && !chapter_title.trim().is_empty() {
        let (code, title) = (clause.chapter.clone(), chapter_title.clone());
        let chapter = Chapter { code, title, title_en: String::new() };
        take(&mut after, &mut rows, ClauseRow::Chapter(chapter))?;
    }
    add(&mut after, &mut rows, clause)?;
    add_grounds(&mut after, &mut rows, (&clause.code, grounds), stamp)?;
    Ok(decided(rows, clause.code.as_str()))
}

/// The content of a file of clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptRequest {
    /// Its rows, in order.
    pub rows: Vec<ClauseRow>,
}

/// Decides about taking over a file of clauses: what is there in the same words is passed over.
pub fn adopt(
    book: &Inspections,
    request: &AdoptRequest,
    stamp: &Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let mut after = book.only_clauses();
    let mut rows = Vec::new();
    for row in &request.rows {
        match row {
            ClauseRow::Edition(edition) if is_there(after.clauses.edition(), edition)? => {}
            ClauseRow::Chapter(chapter)
                if after.clauses.chapter(&chapter.code).is_ok_and(|there| there == chapter) => {}
            ClauseRow::Clause(clause) => add(&mut after, &mut rows, clause)?,
            ClauseRow::Basis(Basis { clause, ground, dropped: None, .. }) => {
                let grounds = std::slice::from_ref(ground);
                add_grounds(&mut after, &mut rows, (clause, grounds), stamp)?;
            }
            row => take(&mut after, &mut rows, row.clone())?,
        }
    }
    let name = after.clauses.edition().map(|edition| edition.title.clone());
    Ok(decided(rows, &name.unwrap_or_default()))
}

fn is_there(there: Option<&Edition>, edition: &Edition) -> Result<bool, ClauseRefusal> {
    match there {
        None => Ok(false),
        Some(there) if there == edition => Ok(true),
        Some(there) => Err(ClauseRefusal::Twice { code: there.title.clone() }),
    }
}

/// What a clause is to rest on, or not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisRequest {
    /// The clause.
    pub clause: ClauseCode,
    /// What it is about; where it is dropped, kind and name say which.
    pub grounds: Vec<Ground>,
    /// Why it is dropped.
    pub dropped: Option<String>,
}

/// Decides about what a clause rests on.
pub fn rest(
    book: &Inspections,
    request: &BasisRequest,
    stamp: &Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let BasisRequest { clause, grounds, dropped } = request;
    let mut after = book.only_clauses();
    let mut rows = Vec::new();
    after.clauses.clause(clause)?;
    if grounds.is_empty() {
        return Err(ClauseRefusal::NotOne { clause: clause.to_string() }.into());
    }
    let Some(reason) = dropped else {
        add_grounds(&mut after, &mut rows, (clause, grounds), stamp)?;
        return Ok(decided(rows, clause.as_str()));
    };
    if reason.trim().is_empty() {
        return Err(ClauseRefusal::Empty { field: "reason" }.into());
    }
    for ground in grounds {
        let same = |basis: &&Basis| {
            (basis.ground.kind(), basis.ground.name()) == (ground.kind(), ground.name())
        };
        let there = after.clauses.grounds(clause).into_iter().find(same);
        let Some(there) = there.map(|basis| basis.ground.clone()) else {
            let (clause, name) = (clause.to_string(), ground.name().to_owned());
            return Err(ClauseRefusal::NotResting { clause, name }.into());
        };
        let basis = Basis { dropped: Some(reason.clone()), ..basis(clause, there, stamp) };
        take(&mut after, &mut rows, ClauseRow::Basis(basis))?;
    }
    Ok(decided(rows, clause.as_str()))
}

fn basis(clause: &ClauseCode, ground: Ground, stamp: &Stamp) -> Basis {
    Basis {
        clause: clause.clone(),
        ground,
        dropped: None,
        recorded_at: Some(stamp.recorded_at),
        recorded_by: stamp.recorded_by.clone(),
    }
}

fn add(after: &mut Inspections, rows: &mut Vec<Record>, clause: &Clause) -> Result<(), Refusal> {
    if clause.title.trim().is_empty() {
        return Err(ClauseRefusal::Empty { field: "title" }.into());
    }
    if after.clauses.clause(&clause.code).is_ok_and(|there| there == clause) {
        return Ok(());
    }
    take(after, rows, ClauseRow::Clause(clause.clone()))
}

fn add_grounds(
    after: &mut Inspections,
    rows: &mut Vec<Record>,
    (clause, grounds): (&ClauseCode, &[Ground]),
    stamp: &Stamp,
) -> Result<(), Refusal> {
    for ground in grounds {
        let standing = after.clauses.grounds(clause);
        if standing.iter().any(|basis| basis.ground == *ground) {
            continue;
        }
        match ground {
            Ground::Rule(rule, _) => drop(after.rule(rule)?),
            Ground::NotApplicable(reason, approved_by, _) => {
                for (field, text) in [("reason", reason), ("approved_by", approved_by)] {
                    if text.trim().is_empty() {
                        return Err(ClauseRefusal::Empty { field }.into());
                    }
                }
                if approved_by.trim() == stamp.recorded_by.trim() {
                    let person = approved_by.clone();
                    return Err(ClauseRefusal::SelfApproved { person }.into());
                }
            }
            Ground::Indicator(code) => drop(after.indicator_called(code)?),
            Ground::Task(code) => drop(after.task_events(code)?),
            Ground::Document(..) => {}
        }
        let is_other =
            |basis: &&Basis| matches!(basis.ground, Ground::NotApplicable(..)) != is_na(ground);
        let count = standing.iter().copied().filter(|basis| is_other(basis)).count();
        if count > 0 {
            return Err(ClauseRefusal::Applies { clause: clause.to_string(), count }.into());
        }
        let basis = basis(clause, ground.clone(), stamp);
        take(after, rows, ClauseRow::Basis(basis))?;
    }
    Ok(())
}

const fn is_na(ground: &Ground) -> bool {
    matches!(ground, Ground::NotApplicable(..))
}

/// Folds a row, so that the next decision rests on it.
fn take(after: &mut Inspections, rows: &mut Vec<Record>, row: ClauseRow) -> Result<(), Refusal> {
    after.clauses.apply(&row)?;
    rows.push(Record::Clause(Box::new(row)));
    Ok(())
}

fn decided(rows: Vec<Record>, name: &str) -> Decided<Vec<Record>> {
    if rows.is_empty() { Decided::Already(name.to_owned()) } else { Decided::New(rows) }
}

impl Inspections {
    /// A book with the same clauses and what they may rest on, and nothing else.
    fn only_clauses(&self) -> Self {
        let mut book = self.only_rules();
        book.clauses.clone_from(&self.clauses);
        book.indicators.clone_from(&self.indicators);
        book.tasks.clone_from(&self.tasks);
        book
    }
}
