//! `houqin item show`: one item, and what each store room holds of it.

use houqin::base::ItemCode;
use houqin::books::{Need, Window};
use houqin::report::ItemSheet;
use houqin::stock::Place;

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show an item and what each store room holds of it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin item show DG36")]
pub(crate) struct Args {
    /// Code of the item
    #[arg(value_name = "ITEM")]
    code: String,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { code, clocks } = args;
    let code = session.arg("ITEM", &code, ItemCode::parse)?;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::stock(Window::until(set.as_of())), &set)?;
    let item = books.stock.item(&code).map_err(|refusal| Failure::refused(&refusal))?;
    let pile = books.stock.pile_at(&code, set.as_of());
    let held = pile
        .places()
        .filter(|(place, _)| place.store().is_some() || **place == Place::Transit)
        .map(|(place, balance)| (place.clone(), balance))
        .collect();
    session.show_known(&ItemSheet { item, held }, &set)
}
