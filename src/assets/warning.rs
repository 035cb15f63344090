//! What should be known about a card, though no rule says no: data, shown beside the figures.

use crate::base::{Argument, AssetTag, Message, Money};

use super::{Basis, Card, Exemption, Life, Lives, basis};

/// Something about a card that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Worth less than an asset has to be, and not marked as bulk goods.
    BelowThreshold {
        /// The tag.
        tag: AssetTag,
        /// What it cost.
        value: Money,
        /// What an asset costs at least.
        threshold: Money,
    },
    /// Used up within a year.
    ShortLived {
        /// The tag.
        tag: AssetTag,
        /// The useful life.
        months: u32,
    },
    /// The stated life is shorter than the table's minimum.
    LifeBelowTable {
        /// The tag.
        tag: AssetTag,
        /// The stated life.
        months: u32,
        /// The row of the table.
        row: Life,
    },
    /// The card's class rests on a row of the table that nobody has verified.
    LifeUnverified {
        /// The tag.
        tag: AssetTag,
        /// The row of the table.
        row: Life,
    },
    /// The table does not have the card's class.
    UnknownClass {
        /// The tag.
        tag: AssetTag,
        /// The class as it was written.
        class: String,
    },
}

impl Warning {
    /// The asset it is about.
    pub const fn tag(&self) -> &AssetTag {
        match self {
            Self::BelowThreshold { tag, .. }
            | Self::ShortLived { tag, .. }
            | Self::LifeBelowTable { tag, .. }
            | Self::LifeUnverified { tag, .. }
            | Self::UnknownClass { tag, .. } => tag,
        }
    }

    /// The column of the card that it is about.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::BelowThreshold { .. } => "original_value",
            Self::ShortLived { .. } | Self::LifeBelowTable { .. } => "months",
            Self::LifeUnverified { .. } | Self::UnknownClass { .. } => "class",
        }
    }

    /// Whether the card can be put right; an unverified row of the table cannot, and is told with
    /// the figures that rest on it.
    pub const fn is_mendable(&self) -> bool {
        !matches!(self, Self::LifeUnverified { .. })
    }

    /// The message, for people.
    pub fn message(&self) -> Message {
        let of = |code: &str, tag: &AssetTag| Message::new(code).with("tag", Argument::of(tag));
        match self {
            Self::BelowThreshold { tag, value, threshold } => of("asset.below_threshold", tag)
                .with("value", Argument::of(value))
                .with("threshold", Argument::of(threshold)),
            Self::ShortLived { tag, months } => {
                of("asset.short_lived", tag).with("months", *months)
            }
            Self::LifeBelowTable { tag, months, row } => of("asset.life_below_table", tag)
                .with("months", *months)
                .with("least", row.months_min())
                .with("class", &row.class)
                .with("item", &row.item)
                .with("years", row.years_min)
                .with("confidence", Argument::key(row.confidence.key())),
            Self::LifeUnverified { tag, row } => of("asset.life_unverified", tag)
                .with("class", &row.class)
                .with("item", &row.item)
                .with("years", row.years_min),
            Self::UnknownClass { tag, class } => {
                of("asset.class_unknown", tag).with("class", class)
            }
        }
    }
}

/// What an asset costs at least (事业单位财务规则，财政部令第108号，第四十一条).
const THRESHOLD: Money = Money::from_fen(100_000);

/// Finds everything that should be known about a card.
pub fn warnings(card: &Card, lives: &Lives) -> Vec<Warning> {
    let tag = || card.tag.clone();
    let mut warnings = Vec::new();
    let nominal = card.exemption() == Some(Exemption::Nominal);
    if card.original_value < THRESHOLD && !card.bulk && !nominal {
        warnings.push(Warning::BelowThreshold {
            tag: tag(),
            value: card.original_value,
            threshold: THRESHOLD,
        });
    }
    if card.exemption().is_some() {
        return warnings;
    }
    let row = lives.find(&card.class);
    if let Some(months) = card.months {
        if months <= 12 {
            warnings.push(Warning::ShortLived { tag: tag(), months });
        }
        if let Some(row) = row.filter(|row| months < row.months_min()) {
            warnings.push(Warning::LifeBelowTable { tag: tag(), months, row: row.clone() });
        }
    }
    match row {
        None => {
            warnings.push(Warning::UnknownClass { tag: tag(), class: card.class.clone() });
        }
        Some(row) if basis(card, lives) == Basis::Unverified => {
            warnings.push(Warning::LifeUnverified { tag: tag(), row: row.clone() });
        }
        Some(_) => {}
    }
    warnings
}
