//! What one place holds of one item, and how a line changes it.

use crate::base::{Money, Quantity, RecordId};

use super::average::{Average, Rested};
use super::layers::Layers;
use super::lots::{Lots, RestedLots};
use super::{Balance, CostMethod, LotBalance, Part};

/// How the lines of an item are carried out at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stock) struct Keeping {
    /// How goods that leave are valued.
    pub(in crate::stock) method: CostMethod,
    /// Whether lots are told apart.
    pub(in crate::stock) lots: LotKeeping,
}

/// Whether the lots of an item are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stock) enum LotKeeping {
    /// All goods are one.
    Together,
    /// Each lot by itself.
    Apart,
}

/// Which goods of a place a line means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stock) enum Origin<'a> {
    /// An ordinary line: what comes in is the newest, what goes out the oldest.
    Line(&'a RecordId),
    /// The reversal of this line: what comes in is the oldest again, what goes out is what that
    /// line brought.
    Reversal(&'a RecordId),
}

/// What a line moves: how much, what it is worth, of which lots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stock) struct Moved<'a> {
    /// How much and what it is worth; above zero.
    pub(in crate::stock) goods: Balance,
    /// The lots; none where they are not told apart.
    pub(in crate::stock) parts: &'a [Part],
    /// Which goods are meant.
    pub(in crate::stock) origin: Origin<'a>,
}

/// What one place holds of one item, by the means of every cost method.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holding {
    total: Average,
    layers: Layers,
    lots: Lots,
}

impl Rested {
    /// Such a holding; it has no layers.
    pub(in crate::stock) fn holding(self, lots: RestedLots) -> Holding {
        let (total, lots) = (Average::of(self), Lots::of(lots));
        Holding { total, layers: Layers::default(), lots }
    }
}

impl From<Average> for Holding {
    /// Goods that are all alike.
    fn from(total: Average) -> Self {
        Self { total, ..Self::default() }
    }
}

impl Holding {
    /// The same as goods that are all alike; none where there are lots or layers.
    pub(in crate::stock) fn average(&self) -> Option<Average> {
        (self.lots.is_empty() && self.layers.is_empty()).then_some(self.total)
    }

    /// To be written down, but for its layers.
    pub(in crate::stock) fn rested(&self) -> (Rested, RestedLots) {
        (self.total.rested(), self.lots.rested())
    }

    /// Whether nothing is there, of no lot.
    pub(in crate::stock) fn is_empty(&self) -> bool {
        self.balance() == Balance::ZERO && self.lots.is_empty() && self.layers.is_empty()
    }

    /// What is there.
    pub const fn balance(&self) -> Balance {
        self.total.balance()
    }

    /// The lots in the order in which they go: earliest expiry first. Only where lots are valued
    /// by themselves do they bear a value.
    pub fn lots(&self) -> Vec<LotBalance> {
        self.lots.in_order()
    }

    /// How much there is of a lot.
    pub fn in_lot(&self, lot: &str) -> Quantity {
        self.lots.quantity(lot)
    }

    /// What a quantity is worth at the current price, rounded once: above zero what would come in
    /// without a price, below zero what would go out. None when there never was a price.
    pub fn worth(&self, method: CostMethod, lot: &str, quantity: Quantity) -> Option<Money> {
        let apart = !self.lots.is_empty();
        let lots = if apart { LotKeeping::Apart } else { LotKeeping::Together };
        let keeping = Keeping { method, lots };
        if quantity.is_negative() {
            let mut parts = self.parts_out(keeping, lot, quantity.abs());
            return self.worth_out(method, quantity.abs(), &mut parts).map(|value| -value);
        }
        let mut parts = self.parts_found(keeping, lot, quantity);
        self.worth_in(method, quantity, &mut parts)
    }

    /// Of which lots a quantity goes out: the named one, or the earliest expiry first.
    pub(in crate::stock) fn parts_out(
        &self,
        keeping: Keeping,
        lot: &str,
        quantity: Quantity,
    ) -> Vec<Part> {
        match keeping.lots {
            LotKeeping::Together => Vec::new(),
            LotKeeping::Apart => self.lots.out_of(lot, quantity),
        }
    }

    /// Into which lots a quantity comes.
    pub(in crate::stock) fn parts_in(
        &self,
        keeping: Keeping,
        lot: &str,
        quantity: Quantity,
    ) -> Vec<Part> {
        match keeping.lots {
            LotKeeping::Together => Vec::new(),
            LotKeeping::Apart => self.lots.to_named(lot, quantity),
        }
    }

    /// Into which lots a quantity comes that was found: the counted lot, or the one that goes
    /// first.
    pub(in crate::stock) fn parts_found(
        &self,
        keeping: Keeping,
        lot: &str,
        quantity: Quantity,
    ) -> Vec<Part> {
        match keeping.lots {
            LotKeeping::Together => Vec::new(),
            LotKeeping::Apart if lot.is_empty() => self.lots.to_first(quantity),
            LotKeeping::Apart => self.lots.parts([(lot.to_owned(), quantity)]),
        }
    }

    /// What goods are worth that go out, and what each of their lots is.
    pub(in crate::stock) fn worth_out(
        &self,
        method: CostMethod,
        quantity: Quantity,
        parts: &mut [Part],
    ) -> Option<Money> {
        match method {
            CostMethod::Fifo if self.balance().quantity > Quantity::ZERO => {
                self.layers.worth_out(quantity)
            }
            CostMethod::Fifo => self.worth_in(method, quantity, parts),
            CostMethod::SpecificLot if !parts.is_empty() => self.worth_of_lots(parts),
            _ => self.total.worth(quantity),
        }
    }

    /// What goods are worth that come in without a price, and what each of their lots is.
    pub(in crate::stock) fn worth_in(
        &self,
        method: CostMethod,
        quantity: Quantity,
        parts: &mut [Part],
    ) -> Option<Money> {
        match method {
            CostMethod::Fifo if !self.balance().quantity.is_negative() => {
                self.layers.worth_in(quantity).or_else(|| self.total.worth(quantity))
            }
            CostMethod::SpecificLot if !parts.is_empty() => self.worth_of_lots(parts),
            _ => self.total.worth(quantity),
        }
    }

    /// Each lot at its own price; a lot that never had one at the card's.
    fn worth_of_lots(&self, parts: &mut [Part]) -> Option<Money> {
        let mut sum = Money::ZERO;
        for part in parts {
            let Part { lot, moved, .. } = part;
            let own = self.lots.worth(lot, moved.quantity);
            moved.value = own.or_else(|| self.total.worth(moved.quantity))?;
            sum += moved.value;
        }
        Some(sum)
    }

    /// Puts goods in.
    ///
    /// Returns the correction that had to be added to the value, zero in the ordinary case.
    pub(in crate::stock) fn put(&mut self, method: CostMethod, moved: Moved<'_>) -> Money {
        match method {
            CostMethod::SpecificLot if !moved.parts.is_empty() => {
                return self.change_lots(moved, |balance| balance);
            }
            CostMethod::Fifo if self.balance().quantity.is_negative() => {
                let correction = self.total.change(moved.goods);
                self.layers.set(self.total.balance(), moved.origin);
                self.shift_lots(moved, |quantity| quantity);
                return correction;
            }
            CostMethod::Fifo if !moved.goods.quantity.is_zero() => {
                self.layers.put(moved.goods, moved.origin);
            }
            _ => {}
        }
        self.shift_lots(moved, |quantity| quantity);
        self.blend(moved.goods)
    }

    /// Takes goods out.
    ///
    /// Returns the correction that had to be added to the value, zero in the ordinary case.
    pub(in crate::stock) fn take(&mut self, method: CostMethod, moved: Moved<'_>) -> Money {
        match method {
            CostMethod::SpecificLot if !moved.parts.is_empty() => {
                return self.change_lots(moved, |balance| -balance);
            }
            CostMethod::Fifo if !moved.goods.quantity.is_zero() => {
                let of_layers = self.layers.take(moved.goods, moved.origin);
                let correction = self.total.change(-moved.goods);
                // What the line takes more or less than its layers had is theirs who stay.
                self.layers.revalue(of_layers - moved.goods.value + correction);
                self.shift_lots(moved, |quantity| -quantity);
                return correction;
            }
            _ => {}
        }
        self.shift_lots(moved, |quantity| -quantity);
        self.blend(-moved.goods)
    }

    /// Changes goods of which all are alike, at the running average.
    ///
    /// Returns the correction that had to be added to the value, zero in the ordinary case.
    pub(in crate::stock) fn blend(&mut self, change: Balance) -> Money {
        self.total.change(change)
    }

    /// Adds to the value without goods.
    ///
    /// Returns the correction that had to be added to the value, zero in the ordinary case.
    pub(in crate::stock) fn revalue(&mut self, method: CostMethod, value: Money) -> Money {
        let correction = self.total.change(Balance::of_value(value));
        match method {
            CostMethod::Fifo => self.layers.revalue(value + correction),
            CostMethod::SpecificLot => self.lots.revalue(value + correction),
            CostMethod::MovingAverage | CostMethod::MonthlyWeighted => {}
        }
        correction
    }

    /// Moves the balance without looking at what it is worth: for places that keep no card, and
    /// within a month whose price is known.
    pub(in crate::stock) fn shift(&mut self, goods: Balance) {
        self.total.shift(goods);
    }

    /// Moves the lots of what was shifted.
    pub(in crate::stock) fn shift_lots(
        &mut self,
        moved: Moved<'_>,
        sign: impl Fn(Quantity) -> Quantity,
    ) {
        for part in moved.parts {
            self.lots.shift(part, sign(part.moved.quantity));
        }
    }

    /// Ends a month: its average is the current price.
    pub(in crate::stock) fn settle(&mut self, pool: Balance) {
        self.total.settle(pool);
    }

    /// Changes lots that have a value of their own.
    fn change_lots(&mut self, moved: Moved<'_>, sign: impl Fn(Balance) -> Balance) -> Money {
        let mut correction = Money::ZERO;
        for (part, value) in moved.parts.iter().zip(values(moved)) {
            let change = Balance { quantity: part.moved.quantity, value };
            correction += self.lots.change(part, sign(change));
        }
        let mut sum = self.total.balance();
        sum += sign(moved.goods);
        sum.value += correction;
        // One lot may lack what another has too much of, where a count has said so.
        if sum.quantity.is_zero() && !sum.value.is_zero() {
            let taken = self.lots.devalue(|_| true);
            correction -= taken;
            sum.value -= taken;
        } else if sum.quantity > Quantity::ZERO && sum.value < Money::ZERO {
            let taken = self.lots.devalue(|lot| lot.quantity.is_negative());
            correction -= taken;
            sum.value -= taken;
        }
        self.total.set(sum);
        correction
    }
}

/// The value of each part: its own where they come to the whole, else its share, the last one the
/// rest.
fn values(moved: Moved<'_>) -> Vec<Money> {
    let Moved { goods, parts, .. } = moved;
    let own: Money = parts.iter().map(|part| part.moved.value).sum();
    if own == goods.value {
        return parts.iter().map(|part| part.moved.value).collect();
    }
    let mut done = Balance::ZERO;
    parts
        .iter()
        .map(|part| {
            let before = done.value;
            done.quantity += part.moved.quantity;
            done.value = goods.share(done.quantity).unwrap_or_default();
            done.value - before
        })
        .collect()
}
