//! `houqin status`: the screen of the morning.

use houqin::base::{Diagnostic, Severity, SiteCode};
use houqin::books::{self, MorningOptions, Need, WhichSheets};
use houqin::inspections::DueOptions;

use crate::cli::args::{Asking, Clocks};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what is to be done today: what is due, open, missing, near its end or not yet sealed
///
/// A line for each kind of things, the worst first, with the command that lists them one by one.
/// Overdue is what is past its day, now is what is to be done today or at once, soon is what comes
/// within the days looked ahead. Meters are looked at in the month that is over, and where they are
/// read at named times yesterday and today. --site leaves out what belongs to no site. With
/// --exit-code exits with 1 when there is anything to do.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin status
  houqin status --site DY --within 3d
  houqin status -q --exit-code -o today.txt || mail -s 今日待办 ward < today.txt")]
pub(crate) struct Args {
    /// How many days ahead to look, as 7d
    #[arg(long, value_name = "DAYS", default_value = "7d")]
    within: String,
    /// Only what is at this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { within, site, clocks, asking } = args;
    let site = session.maybe("--site", site.as_deref(), SiteCode::parse)?;
    let within = session.arg("--within", &within, DueOptions::parse_within)?;
    let is_now = clocks.as_of.is_none() && clocks.known_by.is_none();
    let (set, clock) = session.duty_clocks(&clocks)?;
    // What was posted since the moment asked about was open then.
    let sheets = if is_now { WhichSheets::Unposted } else { WhichSheets::All };
    // What is wrong with the books is a line of the screen, and keeps nobody from the others.
    let need = |settings: &_| Need::morning(set.as_of(), sheets, settings);
    let (mut seen, diagnostics) = session.look_known(need, None, &set)?;
    if let Some(site) = &site {
        seen.org.known_site(site).map_err(|refusal| Failure::refused(&refusal))?;
    }
    session.tell_later_rows(&seen, &set);
    seen.forget_after(set.clocks.known_by);
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    let n_defects = diagnostics.iter().filter(is_error).count();
    let morning = books::morning(&seen, &MorningOptions { clock, within, site, n_defects });
    let exit = session.show_known(&morning, &set)?;
    // The screen is to be there at once, and the system frees everything at the end anyway.
    std::mem::forget(seen);
    Ok(if asking.exit_code && !morning.is_empty() { Exit::Found } else { exit })
}
