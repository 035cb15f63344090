//! `houqin clause sample`, `check` and `adopt`: clauses in a TOML file.

use std::path::{Path, PathBuf};

use houqin::base::Message;
use houqin::books::{Change, Need};
use houqin::inspections::{self, AdoptRequest, ClauseRow};
use houqin::report::ClauseFile;
use houqin::store::{clause_samples, read_clauses};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Print the empty template: the chapters that concern logistics, to be filled in and adopted
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin clause sample\n  \
    houqin clause sample SANJIA -o 评审条款.toml")]
pub(crate) struct SampleArgs {
    /// Which one
    #[arg(value_name = "SAMPLE", default_value = "SANJIA")]
    sample: String,
}

/// Check a file of clauses and show what it reads as; nothing is recorded
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin clause check 评审条款.toml")]
pub(crate) struct Check {
    /// TOML file of clauses
    #[arg(value_name = "TOML")]
    file: PathBuf,
}

/// Take over the chapters and clauses of a file or of a sample
///
/// What is there already in the same words is passed over, so that a file that has grown can be
/// taken over again; a clause that says otherwise is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin clause adopt SANJIA\n  \
    houqin clause adopt 评审条款.toml --dry-run")]
pub(crate) struct Adopt {
    /// TOML file of clauses, or the name of a sample
    #[arg(value_name = "TOML|SAMPLE")]
    file: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn sample(session: &Session, args: SampleArgs) -> anyhow::Result<Exit> {
    let SampleArgs { sample } = args;
    let name = sample.as_str();
    let found = clause_samples().iter().find(|(known, _)| *known == name);
    let Some((_, text)) = found else {
        let known: Vec<&str> = clause_samples().iter().map(|(known, _)| *known).collect();
        let message = Message::new("clause.no_sample").with("sample", name);
        return Err(Failure::NoInput(message.with("known", known.join("、"))).into());
    };
    session.hand_out(text.as_bytes())
}

pub(crate) fn check(session: &Session, args: Check) -> anyhow::Result<Exit> {
    let Check { file } = args;
    session.show(&ClauseFile(&read(session, &file)?))
}

pub(crate) fn run(session: &Session, args: Adopt) -> anyhow::Result<Exit> {
    let Adopt { file, writing } = args;
    let request = AdoptRequest { rows: read(session, &file)? };
    session.record("clause adopt", Need::inspections(), &writing, |books, stamp| {
        inspections::adopt(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}

fn read(session: &Session, file: &Path) -> anyhow::Result<Vec<ClauseRow>> {
    let name = file.display().to_string();
    let sample = clause_samples().iter().find(|(known, _)| *known == name);
    let text = match sample {
        Some((_, text)) => (*text).to_owned(),
        None => session.text_of(file)?,
    };
    Ok(read_clauses(&name, &text).map_err(Failure::Rejected)?)
}
