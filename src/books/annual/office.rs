//! Figures of the office: contractors, certificates, clauses, tasks, indicators.

use crate::base::{Decimal, Message};
use crate::inspections::{
    CertificateLine, CertificateOptions, ClauseState, IndicatorOptions, IndicatorState, Task,
    TaskState, certificates, contractors, indicators, matrix, tasks,
};

use super::figure::Found;
use super::{FigureName, FigureRow, Figures};

/// To how many decimals a score is added up.
const SCORE: u32 = 6;

impl Figures<'_> {
    pub(super) fn of_contractors(&self, name: FigureName) -> Found {
        let book = &self.books.inspections;
        if book.contracts().next().is_none() {
            return Found::lacking(Message::new("annual.no_contractors"));
        }
        let lines = contractors(book, &self.listed()).lines;
        let scored = lines.iter().filter_map(|line| {
            let score = line.score?.round(SCORE)?.normalize();
            let row = FigureRow::one(
                Some(line.month.last()),
                &line.contract.code,
                format!("{} {}", line.contract.name, line.month),
            );
            Some((row, score))
        });
        Found::rows(match name {
            FigureName::ContractorScore => scored
                .map(|(row, score)| FigureRow { part: score, ..row }.of_whole(Decimal::ONE))
                .collect(),
            _ => scored.map(|(row, _)| row).collect(),
        })
    }

    pub(super) fn of_certificates(&self, name: FigureName) -> Found {
        let day = self.until();
        let options = CertificateOptions { as_of: day, within: None };
        let lines = certificates(&self.books.inspections, &options).lines;
        if lines.is_empty() {
            return Found::lacking(Message::new("annual.no_certificates"));
        }
        let over = |line: &CertificateLine| line.certificate.to.is_some_and(|to| to < day);
        let asked = |line: &&CertificateLine| match name {
            FigureName::CertificatesOver => over(line) && !line.renewed,
            _ => line.certificate.from <= day && !over(line),
        };
        let row = |line: &CertificateLine| {
            let own = &line.certificate;
            FigureRow::one(own.to, &own.id, format!("{} {}", own.holder, own.kind))
        };
        Found::rows(lines.iter().filter(asked).map(row).collect())
    }

    pub(super) fn of_clauses(&self, name: FigureName) -> Found {
        let book = &self.books.inspections;
        if book.clauses.clauses().next().is_none() {
            return Found::lacking(Message::new("annual.no_clauses"));
        }
        let lines = matrix(book, self.options.span, self.options.clock).clauses;
        let apply = lines.iter().filter(|line| line.state != ClauseState::NotApplicable);
        let rows = apply.map(|line| {
            let row = FigureRow::one(None, &line.clause.code, line.clause.title.as_str());
            (row, line.state == ClauseState::Met)
        });
        Found::rows(match name {
            FigureName::ClausesMet => rows.filter(|(_, met)| *met).map(|(row, _)| row).collect(),
            FigureName::ClausesRate => rows.map(|(row, met)| row.kept(met)).collect(),
            _ => rows.map(|(row, _)| row).collect(),
        })
    }

    pub(super) fn of_tasks(&self, name: FigureName) -> Found {
        let tasks = tasks(&self.books.inspections, &self.tasks()).tasks;
        if tasks.is_empty() {
            return Found::lacking(Message::new("annual.no_tasks"));
        }
        let clock = self.options.clock;
        let row = |task: &Task| {
            FigureRow::one(Some(task.due), &task.code, format!("{} {}", task.title, task.owner))
        };
        let is_done = |task: &&Task| matches!(task.state, TaskState::Done | TaskState::Late);
        // What was done ahead of a deadline that is still to come is in no rate yet.
        let judged = |task: &&Task| match task.state {
            TaskState::Done => clock.has_closed(task.due),
            TaskState::Late | TaskState::Overdue | TaskState::Dropped => true,
            TaskState::Open | TaskState::Cancelled => false,
        };
        let planned = tasks.iter().filter(|task| task.state != TaskState::Cancelled);
        Found::rows(match name {
            FigureName::TasksDone => planned.filter(is_done).map(row).collect(),
            FigureName::TasksOnTime => planned
                .filter(judged)
                .map(|task| row(task).kept(task.state == TaskState::Done))
                .collect(),
            _ => planned.map(row).collect(),
        })
    }

    pub(super) fn of_indicators(&self, name: FigureName) -> Found {
        let options = IndicatorOptions {
            period: self.options.span,
            clock: self.options.clock,
            indicator: None,
            section: None,
        };
        let lines = indicators(&self.books.inspections, &options).lines;
        if lines.is_empty() {
            return Found::lacking(Message::new("annual.no_indicators"));
        }
        let asked = lines.iter().filter(|line| {
            name == FigureName::IndicatorsAll || line.total.state == IndicatorState::Met
        });
        let rows = asked
            .map(|line| FigureRow::one(None, &line.indicator.code, line.indicator.name.as_str()));
        Found::rows(rows.collect())
    }
}
