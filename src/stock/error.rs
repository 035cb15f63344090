//! Every way in which a rule of the stock book says no.

use crate::base::{Argument, Fraction, ItemCode, Quantity, RecordId, Refuse, SheetCode, StoreCode};

use super::{Kind, Named};

/// A rule of the stock book said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The catalogue has no such item.
    #[error("no such item")]
    UnknownItem {
        /// The code as it was given.
        item: ItemCode,
        /// The code that may have been meant.
        near: Option<String>,
    },
    /// There is no such store room.
    #[error("no such store room")]
    UnknownStore {
        /// The code as it was given.
        store: StoreCode,
        /// The code that may have been meant.
        near: Option<String>,
        /// All store rooms there are.
        known: String,
    },
    /// The item is not kept in this unit.
    #[error("the item has no such unit")]
    UnknownUnit {
        /// The item.
        item: Box<Named>,
        /// The unit as it was given.
        unit: String,
        /// All its units.
        units: String,
        /// The unit that may have been meant.
        near: Option<String>,
    },
    /// More decimals than the item is kept to.
    #[error("more decimals than the item is kept to")]
    Decimals {
        /// The item.
        item: Box<Named>,
        /// The quantity as it was given.
        quantity: Quantity,
        /// Its unit.
        unit: String,
        /// How many decimals there may be.
        scale: u32,
    },
    /// The conversion does not come out in whole steps.
    #[error("the conversion does not come out")]
    Inexact {
        /// The item.
        item: Box<Named>,
        /// The quantity as it was given.
        quantity: Quantity,
        /// Its unit.
        unit: String,
        /// The factor of that unit.
        factor: Fraction,
        /// The base unit.
        base: String,
        /// How many decimals there may be.
        scale: u32,
    },
    /// A quantity must be above zero.
    #[error("the quantity is not above zero")]
    NotPositive {
        /// The quantity as it was given.
        quantity: Quantity,
    },
    /// An amount of money must not be below zero.
    #[error("the amount is below zero")]
    AmountNegative,
    /// Goods come in, and nobody has said what they cost.
    #[error("no price is known")]
    PriceMissing {
        /// The item.
        item: ItemCode,
    },
    /// A price stands where the cost method gives the value.
    #[error("this kind of line has no price")]
    PriceNotHere {
        /// The kind of the line.
        kind: Kind,
    },
    /// The places do not fit the kind.
    #[error("the places do not fit the kind")]
    Places {
        /// The kind of the line.
        kind: Kind,
        /// Where it says the goods came from.
        from: String,
        /// Where it says the goods went.
        to: String,
    },
    /// A time, or a cut-off, that this kind of line cannot have, or lacks.
    #[error("the time does not fit the kind")]
    Time {
        /// The kind of the line.
        kind: Kind,
    },
    /// A reversal without its original, or another kind with one.
    #[error("reversals, and only they, name an original")]
    Reverses {
        /// The kind of the line.
        kind: Kind,
    },
    /// A count without a counted quantity, or another kind with one.
    #[error("counts, and only they, have a counted quantity")]
    Counted {
        /// The kind of the line.
        kind: Kind,
    },
    /// The id stands for another line.
    #[error("the id is taken")]
    IdTaken {
        /// The id.
        id: RecordId,
    },
    /// The sheet has been posted with other values.
    #[error("the sheet is posted already")]
    PostedAlready {
        /// The sheet.
        sheet: SheetCode,
        /// The row that posted it.
        by: RecordId,
    },
    /// A sheet asserts the same card twice.
    #[error("the sheet counts the item twice")]
    CountedTwice {
        /// The sheet.
        sheet: String,
        /// The item.
        item: ItemCode,
    },
    /// A transfer arrives that was not sent, or not so much of it.
    #[error("more arrives than was sent")]
    NotSent {
        /// The item.
        item: ItemCode,
        /// The slip it arrives under.
        slip: String,
    },
    /// A line leaves a store with less than nothing.
    #[error("the store holds less than nothing")]
    Negative {
        /// The item.
        item: ItemCode,
        /// The store.
        store: String,
        /// What is left, below zero.
        quantity: Quantity,
    },
    /// There is no such line.
    #[error("no such line")]
    UnknownMovement {
        /// The id as it was given.
        id: String,
    },
    /// The line has been taken back.
    #[error("the line has been taken back")]
    ReversedAlready {
        /// The line.
        id: RecordId,
        /// The line that took it back.
        by: RecordId,
    },
    /// A reversal says other goods or places than its original.
    #[error("the reversal does not mirror its original")]
    Mirror {
        /// The original.
        original: RecordId,
    },
    /// An item without a name.
    #[error("the name is missing")]
    NameMissing {
        /// The code of what lacks the name.
        code: String,
    },
    /// An item without a base unit.
    #[error("the base unit is missing")]
    UnitMissing {
        /// The item.
        item: ItemCode,
    },
    /// More decimals than a quantity can have.
    #[error("too many decimals")]
    Scale {
        /// The item.
        item: ItemCode,
        /// The decimals as they were given.
        scale: u32,
    },
    /// The same unit twice.
    #[error("the unit is named twice")]
    UnitTwice {
        /// The item.
        item: ItemCode,
        /// The unit.
        unit: String,
    },
    /// A larger unit without a name, or with a factor that is not above zero.
    #[error("not a unit and its factor")]
    Factor {
        /// The item.
        item: ItemCode,
        /// The unit.
        unit: String,
        /// The factor as it was given.
        factor: Fraction,
    },
    /// A minimum that is no quantity of the item.
    #[error("not a minimum")]
    Minimum {
        /// The item.
        item: ItemCode,
        /// The minimum as it was given.
        minimum: Quantity,
        /// How many decimals there may be.
        scale: u32,
    },
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownItem { .. } => "stock.unknown_item",
            Self::UnknownStore { .. } => "stock.unknown_store",
            Self::UnknownUnit { .. } => "stock.unknown_unit",
            Self::Decimals { .. } => "stock.decimals",
            Self::Inexact { .. } => "stock.inexact",
            Self::NotPositive { .. } => "stock.not_positive",
            Self::AmountNegative => "stock.amount_negative",
            Self::PriceMissing { .. } => "stock.price_missing",
            Self::PriceNotHere { .. } => "stock.price_not_here",
            Self::Places { .. } => "stock.places",
            Self::Time { .. } => "stock.time",
            Self::Reverses { .. } => "stock.reverses",
            Self::Counted { .. } => "stock.counted",
            Self::IdTaken { .. } => "stock.id_taken",
            Self::PostedAlready { .. } => "stock.posted_already",
            Self::CountedTwice { .. } => "stock.counted_twice",
            Self::NotSent { .. } => "stock.not_sent",
            Self::Negative { .. } => "stock.negative",
            Self::UnknownMovement { .. } => "stock.unknown_movement",
            Self::ReversedAlready { .. } => "stock.reversed_already",
            Self::Mirror { .. } => "stock.mirror",
            Self::NameMissing { .. } => "stock.name_missing",
            Self::UnitMissing { .. } => "stock.unit_missing",
            Self::Scale { .. } => "stock.scale",
            Self::UnitTwice { .. } => "stock.unit_twice",
            Self::Factor { .. } => "stock.factor",
            Self::Minimum { .. } => "stock.minimum",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let of = |named: &Named| {
            vec![("item", Argument::of(&named.code)), ("name", named.name.as_str().into())]
        };
        let mut arguments = match self {
            Self::UnknownUnit { item, .. }
            | Self::Decimals { item, .. }
            | Self::Inexact { item, .. } => of(item),
            _ => vec![],
        };
        arguments.extend(self.own_arguments());
        arguments
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::UnknownItem { .. } => "item",
            Self::UnknownUnit { .. } | Self::UnitMissing { .. } => "unit",
            Self::Decimals { .. } | Self::Inexact { .. } | Self::NotPositive { .. } => "quantity",
            Self::AmountNegative => "amount",
            Self::PriceMissing { .. } | Self::PriceNotHere { .. } => "unit_price",
            Self::Places { .. } => "from",
            Self::Time { .. } => "time",
            Self::Reverses { .. } | Self::UnknownMovement { .. } | Self::Mirror { .. } => {
                "reverses"
            }
            Self::Counted { .. } => "counted",
            Self::IdTaken { .. } => "id",
            Self::NameMissing { .. } => "name",
            Self::Scale { .. } => "scale",
            Self::UnitTwice { .. } | Self::Factor { .. } => "units",
            Self::Minimum { .. } => "minimum",
            _ => return None,
        })
    }
}

impl Refusal {
    fn own_arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::UnknownItem { item, near } => {
                vec![("item", Argument::of(item)), ("near", maybe(near.as_ref()))]
            }
            Self::UnknownStore { store, near, known } => vec![
                ("store", Argument::of(store)),
                ("near", maybe(near.as_ref())),
                ("known", known.into()),
            ],
            Self::UnknownUnit { unit, units, near, .. } => {
                vec![("unit", unit.into()), ("units", units.into()), ("near", maybe(near.as_ref()))]
            }
            Self::Decimals { quantity, unit, scale, .. } => vec![
                ("quantity", Argument::of(quantity)),
                ("unit", unit.into()),
                ("scale", (*scale).into()),
            ],
            Self::Inexact { quantity, unit, factor, base, scale, .. } => vec![
                ("quantity", Argument::of(quantity)),
                ("unit", unit.into()),
                ("factor", Argument::of(factor)),
                ("base", base.into()),
                ("scale", (*scale).into()),
            ],
            Self::NotPositive { quantity } => vec![("quantity", Argument::of(quantity))],
            Self::AmountNegative => vec![],
            Self::PriceMissing { item } | Self::UnitMissing { item } => {
                vec![("item", Argument::of(item))]
            }
            Self::PriceNotHere { kind }
            | Self::Time { kind }
            | Self::Reverses { kind }
            | Self::Counted { kind } => vec![("kind", Argument::key(kind.key()))],
            Self::Places { kind, from, to } => {
                vec![("kind", Argument::key(kind.key())), ("from", from.into()), ("to", to.into())]
            }
            Self::IdTaken { id } => vec![("id", Argument::of(id))],
            Self::PostedAlready { sheet, by } => {
                vec![("sheet", Argument::of(sheet)), ("by", Argument::of(by))]
            }
            Self::CountedTwice { sheet, item } => {
                vec![("sheet", sheet.into()), ("item", Argument::of(item))]
            }
            Self::NotSent { item, slip } => {
                vec![("item", Argument::of(item)), ("slip", slip.into())]
            }
            Self::Negative { item, store, quantity } => vec![
                ("item", Argument::of(item)),
                ("store", store.into()),
                ("quantity", Argument::of(quantity)),
            ],
            Self::UnknownMovement { id } => vec![("id", id.into())],
            Self::ReversedAlready { id, by } => {
                vec![("id", Argument::of(id)), ("by", Argument::of(by))]
            }
            Self::Mirror { original } => vec![("original", Argument::of(original))],
            Self::NameMissing { code } => vec![("code", code.into())],
            Self::Scale { item, scale } => {
                vec![("item", Argument::of(item)), ("scale", (*scale).into())]
            }
            Self::UnitTwice { item, unit } => {
                vec![("item", Argument::of(item)), ("unit", unit.into())]
            }
            Self::Factor { item, unit, factor } => vec![
                ("item", Argument::of(item)),
                ("unit", unit.into()),
                ("factor", Argument::of(factor)),
            ],
            Self::Minimum { item, minimum, scale } => vec![
                ("item", Argument::of(item)),
                ("minimum", Argument::of(minimum)),
                ("scale", (*scale).into()),
            ],
        }
    }
}

fn maybe(text: Option<&String>) -> Argument {
    text.map_or_else(|| Argument::from("—"), Argument::from)
}

/// The known text that a mistyped one may have meant.
pub(super) fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let lower = text.to_lowercase();
    let score = |other: &&str| strsim::jaro_winkler(&lower, &other.to_lowercase());
    known
        .into_iter()
        .map(|other| (score(&other), other))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(one.1)))
        .map(|(_, other)| other.to_owned())
}
