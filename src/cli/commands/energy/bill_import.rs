//! `houqin energy bill import`: bills from a file.

use houqin::base::{Day, Money, PointCode, SiteCode, parse_decimal};
use houqin::books::{Need, decide_each};
use houqin::meters::{self, BillFields, BillKind, BillRequest, Typing};

use super::import::carrier;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Record the bills of a file
///
/// The headings are Chinese or English: 账单号 number, 供应商 supplier, 能源 utility, 计费起日 from and
/// 计费止日 until or in their place 月份 month, 金额 amount, and if they are there 户号 account, 用量
/// quantity, 类别 kind, 监测点 point, 院区 site, 备注 note. What is recorded already as the row says is
/// passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy bill import 电费账单.xlsx --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const BILLS: Columns = Columns {
    keys: &[
        "bill.bills.number",
        "bill.bills.supplier",
        "bill.bills.account",
        "bill.bills.utility",
        "bill.bills.unit",
        "bill.bills.kind",
        "bill.bills.month",
        "bill.bills.from",
        "bill.bills.until",
        "bill.bills.quantity",
        "bill.bills.amount",
        "bill.bills.point",
        "bill.bills.site",
        "bill.bills.note",
    ],
    needed: &[
        "bill.bills.number",
        "bill.bills.supplier",
        "bill.bills.utility",
        "bill.bills.amount",
    ],
    one_of: &["bill.bills.from", "bill.bills.month"],
};

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let today = session.today();
    let command = "energy bill import";
    let task = Task { command, need: Need::meters(), columns: BILLS, fields: &[] };
    take(session, &intake, task, bill, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, request: &BillRequest, stamp| {
                meters::record_bill(&books.meters, &books.org, today, request, stamp)
            },
        ))
    })
}

fn bill(row: &mut Row<'_>) -> Option<BillRequest> {
    let number = row.text("bill.bills.number").to_owned();
    let supplier = row.word_of("bill.bills.supplier");
    let account = row.word_of("bill.bills.account");
    let carrier = carrier(row, "bill.bills.utility", "bill.bills.unit");
    let kind = row.word_or("bill.bills.kind", BillKind::Regular, &BillKind::ALL, |kind| {
        (kind.word(), kind.key())
    });
    let days = days(row);
    let quantity = row.maybe_number("bill.bills.quantity", parse_decimal);
    let amount = row.number("bill.bills.amount", Money::parse);
    let point = row.optional("bill.bills.point", PointCode::parse);
    let site = row.optional("bill.bills.site", SiteCode::parse);
    let (from, until) = days?;
    let fields = BillFields {
        supplier,
        account,
        carrier: Some(carrier?),
        kind: Some(kind?),
        from,
        until,
        quantity: quantity?,
        amount: Some(amount?),
        point: point?,
        site: site?,
        note: row.word_of("bill.bills.note"),
    };
    Some(BillRequest { number, fields, typing: Typing::New })
}

/// The first and the last day: as they are written, else those of the month.
fn days(row: &mut Row<'_>) -> Option<(Option<Day>, Option<Day>)> {
    if row.is_blank("bill.bills.from") && !row.is_blank("bill.bills.month") {
        let month = row.month("bill.bills.month")?;
        return Some((Some(month.first()), Some(month.last())));
    }
    let from = row.maybe_day("bill.bills.from");
    let until = row.maybe_day("bill.bills.until");
    Some((from?, until?))
}
