//! `houqin asset count list`: the sheets of the asset stocktakes.

use houqin::assets::count::{self, Counted, Sheet};
use houqin::books::Need;
use houqin::report::AssetCounts;

use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the sheets, with how far each is and what it found
///
/// All of them unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count list
  houqin asset count list -p 2026")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, clocks } = args;
    let set = session.clocks(&clocks)?;
    let span = match period.period.as_deref() {
        None => None,
        text => Some(session.period(text)?),
    };
    let books = session.read_known(Need::assets(), &set)?;
    let wanted = |sheet: &Sheet| {
        let opening = sheet.opening().map(|row| row.date);
        opening
            .is_some_and(|date| date <= set.as_of() && span.is_none_or(|span| span.contains(date)))
    };
    let sheets = books.assets.counts().sheets();
    let sheets = sheets.filter(|(_, sheet)| wanted(sheet)).map(|(code, _)| code);
    let mut counted: Vec<Counted> = sheets
        .map(|code| count::counted(&books.assets, code, set.as_of()))
        .collect::<Result<_, _>>()
        .map_err(|refusal| Failure::refused(&refusal))?;
    counted
        .sort_by(|one, other| (one.scope.date, &one.sheet).cmp(&(other.scope.date, &other.sheet)));
    session.show_known(&AssetCounts(counted), &set)
}
