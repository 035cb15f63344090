//! What is to be done next, and what should have been: the list for cron and for the morning.

use std::collections::BTreeSet;

use crate::base::{Day, RecordId, RuleCode, SiteCode, SubjectCode, Time};

use super::deadline::{DeadlineLine, deadlines, still_running};
use super::finding::Finding;
use super::kind::Kind;
use super::obligation::obligations_where;
use super::policy::Escalation;
use super::rule::{Rule, Severity};
use super::status::{Clock, Status, Unit};
use super::word::words;
use super::{
    DutyKey, Inspections, Matter, Obligation, ObligationName, Refusal, Renewal, Standing, Topic,
};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueOptions {
    /// The day that is running, and its time of day where it is known: what is due on that day is
    /// due, not overdue.
    pub clock: Clock,
    /// How many days ahead to look.
    pub within: u32,
    /// Missed duties that were due before this day are left out once they were done again.
    pub since: Day,
    /// Only the rules of this topic, and the findings about them; tasks and repair orders are under
    /// none.
    pub topic: Option<Topic>,
    /// Only what is at this site.
    pub site: Option<SiteCode>,
}

impl DueOptions {
    /// Reads how many days ahead to look: `7d`, `7` or `7天`.
    pub fn parse_within(text: &str) -> Result<u32, Refusal> {
        let digits = text.strip_suffix(['d', '天', '日']).unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let days = digits.parse().ok().filter(|days| plain && *days <= 9999);
        days.ok_or_else(|| Refusal::Within { text: text.to_owned() })
    }

    /// Whether the topic of a rule, as it is on the day, and the site of its subject are asked for;
    /// what was found without a rule has no topic.
    fn asks_for(&self, book: &Inspections, rule: Option<&RuleCode>, subject: &SubjectCode) -> bool {
        let day = self.clock.as_of;
        let versions = rule.and_then(|rule| book.rule(rule).ok()).unwrap_or_default();
        let now = latest_version(versions, day);
        self.topic.is_none_or(|topic| now.is_some_and(|rule| rule.topic == topic))
            && self.site.as_ref().is_none_or(|site| book.is_at(site, (rule, subject), day))
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

words! {
    /// What is to be done about a line.
    DueKind {
        /// To do it.
        Perform = "perform", "inspect.due.perform";
        /// To see that nobody works, and nothing runs, without a certificate.
        Uncovered = "uncovered", "inspect.due.uncovered";
        /// To apply for the next certificate.
        Apply = "apply", "inspect.due.apply";
    }
}

/// Units of one duty that are equally urgent, or a certificate to be applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLine {
    /// How urgent they are.
    pub urgency: Urgency,
    /// What is to be done.
    pub kind: DueKind,
    /// The rule.
    pub rule: RuleCode,
    /// What it asks.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Whom it binds.
    pub subject: SubjectCode,
    /// The due day; of several missed ones the first.
    pub due: Day,
    /// The last minute of that day, where the rule counts in minutes.
    pub due_at: Option<Time>,
    /// The due day of the last unit; of a certificate its last day.
    pub last: Day,
    /// How many units.
    pub n_units: usize,
    /// The shifts, the batch, the event or the certificate it is about.
    pub about: Vec<String>,
    /// The minutes by which its time is over, where the rule counts in minutes.
    pub minutes_off: Option<u32>,
    /// The first of the units, by name.
    pub obligation: Option<ObligationName>,
}

/// A finding whose deadline is near or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueFinding {
    /// How urgent it is.
    pub urgency: Urgency,
    /// The finding.
    pub finding: Finding,
    /// Its deadline; by the store's standard where it has none of its own.
    pub due: Day,
    /// Whom to tell of it.
    pub level: Option<Escalation>,
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
    /// The tasks of the plan and the repair orders, most urgent first.
    pub deadlines: Vec<DeadlineLine>,
}

impl Due {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.findings.is_empty() && self.deadlines.is_empty()
    }
}

/// Lists what is due today or within some days, overdue, or missed.
///
/// What was missed is listed as long as nothing was done since, and otherwise from `since` on.
pub fn due(book: &Inspections, options: &DueOptions) -> Due {
    let until = options.clock.as_of.plus_days(i64::from(options.within));
    due_by(book, options, until)
}

/// The same by the rules and the days off that hold up to a day.
pub(super) fn due_by(book: &Inspections, options: &DueOptions, known: Day) -> Due {
    let today = options.clock.as_of;
    let until = today.plus_days(i64::from(options.within));
    let clock = still_running(options.clock);
    let look = Look { today, until, since: options.since, there: book.open_batches().collect() };
    let mut lines = Vec::new();
    book.each_standing_by(clock, until, known, &mut |key: &DutyKey, standing: Standing| {
        let versions = book.rule(&key.0).unwrap_or_default();
        if options.asks_for(book, Some(&key.0), &key.1) {
            lines.extend(lines_of(&look, key, versions, &standing));
        }
    });
    // Equals stay as they came: shifts in the order of their hours.
    lines.sort_by(|left, right| order(left).cmp(&order(right)));

    let mut findings: Vec<DueFinding> = book
        .finding_lines(clock)
        .into_iter()
        .filter(|line| line.is_open() && line.due <= until)
        .filter(|line| {
            let finding = &line.finding;
            options.asks_for(book, finding.rule.as_ref(), &finding.subject)
        })
        .map(|line| DueFinding {
            urgency: urgency(line.due, today),
            due: line.due,
            level: line.level,
            finding: line.finding,
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
    let deadlines = match options.topic {
        None => deadlines(book, clock, until, options.site.as_ref()),
        Some(_) => Vec::new(),
    };
    Due { today, until, n_rules: book.rules().count(), lines, findings, deadlines }
}

fn order(line: &DueLine) -> (Urgency, Severity, Day, &RuleCode, &SubjectCode) {
    (line.urgency, line.severity, line.due, &line.rule, &line.subject)
}

/// How urgent it is to do something by a day.
pub(super) fn urgency(due: Day, today: Day) -> Urgency {
    match due.cmp(&today) {
        std::cmp::Ordering::Less => Urgency::Overdue,
        std::cmp::Ordering::Equal => Urgency::Today,
        std::cmp::Ordering::Greater => Urgency::Soon,
    }
}

/// The lines of one duty up to a day; of what was missed, as far as nothing was done since, and a
/// month back in any case.
pub(super) fn duty_lines(
    book: &Inspections,
    key: &DutyKey,
    standing: &Standing,
    (today, until): (Day, Day),
) -> Vec<DueLine> {
    let since = DueOptions::a_month_before(today);
    let look = Look { today, until, since, there: book.open_batches().collect() };
    lines_of(&look, key, book.rule(&key.0).unwrap_or_default(), standing)
}

/// The version of a rule that holds on a day, else the last one.
pub(super) fn latest_version(versions: &[Rule], day: Day) -> Option<&Rule> {
    versions.iter().rfind(|rule| rule.valid_from <= day).or(versions.last())
}

/// What is looked for.
struct Look<'b> {
    today: Day,
    until: Day,
    since: Day,
    /// The batches that are not closed: to be looked after however old they are.
    there: BTreeSet<&'b RecordId>,
}

impl Look<'_> {
    fn is_there(&self, matter: &Matter) -> bool {
        matches!(matter, Matter::Row(row) if self.there.contains(row))
    }
}

fn lines_of(
    look: &Look<'_>,
    key: &DutyKey,
    versions: &[Rule],
    standing: &Standing,
) -> Vec<DueLine> {
    let Look { today, until, .. } = *look;
    let done = standing.units.iter().filter(|unit| unit.by.is_some()).map(|unit| unit.due).max();
    let stands = |one: &Obligation| {
        let due = one.unit.due;
        due >= look.since || done.is_none_or(|done| done < due) || look.is_there(&one.matter)
    };
    let mut lines: Vec<DueLine> = Vec::new();
    // Days without a certificate are one line until one is covered again.
    let mut run: Option<usize> = None;
    let is_looked_at = |unit: &Unit| match unit.status {
        Status::Missed | Status::Overdue => true,
        Status::NotYetDue if unit.due <= until => true,
        _ => unit.by.is_some() && kind_of(versions, unit) == DueKind::Uncovered,
    };
    for obligation in obligations_where(key, versions, standing, is_looked_at) {
        let due = obligation.unit.due;
        let kind = kind_of(versions, &obligation.unit);
        if kind == DueKind::Uncovered && obligation.unit.by.is_some() {
            run = None;
        }
        let urgency = match obligation.unit.status {
            Status::Missed if stands(&obligation) => Urgency::Missed,
            Status::Overdue => Urgency::Overdue,
            Status::NotYetDue if due <= until => urgency(due, today),
            _ => continue,
        };
        // Applying for the next certificate stands for the days after the last one.
        let ends = |renewal: &Renewal| urgency != Urgency::Missed && due > renewal.valid_to;
        if kind == DueKind::Uncovered && standing.renewal.as_ref().is_some_and(ends) {
            continue;
        }
        let at = match kind {
            DueKind::Uncovered => run.filter(|at| {
                (lines[*at].urgency == Urgency::Missed) == (urgency == Urgency::Missed)
            }),
            _ => lines.iter().position(|line| joins(line, urgency, &obligation)),
        };
        if let Some(at) = at {
            let line = &mut lines[at];
            (line.n_units, line.last) = (line.n_units + 1, line.last.max(due));
            line.about.extend(shift_of(&obligation).filter(|name| !line.about.contains(name)));
        } else {
            run = (kind == DueKind::Uncovered).then_some(lines.len());
            lines.push(line(obligation, kind, urgency));
        }
    }
    lines.extend(standing.renewal.as_ref().and_then(|renewal| {
        let rule = versions.iter().rfind(|rule| rule.valid_from <= today)?;
        apply(key, rule, renewal, (today, until), lines.is_empty())
    }));
    lines
}

fn kind_of(versions: &[Rule], unit: &Unit) -> DueKind {
    let rule = versions.iter().find(|rule| rule.version == unit.version);
    match rule.map(|rule| &rule.kind) {
        Some(Kind::Expiry(_)) => DueKind::Uncovered,
        _ => DueKind::Perform,
    }
}

/// Whether a unit is told in a line that is there: those of one due day, and all missed ones; a
/// batch has its own line.
fn joins(line: &DueLine, urgency: Urgency, obligation: &Obligation) -> bool {
    if line.urgency != urgency || matches!(obligation.matter, Matter::Row(_)) {
        return false;
    }
    urgency == Urgency::Missed || line.due == obligation.unit.due
}

fn shift_of(obligation: &Obligation) -> Option<String> {
    match &obligation.matter {
        Matter::Shift(name) => Some(name.clone()),
        Matter::Slot | Matter::Row(_) => None,
    }
}

fn line(obligation: Obligation, kind: DueKind, urgency: Urgency) -> DueLine {
    let (name, about) = (obligation.name(), obligation.about());
    let Obligation { rule, title, title_en, severity, subject, unit, .. } = obligation;
    DueLine {
        urgency,
        kind,
        rule,
        title,
        title_en,
        severity,
        subject,
        due: unit.due,
        due_at: unit.due_at,
        last: unit.due,
        n_units: 1,
        about: about.into_iter().collect(),
        minutes_off: unit.minutes_off,
        obligation: Some(name),
    }
}

/// The line of a certificate that is to be renewed: once, not for each of the days that follow it.
fn apply(
    key: &DutyKey,
    rule: &Rule,
    renewal: &Renewal,
    (today, until): (Day, Day),
    is_alone: bool,
) -> Option<DueLine> {
    let Renewal { certificate, valid_to, apply_by } = renewal;
    // Once it is over, the days without one say so.
    if *apply_by > until || (*valid_to < today && !is_alone) {
        return None;
    }
    Some(DueLine {
        urgency: urgency(*apply_by, today),
        kind: DueKind::Apply,
        rule: key.0.clone(),
        title: rule.title.clone(),
        title_en: rule.title_en.clone(),
        severity: rule.severity,
        subject: key.1.clone(),
        due: *apply_by,
        due_at: None,
        last: *valid_to,
        n_units: 1,
        about: vec![certificate.to_string()],
        minutes_off: None,
        obligation: None,
    })
}
