//! `houqin diff`: two stores row by row, or this one now and when a month was sealed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use houqin::base::{Message, Refuse as _};
use houqin::books::Need;
use houqin::closing::{Refusal, Sealable};
use houqin::report::{Cell, Document, Table, Tone};
use houqin::store::{self, Became, Differs};

use super::close::{books_of, months};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};

/// Compare this store with another one, or with what it was when a month was sealed
///
/// Rows are known by their id or code, whatever order they stand in and however they are quoted.
/// What this store has and the other has not was added. With --since-seal: rows of the sealed month
/// that came, went or changed, and rows recorded since in the book's other files. Exits with 1 when
/// anything differs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin diff ../backup\n  houqin diff ../backup -f csv > changes.csv\n  \
                  houqin diff --since-seal 2026-03 --book stock"
)]
pub(crate) struct Args {
    /// Folder of the other store, the older one
    #[arg(value_name = "OTHER", required_unless_present = "since_seal")]
    other: Option<PathBuf>,
    /// Month whose seal to compare with, or a quarter or year of months
    #[arg(long, value_name = "MONTH", conflicts_with = "other")]
    since_seal: Option<String>,
    /// Book whose seal to compare with; all that are sealed if left out
    #[arg(long, value_name = "BOOK", requires = "since_seal", conflicts_with = "other")]
    book: Vec<String>,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { other, since_seal, book } = args;
    let (differs, same) = match (other, since_seal) {
        (_, Some(month)) => (since(session, &month, &book)?, "diff.same_since"),
        (other, None) => {
            let other = other.unwrap_or_default();
            let differs = store::compare(&DISK, &session.folder()?, &other);
            (differs.map_err(Failure::from)?, "diff.same")
        }
    };
    show(session, &differs, same)
}

/// What has changed since months of books were sealed; a change that two seals tell of, once.
fn since(session: &Session, month: &str, book: &[String]) -> anyhow::Result<Vec<Differs>> {
    let months = months(session, month)?;
    let asked = books_of(session, book)?;
    let closing = session.look(Need::registers())?.0.closing;
    let (mut links, mut refused) = (Vec::new(), Vec::new());
    for month in months {
        for book in &asked {
            let of = Sealable { book: *book, month };
            match closing.last_seal(of) {
                Some(link) if links.contains(&link) => {}
                Some(link) => links.push(link),
                None => refused.push(Refusal::NotSealed { of }.message()),
            }
        }
    }
    let refusal = refused.into_iter().next().filter(|_| links.is_empty() || !book.is_empty());
    if let Some(refusal) = refusal {
        return Err(Failure::Refused(refusal).into());
    }
    let store = session.store()?;
    let mut differs: Vec<Differs> = Vec::new();
    for link in links {
        for row in store.since(&closing, link).map_err(Failure::from)? {
            if !differs.contains(&row) {
                differs.push(row);
            }
        }
    }
    Ok(differs)
}

fn show(session: &Session, differs: &[Differs], same: &'static str) -> anyhow::Result<Exit> {
    if differs.is_empty() {
        return session.show_document(Document::new("diff.rows").prose(Message::new(same)));
    }
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut table = Table::new(
        "diff.rows",
        &["diff.rows.file", "diff.rows.key", "diff.rows.what", "diff.rows.details"],
    );
    for row in differs {
        let (what, details) = said(&row.became);
        let at = match row.became {
            Became::Added(_) => 0,
            Became::Removed(_) => 1,
            Became::Changed(_) => 2,
        };
        counts.entry(&row.file).or_default()[at] += 1;
        table.line(vec![Cell::text(&row.file), Cell::text(&row.key), what, Cell::text(details)]);
    }
    let columns =
        ["diff.files.file", "diff.files.added", "diff.files.removed", "diff.files.changed"];
    let mut summary = Table::new("diff.files", &columns);
    for (file, numbers) in counts {
        let numbers = numbers.map(Cell::count);
        summary.line([vec![Cell::text(file)], numbers.to_vec()].concat());
    }
    session.show_document(Document::new("diff.rows").table(summary).table(table))?;
    Ok(Exit::Found)
}

/// The word for what became of a row, and its cells.
pub(crate) fn said(became: &Became) -> (Cell, String) {
    match became {
        Became::Added(fields) => (Cell::verdict("diff.what.added", Tone::Good), listed(fields)),
        Became::Removed(fields) => (Cell::verdict("diff.what.removed", Tone::Bad), listed(fields)),
        Became::Changed(changes) => {
            let change =
                |(column, old, new): &(String, String, String)| format!("{column}: {old} → {new}");
            let changes: Vec<String> = changes.iter().map(change).collect();
            (Cell::verdict("diff.what.changed", Tone::Warn), changes.join("; "))
        }
    }
}

/// The cells of a row in one line.
pub(crate) fn listed(fields: &[(String, String)]) -> String {
    let cell = |(column, value): &(String, String)| format!("{column}={value}");
    fields.iter().map(cell).collect::<Vec<_>>().join("; ")
}
