//! `houqin asset count status`: a sheet held against the register.

use houqin::assets::count;
use houqin::base::SheetCode;
use houqin::books::Need;
use houqin::report::{CountResult, EntriesShown};

use crate::cli::args::{Asking, Clocks};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Hold a sheet against the register: what matched, what is missing, what is elsewhere
///
/// Every line of the register and every scan falls into exactly one of eight classes: matched,
/// missing, wrong place, wrong custodian, unregistered, disposed of but there, scanned twice,
/// unreadable. A thing in another place and with another person counts as in a wrong place.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count status
  houqin asset count status ZC-01 --all
  houqin asset count status ZC-01 --exit-code")]
pub(crate) struct Args {
    /// Code of the sheet; may be left out while only one is open
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
    /// List what matched, too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, all, asking, clocks } = args;
    let sheet = session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::assets(), &set)?;
    let counted = count::sheet_or_only(&books.assets, sheet.as_ref())
        .and_then(|code| count::counted(&books.assets, &code, set.as_of()))
        .map_err(|refusal| Failure::refused(&refusal))?;
    let shown = if all { EntriesShown::All } else { EntriesShown::Differing };
    let exit = session.show_known(&CountResult { counted: &counted, shown }, &set)?;
    let differs = counted.tally.differences() > 0;
    Ok(if asking.exit_code && differs { Exit::Found } else { exit })
}
