//! A register that the tests write the way the tool writes it: decide, then fold.

use crate::assets::*;
use crate::base::{Day, Decided, Moment, Money, Month, RecordId, Refuse, Stamp};
use crate::org::{self, Org};

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

pub(super) fn month(text: &str) -> Month {
    Month::parse(text).expect("a month")
}

pub(super) fn yuan(text: &str) -> Money {
    Money::parse(text).expect("money")
}

pub(super) fn code<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("a code")
}

/// The table of useful lives as it is shipped.
pub(super) fn lives() -> Lives {
    let rows = include_str!("../../../data/depreciation-lives.csv").lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        Life {
            class: fields[0].to_owned(),
            item: fields[1].to_owned(),
            years_min: fields[2].parse().expect("years"),
            years_max: fields[3].parse().ok(),
            confidence: Confidence::parse(fields[4]).expect("a confidence"),
        }
    });
    Lives::new(rows.collect())
}

/// A register that is written the way the tool writes it: decide, then fold.
pub(super) struct Books {
    pub(super) register: Register,
    pub(super) org: Org,
    pub(super) lives: Lives,
    pub(super) stamp: Stamp,
    pub(super) records: Vec<Record>,
}

impl Books {
    pub(super) fn new() -> Self {
        let mut org = Org::default();
        for (code, name) in [("NK1", "内科一病区"), ("WK2", "外科二病区"), ("ZWK", "总务科")]
        {
            let department = org::Department {
                code: self::code(code),
                name: name.to_owned(),
                site: None,
                beds: None,
                area: None,
                class: None,
            };
            org.apply(&org::Record::Department(department)).expect("folds");
        }
        let stamp = Stamp {
            recorded_at: Moment::parse("2026-12-01T08:00:00+08:00").expect("a moment"),
            recorded_by: "资产管理员".to_owned(),
            tag: "T1".to_owned(),
            given: 0,
        };
        Self { register: Register::default(), org, lives: lives(), stamp, records: Vec::new() }
    }

    /// The same books with one asset of 36,000 yuan, bought on the last of March 2024.
    pub(super) fn with_server() -> Self {
        let mut books = Self::new();
        books.acquire(&card("FWQ-01", "计算机设备", "36000.00", "2024-03-31")).expect("acquired");
        books
    }

    /// What is decided from now on is recorded on this day.
    pub(super) fn recorded_on(&mut self, date: &str) {
        self.stamp.recorded_at =
            Moment::parse(&format!("{date}T08:00:00+08:00")).expect("a moment");
    }

    pub(super) fn fold(&mut self, records: &[Record]) {
        for record in records {
            self.register.apply(record).expect("folds");
        }
        self.records.extend_from_slice(records);
    }

    pub(super) fn keep(&mut self, decided: Decided<Vec<Record>>) -> Option<RecordId> {
        let Decided::New(records) = decided else { return None };
        self.fold(&records);
        records.into_iter().find_map(|record| match record {
            Record::Event(event) => Some(event.id),
            Record::Card(_) | Record::Edit(_) | Record::Count(_) => None,
        })
    }

    pub(super) fn acquire(&mut self, card: &Card) -> Result<Option<RecordId>, Refusal> {
        let request = AcquireRequest {
            card: card.clone(),
            place: String::new(),
            department: None,
            custodian: None,
        };
        let decided = acquire(&self.register, &self.org, &self.lives, request, &mut self.stamp)?;
        Ok(match decided {
            Decided::New(acquired) => self.keep(Decided::New(acquired.records)),
            Decided::Already(_) => None,
        })
    }

    /// Assigns or transfers: `place`, `department` and `custodian` in this order, `-` for none.
    pub(super) fn go(
        &mut self,
        kind: EventKind,
        tag: &str,
        date: &str,
        to: [&str; 3],
    ) -> Result<Option<RecordId>, Refusal> {
        let request = MoveRequest {
            asset: code(tag),
            date: day(date),
            place: (to[0] != "-").then(|| to[0].to_owned()),
            department: (to[1] != "-").then(|| code(to[1])),
            custodian: (to[2] != "-").then(|| code(to[2])),
            reason: String::new(),
            note: String::new(),
        };
        let decide = match kind {
            EventKind::Assign => assign,
            EventKind::Lend => lend,
            EventKind::Return => give_back,
            EventKind::Idle => idle,
            _ => transfer,
        };
        let decided = decide(&self.register, &self.org, request, &mut self.stamp)?;
        Ok(self.keep(decided))
    }

    /// Improves a thing or sets its value and life anew.
    pub(super) fn change(
        &mut self,
        kind: EventKind,
        tag: &str,
        date: &str,
        (value, months): (Option<&str>, Option<u32>),
    ) -> Result<Option<RecordId>, Refusal> {
        let request = ChangeRequest {
            asset: code(tag),
            date: day(date),
            value: value.map(yuan),
            months,
            reason: "决算".to_owned(),
            note: String::new(),
        };
        let decide = if kind == EventKind::Upgrade { upgrade } else { revalue };
        let decided = decide(&self.register, &self.lives, request, &mut self.stamp)?;
        Ok(self.keep(decided))
    }

    /// Takes over what was depreciated before.
    pub(super) fn opening(
        &mut self,
        tag: &str,
        date: &str,
        accumulated: &str,
        months: Option<u32>,
    ) -> Result<Option<RecordId>, Refusal> {
        let request = OpeningRequest {
            asset: code(tag),
            date: day(date),
            accumulated: yuan(accumulated),
            months,
            note: String::new(),
        };
        let decided = open_accumulated(&self.register, &self.lives, request, &mut self.stamp)?;
        Ok(self.keep(decided))
    }

    pub(super) fn repair(
        &mut self,
        tag: &str,
        date: &str,
        cost: &str,
    ) -> Result<Option<RecordId>, Refusal> {
        let request = RepairRequest {
            asset: code(tag),
            date: day(date),
            cost: Some(yuan(cost)),
            reason: "风扇坏".to_owned(),
            note: String::new(),
        };
        let decided = repair(&self.register, request, &mut self.stamp)?;
        Ok(self.keep(decided))
    }

    pub(super) fn dispose(
        &mut self,
        tag: &str,
        date: &str,
        why: &str,
    ) -> Result<Option<RecordId>, Refusal> {
        let request = DisposeRequest {
            asset: code(tag),
            date: day(date),
            proceeds: None,
            reason: why.to_owned(),
            note: String::new(),
        };
        let decided = dispose(&self.register, request, &mut self.stamp)?;
        Ok(self.keep(decided))
    }

    pub(super) fn reverse(
        &mut self,
        id: &RecordId,
        date: &str,
    ) -> Result<Option<RecordId>, Refusal> {
        let request = ReverseRequest {
            event: id.clone(),
            date: day(date),
            reason: "录错".to_owned(),
            note: String::new(),
        };
        let decided = reverse(&self.register, request, &mut self.stamp)?;
        Ok(self.keep(decided))
    }

    /// One line: status, department, place, custodian, as of a day and as known by another.
    pub(super) fn at(&self, tag: &str, as_of: &str, known_by: &str) -> String {
        let mut register = self.register.clone();
        register.forget_after(Moment::end_of(day(known_by)));
        register.standing(&code(tag), day(as_of)).map_or_else(
            || "nothing".to_owned(),
            |standing| {
                let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
                format!(
                    "{} {} {} {}",
                    standing.status().word(),
                    or(standing.department().map(ToString::to_string)),
                    or(Some(standing.place().to_owned()).filter(|place| !place.is_empty())),
                    or(standing.custodian().map(ToString::to_string)),
                )
            },
        )
    }

    pub(super) fn charges(&self, first: &str, last: &str) -> Depreciation {
        let options = DepreciationOptions {
            first: month(first),
            last: month(last),
            as_of: month(last).last(),
            by: Grouping::Class,
            department: None,
        };
        depreciation(&self.register, &self.lives, &options)
    }

    pub(super) fn charge(&self, of: &str) -> String {
        self.charges(of, of).total.charge.to_string()
    }
}

pub(super) fn card(tag: &str, class: &str, value: &str, acquired_on: &str) -> Card {
    Card {
        tag: code(tag),
        name: "服务器".to_owned(),
        category: Some(CategoryCode::parse("A02010104").expect("a category")),
        class: class.to_owned(),
        months: None,
        original_value: yuan(value),
        acquired_on: day(acquired_on),
        in_service_from: None,
        funding: "自有资金".to_owned(),
        bulk: false,
        supplier: String::new(),
        serial: String::new(),
        note: String::new(),
    }
}

pub(super) const LATE: &str = "2030-12-31";

/// The code of a refusal, and the field it is about.
pub(super) fn refused<T: std::fmt::Debug>(
    result: Result<T, Refusal>,
) -> (&'static str, Option<&'static str>) {
    let refusal = result.expect_err("a refusal");
    (refusal.code(), refusal.field())
}
