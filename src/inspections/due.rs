//! What is to be done next, and what should have been: the list for cron and for the morning.

use crate::base::{Day, RuleCode, SubjectCode};

use super::compliance::obligations;
use super::finding::{Finding, FindingState};
use super::rule::Severity;
use super::status::{Clock, DayState, Status};
use super::word::words;
use super::{DutyKey, Inspections, Obligation, Refusal, Standing};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueOptions {
    /// The day that is running.
    pub today: Day,
    /// How many days ahead to look.
    pub within: u32,
    /// Missed duties that were due before this day are left out once they were done again.
    pub since: Day,
}

impl DueOptions {
    /// Reads how many days ahead to look: `7d`, `7` or `7天`.
    pub fn parse_within(text: &str) -> Result<u32, Refusal> {
        let digits = text.strip_suffix(['d', '天', '日']).unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let days = digits.parse().ok().filter(|days| plain && *days <= 9999);
        days.ok_or_else(|| Refusal::Within { text: text.to_owned() })
    }

    /// From when on missed duties are listed unless another day is asked for: a month's reports
    /// have been read by then.
    pub fn a_month_before(today: Day) -> Day {
        today.plus_months(-1)
    }
}

words! {
    /// How urgent something is, most urgent first.
    Urgency {
        /// The days of grace are over.
        Missed = "missed", "inspect.urgency.missed";
        /// Past its due day.
        Overdue = "overdue", "inspect.urgency.overdue";
        /// Due today.
        Today = "today", "inspect.urgency.today";
        /// Due within the days asked for.
        Soon = "soon", "inspect.urgency.soon";
    }
}

/// Units of one duty that are equally urgent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLine {
    /// How urgent they are.
    pub urgency: Urgency,
    /// The rule.
    pub rule: RuleCode,
    /// What it asks.
    pub title: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Whom it binds.
    pub subject: SubjectCode,
    /// The due day; of several missed ones the first.
    pub due: Day,
    /// How many units.
    pub n_units: usize,
}

/// A finding whose deadline is near or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueFinding {
    /// How urgent it is.
    pub urgency: Urgency,
    /// The finding.
    pub finding: Finding,
    /// Its deadline.
    pub due: Day,
}

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day that is running.
    pub today: Day,
    /// The last day that was looked at.
    pub until: Day,
    /// How many rules there are: without any, nothing can be due.
    pub n_rules: usize,
    /// The duties, most urgent first.
    pub lines: Vec<DueLine>,
    /// The findings to be put right, most urgent first.
    pub findings: Vec<DueFinding>,
}

impl Due {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.findings.is_empty()
    }
}

/// Lists what is due today or within some days, overdue, or missed.
///
/// What was missed is listed as long as nothing was done since, and otherwise from `since` on.
pub fn due(book: &Inspections, options: &DueOptions) -> Due {
    let today = options.today;
    let until = today.plus_days(i64::from(options.within));
    let clock = Clock { as_of: today, state: DayState::Running };
    let mut lines = Vec::new();
    for (key, standing) in &book.standings(clock, until) {
        lines.extend(lines_of(book, options, until, key, standing));
    }
    lines.sort_unstable_by(|left, right| order(left).cmp(&order(right)));

    let mut findings: Vec<DueFinding> = book
        .events()
        .filter_map(|(_, events)| Finding::fold(events, clock))
        .filter(|finding| finding.state == FindingState::Open)
        .filter_map(|finding| {
            let due = finding.due.filter(|due| *due <= until)?;
            Some(DueFinding { urgency: urgency(due, today), finding, due })
        })
        .collect();
    findings.sort_unstable_by(|left, right| {
        (left.urgency, left.finding.severity, left.due, &left.finding.id).cmp(&(
            right.urgency,
            right.finding.severity,
            right.due,
            &right.finding.id,
        ))
    });
    Due { today, until, n_rules: book.rules().count(), lines, findings }
}

fn order(line: &DueLine) -> (Urgency, Severity, Day, &RuleCode, &SubjectCode) {
    (line.urgency, line.severity, line.due, &line.rule, &line.subject)
}

fn urgency(due: Day, today: Day) -> Urgency {
    match due.cmp(&today) {
        std::cmp::Ordering::Less => Urgency::Overdue,
        std::cmp::Ordering::Equal => Urgency::Today,
        std::cmp::Ordering::Greater => Urgency::Soon,
    }
}

fn lines_of(
    book: &Inspections,
    options: &DueOptions,
    until: Day,
    key: &DutyKey,
    standing: &Standing,
) -> Vec<DueLine> {
    let versions = book.rule(&key.0).unwrap_or_default();
    let done = standing.units.iter().filter(|unit| unit.by.is_some()).map(|unit| unit.due).max();
    let stands = |due: Day| due >= options.since || done.is_none_or(|done| done < due);
    let mut lines: Vec<DueLine> = Vec::new();
    for obligation in obligations(key, versions, standing) {
        let due = obligation.unit.due;
        let urgency = match obligation.unit.status {
            Status::Missed if stands(due) => Urgency::Missed,
            Status::Overdue => Urgency::Overdue,
            Status::NotYetDue if due <= until => urgency(due, options.today),
            _ => continue,
        };
        let joins = |line: &&mut DueLine| {
            line.urgency == urgency && (line.due == due || urgency == Urgency::Missed)
        };
        match lines.iter_mut().find(joins) {
            Some(line) => line.n_units += 1,
            None => lines.push(line(obligation, urgency)),
        }
    }
    lines
}

fn line(obligation: Obligation, urgency: Urgency) -> DueLine {
    let Obligation { rule, title, severity, subject, unit, nth: _, of: _ } = obligation;
    DueLine { urgency, rule, title, severity, subject, due: unit.due, n_units: 1 }
}
