//! `houqin stock prices`: what was paid, and what of it is outside the tolerance.

use houqin::base::{Day, ItemCode, Span};
use houqin::books::{Books, Need, Window};
use houqin::report::PriceHistory;
use houqin::stock::{self, Prices, PricesOptions};

use crate::cli::args::{Clocks, Period};
use crate::cli::clocks::Set;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what rose and what fell: each receipt's price against the last, the lowest and the planned
///
/// Prices are per base unit and without freight. The lowest is that of the twelve months before.
/// More than the tolerance is flagged: 10 % unless `tolerance` under `[price]` in houqin.toml says
/// otherwise; with review = "reason" there, such a receipt is refused without --reason. The period
/// is this month unless --period says otherwise; with --item alone, all receipts of the item.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock prices -p 2026-Q1 --supplier 华北五金
  houqin stock prices --item DG36")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Only this supplier
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let wanted = Wanted::read(session, args)?;
    let books = session.read_known(wanted.need(), &wanted.set)?;
    let prices = wanted.of(&books)?;
    if wanted.options.item.is_some() {
        return session.show_known(&PriceHistory(&prices), &wanted.set);
    }
    session.show_known(&prices, &wanted.set)
}

/// The prices that were asked for.
pub(crate) struct Wanted {
    /// The two clocks.
    pub(crate) set: Set,
    /// Which receipts.
    pub(crate) options: PricesOptions,
}

impl Wanted {
    /// Understands the flags.
    pub(crate) fn read(session: &Session, args: Args) -> anyhow::Result<Self> {
        let Args { period, item, supplier, category, clocks } = args;
        let set = session.clocks(&clocks)?;
        let item = session.maybe("--item", item.as_deref(), ItemCode::parse)?;
        let ever = || Span::new(Day::FIRST, set.as_of());
        let span = match (&item, &period.period) {
            (Some(_), None) => ever().unwrap_or(Span::day(set.as_of())),
            _ => session.period(period.period.as_deref())?,
        };
        let options = PricesOptions { span, as_of: set.as_of(), item, supplier, category };
        Ok(Self { set, options })
    }

    /// The books they are computed from.
    pub(crate) const fn need(&self) -> Need {
        Need::stock(Window::until(self.options.as_of))
    }

    /// The prices as the books have them.
    pub(crate) fn of(&self, books: &Books) -> anyhow::Result<Prices> {
        let prices = stock::prices(&books.stock, &self.options);
        Ok(prices.map_err(|refusal| Failure::refused(&refusal))?)
    }
}
