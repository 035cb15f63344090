//! `houqin report statement`: receipts, issues and balances of a month, ready to sign.

use houqin::books::Bearing;
use houqin::closing::Book;
use houqin::report::{Document, Present};

use crate::cli::args::Restating;
use crate::cli::clocks::Paper;
use crate::cli::commands::stock::statement::{self, Asked, Wanted};
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
    #[command(flatten)]
    restating: Restating,
}

/// The statement with lines to sign.
struct Signed(Asked);

impl Present for Signed {
    fn present(&self) -> Document<'_> {
        self.0.present().sign_off(&["word.storekeeper", "word.reviewed_by", "word.head"])
    }
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { statement, restating } = args;
    let wanted = Wanted::read(session, statement)?;
    let (need, set, span) = (wanted.need(), wanted.set, wanted.options.span);
    let about = wanted.options.store.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Stock, until: span.last(), about };
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (_, exit) = session.report(&paper, |books| Ok(Signed(wanted.of(books)?)))?;
    Ok(exit)
}
