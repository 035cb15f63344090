//! `houqin item add`: a new item of the catalogue.

use houqin::base::ItemCode;
use houqin::books::{Change, Need};
use houqin::stock::{self, Item, OldForNew, Supply};

use super::flags::Fields;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Put an item into the catalogue
///
/// Balances are kept in --unit. Other units are written as how many base units one of them has; a
/// quantity that does not come out in whole steps is refused, never rounded.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin item add DG36 --name 灯管 --spec 36W --unit 支 --units '箱=24' --category 五金材料
  houqin item add DX25 --name 电线 --spec 2.5mm² --unit 米 --scale 1 --units '卷=100' --minimum 200")]
pub(crate) struct Args {
    /// Code of the item
    #[arg(value_name = "ITEM")]
    code: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Unit in which balances are kept
    #[arg(long, value_name = "UNIT")]
    unit: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { code, name, unit, fields, writing } = args;
    let mut item = Item {
        code: session.arg("ITEM", &code, ItemCode::parse)?,
        name,
        spec: String::new(),
        category: String::new(),
        unit,
        scale: 0,
        units: Vec::new(),
        minimum: None,
        durable: false,
        lot_kept: false,
        active: true,
        shelf: String::new(),
        class: None,
        part: false,
        supply: Supply::default(),
        old: OldForNew::default(),
    };
    fields.read(session)?.put_into(&mut item);
    session.record("item add", Need::catalogue(), &writing, |books, _stamp| {
        stock::add_item(&books.stock, &item).map(Change::from_decided)
    })
}
