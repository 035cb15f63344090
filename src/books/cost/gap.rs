//! Why a part of what somebody costs cannot be computed.

use crate::base::{AssetTag, Day, DepartmentCode, ItemCode, Money, Month, RecordId};
use crate::meters::{Carrier, Lack, Open};

use super::CostPart;

/// Who carries a piece of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostBearer {
    /// A department.
    Department(DepartmentCode),
    /// Nobody: it is not shared out.
    Nobody,
    /// Everybody: what is missing is missing of all.
    Everybody,
}

impl CostBearer {
    /// The department, or nobody.
    pub fn of(department: Option<&DepartmentCode>) -> Self {
        department.map_or(Self::Nobody, |code| Self::Department(code.clone()))
    }
}

/// Why something cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CostGap {
    /// The ledger begins later.
    NotKept {
        /// The day of its first row.
        from: Day,
    },
    /// Goods were issued for which there never was a price.
    Unpriced {
        /// The item.
        item: ItemCode,
        /// The row.
        row: RecordId,
    },
    /// Meters were not read for all days.
    Unread {
        /// What they measure.
        carrier: Carrier,
        /// The days, and why.
        open: Vec<Open>,
    },
    /// A price or a register is missing.
    Lacks(Lack),
    /// The cost of a utility is known, and not how much of it is whose.
    NotAttributed {
        /// The utility.
        carrier: Carrier,
    },
    /// A bill cannot be shared out.
    NotShared {
        /// The number on the bill.
        number: String,
        /// Who asks for the money.
        supplier: String,
    },
    /// No bill ends in the month.
    NoBill,
    /// A contractor completed a repair, and nobody said what it cost.
    RepairWithoutCost {
        /// The order as it is called.
        order: String,
    },
    /// An asset was repaired, and nobody said what it cost.
    AssetRepairWithoutCost {
        /// The asset.
        tag: AssetTag,
        /// The row.
        row: RecordId,
    },
    /// Nobody knows how long an asset lasts.
    LifeUnknown {
        /// The asset.
        tag: AssetTag,
    },
    /// The bed-days of some months were not entered.
    BedDays {
        /// The months.
        months: Vec<Month>,
    },
    /// The visits of some months were not entered.
    Visits {
        /// The months.
        months: Vec<Month>,
    },
}

/// A part of what somebody costs in a month that cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCost {
    /// Whose.
    pub bearer: CostBearer,
    /// The month; none where it is about all months.
    pub month: Option<Month>,
    /// Which part; none where it is about what costs are divided by.
    pub part: Option<CostPart>,
    /// What is known of it.
    pub known: Money,
    /// Why it cannot be computed.
    pub gap: CostGap,
}
