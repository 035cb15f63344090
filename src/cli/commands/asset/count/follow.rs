//! `houqin asset count follow`: what became of the differences.

use houqin::assets::count::{self, Class, FollowOptions, Followed};
use houqin::base::SheetCode;
use houqin::books::Need;
use houqin::report::FollowUps;

use crate::cli::args::{Asking, Clocks};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the differences of signed sheets that nobody has settled yet
///
/// A missing thing stays on the list until it was scanned on a later sheet, was disposed of, or
/// somebody wrote down what became of it; another difference until the register says what was seen.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count follow
  houqin asset count follow --class missing --exit-code
  houqin asset count follow ZC-01 --all")]
pub(crate) struct Args {
    /// Only the differences of this sheet
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
    /// Only this: missing, wrong-place, wrong-custodian, unregistered or disposed
    #[arg(long, value_name = "WHAT")]
    class: Option<String>,
    /// List what is settled, too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, class, all, asking, clocks } = args;
    let set = session.clocks(&clocks)?;
    let differences: Vec<Class> =
        Class::ALL.into_iter().filter(|class| class.is_difference()).collect();
    let word_and_key = |class: Class| (class.word(), class.key());
    let class = class
        .map(|text| session.choice("--class", &text, &differences, word_and_key))
        .transpose()?;
    let options = FollowOptions {
        as_of: set.as_of(),
        sheet: session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?,
        class,
        listed: if all { Followed::All } else { Followed::Open },
    };
    let books = session.read_known(Need::assets(), &set)?;
    let list =
        count::follow_ups(&books.assets, &options).map_err(|refusal| Failure::refused(&refusal))?;
    let is_open = list.iter().any(|one| one.state.is_open());
    let exit = session.show_known(&FollowUps(list), &set)?;
    Ok(if asking.exit_code && is_open { Exit::Found } else { exit })
}
