//! The levels of a quota, and the grade of a value against them.

use crate::base::{Decimal, Fraction};

use super::{Indicator, QuotaRefusal};

/// What a value is held against; each level is kept by a value that is equal to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Levels {
    /// Three levels, for energy.
    Three {
        /// 约束值: nobody may use more.
        limit: Decimal,
        /// 基准值.
        base: Decimal,
        /// 引导值.
        guide: Decimal,
    },
    /// Two levels, for water.
    Two {
        /// 通用值.
        general: Decimal,
        /// 先进值.
        advanced: Decimal,
    },
}

impl Levels {
    /// Puts the levels of an indicator together, the loosest first.
    pub fn new(indicator: Indicator, values: &[Decimal]) -> Result<Self, QuotaRefusal> {
        let levels = match (indicator, values) {
            (Indicator::Water, [general, advanced]) => {
                Self::Two { general: *general, advanced: *advanced }
            }
            (Indicator::Water, _) => return Err(QuotaRefusal::Count { indicator, wanted: 2 }),
            (_, [limit, base, guide]) => Self::Three { limit: *limit, base: *base, guide: *guide },
            _ => return Err(QuotaRefusal::Count { indicator, wanted: 3 }),
        };
        let is_descending = values.windows(2).all(|pair| pair[0] >= pair[1]);
        if !is_descending || values.iter().any(|value| *value <= Decimal::ZERO) {
            return Err(QuotaRefusal::Order { levels: levels.to_string() });
        }
        Ok(levels)
    }

    /// Reads `118.1/87.9/68.7`, or `804/440` for water.
    pub fn parse(indicator: Indicator, text: &str) -> Result<Self, QuotaRefusal> {
        let wanted = if indicator == Indicator::Water { 2 } else { 3 };
        let count = || QuotaRefusal::Count { indicator, wanted };
        let values: Result<Vec<Decimal>, _> =
            text.split('/').map(|part| crate::base::parse_decimal(part.trim())).collect();
        Self::new(indicator, &values.map_err(|_| count())?)
    }

    /// The levels, the loosest first.
    pub fn values(self) -> Vec<Decimal> {
        match self {
            Self::Three { limit, base, guide } => vec![limit, base, guide],
            Self::Two { general, advanced } => vec![general, advanced],
        }
    }

    /// The grade of a value.
    pub fn grade(self, value: Fraction) -> Grade {
        let within = |level: Decimal| value <= Fraction::from_decimal(level);
        match self {
            Self::Three { guide, .. } if within(guide) => Grade::Guide,
            Self::Three { base, .. } if within(base) => Grade::Base,
            Self::Three { limit, .. } if within(limit) => Grade::Limit,
            Self::Three { .. } => Grade::OverLimit,
            Self::Two { advanced, .. } if within(advanced) => Grade::Advanced,
            Self::Two { general, .. } if within(general) => Grade::General,
            Self::Two { .. } => Grade::OverGeneral,
        }
    }
}

impl std::fmt::Display for Levels {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let values: Vec<String> = self.values().iter().map(ToString::to_string).collect();
        out.write_str(&values.join("/"))
    }
}

/// How good a value is, the best first among those of its levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// X ≤ 引导值.
    Guide,
    /// 引导值 < X ≤ 基准值.
    Base,
    /// 基准值 < X ≤ 约束值.
    Limit,
    /// X > 约束值.
    OverLimit,
    /// X ≤ 先进值.
    Advanced,
    /// 先进值 < X ≤ 通用值.
    General,
    /// X > 通用值.
    OverGeneral,
}

impl Grade {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Guide,
        Self::Base,
        Self::Limit,
        Self::OverLimit,
        Self::Advanced,
        Self::General,
        Self::OverGeneral,
    ];

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Guide => "quota.grade.guide",
            Self::Base => "quota.grade.base",
            Self::Limit => "quota.grade.limit",
            Self::OverLimit => "quota.grade.over_limit",
            Self::Advanced => "quota.grade.advanced",
            Self::General => "quota.grade.general",
            Self::OverGeneral => "quota.grade.over_general",
        }
    }

    /// The key of what is to be done (DB37/T 2671-2019 App. A).
    pub const fn action(self) -> &'static str {
        match self {
            Self::Guide => "quota.action.guide",
            Self::Base => "quota.action.base",
            Self::Limit => "quota.action.limit",
            Self::OverLimit => "quota.action.over_limit",
            Self::Advanced => "quota.action.advanced",
            Self::General => "quota.action.general",
            Self::OverGeneral => "quota.action.over_general",
        }
    }

    /// Whether more was used than anybody of the kind may.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::OverLimit | Self::OverGeneral)
    }
}
