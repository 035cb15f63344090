//! `houqin salvage`: torn ends of files go to quarantine, and a damaged log is set aside.

use houqin::base::Message;
use houqin::report::{Cell, Document, Table};
use houqin::store::{self, Act, Salvaged};

use super::restore;
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};

/// Move what a power failure or a cut copy left at the end of files into quarantine
///
/// A last row without all its cells, NUL bytes and half a character at the end of a file are moved
/// to .houqin/quarantine, never deleted, all in one commit. If the row was recorded on this
/// machine, `houqin restore` brings it back whole. A damaged log is set aside whole and a new one
/// begun. Other damage was written by somebody: it is named and left alone, and exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin salvage --dry-run\n  houqin salvage && houqin restore")]
pub(crate) struct Args {
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { writing } = args;
    session.must_be_somebody()?;
    let act = if writing.dry_run { Act::Show } else { Act::Do };
    let entry = session.entry("salvage");
    let done = store::salvage(&DISK, &session.folder()?, session.seed(), &entry, act);
    let done = done.map_err(Failure::from)?;
    done.notes.iter().for_each(|note| session.ui().talk(note));
    session.show(&document(&done, act))?;
    session.ui().diagnostics(&done.left);
    Ok(if done.left.is_empty() { Exit::Done } else { Exit::Found })
}

fn document(done: &Salvaged, act: Act) -> Document<'static> {
    let Salvaged { moved, log_damaged_at, rows, left, notes: _ } = done;
    if moved.is_empty() && log_damaged_at.is_none() {
        let code = if left.is_empty() { "salvage.sound" } else { "salvage.nothing" };
        return Document::new("salvage.nothing").prose(Message::new(code));
    }
    let columns = [
        "salvage.moved.file",
        "salvage.moved.line",
        "salvage.moved.what",
        "salvage.moved.bytes",
        "salvage.moved.copy",
    ];
    let mut table = Table::new("salvage.moved", &columns);
    for moved in moved {
        let of_log = moved.bytes == 0;
        table.line(vec![
            Cell::text(&moved.file),
            if of_log { Cell::Blank } else { Cell::count(moved.line) },
            Cell::word(moved.what),
            if of_log { Cell::Blank } else { Cell::count(moved.bytes) },
            Cell::text(&moved.copy),
        ]);
    }
    let mut document = Document::new("salvage.moved").table(table);
    if !rows.is_empty() {
        document = document.table(restore::table("salvage.rows", rows));
    }
    let mut said = Vec::new();
    if let Some(at) = log_damaged_at {
        let code = match act {
            Act::Do => "salvage.log_begun_anew",
            Act::Show => "salvage.log_would_begin_anew",
        };
        said.push(Message::new(code).with("byte", at.to_string()));
    }
    said.push(match act {
        Act::Do => Message::new("salvage.done").with("count", moved.len()),
        Act::Show => Message::new("receipt.rehearsed"),
    });
    document.notes(said)
}
