//! `houqin item edit`: an item as it is from now on.

use houqin::base::ItemCode;
use houqin::books::{Change, Whole};
use houqin::stock;

use super::flags::{Fields, put};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Change an item of the catalogue
///
/// What is not given stays as it is. Units that lines are recorded in keep their meaning.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin item edit DG36 --units '箱=24;盒=6' --minimum 48
  houqin item edit DG36 --active=no")]
pub(crate) struct Args {
    /// Code of the item
    #[arg(value_name = "ITEM")]
    code: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Unit in which balances are kept
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { code, name, unit, fields, writing } = args;
    let code = session.arg("ITEM", &code, ItemCode::parse)?;
    let changes = fields.read(session)?;
    // By no line of it another quantity may be meant.
    let whole = Whole { items: [code.clone()].into(), ..Whole::default() };
    session.record("item edit", whole, &writing, |books, _stamp| {
        let mut item = books.stock.item(&code)?.clone();
        put(&mut item.name, name);
        put(&mut item.unit, unit);
        changes.put_into(&mut item);
        stock::edit_item(&books.stock, &item).map(Change::from_decided)
    })
}
