//! `houqin item find`: items by what they are called.

use houqin::books::Need;
use houqin::report::Items;
use houqin::stock;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Find items by a part of their code, name, specification or category
///
/// Several words must all occur, in any order.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin item find 灯管
  houqin item find 灯管 36w")]
pub(crate) struct Args {
    /// What to look for
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { words } = args;
    let books = session.read(Need::catalogue())?;
    session.show(&Items(stock::find_items(&books.stock, &words)))
}
