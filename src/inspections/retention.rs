//! How long the rows of each ledger are to be kept (保存期限), and by which text.
//!
//! Nothing here removes anything, nor does anything else: the strictest text that applies says
//! until when the oldest row must be there.

use std::collections::BTreeMap;

use crate::base::{Day, RuleCode};

use super::word::words;
use super::{Inspections, Length, Rule, Topic};

words! {
    /// A ledger whose rows are to be kept.
    Ledger {
        /// Records, with their answers and their evidence.
        Records = "records", "inspect.retention.records";
        /// Batches: waste, samples, calls.
        Batches = "batches", "inspect.retention.batches";
        /// Findings and what became of them.
        Findings = "findings", "inspect.retention.findings";
    }
}

/// How long the rows of a ledger about a topic are to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionLine {
    /// The ledger.
    pub ledger: Ledger,
    /// What its rules are about.
    pub topic: Topic,
    /// How many rows there are.
    pub n_rows: usize,
    /// The day of the oldest.
    pub oldest: Day,
    /// The version of a rule that has its rows kept longest; none where no rule says how long.
    pub strictest: Option<(Length, Rule)>,
}

impl RetentionLine {
    /// The last day on which the oldest row must be there.
    pub fn until(&self) -> Option<Day> {
        self.strictest.as_ref().map(|(keep, _)| after(*keep, self.oldest))
    }
}

/// How long the rows of all ledgers are to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention(pub Vec<RetentionLine>);

/// The day so much after another.
fn after(keep: Length, day: Day) -> Day {
    match keep {
        Length::Days(days) => day.plus_days(i64::from(days)),
        Length::Months(months) => day.plus_months(i32::try_from(months).unwrap_or(i32::MAX)),
    }
}

/// Finds the strictest text for each ledger and topic that has rows.
///
/// Of two lengths the one that ends later, counted from the oldest row, is stricter; every version
/// of every rule that has rows there counts, also one that is not in force any more.
pub fn retention(book: &Inspections) -> Retention {
    let mut rows: BTreeMap<(Ledger, Topic), (usize, Day, Vec<&RuleCode>)> = BTreeMap::new();
    let mut note = |ledger: Ledger, rule: &RuleCode, date: Day| {
        let Ok([.., last]) = book.rule(rule) else { return };
        let rule = &last.id;
        let (count, oldest, rules) =
            rows.entry((ledger, last.topic)).or_insert_with(|| (0, date, Vec::new()));
        *count += 1;
        *oldest = date.min(*oldest);
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    };
    for row in book.inspections() {
        note(Ledger::Records, &row.rule, row.date);
    }
    for row in book.batch_rows() {
        note(Ledger::Batches, &row.rule, row.date);
    }
    for (_, events) in book.events() {
        let rule = events.iter().find_map(|event| event.rule.as_ref());
        for event in events {
            if let Some(rule) = rule {
                note(Ledger::Findings, rule, event.date);
            }
        }
    }
    let line = |((ledger, topic), (n_rows, oldest, rules)): (_, (usize, Day, Vec<&RuleCode>))| {
        let versions = rules.iter().flat_map(|rule| book.rule(rule).unwrap_or_default());
        let strictest = versions
            .filter_map(|rule| Some((rule.keep?, rule)))
            .max_by_key(|(keep, rule)| (after(*keep, oldest), std::cmp::Reverse(rule.id.clone())))
            .map(|(keep, rule)| (keep, rule.clone()));
        RetentionLine { ledger, topic, n_rows, oldest, strictest }
    };
    Retention(rows.into_iter().map(line).collect())
}
