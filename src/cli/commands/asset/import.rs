//! `houqin asset import`: cards, or what happened to things, from a file.

use std::collections::BTreeMap;

use houqin::assets::{
    self, AcquireRequest, Card, CategoryCode, ChangeRequest, DisposeRequest, EventKind,
    MoveRequest, OpeningRequest, Record, RepairRequest, ReverseRequest,
};
use houqin::base::{
    AssetTag, Day, Decided, DepartmentCode, Message, Money, RecordId, StaffCode, Stamp, parse_count,
};
use houqin::books::{Books, Need, decide_each};
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
/// kind (期初累计 opening, 领用 assign, 调拨 transfer, 借出 lend, 归还 return, 闲置 idle, 改良 upgrade,
/// 价值调整 revalue, 维修 repair, 处置 dispose, 冲销 reversal), and 金额 value, 月数 months, 科室,
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
        "asset.events.months",
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
    Opened(OpeningRequest),
    Assigned(MoveRequest),
    Transferred(MoveRequest),
    Lent(MoveRequest),
    Returned(MoveRequest),
    Idle(MoveRequest),
    Upgraded(ChangeRequest),
    Revalued(ChangeRequest),
    Repaired(RepairRequest),
    Disposed(DisposeRequest),
    Reversed(ReverseRequest),
}

impl Happened {
    const fn date(&self) -> Day {
        match self {
            Self::Opened(request) => request.date,
            Self::Assigned(request)
            | Self::Transferred(request)
            | Self::Lent(request)
            | Self::Returned(request)
            | Self::Idle(request) => request.date,
            Self::Upgraded(request) | Self::Revalued(request) => request.date,
            Self::Repaired(request) => request.date,
            Self::Disposed(request) => request.date,
            Self::Reversed(request) => request.date,
        }
    }
}

/// The kinds that a row may have.
const KINDS: [EventKind; 11] = [
    EventKind::Opening,
    EventKind::Assign,
    EventKind::Transfer,
    EventKind::Lend,
    EventKind::Return,
    EventKind::Idle,
    EventKind::Upgrade,
    EventKind::Revalue,
    EventKind::Repair,
    EventKind::Dispose,
    EventKind::Reversal,
];

fn events(session: &Session, intake: &Intake, source: Source) -> anyhow::Result<Exit> {
    run_on(session, intake, source, task(EVENTS, &[]), event, |books, requests, stamp| {
        let decided =
            decide_each(books, requests, stamp, Happened::date, |books, request, stamp| {
                decide(books, request, stamp)
            });
        verdicts(decided)
    })
}

/// Decides about what happened to one thing.
fn decide(
    books: &Books,
    request: &Happened,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, assets::Refusal> {
    let (register, org, lives) = (&books.assets, &books.org, store::lives());
    match request {
        Happened::Opened(request) => {
            assets::open_accumulated(register, lives, request.clone(), stamp)
        }
        Happened::Assigned(request) => assets::assign(register, org, request.clone(), stamp),
        Happened::Transferred(request) => assets::transfer(register, org, request.clone(), stamp),
        Happened::Lent(request) => assets::lend(register, org, request.clone(), stamp),
        Happened::Returned(request) => assets::give_back(register, org, request.clone(), stamp),
        Happened::Idle(request) => assets::idle(register, org, request.clone(), stamp),
        Happened::Upgraded(request) => assets::upgrade(register, lives, request.clone(), stamp),
        Happened::Revalued(request) => assets::revalue(register, lives, request.clone(), stamp),
        Happened::Repaired(request) => assets::repair(register, request.clone(), stamp),
        Happened::Disposed(request) => assets::dispose(register, request.clone(), stamp),
        Happened::Reversed(request) => assets::reverse(register, request.clone(), stamp),
    }
}

fn event(row: &mut Row<'_>) -> Option<Happened> {
    let kind = row.word("asset.events.kind", &KINDS, |kind| (kind.word(), kind.key()));
    let asset = row.required("asset.events.asset", AssetTag::parse);
    let date = row.day("asset.events.date");
    let value = row.maybe_number("asset.events.value", Money::parse);
    let months = row.optional("asset.events.months", parse_count);
    if kind == Some(EventKind::Opening) && row.is_blank("asset.events.value") {
        row.defect("asset.events.value", Message::new("asset.opening_value"));
        return None;
    }
    let holding = holding(row);
    let event = match kind {
        Some(EventKind::Reversal) => {
            row.required("asset.events.reverses", RecordId::parse).map(Some)
        }
        _ => Some(None),
    };
    let reason = row.text("asset.events.reason").to_owned();
    let note = row.text("asset.events.note").to_owned();
    let (asset, date, value, months) = (asset?, date?, value?, months?);
    let (place, department, custodian) = holding?;
    let place = Some(place).filter(|place| !place.is_empty());
    let moved = || MoveRequest {
        asset: asset.clone(),
        date,
        place: place.clone(),
        department: department.clone(),
        custodian: custodian.clone(),
        reason: reason.clone(),
        note: note.clone(),
    };
    let changed = || {
        let (asset, reason, note) = (asset.clone(), reason.clone(), note.clone());
        ChangeRequest { asset, date, value, months, reason, note }
    };
    Some(match kind? {
        EventKind::Opening => {
            let accumulated = value?;
            Happened::Opened(OpeningRequest { asset, date, accumulated, months, note })
        }
        EventKind::Lend => Happened::Lent(moved()),
        EventKind::Return => Happened::Returned(moved()),
        EventKind::Idle => Happened::Idle(moved()),
        EventKind::Upgrade => Happened::Upgraded(changed()),
        EventKind::Revalue => Happened::Revalued(changed()),
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
