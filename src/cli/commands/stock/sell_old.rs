//! `houqin stock sell-old`: old goods of the pool are sold.

use houqin::base::Money;
use houqin::stock::{self, Disposal, DisposeRequest};

use super::flags::{Goods, Head, record, whole};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Sell old goods of the pool
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  houqin stock sell-old TZ01 5 --buyer 废品回收站 --amount 42.50 --slip FP0003")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Who buys them
    #[arg(long, value_name = "NAME")]
    buyer: String,
    /// What they are sold for altogether, in yuan
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    amount: String,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, buyer, amount, head, writing } = args;
    let amount = session.arg("--amount", &amount, Money::parse)?;
    let (goods, slip) = (goods.read(session)?, head.read(session, None)?);
    let about = whole((&goods, &slip), []);
    let request = DisposeRequest { slip, goods, disposal: Disposal::Sold(buyer, amount) };
    record(session, "stock sell-old", about, &writing, |stock, rules, stamp| {
        stock::dispose(stock, rules, &request, stamp)
    })
}
