//! The lists that are asked for by hand: records with what became of them, findings.

use std::collections::BTreeMap;

use crate::base::{Day, RecordId, RuleCode, SiteCode, Span, SubjectCode};

use super::record::Inspection;
use super::standing::{FindingLine, FindingTally};
use super::status::Clock;
use super::{Inspections, PassedOverWhy};

/// Which duties, records or findings are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListOptions {
    /// The days on which they were due, done or opened.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Only this rule.
    pub rule: Option<RuleCode>,
    /// Only this subject.
    pub subject: Option<SubjectCode>,
    /// Only what is at this site.
    pub site: Option<SiteCode>,
}

impl ListOptions {
    pub(super) fn asks_for(
        &self,
        book: &Inspections,
        rule: Option<&RuleCode>,
        subject: &SubjectCode,
    ) -> bool {
        let on = self.clock.as_of;
        let site = self.site.as_ref();
        self.rule.as_ref().is_none_or(|only| Some(only) == rule)
            && self.subject.as_ref().is_none_or(|only| only == subject)
            && site.is_none_or(|site| book.is_at(site, (rule, subject), on))
    }
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordState {
    /// It counts for the unit due on a day.
    Counts(Day),
    /// It counts for nothing.
    PassedOver(PassedOverWhy),
    /// Another record took its place.
    Superseded(RecordId),
    /// The rule does not bind its subject.
    Unbound,
}

/// A record and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// The record.
    pub inspection: Inspection,
    /// What became of it.
    pub state: RecordState,
}

/// Lists records by day, superseded ones too.
pub fn records(book: &Inspections, options: &ListOptions) -> Vec<RecordLine> {
    let clock = options.clock;
    let mut states: BTreeMap<RecordId, RecordState> = BTreeMap::new();
    book.each_standing(clock, clock.as_of, |_, standing| {
        for unit in standing.units {
            let due = unit.due;
            states.extend(unit.by.map(|proof| (proof.record, RecordState::Counts(due))));
        }
        let passed_over = standing.passed_over.into_iter();
        states.extend(passed_over.map(|over| (over.record, RecordState::PassedOver(over.why))));
    });
    let mut lines: Vec<RecordLine> = book
        .inspections()
        .filter(|row| row.date <= clock.as_of)
        .filter(|row| options.period.contains(row.date))
        .filter(|row| options.asks_for(book, Some(&row.rule), &row.subject))
        .map(|row| {
            let superseded = || {
                let by = book.replaced_by(&row.id)?.clone();
                Some(RecordState::Superseded(by))
            };
            let state = states.get(&row.id).cloned().or_else(superseded);
            RecordLine { inspection: row.clone(), state: state.unwrap_or(RecordState::Unbound) }
        })
        .collect();
    lines.sort_unstable_by(|left, right| left.inspection.order().cmp(&right.inspection.order()));
    lines
}

/// Which findings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that are not closed, whenever they were opened.
    Unclosed,
    /// Those that nobody has put right by their deadline.
    Overdue,
    /// Those not closed of a trouble that was closed shortly before.
    Repeated,
    /// All that were opened in the period.
    All,
}

/// Findings as they stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// The day.
    pub as_of: Day,
    /// The findings, the gravest and oldest first.
    pub findings: Vec<FindingLine>,
    /// They added up, where they are all of a period.
    pub tally: Option<FindingTally>,
}

/// Lists findings.
pub fn findings(book: &Inspections, options: &ListOptions, which: Which) -> Findings {
    let mut findings = book.finding_lines(options.clock);
    findings.retain(|line| {
        let (finding, open) = (&line.finding, !line.is_closed());
        options.asks_for(book, finding.rule.as_ref(), &finding.subject)
            && match which {
                Which::Unclosed => open,
                Which::Overdue => line.is_overdue(),
                Which::Repeated => open && line.repeats.is_some(),
                Which::All => options.period.contains(finding.opened),
            }
    });
    findings.sort_unstable_by(|left, right| left.order().cmp(&right.order()));
    let tally = (which == Which::All).then(|| FindingTally::of(&findings));
    Findings { as_of: options.clock.as_of, findings, tally }
}
