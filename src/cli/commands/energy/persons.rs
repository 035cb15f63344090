//! `houqin energy persons`: the persons counted of a year.

use houqin::base::Message;
use houqin::books::Need;
use houqin::meters::persons;
use houqin::report::{Explained, person_workings};

use crate::cli::args::Period;
use crate::cli::commands::meter::{View, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Count the persons of a year (用能人数), term by term
///
/// Staff, non-staff, interns × months / 12, beds × occupancy and visits / 365, from what was
/// entered with energy driver. A month that nobody entered is named and never taken for zero.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy persons -p 2025 --explain")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Show how each figure was computed
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, site: at, explain, view } = args;
    let span = session.period(Some(period.as_deref().unwrap_or("last-year")))?;
    let (set, _) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let persons = persons(&books.meters, &books.org, site.as_ref(), span).ok_or_else(|| {
        Failure::usage(Message::new("persons.no_year").with("period", span.to_string()))
    })?;
    let workings = if explain { person_workings(&persons) } else { Vec::new() };
    session.show_known(&Explained { result: &persons, workings }, &set)
}
