//! `houqin stock sign`: a department has received what was issued.

use houqin::books::{Change, Whole};
use houqin::stock::{self, SignRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record that a department has signed for issues, one slip or several
///
/// An issue whose line names who received it is signed already. To take a signature back: houqin
/// stock reverse ID.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock sign CK0033 --person 护士长
  houqin stock sign CK0034 CK0035 CK0036 --person 张三 --date 2026-03-06")]
pub(crate) struct Args {
    /// Slips, or the ids of lines that have none
    #[arg(value_name = "SLIP", required = true)]
    slips: Vec<String>,
    /// Who signed
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// Day of the signature; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { slips, person, date, note, writing } = args;
    let date = session.day("--date", date.as_deref())?;
    let names = slips.iter().map(|slip| slip.trim().to_owned()).collect();
    let request = SignRequest { slips, date, person, note, today: session.today() };
    let whole = Whole { names, ..Whole::default() };
    session.record("stock sign", whole, &writing, |books, stamp| {
        stock::sign(&books.stock, &request, stamp).map(Change::from_decided)
    })
}
