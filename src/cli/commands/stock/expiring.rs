//! `houqin stock expiring`: lots that have expired or soon will.

use houqin::base::ItemCode;
use houqin::books::{Need, Window};
use houqin::inspections::DueOptions;
use houqin::stock::{self, ExpiringOptions};

use super::flags::Room;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the lots that have expired, and those that soon will
///
/// Exits with 0 when there are none, and with 1 when there are any. A lot may be used on the day of
/// its expiry and not after it. Without --within it looks as many days ahead as `near_expiry_days`
/// under `[stock]` in houqin.toml says, 90 unless it is set.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock expiring
  houqin stock expiring --within 30d --room ZW -f csv")]
pub(crate) struct Args {
    /// How many days ahead to look, as 7d
    #[arg(long, value_name = "DAYS")]
    within: Option<String>,
    #[command(flatten)]
    room: Room,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { within, room, item, category, clocks } = args;
    let within = session.maybe("--within", within.as_deref(), DueOptions::parse_within)?;
    let set = session.clocks(&clocks)?;
    let (store, as_of) = (room.read(session)?, set.as_of());
    let item = session.maybe("--item", item.as_deref(), ItemCode::parse)?;
    let books = session.read_known(Need::stock(Window::until(as_of)), &set)?;
    let within = within.unwrap_or(books.settings.expiry.near_days);
    let options = ExpiringOptions { as_of, within, store, item, category };
    let result =
        stock::expiring(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    let found = !result.is_empty();
    session.show_known(&result, &set)?;
    Ok(if found { Exit::Found } else { Exit::Done })
}
