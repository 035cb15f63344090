//! A value spread in equal parts over months, through every change of value and of life.
//!
//! Between two changes a month carries what is left of the value, in equal parts over what is left
//! of the life, rounded to the fen; the last month carries what is left, and no month more than
//! that. So no charge is below zero, and together they come to the value to the fen.

use std::cmp::Ordering;

use crate::base::{Fraction, Money, Month, Quantity};

use super::{Event, EventKind, Lives, Standing, Treatment, treatment};

/// By which rules an institution depreciates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Regime {
    /// Public institutions (政府会计准则第3号——固定资产): no residual value, from the month of
    /// acquisition, none in the month of disposal.
    #[default]
    Government,
    /// Enterprises (企业会计准则第4号——固定资产): a residual value, from the month after the
    /// acquisition, and still in the month of disposal.
    Enterprise {
        /// Which part of the value stays, as a fraction of one.
        residual: Fraction,
    },
}

impl Regime {
    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Government => "asset.regime.government",
            Self::Enterprise { .. } => "asset.regime.enterprise",
        }
    }

    /// The first month that a change of a month bears on.
    const fn bears_on(self) -> i32 {
        match self {
            Self::Government => 0,
            Self::Enterprise { .. } => 1,
        }
    }

    /// How many months before that of a disposal the last one that carries something lies.
    pub(super) const fn bears_on_disposal(self) -> i32 {
        1 - self.bears_on()
    }

    /// What of a value is never depreciated.
    pub fn residual(self, value: Money) -> Money {
        let Self::Enterprise { residual } = self else { return Money::ZERO };
        let fen =
            Fraction::new(i128::from(value.fen()), 1).and_then(|fen| fen.checked_mul(residual));
        let fen =
            fen.and_then(|fen| fen.round(0)).and_then(|fen| i64::try_from(fen.mantissa()).ok());
        fen.map_or(Money::ZERO, Money::from_fen)
    }
}

/// The months between two changes, which carry equal parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The month after whose end it begins.
    pub since: Month,
    /// How many months of the life were done by then.
    pub done: u32,
    /// What was depreciated by then.
    pub before: Money,
    /// What is to be depreciated in all.
    pub goal: Money,
    /// The useful life in all, in months.
    pub months: u32,
    /// The row that began it.
    pub source: String,
}

impl Stretch {
    /// What is left of the life when it begins, in months.
    pub const fn left(&self) -> u32 {
        self.months.saturating_sub(self.done)
    }

    /// What a whole month carries; what is left in one, where the life is over.
    pub fn monthly(&self) -> Money {
        let parts = i64::from(self.left().max(1));
        let rest = (self.goal - self.before).max(Money::ZERO);
        let whole = Quantity::from_millionths(parts);
        rest.share(Quantity::from_millionths(1), whole).unwrap_or(Money::ZERO)
    }

    /// What is depreciated so many months after it began.
    fn after(&self, months: u32) -> Money {
        if months == 0 {
            return self.before;
        }
        if months >= self.left() || self.goal <= self.before {
            return self.goal;
        }
        let fen = i128::from(self.monthly().fen()) * i128::from(months);
        let rest = self.goal - self.before;
        i64::try_from(fen).map_or(self.goal, |fen| self.before + Money::from_fen(fen).min(rest))
    }
}

/// A value spread over months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The first month that carries a part.
    pub first: Month,
    /// The value, as it is after the last change.
    pub value: Money,
    /// What of it is never depreciated.
    pub residual: Money,
    /// The first month that carries nothing because the thing has left.
    pub end: Option<Month>,
    /// The stretches between changes, in order; there is one at least.
    pub stretches: Vec<Stretch>,
}

impl Plan {
    /// A plan without any change.
    pub fn new(first: Month, value: Money, months: u32, end: Option<Month>) -> Self {
        let stretch = Stretch {
            since: first.previous(),
            done: 0,
            before: Money::ZERO,
            goal: value,
            months,
            source: String::new(),
        };
        Self { first, value, residual: Money::ZERO, end, stretches: vec![stretch] }
    }

    /// The plan of an asset as it stands; none for what is not depreciated.
    pub fn of(standing: &Standing<'_>, lives: &Lives) -> Option<Self> {
        let Treatment::StraightLine { months } = treatment(standing.card, lives) else {
            return None;
        };
        let regime = standing.regime;
        let first = standing.acquired.date.month().plus(regime.bears_on());
        let disposed = standing.disposed.map(|disposed| disposed.date.month());
        let cost = standing.cost();
        let residual = regime.residual(cost);
        let mut plan =
            Self::new(first, cost, months, disposed.map(|of| of.plus(regime.bears_on())));
        plan.residual = residual;
        plan.stretches[0].goal = cost - residual;
        plan.stretches[0].source = standing.acquired.id.to_string();
        for event in &standing.changes {
            plan.change(event, regime);
        }
        Some(plan)
    }

    /// Takes a change of value or life in.
    fn change(&mut self, event: &Event, regime: Regime) {
        let Some(last) = self.stretches.last() else { return };
        let (mut goal, mut value) = (last.goal, self.value);
        let months = event.months.unwrap_or(last.months);
        let month = event.date.month();
        // Amounts taken over stand at the end of their month; other changes bear on it, or on the
        // next one.
        let since = match event.kind {
            EventKind::Opening => month,
            _ => month.plus(regime.bears_on()).previous(),
        };
        let since = since.max(last.since);
        let (mut done, mut before) = (self.elapsed(since), self.accumulated(since));
        match event.kind {
            EventKind::Opening => {
                before = event.value.unwrap_or(before);
                done = event.months.unwrap_or(done).min(last.months);
            }
            EventKind::Upgrade => value += event.value.unwrap_or(Money::ZERO),
            EventKind::Revalue => value = event.value.unwrap_or(value),
            _ => return,
        }
        let months = if event.kind == EventKind::Opening { last.months } else { months };
        if event.kind != EventKind::Opening {
            self.residual = regime.residual(value);
            goal = value - self.residual;
        }
        self.value = value;
        let source = event.id.to_string();
        self.stretches.push(Stretch { since, done, before, goal, months, source });
    }

    /// The useful life after the last change, in months.
    pub fn months(&self) -> u32 {
        self.stretches.last().map_or(0, |last| last.months)
    }

    /// What a whole month carries after the last change.
    pub fn monthly(&self) -> Money {
        self.stretches.last().map_or(Money::ZERO, Stretch::monthly)
    }

    /// The last month up to a month that may carry something.
    fn until(&self, month: Month) -> Month {
        match self.end {
            Some(end) if end <= month => end.previous(),
            _ => month,
        }
    }

    /// The stretch that a month's end lies in, and how many months of it are over then.
    fn at(&self, month: Month) -> Option<(&Stretch, u32)> {
        let month = self.until(month);
        let stretch = self.stretches.iter().rev().find(|stretch| stretch.since <= month)?;
        Some((stretch, u32::try_from(stretch.since.months_until(month)).unwrap_or(0)))
    }

    /// How many months of the life are done by the end of a month.
    pub fn elapsed(&self, month: Month) -> u32 {
        self.at(month).map_or(0, |(stretch, over)| stretch.done + over.min(stretch.left()))
    }

    /// What is depreciated by the end of a month, amounts taken over included.
    pub fn accumulated(&self, month: Month) -> Money {
        self.at(month).map_or(Money::ZERO, |(stretch, over)| stretch.after(over))
    }

    /// What a month carries.
    ///
    /// Amounts that are taken over are no charge, nor is what a value that falls takes back.
    pub fn charge(&self, month: Month) -> Money {
        if self.until(month) != month {
            return Money::ZERO;
        }
        let of = self.stretches.iter().rev().find(|stretch| stretch.since < month);
        let Some(stretch) = of else { return Money::ZERO };
        let over = u32::try_from(stretch.since.months_until(month)).unwrap_or(0);
        (stretch.after(over) - stretch.after(over - 1)).max(Money::ZERO)
    }

    /// Whether nothing more is to be depreciated after a month.
    pub fn is_done(&self, month: Month) -> bool {
        self.stretches.last().is_some_and(|last| self.accumulated(month) >= last.goal)
    }

    /// What was taken over, and at the end of which month.
    pub fn taken_over(&self) -> Option<(Month, Money)> {
        let jumps = |pair: &&[Stretch]| {
            let over = u32::try_from(pair[0].since.months_until(pair[1].since)).unwrap_or(0);
            pair[0].after(over) != pair[1].before
        };
        let pair = self.stretches.windows(2).rfind(jumps)?;
        Some((pair[1].since, pair[1].before))
    }

    /// Every month that carries a part, in order, from the amounts taken over on.
    pub fn lines(&self) -> Vec<ScheduleLine> {
        let Some(last) = self.stretches.last() else { return Vec::new() };
        let opened = self.taken_over();
        let from = opened.map_or(self.first, |(month, _)| month.next());
        let rest = match last.goal.cmp(&last.before) {
            Ordering::Greater => last.left().max(1),
            Ordering::Equal => 0,
            Ordering::Less => 1,
        };
        let until = self.until(last.since.plus(i32::try_from(rest).unwrap_or(i32::MAX)));
        let months = std::iter::successors(Some(from), |month| Some(month.next()));
        months
            .take_while(|month| *month <= until)
            .map(|month| ScheduleLine {
                month,
                charge: self.charge(month),
                accumulated: self.accumulated(month),
                net: self.value - self.accumulated(month),
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
