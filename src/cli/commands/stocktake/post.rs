//! `houqin stocktake post`: what was approved goes into the books.

use houqin::base::Decided;
use houqin::report::Wrote;
use houqin::stock::Record;
use houqin::stock::stocktake::{self, Posted};

use super::flags::{OneSheet, about, record};
use crate::cli::args::Writing;
use crate::cli::commands::stock::flags::rules;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Post an approved sheet: from then on the shelf is what was counted
///
/// All in one append: a row for every counted line, also where nothing differs, and the approval
/// with the sheet's hash. A posted sheet stays as it is; only variances that slips which came in
/// late have moved are approved again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stocktake post PD-03")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, writing } = args;
    let code = sheet.read(session)?;
    let today = session.today();
    let focus = code.clone().map(about);
    record(session, "stocktake post", (&writing, focus), |books, stamp| {
        let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
        let sheet = stocktake::sheet_or_only(&books.stock, code.as_ref()).map_err(refused)?;
        let decided = stocktake::post(&books.stock, &rules(books, today), &sheet, stamp);
        let records = match decided.map_err(refused)? {
            Decided::Already(name) => Decided::Already(name),
            Decided::New(Posted { counts, posting }) => {
                let counts = counts.into_iter().map(|count| Record::Movement(Box::new(count)));
                Decided::New(counts.chain([Record::Posting(posting)]).collect())
            }
        };
        Ok((sheet, records, Wrote::Decided))
    })
}
