//! A contractor's month: the sheets, the score, the band, and how many bad months in a row.

use std::collections::BTreeMap;

use crate::base::{ContractCode, Day, Fraction, Month, RecordId, Span, TemplateCode, Working};
use crate::inspections::finding::Finding;
use crate::inspections::form::Marking;
use crate::inspections::record::{Inspection, standing};
use crate::inspections::standing::FindingLine;
use crate::inspections::word::words;
use crate::inspections::{Clock, Inspections, ListOptions};

use super::explain;
use super::{Band, Contract};

words! {
    /// Where a contractor's month stands.
    MonthState {
        /// Every checklist of the contract was filled and has a grade.
        Scored = "scored", "contractor.state.scored";
        /// The month is over and a checklist is missing, or has no grade.
        Missing = "missing", "contractor.state.missing";
        /// The month is not over.
        Running = "running", "contractor.state.running";
    }
}

/// A filled sheet of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The record.
    pub record: RecordId,
    /// Its day.
    pub date: Day,
    /// The checklist.
    pub template: TemplateCode,
    /// The score; none where too much was left out.
    pub score: Option<Fraction>,
    /// What occurrences cost, in the score's own scale.
    pub deducted: Fraction,
    /// How the score comes about, with its numbers.
    pub formula: String,
}

/// A contractor's month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthLine {
    /// The contract.
    pub contract: Contract,
    /// The month.
    pub month: Month,
    /// Where it stands.
    pub state: MonthState,
    /// The sheets that were filled.
    pub sheets: Vec<SheetLine>,
    /// The checklists that are missing or have no grade.
    pub lacking: Vec<TemplateCode>,
    /// The sum over the checklists, each by the mean of its sheets; none unless all are there.
    pub score: Option<Fraction>,
    /// What occurrences cost in it.
    pub deducted: Option<Fraction>,
    /// What the score is worth; none below every band, or without a score.
    pub band: Option<Band>,
    /// How many months in a row up to this one were below; a month without a score neither ends
    /// nor adds to it.
    pub streak: u32,
    /// The months that make up the streak, with their scores.
    pub below: Vec<(Month, Fraction)>,
}

impl MonthLine {
    /// Whether so many bad months in a row escalate.
    pub fn is_escalated(&self) -> bool {
        self.contract.alert_months.is_some_and(|months| self.streak >= months)
    }
}

/// The contractors of some months, scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Contractors {
    /// The days that were asked about.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// The months, contractor by contractor.
    pub lines: Vec<MonthLine>,
    /// The findings about contractors that are not closed, the gravest and oldest first.
    pub findings: Vec<FindingLine>,
}

impl Contractors {
    /// Whether something is missing or escalated.
    pub fn has_something_open(&self) -> bool {
        self.lines.iter().any(|line| line.state == MonthState::Missing || line.is_escalated())
    }

    /// How every figure came about.
    pub fn workings(&self) -> Vec<Working> {
        self.lines.iter().flat_map(explain::workings).collect()
    }
}

/// Scores the contractors month by month.
pub fn contractors(book: &Inspections, options: &ListOptions) -> Contractors {
    let clock = options.clock;
    let asked =
        |contract: &&Contract| options.asks_for(book, Some(&contract.rule), &contract.contractor);
    let mut contracts: Vec<&Contract> = book.contracts().filter(asked).collect();
    contracts.sort_by_key(|contract| (&contract.contractor, contract.from));
    let mut records: BTreeMap<(&ContractCode, Month), Vec<&Inspection>> = BTreeMap::new();
    for row in standing(book.inspections()).into_iter().filter(|row| row.date <= clock.as_of) {
        let of = |contract: &&&Contract| {
            contract.contractor == row.subject
                && contract.rule == row.rule
                && contract.days().is_some_and(|days| days.contains(row.date))
                && row.template.as_ref().is_some_and(|own| contract.templates.contains(own))
        };
        if let Some(contract) = contracts.iter().find(of) {
            records.entry((&contract.code, row.date.month())).or_default().push(row);
        }
    }
    let mut lines: Vec<MonthLine> = Vec::new();
    for contract in &contracts {
        let follows = |line: &MonthLine| line.contract.contractor == contract.contractor;
        let mut below: Vec<(Month, Fraction)> = lines
            .last()
            .filter(|line| follows(line))
            .map(|line| line.below.clone())
            .unwrap_or_default();
        for month in months(contract, options.period.last().min(clock.as_of)) {
            let rows = records.remove(&(&contract.code, month)).unwrap_or_default();
            let line = scored(book, contract, month, &rows, clock, &mut below);
            lines.push(line);
        }
    }
    let (first, last) = (options.period.first().month(), options.period.last().month());
    lines.retain(|line| (first..=last).contains(&line.month));
    Contractors { period: options.period, clock, lines, findings: open_findings(book, options) }
}

fn months(contract: &Contract, until: Day) -> impl Iterator<Item = Month> {
    let last = contract.to.map_or(until, |to| to.min(until)).month();
    let first = contract.from.month();
    std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(move |month| *month <= last)
}

fn scored(
    book: &Inspections,
    contract: &Contract,
    month: Month,
    rows: &[&Inspection],
    clock: Clock,
    below: &mut Vec<(Month, Fraction)>,
) -> MonthLine {
    let mut sheets: Vec<SheetLine> = rows.iter().map(|row| sheet(book, row)).collect();
    sheets.sort_by(|one, two| {
        (&one.template, one.date, &one.record).cmp(&(&two.template, two.date, &two.record))
    });
    let graded = |template: &&TemplateCode| {
        sheets.iter().any(|sheet| sheet.template == **template && sheet.score.is_some())
    };
    let lacking: Vec<TemplateCode> =
        contract.templates.iter().filter(|own| !graded(own)).cloned().collect();
    let last = contract.to.map_or(month.last(), |to| to.min(month.last()));
    let over = last <= clock.closed_through();
    let state = match (lacking.is_empty(), over) {
        (true, _) => MonthState::Scored,
        (false, true) => MonthState::Missing,
        (false, false) => MonthState::Running,
    };
    let complete = lacking.is_empty();
    let total = |of: fn(&SheetLine) -> Fraction| {
        let means = contract.templates.iter().map(|own| mean(&sheets, own, of));
        means.filter(|_| complete).try_fold(Fraction::ZERO, |sum, mean| sum.checked_add(mean?))
    };
    let score = total(|sheet| sheet.score.unwrap_or(Fraction::ZERO)).filter(|_| complete);
    let deducted = total(|sheet| sheet.deducted).filter(|_| complete);
    // A month that is still running may get another sheet: it ends no streak and adds to none.
    match score.filter(|_| over) {
        Some(score) if contract.is_below(score) => below.push((month, score)),
        Some(_) => below.clear(),
        None => {}
    }
    MonthLine {
        contract: contract.clone(),
        month,
        state,
        lacking,
        score,
        deducted,
        band: score.and_then(|score| contract.band(score)),
        streak: u32::try_from(below.len()).unwrap_or(u32::MAX),
        below: below.clone(),
        sheets,
    }
}

/// The mean over the graded sheets of a checklist.
pub(super) fn mean(
    sheets: &[SheetLine],
    template: &TemplateCode,
    of: fn(&SheetLine) -> Fraction,
) -> Option<Fraction> {
    let graded = sheets.iter().filter(|own| own.template == *template && own.score.is_some());
    let (sum, count) = graded.map(of).try_fold((Fraction::ZERO, 0_i128), |(sum, count), one| {
        Some((sum.checked_add(one)?, count + 1))
    })?;
    sum.checked_div(Fraction::new(count, 1)?)
}

/// A record as a sheet: marked by its answers, else by the score that was entered.
fn sheet(book: &Inspections, row: &Inspection) -> SheetLine {
    let by_answers = |marking: &Marking<'_>| {
        let (reachable, granted, deducted) = marking.sums();
        let full = marking.template.full();
        let scaled = deducted.checked_div(reachable).and_then(|part| part.checked_mul(full));
        let formula = explain::formula(full, granted, deducted, reachable);
        (marking.score(), scaled.unwrap_or(Fraction::ZERO), formula)
    };
    let entered = || (row.score.map(Fraction::from_decimal), Fraction::ZERO, String::new());
    let (score, deducted, formula) = book.with_marking(&row.id, by_answers).unwrap_or_else(entered);
    let template = row.template.clone().expect("BUG: a sheet of no checklist");
    SheetLine { record: row.id.clone(), date: row.date, template, score, deducted, formula }
}

fn open_findings(book: &Inspections, options: &ListOptions) -> Vec<FindingLine> {
    let about = |finding: &Finding| {
        book.contracts().any(|contract| {
            contract.contractor == finding.subject
                && options.asks_for(book, Some(&contract.rule), &contract.contractor)
        })
    };
    let mut findings = book.finding_lines(options.clock);
    findings.retain(|line| !line.is_closed() && about(&line.finding));
    findings.sort_unstable_by(|one, two| {
        (&one.finding.subject, one.order()).cmp(&(&two.finding.subject, two.order()))
    });
    findings
}
