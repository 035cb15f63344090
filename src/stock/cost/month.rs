//! The price of a month (全月一次加权平均): what was there and what came in with a price, over its
//! quantity, store by store.
//!
//! - Into the average go the opening of the month, the lines in that state what they cost, and
//!   those that bring the value they bear (from transit, from a loan, from the pool). Lines into
//!   transit or on loan leave it again at the moving average of their moment, so that the prices
//!   of two stores never rest on each other.
//! - All other lines go at the month's price: issues, returns, scrap, shortages out; unpriced
//!   returns and receipts, surpluses in. Each is quantity × price, rounded once.
//! - A reversal of a line of the month stands where its original stands, with the other sign; of
//!   an earlier month it takes back exactly what that line did, and goes into the average.
//! - Where the month leaves nothing, its last line out at the price takes what rounding has left,
//!   so that zero quantity is worth 0.00.
//! - Where the average has nothing to stand on (a shortfall carried over, nothing there and
//!   nothing in), the store's month is valued as moving average.
//!
//! A month that is not over has the price of the lines known so far.

use std::collections::BTreeMap;

use crate::base::{Money, Quantity, RecordId, StoreCode};
use crate::stock::{Kind, Place, Step};

use super::Balance;

/// The value of a line, as the price of its month has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stock) enum Planned {
    /// It is worth what it is worth when its turn comes.
    Open,
    /// It moves what it bears itself, in a month whose price is known.
    Borne,
    /// It is worth this much, in a month whose price is known.
    Fixed(Money),
}

/// The values of a month's lines, and what each store's price rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock) struct Plan {
    /// What each line is worth, in the order of the lines.
    pub(in crate::stock) lines: Vec<Planned>,
    /// The stores whose price is known, with the goods that it is the average of.
    pub(in crate::stock) pools: BTreeMap<StoreCode, Balance>,
}

/// How a line stands to the average of its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It goes into the average, or leaves it, with a value of its own; as a store sees it.
    Own(Balance),
    /// It goes at the average; above zero into the store.
    Priced(Quantity),
    /// It takes back a line of the month that went at the average.
    Undone,
    /// It moves nothing.
    Idle,
}

/// Finds the prices of a month from its lines, carried out at the moving average.
///
/// `opening` is what a store held before the month; `corrected` is the correction of a line of an
/// earlier month, which its reversal takes back too.
pub(in crate::stock) fn plan(
    steps: &[Step<'_>],
    opening: impl Fn(&StoreCode) -> Balance,
    corrected: impl Fn(&RecordId) -> Money,
) -> Plan {
    let by_id: BTreeMap<&RecordId, usize> =
        steps.iter().enumerate().map(|(at, step)| (&step.line.movement.id, at)).collect();
    let mut roles: Vec<Role> = Vec::with_capacity(steps.len());
    let mut undone = vec![false; steps.len()];
    for step in steps {
        let original = step.line.movement.reverses.as_ref();
        let role = match original.map(|id| (id, by_id.get(id).copied())) {
            _ if step.effect.quantity.is_zero() => Role::Idle,
            None => role(step),
            Some((_, Some(at))) if at < roles.len() => match roles[at] {
                Role::Own(goods) => Role::Own(-goods),
                Role::Priced(_) => {
                    undone[at] = true;
                    Role::Undone
                }
                other => other,
            },
            Some((id, _)) => {
                let mut goods = step.change();
                goods.value -= corrected(id);
                Role::Own(goods)
            }
        };
        roles.push(role);
    }
    let mut cards: BTreeMap<&StoreCode, Vec<usize>> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        if let Some(store) = step.line.movement.store() {
            cards.entry(store).or_default().push(at);
        }
    }
    let mut lines = vec![Planned::Open; steps.len()];
    let mut pools = BTreeMap::new();
    for (store, card) in cards {
        let opening = opening(store);
        let mut pool = opening;
        for at in &card {
            if let Role::Own(goods) = roles[*at] {
                pool += goods;
            }
        }
        let stands = pool.quantity > Quantity::ZERO && pool.value >= Money::ZERO;
        if !stands || opening.quantity.is_negative() {
            continue;
        }
        let priced = card.iter().filter_map(|at| match roles[*at] {
            Role::Priced(quantity) if !undone[*at] => Some((*at, quantity)),
            _ => None,
        });
        for (at, value) in prices(pool, &priced.collect::<Vec<_>>()) {
            lines[at] = Planned::Fixed(value);
        }
        for at in card {
            lines[at] = match roles[at] {
                Role::Own(goods) if steps[at].line.movement.reverses.is_none() => {
                    Planned::Fixed(goods.value.abs())
                }
                Role::Priced(quantity) if undone[at] => {
                    Planned::Fixed(pool.share(quantity.abs()).unwrap_or_default())
                }
                Role::Priced(_) => lines[at],
                _ => Planned::Borne,
            };
        }
        pools.insert(store.clone(), pool);
    }
    Plan { lines, pools }
}

/// How an ordinary line stands to the average.
fn role(step: &Step<'_>) -> Role {
    let movement = &step.line.movement;
    let goods = step.change();
    let bears = |place: &Place| matches!(place, Place::Transit | Place::Loan(_) | Place::Pool);
    let stated = step.line.stated.is_some() && movement.kind != Kind::Count;
    let inward = step.to().store().is_some();
    if (inward && (stated || bears(step.from()))) || bears(step.to()) {
        Role::Own(goods)
    } else {
        Role::Priced(goods.quantity)
    }
}

/// What the lines at the price are worth: each its share, no more than there is; the last line out
/// takes the rest where nothing stays.
fn prices(pool: Balance, lines: &[(usize, Quantity)]) -> Vec<(usize, Money)> {
    let share = |quantity: Quantity| pool.share(quantity).unwrap_or_default();
    let net: Quantity = lines.iter().map(|(_, quantity)| *quantity).sum();
    let closing = pool.quantity + net;
    let inward = lines.iter().filter(|(_, quantity)| !quantity.is_negative());
    let mut left = pool.value + inward.map(|(_, quantity)| share(*quantity)).sum::<Money>();
    let last_out = lines.iter().rposition(|(_, quantity)| quantity.is_negative());
    let price = |(place, (at, quantity)): (usize, &(usize, Quantity))| {
        if !quantity.is_negative() {
            return (*at, share(*quantity));
        }
        let value = if closing.is_zero() && Some(place) == last_out {
            left
        } else if closing.is_negative() {
            share(quantity.abs())
        } else {
            share(quantity.abs()).min(left)
        };
        left -= value;
        (*at, value)
    };
    lines.iter().enumerate().map(price).collect()
}
