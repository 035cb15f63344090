//! `houqin stock import`: movements from a file.

use houqin::base::{ItemCode, Message, Money, Price, Quantity, Stamp};
use houqin::books::{
    Books, Focus, Movements, Need, NewLine, Whole, WhosePrices, Window, decide_movements,
};
use houqin::stock::{Cost, Goods, Kind, Repeats, RowDecision, RowRequest, Slip};
use houqin::text::recognise;

use super::flags::{rules, split_unit};
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Refused, Row, Task, Verdict, run_about};
use crate::cli::session::Session;

/// Record the movements of a file
///
/// The headings are Chinese or English: 日期 date, 物资编码 item, 数量 quantity, 类型 kind (期初
/// opening, 入库 receipt, 出库 issue, 退库 return, 调拨 transfer, 以旧换新 exchange, 报废 scrap, 借出
/// lend, 旧物变卖 sale, 修复入库 mend, 调整 adjustment, 冲销 reversal; or --kind for all rows), and as
/// the kind needs them 单位 unit, 单价 unit price, 金额
/// amount, 库房 room, 运费 freight, 供应商 supplier, 自制班组 workshop, 市场价 market price, 科室 department, 来自 from, 去向 to, 批号 lot, 有效期至 expiry,
/// 单号 slip, 时间 time, 经手人 person, 原因 reason, 备注 note, 冲销流水号 reverses,
/// 维修单号 repair order, 归还期限 due. Rooms and
/// departments may be written by name. Every row is held against the rules of its own command.
///
/// A row with a slip is recorded once, whatever the file is called; a row without one is the line
/// that says the same. Two rows of one file that say the same and have no slip are doubtful, unless
/// the mapping file says repeats = true.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock import 三月出入库.xlsx --dry-run
  houqin stock import 领用.csv --kind 出库 --map 对照.toml --review 退回.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
    /// Kind of the rows that name none: 入库 or receipt, 出库 or issue, and so on
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

const KIND: &str = "stock.movements.kind";

const COLUMNS: Columns = Columns {
    keys: &[
        "stock.movements.date",
        "stock.movements.time",
        KIND,
        "stock.movements.item",
        "stock.movements.quantity",
        "stock.movements.unit",
        "stock.movements.unit_price",
        "stock.movements.amount",
        "import.room",
        "import.freight",
        "stock.movements.market_price",
        "import.supplier",
        "import.workshop",
        "import.department",
        "stock.movements.from",
        "stock.movements.to",
        "stock.movements.lot",
        "stock.movements.expiry",
        "stock.movements.slip",
        "stock.movements.person",
        "stock.movements.reason",
        "stock.movements.note",
        "stock.movements.reverses",
        "stock.movements.order",
        "stock.movements.repair",
        "stock.movements.due",
    ],
    needed: &["stock.movements.date", KIND, "stock.movements.item", "stock.movements.quantity"],
    one_of: &[],
};

/// The kinds that a row may have.
const KINDS: [Kind; 12] = [
    Kind::Opening,
    Kind::Receipt,
    Kind::Issue,
    Kind::Return,
    Kind::Transfer,
    Kind::Exchange,
    Kind::Scrap,
    Kind::Lend,
    Kind::Sale,
    Kind::Mend,
    Kind::Adjustment,
    Kind::Reversal,
];

/// The words for places that are no room, department or supplier.
const PLACES: [&str; 5] = [
    "stock.place.opening",
    "stock.place.transit",
    "stock.place.scrap",
    "stock.place.pool",
    "stock.place.difference",
];

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake, kind } = args;
    let kind = match kind {
        None => None,
        Some(text) => Some(session.choice("--kind", &text, &KINDS, word_and_key)?),
    };
    let needed: &[&str] = match kind {
        None => COLUMNS.needed,
        Some(_) => &["stock.movements.date", "stock.movements.item", "stock.movements.quantity"],
    };
    let columns = Columns { needed, ..COLUMNS };
    let need = Need::stock(Window::ALL);
    // A refusal names the side that it is about; the row may have it in a column of its own.
    let task = Task { command: "stock import", need, columns, fields: FIELDS };
    let source = intake.open(session, &[columns])?;
    let repeats = if source.mapping.repeats { Repeats::Meant } else { Repeats::Doubtful };
    let today = session.today();
    let read = |row: &mut Row<'_>| request(row, kind);
    let about = |requests: &[(RowRequest, String)]| {
        let lines: Option<Vec<NewLine>> = requests.iter().map(|(row, _)| new_line(row)).collect();
        Some(lines.map_or_else(|| Focus::Whole(whole(requests)), Focus::Lines))
    };
    let decide = |books: &Books, requests: &[(RowRequest, String)], stamp: &mut Stamp| {
        let rows: Vec<RowRequest> = requests.iter().map(|(row, _)| row.clone()).collect();
        let rules = rules(books, today);
        let Movements { decided, sealed } = decide_movements(books, &rules, &rows, repeats, stamp);
        let decided = decided.into_iter().map(|(at, decision)| (at, verdict(decision, requests)));
        let refused = |(at, refusal)| (at, Verdict::Refused(Refused::of(&refusal)));
        decided.chain(sealed.into_iter().map(refused)).collect()
    };
    run_about(session, &intake, source, task, read, (about, decide))
}

/// A row as a line that asks for nothing before it but whether its slip is free; none where it may
/// ask for more.
fn new_line(row: &RowRequest) -> Option<NewLine> {
    let RowRequest { kind, slip, goods, from, reverses, order, .. } = row;
    let is_plain = match kind {
        Kind::Receipt
        | Kind::Issue
        | Kind::Transfer
        | Kind::Scrap
        | Kind::Lend
        | Kind::Adjustment => true,
        Kind::Return => !from.starts_with("loan:"),
        _ => false,
    };
    let (item, number) = (goods.item.clone(), slip.number.trim().to_owned());
    let prices = match kind {
        Kind::Receipt => WhosePrices::Suppliers,
        _ => WhosePrices::Nobodys,
    };
    let is_plain = is_plain && reverses.is_empty() && order.is_empty();
    is_plain.then_some(NewLine { item, date: slip.date, slip: number, prices })
}

/// What rows are about of which any may ask for what was recorded before it.
fn whole(rows: &[(RowRequest, String)]) -> Whole {
    let mut whole = Whole::default();
    for (RowRequest { kind, slip, goods, reverses, .. }, _) in rows {
        whole.items.insert(goods.item.clone());
        let number = slip.number.trim().to_owned();
        // What comes back stands under the slip of an issue or of a loan.
        let comes_back = matches!(kind, Kind::Exchange | Kind::Return);
        let slips = if comes_back { &mut whole.names } else { &mut whole.slips };
        slips.insert(number);
        whole.names.insert(reverses.clone());
    }
    whole
}

const FIELDS: &[(&str, &str)] = &[
    ("store", "room"),
    ("from", "room"),
    ("from", "supplier"),
    ("from", "department"),
    ("to", "department"),
    ("to", "supplier"),
    ("to", "room"),
    ("supplier", "from"),
    ("supplier", "to"),
];

const fn word_and_key(kind: Kind) -> (&'static str, &'static str) {
    (kind.word(), kind.key())
}

fn verdict(decision: RowDecision, requests: &[(RowRequest, String)]) -> Verdict {
    match decision {
        RowDecision::New(movements) => {
            Verdict::New(movements.into_iter().map(Into::into).collect())
        }
        RowDecision::Already => Verdict::Already,
        RowDecision::Refused(refusal) => Verdict::Refused(Refused::of(&refusal)),
        RowDecision::Repeats(first) => {
            let message = Message::new("import.repeats").with("first", &requests[first].1);
            Verdict::Refused(Refused { message, field: None })
        }
    }
}

/// The request of a row, and its place; none where a cell is wrong, which is noted.
fn request(row: &mut Row<'_>, kind: Option<Kind>) -> Option<(RowRequest, String)> {
    let kind = match kind {
        Some(kind) if row.is_blank(KIND) => Some(kind),
        _ => row.word(KIND, &KINDS, word_and_key),
    };
    let date = row.day("stock.movements.date");
    let time = row.maybe_time("stock.movements.time");
    let item = row.required("stock.movements.item", ItemCode::parse);
    let quantity =
        row.number("stock.movements.quantity", |text| Quantity::parse(split_unit(text).0));
    let unit = match split_unit(row.text("stock.movements.quantity")).1 {
        Some(attached) => Some(attached.to_owned()),
        None => row.word_of("stock.movements.unit"),
    };
    let unit_price = row.maybe_number("stock.movements.unit_price", Price::parse);
    let amount = row.maybe_number("stock.movements.amount", Money::parse);
    let freight = row.maybe_number("import.freight", Money::parse);
    let market_price = row.maybe_number("stock.movements.market_price", Price::parse);
    let expiry = row.maybe_day("stock.movements.expiry");
    let due = row.maybe_day("stock.movements.due");
    let text = |key: &str| row.text(key).to_owned();
    let (from, to) = sides(row, kind?);
    let slip = Slip {
        date: date?,
        time: time?,
        number: text("stock.movements.slip"),
        person: text("stock.movements.person"),
        reason: text("stock.movements.reason"),
        note: text("stock.movements.note"),
    };
    let lot = text("stock.movements.lot");
    let request = RowRequest {
        kind: kind?,
        slip,
        goods: Goods { item: item?, quantity: quantity?, unit, lot, expiry: expiry? },
        cost: Cost { unit_price: unit_price?, amount: amount? },
        freight: freight?,
        market_price: market_price?,
        room: text("import.room"),
        from,
        to,
        reverses: text("stock.movements.reverses"),
        order: text("stock.movements.order"),
        repair: text("stock.movements.repair"),
        due: due?,
    };
    Some((request, row.place()))
}

/// Where the goods came from and where they went, as far as the row says.
fn sides(row: &Row<'_>, kind: Kind) -> (String, String) {
    let side = |key: &str, other: &str| {
        let text = match row.text(key) {
            "" if !other.is_empty() => row.text(other),
            text => text,
        };
        match recognise(text, &PLACES) {
            Some(place) => place.rsplit('.').next().unwrap_or_default().to_owned(),
            None => text.to_owned(),
        }
    };
    let workshop = row.text("import.workshop");
    if kind == Kind::Receipt && !workshop.is_empty() {
        return (format!("workshop:{workshop}"), side("stock.movements.to", ""));
    }
    let (supplier, department) = ("import.supplier", "import.department");
    let (from, to) = match kind {
        Kind::Receipt => (supplier, ""),
        Kind::Issue | Kind::Lend => ("", department),
        Kind::Return if row.is_blank(department) => ("", supplier),
        Kind::Return | Kind::Exchange => (department, ""),
        _ => ("", ""),
    };
    (side("stock.movements.from", from), side("stock.movements.to", to))
}
