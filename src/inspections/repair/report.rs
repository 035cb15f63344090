//! The repairs of some days: how many, how prompt, what they cost, and what broke again.
//!
//! The rates are held against the store's standards. What was promised is told beside them: an
//! order without a promise never counts as a promise kept.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, Money, Ratio, RecordId, SiteCode, Span, SubjectCode};
use crate::inspections::Inspections;
use crate::inspections::status::Clock;

use super::prompt::Case;
use super::{Promptness, Repair, RepairPolicy, RepairState, RepairUrgency, Timing};

/// Which repairs are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairOptions {
    /// The days on which they were reported.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Only this department's.
    pub department: Option<DepartmentCode>,
    /// Only this contractor's.
    pub contractor: Option<SubjectCode>,
    /// Only repairs of this.
    pub subject: Option<SubjectCode>,
    /// Only those as urgent as this.
    pub urgency: Option<RepairUrgency>,
    /// Only those of what, or of whom, is at this site.
    pub site: Option<SiteCode>,
}

/// Which of them are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichRepairs {
    /// Those that are neither accepted nor withdrawn, whenever they were reported.
    Unclosed,
    /// Those of them that are waited for longer than the standard allows.
    Overdue,
    /// All that were reported in the period.
    All,
}

impl RepairOptions {
    /// Whether an order is listed.
    pub fn lists(&self, book: &Inspections, which: WhichRepairs, line: &RepairLine) -> bool {
        let repair = &line.repair;
        let closed = matches!(repair.state, RepairState::Accepted | RepairState::Cancelled);
        self.asks_for(book, repair)
            && match which {
                WhichRepairs::Unclosed => !closed,
                WhichRepairs::Overdue => line.is_overdue(),
                WhichRepairs::All => self.period.contains(repair.reported.date),
            }
    }

    fn asks_for(&self, book: &Inspections, repair: &Repair) -> bool {
        let same = |only: &Option<SubjectCode>, own: Option<&SubjectCode>| {
            only.as_ref().is_none_or(|only| Some(only) == own)
        };
        same(&self.subject, Some(&repair.subject))
            && same(&self.contractor, repair.contractor.as_ref())
            && self.department.as_ref().is_none_or(|only| Some(only) == repair.department.as_ref())
            && self.urgency.is_none_or(|only| only == repair.urgency)
            && self.site.as_ref().is_none_or(|only| repair.is_at(book, only, self.clock.as_of))
    }
}

impl Repair {
    /// Whether what is broken, or whoever reported it, is at a site on a day.
    pub(in crate::inspections) fn is_at(
        &self,
        book: &Inspections,
        site: &SiteCode,
        on: Day,
    ) -> bool {
        let of = self.department.as_ref();
        let of = of.and_then(|code| SubjectCode::parse(code.as_str()).ok());
        book.is_at(site, (None, &self.subject), on)
            || of.is_some_and(|of| book.is_at(site, (None, &of), on))
    }
}

/// A repair order and how prompt it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairLine {
    /// The order.
    pub repair: Repair,
    /// Whether somebody came in time.
    pub response: Timing,
    /// Whether it worked again in time.
    pub completion: Timing,
    /// Whether the first promise was kept; none where nothing was promised.
    pub first_promise: Option<Timing>,
    /// Whether the promise was kept as it stands.
    pub promise: Option<Timing>,
    /// The last day on which somebody should come, by the standard.
    pub respond_due: Day,
    /// The last day by which it should work again, by the standard.
    pub due: Day,
    /// The order of the same thing that was completed shortly before.
    pub repeats: Option<RecordId>,
    /// What its parts from stock were worth.
    pub parts: Money,
}

impl RepairLine {
    /// What it cost, with its parts.
    pub fn total(&self) -> Money {
        self.repair.cost.unwrap_or(Money::ZERO) + self.parts
    }

    /// Whether it is waited for longer than it should be.
    pub fn is_overdue(&self) -> bool {
        self.repair.is_open() && (self.response.is_late() || self.completion.is_late())
    }
}

/// Repairs added up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RepairTally {
    /// How many orders.
    pub n_orders: u64,
    /// How many of them somebody still has to do something about.
    pub n_open: u64,
    /// How many were withdrawn.
    pub n_cancelled: u64,
    /// How many work again.
    pub n_completed: u64,
    /// How many were found not mended, once or more.
    pub n_rejected: u64,
    /// How many repeat one that was completed shortly before.
    pub n_repeated: u64,
    /// Whether somebody came in time.
    pub response: Promptness,
    /// Whether they worked again in time.
    pub completion: Promptness,
    /// How many had something promised.
    pub n_promised: u64,
    /// How many kept the first promise.
    pub n_first_kept: u64,
    /// How many kept the promise as it stands.
    pub n_kept: u64,
    /// How many promises were kept, broken, or never made: those that are due.
    pub n_promises_due: u64,
    /// The same by the promises as they stand.
    pub n_current_due: u64,
    /// The minutes until somebody came, of those where somebody did.
    pub response_minutes: Vec<i64>,
    /// The minutes until it worked again, of those that do.
    pub completion_minutes: Vec<i64>,
    /// What they cost beside the parts from stock.
    pub cost: Money,
    /// What their parts from stock were worth.
    pub parts: Money,
}

impl RepairTally {
    /// Counts one more.
    pub fn add(&mut self, line: &RepairLine) {
        let repair = &line.repair;
        self.n_orders += 1;
        self.n_open += u64::from(repair.is_open());
        self.n_cancelled += u64::from(repair.state == RepairState::Cancelled);
        self.n_completed += u64::from(repair.completed.is_some());
        self.n_rejected += u64::from(repair.n_rejected > 0);
        self.n_repeated += u64::from(line.repeats.is_some());
        self.response.add(line.response);
        self.completion.add(line.completion);
        self.n_promised += u64::from(line.promise.is_some());
        let (kept, due) = promised(line.first_promise);
        self.n_first_kept += kept;
        self.n_promises_due += due;
        let (kept, due) = promised(line.promise);
        self.n_kept += kept;
        self.n_current_due += due;
        self.response_minutes.extend(repair.minutes_to_response());
        self.completion_minutes.extend(repair.minutes_to_completion());
        self.cost += repair.cost.unwrap_or(Money::ZERO);
        self.parts += line.parts;
    }

    /// First promises kept, of those that are due or were never made.
    pub fn first_kept(&self) -> Ratio {
        Ratio::counted(self.n_first_kept, self.n_promises_due)
    }

    /// Promises kept as they stand, of those that are due or were never made.
    pub fn kept(&self) -> Ratio {
        Ratio::counted(self.n_kept, self.n_current_due)
    }
}

/// Whether a promise counts as kept, and whether it counts at all: one that was never made is due
/// from the start.
fn promised(promise: Option<Timing>) -> (u64, u64) {
    match promise {
        Some(Timing::InTime) => (1, 1),
        Some(Timing::Late | Timing::Undone) | None => (0, 1),
        Some(Timing::Ahead | Timing::Pending | Timing::Withdrawn) => (0, 0),
    }
}

/// The repairs of one urgency, department or contractor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairGroup<K> {
    /// Which.
    pub of: K,
    /// Added up.
    pub tally: RepairTally,
}

/// The repairs of some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairReport {
    /// The days.
    pub period: Span,
    /// The day that was asked about.
    pub clock: Clock,
    /// The standards.
    pub policy: RepairPolicy,
    /// The orders reported in those days, the oldest first.
    pub lines: Vec<RepairLine>,
    /// All orders that somebody still has to do something about, whenever they were reported, the
    /// oldest first.
    pub open: Vec<RepairLine>,
    /// The orders reported in those days added up.
    pub total: RepairTally,
    /// By urgency.
    pub by_urgency: Vec<RepairGroup<RepairUrgency>>,
    /// By department; those of none last.
    pub by_department: Vec<RepairGroup<Option<DepartmentCode>>>,
    /// By contractor; the hospital's own people first.
    pub by_contractor: Vec<RepairGroup<Option<SubjectCode>>>,
}

impl RepairReport {
    /// Whether something is waited for too long, broke again, or a target is not reached.
    pub fn has_something_open(&self) -> bool {
        let missed = self.policy.target.is_some_and(|target| {
            let rates = [self.total.response, self.total.completion];
            rates.iter().any(|rate| rate.required() > 0 && !rate.rate().reaches(target))
        });
        missed || self.total.n_repeated > 0 || self.open.iter().any(RepairLine::is_overdue)
    }
}

/// The repair orders as they stand, with how prompt they are, the oldest first.
///
/// `parts` is what the parts from stock of each order were worth.
pub fn repair_lines(
    book: &Inspections,
    clock: Clock,
    parts: &BTreeMap<RecordId, Money>,
) -> Vec<RepairLine> {
    let mut repairs: Vec<Repair> = book.repairs(clock).collect();
    repairs.sort_by_cached_key(|repair| (repair.reported_at(), repair.id.clone()));
    let policy = book.policy.repairs;
    let mut completed: BTreeMap<SubjectCode, Vec<(Day, RecordId)>> = BTreeMap::new();
    for repair in &repairs {
        if let Some(done) = &repair.completed {
            let of_subject = completed.entry(repair.subject.clone()).or_default();
            of_subject.push((done.date, repair.id.clone()));
        }
    }
    let repeats = |repair: &Repair| {
        let before = completed.get(&repair.subject)?.iter().filter(|(done, id)| {
            let days = done.days_until(repair.reported.date);
            *id != repair.id && (0..=i64::from(policy.repeat_days)).contains(&days)
        });
        before.max().map(|(_, id)| id.clone())
    };
    let line = |repair: Repair| {
        let repeats = repeats(&repair).filter(|_| repair.state != RepairState::Cancelled);
        let parts = parts.get(&repair.id).copied().unwrap_or(Money::ZERO);
        judged(repair, policy, clock, repeats, parts)
    };
    repairs.into_iter().map(line).collect()
}

/// Those that somebody still has to do something about, in no order and without what they repeat.
pub(in crate::inspections) fn open_repair_lines(
    book: &Inspections,
    clock: Clock,
) -> impl Iterator<Item = RepairLine> {
    let policy = book.policy.repairs;
    let open = book.repairs(clock).filter(Repair::is_open);
    open.map(move |repair| judged(repair, policy, clock, None, Money::ZERO))
}

fn judged(
    repair: Repair,
    policy: RepairPolicy,
    clock: Clock,
    repeats: Option<RecordId>,
    parts: Money,
) -> RepairLine {
    let withdrawn = repair.cancelled.as_ref().map(super::Happened::latest);
    let done = repair.completed.as_ref().map(super::Happened::latest);
    let completed = Case { done, withdrawn, clock };
    let answered = Case { done: repair.answered().map(super::Happened::latest), withdrawn, clock };
    let complete_by = policy.complete_by(&repair);
    let promised = |promise: Option<super::Promise>| {
        promise.map(|promise| Timing::of(promise.deadline(), completed))
    };
    let respond_by = policy.respond_by(&repair);
    RepairLine {
        response: Timing::of(respond_by, answered),
        completion: Timing::of(complete_by, completed),
        first_promise: promised(repair.first_promise),
        promise: promised(repair.promise),
        respond_due: respond_by.day(),
        due: complete_by.day(),
        repeats,
        parts,
        repair,
    }
}

/// Adds up the repairs of some days.
pub fn repairs(
    book: &Inspections,
    options: &RepairOptions,
    parts: &BTreeMap<RecordId, Money>,
) -> RepairReport {
    let all = repair_lines(book, options.clock, parts).into_iter();
    let asked: Vec<RepairLine> = all.filter(|line| options.asks_for(book, &line.repair)).collect();
    let open = asked.iter().filter(|line| line.repair.is_open()).cloned().collect();
    let of_period = |line: &RepairLine| options.period.contains(line.repair.reported.date);
    let lines: Vec<RepairLine> = asked.into_iter().filter(of_period).collect();
    let mut total = RepairTally::default();
    for line in &lines {
        total.add(line);
    }
    let mut by_department = grouped(&lines, |repair| repair.department.clone());
    by_department.sort_by_key(|group| group.of.is_none());
    RepairReport {
        period: options.period,
        clock: options.clock,
        policy: book.policy.repairs,
        by_urgency: grouped(&lines, |repair| repair.urgency),
        by_department,
        by_contractor: grouped(&lines, |repair| repair.contractor.clone()),
        lines,
        open,
        total,
    }
}

fn grouped<K: Ord>(lines: &[RepairLine], of: impl Fn(&Repair) -> K) -> Vec<RepairGroup<K>> {
    let mut groups: BTreeMap<K, RepairTally> = BTreeMap::new();
    for line in lines {
        groups.entry(of(&line.repair)).or_default().add(line);
    }
    groups.into_iter().map(|(of, tally)| RepairGroup { of, tally }).collect()
}
