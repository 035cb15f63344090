//! `houqin energy tariff`: set, list; import is beside it.

use clap::Subcommand;
use houqin::base::{Day, Price, SiteCode};
use houqin::books::{Change, Need};
use houqin::meters::{self, Tariff};
use houqin::report::Tariffs;

use super::import;
use crate::cli::args::Writing;
use crate::cli::commands::meter::{carrier, optional_word};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(import::Tariffs),
    List(List),
}

/// Set the price of a utility from a day on
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy tariff set electricity 0.6543 \
    --valid-from 2026-01-01 --source 供电合同")]
pub(crate) struct Set {
    /// Utility: electricity, `cold_water`, `hot_water`, gas, steam, heat, oxygen or other
    #[arg(value_name = "UTILITY")]
    utility: String,
    /// Yuan per unit
    #[arg(value_name = "PRICE")]
    price: String,
    /// First day it is valid
    #[arg(long, value_name = "DAY")]
    valid_from: String,
    /// Unit, where the utility is other
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Only for this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Where it comes from: notice, contract
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the prices
#[derive(Debug, clap::Args)]
pub(crate) struct List {}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import::tariffs(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::meters())?;
            session.show(&Tariffs(books.meters.tariffs().to_vec()))
        }
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { utility, price, valid_from, unit, site, source, writing } = args;
    let tariff = Tariff {
        carrier: carrier("UTILITY", &utility, unit.as_deref())?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        valid_from: session.arg("--valid-from", &valid_from, Day::parse)?,
        price: session.arg("PRICE", &price, Price::parse)?,
        source: optional_word(source),
    };
    session.record("energy tariff set", Need::meters(), &writing, |books, _stamp| {
        meters::set_tariff(&books.meters, &books.org, tariff).map(Change::from_decided)
    })
}
