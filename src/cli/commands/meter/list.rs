//! `houqin meter list` and `houqin meter tree`.

use houqin::books::Need;
use houqin::meters::{ListOptions, ListOrder, View, points};
use houqin::report::Points;

use super::{site, utility};
use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the points with their meters and when they were read last
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin meter list --utility electricity")]
pub(crate) struct List {
    #[command(flatten)]
    filter: Filter,
}

/// Show the points as a tree: main meters, and what is behind them
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin meter tree --utility 冷水")]
pub(crate) struct Tree {
    #[command(flatten)]
    filter: Filter,
}

/// Which points
#[derive(Debug, clap::Args)]
struct Filter {
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(super) fn list(session: &mut Session, args: List) -> anyhow::Result<Exit> {
    let List { filter } = args;
    show(session, filter, ListOrder::Code)
}

pub(super) fn tree(session: &mut Session, args: Tree) -> anyhow::Result<Exit> {
    let Tree { filter } = args;
    show(session, filter, ListOrder::Tree)
}

fn show(session: &Session, filter: Filter, order: ListOrder) -> anyhow::Result<Exit> {
    let Filter { utility: of, site: at, clocks } = filter;
    let set = session.clocks(&clocks)?;
    let of = of.map(|of| utility("--utility", &of)).transpose()?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let view = View { as_of: Some(set.as_of()), ..View::NOW };
    let options = ListOptions { utility: of, site, order, view };
    session.show_known(&Points { points: points(&books.meters, &options), order }, &set)
}
