//! `houqin store add`: a new store room.

use houqin::base::{SiteCode, StoreCode};
use houqin::books::{self, Change, Need};
use houqin::stock::{self, Store};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Register a store room
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin store add ZW --name 总务库 --keeper 库管员甲")]
pub(crate) struct Args {
    /// Code of the store room
    #[arg(value_name = "ROOM")]
    code: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Site on which it stands
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Who keeps it
    #[arg(long, value_name = "PERSON")]
    keeper: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { code, name, site, keeper, writing } = args;
    let store = Store {
        code: session.arg("ROOM", &code, StoreCode::parse)?,
        name,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        keeper: keeper.unwrap_or_default(),
    };
    session.record("store add", Need::catalogue(), &writing, |books, _stamp| {
        if let Some(site) = &store.site {
            books.org.known_site(site)?;
        }
        let decided = stock::add_store(&books.stock, &store)?;
        Ok::<_, books::Refusal>(Change::from_decided(decided))
    })
}
