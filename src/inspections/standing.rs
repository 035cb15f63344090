//! How findings stand against their deadlines: in time or not, escalated, repeated.
//!
//! Three rates, none of which gets better by leaving a deadline out: against the store's standard,
//! which looks at no deadline at all; against the first deadline, and against the one in force,
//! where a finding that was not given one when it was opened is never in time.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, Ratio, RecordId, SiteCode, SubjectCode, nearest};

use super::duty::Instant;
use super::evidence::PieceState;
use super::finding::{Finding, FindingEvent, FindingSource, FindingState, order};
use super::policy::Escalation;
use super::repair::{Case, Promptness, Timing};
use super::rule::Severity;
use super::status::Clock;
use super::topic::Topic;
use super::word::words;
use super::{Inspections, Refusal};

words! {
    /// Why nothing shows that a finding was put right: it counts as not done.
    Unproven {
        /// Evidence was demanded, and there is none.
        Lacking = "lacking", "finding.unproven.lacking";
        /// A file that was named as evidence is missing, or not what it was.
        Broken = "broken", "finding.unproven.broken";
    }
}

/// A finding and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// The finding.
    pub finding: Finding,
    /// How it came to be found: as its row says, else by the inspection that opened it.
    pub source: Option<FindingSource>,
    /// The department that answers for it: as a row says, else the one it is about.
    pub department: Option<DepartmentCode>,
    /// The site of what it is about, else of its department.
    pub site: Option<SiteCode>,
    /// Why nothing shows that it was put right, where it is said to be.
    pub unproven: Option<Unproven>,
    /// Whether a round found what the department had not reported.
    pub unreported: bool,
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

    /// Whether it is still to be put right, or nothing shows that it was.
    pub fn is_open(&self) -> bool {
        self.finding.state == FindingState::Open || self.unproven.is_some()
    }

    /// Whether it is closed, and nothing speaks against it.
    pub fn is_closed(&self) -> bool {
        self.finding.is_closed() && self.unproven.is_none()
    }

    /// Whether nobody has put it right by its deadline.
    pub fn is_overdue(&self) -> bool {
        self.is_open() && self.days_over.is_some()
    }

    /// Days from its opening to its closing.
    pub fn days_to_close(&self) -> Option<i64> {
        let (closed, _) = self.finding.verified.as_ref().filter(|_| self.is_closed())?;
        Some(self.finding.opened.days_until(*closed))
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindingTally {
    /// How many.
    pub n_findings: u64,
    /// How many are not put right.
    pub n_open: u64,
    /// How many wait for their recheck.
    pub n_rectified: u64,
    /// How many are closed.
    pub n_verified: u64,
    /// How many are said to be put right or closed, and nothing shows it.
    pub n_unproven: u64,
    /// How many are past their deadline and not put right.
    pub n_overdue: u64,
    /// How many were given a later deadline, once or more.
    pub n_extended: u64,
    /// How many the departments reported themselves.
    pub n_self: u64,
    /// How many a round found.
    pub n_found: u64,
    /// How many of those the department had not reported.
    pub n_unreported: u64,
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
    /// The days from opening to closing, of those that are closed.
    pub days_to_close: Vec<i64>,
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
        let proven = line.unproven.is_none();
        let is = |state| u64::from(proven && line.finding.state == state);
        self.n_findings += 1;
        self.n_open += is(FindingState::Open);
        self.n_rectified += is(FindingState::Rectified);
        self.n_verified += is(FindingState::Verified);
        self.n_unproven += u64::from(!proven);
        self.n_overdue += u64::from(line.is_overdue());
        self.n_extended += u64::from(line.finding.n_extensions > 0);
        self.n_self += u64::from(line.source == Some(FindingSource::SelfReport));
        self.n_found += u64::from(line.source == Some(FindingSource::Round));
        self.n_unreported += u64::from(line.unreported);
        self.days_to_close.extend(line.days_to_close());
        self.n_repeated += u64::from(line.repeats.is_some());
        self.n_without_due += u64::from(line.finding.original_due.is_none());
        self.standard.add(line.standard);
        self.first.add(line.first);
        self.current.add(line.current);
    }

    /// Closed, of all.
    pub fn closed(&self) -> Ratio {
        Ratio::counted(self.n_verified, self.n_findings)
    }

    /// Reported by the departments themselves, of all.
    pub fn self_reported(&self) -> Ratio {
        Ratio::counted(self.n_self, self.n_findings)
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
        let mut reported: BTreeMap<SubjectCode, Vec<&Finding>> = BTreeMap::new();
        for finding in &findings {
            if self.source_of(finding) == Some(FindingSource::SelfReport) {
                reported.entry(finding.subject.clone()).or_default().push(finding);
            }
        }
        let repeats = |finding: &Finding| {
            let before = closed.get(&self.trouble_of(finding))?.iter().filter(|(day, id)| {
                let days = day.days_until(finding.opened);
                let soon = 0..=i64::from(self.policy.findings.repeat_days);
                *id != finding.id && soon.contains(&days)
            });
            before.max().map(|(_, id)| id.clone())
        };
        let line = |finding: &Finding| {
            let own = reported.get(&finding.subject).map(Vec::as_slice).unwrap_or_default();
            let found = self.source_of(finding) == Some(FindingSource::Round);
            let unreported = found && !own.iter().any(|one| self.tells_of(one, finding));
            self.judged(finding.clone(), clock, repeats(finding), unreported)
        };
        findings.iter().map(line).collect()
    }

    /// How a finding came to be found.
    fn source_of(&self, finding: &Finding) -> Option<FindingSource> {
        let by_inspection = || {
            finding.record.as_ref()?;
            let rule = self.rule_on(finding.rule.as_ref()?, finding.opened).ok();
            let drill = rule.is_some_and(|rule| rule.topic == Topic::Drills);
            Some(if drill { FindingSource::Drill } else { FindingSource::Round })
        };
        finding.source.or_else(by_inspection)
    }

    /// Whether a department's own report told of something before a round found it: on an earlier
    /// day, not written down after it, and not closed in between.
    fn tells_of(&self, own: &Finding, found: &Finding) -> bool {
        own.opened < found.opened
            && own.recorded_at <= found.recorded_at
            && own.verified.as_ref().is_none_or(|(closed, _)| *closed >= found.opened)
            && (self.trouble_of(own) == self.trouble_of(found)
                || own.rule.is_some() && own.rule == found.rule)
    }

    /// Why nothing shows that a finding was put right, where it is said to be.
    fn why_unproven(&self, finding: &Finding) -> Option<Unproven> {
        let events = self.events_of(&finding.id)?;
        let step = |id: &Option<RecordId>| {
            let id = id.as_ref()?;
            events.iter().find(|event| event.id == *id)
        };
        let holds = |event: &FindingEvent| {
            let mut pieces = event.evidence.iter().zip(&event.sha256);
            pieces.all(|(file, sum)| self.piece(file, sum) == PieceState::Whole)
        };
        let policy = self.policy.findings;
        let lacks = |event: &FindingEvent| {
            let demanded = policy.demands_evidence(finding.severity, event.recorded_at.day());
            demanded && event.sha256.is_empty()
        };
        let [rectified, verified] = &finding.steps;
        if step(rectified).is_some_and(lacks) {
            return Some(Unproven::Lacking);
        }
        let broken = [rectified, verified].into_iter().filter_map(step).any(|one| !holds(one));
        broken.then_some(Unproven::Broken)
    }

    fn judged(
        &self,
        finding: Finding,
        clock: Clock,
        repeats: Option<RecordId>,
        unreported: bool,
    ) -> FindingLine {
        let policy = self.policy.findings;
        let unproven = self.why_unproven(&finding);
        let rectified = finding.rectified.as_ref().filter(|_| unproven.is_none());
        let done = rectified.map(|(day, _)| end_of(*day));
        let case = Case { done, withdrawn: None, clock };
        let standard = policy.standard_due(&finding);
        // Without a deadline of its own nothing was ever put right by it.
        let never = if done.is_some() { Timing::Late } else { Timing::Undone };
        let by = |due: Option<Day>| due.map_or(never, |due| Timing::of(end_of(due), case));
        let in_force = finding.original_due.and(finding.due);
        let due = finding.due.unwrap_or(standard);
        let until = rectified.map_or(clock.as_of, |(day, _)| *day);
        let days_over = Some(due.days_until(until)).filter(|over| *over > 0);
        let as_subject = |department: &DepartmentCode| department.as_str().parse().ok();
        let department =
            finding.department.clone().or_else(|| self.departments.get(&finding.subject).cloned());
        let of_department = || {
            let subject: SubjectCode = department.as_ref().and_then(as_subject)?;
            self.sites.get(&subject)
        };
        let subject = &finding.subject;
        let of_subject = match &finding.rule {
            Some(rule) => self.site_of(rule, subject, clock.as_of),
            None => self.sites.get(subject),
        };
        FindingLine {
            due,
            days_over,
            level: days_over.filter(|_| done.is_none()).and_then(|days| policy.level(days)),
            repeats,
            source: self.source_of(&finding),
            site: of_subject.or_else(of_department).cloned(),
            department,
            unproven,
            unreported,
            standard: Timing::of(end_of(standard), case),
            first: by(finding.original_due),
            current: by(in_force),
            finding,
        }
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

fn end_of(day: Day) -> Instant {
    Instant::at(day, 24 * 60)
}
