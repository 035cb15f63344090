//! `houqin report prices`: the price review of a period, ready to sign.

use houqin::books::Bearing;
use houqin::closing::Book;
use houqin::report::{Document, Present};
use houqin::stock::Prices;

use crate::cli::args::{Asking, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::stock::prices::{self, Wanted};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show the price review, with lines to sign
///
/// The same figures as `stock prices`. With --exit-code it ends with 1 when a price is outside the
/// tolerance and nobody gave a reason.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Example:\n  houqin report prices -p last-month --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    prices: prices::Args,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

/// The price review with lines to sign.
struct Signed(Prices);

impl Present for Signed {
    fn present(&self) -> Document<'_> {
        let Self(prices) = self;
        prices.present().sign_off(&[
            "word.buyer",
            "word.reviewed_by",
            "word.head",
            "word.signed_on",
        ])
    }
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { prices, restating, asking } = args;
    let Asking { exit_code } = asking;
    let wanted = Wanted::read(session, prices)?;
    let (need, set, span) = (wanted.need(), wanted.set, wanted.options.span);
    let about = wanted.options.item.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Stock, until: span.last(), about };
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (Signed(prices), exit) = session.report(&paper, |books| Ok(Signed(wanted.of(books)?)))?;
    Ok(if exit_code && prices.open().next().is_some() { Exit::Found } else { exit })
}
