//! `houqin certificate list`: certificates, those that end first on top.

use houqin::books::Need;
use houqin::inspections::{self, CertificateOptions, DueOptions};

use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List certificates, or those that end or are to be applied for soon
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin certificate list\n  houqin certificate list --within 60d"
)]
pub(crate) struct Args {
    /// Only those that end, or are to be applied for, within so many days, as 60d
    #[arg(long, value_name = "DAYS")]
    within: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { within, clocks } = args;
    let within = session.maybe("--within", within.as_deref(), DueOptions::parse_within)?;
    let (set, _) = session.duty_clocks(&clocks)?;
    let options = CertificateOptions { as_of: set.as_of(), within };
    let books = session.read_known(Need::inspections(), &set)?;
    session.show_known(&inspections::certificates(&books.inspections, &options), &set)?;
    Ok(Exit::Done)
}
