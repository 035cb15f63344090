//! `houqin item import`: items of the catalogue from a file.

use houqin::base::{Fraction, ItemCode, Message, Price, Quantity, parse_count};
use houqin::books::{Need, decide_each};
use houqin::stock::{self, Class, Item, OldForNew, Supply, parse_units};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Put the items of a file into the catalogue
///
/// The headings are Chinese or English: 物资编码 code, 名称 name, 单位 unit, and if they are there
/// 规格 specification, 类别 category, 小数位 decimals, 换算单位 larger units (箱=24;盒=6), 最低库存
/// minimum, 以旧换新 durable, 管批号 lots kept, 在用 active, 货位 shelf, ABC 类 class, 维修配件 part, 最高库存
/// maximum, 安全库存 safety stock, 采购天数 lead days, 供应商 supplier, 计划价 planned price, 收旧比例 ratio
/// of old goods, 收旧天数 their days. An item that is there as the row says is
/// passed over; the same code with other values is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin item import 物资目录.xlsx --dry-run
  houqin item import 物资目录.csv --map 对照.toml --review 退回.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "stock.items.code",
        "stock.items.name",
        "stock.items.spec",
        "stock.items.category",
        "stock.items.unit",
        "stock.items.scale",
        "stock.items.units",
        "stock.items.minimum",
        "stock.items.durable",
        "stock.items.lot_kept",
        "stock.items.active",
        "stock.items.shelf",
        "stock.items.abc",
        "stock.items.part",
        "stock.items.maximum",
        "stock.items.safety",
        "stock.items.lead_days",
        "stock.items.supplier",
        "stock.items.plan_price",
        "stock.items.old_ratio",
        "stock.items.old_grace",
    ],
    needed: &["stock.items.code", "stock.items.name", "stock.items.unit"],
    one_of: &[],
};

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let task = Task {
        command: "item import",
        need: Need::catalogue(),
        columns: COLUMNS,
        fields: &[("item", "code")],
    };
    take(session, &intake, task, request, |books, items, stamp| {
        let decided = decide_each(
            books,
            items,
            stamp,
            |_| (),
            |books, item, _stamp| stock::add_item(&books.stock, item),
        );
        verdicts(decided)
    })
}

fn request(row: &mut Row<'_>) -> Option<Item> {
    let code = row.required("stock.items.code", ItemCode::parse);
    let scale = row.optional("stock.items.scale", parse_count);
    let minimum = row.maybe_number("stock.items.minimum", Quantity::parse);
    let durable = row.yes("stock.items.durable", false);
    let lot_kept = row.yes("stock.items.lot_kept", false);
    let active = row.yes("stock.items.active", true);
    let part = row.yes("stock.items.part", false);
    let class = if row.is_blank("stock.items.abc") {
        Some(None)
    } else {
        row.word("stock.items.abc", &Class::ALL, |class| (class.word(), class.word())).map(Some)
    };
    let maximum = row.maybe_number("stock.items.maximum", Quantity::parse);
    let safety = row.maybe_number("stock.items.safety", Quantity::parse);
    let lead_days = row.optional("stock.items.lead_days", parse_count);
    let plan_price = row.maybe_number("stock.items.plan_price", Price::parse);
    let ratio = row.optional("stock.items.old_ratio", str::parse::<Fraction>);
    let grace_days = row.optional("stock.items.old_grace", parse_count);
    let units = parse_units(row.text("stock.items.units"));
    if let Err(text) = &units {
        row.defect("stock.items.units", Message::new("stock.units_shape").with("text", text));
    }
    Some(Item {
        code: code?,
        name: row.text("stock.items.name").to_owned(),
        spec: row.text("stock.items.spec").to_owned(),
        category: row.text("stock.items.category").to_owned(),
        unit: row.text("stock.items.unit").to_owned(),
        scale: scale?.unwrap_or_default(),
        units: units.ok()?,
        minimum: minimum?,
        durable: durable?,
        lot_kept: lot_kept?,
        active: active?,
        shelf: row.text("stock.items.shelf").to_owned(),
        class: class?,
        part: part?,
        supply: Supply {
            maximum: maximum?,
            safety: safety?,
            lead_days: lead_days?,
            supplier: row.text("stock.items.supplier").to_owned(),
            plan_price: plan_price?,
        },
        old: OldForNew { ratio: ratio?, grace_days: grace_days? },
    })
}
