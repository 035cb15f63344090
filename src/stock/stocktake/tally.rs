//! What the lines of sheets add up to: how many agree, what is too much, what is too little.

use std::collections::BTreeMap;

use crate::base::{Fraction, Money, Quantity, Ratio, Rounding};

use super::{LineResult, Recount, Standing};

/// Lines that differ the same way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// How many lines.
    pub lines: usize,
    /// How much, by unit: pieces and bottles are not added up.
    pub quantities: BTreeMap<String, Quantity>,
    /// What it is worth, without the sign.
    pub value: Money,
}

impl Side {
    fn take(&mut self, line: &LineResult) {
        let Some(variance) = line.variance else { return };
        self.lines += 1;
        *self.quantities.entry(line.line.of.unit.clone()).or_default() += variance.quantity.abs();
        self.value += variance.value.unwrap_or_default().abs();
    }

    fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        for (unit, quantity) in &other.quantities {
            *self.quantities.entry(unit.clone()).or_default() += *quantity;
        }
        self.value += other.value;
    }
}

/// Sums over lines of sheets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// All lines, finds included.
    pub lines: usize,
    /// Lines that were counted: matched, too much, too little, disputed, and finds that the
    /// catalogue does not know.
    pub counted: usize,
    /// Lines on which counted and book agree.
    pub matched: usize,
    /// Too much (盘盈).
    pub surplus: Side,
    /// Too little (盘亏).
    pub shortage: Side,
    /// Lines that nobody has counted.
    pub uncounted: usize,
    /// Of those, the ones that are to stay so.
    pub left: usize,
    /// Finds that the catalogue does not know.
    pub unlisted: usize,
    /// Lines whose cut-off does not say what the counter saw.
    pub unclear: usize,
    /// Lines no two counts of which agree: counted, and not matched until somebody decides.
    pub disputed: usize,
    /// Lines that are over what is tolerated, and were counted once.
    pub recounts: usize,
    /// Lines whose variance is no longer what was approved.
    pub moved: usize,
    /// Surpluses for which nobody has said a price.
    pub unpriced: usize,
    /// What the books say the counted lines are worth.
    pub book_value: Money,
    /// Σ |value of the variance| over the counted lines; of a disputed line its whole book value.
    pub gap: Money,
}

impl Tally {
    /// Adds a line.
    pub fn take(&mut self, line: &LineResult) {
        self.lines += 1;
        match line.standing {
            Standing::Matched => self.matched += 1,
            Standing::Surplus => self.surplus.take(line),
            Standing::Shortage => self.shortage.take(line),
            Standing::Uncounted => self.uncounted += 1,
            Standing::Left => {
                self.uncounted += 1;
                self.left += 1;
            }
            Standing::Unclear => self.unclear += 1,
            Standing::Disputed => {
                // Nobody knows how much of it is there: none of its value is proved.
                self.disputed += 1;
                self.counted += 1;
                self.book_value += line.book.value.abs();
                self.gap += line.book.value.abs();
            }
            Standing::Unlisted => self.unlisted += 1,
        }
        self.moved += usize::from(line.moved());
        self.recounts += usize::from(line.recount == Recount::Demanded);
        if line.standing == Standing::Unlisted {
            self.counted += 1;
        }
        if let Some(variance) = line.variance {
            self.counted += 1;
            self.book_value += line.book.value.abs();
            self.gap += variance.value.unwrap_or_default().abs();
            self.unpriced += usize::from(variance.value.is_none());
        }
    }

    /// Adds the sums of other lines.
    pub fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.counted += other.counted;
        self.matched += other.matched;
        self.surplus.add(&other.surplus);
        self.shortage.add(&other.shortage);
        self.uncounted += other.uncounted;
        self.left += other.left;
        self.unlisted += other.unlisted;
        self.unclear += other.unclear;
        self.disputed += other.disputed;
        self.recounts += other.recounts;
        self.moved += other.moved;
        self.unpriced += other.unpriced;
        self.book_value += other.book_value;
        self.gap += other.gap;
    }

    /// The match rate by line (账物相符率): matched of counted, rounded down to one decimal.
    ///
    /// Lines nobody counted are in neither figure; they are told beside it. A disputed line was
    /// counted, and does not match: it must not raise the rate by being left out.
    pub fn matched_by_line(&self) -> Ratio {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Ratio::counted(count(self.matched), count(self.counted))
    }

    /// The match rate by value: (book value − Σ |variance value|) of the book value, each of the
    /// counted lines at its cut-off, never below zero, rounded down to two decimals.
    ///
    /// Surpluses and shortages do not cancel out. A surplus without a price is left out, and told;
    /// of a disputed line nothing agrees.
    pub fn matched_by_value(&self) -> Ratio {
        let exact = |money: Money| Fraction::new(i128::from(money.fen()), 1);
        let agreed = (self.book_value - self.gap).max(Money::ZERO);
        Ratio {
            part: exact(agreed).unwrap_or(Fraction::ZERO),
            whole: exact(self.book_value).unwrap_or(Fraction::ZERO),
            decimals: 2,
            rounding: Rounding::Floor,
        }
    }

    /// Whether somebody should look: a difference, a line not counted, a late entry.
    pub const fn is_open(&self) -> bool {
        self.surplus.lines > 0
            || self.shortage.lines > 0
            || self.uncounted > 0
            || self.unlisted > 0
            || self.unclear > 0
            || self.disputed > 0
            || self.moved > 0
    }
}
