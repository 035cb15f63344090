//! `houqin stock finance`: what finance's general ledger says of the store rooms.

use clap::Subcommand;
use houqin::base::{Message, Money, Month, Stamp, StoreCode};
use houqin::books::{Books, Change, Focus, Need, Refusal, Whole, Window, decide_each};
use houqin::stock::{self, FinanceRequest};

use super::flags::Room;
use crate::cli::args::{Period, Writing};
use crate::cli::fail::{Exit, Failure};
use crate::cli::intake::{Columns, Intake, Row, Task, run_about, verdicts};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(Import),
}

/// Record finance's balance of a store room at a month's end
///
/// The figure that was recorded last stands. `report ledgers` puts it beside the store's own.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock finance set -p 2026-03 --room ZW --amount 18250.40 --person 会计甲
  houqin stock finance set -p last-month --room ZW --category 五金材料 --amount 6120")]
pub(crate) struct Set {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    /// Category; the whole room if left out
    #[arg(long, value_name = "NAME", default_value = "")]
    category: String,
    /// Balance in yuan
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    amount: String,
    /// Who in finance gave it
    #[arg(long, value_name = "PERSON", default_value = "")]
    person: String,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

/// Record finance's balances of a file
///
/// The headings are Chinese or English: 月份 month, 库房 room, 金额 amount, and if they are there
/// 类别 category, 经手人 person, 备注 note.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stock finance import 三月总账.xlsx --dry-run")]
pub(crate) struct Import {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "stock.finance.month",
        "import.room",
        "stock.finance.category",
        "stock.finance.amount",
        "stock.finance.person",
        "stock.finance.note",
    ],
    needed: &["stock.finance.month", "stock.finance.amount"],
    one_of: &[],
};

pub(crate) fn run(session: &Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import(session, args),
    }
}

/// The month that a period is.
pub(crate) fn month(session: &Session, period: &Period) -> anyhow::Result<Month> {
    let span = session.period(period.period.as_deref())?;
    span.as_month().ok_or_else(|| {
        let message = Message::new("stock.one_month").with("period", span.to_string());
        Failure::usage(message.with("flag", "--period")).into()
    })
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { period, room, category, amount, person, note, writing } = args;
    let request = FinanceRequest {
        month: month(session, &period)?,
        room: room.read(session)?,
        category,
        amount: session.arg("--amount", &amount, Money::parse)?,
        person,
        note,
        today: session.today(),
    };
    // Of finance's figures no line is asked for.
    session.record("stock finance set", Whole::default(), &writing, |books, stamp| {
        stock::set_finance(&books.stock, &request, stamp).map(Change::from_decided)
    })
}

fn import(session: &Session, args: Import) -> anyhow::Result<Exit> {
    let Import { intake } = args;
    let (need, fields) = (Need::stock(Window::ALL), &[("store", "room")]);
    let task = Task { command: "stock finance import", need, columns: COLUMNS, fields };
    let today = session.today();
    let read = |row: &mut Row<'_>| {
        let month = row.month("stock.finance.month");
        let amount = row.number("stock.finance.amount", Money::parse);
        let text = |key: &str| row.text(key).to_owned();
        let (room, category) = (text("import.room"), text("stock.finance.category"));
        let (person, note) = (text("stock.finance.person"), text("stock.finance.note"));
        let (month, amount) = (month?, amount?);
        let request = FinanceRequest { month, room: None, category, amount, person, note, today };
        Some((room, request))
    };
    let source = intake.open(session, &[COLUMNS])?;
    let about = |_: &[(String, FinanceRequest)]| Some(Focus::Whole(Whole::default()));
    let decide = |books: &Books, rows: &[(String, FinanceRequest)], stamp: &mut Stamp| {
        let decided = decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, (room, request): &(String, FinanceRequest), stamp| {
                let room = match (room.as_str(), books.stock.store_called(room)) {
                    ("", _) => None,
                    (_, Some(store)) => Some(store.code.clone()),
                    // A name that nobody knows is refused as a room that nobody knows.
                    (name, None) => StoreCode::parse(name).ok(),
                };
                let request = FinanceRequest { room, ..request.clone() };
                Ok::<_, Refusal>(stock::set_finance(&books.stock, &request, stamp)?)
            },
        );
        verdicts(decided)
    };
    run_about(session, &intake, source, task, read, (about, decide))
}
