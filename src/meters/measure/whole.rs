//! Option C of a measure: each of its points against its own baseline from before the works.
//!
//! The baseline has the whole months before the works, as many as the history has: twelve at least
//! and three years at most. What the works themselves used is in neither side.

use crate::base::{Day, Decimal, Fraction, PointCode, Span};
use crate::meters::loss::square_root;
use crate::meters::{
    BaselineOptions, BaselineRefusal, Cut, Meters, Node, OptionC, OptionCOptions, Outcome, Refusal,
    Scope, Select, Tree, View, option_c,
};

use super::{Finding, Measure};

/// The fewest months of a baseline.
const LEAST: usize = 12;
/// The most months of one.
const MOST: i32 = 36;

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
    /// It is measured below another point of the measure: its saving would count twice.
    Within(PointCode),
}

/// Compares every point of a measure.
pub(super) fn wholes(
    meters: &Meters,
    measure: &Measure,
    reporting: Span,
    view: View,
) -> Vec<Whole> {
    let tree = Tree::new(meters, &view);
    let one = |point: &PointCode| {
        let found = match above(&tree, measure, point) {
            Some(above) => Err(WhyNot::Within(above)),
            None => compare(meters, &tree, measure, point, reporting, view)
                .map(Box::new)
                .map_err(WhyNot::Refused),
        };
        Whole { point: point.clone(), found }
    };
    let points: std::collections::BTreeSet<&PointCode> = measure.points.iter().collect();
    points.into_iter().map(one).collect()
}

/// The point of the same measure that a point is measured below.
fn above(tree: &Tree<'_>, measure: &Measure, point: &PointCode) -> Option<PointCode> {
    let up = |code: &&PointCode| tree.node(code).and_then(Node::parent);
    let mut chain = std::iter::successors(up(&point), up);
    chain.find(|code| measure.points.contains(code)).cloned()
}

fn compare(
    meters: &Meters,
    tree: &Tree<'_>,
    measure: &Measure,
    point: &PointCode,
    reporting: Span,
    view: View,
) -> Result<OptionC, Refusal> {
    // Without weather a model is a mean, which a season alone can beat.
    meters.climate(None, &view)?;
    let baseline = BaselineOptions {
        scope: Scope::Point(point.clone()),
        span: before(tree, point, measure.start)?,
        cut: Cut::Readings,
        family: None,
        select: Select::Bic,
        station: None,
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

/// Errors together, each independent of the others.
fn root_of_squares(errors: &[Decimal]) -> Option<Decimal> {
    let mut sum = Fraction::ZERO;
    for error in errors {
        let error = Fraction::from_decimal(*error);
        sum = sum.checked_add(error.checked_mul(error)?)?;
    }
    square_root(sum, 2)
}
