//! The parts of what a department costs, the ledgers they come from, and how sure a figure is.

use crate::base::Money;
use crate::meters::Utility;

/// A part of what a department costs: a column of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostPart {
    /// Goods issued less goods returned; repair parts are among them.
    Materials,
    /// Energy and water.
    Energy,
    /// What repairs cost beside the parts from stock.
    Repairs,
    /// What the assets of the department were depreciated by.
    Depreciation,
}

impl CostPart {
    /// Every part, in the order of the report.
    pub const ALL: [Self; 4] = [Self::Materials, Self::Energy, Self::Repairs, Self::Depreciation];

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Materials => "cost.part.materials",
            Self::Energy => "cost.part.energy",
            Self::Repairs => "cost.part.repairs",
            Self::Depreciation => "cost.part.depreciation",
        }
    }

    /// Where it stands among the parts.
    pub(super) const fn at(self) -> usize {
        match self {
            Self::Materials => 0,
            Self::Energy => 1,
            Self::Repairs => 2,
            Self::Depreciation => 3,
        }
    }
}

/// A ledger, or a part of one, that is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostLedger {
    /// Goods issued to departments less goods they returned.
    Issues,
    /// What the value on the shelves had to be corrected by, which no department was issued (价差).
    Corrections,
    /// A utility, measured and priced.
    Metered(Utility),
    /// The bills of a utility.
    Billed(Utility),
    /// Repair orders.
    Orders,
    /// Repairs in the books of assets that are on no repair order.
    AssetRepairs,
    /// Depreciation.
    Depreciation,
}

impl CostLedger {
    /// The first of them, and the last one.
    pub(super) const FIRST: Self = Self::Issues;
    pub(super) const LAST: Self = Self::Depreciation;

    /// The part that it belongs to.
    pub const fn part(self) -> CostPart {
        match self {
            Self::Issues | Self::Corrections => CostPart::Materials,
            Self::Metered(_) | Self::Billed(_) => CostPart::Energy,
            Self::Orders | Self::AssetRepairs => CostPart::Repairs,
            Self::Depreciation => CostPart::Depreciation,
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Issues => "cost.ledger.issues",
            Self::Corrections => "cost.ledger.corrections",
            Self::Metered(_) => "cost.ledger.metered",
            Self::Billed(_) => "cost.ledger.billed",
            Self::Orders => "cost.ledger.orders",
            Self::AssetRepairs => "cost.ledger.asset_repairs",
            Self::Depreciation => "cost.ledger.depreciation",
        }
    }

    /// The utility, where it is about one.
    pub const fn utility(self) -> Option<Utility> {
        match self {
            Self::Metered(utility) | Self::Billed(utility) => Some(utility),
            _ => None,
        }
    }
}

/// How sure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum CostState {
    /// There is nothing of it: no ledger is kept, or nothing is attributed.
    #[default]
    Absent,
    /// It is known in full.
    Known,
    /// Some of it cannot be computed.
    Open,
}

/// An amount, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CostFigure {
    /// What is known of it.
    pub known: Money,
    /// How sure it is.
    pub state: CostState,
}

impl CostFigure {
    /// Nothing, and that is sure.
    pub const ZERO: Self = Self { known: Money::ZERO, state: CostState::Known };

    /// Both together: no surer than the less sure of them.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { known: self.known + other.known, state: self.state.max(other.state) }
    }

    /// The same with something that cannot be computed.
    #[must_use]
    pub const fn open(self) -> Self {
        Self { known: self.known, state: CostState::Open }
    }

    /// The amount, where it is known in full.
    pub fn amount(self) -> Option<Money> {
        (self.state == CostState::Known).then_some(self.known)
    }

    /// Whether some of it cannot be computed.
    pub fn is_open(self) -> bool {
        self.state == CostState::Open
    }
}

impl std::iter::Sum for CostFigure {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::default(), Self::plus)
    }
}
