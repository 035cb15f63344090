//! The fields of an item as flags: of a new one, and of one that changes.

use houqin::base::{Message, NumberError, Quantity, parse_count};
use houqin::stock::{Item, LargerUnit, parse_units};

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
}

impl Fields {
    /// Reads what was given.
    pub(super) fn read(&self, session: &Session) -> anyhow::Result<Changes> {
        let Self { spec, category, scale, units, minimum, durable, lot_kept, active } = self;
        let wrong_units = |wrong: String| {
            let message = Message::new("stock.units_shape").with("text", wrong);
            Failure::usage(message.with("flag", "--units"))
        };
        Ok(Changes {
            spec: spec.clone(),
            category: category.clone(),
            scale: session.maybe("--scale", scale.as_deref(), parse_count)?,
            units: units.as_deref().map(parse_units).transpose().map_err(wrong_units)?,
            minimum: session.maybe("--minimum", minimum.as_deref(), Minimum::parse)?,
            durable: yes_or_no(session, "--durable", durable.as_deref())?,
            lot_kept: yes_or_no(session, "--lot-kept", lot_kept.as_deref())?,
            active: yes_or_no(session, "--active", active.as_deref())?,
        })
    }
}

/// What changes of an item.
pub(super) struct Changes {
    spec: Option<String>,
    category: Option<String>,
    scale: Option<u32>,
    units: Option<Vec<LargerUnit>>,
    minimum: Option<Minimum>,
    durable: Option<bool>,
    lot_kept: Option<bool>,
    active: Option<bool>,
}

impl Changes {
    /// Puts what was given into an item; what was not stays as it is.
    pub(super) fn put_into(self, item: &mut Item) {
        let Self { spec, category, scale, units, minimum, durable, lot_kept, active } = self;
        put(&mut item.spec, spec);
        put(&mut item.category, category);
        put(&mut item.scale, scale);
        put(&mut item.units, units);
        put(&mut item.minimum, minimum.map(|Minimum(quantity)| quantity));
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

/// A minimum, or none for the empty text, which takes it away.
struct Minimum(Option<Quantity>);

impl Minimum {
    fn parse(text: &str) -> Result<Self, NumberError> {
        let quantity = (!text.is_empty()).then(|| Quantity::parse(text)).transpose()?;
        Ok(Self(quantity))
    }
}

fn yes_or_no(session: &Session, flag: &str, text: Option<&str>) -> anyhow::Result<Option<bool>> {
    session.word(flag, text, &[true, false], |set| if set { "yes" } else { "no" })
}
