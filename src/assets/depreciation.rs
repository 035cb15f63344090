//! Straight-line depreciation as a public institution books it (政府会计准则第3号——固定资产).
//!
//! No residual value; the month of acquisition counts, the month of disposal does not; each month
//! carries `value / months` rounded to the fen, the last month what is left, and no month more
//! than what is left. So the charges are never below zero and add up to the value to the fen.

use crate::base::{AssetTag, Day, Money, Month, Quantity};

use super::{
    Card, Confidence, Exemption, Life, Lives, Refusal, Register, Standing, Warning, warnings,
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

/// A value spread in equal parts over months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The first month that carries a part.
    pub first: Month,
    /// What is spread.
    pub value: Money,
    /// Over how many months.
    pub months: u32,
    /// The month of disposal, which carries nothing, nor any after it.
    pub disposed: Option<Month>,
}

impl Plan {
    /// The plan of an asset as it stands; none for what is not depreciated.
    pub fn of(standing: &Standing<'_>, lives: &Lives) -> Option<Self> {
        let Treatment::StraightLine { months } = treatment(standing.card, lives) else {
            return None;
        };
        Some(Self {
            first: standing.acquired.date.month(),
            value: standing.value(),
            months,
            disposed: standing.disposed.map(|disposed| disposed.date.month()),
        })
    }

    /// How many months have carried a part by the end of a month.
    pub fn elapsed(&self, month: Month) -> u32 {
        let until = match self.disposed {
            Some(disposed) if disposed <= month => disposed.previous(),
            _ => month,
        };
        let elapsed = self.first.months_until(until) + 1;
        u32::try_from(elapsed.max(0)).unwrap_or(u32::MAX).min(self.months)
    }

    /// What a whole month carries.
    pub fn monthly(&self) -> Money {
        let whole = Quantity::from_millionths(i64::from(self.months));
        self.value.share(Quantity::from_millionths(1), whole).unwrap_or(Money::ZERO)
    }

    /// What so many months carry together.
    pub fn carried(&self, months: u32) -> Money {
        if months >= self.months {
            return self.value;
        }
        let fen = i128::from(self.monthly().fen()) * i128::from(months);
        i64::try_from(fen).map_or(self.value, |fen| Money::from_fen(fen).min(self.value))
    }

    /// What the months have carried by the end of a month.
    pub fn accumulated(&self, month: Month) -> Money {
        self.carried(self.elapsed(month))
    }

    /// What a month carries.
    pub fn charge(&self, month: Month) -> Money {
        self.accumulated(month) - self.accumulated(month.previous())
    }

    /// Every month that carries a part, in order.
    pub fn lines(&self) -> Vec<ScheduleLine> {
        let n_months = self.disposed.map_or(self.months, |disposed| self.elapsed(disposed));
        let months = std::iter::successors(Some(self.first), |month| Some(month.next()));
        (1..=n_months)
            .zip(months)
            .map(|(done, month)| ScheduleLine {
                month,
                charge: self.carried(done) - self.carried(done - 1),
                accumulated: self.carried(done),
                net: self.value - self.carried(done),
            })
            .collect()
    }
}

/// What one month carries, and what stands after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduleLine {
    /// The month.
    pub month: Month,
    /// What it carries.
    pub charge: Money,
    /// What has been carried up to its end.
    pub accumulated: Money,
    /// What is left of the value.
    pub net: Money,
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
    /// What it cost.
    pub value: Money,
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
    let lines = plan.map(|plan| plan.lines()).unwrap_or_default();
    Ok(Schedule {
        tag: tag.clone(),
        name: card.name.clone(),
        class: card.class.clone(),
        value: standing.value(),
        treatment: treatment(card, lives),
        basis: basis(card, lives),
        row: lives.find(&card.class).cloned(),
        monthly: plan.map(|plan| plan.monthly()),
        disposed: standing.disposed.map(|disposed| disposed.date.month()),
        total: lines.iter().map(|line| line.charge).sum(),
        lines,
        warnings: warnings(card, lives),
    })
}
