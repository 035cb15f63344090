//! `houqin restore`: rows that were recorded and are gone from their files come back.

use houqin::base::Message;
use houqin::report::{Cell, Document, Table};
use houqin::store::{self, Act, LostRow};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Put back rows that were recorded and are gone from their ledgers
///
/// A program that saves an old copy over a ledger wipes out what was recorded since; `houqin check`
/// names those rows. The log of this machine has each of them byte for byte, and they are added
/// again, all in one commit. A row that says something else now than it did is only named by
/// `houqin check`. A row that was taken out on purpose is let go with --forget and a reason.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin restore --dry-run\n  houqin restore\n  \
                  houqin restore --forget M20260305-k7qd-000012 --reason 重复录入")]
pub(crate) struct Args {
    /// Record that this lost row was taken out on purpose; may be given more than once
    #[arg(long, value_name = "ID", requires = "reason")]
    forget: Vec<String>,
    /// Why it was taken out
    #[arg(long, value_name = "TEXT", requires = "forget")]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { forget, reason, writing } = args;
    session.must_be_somebody()?;
    let act = if writing.dry_run { Act::Show } else { Act::Do };
    let journal = session.journal()?;
    let entry = session.entry("restore");
    let (rows, did) = if forget.is_empty() {
        let rows = store::restore(journal, entry, act).map_err(Failure::from)?;
        (rows, "restore.done")
    } else {
        let why = (reason.as_deref().unwrap_or_default(), session.by(), entry.when);
        let rows = store::forget(journal, &forget, why, act).map_err(Failure::from)?;
        (rows, "restore.forgotten")
    };
    if rows.is_empty() {
        let nothing = Document::new("restore.nothing").prose(Message::new("restore.nothing"));
        return session.show_document(nothing);
    }
    let said = match act {
        Act::Do => Message::new(did).with("rows", rows.len()),
        Act::Show => Message::new("receipt.rehearsed"),
    };
    session.show(&document(&rows).notes(vec![said]))
}

/// The rows as a table.
fn document(rows: &[LostRow]) -> Document<'static> {
    Document::new("restore.rows").table(table("restore.rows", rows))
}

/// Lost rows under the key of the document they stand in.
pub(crate) fn table(key: &'static str, rows: &[LostRow]) -> Table {
    let columns = [
        "restore.rows.id",
        "restore.rows.file",
        "restore.rows.recorded_by",
        "restore.rows.recorded_at",
        "restore.rows.command",
        "restore.rows.text",
    ];
    let mut table = Table::new(key, &columns);
    for LostRow { id, file, text, who, time, command } in rows {
        table.line([id, file, who, time, command, text].map(Cell::text).to_vec());
    }
    table
}
