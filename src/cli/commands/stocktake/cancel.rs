//! `houqin stocktake cancel`: gives a sheet up.

use houqin::base::Decided;
use houqin::report::Wrote;
use houqin::stock::stocktake::{self, CancelRequest};

use super::flags::{OneSheet, about, write};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Give a sheet up before it is posted
///
/// What was written on it stays in its file; its lines may be counted on another sheet.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stocktake cancel PD-03 --reason 开错库房")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, reason, writing } = args;
    let code = sheet.read(session)?;
    let focus = code.clone().map(about);
    write(session, "stocktake cancel", (&writing, focus), |books, stamp| {
        let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
        let sheet = stocktake::sheet_or_only(&books.stock, code.as_ref()).map_err(refused)?;
        let request = CancelRequest { sheet, reason };
        let decided = stocktake::cancel(&books.stock, &request, stamp).map_err(refused)?;
        let entries = match decided {
            Decided::New(entry) => Decided::New(vec![entry]),
            Decided::Already(name) => Decided::Already(name),
        };
        Ok((request.sheet, entries, Wrote::Cancelled))
    })
}
