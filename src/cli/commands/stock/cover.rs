//! `houqin stock cover`: for how many days what is there will do.

use houqin::books::{Need, Window};
use houqin::stock::{self, CoverOptions};

use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show for how many days what is on hand will do, the shortest first
///
/// What is there ÷ the average use of a day, whole days, rounded down; days at whose end there was
/// none do not count. What runs out before goods ordered today would come is signed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock cover
  houqin stock cover --category 五金材料 --as-of 2026-03-31")]
pub(crate) struct Args {
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { category, clocks } = args;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::stock(Window::until(set.as_of())), &set)?;
    let policy = books.settings.plan;
    let options = CoverOptions { as_of: set.as_of(), category, policy };
    session.show_known(&stock::cover_of_items(&books.stock, &options), &set)
}
