//! Which file is read, and how.

use std::path::{Path, PathBuf};

use houqin::base::Message;
use houqin::store::{ImportOptions, Imported, Mapping};
use houqin::text::recognise;

use super::columns::{Columns, is_same_heading};
use super::taken::OWN;
use crate::cli::args::Writing;
use crate::cli::session::Session;

/// A file from outside, and how to read it
#[derive(Debug, clap::Args)]
pub(crate) struct Intake {
    /// File: CSV, .xlsx or .xls; - for stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Sheet of the workbook, by name or number; the first with headings if left out
    #[arg(long, value_name = "TAB")]
    tab: Option<String>,
    /// TOML file that says what the headings, words, dates and numbers of the file mean
    ///
    /// Everything in it may be left out. `[columns]` names the column of a heading, as in
    /// "品名" = "name"; `[constants]` what stands in blank cells, as in room = "ZW"; a section such
    /// as `[words.unit]` what words stand for, as in "個" = "个". At the top: date = "dmy" or "mdy"
    /// (day or month first), epoch = 1904 (serial dates of old Mac workbooks), thousands = true
    /// (commas between thousands), delimiter = "|", tab = "出库" (the sheet), heading = 3 (the line
    /// of the headings), repeats = true (rows without a slip that say the same are as many lines).
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// File for the rows that cannot be taken, with the reason; the others are recorded
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) writing: Writing,
}

/// A file that was read, and what was said about it.
#[derive(Clone)]
pub(crate) struct Source {
    /// Its name, for messages.
    pub(crate) name: String,
    /// Its table.
    pub(crate) imported: Imported,
    /// What was said about it.
    pub(crate) mapping: Mapping,
    /// Where rejected rows go; nowhere means all or nothing.
    pub(crate) review: Option<PathBuf>,
}

impl Intake {
    /// A file without anything said about it.
    pub(crate) fn plain(file: &Path, writing: Writing) -> Self {
        Self { file: file.to_owned(), tab: None, map: None, review: None, writing }
    }

    /// Reads the file; its headings are looked for among these columns.
    pub(crate) fn open(&self, session: &Session, known: &[Columns]) -> anyhow::Result<Source> {
        let Self { file, tab, map, review, writing: _ } = self;
        let mapping = match map {
            None => Mapping::NOTHING,
            Some(map) => session.mapping(map)?,
        };
        let own = |heading: &str| recognise(heading, &OWN).is_some();
        let knows = |heading: &str| {
            own(heading)
                || mapping.columns.iter().any(|(from, _)| is_same_heading(from, heading))
                || known.iter().any(|columns| recognise(heading, columns.keys).is_some())
        };
        let options = ImportOptions {
            delimiter: mapping.delimiter,
            tab: tab.as_deref().or(mapping.tab.as_deref()),
            heading: mapping.heading,
            knows: &knows,
            own: &own,
        };
        let imported = session.import(file, &options)?;
        let name = file.display().to_string();
        Self::say(session, &imported);
        Ok(Source { name, imported, mapping, review: review.clone() })
    }

    /// Says what of the file was passed over.
    fn say(session: &Session, imported: &Imported) {
        let Imported { passed_over, tab, tabs, .. } = imported;
        if let (Some(tab), true) = (tab, tabs.len() > 1) {
            let message = Message::new("import.tab").with("tab", tab);
            session.ui().talk(&message.with("tabs", tabs.join(" / ")));
        }
        if *passed_over > 0 {
            session.ui().talk(&Message::new("import.passed_over").with("count", *passed_over));
        }
    }
}
