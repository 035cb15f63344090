//! Plans the rounds of a period: from what the duties still ask for to days and inspectors.

use std::collections::BTreeMap;

use crate::base::{Day, Span, SubjectCode, parse_count};

use super::RoundsRefusal;
use super::level::level;
use super::spread::Group;
use crate::inspections::kind::{Kind, Slot};
use crate::inspections::obligation::{Obligation, ObligationName, obligations};
use crate::inspections::rule::Rule;
use crate::inspections::status::{Clock, DayState, Status};
use crate::inspections::word::words;
use crate::inspections::{DutyKey, Inspections, Refusal, evaluate};

words! {
    /// Whether rounds are made on days off.
    DaysOff {
        /// On workdays only.
        Free = "free", "inspect.days_off.free";
        /// On every day.
        Worked = "worked", "inspect.days_off.worked";
    }
}

/// What is to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundsOptions {
    /// The rule.
    pub rule: crate::base::RuleCode,
    /// The days.
    pub period: Span,
    /// The day that is running: nothing is planned before it.
    pub clock: Clock,
    /// Who goes round; at least one.
    pub inspectors: Vec<String>,
    /// The most visits of one inspector on a day, where there is such a number.
    pub most: Option<u32>,
    /// Whether rounds are made on days off.
    pub days_off: DaysOff,
}

impl RoundsOptions {
    /// Reads the most visits of one inspector on a day.
    pub fn parse_most(text: &str) -> Result<u32, Refusal> {
        let most = parse_count(text).ok().filter(|most| *most > 0);
        Ok(most.ok_or_else(|| RoundsRefusal::Most { text: text.to_owned() })?)
    }
}

/// A visit that is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The day.
    pub day: Day,
    /// Who goes.
    pub inspector: String,
    /// Whom to.
    pub subject: SubjectCode,
    /// What it is for.
    pub obligation: ObligationName,
}

words! {
    /// Why something that is asked for cannot be planned.
    UnplannedWhy {
        /// No day is left on which it could be: off, out of service, or too close to another.
        NoDay = "no_day", "inspect.unplanned.no_day";
        /// All inspectors have their most visits on each day that is left.
        Full = "full", "inspect.unplanned.full";
    }
}

/// Something that is asked for and cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnplannedLine {
    /// What it is.
    pub obligation: ObligationName,
    /// The last day to do it.
    pub last: Day,
    /// Why it cannot be planned.
    pub why: UnplannedWhy,
}

/// A day of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkDay {
    /// The day.
    pub day: Day,
    /// How many visits each inspector has, in the order of the inspectors.
    pub visits: Vec<usize>,
}

/// A plan of rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounds {
    /// The version of the rule at the period's end.
    pub rule: Rule,
    /// The days.
    pub period: Span,
    /// Who goes round.
    pub inspectors: Vec<String>,
    /// How many subjects have something planned or unplanned.
    pub n_subjects: usize,
    /// How many of what is due in the period were done before.
    pub n_done: usize,
    /// The days on which rounds are made, in order.
    pub days: Vec<WorkDay>,
    /// The visits, by day, inspector and subject.
    pub visits: Vec<Visit>,
    /// What is asked for and cannot be planned.
    pub unplanned: Vec<UnplannedLine>,
}

/// A unit to be visited, and until when.
struct Wanted {
    name: ObligationName,
    last: Day,
}

/// A group with the units that its visits are for, by due day.
struct Asked {
    group: Group,
    wanted: Vec<Wanted>,
}

/// Plans the rounds of a period.
///
/// What is due after the period is left to the next plan.
pub fn plan_rounds(book: &Inspections, options: &RoundsOptions) -> Result<Rounds, Refusal> {
    let versions = book.rule(&options.rule)?;
    let last = options.period.last();
    let rule = versions.iter().rfind(|rule| rule.valid_from <= last).unwrap_or(&versions[0]);
    let Kind::Period(_) = &rule.kind else {
        let (rule, every) = (rule.id.clone(), rule.every());
        return Err(RoundsRefusal::NotByNumber { rule, every }.into());
    };
    // Today is among the days, whatever the hour.
    let clock = Clock { state: DayState::Running, ..options.clock };
    let first = options.period.first().max(clock.as_of);
    let ahead = Span::new(first, last).ok_or(RoundsRefusal::Over { last })?;
    let is_worked =
        |day: &Day| options.days_off == DaysOff::Worked || book.calendar().is_workday(*day);
    let days: Vec<Day> = days_of(ahead).filter(is_worked).collect();

    let mut n_done = 0;
    let mut asked: Vec<Asked> = Vec::new();
    let facts = book.facts();
    let duties = facts.iter().filter(|((of, _), _)| *of == options.rule);
    for (subject, (key, facts)) in duties.enumerate() {
        let standing = evaluate(facts, clock, last);
        let units = obligations(key, versions, &standing);
        let of_period = |one: &&Obligation| options.period.contains(one.unit.due);
        n_done += units.iter().filter(of_period).filter(|one| one.unit.by.is_some()).count();
        let serves = |day: Day| {
            facts.service.iter().any(|row| row.span().is_some_and(|span| span.contains(day)))
        };
        asked.extend(groups(subject, key, versions, &units, (&days, &serves, options.period)));
    }
    let n_subjects = subjects(&asked);
    let mut groups: Vec<Group> = asked.iter().map(|one| one.group.clone()).collect();
    level(&mut groups, &days);
    for (one, group) in asked.iter_mut().zip(groups) {
        one.group = group;
    }
    let plan = arrange(asked, &days, options);
    Ok(Rounds {
        rule: rule.clone(),
        period: options.period,
        inspectors: options.inspectors.clone(),
        n_subjects,
        n_done,
        days: plan.days,
        visits: plan.visits,
        unplanned: plan.unplanned,
    })
}

fn days_of(span: Span) -> impl Iterator<Item = Day> {
    std::iter::successors(Some(span.first()), |day| Some(day.next()))
        .take_while(move |day| *day <= span.last())
}

fn subjects(asked: &[Asked]) -> usize {
    let mut subjects: Vec<usize> = asked.iter().map(|one| one.group.subject).collect();
    subjects.dedup();
    subjects.len()
}

/// What each slot of a subject still asks for.
fn groups(
    subject: usize,
    key: &DutyKey,
    versions: &[Rule],
    units: &[Obligation],
    (days, serves, period): (&[Day], &dyn Fn(Day) -> bool, Span),
) -> Vec<Asked> {
    debug_assert!(units.iter().all(|one| one.subject == key.1), "BUG: units of another subject");
    let mut slots: BTreeMap<(Span, u32), Vec<&Obligation>> = BTreeMap::new();
    for one in units {
        slots.entry((one.unit.window, one.unit.version)).or_default().push(one);
    }
    let mut asked = Vec::new();
    for ((window, version), units) in slots {
        let Some(rule) = versions.iter().find(|rule| rule.version == version) else { continue };
        let Kind::Period(kind) = &rule.kind else { continue };
        let grace = i64::from(rule.grace);
        let open = |one: &&&Obligation| match one.unit.status {
            Status::NotYetDue => period.contains(one.unit.due),
            Status::Overdue => one.unit.due.plus_days(grace) >= period.first(),
            _ => false,
        };
        let wanted: Vec<Wanted> = units
            .iter()
            .filter(open)
            .map(|one| {
                let late = one.unit.status == Status::Overdue;
                let last = if late { one.unit.due.plus_days(grace) } else { one.unit.due };
                Wanted { name: one.name(), last }
            })
            .collect();
        let Some(last) = wanted.iter().map(|one| one.last).max() else { continue };
        let several = kind.slot == Slot::Day;
        let spacing = if several { 0 } else { i64::from(kind.spacing) };
        let done: Vec<Day> =
            units.iter().filter_map(|one| Some(one.unit.by.as_ref()?.date)).collect();
        let far = |day: Day| done.iter().all(|done| done.days_until(day).abs() >= spacing);
        let allowed = (0..days.len()).filter(|at| {
            let day = days[*at];
            window.first() <= day && day <= last && serves(day) && far(day)
        });
        let parts = i64::try_from(wanted.len() + done.len()).unwrap_or(1).max(1);
        let group = Group {
            subject,
            count: wanted.len(),
            allowed: allowed.collect(),
            spacing,
            ideal: window.days() / parts,
            chosen: Vec::new(),
        };
        asked.push(Asked { group, wanted });
    }
    asked
}

/// The visits, the loads and what is left over.
struct Plan {
    days: Vec<WorkDay>,
    visits: Vec<Visit>,
    unplanned: Vec<UnplannedLine>,
}

/// Gives the visits of each day to the inspectors in turn, over all days.
///
/// Where a day has no room for all, those go first who have fewest visits so far.
fn arrange(asked: Vec<Asked>, days: &[Day], options: &RoundsOptions) -> Plan {
    let n_inspectors = options.inspectors.len().max(1);
    let room = options.most.map(|most| most as usize * n_inspectors);
    let mut of_day: Vec<Vec<usize>> = days.iter().map(|_| Vec::new()).collect();
    for (at, one) in asked.iter().enumerate() {
        for day in &one.group.chosen {
            of_day[*day].push(at);
        }
    }
    let mut n_kept: BTreeMap<usize, usize> = BTreeMap::new();
    let mut kept: Vec<Vec<usize>> = asked.iter().map(|_| Vec::new()).collect();
    for (day, mut groups) in of_day.into_iter().enumerate() {
        let subject = |at: &usize| asked[*at].group.subject;
        groups.sort_by_key(|at| (n_kept.get(&subject(at)).copied().unwrap_or(0), subject(at)));
        for at in groups.into_iter().take(room.unwrap_or(usize::MAX)) {
            *n_kept.entry(subject(&at)).or_default() += 1;
            kept[at].push(day);
        }
    }
    let mut plan = Plan { days: Vec::new(), visits: Vec::new(), unplanned: Vec::new() };
    let mut of_day: Vec<Vec<Wanted>> = days.iter().map(|_| Vec::new()).collect();
    for (Asked { group, wanted }, kept) in asked.into_iter().zip(kept) {
        let n_chosen = group.chosen.len();
        let mut kept = kept.into_iter();
        for (nth, one) in wanted.into_iter().enumerate() {
            let why = if nth < n_chosen { UnplannedWhy::Full } else { UnplannedWhy::NoDay };
            match kept.next() {
                Some(day) => of_day[day].push(one),
                None => plan.unplanned.push(left_over(&one, why)),
            }
        }
    }
    let mut turn = 0;
    for (day, mut wanted) in days.iter().copied().zip(of_day) {
        wanted.sort_by(|left, right| left.name.cmp(&right.name));
        let mut load = WorkDay { day, visits: vec![0; n_inspectors] };
        let mut visits: Vec<(usize, Wanted)> = Vec::new();
        for one in wanted {
            visits.push((turn % n_inspectors, one));
            load.visits[turn % n_inspectors] += 1;
            turn += 1;
        }
        visits.sort_by(|left, right| (left.0, &left.1.name).cmp(&(right.0, &right.1.name)));
        plan.visits.extend(visits.into_iter().map(|(inspector, one)| Visit {
            day,
            inspector: options.inspectors.get(inspector).cloned().unwrap_or_default(),
            subject: one.name.subject.clone(),
            obligation: one.name,
        }));
        plan.days.push(load);
    }
    plan.unplanned.sort_by(|left, right| left.obligation.cmp(&right.obligation));
    plan
}

fn left_over(one: &Wanted, why: UnplannedWhy) -> UnplannedLine {
    UnplannedLine { obligation: one.name.clone(), last: one.last, why }
}
