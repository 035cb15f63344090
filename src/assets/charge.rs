//! The depreciation of one or more months, asset by asset (折旧计提表).
//!
//! It cross-foots: opening + charge − written off + correction = closing, and the closing of a
//! month is the opening of the next. A correction appears only where a reversal takes effect, where
//! amounts are taken over, or where a value falls below what was depreciated: the months before it
//! keep what they showed, and that month makes up for them.

use crate::base::{AssetTag, Day, DepartmentCode, Money, Month, Span};

use super::listing::grouped;
use super::{
    Basis, Group, Grouping, Life, Lives, Plan, Register, Standing, Warning, basis, warnings,
};

/// What is asked of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepreciationOptions {
    /// The first month.
    pub first: Month,
    /// The last month, which decides where a thing counts.
    pub last: Month,
    /// What happened after this day does not count.
    pub as_of: Day,
    /// By what the lines are put together.
    pub by: Grouping,
    /// Only what this department has at the end.
    pub department: Option<DepartmentCode>,
}

/// The sums of money of a line or of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Charge {
    /// What it cost; nothing once it has left.
    pub value: Money,
    /// What was depreciated before the first month.
    pub opening: Money,
    /// What the months carry.
    pub charge: Money,
    /// What went with the things that left.
    pub written_off: Money,
    /// What makes up for earlier months after a reversal.
    pub correction: Money,
    /// What is depreciated after the last month.
    pub closing: Money,
    /// What is left of the value after the last month.
    pub net: Money,
}

impl Charge {
    fn plus(self, other: &Self) -> Self {
        Self {
            value: self.value + other.value,
            opening: self.opening + other.opening,
            charge: self.charge + other.charge,
            written_off: self.written_off + other.written_off,
            correction: self.correction + other.correction,
            closing: self.closing + other.closing,
            net: self.net + other.net,
        }
    }
}

/// The depreciation of one asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeLine {
    /// The tag.
    pub tag: AssetTag,
    /// The name.
    pub name: String,
    /// The class on the card.
    pub class: String,
    /// Which department has it at the end.
    pub department: Option<DepartmentCode>,
    /// What its useful life rests on.
    pub basis: Basis,
    /// The useful life in months; none for what is not depreciated.
    pub months: Option<u32>,
    /// How many of them are done after the last month.
    pub elapsed: Option<u32>,
    /// The day it left, if it left by the last month.
    pub disposed_on: Option<Day>,
    /// The money.
    pub charge: Charge,
}

/// The depreciation of one or more months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depreciation {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// By what the lines are put together.
    pub by: Grouping,
    /// The groups, by name.
    pub groups: Vec<Group<ChargeLine, Charge>>,
    /// The sum over all groups.
    pub total: Charge,
    /// What should be known about useful lives in it.
    pub warnings: Vec<Warning>,
    /// Rows of the table that nobody has verified, and how many of the assets rest on each.
    pub unverified: Vec<(Life, usize)>,
}

/// Computes the depreciation of the months from `first` to `last`.
///
/// It lists every asset that was in the books at some time from the eve of the first month on.
pub fn depreciation(
    register: &Register,
    lives: &Lives,
    options: &DepreciationOptions,
) -> Depreciation {
    let mut lines = Vec::new();
    let mut remarks = Vec::new();
    let mut unverified: Vec<(Life, usize)> = Vec::new();
    for card in register.cards() {
        let eve = options.first.first().previous();
        let months = Span::new(options.first.first(), options.last.last())
            .into_iter()
            .flat_map(Span::months);
        let at = |day: Day| register.standing(&card.tag, day.min(options.as_of));
        let followed = Followed {
            eve: at(eve),
            months: months.map(|month| (month, at(month.last()))).collect(),
        };
        let Some(shown) = followed.shown(eve) else { continue };
        let wanted = options.department.as_ref();
        if wanted.is_some_and(|wanted| shown.department() != Some(wanted)) {
            continue;
        }
        for warning in warnings(card, lives) {
            match warning {
                Warning::BelowThreshold { .. } => {}
                Warning::LifeUnverified { row, .. } => count(&mut unverified, row),
                other => remarks.push(other),
            }
        }
        lines.push((options.by.name_of(shown), followed.line(shown, lives, options)));
    }
    let total = sum(lines.iter().map(|(_, line)| line));
    let groups = grouped(lines, |lines| sum(lines));
    Depreciation {
        first: options.first,
        last: options.last,
        by: options.by,
        groups,
        total,
        warnings: remarks,
        unverified,
    }
}

/// Counts one more asset that rests on a row.
fn count(rows: &mut Vec<(Life, usize)>, row: Life) {
    match rows.iter_mut().find(|(there, _)| *there == row) {
        Some((_, n_assets)) => *n_assets += 1,
        None => rows.push((row, 1)),
    }
}

/// One asset through the months, each month seen from its own end.
struct Followed<'a> {
    eve: Option<Standing<'a>>,
    months: Vec<(Month, Option<Standing<'a>>)>,
}

impl<'a> Followed<'a> {
    /// How it last stood, if it was in the books at some time after the eve or on it.
    fn shown(&self, eve: Day) -> Option<&Standing<'a>> {
        let standings = || {
            let months = self.months.iter().filter_map(|(_, standing)| standing.as_ref());
            self.eve.iter().chain(months)
        };
        let there =
            |standing: &Standing<'_>| standing.disposed.is_none_or(|disposed| disposed.date > eve);
        standings().any(there).then(|| standings().last())?
    }

    fn line(
        &self,
        shown: &Standing<'_>,
        lives: &Lives,
        options: &DepreciationOptions,
    ) -> ChargeLine {
        let plan = Plan::of(shown, lives);
        ChargeLine {
            tag: shown.card.tag.clone(),
            name: shown.card.name.clone(),
            class: shown.card.class.clone(),
            department: shown.department().cloned(),
            basis: basis(shown.card, lives),
            months: plan.as_ref().map(Plan::months),
            elapsed: plan.as_ref().map(|plan| plan.elapsed(options.last)),
            disposed_on: shown.disposed.map(|disposed| disposed.date),
            charge: self.charge(lives, options),
        }
    }

    fn charge(&self, lives: &Lives, options: &DepreciationOptions) -> Charge {
        let opening = self
            .eve
            .as_ref()
            .filter(|eve| eve.disposed.is_none())
            .map_or(Money::ZERO, |eve| eve.worth(lives, options.first.previous()).0);
        let mut charge = Charge { opening, closing: opening, ..Charge::default() };
        for (month, standing) in &self.months {
            let opening = charge.closing;
            let plan = standing.as_ref().and_then(|standing| Plan::of(standing, lives));
            let disposed = standing.as_ref().and_then(|standing| standing.disposed);
            let value = standing.as_ref().map_or(Money::ZERO, Standing::value);
            let (carried, written_off, closing) = match (plan, disposed) {
                (Some(plan), None) => {
                    let closing = plan.accumulated(*month).min(value);
                    (plan.charge(*month), Money::ZERO, closing)
                }
                (Some(plan), Some(disposed)) if disposed.date.month() == *month => {
                    (plan.charge(*month), plan.accumulated(*month), Money::ZERO)
                }
                _ => (Money::ZERO, Money::ZERO, Money::ZERO),
            };
            charge.charge += carried;
            charge.written_off += written_off;
            charge.correction += closing - (opening + carried - written_off);
            charge.closing = closing;
        }
        let end = self.months.last().and_then(|(_, standing)| standing.as_ref());
        if let Some(end) = end.filter(|end| end.disposed.is_none()) {
            charge.value = end.value();
            charge.net = charge.value - charge.closing;
        }
        charge
    }
}

fn sum<'a>(lines: impl IntoIterator<Item = &'a ChargeLine>) -> Charge {
    lines.into_iter().fold(Charge::default(), |sum, line| sum.plus(&line.charge))
}
