//! `houqin energy coal|carbon`: use × factor, by carrier.

use houqin::books::Need;
use houqin::meters::{Basis, ConversionOptions, Equivalent, conversion};
use houqin::report::Explained;

use super::basis;
use crate::cli::args::{Asking, Period};
use crate::cli::commands::meter::{View, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the standard coal of what was used (综合能耗), by carrier, with its factors
///
/// Each run of days is converted by the factor that is valid on it, whose dates, basis and source
/// are shown. Days with a use and no factor leave the line open, and the sum says what it lacks.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy coal -p 2026-03\n  \
    houqin energy coal -p 2026 --basis db37 --explain")]
pub(crate) struct Coal {
    /// Basis: calorific, supply, db37, or a name of your own
    #[arg(long, value_name = "BASIS", default_value = "calorific")]
    basis: String,
    #[command(flatten)]
    asked: Asked,
}

/// Show the carbon dioxide of what was used, by carrier, with its factors
///
/// Electricity is converted by the grid that --basis names, everything else by what is common to
/// all grids unless the basis has a factor of its own. Days with a use and no factor leave the line
/// open, and the sum says what it lacks.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy carbon -p 2026-03\n  \
    houqin energy carbon -p 2026 --basis grid-north --exit-code")]
pub(crate) struct Carbon {
    /// Basis: grid-national, grid-north, grid-guangdong…, or a name of your own
    #[arg(long, value_name = "BASIS", default_value = "grid-national")]
    basis: String,
    #[command(flatten)]
    asked: Asked,
}

/// What both ask for
#[derive(Debug, clap::Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    period: Period,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Show the steps by which each figure came about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn coal(session: &Session, args: Coal) -> anyhow::Result<Exit> {
    let Coal { basis: by, asked } = args;
    convert(session, Equivalent::Coal, basis(&by)?, asked)
}

pub(super) fn carbon(session: &Session, args: Carbon) -> anyhow::Result<Exit> {
    let Carbon { basis: by, asked } = args;
    convert(session, Equivalent::Carbon, basis(&by)?, asked)
}

fn convert(
    session: &Session,
    equivalent: Equivalent,
    basis: Basis,
    asked: Asked,
) -> anyhow::Result<Exit> {
    let Asked { period: Period { period }, site: at, explain, view, asking } = asked;
    let span = session.period(period.as_deref())?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    books.meters.known_basis(equivalent, &basis).map_err(|refusal| Failure::refused(&refusal))?;
    let site = site(session, &books.org, at.as_deref())?;
    let options = ConversionOptions { span, site, equivalent, basis, view };
    let result = conversion(&books.meters, &options);
    let workings = if explain { result.workings() } else { Vec::new() };
    let exit = session.show_known(&Explained { result: &result, workings }, &set)?;
    Ok(if asking.exit_code && result.needs_attention() { Exit::Found } else { exit })
}
