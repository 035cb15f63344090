//! Goods that the hospital's own workshops make (自制): what they cost, what they would have cost
//! outside, and so what was saved.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, Money, Price, Quantity, Span, Stamp, StoreCode};

use super::admit::{admit, blank};
use super::request::{Cost, Decision, Goods, Rules, Slip};
use super::{Item, Kind, Movement, Place, Refusal, Stock};

/// Goods come from a workshop of the hospital (自制入库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// What went into them: material, and labour where it is paid for them.
    pub cost: Cost,
    /// What one unit as typed costs outside.
    pub market_price: Option<Price>,
    /// Where they go.
    pub store: StoreCode,
    /// The workshop's name.
    pub workshop: String,
}

/// Decides over goods from a workshop; both their cost and their market price must be said.
pub fn make(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &MakeRequest,
    stamp: &mut Stamp,
) -> Decision {
    let MakeRequest { slip, goods, cost, market_price, store, workshop } = request;
    stock.store(store)?;
    let item = stock.item(&goods.item)?;
    if !item.active {
        return Err(Refusal::Inactive { item: item.named() });
    }
    if *cost == Cost::UNSTATED {
        return Err(Refusal::PriceMissing { item: item.code.clone() });
    }
    if market_price.is_none() {
        return Err(Refusal::MarketPriceMissing { item: item.named() });
    }
    let from = Place::Workshop(workshop.trim().to_owned());
    let places = (from, Place::Store(store.clone()));
    let movement = blank(stock, Kind::Receipt, slip, goods, *cost, places)?;
    admit(stock, rules, vec![Movement { market_price: *market_price, ..movement }], stamp)
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfMadeOptions {
    /// The days.
    pub span: Span,
    /// Into one store only.
    pub store: Option<StoreCode>,
    /// One category only.
    pub category: Option<String>,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
}

/// What a workshop made of one item, less what was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfMadeLine {
    /// The workshop.
    pub workshop: String,
    /// The item.
    pub item: Item,
    /// How much, in base units.
    pub quantity: Quantity,
    /// What went into it.
    pub cost: Money,
    /// What it would have cost outside; none where a line does not say.
    pub market: Option<Money>,
}

impl SelfMadeLine {
    /// What was saved; none where the market price is not known.
    pub fn saved(&self) -> Option<Money> {
        Some(self.market? - self.cost)
    }
}

/// What the workshops made over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfMade {
    /// The days.
    pub span: Span,
    /// By workshop and item.
    pub lines: Vec<SelfMadeLine>,
    /// What went into all of it.
    pub cost: Money,
    /// What the lines with a market price would have cost outside.
    pub market: Money,
    /// What was saved on the lines with a market price (自制节约).
    pub saved: Money,
    /// How many lines have no market price.
    pub unpriced: usize,
}

/// Sums up what the workshops made; a reversal counts on the day of the reversal.
pub fn self_made(stock: &Stock, options: &SelfMadeOptions) -> Result<SelfMade, Refusal> {
    let SelfMadeOptions { span, store, category, as_of } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    let wanted = |item: &&Item| category.as_ref().is_none_or(|category| *category == item.category);
    let mut made: BTreeMap<(String, ItemCode), SelfMadeLine> = BTreeMap::new();
    for item in stock.items.values().filter(wanted) {
        stock.replay(&item.code, span.last().min(*as_of), |step| {
            let movement = &step.line.movement;
            let of_store = store.is_none() || movement.store() == store.as_ref();
            let ends = [(step.from(), Way::Made), (step.to(), Way::TakenBack)];
            let end = ends.into_iter().find_map(|(place, way)| match place {
                Place::Workshop(name) => Some((name, way)),
                _ => None,
            });
            let Some((workshop, way)) = end.filter(|_| of_store && span.contains(movement.date))
            else {
                return;
            };
            // What was taken back was priced by the line that it takes back.
            let original = movement.reverses.as_ref().and_then(|id| stock.line(id));
            let stated = original.map_or(movement, |line| &line.movement);
            let market = stated.market_price.and_then(|price| Money::of(stated.quantity, price));
            let key = (workshop.clone(), item.code.clone());
            let line = made.entry(key).or_insert_with(|| SelfMadeLine {
                workshop: workshop.clone(),
                item: item.clone(),
                quantity: Quantity::ZERO,
                cost: Money::ZERO,
                market: Some(Money::ZERO),
            });
            let sign = |value: Money| if way == Way::Made { value } else { -value };
            let quantity = step.effect.quantity;
            line.quantity += if way == Way::Made { quantity } else { -quantity };
            line.cost += sign(step.effect.value);
            line.market = line.market.and_then(|sum| Some(sum + sign(market?)));
        });
    }
    let lines: Vec<SelfMadeLine> = made.into_values().collect();
    Ok(SelfMade {
        span: *span,
        cost: lines.iter().map(|line| line.cost).sum(),
        market: lines.iter().filter_map(|line| line.market).sum(),
        saved: lines.iter().filter_map(SelfMadeLine::saved).sum(),
        unpriced: lines.iter().filter(|line| line.market.is_none()).count(),
        lines,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Made,
    TakenBack,
}
