//! `houqin report energy`: the energy-saving report.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::meters::{Basis, Comparison, EnergyOptions, Equivalent, energy, energy_workings};
use houqin::report::{Explained, grade_workings, rank_workings};

use crate::cli::args::{Asking, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::energy::basis;
use crate::cli::commands::meter::{View, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the energy-saving report: use, cost, coal, saved against the plan
///
/// Each utility and department against the period before and the same period a year ago, against
/// its target, at its price, and as standard coal by dated factors whose source is printed.
/// Main meters are held against those below them. What is open is named and never taken for zero.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report energy -p 2026-03\n  \
    houqin report energy -p 2026-Q1 --basis db37\n  \
    houqin report energy -p 2026-03 --explain\n  \
    houqin report energy -p last-month --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Basis: calorific, supply, db37, or a name of your own
    #[arg(long, value_name = "BASIS", default_value = "calorific")]
    basis: String,
    /// Basis of the carbon: grid-national, grid-north, grid-guangdong…, or a name of your own
    #[arg(long, value_name = "BASIS", default_value = "grid-national")]
    carbon_basis: String,
    /// Compare per day, so that months of different length compare
    #[arg(long)]
    per_day: bool,
    /// Show how each figure came about, from the readings on
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        period: Period { period },
        site: at,
        basis: by,
        carbon_basis,
        per_day,
        explain,
        view,
        restating,
        asking,
    } = args;
    let span = session.period(period.as_deref())?;
    let (by, on) = (basis(&by)?, basis(&carbon_basis)?);
    let (set, view) = view.resolve(session)?;
    let comparison = if per_day { Comparison::PerDay } else { Comparison::Whole };
    let settings = session.settings_of_store()?;
    let bearing = Bearing { book: Book::Meters, until: span.last(), about: Vec::new() };
    let paper = Paper { set, need: Need::meters(), span, bearing, restating: &restating };
    let (report, exit) = session.report(&paper, |books| {
        let site = site(session, &books.org, at.as_deref())?;
        let known = |into: Equivalent, basis: &Basis| {
            let known = books.meters.known_basis(into, basis);
            known.map_err(|refusal| Failure::refused(&refusal))
        };
        known(Equivalent::Coal, &by)?;
        known(Equivalent::Carbon, &on)?;
        let (basis, carbon_basis) = (by.clone(), on.clone());
        let (saving, watch) = (settings.saving, settings.watch.clone());
        let profile = settings.hospital.clone();
        let options = EnergyOptions {
            span,
            site,
            basis,
            carbon_basis,
            comparison,
            profile,
            saving,
            watch,
            view,
        };
        let result = energy(&books.meters, &books.org, &options);
        let mut workings = Vec::new();
        if explain {
            workings = energy_workings(&books.meters, &books.org, &result);
            workings.extend(rank_workings(&result.rank));
            workings.extend(result.grades.iter().flat_map(grade_workings));
        }
        Ok(Explained { result, workings })
    })?;
    Ok(if asking.exit_code && report.result.needs_attention() { Exit::Found } else { exit })
}
