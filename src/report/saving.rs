//! The saving plan carried out (节能计划执行情况), with rewards and warnings.

use super::receipt::Ledger;
use super::usage::{coverage, subject};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Fraction, Message, Ratio};
use crate::meters::{JudgementKind, SavingPlan, SavingState};

const LINES: Ledger = Ledger {
    key: "saving.lines",
    columns: &[
        "saving.lines.utility",
        "saving.lines.department",
        "saving.lines.name",
        "saving.lines.unit",
        "saving.lines.target",
        "saving.lines.judged",
        "saving.lines.used",
        "saving.lines.left",
        "saving.lines.rate",
        "saving.lines.open",
        "saving.lines.without",
    ],
};

const MONTHS: Ledger = Ledger {
    key: "saving.months",
    columns: &[
        "saving.months.utility",
        "saving.months.department",
        "saving.months.name",
        "saving.months.month",
        "saving.months.target",
        "saving.months.amount",
        "saving.months.coverage",
        "saving.months.rate",
        "saving.months.state",
    ],
};

const JUDGEMENTS: Ledger = Ledger {
    key: "saving.judgements",
    columns: &[
        "saving.judgements.kind",
        "saving.judgements.utility",
        "saving.judgements.department",
        "saving.judgements.name",
        "saving.judgements.first",
        "saving.judgements.last",
        "saving.judgements.months",
        "saving.judgements.target",
        "saving.judgements.used",
        "saving.judgements.unit",
        "saving.judgements.rate",
    ],
};

impl Present for SavingPlan {
    fn present(&self) -> Document<'_> {
        let policy = &self.options.policy;
        let part = |part: Fraction| Cell::rate(Ratio::exact(part, Fraction::ONE, 1));
        let mut document = Document::new("saving.report")
            .facts(vec![
                ("saving.period", Cell::of(&self.options.span)),
                ("saving.site", Cell::maybe(self.options.site.as_ref(), Cell::of)),
                ("saving.reward_below", Cell::maybe(policy.reward_below, part)),
                ("saving.warn_above", part(policy.warn_above)),
                ("saving.n_months", Cell::Count(i64::from(policy.months))),
            ])
            .table(saving_table(self));
        if !self.judgements.is_empty() {
            document = document.table(judgement_table(self));
        }
        if !self.lines.is_empty() {
            document = document.table(month_table(self));
        }
        let mut notes = Vec::new();
        if self.lines.is_empty() {
            notes.push(
                Message::new("saving.no_targets").with("period", self.options.span.to_string()),
            );
        }
        if self.lines.iter().any(|line| line.open().next().is_some()) {
            notes.push(
                Message::new("saving.open_months").with("period", self.options.span.to_string()),
            );
        }
        if policy.reward_below.is_none() && !self.lines.is_empty() {
            notes.push(Message::new("saving.no_rewards"));
        }
        document.notes(notes).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.approved_by",
        ])
    }
}

/// Each utility and department that has a target, over the whole period.
pub(super) fn saving_table(plan: &SavingPlan) -> Table {
    let mut table = LINES.table().named_by(&[
        "saving.lines.utility",
        "saving.lines.department",
        "saving.lines.name",
    ]);
    for line in &plan.lines {
        let judged = line.judged();
        let mut cells = vec![Cell::word(line.carrier.utility().key())];
        cells.extend(subject(&line.subject));
        cells.extend([
            Cell::text(line.carrier.unit()),
            Cell::maybe(line.target(), Cell::Quantity),
            Cell::maybe(judged, |(_, target)| Cell::Quantity(target)),
            Cell::maybe(judged, |(used, _)| Cell::Quantity(used)),
            Cell::maybe(line.left(), Cell::Quantity),
            Cell::maybe(line.rate(), Cell::rate),
            Cell::count(line.open().count()),
            Cell::count(line.without_target().count()),
        ]);
        table.line(cells);
    }
    table
}

/// Who is rewarded and who is warned.
pub(super) fn judgement_table(plan: &SavingPlan) -> Table {
    let mut table = JUDGEMENTS.table().named_by(&[
        "saving.judgements.kind",
        "saving.judgements.utility",
        "saving.judgements.department",
        "saving.judgements.first",
    ]);
    for judgement in &plan.judgements {
        let mut cells = vec![
            match judgement.kind {
                JudgementKind::Reward => Cell::verdict("saving.kind.reward", Tone::Good),
                JudgementKind::Warning => Cell::verdict("saving.kind.warning", Tone::Bad),
            },
            Cell::word(judgement.carrier.utility().key()),
        ];
        cells.extend(subject(&judgement.subject));
        cells.extend([
            Cell::of(&judgement.first),
            Cell::of(&judgement.last),
            Cell::count(judgement.n_months),
            Cell::Quantity(judgement.target),
            Cell::Quantity(judgement.used),
            Cell::text(judgement.carrier.unit()),
            Cell::rate(judgement.rate()),
        ]);
        table.line(cells);
    }
    table
}

/// Each month against its own target.
pub(super) fn month_table(plan: &SavingPlan) -> Table {
    let mut table = MONTHS.table().named_by(&[
        "saving.months.utility",
        "saving.months.department",
        "saving.months.month",
    ]);
    for line in &plan.lines {
        for month in &line.months {
            let mut cells = vec![Cell::word(line.carrier.utility().key())];
            cells.extend(subject(&line.subject));
            let usage = month.usage.as_ref();
            cells.extend([
                Cell::of(&month.month),
                Cell::maybe(month.target, Cell::Quantity),
                Cell::maybe(usage.and_then(crate::meters::Usage::amount), Cell::Quantity),
                Cell::maybe(usage, coverage),
                Cell::maybe(month.rate(), Cell::rate),
                state(month.state(&plan.options.policy)),
            ]);
            table.line(cells);
        }
    }
    table
}

fn state(state: SavingState) -> Cell {
    match state {
        SavingState::Kept => Cell::verdict("saving.state.kept", Tone::Plain),
        SavingState::Good => Cell::verdict("saving.state.good", Tone::Good),
        SavingState::Bad => Cell::verdict("saving.state.bad", Tone::Bad),
        SavingState::Open => Cell::verdict("saving.state.open", Tone::Warn),
        SavingState::NoTarget => Cell::verdict("saving.state.no_target", Tone::Warn),
    }
}
