//! The linter of the conversion factors: what can be recomputed is, and what stands out is said.
//!
//! Nothing here keeps a factor from being used: a finding is a question to whoever entered it.

use crate::base::{Argument, Day, Decimal, Message};

use super::{Equivalent, Factor, Meters, Origin, Plausible, Rate};

/// Something that stands out about a factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorFinding {
    /// The factor.
    pub factor: Factor,
    /// What it is.
    pub flaw: FactorFlaw,
}

/// What stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactorFlaw {
    /// The terms beside the rate come to something else.
    Recomputed {
        /// What they come to, to as many decimals as the rate has.
        expected: Decimal,
    },
    /// It is a thousand times too large or too small: a unit was mistaken.
    Thousandfold {
        /// What it would be in the right unit.
        suggested: Decimal,
    },
    /// It lies outside of everything published for its carrier.
    Outside {
        /// Between which values it should lie.
        band: Plausible,
    },
    /// Days between it and the one that follows have no factor.
    Gap {
        /// The first of them.
        from: Day,
        /// The last of them.
        until: Day,
    },
    /// The one that follows begins before it ends.
    Overlap {
        /// The first day of the other.
        next: Day,
    },
    /// It has ended, and none follows.
    Ended {
        /// Its last day.
        until: Day,
    },
    /// Nobody said where it comes from.
    NoSource,
    /// It is published year by year, and nobody said for which.
    NoYear,
}

impl FactorFlaw {
    /// The code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Recomputed { .. } => "factor.recomputed",
            Self::Thousandfold { .. } => "factor.thousandfold",
            Self::Outside { .. } => "factor.outside",
            Self::Gap { .. } => "factor.gap",
            Self::Overlap { .. } => "factor.overlap",
            Self::Ended { .. } => "factor.ended",
            Self::NoSource => "factor.no_source",
            Self::NoYear => "factor.no_year",
        }
    }
}

impl FactorFinding {
    /// The key of the factor's row that it is about, as files call it.
    pub const fn field(&self) -> Option<&'static str> {
        match (&self.flaw, self.factor.equivalent) {
            (FactorFlaw::Gap { .. } | FactorFlaw::Overlap { .. } | FactorFlaw::Ended { .. }, _) => {
                Some("valid_until")
            }
            (FactorFlaw::NoSource, _) => Some("source"),
            (FactorFlaw::NoYear, _) => Some("basis"),
            (_, Equivalent::Coal) => Some("kgce"),
            (_, Equivalent::Carbon) => Some("kgco2"),
        }
    }

    /// What is to be said.
    pub fn message(&self) -> Message {
        let Self { factor, flaw } = self;
        let unit = format!("{}/{}", factor.equivalent.kilogram(), factor.carrier.unit());
        let message = Message::new(flaw.code())
            .with("utility", Argument::key(factor.carrier.utility().key()))
            .with("word", factor.carrier.flags())
            .with("into", factor.equivalent.word())
            .with("basis", factor.basis.word())
            .with("named", factor.basis.argument())
            .with("day", Argument::of(&factor.valid_from))
            .with("value", factor.rate.to_string())
            .with("unit", unit);
        match flaw {
            FactorFlaw::Recomputed { expected } => message.with("expected", Argument::of(expected)),
            FactorFlaw::Thousandfold { suggested } => {
                message.with("suggested", Argument::of(suggested))
            }
            FactorFlaw::Outside { band } => message
                .with("low", Argument::of(&band.low))
                .with("high", Argument::of(&band.high))
                .with("source", band.source.as_str()),
            FactorFlaw::Gap { from, until } => {
                message.with("from", Argument::of(from)).with("until", Argument::of(until))
            }
            FactorFlaw::Overlap { next } => message.with("next", Argument::of(next)),
            FactorFlaw::Ended { until } => message.with("until", Argument::of(until)),
            FactorFlaw::NoSource | FactorFlaw::NoYear => message,
        }
    }
}

/// Holds every factor against what can be known of it; `today` decides which have ended.
pub fn lint_factors(meters: &Meters, today: Day) -> Vec<FactorFinding> {
    let mut findings = Vec::new();
    for factor in meters.factors() {
        let flaws = of_value(meters, factor).into_iter().chain(of_words(factor));
        let flaws = flaws.chain(of_days(meters, factor, today));
        findings.extend(flaws.map(|flaw| FactorFinding { factor: factor.clone(), flaw }));
    }
    findings
}

/// The findings about the factors that the hospital named itself.
pub fn lint_own_factors(meters: &Meters, today: Day) -> Vec<FactorFinding> {
    let mut findings = lint_factors(meters, today);
    findings.retain(|finding| finding.factor.origin == Origin::Store);
    findings
}

/// The value against its own terms, else against what is plausible.
fn of_value(meters: &Meters, factor: &Factor) -> Option<FactorFlaw> {
    let Rate::PerUnit(value) = factor.rate else { return None };
    let band = band(meters, factor);
    let exact = factor.terms.kilograms(factor.equivalent);
    let expected = exact.and_then(|exact| exact.round(value.scale()));
    let differs = expected.filter(|expected| *expected != value);
    let strays = band.filter(|band| !band.holds(value));
    if differs.is_none() && strays.is_none() {
        return None;
    }
    let by_thousand =
        [value.checked_mul(Decimal::ONE_THOUSAND), value.checked_div(Decimal::ONE_THOUSAND)];
    let fits = |other: &Decimal| match (band, exact) {
        (Some(band), _) => band.holds(*other),
        (None, Some(exact)) => exact.round(other.scale()) == Some(*other),
        (None, None) => false,
    };
    if let Some(suggested) = by_thousand.into_iter().flatten().find(fits) {
        return Some(FactorFlaw::Thousandfold { suggested: suggested.normalize() });
    }
    let recomputed = differs.map(|expected| FactorFlaw::Recomputed { expected });
    recomputed.or_else(|| strays.map(|band| FactorFlaw::Outside { band: band.clone() }))
}

/// The band of its basis before that of every basis.
fn band<'a>(meters: &'a Meters, factor: &Factor) -> Option<&'a Plausible> {
    let of = |basis| {
        let own = (&factor.carrier, factor.equivalent, basis);
        let mut bands = meters.bands().iter();
        bands.find(|band| (&band.carrier, band.equivalent, band.basis.as_ref()) == own)
    };
    of(Some(&factor.basis)).or_else(|| of(None))
}

fn of_words(factor: &Factor) -> Vec<FactorFlaw> {
    let mut flaws = Vec::new();
    if factor.source.trim().is_empty() {
        flaws.push(FactorFlaw::NoSource);
    }
    let is_number = factor.rate.number().is_some();
    if is_number && factor.basis.is_yearly() && factor.year.is_none() {
        flaws.push(FactorFlaw::NoYear);
    }
    flaws
}

/// Its days against those of the one that follows.
fn of_days(meters: &Meters, factor: &Factor, today: Day) -> Option<FactorFlaw> {
    let until = factor.valid_until?;
    let others = meters.factors().iter().filter(|other| other.same_series(factor));
    let next = others.map(|own| own.valid_from).filter(|day| *day > factor.valid_from).min();
    match next {
        Some(next) if next <= until => Some(FactorFlaw::Overlap { next }),
        Some(next) if until.next() < next => {
            Some(FactorFlaw::Gap { from: until.next(), until: next.previous() })
        }
        None if until < today => Some(FactorFlaw::Ended { until }),
        Some(_) | None => None,
    }
}
