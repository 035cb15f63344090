//! `houqin stock exempt`: old goods that need not come back.

use houqin::books::{Change, Whole};
use houqin::stock::{self, ExemptRequest};

use super::flags::Goods;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Exempt old goods from coming back, with a reason and who approved it
///
/// Never more than is outstanding of the issue. To take it back: houqin stock reverse ID.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  houqin stock exempt TZ01 1 --for CK0033 --reason 随病人转出 --approver 后勤主任")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Issue that they are for: its slip, or the id of its line
    #[arg(long = "for", value_name = "SLIP")]
    issue: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Who approved it; not who received the goods
    #[arg(long, value_name = "PERSON")]
    approver: String,
    /// Who received the new goods; whom the issue names if left out
    #[arg(long, value_name = "PERSON", default_value = "")]
    person: String,
    /// Day on which it was approved; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, issue, reason, approver, person, date, note, writing } = args;
    let stock::Goods { item, quantity, unit, .. } = goods.read(session)?;
    let date = session.day("--date", date.as_deref())?;
    let today = session.today();
    let whole =
        Whole { items: [item.clone()].into(), names: [issue.clone()].into(), ..Whole::default() };
    let request =
        ExemptRequest { date, issue, item, quantity, unit, person, reason, approver, note, today };
    session.record("stock exempt", whole, &writing, |books, stamp| {
        stock::exempt(&books.stock, &books.settings.exchange, &request, stamp)
            .map(Change::from_decided)
    })
}
