//! `houqin stock classes`: how much attention each item gets.

use houqin::books::{Need, Window};
use houqin::stock;

use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show the ABC class of every item, by the value of what was used of it in twelve months
///
/// The items are taken by falling value, equal ones by code. An item is A as long as it and those
/// before it make no more than 80 % of all use, then B up to 95 %, then C (`[abc]` in houqin.toml:
/// a = "80%", b = "95%"). The first of all is always A; what was not used is C. A class that was
/// fixed with `item edit --abc` goes before.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock classes
  houqin stock classes --as-of 2026-03-31 -f csv -o ABC分类.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { clocks } = args;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::stock(Window::until(set.as_of())), &set)?;
    session.show_known(&stock::classes(&books.stock, set.as_of(), &books.settings.abc), &set)
}
