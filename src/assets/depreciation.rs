//! Straight-line depreciation as a public institution books it (政府会计准则第3号——固定资产).
//!
//! What the useful life of a card rests on, and the schedule of one asset. The arithmetic of the
//! months is in `plan.rs`, with the enterprise's rules beside those of a public institution.

use crate::base::{AssetTag, Day, Money, Month, Working};

use super::explain::working;
use super::{
    Card, Confidence, Exemption, Life, Lives, Plan, Refusal, Regime, Register, ScheduleLine,
    Warning, warnings,
};

/// How an asset is depreciated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// Not at all.
    Exempt(Exemption),
    /// In equal parts over so many months.
    StraightLine {
        /// The useful life.
        months: u32,
    },
    /// Nobody can say: the card states no months and the table does not have its class.
    Unknown,
}

/// Finds how a card is depreciated: an exemption first, then the months it states, then the
/// table's minimum for its class.
pub fn treatment(card: &Card, lives: &Lives) -> Treatment {
    if let Some(exemption) = card.exemption() {
        return Treatment::Exempt(exemption);
    }
    let table = || lives.find(&card.class).map(Life::months_min);
    match card.months.or_else(table) {
        Some(months) if months > 0 => Treatment::StraightLine { months },
        _ => Treatment::Unknown,
    }
}

/// What the useful life of a card rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The minimum of the table.
    Table,
    /// The minimum of a row of the table that nobody has verified.
    Unverified,
    /// Stated, and not below the table.
    Stated,
    /// Stated, and below the table.
    BelowTable,
    /// Not depreciated.
    Exempt,
    /// Nothing.
    Unknown,
}

impl Basis {
    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Table => "asset.basis.table",
            Self::Unverified => "asset.basis.unverified",
            Self::Stated => "asset.basis.stated",
            Self::BelowTable => "asset.basis.below_table",
            Self::Exempt => "asset.basis.exempt",
            Self::Unknown => "asset.basis.unknown",
        }
    }
}

/// Finds what the useful life of a card rests on.
pub fn basis(card: &Card, lives: &Lives) -> Basis {
    let months = match treatment(card, lives) {
        Treatment::Exempt(_) => return Basis::Exempt,
        Treatment::Unknown => return Basis::Unknown,
        Treatment::StraightLine { months } => months,
    };
    match lives.find(&card.class) {
        Some(row) if months < row.months_min() => Basis::BelowTable,
        Some(row) if months > row.months_min() => Basis::Stated,
        Some(row) if row.confidence == Confidence::C => Basis::Unverified,
        Some(_) => Basis::Table,
        None => Basis::Stated,
    }
}

/// The depreciation of one asset, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The tag.
    pub tag: AssetTag,
    /// The name.
    pub name: String,
    /// The class on the card.
    pub class: String,
    /// What it is worth in the books, after every change.
    pub value: Money,
    /// By which rules.
    pub regime: Regime,
    /// What of the value is never depreciated.
    pub residual: Money,
    /// The useful life after every change, in months; none for what is not depreciated.
    pub months: Option<u32>,
    /// What was depreciated when the books took it over, and by the end of which month.
    pub taken_over: Option<(Month, Money)>,
    /// How it is depreciated.
    pub treatment: Treatment,
    /// What that rests on.
    pub basis: Basis,
    /// The row of the table of useful lives, if there is one.
    pub row: Option<Life>,
    /// What a whole month carries; none for what is not depreciated.
    pub monthly: Option<Money>,
    /// The month of disposal, if it is seen.
    pub disposed: Option<Month>,
    /// The months that carry something, in order.
    pub lines: Vec<ScheduleLine>,
    /// What they carry together.
    pub total: Money,
    /// How the figures of the day came about.
    pub working: Working,
    /// What should be known about the figures.
    pub warnings: Vec<Warning>,
}

/// Computes the whole schedule of an asset, seen from a day.
pub fn schedule(
    register: &Register,
    lives: &Lives,
    tag: &AssetTag,
    as_of: Day,
) -> Result<Schedule, Refusal> {
    let card = &register.known(tag)?.card;
    let standing = register
        .standing(tag, as_of)
        .ok_or_else(|| Refusal::NotAcquired { tag: tag.clone(), date: as_of })?;
    let plan = Plan::of(&standing, lives);
    let plan = plan.as_ref();
    let lines = plan.map(Plan::lines).unwrap_or_default();
    Ok(Schedule {
        tag: tag.clone(),
        name: card.name.clone(),
        class: card.class.clone(),
        value: standing.value(),
        regime: standing.regime,
        residual: plan.map_or(Money::ZERO, |plan| plan.residual),
        months: plan.map(Plan::months),
        taken_over: plan.and_then(Plan::taken_over),
        working: working(&standing, plan, lives, as_of),
        treatment: treatment(card, lives),
        basis: basis(card, lives),
        row: lives.find(&card.class).cloned(),
        monthly: plan.map(Plan::monthly),
        disposed: standing.disposed.map(|disposed| disposed.date.month()),
        total: lines.iter().map(|line| line.charge).sum(),
        lines,
        warnings: warnings(card, lives),
    })
}
