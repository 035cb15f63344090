//! `houqin asset import`: cards, or what happened to things, from a file.

use std::collections::BTreeMap;

use houqin::assets::{
    self, AcquireRequest, Card, CategoryCode, DisposeRequest, EventKind, MoveRequest, Record,
    RepairRequest, ReverseRequest,
};
use houqin::base::{
    AssetTag, Day, Decided, DepartmentCode, Money, RecordId, StaffCode, parse_count,
};
use houqin::books::{Need, decide_each};
use houqin::store;

use crate::cli::fail::{Exit, Failure};
use crate::cli::intake::{Columns, Intake, Row, Source, Table, Taken, Task, run_on, verdicts};
use crate::cli::session::Session;

/// Record the asset cards of a file, or what happened to the assets
///
/// Cards have the headings 资产编号 tag, 名称 name, 折旧类别 class, 原值 original value, 购置日期
/// acquired on, and if they are there 分类代码 category, 折旧月数 months, 启用日期 in service from,
/// 资金来源 funding, 批量同类 bulk, 供应商 supplier, 出厂编号 serial number, 备注 note, 科室
/// department, 存放地点 place, 保管人 custodian. What happened has 资产编号 asset, 日期 date, 变动
/// kind (领用 assign, 调拨 transfer, 维修 repair, 处置 dispose, 冲销 reversal), and 金额 value, 科室,
/// 存放地点, 保管人, 原因 reason, 备注. What is recorded already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset import 固定资产台账.xlsx --dry-run
  houqin asset import 三月调拨.csv --review 退回.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const PLACE: &str = "asset.events.place";
const DEPARTMENT: &str = "asset.events.department";
const CUSTODIAN: &str = "asset.events.custodian";

const CARDS: Columns = Columns {
    keys: &[
        "asset.cards.tag",
        "asset.cards.name",
        "asset.cards.category",
        "asset.cards.class",
        "asset.cards.months",
        "asset.cards.original_value",
        "asset.cards.acquired_on",
        "asset.cards.in_service_from",
        "asset.cards.funding",
        "asset.cards.bulk",
        "asset.cards.supplier",
        "asset.cards.serial",
        "asset.cards.note",
        PLACE,
        DEPARTMENT,
        CUSTODIAN,
    ],
    needed: &[
        "asset.cards.tag",
        "asset.cards.name",
        "asset.cards.class",
        "asset.cards.original_value",
        "asset.cards.acquired_on",
    ],
    one_of: &[],
};

const EVENTS: Columns = Columns {
    keys: &[
        "asset.events.date",
        "asset.events.kind",
        "asset.events.asset",
        "asset.events.value",
        PLACE,
        DEPARTMENT,
        CUSTODIAN,
        "asset.events.reason",
        "asset.events.note",
        "asset.events.reverses",
    ],
    needed: &["asset.events.date", "asset.events.kind", "asset.events.asset"],
    one_of: &[],
};

/// Where a thing is, and who has and keeps it.
type Holding = (String, Option<DepartmentCode>, Option<StaffCode>);

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let source = intake.open(session, &[CARDS, EVENTS])?;
    match Table::which(&source, &source.imported, &[CARDS, EVENTS]) {
        0 => cards(session, &intake, source),
        _ => events(session, &intake, source),
    }
}

fn task(columns: Columns, fields: &'static [(&'static str, &'static str)]) -> Task {
    Task { command: "asset import", need: Need::assets(), columns, fields }
}

fn cards(session: &Session, intake: &Intake, mut source: Source) -> anyhow::Result<Exit> {
    let holdings = acquisitions(&mut source)?;
    let task = task(CARDS, &[("value", "original_value"), ("asset", "tag")]);
    let read = |row: &mut Row<'_>| card(row, &holdings);
    run_on(session, intake, source, task, read, |books, requests, stamp| {
        let decided = decide_each(
            books,
            requests,
            stamp,
            |_| (),
            |books, request, stamp| {
                let request: &AcquireRequest = request;
                let lives = store::lives();
                let decided =
                    assets::acquire(&books.assets, &books.org, lives, request.clone(), stamp)?;
                Ok::<_, assets::Refusal>(match decided {
                    Decided::Already(id) => Decided::Already(id),
                    Decided::New(acquired) => Decided::New(acquired.records),
                })
            },
        );
        verdicts(decided)
    })
}

/// What a second table in the file says of the acquisitions, as `asset add -f csv` prints it.
fn acquisitions(source: &mut Source) -> anyhow::Result<BTreeMap<AssetTag, Holding>> {
    let mut holdings = BTreeMap::new();
    if source.imported.more.is_empty() {
        return Ok(holdings);
    }
    let imported = source.imported.more.remove(0);
    let second = Source { imported, review: None, ..source.clone() };
    let taken = Taken::read(second, EVENTS, |row| {
        row.word("asset.events.kind", &[EventKind::Acquire], |kind| (kind.word(), kind.key()))?;
        Some((row.required("asset.events.asset", AssetTag::parse)?, holding(row)?))
    })?;
    if taken.n_rejected() > 0 {
        return Err(Failure::Rejected(taken.diagnostics()).into());
    }
    holdings.extend(taken.requests);
    Ok(holdings)
}

fn holding(row: &mut Row<'_>) -> Option<Holding> {
    let department = row.optional(DEPARTMENT, DepartmentCode::parse);
    let custodian = row.optional(CUSTODIAN, StaffCode::parse);
    Some((row.text(PLACE).to_owned(), department?, custodian?))
}

fn card(row: &mut Row<'_>, holdings: &BTreeMap<AssetTag, Holding>) -> Option<AcquireRequest> {
    let tag = row.required("asset.cards.tag", AssetTag::parse);
    let category = row.optional("asset.cards.category", CategoryCode::parse);
    let months = row.optional("asset.cards.months", parse_count);
    let original_value = row.number("asset.cards.original_value", Money::parse);
    let acquired_on = row.day("asset.cards.acquired_on");
    let in_service_from = row.maybe_day("asset.cards.in_service_from");
    let bulk = row.yes("asset.cards.bulk", false);
    let own = holding(row);
    let text = |key: &str| row.text(key).to_owned();
    let card = Card {
        tag: tag?,
        name: text("asset.cards.name"),
        category: category?,
        class: text("asset.cards.class"),
        months: months?,
        original_value: original_value?,
        acquired_on: acquired_on?,
        in_service_from: in_service_from?,
        funding: text("asset.cards.funding"),
        bulk: bulk?,
        supplier: text("asset.cards.supplier"),
        serial: text("asset.cards.serial"),
        note: text("asset.cards.note"),
    };
    let (place, department, custodian) = holdings.get(&card.tag).cloned().or(own)?;
    Some(AcquireRequest { card, place, department, custodian })
}

/// What happened to a thing.
enum Happened {
    Assigned(MoveRequest),
    Transferred(MoveRequest),
    Repaired(RepairRequest),
    Disposed(DisposeRequest),
    Reversed(ReverseRequest),
}

impl Happened {
    const fn date(&self) -> Day {
        match self {
            Self::Assigned(request) | Self::Transferred(request) => request.date,
            Self::Repaired(request) => request.date,
            Self::Disposed(request) => request.date,
            Self::Reversed(request) => request.date,
        }
    }
}

/// The kinds that a row may have.
const KINDS: [EventKind; 5] = [
    EventKind::Assign,
    EventKind::Transfer,
    EventKind::Repair,
    EventKind::Dispose,
    EventKind::Reversal,
];

fn events(session: &Session, intake: &Intake, source: Source) -> anyhow::Result<Exit> {
    run_on(session, intake, source, task(EVENTS, &[]), event, |books, requests, stamp| {
        let decided =
            decide_each(books, requests, stamp, Happened::date, |books, request, stamp| {
                let (register, org) = (&books.assets, &books.org);
                let decided: Result<Decided<Vec<Record>>, _> = match request {
                    Happened::Assigned(request) => {
                        assets::assign(register, org, request.clone(), stamp)
                    }
                    Happened::Transferred(request) => {
                        assets::transfer(register, org, request.clone(), stamp)
                    }
                    Happened::Repaired(request) => assets::repair(register, request.clone(), stamp),
                    Happened::Disposed(request) => {
                        assets::dispose(register, request.clone(), stamp)
                    }
                    Happened::Reversed(request) => {
                        assets::reverse(register, request.clone(), stamp)
                    }
                };
                decided
            });
        verdicts(decided)
    })
}

fn event(row: &mut Row<'_>) -> Option<Happened> {
    let kind = row.word("asset.events.kind", &KINDS, |kind| (kind.word(), kind.key()));
    let asset = row.required("asset.events.asset", AssetTag::parse);
    let date = row.day("asset.events.date");
    let value = row.maybe_number("asset.events.value", Money::parse);
    let holding = holding(row);
    let event = match kind {
        Some(EventKind::Reversal) => {
            row.required("asset.events.reverses", RecordId::parse).map(Some)
        }
        _ => Some(None),
    };
    let reason = row.text("asset.events.reason").to_owned();
    let note = row.text("asset.events.note").to_owned();
    let (asset, date, value) = (asset?, date?, value?);
    let (place, department, custodian) = holding?;
    let place = Some(place).filter(|place| !place.is_empty());
    let moved = || {
        let (asset, reason, note) = (asset.clone(), reason.clone(), note.clone());
        MoveRequest { asset, date, place, department, custodian, reason, note }
    };
    Some(match kind? {
        EventKind::Assign => Happened::Assigned(moved()),
        EventKind::Transfer => Happened::Transferred(moved()),
        EventKind::Repair => {
            Happened::Repaired(RepairRequest { asset, date, cost: value, reason, note })
        }
        EventKind::Dispose => {
            Happened::Disposed(DisposeRequest { asset, date, proceeds: value, reason, note })
        }
        EventKind::Acquire | EventKind::Reversal => {
            Happened::Reversed(ReverseRequest { event: event??, date, reason, note })
        }
    })
}
