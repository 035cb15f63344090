//! The findings of some days: how many, from where, put right in time or not, and what is open.
//!
//! What is judged is what was opened in those days; beside it stands everything that is still open,
//! whenever it was opened, so that nothing gets better by never being closed.

use std::collections::BTreeMap;

use crate::base::{DepartmentCode, SiteCode, Span};

use super::Inspections;
use super::finding::FindingSource;
use super::policy::{Escalation, FindingPolicy};
use super::standing::{FindingLine, FindingTally};
use super::status::Clock;

/// Which findings are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingOptions {
    /// The days on which they were opened.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Only those that this department answers for.
    pub department: Option<DepartmentCode>,
    /// Only those at this site.
    pub site: Option<SiteCode>,
    /// Only those that came to be found so.
    pub source: Option<FindingSource>,
}

impl FindingOptions {
    fn asks_for(&self, line: &FindingLine) -> bool {
        fn is<T: PartialEq>(only: Option<&T>, own: Option<&T>) -> bool {
            only.is_none() || only == own
        }
        is(self.department.as_ref(), line.department.as_ref())
            && is(self.site.as_ref(), line.site.as_ref())
            && is(self.source.as_ref(), line.source.as_ref())
    }
}

/// The findings of one department or source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingGroup<K> {
    /// Which.
    pub of: K,
    /// Those opened in the period added up.
    pub tally: FindingTally,
    /// How many are not closed, whenever they were opened.
    pub n_backlog: u64,
    /// How many of them are past their deadline and not put right.
    pub n_backlog_overdue: u64,
}

/// The findings of some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingReport {
    /// The days.
    pub period: Span,
    /// The day that was asked about.
    pub clock: Clock,
    /// What the store asks.
    pub policy: FindingPolicy,
    /// The findings opened in those days, the oldest first.
    pub lines: Vec<FindingLine>,
    /// All that are not closed, whenever they were opened, the gravest and oldest first.
    pub open: Vec<FindingLine>,
    /// How many were closed in those days, whenever they were opened.
    pub n_closed: usize,
    /// The sums of all.
    pub total: FindingGroup<()>,
    /// By department; those of none last.
    pub by_department: Vec<FindingGroup<Option<DepartmentCode>>>,
    /// By source; those of none last.
    pub by_source: Vec<FindingGroup<Option<FindingSource>>>,
}

impl FindingReport {
    /// Whether something is overdue, was found again, or is said to be put right without proof.
    pub fn has_something_open(&self) -> bool {
        self.open.iter().any(|line| line.is_overdue() || line.unproven.is_some())
            || self.total.tally.n_repeated > 0
    }

    /// How many of those that are open are to be told to whom.
    pub fn escalated(&self, level: Escalation) -> usize {
        self.open.iter().filter(|line| line.level == Some(level)).count()
    }
}

/// Adds up the findings of some days.
pub fn finding_report(book: &Inspections, options: &FindingOptions) -> FindingReport {
    let mut asked = book.finding_lines(options.clock);
    asked.retain(|line| options.asks_for(line));
    let closed_in_period = |line: &&FindingLine| {
        let closed = line.finding.verified.as_ref().filter(|_| line.is_closed());
        closed.is_some_and(|(day, _)| options.period.contains(*day))
    };
    let n_closed = asked.iter().filter(closed_in_period).count();
    let mut open: Vec<FindingLine> =
        asked.iter().filter(|line| !line.is_closed()).cloned().collect();
    open.sort_unstable_by(|one, other| one.order().cmp(&other.order()));
    let mut lines = asked;
    lines.retain(|line| options.period.contains(line.finding.opened));
    lines.sort_unstable_by(|one, other| {
        (one.finding.opened, &one.finding.id).cmp(&(other.finding.opened, &other.finding.id))
    });
    let mut total = grouped(&lines, &open, |_| ());
    let none =
        FindingGroup { of: (), tally: FindingTally::default(), n_backlog: 0, n_backlog_overdue: 0 };
    let mut by_department = grouped(&lines, &open, |line| line.department.clone());
    by_department.sort_by_key(|group| group.of.is_none());
    let mut by_source = grouped(&lines, &open, |line| line.source);
    by_source.sort_by_key(|group| group.of.is_none());
    FindingReport {
        period: options.period,
        clock: options.clock,
        policy: book.policy.findings,
        n_closed,
        total: total.pop().unwrap_or(none),
        by_department,
        by_source,
        lines,
        open,
    }
}

fn grouped<K: Ord>(
    lines: &[FindingLine],
    open: &[FindingLine],
    of: impl Fn(&FindingLine) -> K,
) -> Vec<FindingGroup<K>> {
    let mut groups: BTreeMap<K, (FindingTally, u64, u64)> = BTreeMap::new();
    for line in lines {
        groups.entry(of(line)).or_default().0.add(line);
    }
    for line in open {
        let (_, n_backlog, n_overdue) = groups.entry(of(line)).or_default();
        *n_backlog += 1;
        *n_overdue += u64::from(line.is_overdue());
    }
    let group = |(of, (tally, n_backlog, n_backlog_overdue))| FindingGroup {
        of,
        tally,
        n_backlog,
        n_backlog_overdue,
    };
    groups.into_iter().map(group).collect()
}
