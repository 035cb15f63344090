//! `houqin energy rank`: departments among their peers.

use houqin::books::Need;
use houqin::meters::{RankOptions, RankPer, rank};
use houqin::report::{Explained, rank_workings};

use crate::cli::args::Period;
use crate::cli::commands::meter::{View, site, utility};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Rank the departments of a kind by their use, per m², per bed-day and per visit
///
/// Each utility on its own, each department among those of its kind (the column class of
/// org/departments.csv) and against their median. A use that is open has no place, and where nobody
/// entered the bed-days, visits or area it says so; nothing is guessed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy rank -p 2026-03\n  \
    houqin energy rank -p 2026-Q1 --utility electricity --rank-by bed-day --explain")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Rank by use, area, bed-day or visit; by all if left out
    #[arg(long, value_name = "WHAT")]
    rank_by: Option<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
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
    let Args { period: Period { period }, rank_by, utility: of, site: at, explain, view } = args;
    let span = session.period(period.as_deref())?;
    let per = rank_by
        .map(|per| session.choice("--rank-by", &per, &RankPer::ALL, |one| (one.word(), one.key())))
        .transpose()?;
    let utility = of.map(|of| utility("--utility", &of)).transpose()?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let rank = rank(&books.meters, &books.org, &RankOptions { span, utility, site, per, view });
    let workings = if explain { rank_workings(&rank) } else { Vec::new() };
    session.show_known(&Explained { result: &rank, workings }, &set)
}
