//! The cost methods and their words.

/// How goods that leave a store are valued (发出计价方法; 政府会计准则第1号——存货, art. 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CostMethod {
    #[default]
    /// The average of what is there, renewed by every line in (移动加权平均).
    MovingAverage,
    /// One price a month: what was there and what came in with a price, over its quantity
    /// (全月一次加权平均).
    MonthlyWeighted,
    /// The oldest goods leave first, at what they cost (先进先出).
    Fifo,
    /// Every lot keeps its own cost (个别计价).
    SpecificLot,
}

impl CostMethod {
    /// All methods.
    pub const ALL: [Self; 4] =
        [Self::MovingAverage, Self::MonthlyWeighted, Self::Fifo, Self::SpecificLot];

    /// The word in the settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MovingAverage => "moving-average",
            Self::MonthlyWeighted => "monthly-weighted",
            Self::Fifo => "fifo",
            Self::SpecificLot => "specific-lot",
        }
    }

    /// The method that a word of the settings names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MovingAverage => "stock.cost.moving_average",
            Self::MonthlyWeighted => "stock.cost.monthly_weighted",
            Self::Fifo => "stock.cost.fifo",
            Self::SpecificLot => "stock.cost.specific_lot",
        }
    }
}
