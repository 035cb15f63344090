//! Option C of a measure: each of its points against its own baseline from before the works.
//!
//! The baseline has the whole months before the works, as many as the history has: twelve at least
//! and three years at most. What the works themselves used is in neither side.

use crate::base::{Day, Decimal, Fraction, PointCode, Span};
use crate::meters::loss::square_root;
use crate::meters::{
    BaselineOptions, BaselineRefusal, Compared, Cut, Meters, OptionC, OptionCOptions, Outcome,
    Refusal, Scope, Select, Tree, View, option_c,
};

use super::overlap::wider;
use super::{Finding, Measure};

/// The fewest months of a baseline.
const LEAST: usize = 12;
/// The most months of one.
const MOST: i32 = 36;
/// The days of a year.
const YEAR: i64 = 365;
/// By how many days a year of readings may be longer or shorter than a year.
const YEAR_SLACK: i64 = 15;

/// A point of a measure, compared as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// The point.
    pub point: PointCode,
    /// The comparison, or why there is none.
    pub found: Result<Box<OptionC>, WhyNot>,
}

/// Why a point is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// What the comparison needs is not there.
    Refused(Refusal),
    /// Another point of the measure has its use in it: its saving would count twice.
    Within(PointCode),
}

/// What whole meters are compared by.
#[derive(Clone, Copy)]
pub(super) struct Comparing<'a, 'b> {
    pub(super) meters: &'a Meters,
    pub(super) tree: &'b Tree<'a>,
    /// The weather station; none for the only one there is.
    pub(super) station: Option<&'b String>,
    pub(super) view: View,
}

/// Compares every point of a measure.
pub(super) fn wholes(comparing: &Comparing<'_, '_>, measure: &Measure, days: Span) -> Vec<Whole> {
    let one = |point: &PointCode| {
        let found = match wider(comparing.tree, measure, point) {
            Some(wider) => Err(WhyNot::Within(wider)),
            None => compare(comparing, measure, point, days).map(Box::new).map_err(WhyNot::Refused),
        };
        Whole { point: point.clone(), found }
    };
    let points: std::collections::BTreeSet<&PointCode> = measure.points.iter().collect();
    points.into_iter().map(one).collect()
}

fn compare(
    comparing: &Comparing<'_, '_>,
    measure: &Measure,
    point: &PointCode,
    reporting: Span,
) -> Result<OptionC, Refusal> {
    let Comparing { meters, tree, station, view } = *comparing;
    // Without weather a model is a mean, which a season alone can beat.
    meters.climate(station.map(String::as_str), &view)?;
    let baseline = BaselineOptions {
        scope: Scope::Point(point.clone()),
        span: before(tree, point, measure.start)?,
        cut: Cut::Readings,
        family: None,
        select: Select::Bic,
        station: station.cloned(),
        drivers: Vec::new(),
        view,
    };
    option_c(meters, &OptionCOptions { baseline, reporting, history_from: None })
}

/// The months before the works.
fn before(tree: &Tree<'_>, point: &PointCode, start: Day) -> Result<Span, Refusal> {
    let last = start.month().previous();
    let known = known_from(tree, point).unwrap_or(start);
    let whole = known == known.month().first();
    let known = if whole { known.month() } else { known.month().next() };
    let n = usize::try_from(known.months_until(last) + 1).unwrap_or(0);
    let first = known.max(last.plus(1 - MOST)).min(last);
    let span = Span::new(first.first(), last.last()).expect("BUG: months in order");
    if n < LEAST {
        return Err(BaselineRefusal::FewObservations { span, n, least: LEAST, why: None }.into());
    }
    Ok(span)
}

/// The first day whose use is known; of a sum, the first on which all its terms are.
fn known_from(tree: &Tree<'_>, point: &PointCode) -> Option<Day> {
    let node = tree.node(point)?;
    if let Some(consumption) = node.consumption() {
        return Some(consumption.intervals.first()?.from);
    }
    let terms = tree.terms(node)?;
    let firsts: Option<Vec<Day>> =
        terms.iter().map(|(_, term)| Some(term.consumption()?.intervals.first()?.from)).collect();
    firsts?.into_iter().max()
}

/// What all points together saved, how far that may be off, and what follows.
pub(super) fn together(wholes: &[Whole]) -> (Option<Decimal>, Option<Decimal>, Finding) {
    let found: Option<Vec<&OptionC>> = wholes.iter().map(|own| own.found.as_deref().ok()).collect();
    let Some(found) = found else { return (None, None, Finding::Lacking) };
    let savings: Option<Vec<Decimal>> = found.iter().map(|own| own.avoided.decimal(2)).collect();
    let Some(saving) =
        savings.and_then(|all| all.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add))
    else {
        return (None, None, Finding::NotProvable);
    };
    let halves: Option<Vec<Decimal>> =
        found.iter().map(|own| own.half_width()?.decimal(2)).collect();
    let error = halves.and_then(|halves| match &halves[..] {
        [half] => Some(*half),
        halves => root_of_squares(halves),
    });
    let finding = match &found[..] {
        [own] => match own.proof {
            Outcome::Proven => Finding::Proven,
            Outcome::NotProvable => Finding::NotProvable,
            Outcome::Increase => Finding::Increase,
        },
        _ => Finding::of(saving, error),
    };
    (Some(saving), error, finding)
}

/// What was avoided in each of the periods that were compared.
pub(super) fn parts(wholes: &[Whole]) -> Vec<(Span, Decimal)> {
    let found = wholes.iter().filter_map(|own| own.found.as_deref().ok());
    let lines = found.flat_map(|own| &own.lines);
    lines.filter_map(|line| Some((line.span, line.avoided.decimal(6)?))).collect()
}

/// What all points together save in a year; none before each was compared for a year.
pub(super) fn a_year(wholes: &[Whole]) -> Option<Decimal> {
    let years = wholes.iter().map(|own| last_year(&own.found.as_deref().ok()?.lines));
    years.collect::<Option<Vec<_>>>()?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// What the last periods that hang together and come nearest to a year avoided, by 365 days.
///
/// A part of a year is not made a whole one: a saving differs by season.
fn last_year(lines: &[Compared]) -> Option<Decimal> {
    let (mut days, mut sum, mut next) = (0, Fraction::ZERO, None);
    let mut best: Option<(i64, Fraction)> = None;
    for line in lines.iter().rev() {
        if next.is_some_and(|first| line.span.last().next() != first) {
            break;
        }
        next = Some(line.span.first());
        days += line.span.days();
        sum = sum.checked_add(Fraction::from_decimal(line.avoided.decimal(6)?))?;
        if best.is_none_or(|(known, _)| (days - YEAR).abs() < (known - YEAR).abs()) {
            best = Some((days, sum));
        }
    }
    let (days, sum) = best.filter(|(days, _)| (days - YEAR).abs() <= YEAR_SLACK)?;
    let by_days = Fraction::new(i128::from(YEAR), i128::from(days))?;
    sum.checked_mul(by_days)?.round(2)
}

/// Errors together, each independent of the others.
fn root_of_squares(errors: &[Decimal]) -> Option<Decimal> {
    let mut sum = Fraction::ZERO;
    for error in errors {
        let error = Fraction::from_decimal(*error);
        sum = sum.checked_add(error.checked_mul(error)?)?;
    }
    square_root(sum, 2)
}
