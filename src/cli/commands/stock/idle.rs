//! `houqin stock idle`: goods that nobody takes.

use houqin::base::parse_count;
use houqin::books::{Need, Window};
use houqin::stock::{self, IdleOptions};

use super::flags::Room;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show slow and dead stock, room by room
///
/// Dead: nothing was issued for --days days, by the last issue from the room, or by the day on which
/// the first goods came where there never was one. Slow: what is there will do for more than
/// --cover-days days. The days of cover are what is there ÷ the average use of a day, rounded down;
/// where nothing was used there is no such number.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock idle
  houqin stock idle --days 90 --cover-days 180 --room ZW")]
pub(crate) struct Args {
    /// Days without an issue after which goods are dead
    #[arg(long, value_name = "DAYS", default_value = "180")]
    days: String,
    /// Days of cover over which goods are slow
    #[arg(long, value_name = "DAYS", default_value = "365")]
    cover_days: String,
    #[command(flatten)]
    room: Room,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { days, cover_days, room, category, clocks } = args;
    let set = session.clocks(&clocks)?;
    let dead_days = session.arg("--days", &days, parse_count)?;
    let slow_days = session.arg("--cover-days", &cover_days, parse_count)?;
    let store = room.read(session)?;
    let books = session.read_known(Need::stock(Window::until(set.as_of())), &set)?;
    let policy = books.settings.plan;
    let options = IdleOptions { as_of: set.as_of(), dead_days, slow_days, store, category, policy };
    let idle = stock::idle(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&idle, &set)
}
