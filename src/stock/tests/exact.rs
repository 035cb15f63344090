//! A second replay of the four cost methods, on exact fractions, that shares no code with the
//! engine: what the engine comes to must be this, to the fen.
//!
//! It knows ledgers in which no lot ever goes below zero. Where it rounds (half away from zero):
//! - a part of a balance, a layer or a lot that goes out: its share of the value, once;
//! - goods that come in without a price: quantity × the price that is known, once;
//! - of the month's price: quantity × price, once a line; where a month leaves nothing its last
//!   line out takes the rest, and no line takes more than there is.

use std::collections::BTreeMap;

use num_rational::Ratio;

use crate::stock::CostMethod;

/// What happens; quantities are whole units, money is fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Goods come in for so much.
    Stated(i128),
    /// Goods come in, and nobody says for how much.
    Free,
    /// Goods go out.
    Out,
    /// Goods go on their way under a slip.
    Send(usize),
    /// Goods arrive under a slip.
    Arrive(usize),
    /// So many are counted.
    Count,
    /// An earlier event is taken back.
    Undo(usize),
}

/// One event of one lot in one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    /// Which month, counted on.
    pub(super) month: u32,
    /// Which store.
    pub(super) store: usize,
    /// Which lot.
    pub(super) lot: usize,
    /// What happens.
    pub(super) what: What,
    /// How many; of counts how many there are.
    pub(super) size: i128,
}

/// What an event came to: goods in (above zero) or out, their value, what had to be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Moved {
    pub(super) quantity: i128,
    pub(super) value: i128,
    pub(super) correction: i128,
}

fn round(exact: Ratio<i128>) -> i128 {
    exact.round().to_integer()
}

/// Goods at one average.
#[derive(Debug, Clone, Copy, Default)]
struct Pot {
    quantity: i128,
    value: i128,
    last: (i128, i128),
}

impl Pot {
    fn price(self) -> Ratio<i128> {
        match (self.quantity, self.last.0) {
            (0, 0) => Ratio::from_integer(0),
            (0, of) => Ratio::new(self.last.1, of),
            (of, _) => Ratio::new(self.value, of),
        }
    }

    fn worth(self, quantity: i128) -> i128 {
        round(self.price() * quantity)
    }

    /// Moves goods with their value; what zero goods, or more, may not be worth is put right.
    fn shift(&mut self, quantity: i128, value: i128) -> i128 {
        self.quantity += quantity;
        let sum = self.value + value;
        self.value = if self.quantity == 0 { 0 } else { sum.max(0) };
        if self.quantity > 0 {
            self.last = (self.quantity, self.value);
        }
        self.value - sum
    }
}

/// Goods in layers: whose they are, how many, what they cost.
#[derive(Debug, Clone, Default)]
struct Stack {
    layers: Vec<(usize, i128, i128)>,
    gone: Option<(i128, i128)>,
    last: (i128, i128),
}

impl Stack {
    fn sum(&self) -> (i128, i128) {
        self.layers.iter().fold((0, 0), |sum, layer| (sum.0 + layer.1, sum.1 + layer.2))
    }

    fn remember(&mut self) {
        if self.sum().0 > 0 {
            self.last = self.sum();
        }
    }

    fn take(&mut self, first: Option<usize>, quantity: i128) -> i128 {
        let mut order: Vec<usize> = (0..self.layers.len()).collect();
        order.sort_by_key(|at| first != Some(self.layers[*at].0));
        let (mut missing, mut value) = (quantity, 0);
        for at in order {
            let (_, has, worth) = self.layers[at];
            let part = missing.min(has);
            if has == 0 || part == 0 {
                continue;
            }
            let share = round(Ratio::new(worth * part, has));
            self.layers[at].1 -= part;
            self.layers[at].2 -= share;
            missing -= part;
            value += share;
        }
        assert_eq!(missing, 0, "the ledger takes only what there is");
        self.layers.retain(|layer| layer.1 > 0);
        value
    }

    fn free(&self, quantity: i128) -> i128 {
        let oldest = self.layers.first().map(|layer| (layer.1, layer.2));
        let (of, value) = self.gone.or(oldest).unwrap_or(self.last);
        round(Ratio::new(value * quantity, of))
    }

    /// Takes goods out for a value that is given; the oldest bear what that is more or less.
    fn take_for(&mut self, first: usize, quantity: i128, value: i128) -> i128 {
        let mut over = self.take(Some(first), quantity) - value;
        for layer in &mut self.layers {
            let was = layer.2;
            layer.2 = (was + over).max(0);
            over -= layer.2 - was;
        }
        -over
    }
}

/// Everything, as one method sees it.
#[derive(Debug, Clone, Default)]
struct World {
    pots: BTreeMap<(usize, usize), Pot>,
    stacks: BTreeMap<usize, Stack>,
    on_the_way: BTreeMap<usize, Pot>,
}

/// Which lots are one pot: all of them, or each by itself.
fn pot(method: CostMethod, event: &Event) -> (usize, usize) {
    let own = method == CostMethod::SpecificLot;
    (event.store, if own { event.lot } else { 0 })
}

/// Replays the events; gives what each came to, and what each store holds.
pub(super) fn replay(
    method: CostMethod,
    events: &[Event],
    held: &[i128],
) -> (Vec<Moved>, BTreeMap<usize, (i128, i128)>) {
    let mut world = World::default();
    let mut moved: Vec<Moved> = Vec::new();
    if method == CostMethod::MonthlyWeighted {
        for month in events.chunk_by(|one, other| one.month == other.month) {
            by_month(&mut world, month, events, held, &mut moved);
        }
    } else {
        for (at, event) in events.iter().enumerate() {
            let one = step(&mut world, method, at, event, events, held[at], &moved);
            moved.push(one);
        }
    }
    let mut stores: BTreeMap<usize, (i128, i128)> = BTreeMap::new();
    for ((store, _), pot) in &world.pots {
        let sum = stores.entry(*store).or_default();
        *sum = (sum.0 + pot.quantity, sum.1 + pot.value);
    }
    for (store, stack) in &world.stacks {
        stores.insert(*store, stack.sum());
    }
    (moved, stores)
}

/// What an event moves, in (above zero) or out; `held` is how many of what it counts there were.
fn quantity(event: &Event, events: &[Event], held: i128) -> i128 {
    match event.what {
        What::Stated(_) | What::Free | What::Arrive(_) => event.size,
        What::Out | What::Send(_) => -event.size,
        What::Count => event.size - held,
        What::Undo(of) => -quantity(&events[of], events, 0),
    }
}

fn step(
    world: &mut World,
    method: CostMethod,
    at: usize,
    event: &Event,
    events: &[Event],
    held: i128,
    moved: &[Moved],
) -> Moved {
    let quantity = quantity(event, events, held);
    let size = quantity.abs();
    let bears = match event.what {
        What::Stated(value) => Some(value),
        What::Arrive(slip) => Some(world.on_the_way[&slip].worth(size)),
        What::Undo(of) => Some(moved[of].value),
        _ => None,
    };
    let (value, correction) = if method == CostMethod::Fifo {
        let stack = world.stacks.entry(event.store).or_default();
        let done = match (event.what, quantity) {
            (_, 0) => (0, 0),
            (What::Undo(of), 1..) => {
                let value = bears.expect("an original");
                stack.layers.insert(0, (of, size, value));
                (value, 0)
            }
            (What::Undo(of), _) => {
                let value = bears.expect("an original");
                (value, stack.take_for(of, size, value))
            }
            (_, 1..) => {
                let value = bears.unwrap_or_else(|| stack.free(size));
                stack.layers.push((at, size, value));
                (value, 0)
            }
            _ => {
                let value = stack.take(None, size);
                stack.gone = Some((size, value));
                (value, 0)
            }
        };
        stack.remember();
        done
    } else {
        let pot = world.pots.entry(pot(method, event)).or_default();
        let value = bears.unwrap_or_else(|| pot.worth(size));
        (value, pot.shift(quantity, if quantity < 0 { -value } else { value }))
    };
    travel(world, event, events, size, value);
    Moved { quantity, value, correction }
}

/// What an event does to what is on the way.
fn travel(world: &mut World, event: &Event, events: &[Event], size: i128, value: i128) {
    let (slip, sign) = match event.what {
        What::Send(slip) => (slip, 1),
        What::Arrive(slip) => (slip, -1),
        What::Undo(of) => match events[of].what {
            What::Send(slip) => (slip, -1),
            What::Arrive(slip) => (slip, 1),
            _ => return,
        },
        _ => return,
    };
    world.on_the_way.entry(slip).or_default().shift(sign * size, sign * value);
}

/// One month at its price; a store whose price has nothing to stand on goes at its average.
fn by_month(
    world: &mut World,
    month: &[Event],
    events: &[Event],
    held: &[i128],
    moved: &mut Vec<Moved>,
) {
    let first = moved.len();
    let mut trial = world.clone();
    for (at, event) in month.iter().enumerate() {
        let method = CostMethod::MovingAverage;
        let at = first + at;
        let one = step(&mut trial, method, at, event, events, held[at], moved);
        moved.push(one);
    }
    // What goes into the average with a value of its own, above zero into the store.
    let own = |at: usize| -> Option<(i128, i128)> {
        let (is, sign) = (moved[at], if moved[at].quantity < 0 { -1 } else { 1 });
        match events[at].what {
            What::Stated(_) | What::Arrive(_) | What::Send(_) => {
                Some((is.quantity, sign * is.value))
            }
            _ => None,
        }
    };
    let contribution = |at: usize| match events[at].what {
        What::Undo(of) if of >= first => own(of).map(|(goods, value)| (-goods, -value)),
        What::Undo(_) => {
            let sign = if moved[at].quantity < 0 { -1 } else { 1 };
            Some((moved[at].quantity, sign * moved[at].value))
        }
        _ => own(at),
    };
    let mut fixed: Vec<(usize, i128)> = Vec::new();
    let mut stores: Vec<usize> = month.iter().map(|event| event.store).collect();
    stores.sort_unstable();
    stores.dedup();
    let mut pools = Vec::new();
    for store in &stores {
        let opening = world.pots.get(&(*store, 0)).copied().unwrap_or_default();
        let ats: Vec<usize> =
            (first..moved.len()).filter(|at| events[*at].store == *store).collect();
        let sum = |of: fn((i128, i128)) -> i128| -> i128 {
            ats.iter().filter_map(|at| contribution(*at)).map(of).sum()
        };
        let (goods, value) =
            (opening.quantity + sum(|own| own.0), opening.value + sum(|own| own.1));
        if goods <= 0 || value < 0 {
            continue;
        }
        let price = Ratio::new(value, goods);
        let undone = |at: usize| ats.iter().any(|other| events[*other].what == What::Undo(at));
        let priced: Vec<usize> = ats
            .iter()
            .copied()
            .filter(|at| contribution(*at).is_none() && moved[*at].quantity != 0)
            .filter(|at| !matches!(events[*at].what, What::Undo(_)))
            .collect();
        let live: Vec<usize> = priced.iter().copied().filter(|at| !undone(*at)).collect();
        let worth = |at: usize| round(price * moved[at].quantity.abs());
        let closing = goods + live.iter().map(|at| moved[*at].quantity).sum::<i128>();
        let mut left = value
            + live.iter().filter(|at| moved[**at].quantity > 0).map(|at| worth(*at)).sum::<i128>();
        let last = live.iter().copied().rfind(|at| moved[*at].quantity < 0);
        for at in &priced {
            let value = if undone(*at) || moved[*at].quantity > 0 {
                worth(*at)
            } else if closing == 0 && Some(*at) == last {
                left
            } else {
                worth(*at).min(left)
            };
            if !undone(*at) && moved[*at].quantity < 0 {
                left -= value;
            }
            fixed.push((*at, value));
        }
        pools.push((*store, (goods, value)));
    }
    for (at, value) in fixed {
        moved[at].value = value;
        for undo in at + 1..moved.len() {
            if events[undo].what == What::Undo(at) {
                moved[undo].value = value;
            }
        }
    }
    for at in first..moved.len() {
        if let Some((_, pool)) = pools.iter().find(|(store, _)| *store == events[at].store) {
            let is = &mut moved[at];
            is.correction = 0;
            let pot = world.pots.entry((events[at].store, 0)).or_default();
            pot.quantity += is.quantity;
            pot.value += if is.quantity < 0 { -is.value } else { is.value };
            pot.last = if pot.quantity > 0 { (pot.quantity, pot.value) } else { *pool };
        }
    }
    for store in stores {
        if pools.iter().all(|(other, _)| *other != store) {
            let pot = trial.pots.get(&(store, 0)).copied().unwrap_or_default();
            world.pots.insert((store, 0), pot);
        }
    }
    world.on_the_way = trial.on_the_way;
}
