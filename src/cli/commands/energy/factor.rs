//! `houqin energy factor`: set, list; import is beside it.

use clap::Subcommand;
use houqin::base::{Day, Message, parse_decimal};
use houqin::books::{Change, Need};
use houqin::meters::{self, Basis, Factor, Origin};
use houqin::report::Factors;

use super::import;
use crate::cli::args::Writing;
use crate::cli::commands::meter::{carrier, optional_word};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(import::Factors),
    List(List),
}

/// Set how much standard coal a unit stands for, from a day on
///
/// Once a utility has a factor of your own on a basis, the sample factors of that basis no
/// longer stand in for it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy factor set electricity 0.3020 --basis supply \
    --valid-from 2026-01-01 --source 上年度供电煤耗公布值\n  \
    houqin energy factor set cold_water --not-converted --basis supply --valid-from 2026-01-01 \
    --source 水不折算")]
pub(crate) struct Set {
    /// Utility: electricity, `cold_water`, `hot_water`, gas, steam, heat, oxygen or other
    #[arg(value_name = "UTILITY")]
    utility: String,
    /// Kilograms of standard coal per unit
    #[arg(value_name = "KGCE", required_unless_present = "not_converted")]
    kgce: Option<String>,
    /// The basis does not convert this utility
    #[arg(long, conflicts_with = "kgce")]
    not_converted: bool,
    /// Basis: calorific, supply, db37, or a name of your own
    #[arg(long, value_name = "BASIS", default_value = "calorific")]
    basis: String,
    /// First day it is valid
    #[arg(long, value_name = "DAY")]
    valid_from: String,
    /// Unit, where the utility is other
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Where it comes from: standard, notice
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// How far the source can be trusted
    #[arg(long, value_name = "NOTE")]
    mark: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the factors, the samples that stand in among them
#[derive(Debug, clap::Args)]
pub(crate) struct List {}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import::factors(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::meters())?;
            session.show(&Factors(books.meters.factors().to_vec()))
        }
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { utility, kgce, not_converted: _, basis, valid_from, unit, source, mark, writing } =
        args;
    let factor = Factor {
        carrier: carrier("UTILITY", &utility, unit.as_deref())?,
        basis: self::basis(&basis)?,
        origin: Origin::Store,
        valid_from: session.arg("--valid-from", &valid_from, Day::parse)?,
        kgce: session.maybe("KGCE", kgce.as_deref(), parse_decimal)?,
        source: source.trim().to_owned(),
        mark: optional_word(mark),
    };
    session.record("energy factor set", Need::meters(), &writing, |books, _stamp| {
        meters::set_factor(&books.meters, factor).map(Change::from_decided)
    })
}

/// The basis of a flag.
pub(crate) fn basis(text: &str) -> anyhow::Result<Basis> {
    Basis::parse(text).ok_or_else(|| {
        let message = Message::new("cli.unknown_value").with("flag", "--basis").with("text", text);
        Failure::usage(message.with("known", Basis::KNOWN.join(", "))).into()
    })
}
