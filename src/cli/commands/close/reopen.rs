//! `houqin close reopen`: opens sealed months again, on record.

use houqin::base::Decided;
use houqin::books::{self, Need};
use houqin::closing::{self, MonthState, ReopenRequest, Sealable};
use houqin::report::Present as _;
use houqin::store::Rehearsal;

use super::demands::{books_of, months};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Open a sealed month again, with a reason and somebody who answers for it
///
/// The reopening becomes a link of the chain itself, and the next seal of the month names every row
/// that came or went. Later months rest on what this one carries forward: they are opened with it,
/// by naming the whole period.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin close reopen 2026-03 --book stock --reason 漏记三月入库单 --approver 后勤主任
  houqin close reopen 2026-Q1 --book meters --reason 水表倍率登记有误 --approver 后勤主任")]
pub(crate) struct Args {
    /// Month, or a quarter or year of months
    #[arg(value_name = "MONTH")]
    month: String,
    /// Book to open: stock, meters, inspections or assets; may be given more than once
    #[arg(long, value_name = "BOOK")]
    book: Vec<String>,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Who answers for it
    #[arg(long, value_name = "PERSON")]
    approver: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { month, book, reason, approver, writing } = args;
    let months = months(session, &month)?;
    let asked = books_of(session, &book)?;
    let (transaction, stamp) = session.begin(Need::registers())?;
    let mut chain = transaction.books().closing.clone();
    let mut seals = Vec::new();
    let is_sealed =
        |of: Sealable| matches!(transaction.books().closing.state(of), MonthState::Sealed(_));
    let any = months
        .iter()
        .any(|month| asked.iter().any(|book| is_sealed(Sealable { book: *book, month: *month })));
    // The last month first: each rests on the one before.
    for month in months.into_iter().rev() {
        for book in &asked {
            let of = Sealable { book: *book, month };
            // Of a whole period, or of all books, those that are sealed are meant.
            if !is_sealed(of) && any {
                continue;
            }
            let request =
                ReopenRequest { of, reason: reason.clone(), approver: Some(approver.clone()) };
            let decided = closing::reopen(&chain, request, &stamp)
                .map_err(|refusal| Failure::refused(&refusal))?;
            if let Decided::New(seal) = decided {
                chain.apply(&seal.link).map_err(|refusal| Failure::refused(&refusal))?;
                seals.push((seal, None));
            }
        }
    }
    if seals.is_empty() {
        return session.show_document(books::Receipt::Already(month).present());
    }
    let rehearsal = if writing.dry_run { Rehearsal::Only } else { Rehearsal::No };
    let (receipt, _) =
        transaction.seal(&seals, rehearsal, (stamp, "close reopen")).map_err(Failure::from)?;
    session.show_document(receipt.present())
}
