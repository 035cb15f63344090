//! `houqin org site`: add, list; import is beside it.

use clap::Subcommand;
use houqin::base::SiteCode;
use houqin::books::{Change, Need};
use houqin::org::{self, Record, Site};
use houqin::report::Sites;

use super::import;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Add),
    Import(import::Sites),
    List(List),
}

/// Register a site
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org site add ZY --name 总院")]
pub(crate) struct Add {
    /// Code of the site
    #[arg(value_name = "SITE")]
    code: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: String,
    #[command(flatten)]
    writing: Writing,
}

/// List the sites
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org site list")]
pub(crate) struct List {}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::Import(args) => import::sites(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::registers())?;
            session.show(&Sites(&books.org))
        }
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { code, name, writing } = args;
    let code = session.arg("SITE", &code, SiteCode::parse)?;
    session.record("org site add", Need::registers(), &writing, |books, _stamp| {
        org::add(&books.org, Record::Site(Site { code, name })).map(Change::from_decided)
    })
}
