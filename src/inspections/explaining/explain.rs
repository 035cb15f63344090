//! Puts together why an obligation stands as it does.

use std::collections::BTreeMap;

use crate::base::{RecordId, Span, Working};
use crate::org::CalendarDay;

use super::rows::{Look, RowLine};
use super::{ObligationRefusal, find, steps};
use crate::inspections::duty::{Standing, evaluate_reckoning};
use crate::inspections::obligation::{Obligation, ObligationName, obligations};
use crate::inspections::record::{Excusal, Row as _, Service};
use crate::inspections::rule::{Calendar, Rule, terms};
use crate::inspections::status::Clock;
use crate::inspections::{DutyKey, IgnoredWhy, Inspections, Refusal};

/// What became of an excusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExcusalFate {
    /// Its days are excused.
    Holds,
    /// It excuses nothing of this obligation.
    Ignored(IgnoredWhy),
    /// Another row took its place.
    Superseded(RecordId),
    /// It was recorded after what is known.
    RecordedLater,
    /// It was approved after the day that is asked about.
    ToCome,
}

impl ExcusalFate {
    /// The key of the word for it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Holds => "inspect.fate.holds",
            Self::Ignored(why) => why.key(),
            Self::Superseded(_) => "inspect.state.superseded",
            Self::RecordedLater => "inspect.fate.recorded_later",
            Self::ToCome => "inspect.fate.to_come",
        }
    }
}

/// An excusal that touches the days of the obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcusalLine {
    /// The excusal.
    pub excusal: Excusal,
    /// What became of it.
    pub fate: ExcusalFate,
}

/// Why an obligation stands as it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The obligation, and what became of it.
    pub obligation: Obligation,
    /// The version of the rule that requires it.
    pub rule: Rule,
    /// The days on which that version is in force.
    pub force: Span,
    /// The days on which the rule binds the subject.
    pub service: Vec<Service>,
    /// The days off and worked that the calendar names in its days, where the rule goes by them.
    pub days: Vec<CalendarDay>,
    /// The excusals that touch its days.
    pub excusals: Vec<ExcusalLine>,
    /// The records, the batch or the certificates that were looked at.
    pub rows: Vec<RowLine>,
    /// How the due day and the status came about.
    pub working: Working,
}

/// Explains an obligation by its name; `all` is the book with the rows that were recorded later too.
pub fn explain(
    book: &Inspections,
    all: &Inspections,
    name: &str,
    clock: Clock,
) -> Result<Explanation, Refusal> {
    let (key, due) = find::duty(book, name)?;
    let unknown = || ObligationRefusal::Unknown { text: name.to_owned(), near: Vec::new() };
    let facts = book.facts();
    let facts = facts.get(&key).ok_or_else(unknown)?;
    let (standing, reckonings) = evaluate_reckoning(facts, clock, clock.as_of.max(due));
    let mut units = obligations(&key, facts.versions, &standing);
    let at = find::among(&units, name, due).map_err(|refusal| {
        let back = standing.covered.iter().find(|one| one.due == due);
        back.map_or(refusal, |back| {
            let (text, by) = (name.to_owned(), back.by.clone());
            let subject = key.1.clone();
            ObligationRefusal::StoodBack { text, by, subject, due }.into()
        })
    })?;
    let taken = taken(&units);
    let before = units.iter().map(|one| one.unit.due).filter(|other| *other < due).max();
    let obligation = units.swap_remove(at);
    let of_unit = |rule: &&Rule| rule.version == obligation.unit.version;
    let rule = facts.versions.iter().find(of_unit).ok_or_else(unknown)?;
    let term = terms(facts.versions).into_iter().find(|term| term.rule == rule);
    let force = term.ok_or_else(unknown)?.force;
    let window = obligation.unit.window;
    let service = book.service_of(&key.0, &key.1).into_iter().cloned().collect();
    let named = book.calendar().days().filter(|day| {
        rule.calendar == Calendar::Workday
            && Span::new(window.first(), due).is_some_and(|days| days.contains(day.date))
    });
    let look = Look { book, all, key: &key, rule, clock, before, taken: &taken };
    Ok(Explanation {
        rows: look.rows(&obligation, &standing),
        working: steps::working(&obligation, rule, reckonings.get(at), clock),
        days: named.cloned().collect(),
        excusals: excusals((book, all), &key, &obligation, &standing, clock),
        rule: rule.clone(),
        force,
        service,
        obligation,
    })
}

/// Which unit each record counts for.
fn taken(units: &[Obligation]) -> BTreeMap<RecordId, ObligationName> {
    let of_record = |one: &Obligation| Some((one.unit.by.as_ref()?.record.clone(), one.name()));
    units.iter().filter_map(of_record).collect()
}

fn excusals(
    (book, all): (&Inspections, &Inspections),
    key: &DutyKey,
    obligation: &Obligation,
    standing: &Standing,
    clock: Clock,
) -> Vec<ExcusalLine> {
    let unit = &obligation.unit;
    let days = Span::new(unit.window.first(), unit.due.max(unit.window.last()));
    let touches = |row: &&Excusal| {
        (&row.rule, &row.subject) == (&key.0, &key.1)
            && days.is_some_and(|days| days.overlap(row.days).is_some())
    };
    let fate = |row: &Excusal| {
        if book.excusal(row.id()).is_none() {
            return ExcusalFate::RecordedLater;
        }
        if let Some(by) = book.replaced_by(row.id()) {
            return ExcusalFate::Superseded(by.clone());
        }
        if row.date > clock.as_of {
            return ExcusalFate::ToCome;
        }
        let of_it = standing.ignored.iter().find(|ignored| {
            ignored.excusal == row.id && ignored.due.is_none_or(|due| due == unit.due)
        });
        of_it.map_or(ExcusalFate::Holds, |ignored| ExcusalFate::Ignored(ignored.why))
    };
    let rows = all.excusals().filter(touches);
    let mut lines: Vec<ExcusalLine> =
        rows.map(|row| ExcusalLine { fate: fate(row), excusal: row.clone() }).collect();
    lines.sort_by(|left, right| {
        (left.excusal.days, &left.excusal.id).cmp(&(right.excusal.days, &right.excusal.id))
    });
    lines
}
