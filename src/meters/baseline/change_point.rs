//! Change points on mean temperatures, 1P to 5P: where only the months' means are known.

use super::candidate::{Candidate, Columns, Form, Regressor, Rejection};
use super::fit::{Reduced, Search};

/// The step between the change points that are tried, in °C.
const STEP: f64 = 0.5;
/// How many points each sloped side needs.
const SIDE: usize = 3;

/// Tries every shape, each at its best change points.
pub(super) fn candidates(columns: &Columns<'_>) -> Vec<Candidate> {
    let Some(search) = columns.search() else { return Vec::new() };
    let temperatures: Vec<f64> = columns.observations.iter().filter_map(|own| own.mean).collect();
    let grid = grid(&temperatures);
    let below = |point: f64| temperatures.iter().filter(|own| **own < point).count() >= SIDE;
    let above = |point: f64| temperatures.iter().filter(|own| **own > point).count() >= SIDE;
    let ones: Vec<Vec<f64>> =
        grid.iter().copied().filter(|c| above(*c)).map(|point| vec![point]).collect();
    let cold: Vec<Vec<f64>> =
        grid.iter().copied().filter(|c| below(*c)).map(|point| vec![point]).collect();
    let both: Vec<Vec<f64>> = ones.iter().filter(|own| below(own[0])).cloned().collect();
    let mut pairs = Vec::new();
    for low in &cold {
        pairs.extend(ones.iter().filter(|high| low[0] < high[0]).map(|high| vec![low[0], high[0]]));
    }
    [
        (Form::Mean, vec![vec![]]),
        (Form::TwoP, vec![vec![]]),
        (Form::ThreePCooling, ones),
        (Form::ThreePHeating, cold),
        (Form::FourP, both),
        (Form::FiveP, pairs),
    ]
    .into_iter()
    .map(|(form, points)| best(columns, &search, form, &points))
    .collect()
}

/// Multiples of the step between the third smallest and the third largest temperature.
fn grid(temperatures: &[f64]) -> Vec<f64> {
    let mut sorted = temperatures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let ends =
        sorted.len().checked_sub(SIDE).and_then(|last| sorted.get(SIDE - 1).zip(sorted.get(last)));
    let Some((low, high)) = ends else { return Vec::new() };
    let first = (low / STEP).ceil() * STEP;
    std::iter::successors(Some(first), |at| Some(at + STEP)).take_while(|at| at <= high).collect()
}

/// The shape at the change points that leave the least unexplained, held against the rules.
fn best(columns: &Columns<'_>, search: &Search, form: Form, points: &[Vec<f64>]) -> Candidate {
    let left = |points: &[f64]| -> Option<f64> {
        let own = columns.terms(form, points);
        let reduced = own.iter().skip(1).map(|column| search.reduce(column));
        let reduced: Vec<Reduced> = reduced.collect::<Option<_>>()?;
        match &reduced[..] {
            [] => Some(0.0),
            [only] => search.one(only).map(|tried| tried.left),
            [one, other, ..] => search.two(one, other).map(|tried| tried.left),
        }
    };
    let found = points
        .iter()
        .filter_map(|points| Some((left(points)?, points)))
        .min_by(|one, other| one.0.total_cmp(&other.0));
    let fitted = found.and_then(|(_, points)| columns.fit(form, points));
    let Some((mut candidate, _)) = fitted else {
        return Columns::unsupported(form, Rejection::Unsupported);
    };
    candidate.rejection = rejection(&candidate);
    candidate
}

/// Why a fitted shape does not qualify.
///
/// A slope of 3P and both of 5P lie above zero; of 4P one may lie below, if it is the smaller in
/// size and the other lies above; and each slope is two standard errors away from zero.
fn rejection(candidate: &Candidate) -> Option<Rejection> {
    let slopes: Vec<_> = candidate
        .coefficients
        .iter()
        .filter(|own| {
            matches!(own.term, Regressor::Heating | Regressor::Cooling | Regressor::Temperature)
        })
        .collect();
    let negative = slopes.iter().find(|own| own.value.0 <= 0.0);
    match (candidate.form, &slopes[..], negative) {
        (Form::ThreePCooling | Form::ThreePHeating | Form::FiveP, _, Some(slope)) => {
            return Some(Rejection::Negative(slope.term.clone()));
        }
        (Form::FourP, [one, other], Some(_)) => {
            let (low, high) = if one.value.0 < other.value.0 { (one, other) } else { (other, one) };
            if high.value.0 <= 0.0 || low.value.0.abs() >= high.value.0 {
                return Some(Rejection::Slopes);
            }
        }
        _ => {}
    }
    let weak = slopes.iter().find(|own| own.t.0.is_nan() || own.t.0.abs() < 2.0);
    weak.map(|slope| Rejection::Insignificant(slope.term.clone()))
}
