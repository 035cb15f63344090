//! `houqin stocktake import`: a sheet that was filled in.

use houqin::stock::stocktake::Repeat;

use super::flags::Counting;
use super::table;
use crate::cli::fail::Exit;
use crate::cli::intake::Intake;
use crate::cli::session::Session;

/// Read a sheet that was filled in, from CSV or a workbook
///
/// The file is what `stocktake sheet -f csv` printed, with the counts in it; headings may be Chinese
/// or English. Reading a file again changes nothing, also after a count was corrected.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake import 盘点表.csv
  houqin stocktake import 盘点表.xlsx --sheet PD-03 --counter 库管员乙 --blank-is-zero")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
    #[command(flatten)]
    counting: Counting,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake, counting } = args;
    table::enter(session, &intake, "stocktake import", (&counting, Repeat::Passes))
}
