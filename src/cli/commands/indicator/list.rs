//! `houqin indicator list` and `sample`: the register, and one to begin with.

use houqin::books::Need;
use houqin::inspections;
use houqin::report::IndicatorSample;
use houqin::store;

use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the indicators, every version that stands
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin indicator list")]
pub(crate) struct Args {
    #[command(flatten)]
    clocks: Clocks,
}

/// Print the indicators that come with the tool, to be changed and imported
///
/// Those of the yearly plans that the tool was made after; the others are marked. Write them to a
/// file, change what is different here, and take them over with import.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin indicator sample -f csv -o 指标.csv")]
pub(crate) struct Sample {}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { clocks } = args;
    let (set, _) = session.duty_clocks(&clocks)?;
    let books = session.read_known(Need::inspections(), &set)?;
    session.show_known(&inspections::listed_indicators(&books.inspections), &set)
}

pub(crate) fn sample(session: &Session, args: &Sample) -> anyhow::Result<Exit> {
    let Sample {} = args;
    session.show(&IndicatorSample(store::sample_indicators()))
}
