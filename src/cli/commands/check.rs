//! `houqin check`: every defect of the store in one run.

use houqin::base::Message;
use houqin::books::Need;
use houqin::render::{self, Format};
use houqin::report::Document;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show every defect of the store, each at its file, line and column
///
/// Reads every ledger and register. Exits with 1 when anything is found.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin check\n  houqin check -f json > defects.json")]
pub(crate) struct Args {}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args {} = args;
    let (books, mut diagnostics) = session.look(Need::everything())?;
    diagnostics.extend(books.check());
    diagnostics.extend(session.lost_rows()?);
    diagnostics.sort_by(|one, other| one.order().cmp(&other.order()));
    let n_found = diagnostics.len();
    if n_found == 0 && session.format() == Format::Table {
        session.show(&Document::new("check.result").prose(Message::new("check.clean")))?;
    } else if session.format() == Format::Table {
        session.show_excerpts(&diagnostics)?;
    } else {
        session.show(&render::list(&diagnostics, session.text()))?;
    }
    Ok(if n_found == 0 { Exit::Done } else { Exit::Found })
}
