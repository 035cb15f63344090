//! `houqin repair show`: the whole story of one repair order.

use houqin::books::{Need, Reading, Window, repair_story};

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show all of one repair order: its steps, how prompt it was, parts from stock, cost
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin repair show WX-101")]
pub(crate) struct Args {
    /// Repair order: its number in the ledger, or the one printed on it
    #[arg(value_name = "REPAIR")]
    repair: String,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { repair, clocks } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let need = Need { inspections: Reading::Wanted, ..Need::stock(Window::until(set.as_of())) };
    let books = session.read_known(need, &set)?;
    let story = repair_story(&books, &repair, clock);
    session.show_known(&story.map_err(|refusal| Failure::refused(&refusal))?, &set)
}
