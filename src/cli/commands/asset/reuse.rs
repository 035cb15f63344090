//! `houqin asset reuse`: what is there already, before something is bought.

use houqin::assets::{self, CategoryCode, ReuseOptions};
use houqin::books::Need;
use houqin::store;

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Look for idle things to use again before something is bought
///
/// Lists what stands idle and what is in store with nobody, those with most of their life left first.
/// Words are looked for in tag, name, class, category code, supplier, serial number, place, remarks
/// and the reason why it is idle; several must all occur, in any order. Decree 738
/// (行政事业性国有资产管理条例), article 11: what is needed comes first from what is there; only what
/// cannot be had so is bought. `asset add`, `purchase plan make` and `purchase order` say so
/// themselves where something of the name is free.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset reuse 病床
  houqin asset reuse 打印机 激光 --class 办公设备
  houqin asset reuse --category-code A0201 -f csv")]
pub(crate) struct Args {
    /// What to look for; everything that is free if left out
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Only what is of this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// Only what has a code of GB/T 14885 that begins like this
    #[arg(long, value_name = "CATEGORY")]
    category_code: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { words, class, category_code, clocks } = args;
    if let Some(class) = &class {
        store::lives().known(class).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let category =
        session.maybe("--category-code", category_code.as_deref(), CategoryCode::parse)?;
    let set = session.clocks(&clocks)?;
    let options = ReuseOptions { as_of: set.as_of(), words, class, category };
    let books = session.read_known(Need::assets(), &set)?;
    session.show_known(&assets::reuse(&books.assets, store::lives(), &options), &set)
}
