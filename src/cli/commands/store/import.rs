//! `houqin store import`: store rooms from a file.

use houqin::base::{SiteCode, StoreCode};
use houqin::books::{Need, Refusal, decide_each};
use houqin::stock::{self, Store};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Register the store rooms of a file
///
/// The headings are Chinese or English: 库房编码 code, 名称 name, and if they are there 院区 site,
/// 库管员 storekeeper. What is registered already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin store import 库房.csv --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &["stock.stores.code", "stock.stores.name", "stock.stores.site", "stock.stores.keeper"],
    needed: &["stock.stores.code", "stock.stores.name"],
    one_of: &[],
};

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let task =
        Task { command: "store import", need: Need::catalogue(), columns: COLUMNS, fields: &[] };
    take(session, &intake, task, request, |books, stores, stamp| {
        let decided = decide_each(
            books,
            stores,
            stamp,
            |_| (),
            |books, store: &Store, _stamp| {
                if let Some(site) = &store.site {
                    books.org.known_site(site)?;
                }
                Ok::<_, Refusal>(stock::add_store(&books.stock, store)?)
            },
        );
        verdicts(decided)
    })
}

fn request(row: &mut Row<'_>) -> Option<Store> {
    let code = row.required("stock.stores.code", StoreCode::parse);
    let site = row.optional("stock.stores.site", SiteCode::parse);
    Some(Store {
        code: code?,
        name: row.text("stock.stores.name").to_owned(),
        site: site?,
        keeper: row.text("stock.stores.keeper").to_owned(),
    })
}
