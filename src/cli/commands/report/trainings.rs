//! `houqin report trainings`: the trainings and drills of a period.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::inspections;

use crate::cli::args::{Asking, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::training::Filter;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show the trainings and drills of a period: held against due, who came, who is missed, hours
///
/// Coverage is told by rule and by department, with the hours of a head; drills with those who took
/// part and what was found. Only attendance that was entered in time counts. The period is this
/// year unless --period says otherwise. With --exit-code a share that is not reached, or a training
/// that did not take place, exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report trainings -p 2026-Q1\n  \
    houqin report trainings -p 2026 --department HQ -f csv\n  \
    houqin report trainings -p 2026-Q1 --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter, restating, asking } = args;
    let (set, options) = filter.options(session)?;
    let span = options.period;
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about: Vec::new() };
    let need = Need::inspections();
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (report, exit) = session.report(&paper, |books| {
        Ok(inspections::training_report(&books.inspections, &books.org, &options))
    })?;
    Ok(if asking.exit_code && report.falls_short() { Exit::Found } else { exit })
}
