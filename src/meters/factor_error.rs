//! The ways in which a conversion factor can be refused.

use crate::base::{Argument, Day, Decimal, Refuse};

use super::Equivalent;

/// A rule of the conversion factors said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactorRefusal {
    /// A factor below zero.
    #[error("a factor below zero: {value}")]
    Negative {
        /// What it converts to.
        equivalent: Equivalent,
        /// The value.
        value: Decimal,
    },
    /// It would end before it begins.
    #[error("it ends on {until}, before it begins on {from}")]
    Backward {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// Carbon content or oxidation without the rest of what they are multiplied with.
    #[error("heat, carbon content and oxidation go together")]
    Terms,
    /// A row that gives both coal and carbon, or neither.
    #[error("a row gives either coal or carbon")]
    OneValue,
    /// Heat in two units.
    #[error("heat in kilocalories and in megajoules")]
    OneHeat,
    /// A band whose ends are the wrong way round.
    #[error("{low} is above {high}")]
    Band {
        /// Its low end.
        low: Decimal,
        /// Its high end.
        high: Decimal,
    },
    /// Two bands claim the same factors.
    #[error("another band is there")]
    BandTaken,
    /// No factor has this basis.
    #[error("no factor on the basis {text}")]
    UnknownBasis {
        /// The basis as it was written.
        text: String,
        /// The nearest one.
        nearest: Option<String>,
        /// What was to be converted to.
        equivalent: Equivalent,
    },
}

impl Refuse for FactorRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Negative { .. } => "factor.negative",
            Self::Backward { .. } => "factor.backward",
            Self::Terms => "factor.terms",
            Self::OneValue => "factor.one_value",
            Self::OneHeat => "factor.one_heat",
            Self::Band { .. } => "factor.band",
            Self::BandTaken => "factor.band_taken",
            Self::UnknownBasis { nearest: None, .. } => "factor.unknown_basis",
            Self::UnknownBasis { nearest: Some(_), .. } => "factor.unknown_basis_near",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Negative { equivalent, value } => {
                vec![("unit", equivalent.kilogram().into()), ("value", Argument::of(value))]
            }
            Self::Backward { from, until } => {
                vec![("from", Argument::of(from)), ("until", Argument::of(until))]
            }
            Self::Band { low, high } => {
                vec![("low", Argument::of(low)), ("high", Argument::of(high))]
            }
            Self::UnknownBasis { text, nearest, equivalent } => {
                let mut arguments =
                    vec![("text", text.into()), ("equivalent", Argument::key(equivalent.key()))];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::Terms | Self::OneValue | Self::OneHeat | Self::BandTaken => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Negative { equivalent: Equivalent::Coal, .. } | Self::OneValue => Some("kgce"),
            Self::Negative { equivalent: Equivalent::Carbon, .. } => Some("kgco2"),
            Self::Backward { .. } => Some("valid_until"),
            Self::Terms => Some("carbon_content"),
            Self::OneHeat => Some("kcal"),
            Self::Band { .. } => Some("low"),
            Self::BandTaken => None,
            Self::UnknownBasis { .. } => Some("basis"),
        }
    }
}
