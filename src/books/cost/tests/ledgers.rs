//! Small ledgers of all four kinds, a line a row, and the report over them.

use crate::assets::{self, Card, Event, EventKind, Lives};
use crate::base::{Day, DepartmentCode, Moment, Money, Month, Price, RecordId, Span};
use crate::books::{
    Books, CostAccount, CostDetail, CostFigure, CostGap, CostLine, CostOptions, CostPart,
    CostState, CostWhose, EnergyShares, Line, cost_account,
};
use crate::inspections::{self, RepairEvent, RepairKind};
use crate::meters::{
    self, Boundary, Carrier, Counting, Driver, DriverKind, DriverPlace, Meter, Multiplier, Point,
    Pricing, ReadAt, Reading, ReadingKind, Reset, Sign, Tariff, Utility, View,
};
use crate::org;
use crate::stock::testing::records;

pub(in crate::books) fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

pub(in crate::books) fn money(text: &str) -> Money {
    Money::parse(text).expect("money")
}

fn noon(day: Day) -> Moment {
    Moment::new(day, 12 * 3600).expect("noon")
}

pub(in crate::books) fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

/// The departments of the tests.
pub(in crate::books) const DEPARTMENTS: [&str; 3] = ["NK1", "WK2", "ZWK"];

/// Rows of all ledgers, in the order in which they are folded.
#[derive(Debug, Clone)]
pub(in crate::books) struct Ledgers {
    /// What other rows need to be there: departments, items, rooms, cards, points.
    pub(in crate::books) registers: Vec<Line>,
    /// The rows of the ledgers.
    pub(in crate::books) rows: Vec<Line>,
}

impl Ledgers {
    pub(in crate::books) fn new() -> Self {
        let department = |code: &&str| {
            Line::Org(org::Record::Department(org::Department {
                code: DepartmentCode::parse(code).expect("a code"),
                name: format!("{code}科"),
                site: None,
                beds: None,
                area: None,
                class: None,
            }))
        };
        Self { registers: DEPARTMENTS.iter().map(department).collect(), rows: Vec::new() }
    }

    /// Items, rooms and movements in the notation of stock books.
    pub(in crate::books) fn stock(mut self, text: &str) -> Self {
        for record in records(text) {
            match record {
                crate::stock::Record::Movement(_) => self.rows.push(Line::Stock(record)),
                _ => self.registers.push(Line::Stock(record)),
            }
        }
        self
    }

    /// An asset that a department has from its first day on; no months for one of no known life.
    pub(in crate::books) fn asset(
        mut self,
        tag: &str,
        fen: i64,
        months: Option<u32>,
        (since, holder): (&str, &str),
    ) -> Self {
        let card = Card {
            tag: tag.parse().expect("a tag"),
            name: "设备".to_owned(),
            category: None,
            class: "无此类".to_owned(),
            months,
            original_value: Money::from_fen(fen),
            acquired_on: day(since),
            in_service_from: None,
            funding: String::new(),
            bulk: false,
            supplier: String::new(),
            serial: String::new(),
            note: String::new(),
        };
        self.registers.push(Line::Asset(assets::Record::Card(card)));
        let name = format!("A{tag}");
        self.event(&name, EventKind::Acquire, tag, since, |event| {
            event.value = Some(Money::from_fen(fen));
            event.department = DepartmentCode::parse(holder).ok();
        })
    }

    /// An event of an asset.
    pub(in crate::books) fn event(
        mut self,
        name: &str,
        kind: EventKind,
        tag: &str,
        date: &str,
        set: impl FnOnce(&mut Event),
    ) -> Self {
        let date = day(date);
        let mut event = Event {
            id: id(name),
            date,
            kind,
            asset: tag.parse().expect("a tag"),
            value: None,
            months: None,
            place: String::new(),
            department: None,
            custodian: None,
            reason: String::new(),
            note: String::new(),
            reverses: None,
            recorded_at: noon(date),
            recorded_by: "资产管理员".into(),
        };
        set(&mut event);
        self.rows.push(Line::Asset(assets::Record::Event(event)));
        self
    }

    /// An order that was reported and completed on one day.
    pub(in crate::books) fn order(
        mut self,
        number: &str,
        (date, subject): (&str, &str),
        department: &str,
        (cost, contractor): (Option<i64>, &str),
    ) -> Self {
        let date = day(date);
        let mut row = RepairEvent {
            id: id(&format!("{number}a")),
            repair: id(&format!("{number}a")),
            date,
            time: None,
            kind: RepairKind::Open,
            number: number.to_owned(),
            subject: Some(subject.parse().expect("a code")),
            department: DepartmentCode::parse(department).ok(),
            place: String::new(),
            urgency: None,
            contractor: None,
            finding: None,
            due: None,
            due_time: None,
            cost: None,
            person: "护士甲".into(),
            note: "坏了".to_owned(),
            evidence: Vec::new(),
            supersedes: None,
            recorded_at: noon(date),
            recorded_by: "办事员".into(),
        };
        self.rows.push(Line::Inspection(inspections::Record::Repair(row.clone())));
        row.id = id(&format!("{number}b"));
        row.kind = RepairKind::Complete;
        row.number = String::new();
        row.subject = None;
        row.department = None;
        row.contractor = contractor.parse().ok();
        row.cost = cost.map(Money::from_fen);
        row.person = "电工".into();
        self.rows.push(Line::Inspection(inspections::Record::Repair(row)));
        self
    }

    /// An electricity meter; what it measures a department answers for, where one is named.
    pub(in crate::books) fn meter(mut self, code: &str, parent: &str, department: &str) -> Self {
        let meter = Meter {
            from: None,
            until: None,
            serial: None,
            multiplier: Multiplier::one(),
            initial: None,
            digits: None,
            decimals: None,
            max_per_day: None,
            reset: Reset::Never,
            accuracy: None,
        };
        let point = Point {
            code: code.parse().expect("a code"),
            name: format!("{code}表"),
            carrier: electricity(),
            parent: parent.parse().ok(),
            sign: Sign::Plus,
            counting: Counting::Counted,
            period: None,
            place: None,
            department: DepartmentCode::parse(department).ok(),
            site: None,
            class: None,
            meter: Some(meter),
            sum: None,
            read_at: ReadAt::default(),
            stop: None,
            asset: None,
        };
        self.registers.push(Line::Meter(meters::Record::Point(point)));
        self
    }

    /// A price of electricity that is the same all day.
    pub(in crate::books) fn price(mut self, yuan: &str, from: &str) -> Self {
        let tariff = Tariff {
            carrier: electricity(),
            site: None,
            valid_from: day(from),
            pricing: Pricing::Flat(Price::parse(yuan).expect("a price")),
            source: None,
        };
        self.registers.push(Line::Meter(meters::Record::Tariff(tariff)));
        self
    }

    pub(in crate::books) fn reading(mut self, code: &str, date: &str, register: u32) -> Self {
        let date = day(date);
        let reading = Reading {
            id: id(&format!("R{code}-{date}")),
            point: code.parse().expect("a code"),
            date,
            time: None,
            register: register.into(),
            kind: ReadingKind::Actual,
            person: None,
            note: None,
            supersedes: None,
            recorded_at: noon(date),
            recorded_by: "抄表员甲".into(),
        };
        self.rows.push(Line::Meter(meters::Record::Reading(reading)));
        self
    }

    pub(in crate::books) fn bed_days(mut self, department: &str, month: &str, amount: u32) -> Self {
        let month = Month::parse(month).expect("a month");
        let driver = Driver {
            id: id(&format!("D{department}-{month}")),
            place: DriverPlace {
                kind: DriverKind::OccupiedBedDays,
                site: None,
                department: DepartmentCode::parse(department).ok(),
                month,
            },
            amount: amount.into(),
            source: None,
            note: None,
            recorded_at: noon(month.last()),
            recorded_by: "统计员甲".to_owned(),
        };
        self.rows.push(Line::Meter(meters::Record::Driver(driver)));
        self
    }

    pub(in crate::books) fn books(&self) -> Books {
        let mut books = Books::default();
        for line in self.registers.iter().chain(&self.rows) {
            books.apply(line).unwrap_or_else(|refusal| panic!("{refusal:?} at {line:?}"));
        }
        books
    }

    /// The report of some months, looked at from the fifth of the month after.
    pub(in crate::books) fn account(&self, period: &str) -> CostAccount {
        let span = Span::parse(period, day("2030-01-01")).expect("a period");
        account_of(&self.books(), span)
    }
}

fn electricity() -> Carrier {
    Carrier::new(Utility::Electricity, None).expect("a carrier")
}

pub(in crate::books) fn account_of(books: &Books, span: Span) -> CostAccount {
    let as_of = span.last().plus_days(5);
    let options = CostOptions {
        span,
        site: None,
        department: None,
        energy: EnergyShares::Metered,
        as_of,
        view: View { as_of: Some(as_of), boundary: Boundary::StartOfDay },
        detail: CostDetail::Rows,
    };
    cost_account(books, &Lives::new(Vec::new()), &options)
}

/// Whose a line is, shortly.
pub(in crate::books) fn name(line: &CostLine) -> String {
    match &line.whose {
        CostWhose::Department { code, .. } => code.to_string(),
        CostWhose::Nobody => "-".to_owned(),
        CostWhose::Total => "=".to_owned(),
    }
}

fn written(figure: CostFigure) -> String {
    match figure.state {
        CostState::Absent => "—".to_owned(),
        CostState::Known => figure.known.to_string(),
        CostState::Open => format!("?{}", figure.known),
    }
}

/// The lines as `whose materials energy repairs depreciation = total`, the sum last; `?` before an
/// amount that is not all.
pub(in crate::books) fn shown(account: &CostAccount) -> String {
    let line = |line: &CostLine| {
        let parts = CostPart::ALL.map(|part| written(line.part(part))).join(" ");
        format!("{} {parts} = {}\n", name(line), written(line.total()))
    };
    account.lines.iter().chain([&account.total]).map(line).collect()
}

/// The ledgers as `key sum = departments + unallocated`.
pub(in crate::books) fn proven(account: &CostAccount) -> String {
    let line = |proof: &crate::books::CostProof| {
        assert_eq!(proof.rest(), Money::ZERO, "{proof:?}");
        let key = proof.ledger.key().trim_start_matches("cost.ledger.");
        format!("{key} {} = {} + {}\n", proof.sum, proof.departments, proof.unallocated)
    };
    account.proofs.iter().map(line).collect()
}

/// What cannot be computed, as `month whose part gap`.
pub(in crate::books) fn gaps(account: &CostAccount) -> String {
    let line = |open: &crate::books::OpenCost| {
        let month = open.month.map(|month| month.to_string()).unwrap_or_default();
        let part = open.part.map_or("", |part| part.key().trim_start_matches("cost.part."));
        let gap = format!("{:?}", open.gap);
        let gap = gap.split([' ', '(']).next().unwrap_or_default().to_owned();
        format!("{month} {:?} {part} {gap}\n", open.bearer)
    };
    account.open.iter().map(line).collect()
}

/// Whether a reason of a kind is among the gaps.
pub(in crate::books) fn lacks(account: &CostAccount, is_it: impl Fn(&CostGap) -> bool) -> bool {
    account.open.iter().any(|open| is_it(&open.gap))
}
