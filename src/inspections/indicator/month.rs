//! Indicators month by month against their targets, and over the whole period.
//!
//! What is decided is decided on exact fractions, never on the figure that is shown.

use crate::base::{Fraction, IndicatorCode, Month, Span};
use crate::inspections::word::words;
use crate::inspections::{Clock, Inspections};

use super::register::Version;
use super::value::share;
use super::{Indicator, IndicatorValue};

words! {
    /// What became of a month.
    IndicatorState {
        /// The value meets the target.
        Met = "met", "indicator.state.met";
        /// The value does not meet the target.
        NotMet = "not_met", "indicator.state.not_met";
        /// The month is over and has no value.
        Missing = "missing", "indicator.state.missing";
        /// The month is not over.
        Running = "running", "indicator.state.running";
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorOptions {
    /// The days whose months are looked at.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Only this indicator.
    pub indicator: Option<IndicatorCode>,
    /// Only what is about this.
    pub section: Option<String>,
}

/// A month of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorMonth {
    /// The month.
    pub month: Month,
    /// The version that holds in it.
    pub indicator: Indicator,
    /// What was entered.
    pub row: Option<IndicatorValue>,
    /// The value, in the indicator's unit.
    pub value: Option<Fraction>,
    /// What became of it.
    pub state: IndicatorState,
}

/// What the months come to together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The sums of the numerators and of the denominators, where every value was given by parts.
    pub parts: Option<(Fraction, Fraction)>,
    /// The whole's value: the one sum over the other, or the sum of counts; none of anything else.
    pub value: Option<Fraction>,
    /// What became of the whole.
    pub state: IndicatorState,
}

/// An indicator and its months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorLine {
    /// The last version that holds in the period.
    pub indicator: Indicator,
    /// The months in which it holds.
    pub months: Vec<IndicatorMonth>,
    /// What they come to together.
    pub total: Total,
}

impl IndicatorLine {
    /// How many months came to something.
    pub fn count(&self, state: IndicatorState) -> usize {
        self.months.iter().filter(|month| month.state == state).count()
    }

    /// The months that came to something.
    pub fn months_in(&self, state: IndicatorState) -> impl Iterator<Item = &IndicatorMonth> {
        self.months.iter().filter(move |month| month.state == state)
    }
}

/// The indicators of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicators {
    /// The days that were asked about.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// The indicators, by section and code.
    pub lines: Vec<IndicatorLine>,
}

impl Indicators {
    /// Whether a month is missing or a target is not met.
    pub fn has_something_open(&self) -> bool {
        let open = |month: &IndicatorMonth| {
            matches!(month.state, IndicatorState::NotMet | IndicatorState::Missing)
        };
        self.lines.iter().any(|line| line.months.iter().any(open))
    }

    /// How many months came to something.
    pub fn count(&self, state: IndicatorState) -> usize {
        self.lines.iter().map(|line| line.count(state)).sum()
    }
}

/// Looks at indicators month by month.
pub fn indicators(book: &Inspections, options: &IndicatorOptions) -> Indicators {
    let values = book.values_by_month();
    let mut lines = Vec::new();
    for (code, versions) in book.indicator_versions() {
        if options.indicator.as_ref().is_some_and(|only| only != code) {
            continue;
        }
        let version_in = |month: Month| -> Option<&Version<'_>> {
            versions.iter().rev().find(|version| version.holds(month))
        };
        let months: Vec<IndicatorMonth> = options
            .period
            .months()
            .filter_map(|month| {
                let indicator = version_in(month)?.indicator;
                let rows = values.get(&(code, month)).map(Vec::as_slice).unwrap_or_default();
                Some(of_month(indicator, month, rows.last().copied(), options.clock))
            })
            .collect();
        let Some(last) = months.last() else { continue };
        let indicator = last.indicator.clone();
        if options.section.as_ref().is_some_and(|section| *section != indicator.section) {
            continue;
        }
        let total = total(&indicator, &months);
        lines.push(IndicatorLine { indicator, months, total });
    }
    lines.sort_by(|one, two| {
        (&one.indicator.section, &one.indicator.code)
            .cmp(&(&two.indicator.section, &two.indicator.code))
    });
    Indicators { period: options.period, clock: options.clock, lines }
}

fn of_month(
    indicator: &Indicator,
    month: Month,
    row: Option<&IndicatorValue>,
    clock: Clock,
) -> IndicatorMonth {
    let row = row.filter(|_| month.last() <= clock.as_of).cloned();
    let value = row.as_ref().and_then(|row| row.given.value(indicator.parts()));
    let state = match value {
        Some(value) if indicator.is_met_by(value) => IndicatorState::Met,
        Some(_) => IndicatorState::NotMet,
        None if clock.has_closed(month.last()) => IndicatorState::Missing,
        None => IndicatorState::Running,
    };
    IndicatorMonth { month, indicator: indicator.clone(), row, value, state }
}

/// What the months come to together.
///
/// A rate over all months is the sum of the numerators over that of the denominators, held against
/// the target where all months ask for the same; a missing month leaves the whole missing. Counts
/// that were given plainly are added up, and judged month by month: their target is a month's.
fn total(indicator: &Indicator, months: &[IndicatorMonth]) -> Total {
    let rows: Vec<&IndicatorValue> = months.iter().filter_map(|month| month.row.as_ref()).collect();
    let parts = sums(&rows);
    let of_parts = parts.and_then(|(part, whole)| share(part, whole, indicator.parts()));
    let of_counts = || {
        let counts = rows.iter().map(|row| row.given.number());
        let add = |sum: Fraction, count: Option<_>| sum.checked_add(Fraction::from_decimal(count?));
        counts.into_iter().try_fold(Fraction::ZERO, add)
    };
    let value = match of_parts {
        None if indicator.is_rate() || rows.is_empty() => None,
        None => of_counts(),
        of_parts => of_parts,
    };
    let has = |state: IndicatorState| months.iter().any(|month| month.state == state);
    let one_goal = months.iter().all(|month| month.indicator.asks_the_same(indicator));
    let state = match of_parts.filter(|_| one_goal) {
        Some(_) if has(IndicatorState::Missing) => IndicatorState::Missing,
        Some(value) if indicator.is_met_by(value) => IndicatorState::Met,
        Some(_) => IndicatorState::NotMet,
        None if has(IndicatorState::NotMet) => IndicatorState::NotMet,
        None if has(IndicatorState::Missing) => IndicatorState::Missing,
        None if has(IndicatorState::Met) => IndicatorState::Met,
        None => IndicatorState::Running,
    };
    Total { parts, value, state }
}

/// The sums of numerators and denominators; none unless every value was given by parts.
fn sums(rows: &[&IndicatorValue]) -> Option<(Fraction, Fraction)> {
    let zero = (Fraction::ZERO, Fraction::ZERO);
    let add = |(part, whole): (Fraction, Fraction), row: &&IndicatorValue| {
        let (numerator, denominator) = row.given.parts()?;
        let part = part.checked_add(Fraction::from_decimal(numerator))?;
        Some((part, whole.checked_add(Fraction::from_decimal(denominator))?))
    };
    if rows.is_empty() { None } else { rows.iter().try_fold(zero, add) }
}
