//! `houqin stocktake import`: a sheet that was filled in.

use std::path::PathBuf;

use houqin::stock::stocktake::Repeat;

use super::flags::Counting;
use super::table;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Read a sheet that was filled in, as CSV in UTF-8
///
/// The file is what `stocktake sheet -f csv` printed, with the counts in it; headings may be Chinese
/// or English. All rows are entered, or none. Reading a file again changes nothing, also after a
/// count was corrected.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake import 盘点表.csv
  houqin stocktake import 盘点表.csv --sheet PD-03 --counter 库管员乙 --blank-is-zero")]
pub(crate) struct Args {
    /// File with the counts; - for stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    counting: Counting,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { file, counting, writing } = args;
    let file = table::File { path: &file, command: "stocktake import" };
    table::enter(session, file, (&counting, Repeat::Passes), &writing)
}
