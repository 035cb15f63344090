//! By which of the competing conventions energy is converted to coal or carbon.

use std::fmt;

use crate::base::{Argument, nearest};

use super::{Carrier, Equivalent, FactorRefusal, Meters, Utility};

/// The basis of a conversion: which of the competing conventions is followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Basis(String);

/// The words that are generally known, each with the key of its label.
const WORDS: [(&str, &str); 15] = [
    ("calorific", "energy.basis.calorific"),
    ("supply", "energy.basis.supply"),
    ("db37", "energy.basis.db37"),
    ("common", "energy.basis.common"),
    ("grid-national", "energy.basis.grid_national"),
    ("grid-north", "energy.basis.grid_north"),
    ("grid-northeast", "energy.basis.grid_northeast"),
    ("grid-east", "energy.basis.grid_east"),
    ("grid-central", "energy.basis.grid_central"),
    ("grid-northwest", "energy.basis.grid_northwest"),
    ("grid-south", "energy.basis.grid_south"),
    ("grid-guangdong", "energy.basis.grid_guangdong"),
    ("grid-sichuan", "energy.basis.grid_sichuan"),
    ("grid-fossil", "energy.basis.grid_fossil"),
    ("shanghai", "energy.basis.shanghai"),
];

impl Basis {
    /// The bases of coal that are generally known; a hospital may name others.
    pub const KNOWN: [&'static str; 3] = ["calorific", "supply", "db37"];

    /// The labels of the bases that are generally known.
    pub fn keys() -> Vec<&'static str> {
        WORDS.map(|(_, key)| key).to_vec()
    }

    /// The basis of a label.
    pub fn of_key(key: &str) -> Option<Self> {
        let found = WORDS.iter().find(|(_, own)| *own == key)?;
        Some(Self(found.0.to_owned()))
    }

    /// The calorific basis (当量值), by which coal is computed unless told otherwise.
    pub fn calorific() -> Self {
        Self("calorific".to_owned())
    }

    /// The basis of what is the same whichever basis is asked for, such as the carbon of a fuel.
    pub fn common() -> Self {
        Self("common".to_owned())
    }

    /// The nation's grid as a whole, by which carbon is computed unless told otherwise.
    pub fn grid_national() -> Self {
        Self("grid-national".to_owned())
    }

    /// The basis by which a report converts unless told otherwise.
    pub fn usual(equivalent: Equivalent) -> Self {
        match equivalent {
            Equivalent::Coal => Self::calorific(),
            Equivalent::Carbon => Self::grid_national(),
        }
    }

    /// The basis on which a factor is set unless told otherwise: only the carbon of electricity
    /// depends on where it is from.
    pub fn to_set(equivalent: Equivalent, carrier: &Carrier) -> Self {
        match (equivalent, carrier.utility()) {
            (Equivalent::Coal, _) | (_, Utility::Electricity) => Self::usual(equivalent),
            (Equivalent::Carbon, _) => Self::common(),
        }
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
        WORDS.iter().find(|(word, _)| *word == self.0).map(|(_, key)| *key)
    }

    /// What it is called, for a sentence.
    pub fn argument(&self) -> Argument {
        self.key().map_or_else(|| self.word().into(), Argument::key)
    }

    /// Whether its values are published for a year, which a factor must name.
    pub fn is_yearly(&self) -> bool {
        self.0 == "supply"
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Meters {
    /// A basis that some factor has, or the refusal that names the nearest one.
    pub fn known_basis(&self, equivalent: Equivalent, basis: &Basis) -> Result<(), FactorRefusal> {
        let own = || self.factors().iter().filter(|factor| factor.equivalent == equivalent);
        if own().any(|factor| factor.basis == *basis) {
            return Ok(());
        }
        let text = basis.word().to_owned();
        let nearest = nearest(&text, own().map(|factor| factor.basis.word()));
        Err(FactorRefusal::UnknownBasis { text, nearest, equivalent })
    }
}
