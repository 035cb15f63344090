//! `houqin asset agree`: finance's ledger, the cards and the things against each other.

use houqin::assets::{self, AgreementOptions, Booked};
use houqin::base::Money;
use houqin::books::Need;
use houqin::store;

use crate::cli::args::{Asking, Clocks};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Hold finance's ledger, the asset cards and the things against each other
///
/// Finance's figures are given as 通用设备=360000 for a great class (大类), or as a bare amount for
/// everything; they stand beside what the cards come to on the day. Below stands what signed
/// stocktakes found to differ and nobody has cleared up, and what was on no signed sheet for a year.
/// With --exit-code it exits with 1 when something differs, was not told or was not counted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset agree --booked 402000 --booked-depreciation 51300.50 --as-of 2026-03-31
  houqin asset agree --booked 通用设备=36000 --booked 专用设备=366000 --exit-code")]
pub(crate) struct Args {
    /// Original value by finance's ledger, of a great class or of everything; may be given often
    #[arg(long, value_name = "CLASS=YUAN")]
    booked: Vec<String>,
    /// Accumulated depreciation by finance's ledger, in the same way
    #[arg(long, value_name = "CLASS=YUAN")]
    booked_depreciation: Vec<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { booked: value, booked_depreciation, clocks, asking } = args;
    let set = session.clocks(&clocks)?;
    let options = AgreementOptions {
        as_of: set.as_of(),
        value: booked(session, "--booked", &value)?,
        accumulated: booked(session, "--booked-depreciation", &booked_depreciation)?,
    };
    let books = session.read_known(Need::assets(), &set)?;
    let agreement = assets::agreement(&books.assets, store::lives(), &options)
        .map_err(|refusal| Failure::refused(&refusal))?;
    let exit = session.show_known(&agreement, &set)?;
    Ok(if asking.exit_code && agreement.is_open() { Exit::Found } else { exit })
}

/// What was given of finance's ledger.
fn booked(session: &Session, flag: &str, given: &[String]) -> anyhow::Result<Booked> {
    let mut booked = Booked::default();
    for text in given {
        let (class, amount) = text.rsplit_once('=').unwrap_or(("", text));
        let (class, amount) = (class.trim(), session.arg(flag, amount.trim(), Money::parse)?);
        if class.is_empty() {
            booked.whole = Some(amount);
        } else {
            let known = store::lives().known_great_class(class);
            known.map_err(|refusal| Failure::argument(flag, &refusal))?;
            booked.by_class.insert(class.to_owned(), amount);
        }
    }
    Ok(booked)
}
