//! Flag groups that commands share. One long name means one thing in the whole tree.

use std::path::PathBuf;

use houqin::base::parse_count;

use super::session::Session;

/// Flags that every command understands
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
#[expect(clippy::struct_excessive_bools, reason = "each of them is a flag")]
pub(crate) struct Shared {
    /// Folder of the store; else `HOUQIN_STORE`, else the nearest folder above with a `houqin.toml`
    #[arg(short = 'C', long, global = true, value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
    /// Language of labels and messages: zh or en
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<String>,
    /// Format of the output: table, csv, tsv, json, markdown, html, xlsx or cells; else as the name
    /// of --output ends
    #[arg(short, long, global = true, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// What heads the columns of csv and tsv: words, for people; keys, for programs
    #[arg(long, global = true, value_name = "WHAT")]
    pub(crate) headers: Option<String>,
    /// Begin csv and tsv with a byte order mark, so that Excel shows Chinese
    #[arg(long, global = true)]
    pub(crate) bom: bool,
    /// File to write the output to, replaced as a whole
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Day that counts as today, as 2026-03-05
    #[arg(long, global = true, value_name = "DAY")]
    pub(crate) today: Option<String>,
    /// Who records it; else `HOUQIN_BY`, else the system's user
    #[arg(long, global = true, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Ask nothing, not even on a terminal; so do `HOUQIN_NO_INPUT=1` and --quiet
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// When to colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN")]
    pub(crate) color: Option<String>,
    /// Show long output at once, without a pager; else `HOUQIN_PAGER`, `PAGER` or less shows it
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
}

/// The days a report is about
#[derive(Debug, clap::Args)]
pub(crate) struct Period {
    /// Days of the report: 2026-03, 2026-Q1, 2026, 2026-01..2026-06, 2026-03-01..2026-03-15,
    /// yesterday or last-month
    #[arg(short, long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
}

/// What was true when, and what was known when
#[derive(Debug, clap::Args)]
pub(crate) struct Clocks {
    /// Show what was true at the end of this day, as 2026-03-05 or yesterday; today if left out, or
    /// the day of --known-by
    #[arg(long, value_name = "DAY")]
    pub(crate) as_of: Option<String>,
    /// Show what was recorded by this moment, as 2026-03-05, yesterday or 2026-03-05T08:30:00
    ///
    /// A day stands for its end. If it is left out, what was recorded by the day of --as-of counts,
    /// and without that everything recorded by now. Registers (items, cards, points, prices,
    /// factors, departments, staff, checklists) do not say when they were written: they always count
    /// as they stand now. Rules, contracts and days off do, where a command wrote them.
    #[arg(long, value_name = "MOMENT")]
    pub(crate) known_by: Option<String>,
}

/// What is restated
#[derive(Debug, clap::Args)]
pub(crate) struct Restating {
    /// List what has changed since this moment, as 2026-04-05 or 2026-04-05T08:30:00
    ///
    /// If it is left out, since the month's first seal, and without one since the end of the day on
    /// which its reports are made: `made_by` under `[reports]` in houqin.toml, the 5th of the next
    /// month unless it says otherwise.
    #[arg(long, value_name = "MOMENT")]
    pub(crate) restated_since: Option<String>,
}

/// Flags of commands that write
#[derive(Debug, clap::Args)]
pub(crate) struct Writing {
    /// Show what would be recorded and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// How much is said about what may explain a difference
#[derive(Debug, clap::Args)]
pub(crate) struct Explaining {
    /// Show so many possible explanations of each difference; 0 for none
    #[arg(long, value_name = "NUMBER", default_value = "3")]
    candidates: String,
}

impl Explaining {
    /// The number that was asked for.
    pub(crate) fn read(&self, session: &Session) -> anyhow::Result<usize> {
        let Self { candidates } = self;
        let number = session.arg("--candidates", candidates, parse_count)?;
        Ok(usize::try_from(number).unwrap_or(usize::MAX))
    }
}

/// Flags of reports that answer a question
#[derive(Debug, clap::Args)]
pub(crate) struct Asking {
    /// Exit with 1 when the report has something open
    #[arg(long)]
    pub(crate) exit_code: bool,
}
