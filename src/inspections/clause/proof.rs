//! What stands behind a clause in a period: the units of its rules, and the records that prove them.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Fraction, Ratio, RecordId, RuleCode, Span};
use crate::inspections::obligation::obligations;
use crate::inspections::{
    Clock, Inspections, Obligation, PieceState, RecordLine, RecordState, Standing, Status, Tally,
};

/// Why something that a clause rests on does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The clause rests on nothing: nobody assessed it.
    NotAssessed,
    /// The store has no such rule.
    NoRule,
    /// The rule binds somebody, but nothing came due in the period: no record shows anything.
    NothingDue,
    /// The rule's target is not reached.
    Rate {
        /// The rate on time.
        kept: Ratio,
        /// The target.
        target: Ratio,
        /// How many units were missed or are overdue.
        missed: u64,
    },
    /// The file is not there.
    FileMissing,
    /// The file is not what it was.
    FileChanged,
    /// The store has no such indicator.
    NoIndicator,
    /// Months of the indicator that are over have no value.
    MonthsMissing(usize),
    /// The indicator does not reach its target; in so many months it did not.
    TargetMissed(usize),
    /// The store has no such task.
    NoTask,
    /// The task is not done, and its deadline is still to come.
    TaskOpen,
    /// The task is not done, and its deadline has passed.
    TaskOverdue,
    /// The task was cancelled.
    TaskCancelled,
    /// The clause is said not to apply, and rests on something all the same.
    Contradicted,
}

impl Lack {
    /// Why a file does not hold; none where it does.
    pub(super) const fn of_piece(state: PieceState) -> Option<Self> {
        match state {
            PieceState::Whole => None,
            PieceState::Missing => Some(Self::FileMissing),
            PieceState::Changed => Some(Self::FileChanged),
        }
    }
}

/// How a rule was kept in a period, and what shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleProof {
    /// What became of its units.
    pub tally: Tally,
    /// The rule's own target at the end of the period.
    pub target: Option<Fraction>,
    /// Every unit that was missed or is overdue, by due day.
    pub undone: Vec<Obligation>,
    /// The records of the period, and those that count for one of its units, by day.
    pub records: Vec<RecordLine>,
}

impl RuleProof {
    /// Why the rule does not hold to a target; none where it does.
    pub fn lack(&self, target: Option<Fraction>) -> Option<Lack> {
        let target = target.or(self.target).unwrap_or(Fraction::ONE);
        match self.tally.meets(target) {
            Some(true) => None,
            None => Some(Lack::NothingDue),
            Some(false) => Some(Lack::Rate {
                kept: self.tally.on_time(),
                target: Ratio::exact(target, Fraction::ONE, 1),
                missed: self.tally.missed + self.tally.overdue,
            }),
        }
    }
}

/// What shows how some rules were kept in a period; a rule that the store does not have has none.
pub(super) fn proofs(
    book: &Inspections,
    rules: &BTreeSet<RuleCode>,
    (period, clock): (Span, Clock),
) -> BTreeMap<RuleCode, RuleProof> {
    let mut proofs: BTreeMap<RuleCode, RuleProof> = BTreeMap::new();
    for rule in rules {
        let Ok(versions) = book.rule(rule) else { continue };
        let last = versions.iter().rfind(|one| one.valid_from <= period.last());
        let target = last.or(versions.first()).and_then(|rule| rule.target);
        let tally = Tally::default();
        let proof = RuleProof { tally, target, undone: Vec::new(), records: Vec::new() };
        proofs.insert(rule.clone(), proof);
    }
    if proofs.is_empty() {
        return proofs;
    }
    let mut states: BTreeMap<RecordId, RecordState> = BTreeMap::new();
    let mut counting: BTreeSet<RecordId> = BTreeSet::new();
    book.each_standing(clock, clock.as_of, |key, standing| {
        let Some(proof) = proofs.get_mut(&key.0) else { return };
        let versions = book.rule(&key.0).unwrap_or_default();
        let units = standing.units.iter().filter(|unit| period.contains(unit.due));
        proof.tally += Tally::of(units, versions);
        let of_period = |one: &Obligation| period.contains(one.unit.due);
        for one in obligations(key, versions, &standing).into_iter().filter(of_period) {
            counting.extend(one.unit.by.as_ref().map(|by| by.record.clone()));
            if matches!(one.unit.status, Status::Missed | Status::Overdue) {
                proof.undone.push(one);
            }
        }
        note_states(&mut states, standing);
    });
    for record in book.inspections().filter(|row| row.date <= clock.as_of) {
        let Some(proof) = proofs.get_mut(&record.rule) else { continue };
        if !period.contains(record.date) && !counting.contains(&record.id) {
            continue;
        }
        let replaced = || book.replaced_by(&record.id).cloned().map(RecordState::Superseded);
        let state = states.get(&record.id).cloned().or_else(replaced);
        let state = state.unwrap_or(RecordState::Unbound);
        proof.records.push(RecordLine { inspection: record.clone(), state });
    }
    for proof in proofs.values_mut() {
        proof.undone.sort_by_key(|one| (one.unit.due, one.subject.clone(), one.nth));
        proof.records.sort_by(|one, two| one.inspection.order().cmp(&two.inspection.order()));
    }
    proofs
}

/// What became of the records of a duty.
fn note_states(states: &mut BTreeMap<RecordId, RecordState>, standing: Standing) {
    for unit in standing.units {
        let due = unit.due;
        states.extend(unit.by.map(|by| (by.record, RecordState::Counts(due))));
    }
    let over = standing.passed_over.into_iter();
    states.extend(over.map(|over| (over.record, RecordState::PassedOver(over.why))));
}
