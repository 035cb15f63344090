//! `houqin asset changes`: what came into the books and what left them.

use houqin::assets::{self, TurnoverOptions};
use houqin::books::Need;
use houqin::store;

use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what came into the books, what left them, and what changed in value
///
/// Opening, additions, changes of value, disposals and closing add up.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset changes -p 2026
  houqin asset changes -p 2026-03 --class 计算机设备 -f csv")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only what is of this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, class, clocks } = args;
    let set = session.clocks(&clocks)?;
    let span = session.period(period.period.as_deref())?;
    if let Some(class) = &class {
        store::lives().known(class).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let books = session.read_known(Need::assets(), &set)?;
    let options = TurnoverOptions { span, as_of: set.as_of(), class };
    session.show_known(&assets::turnover(&books.assets, store::lives(), &options), &set)
}
