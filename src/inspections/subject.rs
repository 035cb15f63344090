//! The duties of one subject: what is to be done about it next, and what was left undone.
//!
//! `due.rs` asks what is to be done within some days; here the next time is looked for however far
//! ahead it lies, so that a card can say it of a thing that is inspected once in six years.

use crate::base::{Day, RuleCode, SubjectCode};

use super::deadline::still_running;
use super::due::{duty_lines, latest_version};
use super::duty::{Facts, evaluate};
use super::kind::Kind;
use super::rule::Severity;
use super::status::Clock;
use super::word::words;
use super::{DueKind, DutyKey, Inspections, Urgency};

/// How many days ahead the next time is looked for: a month, else a year, else longer than the
/// longest cycle of the bundled rules.
const AHEAD: [i64; 3] = [31, 400, 4_400];

words! {
    /// How a duty of a subject stands.
    DutyState {
        /// Something was missed and not done since.
        Missed = "missed", "inspect.urgency.missed";
        /// Past its due day.
        Overdue = "overdue", "inspect.urgency.overdue";
        /// Due today.
        Today = "today", "inspect.urgency.today";
        /// Nothing is left undone, and the next time is to come.
        Ahead = "ahead", "inspect.duty.ahead";
        /// Nothing is left undone, and no day is known for a next time.
        Nothing = "nothing", "inspect.duty.nothing";
    }
}

/// A duty of a subject as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectDuty {
    /// The rule.
    pub rule: RuleCode,
    /// What it asks.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The day on which it was done last; none of a certificate, which is held and not done.
    pub last: Option<Day>,
    /// The next day, from the one that is running on, by which it is to be done or the next
    /// certificate to be applied for.
    pub next: Option<Day>,
    /// How it stands.
    pub state: DutyState,
    /// Its last day in service, where it has one.
    pub until: Option<Day>,
    /// How many units were missed or are overdue.
    pub n_undone: usize,
    /// The due day of the first of them.
    pub undone_since: Option<Day>,
}

/// Tells how the duties of a subject stand, by rule; those that ended count only while something of
/// them is left undone.
pub fn subject_duties(book: &Inspections, subject: &SubjectCode, clock: Clock) -> Vec<SubjectDuty> {
    let clock = still_running(clock);
    let facts = book.facts().into_iter();
    let own = facts.filter(|((_, bound), _)| bound == subject);
    own.filter_map(|(key, facts)| stands(book, &key, &facts, clock)).collect()
}

fn stands(
    book: &Inspections,
    key: &DutyKey,
    facts: &Facts<'_>,
    clock: Clock,
) -> Option<SubjectDuty> {
    let today = clock.as_of;
    let rule = latest_version(facts.versions, today)?;
    let mut found = look(book, key, facts, clock, AHEAD[0]);
    for ahead in &AHEAD[1..] {
        if found.next.is_none() {
            found = look(book, key, facts, clock, *ahead);
        }
    }
    let ends = facts.service.iter().map(|period| period.to.unwrap_or(Day::LAST)).max();
    let until = ends.filter(|last| *last < Day::LAST);
    if until.is_some_and(|until| until < today) && found.n_undone == 0 {
        return None;
    }
    let state = match (found.urgency, found.next) {
        (Some(Urgency::Missed), _) => DutyState::Missed,
        (Some(Urgency::Overdue), _) => DutyState::Overdue,
        (Some(Urgency::Today), _) => DutyState::Today,
        (_, Some(_)) => DutyState::Ahead,
        (_, None) => DutyState::Nothing,
    };
    Some(SubjectDuty {
        rule: key.0.clone(),
        title: rule.title.clone(),
        title_en: rule.title_en.clone(),
        severity: rule.severity,
        last: found.last.filter(|_| !matches!(rule.kind, Kind::Expiry(_))),
        next: found.next,
        state,
        until,
        n_undone: found.n_undone,
        undone_since: found.undone_since,
    })
}

/// What there is to be seen of a duty as far ahead as was looked.
struct Found {
    urgency: Option<Urgency>,
    next: Option<Day>,
    last: Option<Day>,
    n_undone: usize,
    undone_since: Option<Day>,
}

fn look(book: &Inspections, key: &DutyKey, facts: &Facts<'_>, clock: Clock, ahead: i64) -> Found {
    let today = clock.as_of;
    let until = today.plus_days(ahead);
    let calendar = book.calendar.until(until);
    let standing = evaluate(&facts.clone().until(&calendar, until), clock, until);
    let last = standing.units.iter().filter_map(|unit| unit.by.as_ref()).map(|by| by.date).max();
    let lines = duty_lines(book, key, &standing, (today, until));
    let is_undone = |urgency: Urgency| matches!(urgency, Urgency::Missed | Urgency::Overdue);
    let undone = || lines.iter().filter(|line| is_undone(line.urgency));
    // Days without a certificate are told by their beginning; what is to be done is to have one.
    let to_come = lines.iter().filter(|line| !is_undone(line.urgency));
    let to_come = to_come.filter(|line| line.kind != DueKind::Uncovered || line.due == today);
    Found {
        urgency: lines.iter().map(|line| line.urgency).min(),
        next: to_come.map(|line| line.due).min(),
        last,
        n_undone: undone().map(|line| line.n_units).sum(),
        undone_since: undone().map(|line| line.due).min(),
    }
}
