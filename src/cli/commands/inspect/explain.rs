//! `houqin inspect explain`: why an obligation stands as it does.

use houqin::books::Need;
use houqin::inspections;
use houqin::report::Explained;

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Explain an obligation: its rule, its deadline, and why each record was taken or not
///
/// The name of an obligation stands in `houqin inspect due` and in the compliance report:
/// rule/subject/due day, then which one of the day, the shift or the batch. Rows that were recorded
/// after what is known are listed as such. `houqin explain` takes such a name too.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect explain XC/NK1/2026-03-29/1\n  houqin inspect \
    explain XC/NK1/2026-03-29/2 --as-of 2026-03-28"
)]
pub(crate) struct Args {
    /// Name of the obligation
    #[arg(value_name = "OBLIGATION")]
    obligation: String,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { obligation, clocks } = args;
    explain(session, &obligation, &clocks)
}

/// Explains an obligation by its name.
pub(crate) fn explain(session: &Session, name: &str, clocks: &Clocks) -> anyhow::Result<Exit> {
    let (set, clock) = session.duty_clocks(clocks)?;
    let all = session.read(Need::inspections())?;
    session.tell_later_rows(&all, &set);
    let mut known = all.clone();
    known.forget_after(set.clocks.known_by);
    let (book, all) = (&known.inspections, &all.inspections);
    let explained = inspections::explain(book, all, name, clock)
        .map_err(|refusal| Failure::refused(&refusal))?;
    let workings = vec![explained.working.clone()];
    session.show_known(&Explained { result: explained, workings }, &set)
}
