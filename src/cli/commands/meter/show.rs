//! `houqin meter show`: all that is recorded of one point.

use houqin::base::PointCode;
use houqin::books::Need;
use houqin::meters::{breaches, consumption};
use houqin::report::PointHistory;

use super::View;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show one point: its meters, its readings, the use between them, and the rules they break
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin meter show E-01")]
pub(crate) struct Args {
    /// Code of the point
    #[arg(value_name = "POINT")]
    point: String,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { point, view } = args;
    let (set, view) = view.resolve(session)?;
    let code = session.arg("POINT", &point, PointCode::parse)?;
    let books = session.read_known(Need::meters(), &set)?;
    let history = books.meters.known(&code).map_err(|refusal| Failure::refused(&refusal))?;
    let (consumption, breaches) = (consumption(history, &view), breaches(history, &view));
    session.show_known(&PointHistory { history, consumption, breaches, view }, &set)
}
