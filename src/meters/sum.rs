//! A point that is computed: the signed sum of others, as it is written in the register.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::base::{PointCode, half_width};

use super::{Counting, History, Meters, Point, PointRefusal, Refusal, Sign};

/// A signed sum of other points of the same utility: `D-ZY - D-NK1 + D-X`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    terms: Vec<Term>,
}

/// One point of a sum, and whether it adds or takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its sign.
    pub sign: Sign,
    /// The point.
    pub point: PointCode,
}

impl Sum {
    /// The terms, in the order in which they are written; at least one.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

impl FromStr for Sum {
    type Err = PointRefusal;

    /// Reads codes joined by `+` and `-` with spaces around them, since a code may have a `-`
    /// of its own; a sign may stand before the first. No point stands in it twice.
    fn from_str(text: &str) -> Result<Self, PointRefusal> {
        let wrong = || PointRefusal::Sum { text: text.trim().to_owned() };
        let text = half_width(text);
        let mut terms: Vec<Term> = Vec::new();
        let mut sign = Some(Sign::Plus);
        for (at, word) in text.split_whitespace().enumerate() {
            let turned = match word {
                "+" => Some(Sign::Plus),
                "-" | "−" => Some(Sign::Minus),
                _ => None,
            };
            match (turned, sign.take()) {
                (Some(turned), before) if before.is_none() || at == 0 => sign = Some(turned),
                (None, Some(sign)) => {
                    let point = PointCode::parse(word).map_err(|_| wrong())?;
                    if terms.iter().any(|term| term.point == point) {
                        return Err(PointRefusal::SumTwice { term: point });
                    }
                    terms.push(Term { sign, point });
                }
                _ => return Err(wrong()),
            }
        }
        if terms.is_empty() || sign.is_some() { Err(wrong()) } else { Ok(Self { terms }) }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Term { sign, point }) in self.terms.iter().enumerate() {
            match (at, sign) {
                (0, Sign::Plus) => {}
                (0, Sign::Minus) => out.write_str("- ")?,
                (_, Sign::Plus) => out.write_str(" + ")?,
                (_, Sign::Minus) => out.write_str(" - ")?,
            }
            write!(out, "{point}")?;
        }
        Ok(())
    }
}

/// Whether a point is computed from points that are there, measure the same, and are not computed
/// from it; and whether what is to be read has a dial.
pub(super) fn sums_well(meters: &Meters, point: &Point) -> Result<(), Refusal> {
    let code = || point.code.clone();
    let is_read = point.stop.is_some() || !point.read_at.times().is_empty();
    if point.meter.is_none() && is_read {
        return Err(PointRefusal::NothingToRead { code: code() }.into());
    }
    if point.stop.as_ref().is_some_and(|stop| stop.route.trim().is_empty()) {
        return Err(PointRefusal::NoRoute { code: code() }.into());
    }
    let Some(sum) = &point.sum else { return Ok(()) };
    if point.meter.is_some() {
        return Err(PointRefusal::SumAndMeter { code: code() }.into());
    }
    for Term { point: of, .. } in sum.terms() {
        if *of == point.code {
            return Err(PointRefusal::SumLoop { code: code(), term: of.clone() }.into());
        }
        let there = meters.known(of).map_err(|refusal| match refusal {
            Refusal::UnknownPoint { code: term, nearest } => {
                PointRefusal::UnknownTerm { term, nearest }.into()
            }
            other => other,
        });
        let there = there?.point();
        if there.carrier != point.carrier {
            let (term, utility) = (of.clone(), there.carrier.utility());
            return Err(PointRefusal::TermCarrier { code: code(), term, utility }.into());
        }
        if needs(meters, there, point) {
            return Err(PointRefusal::SumLoop { code: code(), term: of.clone() }.into());
        }
    }
    Ok(())
}

/// Whether a point is computed from another one, however far down.
fn needs(meters: &Meters, point: &Point, other: &Point) -> bool {
    let mut seen: BTreeSet<&PointCode> = BTreeSet::new();
    let mut next: Vec<&Point> = vec![point];
    while let Some(point) = next.pop() {
        if point.code == other.code {
            return true;
        }
        if !seen.insert(&point.code) {
            continue;
        }
        // A sum of those below it is computed from this one too, once it is added below.
        let is_below = point.meter.is_none()
            && point.sum.is_none()
            && other.counting == Counting::Counted
            && other.parent.as_ref() == Some(&point.code);
        if is_below {
            return true;
        }
        next.extend(parts(meters, point));
    }
    false
}

/// The points that a point is computed from; none for a point with a meter.
fn parts<'m>(meters: &'m Meters, point: &'m Point) -> Vec<&'m Point> {
    if point.meter.is_some() {
        return Vec::new();
    }
    match &point.sum {
        Some(sum) => {
            let there = |term: &Term| meters.history(&term.point).map(History::point);
            sum.terms().iter().filter_map(there).collect()
        }
        // Those right below it, check meters too: what is below those counts for it.
        None => meters
            .histories()
            .map(History::point)
            .filter(|below| below.parent.as_ref() == Some(&point.code))
            .filter(|below| below.counting == Counting::Counted || below.sum.is_none())
            .collect(),
    }
}
