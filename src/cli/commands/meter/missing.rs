//! `houqin meter missing`: who has not been read.

use houqin::books::Need;
use houqin::meters::{MissingOptions, missing};
use houqin::report::MissingReadings;

use super::{View, site};
use crate::cli::args::{Asking, Period};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the points without a reading in a period
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter missing\n  \
    houqin meter missing -p 2026-03-01..2026-03-03 --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, site: at, view, asking } = args;
    let window = session.period(period.as_deref())?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let rows = missing(&books.meters, &MissingOptions { window, site, view });
    let found = !rows.is_empty();
    session.show_known(&MissingReadings { window, rows }, &set)?;
    Ok(if asking.exit_code && found { Exit::Found } else { Exit::Done })
}
