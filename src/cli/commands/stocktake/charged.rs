//! `houqin stocktake charged`: what people pay for.

use houqin::books::Need;
use houqin::stock::stocktake;

use crate::cli::args::{Clocks, Period};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List what was charged to people (责任人赔偿), with a sum for each
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stocktake charged -p 2026-03")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, clocks } = args;
    let set = session.clocks(&clocks)?;
    let span = session.period(period.period.as_deref())?;
    let books = session.read_known(Need::stocktakes(), &set)?;
    session.show_known(&stocktake::charged(&books.stock, span), &set)
}
