//! `houqin energy plan`: the saving plan carried out.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::meters::{SavingOptions, saving_plan};
use houqin::report::Explained;

use crate::cli::args::{Asking, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::meter::{View, site, utility};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show how the saving plan is carried out: target, use, left, rewards and warnings
///
/// Each month of each utility and department against its own target (energy target set). Only
/// months whose every day has a use are judged; open ones are counted and named. Who is rewarded or
/// warned follows the policy in houqin.toml: `reward_below`, `warn_above` and months under [energy].
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy plan -p 2026\n  \
    houqin energy plan -p 2026-Q1 --utility electricity --explain --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only the departments of this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Show how each figure came about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, utility: of, site: at, explain, view, restating, asking } =
        args;
    let span = session.period(Some(period.as_deref().unwrap_or("this-year")))?;
    let utility = of.map(|of| utility("--utility", &of)).transpose()?;
    let policy = session.settings_of_store()?.saving;
    let (set, view) = view.resolve(session)?;
    let bearing = Bearing { book: Book::Meters, until: span.last(), about: Vec::new() };
    let paper = Paper { set, need: Need::meters(), span, bearing, restating: &restating };
    let (plan, exit) = session.report(&paper, |books| {
        let site = site(session, &books.org, at.as_deref())?;
        let options = SavingOptions { span, utility, site, policy, view };
        let result = saving_plan(&books.meters, &books.org, &options);
        let workings = if explain { result.workings() } else { Vec::new() };
        Ok(Explained { result, workings })
    })?;
    Ok(if asking.exit_code && plan.result.has_warnings() { Exit::Found } else { exit })
}
