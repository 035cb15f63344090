//! What the lines of a card usually look like: how likely a line like this one is on it.
//!
//! The share of the card's lines that go the same way and have the same size, softened: sizes
//! that are close count a little, and nothing is impossible. A line is never its own evidence:
//! what is doubted is left out of the sums.

use crate::base::{Quantity, RecordId};
use crate::stock::{Line, Movement, Place};

use super::Odds;

/// Which way a line goes, and at whose expense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    /// The word of the place on the other side, such as that of a department.
    partner: &'static str,
    /// Whether goods come in.
    inward: bool,
}

impl Way {
    /// The way of a line.
    pub(super) fn of(line: &Movement) -> Self {
        Self { partner: partner(line).key(), inward: is_inward(line) }
    }

    /// Whether goods come in.
    pub(super) const fn is_inward(self) -> bool {
        self.inward
    }

    /// The opposite way.
    pub(super) const fn turned(self) -> Self {
        Self { partner: self.partner, inward: !self.inward }
    }
}

/// The place on the other side of a line's card.
pub(super) const fn partner(line: &Movement) -> &Place {
    match line.to.store() {
        Some(_) => &line.from,
        None => &line.to,
    }
}

/// Whether a line brings goods onto its card.
pub(super) const fn is_inward(line: &Movement) -> bool {
    line.to.store().is_some()
}

/// What a line changes on its card; above zero what comes in.
pub(super) fn signed(line: &Line) -> Quantity {
    if is_inward(&line.movement) { line.base } else { -line.base }
}

/// The lines of one card from which its habits are read.
pub(super) struct Habits<'a> {
    lines: Vec<&'a Line>,
    /// The least step of the item's quantities, in millionths.
    step: i64,
}

impl<'a> Habits<'a> {
    /// Reads the habits of some lines of an item that has so many decimals.
    pub(super) fn of(lines: Vec<&'a Line>, scale: u32) -> Self {
        Self { lines, step: 10_i64.pow(Quantity::DECIMALS.saturating_sub(scale)) }
    }

    /// The lines.
    pub(super) fn lines(&self) -> &[&'a Line] {
        &self.lines
    }

    /// How likely the card's next line goes this way and has this size.
    pub(super) fn share(&self, way: Way, quantity: Quantity, doubted: Option<&RecordId>) -> Odds {
        let believed = || self.lines.iter().filter(|line| Some(&line.movement.id) != doubted);
        let of_way = || believed().filter(|line| Way::of(&line.movement) == way);
        let (n_lines, n_way) = (number(believed().count()), number(of_way().count()));
        let size = quantity.abs().millionths();
        let is_close = |line: &&&Line| {
            let other = line.base.millionths();
            other <= size.saturating_mul(2) && size <= other.saturating_mul(2)
        };
        let exact = number(of_way().filter(|line| line.base.millionths() == size).count());
        let close = number(of_way().filter(is_close).count());
        // So many sizes lie between half and twice this one.
        let n_steps = u128::try_from(size / self.step.max(1)).unwrap_or(1);
        let n_close = (n_steps * 3 / 2).max(1);
        let of_size = Odds::percent(70).times(exact, n_way + 1);
        let of_close = Odds::percent(25).times(close, (n_way + 1) * n_close);
        let of_any = Odds::percent(5).times(1, 10 * (n_steps + 1));
        let sum = of_size.or(of_close).or(of_any);
        sum.times(2 * n_way + 1, 2 * n_lines + 8)
    }

    /// How likely a line of the card has this place on the other side.
    pub(super) fn share_of_partner(&self, place: &Place, doubted: Option<&RecordId>) -> Odds {
        let believed = || self.lines.iter().filter(|line| Some(&line.movement.id) != doubted);
        let n_there = number(believed().filter(|line| partner(&line.movement) == place).count());
        Odds::ONE.times(4 * n_there + 1, 4 * number(believed().count()) + 12)
    }
}

/// A number of lines as a factor.
pub(super) fn number(count: usize) -> u128 {
    u128::try_from(count).unwrap_or(u128::MAX)
}
