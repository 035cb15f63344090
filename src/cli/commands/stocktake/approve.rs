//! `houqin stocktake approve`: somebody who did not count takes over what was found.

use std::collections::BTreeMap;

use houqin::base::{ItemCode, Price};
use houqin::report::Wrote;
use houqin::stock::stocktake::{self, ApproveRequest, Outcome, Uncounted, Which};

use super::flags::{OneSheet, about, pair, write};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Approve what was counted: the whole sheet, or some of its lines
///
/// Lines that differ need a reason, and an approver who did not count them. What was approved line
/// by line stays as it is. A line that is over what `[stocktake.tolerance]` in houqin.toml tolerates
/// is counted again by somebody else first. On a posted sheet the lines are approved again that slips which came in
/// late have moved.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake approve PD-03 --approver 后勤主任 --reason 破损
  houqin stocktake approve PD-03 --item DG36 --approver 后勤主任 --reason 打碎
  houqin stocktake approve PD-03 --item DG36 --approver 后勤主任 --reason 保管不当 --charge-to 张三
  houqin stocktake approve PD-03 --item DG36 --round 2 --approver 后勤主任 --reason 监盘在场
  houqin stocktake approve PD-03 --approver 后勤主任 --surplus-price DX25=2.50 --reason 前期漏记
  houqin stocktake approve PD-03 --approver 后勤主任 --reason '补录出库单 0117'")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    /// Only the line of this item; may be given again
    #[arg(long, value_name = "ITEM")]
    item: Vec<String>,
    /// Who approves
    #[arg(long, value_name = "PERSON")]
    approver: String,
    /// Why the lines differ
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    /// Lines that nobody has counted stay uncounted
    #[arg(long)]
    leave_uncounted: bool,
    /// Who pays for what is missing
    #[arg(long, value_name = "PERSON")]
    charge_to: Option<String>,
    /// Take this count of the lines, where no two counts agree
    #[arg(long, value_name = "NUMBER", requires = "item")]
    round: Option<u32>,
    /// Price of one base unit of a surplus that the books know no price for; may be given again
    #[arg(long, value_name = "ITEM=YUAN")]
    surplus_price: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        sheet,
        item,
        approver,
        reason,
        leave_uncounted,
        charge_to,
        round,
        surplus_price,
        writing,
    } = args;
    let code = sheet.read(session)?;
    let items: Vec<ItemCode> = item
        .iter()
        .map(|code| session.arg("--item", code, ItemCode::parse))
        .collect::<anyhow::Result<_>>()?;
    let which = if items.is_empty() { Which::All } else { Which::Items(items) };
    let uncounted = if leave_uncounted { Uncounted::Left } else { Uncounted::Refused };
    let mut prices = BTreeMap::new();
    for text in &surplus_price {
        let (item, price) = pair("--surplus-price", text)?;
        let item = session.arg("--surplus-price", item, ItemCode::parse)?;
        prices.insert(item, session.arg("--surplus-price", price, Price::parse)?);
    }
    let reason = reason.unwrap_or_default();
    let outcome = charge_to.map_or(Outcome::Booked, Outcome::Charged);
    let focus = code.clone().map(about);
    write(session, "stocktake approve", (&writing, focus), |books, stamp| {
        let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
        let sheet = stocktake::sheet_or_only(&books.stock, code.as_ref()).map_err(refused)?;
        let request =
            ApproveRequest { sheet, which, uncounted, reason, approver, prices, outcome, round };
        let decided = stocktake::approve(&books.stock, &request, stamp).map_err(refused)?;
        Ok((request.sheet, decided, Wrote::Decided))
    })
}
