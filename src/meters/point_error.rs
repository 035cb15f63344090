//! The ways in which what a point says of sums and rounds can be refused.

use crate::base::{Argument, Day, Decimal, PointCode, Refuse};

use super::Utility;

/// A rule of computed points and of rounds said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointRefusal {
    /// Not a signed sum of points.
    #[error("{text} is no sum of points")]
    Sum {
        /// The text as it was written.
        text: String,
    },
    /// A point stands twice in a sum.
    #[error("{term} stands twice in the sum")]
    SumTwice {
        /// The point.
        term: PointCode,
    },
    /// A point cannot have a meter and be computed.
    #[error("{code} has a meter and a sum")]
    SumAndMeter {
        /// The point.
        code: PointCode,
    },
    /// A point would be computed from itself.
    #[error("{code} would be computed from itself")]
    SumLoop {
        /// The point.
        code: PointCode,
        /// The term by which it would.
        term: PointCode,
    },
    /// A term that nobody knows.
    #[error("no point {term} to be summed")]
    UnknownTerm {
        /// The code as it was written.
        term: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A term measures something else.
    #[error("{code} and its term {term} measure different things")]
    TermCarrier {
        /// The point.
        code: PointCode,
        /// The term.
        term: PointCode,
        /// What the term measures.
        utility: Utility,
    },
    /// Not times of day.
    #[error("{text} is no list of times")]
    ReadAt {
        /// The text as it was written.
        text: String,
    },
    /// A place on a round, and no round.
    #[error("{code} has a place on a round that is not named")]
    NoRoute {
        /// The point.
        code: PointCode,
    },
    /// No point is read on such a round.
    #[error("no point is on the round {route}")]
    UnknownRoute {
        /// The round as it was written.
        route: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A register outside of what was expected, and nobody looked again.
    #[error("{register} of {code} is not what was expected")]
    Outside {
        /// The point.
        code: PointCode,
        /// The register.
        register: Decimal,
        /// The least that was expected.
        low: Decimal,
        /// The most, where anything bounds it.
        high: Option<Decimal>,
    },
    /// A use a day that nothing before is like, and nobody looked again.
    #[error("{register} of {code} is {per_day} a day, where {most} was the most")]
    Leap {
        /// The point.
        code: PointCode,
        /// The register.
        register: Decimal,
        /// When it was read last.
        date: Day,
        /// What it showed then.
        last: Decimal,
        /// What a day would have used since.
        per_day: Decimal,
        /// The most that a day used before.
        most: Decimal,
    },
    /// A register with more digits than the only one before it, and nobody looked again.
    #[error("{register} of {code} is longer than {last}")]
    Longer {
        /// The point.
        code: PointCode,
        /// The register.
        register: Decimal,
        /// When it was read.
        date: Day,
        /// What it showed then.
        last: Decimal,
    },
    /// A point without a meter is read by nobody.
    #[error("{code} has no meter to be read")]
    NothingToRead {
        /// The point.
        code: PointCode,
    },
}

impl Refuse for PointRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Sum { .. } => "meter.sum",
            Self::SumTwice { .. } => "meter.sum_twice",
            Self::SumAndMeter { .. } => "meter.sum_and_meter",
            Self::SumLoop { .. } => "meter.sum_loop",
            Self::UnknownTerm { nearest: None, .. } => "meter.unknown_term",
            Self::UnknownTerm { nearest: Some(_), .. } => "meter.unknown_term_near",
            Self::TermCarrier { .. } => "meter.term_utility",
            Self::ReadAt { .. } => "meter.read_at",
            Self::NoRoute { .. } => "meter.no_route",
            Self::UnknownRoute { nearest: None, .. } => "meter.unknown_route",
            Self::UnknownRoute { nearest: Some(_), .. } => "meter.unknown_route_near",
            Self::Outside { high: None, .. } => "meter.outside_low",
            Self::Outside { high: Some(_), .. } => "meter.outside",
            Self::Leap { .. } => "meter.leap",
            Self::Longer { .. } => "meter.longer",
            Self::NothingToRead { .. } => "meter.nothing_to_read",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Sum { text } | Self::ReadAt { text } => vec![("text", text.into())],
            Self::SumTwice { term } => vec![("term", Argument::of(term))],
            Self::SumAndMeter { code } | Self::NoRoute { code } | Self::NothingToRead { code } => {
                vec![("point", Argument::of(code))]
            }
            Self::SumLoop { code, term } => {
                vec![("point", Argument::of(code)), ("term", Argument::of(term))]
            }
            Self::UnknownTerm { term, nearest } => {
                let mut arguments = vec![("term", term.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::UnknownRoute { route, nearest } => {
                let mut arguments = vec![("route", route.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::Outside { code, register, low, high } => {
                let mut arguments = vec![
                    ("point", Argument::of(code)),
                    ("register", Argument::of(register)),
                    ("low", Argument::of(low)),
                ];
                arguments.extend(high.iter().map(|high| ("high", Argument::of(high))));
                arguments
            }
            Self::Leap { code, register, date, last, per_day, most } => {
                let mut arguments = since(code, *register, (*date, *last));
                arguments.push(("per_day", Argument::of(per_day)));
                arguments.push(("most", Argument::of(most)));
                arguments
            }
            Self::Longer { code, register, date, last } => since(code, *register, (*date, *last)),
            Self::TermCarrier { code, term, utility } => vec![
                ("point", Argument::of(code)),
                ("term", Argument::of(term)),
                ("utility", Argument::key(utility.key())),
            ],
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Sum { .. }
            | Self::SumTwice { .. }
            | Self::SumAndMeter { .. }
            | Self::SumLoop { .. }
            | Self::UnknownTerm { .. }
            | Self::TermCarrier { .. } => "sum",
            Self::ReadAt { .. } => "read_at",
            Self::Outside { .. } | Self::Leap { .. } | Self::Longer { .. } => "register",
            Self::NoRoute { .. } | Self::NothingToRead { .. } | Self::UnknownRoute { .. } => {
                "route"
            }
        })
    }
}

/// A register, and the one before it.
fn since(
    code: &PointCode,
    register: Decimal,
    (date, last): (Day, Decimal),
) -> Vec<(&'static str, Argument)> {
    vec![
        ("point", Argument::of(code)),
        ("register", Argument::of(&register)),
        ("date", Argument::of(&date)),
        ("last", Argument::of(&last)),
    ]
}
