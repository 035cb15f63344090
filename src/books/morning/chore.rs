//! The kinds of things that a morning can bring, and how many of each press how much.

use crate::base::Day;

/// How much something presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pressing {
    /// Its day is over.
    Over,
    /// It is to be done now.
    Now,
    /// It comes within the days that are looked ahead, or is only to be kept in mind.
    Soon,
}

/// A kind of things to do, in the order of their weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chore {
    /// The books have defects, and every figure may be wrong.
    Defects,
    /// Duties of inspection.
    Duties,
    /// Somebody works, or something runs, without a certificate.
    Uncovered,
    /// Certificates that end, or for whose next one to apply.
    Certificates,
    /// Findings to be put right.
    Findings,
    /// Repair orders.
    Repairs,
    /// Tasks of the year's plan.
    Tasks,
    /// Meters that nobody read.
    Readings,
    /// Count sheets of store rooms that are neither posted nor given up.
    Sheets,
    /// Cards of store rooms that are to be counted.
    Counts,
    /// Count sheets of assets that are neither signed nor given up.
    AssetSheets,
    /// Assets that a count did not find where they should be.
    AssetDifferences,
    /// Assets that are lent.
    AssetsLent,
    /// Lots on the shelves that have expired or soon will.
    Lots,
    /// Items of which there is less than the minimum.
    Minimum,
    /// Goods that were ordered and have not come.
    Orders,
    /// Old goods that have to come back.
    Exchanges,
    /// Goods of the store rooms that are lent.
    Loans,
    /// Months that are over and not sealed.
    Months,
}

impl Chore {
    /// Every kind.
    pub const ALL: [Self; 19] = [
        Self::Defects,
        Self::Duties,
        Self::Uncovered,
        Self::Certificates,
        Self::Findings,
        Self::Repairs,
        Self::Tasks,
        Self::Readings,
        Self::Sheets,
        Self::Counts,
        Self::AssetSheets,
        Self::AssetDifferences,
        Self::AssetsLent,
        Self::Lots,
        Self::Minimum,
        Self::Orders,
        Self::Exchanges,
        Self::Loans,
        Self::Months,
    ];

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Defects => "status.chore.defects",
            Self::Duties => "status.chore.duties",
            Self::Uncovered => "status.chore.uncovered",
            Self::Certificates => "status.chore.certificates",
            Self::Findings => "status.chore.findings",
            Self::Repairs => "status.chore.repairs",
            Self::Tasks => "status.chore.tasks",
            Self::Readings => "status.chore.readings",
            Self::Sheets => "status.chore.sheets",
            Self::Counts => "status.chore.counts",
            Self::AssetSheets => "status.chore.asset_sheets",
            Self::AssetDifferences => "status.chore.asset_differences",
            Self::AssetsLent => "status.chore.assets_lent",
            Self::Lots => "status.chore.lots",
            Self::Minimum => "status.chore.minimum",
            Self::Orders => "status.chore.orders",
            Self::Exchanges => "status.chore.exchanges",
            Self::Loans => "status.chore.loans",
            Self::Months => "status.chore.months",
        }
    }

    /// The key of the command that lists its things one by one.
    pub const fn next_key(self) -> &'static str {
        match self {
            Self::Defects => "status.next.defects",
            Self::Duties => "status.next.duties",
            Self::Uncovered => "status.next.uncovered",
            Self::Certificates => "status.next.certificates",
            Self::Findings => "status.next.findings",
            Self::Repairs => "status.next.repairs",
            Self::Tasks => "status.next.tasks",
            Self::Readings => "status.next.readings",
            Self::Sheets => "status.next.sheets",
            Self::Counts => "status.next.counts",
            Self::AssetSheets => "status.next.asset_sheets",
            Self::AssetDifferences => "status.next.asset_differences",
            Self::AssetsLent => "status.next.assets_lent",
            Self::Lots => "status.next.lots",
            Self::Minimum => "status.next.minimum",
            Self::Orders => "status.next.orders",
            Self::Exchanges => "status.next.exchanges",
            Self::Loans => "status.next.loans",
            Self::Months => "status.next.months",
        }
    }
}

/// The thing that presses most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worst {
    /// Its code, number or month.
    pub code: String,
    /// What it is, or what is to be done.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
}

impl Worst {
    /// A code and what it stands for.
    pub(super) fn new(code: impl Into<String>, title: impl Into<String>) -> Self {
        Self { code: code.into(), title: title.into(), title_en: String::new() }
    }
}

/// How many things of a kind press, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoreLine {
    /// The kind.
    pub chore: Chore,
    /// How many are over their day.
    pub over: usize,
    /// How many are to be done now.
    pub now: usize,
    /// How many come soon.
    pub soon: usize,
    /// The day of the one that presses most, where it has one.
    pub day: Option<Day>,
    /// The one that presses most.
    pub worst: Worst,
    rank: Option<(Pressing, Day)>,
}

impl ChoreLine {
    /// A line of nothing yet.
    pub(super) fn new(chore: Chore) -> Self {
        let worst = Worst::default();
        Self { chore, over: 0, now: 0, soon: 0, day: None, worst, rank: None }
    }

    /// One more; it is named if none that came before presses as much.
    pub(super) fn add(
        &mut self,
        pressing: Pressing,
        day: Option<Day>,
        worst: impl FnOnce() -> Worst,
    ) {
        match pressing {
            Pressing::Over => self.over += 1,
            Pressing::Now => self.now += 1,
            Pressing::Soon => self.soon += 1,
        }
        let rank = (pressing, day.unwrap_or(Day::LAST));
        if self.rank.is_none_or(|before| rank < before) {
            (self.rank, self.day, self.worst) = (Some(rank), day, worst());
        }
    }

    /// How much the one presses that presses most.
    pub fn pressing(&self) -> Pressing {
        match (self.over, self.now) {
            (0, 0) => Pressing::Soon,
            (0, _) => Pressing::Now,
            _ => Pressing::Over,
        }
    }

    /// Whether there is nothing of the kind.
    pub const fn is_empty(&self) -> bool {
        self.over == 0 && self.now == 0 && self.soon == 0
    }
}
