//! `houqin inspect show`: a filled checklist, by the version that it was filled in with.

use houqin::base::RecordId;
use houqin::books::Need;
use houqin::inspections::{FormRefusal, Refusal};
use houqin::report::{Explained, Filled};

use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show a filled checklist: answers, points and score, by the version it was filled in with
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect show C20260303-6cr7-000003 --explain")]
pub(crate) struct Args {
    /// Record
    #[arg(value_name = "ID")]
    id: String,
    /// Show how every figure came about, step by step
    #[arg(long)]
    explain: bool,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { id, explain } = args;
    let id = session.arg("ID", &id, RecordId::parse)?;
    let books = session.read(Need::inspections())?;
    let book = &books.inspections;
    let refused = |refusal: &Refusal| Failure::refused(refusal);
    let record =
        book.inspection(&id).ok_or_else(|| refused(&Refusal::UnknownRow { id: id.clone() }))?;
    let shown = book.with_marking(&id, |marking| {
        let workings = if explain { vec![marking.working(id.as_str())] } else { Vec::new() };
        session.show(&Explained { result: Filled { record, marking }, workings })
    });
    let none = || refused(&FormRefusal::NoAnswers { record: id.clone() }.into());
    shown.ok_or_else(none)?
}
