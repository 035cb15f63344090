//! `houqin item list`: the catalogue.

use houqin::books::Need;
use houqin::report::Items;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the catalogue
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin item list --category 五金材料
  houqin item list -f csv -o 物资目录.csv")]
pub(crate) struct Args {
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { category } = args;
    let books = session.read(Need::catalogue())?;
    let items = books.stock.items.values();
    let wanted = items.filter(|item| category.as_ref().is_none_or(|only| *only == item.category));
    session.show(&Items(wanted.collect()))
}
