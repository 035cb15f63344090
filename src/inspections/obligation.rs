//! Required units by name: what a user copies from a list and asks about.
//!
//! A name is `XC/NK1/2025-03-09/2`: the rule, the subject, the due day, and which one of that day.
//! A shift is told by its name, a batch or an event by its number. Neither what became of a unit
//! nor the horizon that was looked to changes its name.

use std::fmt;

use rustc_hash::FxHashMap;

use crate::base::{Day, RecordId, RuleCode, Span, SubjectCode};

use super::kind::Kind;
use super::rule::{Rule, Severity};
use super::status::{About, Unit};
use super::{DutyKey, Standing};

/// What a unit is about, where its due day does not say it all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// The due day says it all.
    Slot,
    /// A shift, by its name.
    Shift(String),
    /// A batch or an event, by its number.
    Row(RecordId),
}

/// The name of a required unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObligationName {
    /// The rule.
    pub rule: RuleCode,
    /// Whom it binds.
    pub subject: SubjectCode,
    /// The due day.
    pub due: Day,
    /// What it is about.
    pub matter: Matter,
    /// Which one of those due on the day about the same matter it is, from 1.
    pub place: usize,
}

impl fmt::Display for ObligationName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, subject, due, matter, place } = self;
        write!(out, "{rule}/{subject}/{due}")?;
        match matter {
            Matter::Slot => return write!(out, "/{place}"),
            Matter::Shift(name) => write!(out, "/{name}")?,
            Matter::Row(row) => write!(out, "/{row}")?,
        }
        if *place > 1 { write!(out, "/{place}") } else { Ok(()) }
    }
}

/// One required unit, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
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
    /// The unit.
    pub unit: Unit,
    /// What it is about.
    pub matter: Matter,
    /// Which one of those due on the day about the same matter it is, from 1.
    pub place: usize,
    /// Which one of its slot it is, from 1.
    pub nth: usize,
    /// How many its slot has.
    pub of: usize,
}

impl Obligation {
    /// Its name.
    pub fn name(&self) -> ObligationName {
        ObligationName {
            rule: self.rule.clone(),
            subject: self.subject.clone(),
            due: self.unit.due,
            matter: self.matter.clone(),
            place: self.place,
        }
    }

    /// The certificate by which a day is covered, the batch, the event or the shift it is about.
    pub fn about(&self) -> Option<String> {
        match (&self.matter, &self.unit.about) {
            (Matter::Shift(name), _) => Some(name.clone()),
            (Matter::Row(row), _) | (Matter::Slot, About::Row(row)) => Some(row.to_string()),
            (Matter::Slot, _) => None,
        }
    }
}

/// What a unit is about, by the version of the rule that requires it.
fn matter(rule: &Rule, unit: &Unit) -> Matter {
    match (&unit.about, &rule.kind) {
        (About::Shift(nth), Kind::Shifts(shifts)) => {
            shifts.all().get(*nth).map_or(Matter::Slot, |shift| Matter::Shift(shift.name.clone()))
        }
        // Whether a day is covered, and by which certificate, is no part of its name.
        (About::Row(row), Kind::Dwell(_) | Kind::Event(_)) => Matter::Row(row.clone()),
        _ => Matter::Slot,
    }
}

/// How many units a slot has, and how many of them were counted so far.
#[derive(Clone, Copy, Default)]
struct Slot {
    n_units: usize,
    n_seen: usize,
}

/// The units of one duty by name, each with its place in its slot.
pub(super) fn obligations(
    key: &DutyKey,
    versions: &[Rule],
    standing: &Standing,
) -> Vec<Obligation> {
    obligations_where(key, versions, standing, |_| true)
}

/// Those of them that are asked for, as they are named among all.
pub(super) fn obligations_where(
    key: &DutyKey,
    versions: &[Rule],
    standing: &Standing,
    is_asked: impl Fn(&Unit) -> bool,
) -> Vec<Obligation> {
    let units = &standing.units;
    let rule_of = |unit: &Unit| versions.iter().find(|rule| rule.version == unit.version);
    // Mostly little is asked for, and of other slots nobody has to know how many units they have.
    let mut slots: FxHashMap<(Span, u32), Slot> = FxHashMap::default();
    for unit in units.iter().filter(|unit| is_asked(unit)) {
        slots.insert((unit.window, unit.version), Slot::default());
    }
    if slots.is_empty() {
        return Vec::new();
    }
    for unit in units {
        if let Some(slot) = slots.get_mut(&(unit.window, unit.version)) {
            slot.n_units += 1;
        }
    }
    let mut obligations: Vec<Obligation> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        let Some(slot) = slots.get_mut(&(unit.window, unit.version)) else { continue };
        slot.n_seen += 1;
        let Slot { n_units: of, n_seen: nth } = *slot;
        let Some(rule) = rule_of(unit).filter(|_| is_asked(unit)) else { continue };
        let matter = matter(rule, unit);
        // The units are sorted by due day: those of the same one are right before it.
        let of_day = units[..at].iter().rev().take_while(|other| other.due == unit.due);
        let is_same =
            |other: &&Unit| rule_of(other).is_some_and(|rule| self::matter(rule, other) == matter);
        let place = of_day.filter(is_same).count() + 1;
        obligations.push(Obligation {
            rule: key.0.clone(),
            title: rule.title.clone(),
            title_en: rule.title_en.clone(),
            severity: rule.severity,
            subject: key.1.clone(),
            unit: unit.clone(),
            matter,
            place,
            nth,
            of,
        });
    }
    obligations
}
