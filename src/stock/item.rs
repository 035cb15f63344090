//! The catalogue: what the store rooms keep, in which units, and the store rooms themselves.
//!
//! A quantity is kept in the item's base unit; every other unit converts by an exact factor, and
//! what does not come out in whole steps is refused. Look next at `movement.rs`.

use crate::base::{Fraction, ItemCode, Price, Quantity, SiteCode, StoreCode};

use super::{Class, Refusal};

/// A larger unit of an item: one of it is `factor` base units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LargerUnit {
    /// Its name, such as `箱`.
    pub name: String,
    /// How many base units one of it is; above zero.
    pub factor: Fraction,
}

/// A thing's code and name together, as messages say them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its code.
    pub code: ItemCode,
    /// Its name.
    pub name: String,
}

/// An item of the catalogue (物资).
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a yes or no of its own in the register")]
pub struct Item {
    /// Its code, by which the ledgers know it.
    pub code: ItemCode,
    /// Its name.
    pub name: String,
    /// Size, type or model; empty when there is none.
    pub spec: String,
    /// What it is counted under, such as `五金材料`; empty when there is none.
    pub category: String,
    /// The base unit, in which balances are kept.
    pub unit: String,
    /// How many decimals a quantity in base units may have.
    pub scale: u32,
    /// The other units in which it is received or issued.
    pub units: Vec<LargerUnit>,
    /// The quantity below which it should be bought.
    pub minimum: Option<Quantity>,
    /// Whether an old one must come back for a new one (低值易耗品).
    pub durable: bool,
    /// Whether lot and expiry are kept.
    pub lot_kept: bool,
    /// Whether it may still be received.
    pub active: bool,
    /// The shelf it lies on (货位); empty when nobody said.
    pub shelf: String,
    /// Its class where somebody fixed it; otherwise it follows from its use.
    pub class: Option<Class>,
    /// Whether it is a part for repairs, which go on a repair order.
    pub part: bool,
    /// How it is bought.
    pub supply: Supply,
    /// What of it has to come back, where it is durable.
    pub old: OldForNew,
}

/// How an item is bought (采购).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Supply {
    /// The quantity up to which it is bought.
    pub maximum: Option<Quantity>,
    /// The quantity kept for the unforeseen.
    pub safety: Option<Quantity>,
    /// The days from the order to the goods.
    pub lead_days: Option<u32>,
    /// Who usually supplies it; empty when nobody is named.
    pub supplier: String,
    /// The price of one base unit that was planned.
    pub plan_price: Option<Price>,
}

/// What of a durable item has to come back, where the store's rule is not the item's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OldForNew {
    /// How many old ones for one new one; none is the store's ratio.
    pub ratio: Option<Fraction>,
    /// The days in which they have to come back; none is the store's grace.
    pub grace_days: Option<u32>,
}

impl Item {
    /// Its code and name, for messages.
    pub fn named(&self) -> Box<Named> {
        Box::new(Named { code: self.code.clone(), name: self.name.clone() })
    }

    /// The factor of one of its units; none for a unit it does not have.
    pub fn factor(&self, unit: &str) -> Option<Fraction> {
        if unit == self.unit {
            return Some(Fraction::ONE);
        }
        self.units.iter().find(|larger| larger.name == unit).map(|larger| larger.factor)
    }

    /// The names of all its units, the base unit first.
    pub fn unit_names(&self) -> Vec<&str> {
        let larger = self.units.iter().map(|unit| unit.name.as_str());
        std::iter::once(self.unit.as_str()).chain(larger).collect()
    }

    /// A typed quantity in base units.
    ///
    /// Refuses a unit the item does not have, more decimals than it is kept to, and a conversion
    /// that does not come out in whole steps: nothing is rounded in silence.
    pub fn base(&self, quantity: Quantity, unit: &str) -> Result<Quantity, Refusal> {
        if unit == self.unit && quantity.fits(self.scale) {
            return Ok(quantity);
        }
        let factor = self.factor(unit).ok_or_else(|| Refusal::UnknownUnit {
            item: self.named(),
            unit: unit.to_owned(),
            units: self.unit_names().join(" / "),
        })?;
        quantity.convert(factor, self.scale).ok_or_else(|| {
            if factor == Fraction::ONE {
                Refusal::Decimals {
                    item: self.named(),
                    quantity,
                    unit: unit.to_owned(),
                    scale: self.scale,
                }
            } else {
                Refusal::Inexact {
                    item: self.named(),
                    quantity,
                    unit: unit.to_owned(),
                    factor: Box::new(factor),
                    base: self.unit.clone(),
                    scale: self.scale,
                }
            }
        })
    }

    /// Checks what must hold for every item: names, factors above zero, units named once.
    pub fn check(&self) -> Result<(), Refusal> {
        let item = || self.code.clone();
        if self.name.trim().is_empty() {
            return Err(Refusal::NameMissing { code: self.code.to_string() });
        }
        if self.unit.trim().is_empty() {
            return Err(Refusal::UnitMissing { item: item() });
        }
        if self.scale > Quantity::DECIMALS {
            return Err(Refusal::Scale { item: item(), scale: self.scale });
        }
        for (at, larger) in self.units.iter().enumerate() {
            let unit = larger.name.clone();
            if self.unit_names()[..=at].contains(&unit.as_str()) {
                return Err(Refusal::UnitTwice { item: item(), unit });
            }
            if !larger.factor.is_positive() || unit.contains(['=', ';']) || unit.is_empty() {
                return Err(Refusal::Factor { item: item(), unit, factor: larger.factor });
            }
        }
        if let Some(ratio) = self.old.ratio.filter(|ratio| !ratio.is_positive()) {
            return Err(Refusal::OldRatio { item: item(), ratio });
        }
        let Supply { maximum, safety, .. } = self.supply;
        let limits =
            [("minimum", self.minimum), ("maximum", maximum), ("safety", safety)].into_iter();
        let wrong = |quantity: &Quantity| quantity.is_negative() || !quantity.fits(self.scale);
        let mut limits = limits.filter_map(|(field, quantity)| Some((field, quantity?)));
        if let Some((field, quantity)) = limits.find(|(_, quantity)| wrong(quantity)) {
            return Err(Refusal::Limit { item: item(), field, quantity, scale: self.scale });
        }
        match (self.minimum, maximum) {
            (Some(minimum), Some(maximum)) if maximum < minimum => {
                Err(Refusal::MaximumLow { item: item(), minimum, maximum })
            }
            _ => Ok(()),
        }
    }
}

/// Reads `箱=24;盒=6`, larger units with their factors; the text that is wrong when one is.
pub fn parse_units(text: &str) -> Result<Vec<LargerUnit>, String> {
    text.split([';', '；'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, factor) = part.split_once('=').ok_or_else(|| part.to_owned())?;
            let factor = factor.trim().parse::<Fraction>().map_err(|_| part.to_owned())?;
            Ok(LargerUnit { name: name.trim().to_owned(), factor })
        })
        .collect()
}

/// Writes larger units as [`parse_units`] reads them.
pub fn write_units(units: &[LargerUnit]) -> String {
    let parts: Vec<String> =
        units.iter().map(|unit| format!("{}={}", unit.name, unit.factor)).collect();
    parts.join(";")
}

/// A store room (库房).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its code.
    pub code: StoreCode,
    /// Its name.
    pub name: String,
    /// The site it stands on.
    pub site: Option<SiteCode>,
    /// Who keeps it; empty when nobody is named.
    pub keeper: String,
}
