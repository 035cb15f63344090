//! `houqin migrate`: an older store becomes one of this version's format.

use houqin::base::Message;
use houqin::report::{Cell, Document, Table};
use houqin::store::{self, Act};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};

/// Bring a store of an older format up to this version's
///
/// Every file that changes is kept as it was in .houqin/quarantine; all of them change in one
/// commit. In a store of this format, ledgers begun by an older version get the columns they lack,
/// empty; sealed files stay as they are. A newer format is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin migrate --dry-run\n  houqin migrate")]
pub(crate) struct Args {
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { writing } = args;
    session.must_be_somebody()?;
    let act = if writing.dry_run { Act::Show } else { Act::Do };
    let entry = session.entry("migrate");
    let files = store::migrate(&DISK, &session.folder()?, session.seed(), entry, act);
    let files = files.map_err(Failure::from)?;
    let format = store::FORMAT;
    if files.is_empty() {
        let said = Message::new("migrate.nothing").with("format", format);
        return session.show_document(Document::new("migrate.nothing").prose(said));
    }
    let mut table = Table::new("migrate.files", &["migrate.files.file", "migrate.files.copy"]);
    for file in &files {
        table.line(vec![Cell::text(&file.file), Cell::text(&file.copy)]);
    }
    let said = match act {
        Act::Do => Message::new("migrate.done").with("format", format),
        Act::Show => Message::new("receipt.rehearsed"),
    };
    session.show_document(Document::new("migrate.files").table(table).notes(vec![said]))
}
