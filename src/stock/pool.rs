//! The pool of old goods (旧物池): what came back for new goods, and what became of it.
//!
//! Old goods come in by exchange, and leave by scrap, by repair into a store, or by sale. Never more
//! leaves than is there, on any day: what is left is what came back less what was disposed of.

use crate::base::{Day, ItemCode, Money, Quantity, RecordId, Span, Stamp, StoreCode};

use super::admit::{admit, blank, known_reason};
use super::request::{Cost, Decision, Goods, Rules, Slip};
use super::{CirculationRefusal, Item, Kind, Line, Named, Place, Refusal, Step, Stock};

/// What becomes of old goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposal {
    /// They are thrown away; there must be a reason (报废).
    Scrapped,
    /// They are repaired and go into a store: for nothing, or at what the repair cost (修复入库).
    Mended(StoreCode, Cost),
    /// Somebody buys them, for this much altogether (变卖).
    Sold(String, Money),
}

/// Old goods leave the pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisposeRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// What becomes of them.
    pub disposal: Disposal,
}

/// Decides over old goods that leave the pool.
pub fn dispose(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &DisposeRequest,
    stamp: &mut Stamp,
) -> Decision {
    let DisposeRequest { slip, goods, disposal } = request;
    let (kind, to, cost) = match disposal {
        Disposal::Scrapped => {
            known_reason(Kind::Scrap, &slip.reason)?;
            (Kind::Scrap, Place::Scrap, Cost::UNSTATED)
        }
        Disposal::Mended(store, cost) => {
            stock.store(store)?;
            (Kind::Mend, Place::Store(store.clone()), *cost)
        }
        Disposal::Sold(buyer, amount) => {
            let buyer = buyer.trim();
            if buyer.is_empty() {
                return Err(CirculationRefusal::BuyerMissing.into());
            }
            let cost = Cost { unit_price: None, amount: Some(*amount) };
            (Kind::Sale, Place::Buyer(buyer.to_owned()), cost)
        }
    };
    let movement = blank(stock, kind, slip, goods, cost, (Place::Pool, to))?;
    admit(stock, rules, vec![movement], stamp)
}

/// A line that would leave the pool with less than nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolShort {
    /// The item.
    pub item: Named,
    /// Its base unit.
    pub unit: String,
    /// What the pool holds before the line.
    pub available: Quantity,
    /// What the line takes.
    pub asked: Quantity,
    /// How far below zero the pool would go.
    pub missing: Quantity,
    /// The line.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
    /// Its slip; empty when there is none.
    pub slip: String,
}

/// Refuses lines after which the pool would hold less than nothing, on their day or a later one.
pub(super) fn check_pool(stock: &Stock, lines: &[Line]) -> Result<(), Refusal> {
    let touches = |line: &Line| [&line.movement.from, &line.movement.to].contains(&&Place::Pool);
    let Some(first) = lines.iter().find(|line| touches(line)) else { return Ok(()) };
    let item = stock.item(&first.movement.item)?;
    let mut held = stock.opening.at(&Place::Pool, &item.code).quantity;
    let mut refusal = None;
    stock.replay_with(lines, |step| {
        let movement = &step.line.movement;
        let change = step.change_at(&Place::Pool).quantity;
        let before = held;
        held += change;
        if refusal.is_none() && held.is_negative() && change.is_negative() {
            let short = Box::new(PoolShort {
                item: *item.named(),
                unit: item.unit.clone(),
                available: before,
                asked: -change,
                missing: held.abs(),
                id: movement.id.clone(),
                date: movement.date,
                slip: movement.slip.clone(),
            });
            let new = lines.iter().any(|line| line.movement.id == movement.id);
            refusal = Some(if new {
                CirculationRefusal::PoolShort(short)
            } else {
                CirculationRefusal::PoolShortLater(short)
            });
        }
    });
    refusal.map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// Where the ledger itself takes more out of the pool than is in it: two clerks' rows, merged.
/// `held` is what the pool holds before the step, and then after it.
pub(super) fn pool_defect(held: &mut Quantity, step: &Step<'_>) -> Option<Refusal> {
    let before = *held;
    *held += step.change_at(&Place::Pool).quantity;
    (held.is_negative() && !before.is_negative()).then(|| {
        let item = step.line.movement.item.clone();
        Refusal::PoolNegative { item, quantity: *held }
    })
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolOptions {
    /// The days.
    pub span: Span,
    /// One item only.
    pub item: Option<ItemCode>,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
}

/// What came into the pool of one item, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolLine {
    /// The item.
    pub item: Item,
    /// What lay there before the days.
    pub before: Quantity,
    /// What came back in them.
    pub returned: Quantity,
    /// What was thrown away.
    pub scrapped: Quantity,
    /// What was repaired and went into a store.
    pub mended: Quantity,
    /// What was sold.
    pub sold: Quantity,
    /// What it was sold for.
    pub proceeds: Money,
    /// What lies there at the end.
    pub held: Quantity,
}

/// The pool of old goods over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolReport {
    /// The days.
    pub span: Span,
    /// By item, those that the pool ever held.
    pub lines: Vec<PoolLine>,
    /// What was sold altogether.
    pub proceeds: Money,
}

/// Sums up what came into the pool and what became of it.
pub fn pool(stock: &Stock, options: &PoolOptions) -> Result<PoolReport, Refusal> {
    let PoolOptions { span, item, as_of } = options;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    let wanted = |of: &&Item| item.as_ref().is_none_or(|item| *item == of.code);
    let lines = stock.items.values().filter(wanted).filter_map(|item| {
        let opening = stock.opening.at(&Place::Pool, &item.code).quantity;
        let mut line = PoolLine {
            item: item.clone(),
            before: opening,
            returned: Quantity::ZERO,
            scrapped: Quantity::ZERO,
            mended: Quantity::ZERO,
            sold: Quantity::ZERO,
            proceeds: Money::ZERO,
            held: opening,
        };
        let mut touched = !opening.is_zero();
        stock.replay(&item.code, span.last().min(*as_of), |step| {
            let change = step.change_at(&Place::Pool).quantity;
            touched |= !change.is_zero();
            line.held += change;
            if step.line.movement.date < span.first() {
                line.before += change;
            } else {
                line.count(stock, &step, change);
            }
        });
        touched.then_some(line)
    });
    let lines: Vec<PoolLine> = lines.collect();
    let proceeds = lines.iter().map(|line| line.proceeds).sum();
    Ok(PoolReport { span: *span, lines, proceeds })
}

impl PoolLine {
    /// Counts a step of the days; what takes another line back counts as less of it.
    fn count(&mut self, stock: &Stock, step: &Step<'_>, change: Quantity) {
        if change.is_zero() {
            return;
        }
        let movement = &step.line.movement;
        let original = movement.reverses.as_ref().and_then(|id| stock.line(id));
        let original = original.map_or(movement, |line| &line.movement);
        match original.kind {
            Kind::Exchange => self.returned += change,
            Kind::Scrap => self.scrapped += -change,
            Kind::Mend => self.mended += -change,
            Kind::Sale => {
                self.sold += -change;
                let amount = original.amount.unwrap_or_default();
                self.proceeds += if movement.reverses.is_some() { -amount } else { amount };
            }
            _ => {}
        }
    }
}
