//! `houqin report statement`: receipts, issues and balances of a month, ready to sign.

use crate::cli::commands::stock::statement;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show the statement of receipts, issues and balances, with lines to sign
///
/// The same figures as `stock statement`. The period is this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Example:\n  houqin report statement -p last-month --room ZW -f markdown")]
pub(crate) struct Args {
    #[command(flatten)]
    statement: statement::Args,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { statement } = args;
    let document = statement::document(session, statement)?;
    session.show(&document.sign_off(&["word.storekeeper", "word.reviewed_by", "word.head"]))
}
