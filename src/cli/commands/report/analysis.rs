//! `houqin report analysis`: the monthly analysis of the counts, ready to sign.

use houqin::base::parse_count;
use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::stock::{AnalysisOptions, analysis, year_to};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Analyse the counts month by month: match rates, largest and repeated differences, causes
///
/// Over all store rooms, those of the canteen and the pharmacy included. Months and rooms that
/// nobody counted are named and never taken for 100 %. The period is the last twelve months, this
/// one included, unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report analysis
  houqin report analysis -p 2026
  houqin report analysis -p 2026-Q1 --room ZW --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    /// Look at so many of a card's last counts for repeated differences
    #[arg(long, value_name = "NUMBER", default_value = "6")]
    last_counts: String,
    /// List so many of the largest differences
    #[arg(long, value_name = "NUMBER", default_value = "10")]
    largest: String,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, room, last_counts, largest, clocks, restating, asking } = args;
    let set = session.clocks(&clocks)?;
    let Asking { exit_code } = asking;
    let count = |flag: &str, text: &str| -> anyhow::Result<usize> {
        Ok(usize::try_from(session.arg(flag, text, parse_count)?).unwrap_or(usize::MAX))
    };
    let span = match period.period {
        Some(period) => session.period(Some(&period))?,
        None => year_to(session.today()),
    };
    let options = AnalysisOptions {
        span,
        stores: room.read(session)?.into_iter().collect(),
        as_of: set.as_of(),
        target: session.settings_of_store()?.match_target,
        last: count("--last-counts", &last_counts)?,
        largest: count("--largest", &largest)?,
    };
    let about = options.stores.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Stock, until: span.last(), about };
    let paper = Paper { set, need: Need::stocktakes(), span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| {
        for store in &options.stores {
            books.stock.store(store).map_err(|refusal| Failure::refused(&refusal))?;
        }
        Ok(analysis(&books.stock, &options))
    })?;
    Ok(if exit_code && result.is_open() { Exit::Found } else { exit })
}
