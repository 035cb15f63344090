//! `houqin stocktake settle`: what becomes of a pending difference.

use houqin::base::{Decided, ItemCode, Quantity, SheetCode};
use houqin::books::{Change, Line, Need};
use houqin::stock::Record;
use houqin::stock::stocktake::{self, SettleRequest, Settlement};

use crate::cli::args::Writing;
use crate::cli::commands::stock::flags::rules;
use crate::cli::fail::{Exit, usage_message};
use crate::cli::session::Session;

/// Settle a pending difference: write it off, have somebody pay for it, or take it in
///
/// All that is pending of the item, or --quantity of it. Where a late slip has changed the
/// difference since, what was settled too much is taken back as `found`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake settle PD-03 DG36 --as written-off --approver 后勤主任 --reason 自然损耗
  houqin stocktake settle PD-03 DG36 --as charged --charge-to 张三 --quantity 1 --approver 后勤主任 --reason 保管不当
  houqin stocktake settle PD-03 DX25 --as found --approver 后勤主任 --reason 前期漏记")]
pub(crate) struct Args {
    /// Code of the sheet
    #[arg(value_name = "SHEET")]
    sheet: String,
    /// Item
    #[arg(value_name = "ITEM")]
    item: String,
    /// What becomes of it: written-off, charged or found
    #[arg(long = "as", value_name = "WHAT")]
    what: String,
    /// Who pays for what is missing
    #[arg(long, value_name = "PERSON", required_if_eq("what", "charged"))]
    charge_to: Option<String>,
    /// How much of it, in base units; all that is pending if left out
    #[arg(long, value_name = "QUANTITY")]
    quantity: Option<String>,
    /// Who approves
    #[arg(long, value_name = "PERSON")]
    approver: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Day of the decision; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// What can become of a pending difference.
#[derive(Clone, Copy)]
enum As {
    WrittenOff,
    Charged,
    Found,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, item, what, charge_to, quantity, approver, reason, date, writing } = args;
    let all = [As::WrittenOff, As::Charged, As::Found];
    let what = session.choice("--as", &what, &all, |one| match one {
        As::WrittenOff => ("written-off", "stocktake.settlement.written_off"),
        As::Charged => ("charged", "stocktake.settlement.charged"),
        As::Found => ("found", "stocktake.settlement.found"),
    })?;
    let person = charge_to.unwrap_or_default();
    if !matches!(what, As::Charged) && !person.is_empty() {
        let message = usage_message("stocktake.charge_what", "--charge-to");
        return Err(crate::cli::fail::Failure::usage(message).into());
    }
    let request = SettleRequest {
        sheet: session.arg("SHEET", &sheet, SheetCode::parse)?,
        item: session.arg("ITEM", &item, ItemCode::parse)?,
        settlement: match what {
            As::WrittenOff => Settlement::WrittenOff,
            As::Charged => Settlement::Charged(person),
            As::Found => Settlement::Found,
        },
        quantity: session.maybe("--quantity", quantity.as_deref(), Quantity::parse)?,
        date: session.day("--date", date.as_deref())?,
        approver,
        reason,
    };
    let today = session.today();
    session.record("stocktake settle", Need::stocktakes(), &writing, |books, stamp| {
        let decided = stocktake::settle(&books.stock, &rules(books, today), &request, stamp)?;
        Ok::<_, stocktake::Refusal>(match decided {
            Decided::Already(name) => Decided::Already(name),
            Decided::New(movement) => {
                let line = Line::from(Record::Movement(Box::new(movement)));
                Decided::New(Change { lines: vec![line] })
            }
        })
    })
}
