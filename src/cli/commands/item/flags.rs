//! The fields of an item as flags: of a new one, and of one that changes.

use houqin::base::{Fraction, Message, Price, Quantity, Refuse, parse_count};
use houqin::stock::{Class, Item, LargerUnit, parse_units};

use crate::cli::fail::Failure;
use crate::cli::session::Session;

/// Fields that an item may have
#[derive(Debug, clap::Args)]
pub(super) struct Fields {
    /// Size, type or model
    #[arg(long, value_name = "SPEC")]
    spec: Option<String>,
    /// Category, such as 五金材料
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// How many decimals a quantity may have; 0 if left out
    #[arg(long, value_name = "DECIMALS")]
    scale: Option<String>,
    /// Larger units and how many base units each has: '箱=24;盒=6'
    #[arg(long, value_name = "UNITS")]
    units: Option<String>,
    /// Quantity below which it should be bought
    #[arg(long, value_name = "QUANTITY")]
    minimum: Option<String>,
    /// An old one must come back for a new one; --durable=no takes it back
    #[arg(long, value_name = "YES_NO", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "yes")]
    durable: Option<String>,
    /// Lot and expiry are kept; --lot-kept=no takes it back
    #[arg(long, value_name = "YES_NO", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "yes")]
    lot_kept: Option<String>,
    /// It may be received; --active=no stops it
    #[arg(long, value_name = "YES_NO", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "yes")]
    active: Option<String>,
    /// Shelf it lies on
    #[arg(long, value_name = "SHELF")]
    shelf: Option<String>,
    /// ABC class, fixed by hand: A, B or C; empty leaves it to the use of the item
    #[arg(long, value_name = "CLASS")]
    abc: Option<String>,
    /// It is a part for repairs; --part=no takes it back
    #[arg(long, value_name = "YES_NO", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "yes")]
    part: Option<String>,
    /// Quantity up to which it is bought
    #[arg(long, value_name = "QUANTITY")]
    maximum: Option<String>,
    /// Quantity kept for the unforeseen
    #[arg(long, value_name = "QUANTITY")]
    safety: Option<String>,
    /// Days from the order to the goods
    #[arg(long, value_name = "DAYS")]
    lead_days: Option<String>,
    /// Supplier's name
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    /// Planned price of one base unit in yuan
    #[arg(long, value_name = "YUAN")]
    plan_price: Option<String>,
    /// How many old ones come back for one new one: 1, 1/2
    #[arg(long, value_name = "RATIO")]
    old_ratio: Option<String>,
    /// Days in which the old ones come back
    #[arg(long, value_name = "DAYS")]
    old_grace: Option<String>,
}

impl Fields {
    /// Reads what was given.
    pub(super) fn read(&self, session: &Session) -> anyhow::Result<Changes> {
        let Self { spec, category, scale, units, minimum, durable, lot_kept, active, .. } = self;
        let Self { shelf, abc, part, maximum, safety, lead_days, supplier, plan_price, .. } = self;
        let Self { old_ratio, old_grace, .. } = self;
        let class_of = |text: &str| session.choice("--abc", text, &Class::ALL, letter).map(Some);
        let wrong_units = |wrong: String| {
            let message = Message::new("stock.units_shape").with("text", wrong);
            Failure::usage(message.with("flag", "--units"))
        };
        Ok(Changes {
            spec: spec.clone(),
            category: category.clone(),
            scale: session.maybe("--scale", scale.as_deref(), parse_count)?,
            units: units.as_deref().map(parse_units).transpose().map_err(wrong_units)?,
            minimum: emptied(session, "--minimum", minimum.as_deref(), Quantity::parse)?,
            durable: yes_or_no(session, "--durable", durable.as_deref())?,
            lot_kept: yes_or_no(session, "--lot-kept", lot_kept.as_deref())?,
            active: yes_or_no(session, "--active", active.as_deref())?,
            shelf: shelf.clone(),
            class: match abc.as_deref() {
                Some("") => Some(None),
                given => given.map(class_of).transpose()?,
            },
            part: yes_or_no(session, "--part", part.as_deref())?,
            maximum: emptied(session, "--maximum", maximum.as_deref(), Quantity::parse)?,
            safety: emptied(session, "--safety", safety.as_deref(), Quantity::parse)?,
            lead_days: emptied(session, "--lead-days", lead_days.as_deref(), parse_count)?,
            supplier: supplier.clone(),
            plan_price: emptied(session, "--plan-price", plan_price.as_deref(), Price::parse)?,
            old_ratio: emptied(session, "--old-ratio", old_ratio.as_deref(), str::parse)?,
            old_grace: emptied(session, "--old-grace", old_grace.as_deref(), parse_count)?,
        })
    }
}

/// What changes of an item.
pub(super) struct Changes {
    spec: Option<String>,
    category: Option<String>,
    scale: Option<u32>,
    units: Option<Vec<LargerUnit>>,
    minimum: Emptied<Quantity>,
    durable: Option<bool>,
    lot_kept: Option<bool>,
    active: Option<bool>,
    shelf: Option<String>,
    class: Emptied<Class>,
    part: Option<bool>,
    maximum: Emptied<Quantity>,
    safety: Emptied<Quantity>,
    lead_days: Emptied<u32>,
    supplier: Option<String>,
    plan_price: Emptied<Price>,
    old_ratio: Emptied<Fraction>,
    old_grace: Emptied<u32>,
}

impl Changes {
    /// Puts what was given into an item; what was not stays as it is.
    pub(super) fn put_into(self, item: &mut Item) {
        let Self { spec, category, scale, units, minimum, durable, lot_kept, active, .. } = self;
        put(&mut item.shelf, self.shelf);
        put(&mut item.class, self.class);
        put(&mut item.part, self.part);
        put(&mut item.supply.maximum, self.maximum);
        put(&mut item.supply.safety, self.safety);
        put(&mut item.supply.lead_days, self.lead_days);
        put(&mut item.supply.supplier, self.supplier);
        put(&mut item.supply.plan_price, self.plan_price);
        put(&mut item.old.ratio, self.old_ratio);
        put(&mut item.old.grace_days, self.old_grace);
        put(&mut item.spec, spec);
        put(&mut item.category, category);
        put(&mut item.scale, scale);
        put(&mut item.units, units);
        put(&mut item.minimum, minimum);
        put(&mut item.durable, durable);
        put(&mut item.lot_kept, lot_kept);
        put(&mut item.active, active);
    }
}

/// Puts a value in the place of another, if there is one.
pub(super) fn put<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// A value of a field that may be empty: not given, taken away by the empty text, or given.
type Emptied<T> = Option<Option<T>>;

fn emptied<T, E: Refuse>(
    session: &Session,
    flag: &str,
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> anyhow::Result<Emptied<T>> {
    match text {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(text) => session.arg(flag, text, parse).map(|value| Some(Some(value))),
    }
}

const fn letter(class: Class) -> (&'static str, &'static str) {
    (class.word(), "stock.items.abc")
}

fn yes_or_no(session: &Session, flag: &str, text: Option<&str>) -> anyhow::Result<Option<bool>> {
    session.word(flag, text, &[true, false], |set| if set { "yes" } else { "no" })
}
