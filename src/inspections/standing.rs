//! How findings stand against their deadlines: in time or not, escalated, repeated.
//!
//! Three rates, none of which gets better by leaving a deadline out: against the store's standard,
//! which looks at no deadline at all; against the first deadline, and against the one in force,
//! where a finding that was not given one when it was opened is never in time.

use std::collections::BTreeMap;

use crate::base::{Day, RecordId, nearest};

use super::duty::Instant;
use super::finding::{Finding, FindingEvent, FindingState, order};
use super::policy::{Escalation, FindingPolicy};
use super::repair::{Case, Promptness, Timing};
use super::rule::Severity;
use super::status::Clock;
use super::{Inspections, Refusal};

/// A finding and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// The finding.
    pub finding: Finding,
    /// The day by which it is to be put right: its own, else by the standard.
    pub due: Day,
    /// Days by which putting it right is, or was, past that day.
    pub days_over: Option<i64>,
    /// Whom to tell of one that is not put right.
    pub level: Option<Escalation>,
    /// The finding of the same thing that was closed shortly before.
    pub repeats: Option<RecordId>,
    /// Whether it was put right within the standard's days.
    pub standard: Timing,
    /// Whether it was put right by its first deadline.
    pub first: Timing,
    /// Whether it was put right by its deadline as it stands.
    pub current: Timing,
}

impl FindingLine {
    /// The gravest first, then the oldest.
    pub(super) fn order(&self) -> (Severity, Day, &RecordId) {
        (self.finding.severity, self.finding.opened, &self.finding.id)
    }

    /// Whether nobody has put it right by its deadline.
    pub fn is_overdue(&self) -> bool {
        self.finding.state == FindingState::Open && self.days_over.is_some()
    }
}

/// A finding, how it stands, and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingStory {
    /// The day that was asked about.
    pub as_of: Day,
    /// The day by which it was to be put right by the store's standard.
    pub standard_due: Day,
    /// The finding and how it stands.
    pub line: FindingLine,
    /// What happened, in order.
    pub events: Vec<FindingEvent>,
}

/// Findings added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FindingTally {
    /// How many.
    pub n_findings: u64,
    /// How many are not put right.
    pub n_open: u64,
    /// How many wait for their recheck.
    pub n_rectified: u64,
    /// How many are closed.
    pub n_verified: u64,
    /// How many were found before and closed shortly before they came again.
    pub n_repeated: u64,
    /// How many were never given a deadline.
    pub n_without_due: u64,
    /// Whether they were put right within the standard's days.
    pub standard: Promptness,
    /// Whether they were put right by their first deadline.
    pub first: Promptness,
    /// Whether they were put right by the deadline as it stands.
    pub current: Promptness,
}

impl FindingTally {
    /// Adds findings up.
    pub fn of(lines: &[FindingLine]) -> Self {
        let mut tally = Self::default();
        for line in lines {
            tally.add(line);
        }
        tally
    }

    /// Counts one more.
    pub fn add(&mut self, line: &FindingLine) {
        let state = line.finding.state;
        self.n_findings += 1;
        self.n_open += u64::from(state == FindingState::Open);
        self.n_rectified += u64::from(state == FindingState::Rectified);
        self.n_verified += u64::from(state == FindingState::Verified);
        self.n_repeated += u64::from(line.repeats.is_some());
        self.n_without_due += u64::from(line.finding.original_due.is_none());
        self.standard.add(line.standard);
        self.first.add(line.first);
        self.current.add(line.current);
    }
}

/// What makes two findings the same trouble: the subject, and the item of the checklist that
/// failed, else the rule whose inspection failed, else the words.
type Trouble = (String, String);

impl Inspections {
    /// What a finding is about.
    pub(super) fn trouble_of(&self, finding: &Finding) -> Trouble {
        let failed = finding.rule.as_ref().filter(|_| finding.record.is_some());
        let about = match (self.item_of(finding), failed) {
            (Some(item), _) => format!("item {item}"),
            (None, Some(rule)) => format!("rule {rule}"),
            (None, None) => finding.note.trim().to_owned(),
        };
        (finding.subject.to_string(), about)
    }

    /// Every finding as it stood on a day, with how it stands.
    pub fn finding_lines(&self, clock: Clock) -> Vec<FindingLine> {
        let findings: Vec<Finding> =
            self.events().filter_map(|(_, events)| Finding::fold(events, clock)).collect();
        let mut closed: BTreeMap<Trouble, Vec<(Day, RecordId)>> = BTreeMap::new();
        for finding in &findings {
            if let Some((day, _)) = finding.verified {
                let of_trouble = closed.entry(self.trouble_of(finding)).or_default();
                of_trouble.push((day, finding.id.clone()));
            }
        }
        let policy = self.policy.findings;
        let repeats = |finding: &Finding| {
            let before = closed.get(&self.trouble_of(finding))?.iter().filter(|(day, id)| {
                let days = day.days_until(finding.opened);
                *id != finding.id && (0..=i64::from(policy.repeat_days)).contains(&days)
            });
            before.max().map(|(_, id)| id.clone())
        };
        let line = |finding: Finding| {
            let repeats = repeats(&finding);
            judged(finding, policy, clock, repeats)
        };
        findings.into_iter().map(line).collect()
    }

    /// All that is known of one finding by a day.
    pub fn finding_story(&self, id: &RecordId, clock: Clock) -> Result<FindingStory, Refusal> {
        let told = || {
            let line = self.finding_lines(clock).into_iter().find(|line| line.finding.id == *id)?;
            Some((line, self.events_of(id)?.to_vec()))
        };
        let (line, mut events) = told().ok_or_else(|| Refusal::UnknownFinding {
            finding: id.clone(),
            nearest: nearest(id.as_str(), self.events().map(|(known, _)| known.as_str())),
        })?;
        events.retain(|event| event.date <= clock.as_of);
        events.sort_by(|left, right| order(left).cmp(&order(right)));
        let standard_due = self.policy.findings.standard_due(&line.finding);
        Ok(FindingStory { as_of: clock.as_of, standard_due, line, events })
    }
}

fn judged(
    finding: Finding,
    policy: FindingPolicy,
    clock: Clock,
    repeats: Option<RecordId>,
) -> FindingLine {
    let done = finding.rectified.as_ref().map(|(day, _)| end_of(*day));
    let case = Case { done, withdrawn: None, clock };
    let standard = policy.standard_due(&finding);
    // Without a deadline of its own nothing was ever put right by it.
    let never = if done.is_some() { Timing::Late } else { Timing::Undone };
    let by = |due: Option<Day>| due.map_or(never, |due| Timing::of(end_of(due), case));
    let in_force = finding.original_due.and(finding.due);
    let due = finding.due.unwrap_or(standard);
    let days_over = finding.days_over(Some(due), clock.as_of);
    let open = finding.state == FindingState::Open;
    FindingLine {
        due,
        days_over,
        level: days_over.filter(|_| open).and_then(|days| policy.level(days)),
        repeats,
        standard: Timing::of(end_of(standard), case),
        first: by(finding.original_due),
        current: by(in_force),
        finding,
    }
}

fn end_of(day: Day) -> Instant {
    Instant::at(day, 24 * 60)
}
