//! The matrix: every clause held against what it rests on, in a period.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use crate::base::{Ratio, RuleCode, Span};
use crate::inspections::word::words;
use crate::inspections::{Clock, Inspections};

use super::judging;
use super::proof::{Lack, RuleProof, proofs};
use super::{Basis, Chapter, Clause, Edition, Ground};

words! {
    /// Whether a clause is met.
    ClauseState {
        /// Everything it rests on holds.
        Met = "met", "clause.state.met";
        /// Something it rests on holds, and something does not.
        Partial = "partial", "clause.state.partial";
        /// Nothing it rests on holds, or it rests on nothing.
        Gap = "gap", "clause.state.gap";
        /// It does not apply to this hospital, for a reason that somebody approved.
        NotApplicable = "not_applicable", "clause.state.not_applicable";
    }
}

/// Something that a clause rests on, and why it does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundLine {
    /// What it rests on.
    pub basis: Basis,
    /// Why it does not hold; none where it does.
    pub lack: Option<Lack>,
}

/// A clause of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseLine {
    /// The clause.
    pub clause: Clause,
    /// Whether it is met.
    pub state: ClauseState,
    /// What it rests on.
    pub grounds: Vec<GroundLine>,
}

impl ClauseLine {
    /// What is missing, each with what it is missing from; the clause itself where it rests on
    /// nothing.
    pub fn lacks(&self) -> Vec<(Option<&Basis>, Lack)> {
        if self.grounds.is_empty() {
            return vec![(None, Lack::NotAssessed)];
        }
        let lack = |ground: &'_ GroundLine| ground.lack;
        let lacking = self.grounds.iter().filter_map(|one| Some((Some(&one.basis), lack(one)?)));
        lacking.collect()
    }
}

/// How many clauses there are of each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatrixTally {
    /// Met.
    pub met: usize,
    /// Met in part.
    pub partial: usize,
    /// Not met, or not assessed.
    pub gap: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Chapters without a clause: what nobody wrote down is not met.
    pub empty: usize,
}

impl MatrixTally {
    fn add(&mut self, state: ClauseState) {
        *match state {
            ClauseState::Met => &mut self.met,
            ClauseState::Partial => &mut self.partial,
            ClauseState::Gap => &mut self.gap,
            ClauseState::NotApplicable => &mut self.not_applicable,
        } += 1;
    }

    /// The clauses that apply.
    pub const fn applicable(self) -> usize {
        self.met + self.partial + self.gap
    }

    /// All clauses.
    pub const fn all(self) -> usize {
        self.applicable() + self.not_applicable
    }

    /// The gaps: clauses that are not met, and chapters without a clause.
    pub const fn gaps(self) -> usize {
        self.gap + self.empty
    }

    /// The share of those that apply that is met in full; a chapter without a clause counts as one
    /// that is not.
    pub fn share(self) -> Ratio {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Ratio::counted(count(self.met), count(self.applicable() + self.empty))
    }
}

impl AddAssign for MatrixTally {
    fn add_assign(&mut self, other: Self) {
        self.met += other.met;
        self.partial += other.partial;
        self.gap += other.gap;
        self.not_applicable += other.not_applicable;
        self.empty += other.empty;
    }
}

/// A chapter, and how its clauses stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterLine {
    /// The chapter.
    pub chapter: Chapter,
    /// How its clauses stand.
    pub tally: MatrixTally,
}

/// Every clause held against what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// The standard.
    pub edition: Option<Edition>,
    /// The days that are looked at.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// The chapters, by their numbers.
    pub chapters: Vec<ChapterLine>,
    /// The clauses, by their numbers.
    pub clauses: Vec<ClauseLine>,
    /// How all clauses stand.
    pub total: MatrixTally,
    /// How each rule that a clause rests on was kept.
    pub proofs: BTreeMap<RuleCode, RuleProof>,
}

impl Matrix {
    /// Whether a clause is not met in full, or a chapter has none, or there is none.
    pub const fn has_gaps(&self) -> bool {
        self.total.partial + self.total.gaps() > 0 || self.total.all() == 0
    }

    /// The chapters without a clause.
    pub fn empty_chapters(&self) -> impl Iterator<Item = &Chapter> {
        let is_empty = |line: &&ChapterLine| line.tally.empty > 0;
        self.chapters.iter().filter(is_empty).map(|line| &line.chapter)
    }
}

/// Holds every clause against what it rests on.
pub fn matrix(book: &Inspections, period: Span, clock: Clock) -> Matrix {
    let register = &book.clauses;
    let mut rules = BTreeSet::new();
    let mut standing: Vec<(Clause, Vec<Basis>)> = Vec::new();
    for clause in register.clauses() {
        let grounds = register.grounds(&clause.code).into_iter();
        let approved = |basis: &&Basis| match &basis.ground {
            Ground::NotApplicable(_, _, day) => *day <= clock.as_of,
            _ => true,
        };
        let grounds: Vec<Basis> = grounds.filter(approved).cloned().collect();
        rules.extend(grounds.iter().filter_map(|basis| match &basis.ground {
            Ground::Rule(rule, _) => Some(rule.clone()),
            _ => None,
        }));
        standing.push((clause.clone(), grounds));
    }
    let proofs = proofs(book, &rules, (period, clock));
    let mut chapters: Vec<ChapterLine> = register
        .chapters()
        .map(|chapter| ChapterLine { chapter: chapter.clone(), tally: MatrixTally::default() })
        .collect();
    let mut total = MatrixTally::default();
    let mut clauses = Vec::with_capacity(standing.len());
    for (clause, bases) in standing {
        let alone = bases.len() == 1;
        let judged = |basis: Basis| {
            let lack = lack(book, &proofs, (&basis.ground, alone), (period, clock));
            GroundLine { basis, lack }
        };
        let grounds: Vec<GroundLine> = bases.into_iter().map(judged).collect();
        let state = state(&grounds);
        total.add(state);
        if let Some(own) = chapters.iter_mut().find(|line| line.chapter.code == clause.chapter) {
            own.tally.add(state);
        }
        clauses.push(ClauseLine { clause, state, grounds });
    }
    for line in chapters.iter_mut().filter(|line| line.tally.all() == 0) {
        line.tally.empty = 1;
        total.empty += 1;
    }
    let edition = register.edition().cloned();
    Matrix { edition, period, clock, chapters, clauses, total, proofs }
}

fn state(grounds: &[GroundLine]) -> ClauseState {
    let holds = |line: &&GroundLine| line.lack.is_none();
    let n_holding = grounds.iter().filter(holds).count();
    match grounds {
        [GroundLine { basis: Basis { ground: Ground::NotApplicable(..), .. }, .. }] => {
            ClauseState::NotApplicable
        }
        [] => ClauseState::Gap,
        _ if n_holding == grounds.len() => ClauseState::Met,
        _ if n_holding > 0 => ClauseState::Partial,
        _ => ClauseState::Gap,
    }
}

/// Why a ground does not hold; none where it does.
fn lack(
    book: &Inspections,
    proofs: &BTreeMap<RuleCode, RuleProof>,
    (ground, alone): (&Ground, bool),
    asked: (Span, Clock),
) -> Option<Lack> {
    match ground {
        Ground::Rule(rule, target) => match proofs.get(rule) {
            None => Some(Lack::NoRule),
            Some(proof) => proof.lack(*target),
        },
        Ground::Document(file, sum) => Lack::of_piece(book.piece(file, sum)),
        Ground::Indicator(code) => judging::of_indicator(book, code, asked),
        Ground::Task(code) => judging::of_task(book, code, asked.1),
        Ground::NotApplicable(..) => (!alone).then_some(Lack::Contradicted),
    }
}
