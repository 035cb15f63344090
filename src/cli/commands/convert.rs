//! `houqin convert`: files that another program saved its own way become UTF-8 again.

use houqin::base::Message;
use houqin::report::{Cell, Document, Table};
use houqin::store::{self, Act, Conversion, Ends};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};

/// Turn files of the store that Excel saved as GBK or Unicode text into UTF-8 again
///
/// Also mends line ends: lines that end in a carriage return alone, and files whose lines end now
/// this way, now that. The bytes as they were stay in .houqin/quarantine. All files in one commit;
/// if one of them does not decode cleanly, nothing is changed and it is named. The column `sample`
/// shows a line as it reads now: look whether it is right.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin convert --dry-run\n  houqin convert\n  \
                  houqin convert stock/items.csv")]
pub(crate) struct Args {
    /// Files to convert, below the store's folder; every data file that needs it if left out
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { files, writing } = args;
    session.must_be_somebody()?;
    let act = if writing.dry_run { Act::Show } else { Act::Do };
    let entry = session.entry("convert");
    let asked = (files.as_slice(), session.seed());
    let done = store::convert(&DISK, &session.folder()?, asked, entry, act);
    let Conversion { files, refused, notes } = done.map_err(Failure::from)?;
    for note in &notes {
        session.ui().talk(note);
    }
    if !refused.is_empty() {
        return Err(Failure::Rejected(refused).into());
    }
    if files.is_empty() {
        let nothing = Document::new("convert.nothing").prose(Message::new("convert.nothing"));
        return session.show_document(nothing);
    }
    let columns = [
        "convert.files.file",
        "convert.files.charset",
        "convert.files.mended",
        "convert.files.sample",
        "convert.files.copy",
    ];
    let mut table = Table::new("convert.files", &columns);
    for file in &files {
        let mended = match (file.tabs, file.ends) {
            (true, _) => Cell::word("convert.mended.tabs"),
            (false, Ends::Mixed) => Cell::word("convert.mended.ends"),
            (false, Ends::Whole) => Cell::Blank,
        };
        let charset = Cell::text(file.charset.name());
        let (sample, copy) = (Cell::text(&file.sample), Cell::text(&file.copy));
        table.line(vec![Cell::text(&file.file), charset, mended, sample, copy]);
    }
    let said = match act {
        Act::Do => Message::new("convert.done").with("count", files.len()),
        Act::Show => Message::new("receipt.rehearsed"),
    };
    session.show_document(Document::new("convert.files").table(table).notes(vec![said]))
}
