//! `houqin meter coverage`: what must be metered, and by which points it is; `set` says so.

use clap::Subcommand;
use houqin::base::PointCode;
use houqin::books::{Change, Need};
use houqin::meters::{self, CoverageRequest, Covers};
use houqin::store;

use super::{View, optional_word, utility};
use crate::cli::args::{Asking, Writing};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Hold what is metered against the list of GB/T 29149
///
/// Each spot of the list is metered by the points that were named for it, not there for a reason,
/// or missing. What nobody said anything of is missing.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:\n  houqin meter coverage --exit-code\n  \
    houqin meter coverage set icu electricity --point D-ICU\n  \
    houqin meter coverage set boilers electricity --absent 市政供热，没有锅炉")]
pub(crate) struct Args {
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    view: View,
    #[command(subcommand)]
    step: Option<Step>,
}

#[derive(Debug, Subcommand)]
enum Step {
    Set(Set),
}

/// Say by which point a spot is metered, or why the house has none of it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter coverage set icu electricity --point D-ICU\n  \
    houqin meter coverage set boilers electricity --absent 市政供热，没有锅炉")]
#[group(id = "how", required = true, multiple = false, args = ["point", "absent", "clear"])]
struct Set {
    /// Code of the spot, as the list shows it
    #[arg(value_name = "SPOT")]
    spot: String,
    /// Utility
    #[arg(value_name = "UTILITY")]
    utility: String,
    /// Point that meters it, beside those named before
    #[arg(long, value_name = "POINT")]
    point: Option<String>,
    /// The house has none of it, and why
    #[arg(long, value_name = "WHY")]
    absent: Option<String>,
    /// What was said before does not hold any more
    #[arg(long)]
    clear: bool,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { asking: Asking { exit_code }, view, step } = args;
    if let Some(Step::Set(args)) = step {
        return set(session, args);
    }
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let standard = store::metering_standard();
    let result = meters::coverage(&books.meters, &standard, &view, session.today());
    session.show_known(&result, &set)?;
    Ok(if exit_code && result.is_open() { Exit::Found } else { Exit::Done })
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { spot, utility: of, point, absent, clear: _, note, writing } = args;
    let covers = match (session.maybe("--point", point.as_deref(), PointCode::parse)?, absent) {
        (Some(point), _) => Covers::By(point),
        (None, Some(why)) => Covers::Absent(why.trim().to_owned()),
        (None, None) => Covers::Nothing,
    };
    let utility = utility("UTILITY", &of)?;
    let request = CoverageRequest { spot, utility, covers, note: optional_word(note) };
    let (today, standard) = (session.today(), store::metering_standard());
    session.record("meter coverage set", Need::meters(), &writing, |books, stamp| {
        meters::cover(&books.meters, &standard, today, &request, stamp).map(Change::from_decided)
    })
}
