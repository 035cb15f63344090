//! Price review (采购的价格审核): what a receipt costs, held against what was paid before and what
//! was planned.
//!
//! Prices are per base unit and exact, without freight. A price that differs by more than the
//! tolerance is flagged; whether a flag needs a reason is the store's policy. Look next at
//! `plan.rs`, which takes its estimates from here.

use crate::base::{Day, Fraction, ItemCode, Money, Price, Ratio, RecordId, Span};

use super::{Item, Kind, Line, Movement, Place, Refusal, Stock, purchase};

/// When a price is looked at more closely (`[price]` in houqin.toml).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricePolicy {
    /// By which part of the other price it may differ.
    pub tolerance: Fraction,
    /// What happens when it differs by more.
    pub review: PriceReview,
}

impl Default for PricePolicy {
    fn default() -> Self {
        let tolerance = Fraction::new(1, 10).expect("BUG: ten is not zero");
        Self { tolerance, review: PriceReview::Warn }
    }
}

/// What happens when a price is outside the tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceReview {
    /// It is said under the receipt.
    Warn,
    /// It is refused unless there is a reason.
    Reason,
}

/// What a price is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// The price of the receipt before it.
    Last,
    /// The lowest price of the twelve months before it.
    Lowest,
    /// The price that was planned.
    Plan,
}

impl Against {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Last => "stock.prices.last",
            Self::Lowest => "stock.prices.lowest",
            Self::Plan => "stock.prices.plan",
        }
    }
}

/// Which way a price went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Up.
    Rise,
    /// Down.
    Fall,
}

/// A price outside the tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// Against which price.
    pub against: Against,
    /// That price.
    pub reference: Fraction,
    /// Which way.
    pub way: Way,
}

/// The prices that a price is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct References {
    /// The price of the receipt before.
    pub last: Option<Fraction>,
    /// The lowest price of the twelve months before.
    pub lowest: Option<Fraction>,
    /// The price that was planned.
    pub plan: Option<Fraction>,
}

impl References {
    /// What of them a price is outside the tolerance of.
    ///
    /// Below the lowest price is no flag: that a price is low shows against the last and the plan.
    pub fn flags(&self, price: Fraction, tolerance: Fraction) -> Vec<Flag> {
        let Self { last, lowest, plan } = *self;
        let all = [(Against::Last, last), (Against::Lowest, lowest), (Against::Plan, plan)];
        all.into_iter()
            .filter_map(|(against, reference)| {
                let reference = reference?;
                let way = outside(price, reference, tolerance)?;
                let told = against != Against::Lowest || way == Way::Rise;
                told.then_some(Flag { against, reference, way })
            })
            .collect()
    }
}

/// Which way a price left the tolerance; at the very edge it has not.
fn outside(price: Fraction, reference: Fraction, tolerance: Fraction) -> Option<Way> {
    let room = reference.checked_mul(tolerance)?;
    if price > reference.checked_add(room)? {
        Some(Way::Rise)
    } else if price < reference.checked_sub(room)? {
        Some(Way::Fall)
    } else {
        None
    }
}

/// A receipt with its price and what that is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceLine {
    /// The receipt's id.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
    /// The item.
    pub item: Item,
    /// From whom it came.
    pub supplier: String,
    /// Its slip.
    pub slip: String,
    /// How much came, in base units.
    pub quantity: crate::base::Quantity,
    /// The price of one base unit.
    pub price: Fraction,
    /// What it is held against.
    pub references: References,
    /// Where it is outside the tolerance.
    pub flags: Vec<Flag>,
    /// The reason that was given; empty when there is none.
    pub reason: String,
}

impl PriceLine {
    /// Whether it is outside the tolerance and nobody said why.
    pub fn is_open(&self) -> bool {
        !self.flags.is_empty() && self.reason.is_empty()
    }

    /// By which part of the last price it changed; none without a last price.
    pub fn change(&self) -> Option<Ratio> {
        let last = self.references.last?;
        Some(Ratio::exact(self.price.checked_sub(last)?, last, 1))
    }

    /// What the change since the last price makes of the whole receipt, rounded to the fen.
    pub fn effect(&self) -> Option<Money> {
        let last = self.references.last?;
        worth(self.price.checked_sub(last)?, self.quantity)
    }
}

/// Which receipts are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricesOptions {
    /// The days.
    pub span: Span,
    /// The last day that counts.
    pub as_of: Day,
    /// One item only.
    pub item: Option<ItemCode>,
    /// One supplier only.
    pub supplier: Option<String>,
    /// One category only.
    pub category: Option<String>,
}

/// The prices of receipts, and what of them rose and fell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// The days.
    pub span: Span,
    /// When a price is flagged.
    pub policy: PricePolicy,
    /// The receipts, by item and then as they came.
    pub lines: Vec<PriceLine>,
    /// What rises cost.
    pub rises: Money,
    /// What falls saved, above zero.
    pub falls: Money,
}

impl Prices {
    /// The receipts outside the tolerance.
    pub fn flagged(&self) -> impl Iterator<Item = &PriceLine> {
        self.lines.iter().filter(|line| !line.flags.is_empty())
    }

    /// Those of them that nobody gave a reason for.
    pub fn open(&self) -> impl Iterator<Item = &PriceLine> {
        self.lines.iter().filter(|line| line.is_open())
    }
}

/// Reviews the prices of receipts.
///
/// Refuses an item that nobody knows. A receipt without a price of its own, and one that was taken
/// back, is not looked at.
pub fn prices(stock: &Stock, options: &PricesOptions) -> Result<Prices, Refusal> {
    let PricesOptions { span, as_of, item, supplier, category } = options;
    let policy = &stock.price_policy;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    let wanted = |of: &&Item| {
        item.as_ref().is_none_or(|item| *item == of.code)
            && category.as_ref().is_none_or(|category| *category == of.category)
    };
    let mut lines = Vec::new();
    for item in stock.items.values().filter(wanted) {
        let paid = paid(stock, item, *as_of);
        for (at, Paid { line, price }) in paid.iter().enumerate() {
            let movement = &line.movement;
            let from = supplier_of(movement);
            if span.contains(movement.date) && supplier.as_ref().is_none_or(|name| name == from) {
                let references = references(item, &paid[..at], movement.date);
                lines.push(review(item, line, *price, references, policy));
            }
        }
    }
    let effects = || lines.iter().filter_map(PriceLine::effect);
    let rises = effects().filter(|effect| *effect > Money::ZERO).sum();
    let falls = effects().filter(|effect| *effect < Money::ZERO).map(|effect| -effect).sum();
    Ok(Prices { span: *span, policy: *policy, lines, rises, falls })
}

/// Reviews the price of a receipt that is to be recorded, or was just now; none where it has no
/// price or is no receipt from a supplier.
pub fn review_receipt(stock: &Stock, movement: &Movement) -> Result<Option<PriceLine>, Refusal> {
    let policy = &stock.price_policy;
    let line = stock.read(movement)?;
    let item = stock.item(&movement.item)?;
    let Some(price) = price_of(item, &line) else { return Ok(None) };
    let mut paid = paid(stock, item, movement.date);
    paid.retain(|paid| paid.line.movement.id != movement.id);
    let references = references(item, &paid, movement.date);
    Ok(Some(review(item, &line, price, references, policy)))
}

/// Refuses a price outside the tolerance that nobody gave a reason for, where there must be one.
pub(super) fn reasoned(stock: &Stock, movement: &Movement) -> Result<(), Refusal> {
    let policy = &stock.price_policy;
    if policy.review == PriceReview::Warn {
        return Ok(());
    }
    let reviewed = review_receipt(stock, movement)?.filter(PriceLine::is_open);
    match reviewed.as_ref().and_then(|line| Some((line, line.flags.first()?))) {
        None => Ok(()),
        Some((line, flag)) => Err(purchase::Refusal::PriceUnexplained {
            item: line.item.named(),
            unit: line.item.unit.clone(),
            price: shown(line.price),
            against: flag.against,
            reference: shown(flag.reference),
            tolerance: percent(policy.tolerance),
        }
        .into()),
    }
}

fn review(
    item: &Item,
    line: &Line,
    price: Fraction,
    references: References,
    policy: &PricePolicy,
) -> PriceLine {
    let movement = &line.movement;
    PriceLine {
        id: movement.id.clone(),
        date: movement.date,
        item: item.clone(),
        supplier: supplier_of(movement).to_owned(),
        slip: movement.slip.clone(),
        quantity: line.base,
        price,
        references,
        flags: references.flags(price, policy.tolerance),
        reason: movement.reason.clone(),
    }
}

/// A receipt from a supplier with its price.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paid<'s> {
    /// The receipt.
    pub(super) line: &'s Line,
    /// The price of one base unit.
    pub(super) price: Fraction,
}

/// The receipts of an item up to a day that have a price and stand, as they came.
pub(super) fn paid<'s>(stock: &'s Stock, item: &Item, as_of: Day) -> Vec<Paid<'s>> {
    let before = stock.trace(&item.code).into_iter().flat_map(|trace| &trace.kept);
    before
        .chain(stock.lines_of(&item.code))
        .take_while(|line| line.movement.date <= as_of)
        .filter(|line| !stock.is_reversed(&line.movement.id))
        .filter_map(|line| Some(Paid { line, price: price_of(item, line)? }))
        .collect()
}

/// What a receipt on a day is held against, by the receipts before it.
pub(super) fn references(item: &Item, before: &[Paid<'_>], date: Day) -> References {
    let from = date.plus_months(-12);
    let recent = before.iter().filter(|paid| paid.line.movement.date >= from);
    References {
        last: before.last().map(|paid| paid.price),
        lowest: recent.map(|paid| paid.price).min(),
        plan: item.supply.plan_price.and_then(exact),
    }
}

/// The price of one base unit, without freight; none of what is no receipt from a supplier, and of
/// one whose document states neither price nor money.
///
/// The price of a document goes before its money: the money may hold freight.
fn price_of(item: &Item, line: &Line) -> Option<Fraction> {
    let movement = &line.movement;
    if movement.kind != Kind::Receipt || !matches!(movement.from, Place::Supplier(_)) {
        return None;
    }
    match (movement.unit_price, movement.amount) {
        (Some(price), _) => exact(price)?.checked_div(item.factor(&movement.unit)?),
        (None, Some(amount)) => {
            // Fen for millionths of a unit: yuan for a unit is 10 000 times that.
            let fen = i128::from(amount.fen()).checked_mul(10_000)?;
            Fraction::new(fen, i128::from(line.base.millionths()))
        }
        (None, None) => None,
    }
}

fn supplier_of(movement: &Movement) -> &str {
    match &movement.from {
        Place::Supplier(name) => name,
        _ => "",
    }
}

/// A price as an exact number of yuan.
fn exact(price: Price) -> Option<Fraction> {
    Fraction::new(i128::from(price.millionths()), 1_000_000)
}

/// What a quantity is worth at an exact price, rounded to the fen, half away from zero.
pub(super) fn worth(price: Fraction, quantity: crate::base::Quantity) -> Option<Money> {
    let quantity = Fraction::new(i128::from(quantity.millionths()), 1_000_000)?;
    Money::round(price.checked_mul(quantity)?.round(2)?)
}

/// A price to a millionth of a yuan, for showing and for documents.
pub fn shown(price: Fraction) -> Price {
    let rounded = price.round(6).and_then(|yuan| i64::try_from(yuan.mantissa()).ok());
    Price::from_millionths(rounded.unwrap_or(i64::MAX))
}

/// A part of one as people write it: `10%`.
pub(super) fn percent(part: Fraction) -> String {
    Ratio::exact(part, Fraction::ONE, 0).to_string()
}
