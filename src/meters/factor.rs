//! How much standard coal a unit stands for: dated, on a named basis, with its source.

use std::fmt;

use crate::base::{Day, Decimal};

use super::Carrier;

/// The basis of a conversion: which of the competing conventions is followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Basis(String);

impl Basis {
    /// The bases that are generally known; a hospital may name others.
    pub const KNOWN: [&'static str; 3] = ["calorific", "supply", "db37"];

    /// The calorific basis (当量值), by which the report converts unless told otherwise.
    pub fn calorific() -> Self {
        Self("calorific".to_owned())
    }

    /// Takes the word of the files over; none of the empty one.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        (!word.is_empty()).then(|| Self(word.to_owned()))
    }

    /// The word in the files.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// The key of its label, for the bases that are generally known.
    pub fn key(&self) -> Option<&'static str> {
        match self.0.as_str() {
            "calorific" => Some("energy.basis.calorific"),
            "supply" => Some("energy.basis.supply"),
            "db37" => Some("energy.basis.db37"),
            _ => None,
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A conversion factor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Factor {
    /// What is converted, per its unit.
    pub carrier: Carrier,
    /// The basis it belongs to.
    pub basis: Basis,
    /// Whether the hospital named it or it came with the tool.
    pub origin: Origin,
    /// The first day it is valid; up to the next one.
    pub valid_from: Day,
    /// Kilograms of standard coal per unit; none where the basis says that it is not converted.
    pub kgce: Option<Decimal>,
    /// Where it comes from.
    pub source: String,
    /// How far the source can be trusted.
    pub mark: Option<String>,
}

impl Factor {
    /// Whether two factors claim the same days.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        (&self.carrier, &self.basis, self.origin, self.valid_from)
            == (&other.carrier, &other.basis, other.origin, other.valid_from)
    }
}

/// Who named a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The hospital, in its store.
    Store,
    /// The tool's own sample rows, which stand in where the store has none.
    Sample,
}

impl Origin {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Store => "energy.origin.store",
            Self::Sample => "energy.origin.sample",
        }
    }
}
