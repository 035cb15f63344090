//! `houqin diff`: two stores row by row.

use std::collections::BTreeMap;
use std::path::PathBuf;

use houqin::base::Message;
use houqin::report::{Cell, Document, Table, Tone};
use houqin::store::{self, Became};

use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};

/// Compare this store with another one, row by row
///
/// Rows are known by their id or code, whatever order they stand in and however they are quoted.
/// What this store has and the other has not was added. Exits with 1 when the stores differ.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin diff ../backup\n  houqin diff ../backup -f csv > changes.csv"
)]
pub(crate) struct Args {
    /// Folder of the other store, the older one
    #[arg(value_name = "OTHER")]
    other: PathBuf,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { other } = args;
    let differs = store::compare(&DISK, &session.folder()?, &other).map_err(Failure::from)?;
    if differs.is_empty() {
        let same = Document::new("diff.rows").prose(Message::new("diff.same"));
        return session.show(&same);
    }
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut table = Table::new(
        "diff.rows",
        &["diff.rows.file", "diff.rows.key", "diff.rows.what", "diff.rows.details"],
    );
    for row in &differs {
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
    session.show(&Document::new("diff.rows").table(summary).table(table))?;
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
