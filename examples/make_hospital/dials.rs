//! Sixty meters over two years: monthly readings, five of them daily, and what went wrong.
//!
//! Use is made up day by day; a reading is what the dial then shows. Main meters carry their
//! branches and a little more.

use std::collections::BTreeMap;

use houqin::base::{Day, Decided, Decimal, Month, PointCode, Price};
use houqin::meters::{
    self, Carrier, Claim, Correction, Counting, EventKind, EventRequest, High, Meter, Multiplier,
    Point, Pricing, ReadAt, ReadingRequest, Record, Replaces, Reset, Sign, TargetRequest, Tariff,
    Utility,
};

use crate::chance::Chance;
use crate::clerk::Clerk;

/// A utility: letter of the point's code, word, tenths of a unit a bed-and-metre day, price in fen.
struct Pipe {
    letter: &'static str,
    utility: Utility,
    /// Typical use of a branch a day, in tenths of the unit.
    daily: i64,
    /// Yuan per unit.
    price: &'static str,
    /// The site's mains: site, multiplier, and the departments that have a branch below it.
    mains: &'static [(&'static str, &'static str, &'static [&'static str])],
}

const PIPES: &[Pipe] = &[
    Pipe {
        letter: "D",
        utility: Utility::Electricity,
        daily: 3200,
        price: "0.68",
        mains: &[
            (
                "ZY",
                "200/5*10000/100",
                &[
                    "NK1", "NK2", "WK1", "WK2", "EK", "FK", "ICU", "JZ", "SSS", "MZ", "JY", "FS",
                    "YJ", "XZ", "HQ", "ST",
                ],
            ),
            ("ZYY", "400/5", &["ZYN", "ZYK", "ZYM"]),
            ("LG", "400/5", &["LGB", "LGM"]),
        ],
    },
    Pipe {
        letter: "S",
        utility: Utility::ColdWater,
        daily: 118,
        price: "4.20",
        mains: &[
            (
                "ZY",
                "1",
                &[
                    "NK1", "NK2", "WK1", "WK2", "EK", "FK", "ICU", "JZ", "SSS", "MZ", "JY", "FS",
                    "YJ", "XZ", "HQ", "ST",
                ],
            ),
            ("ZYY", "1", &["ZYN", "ZYK", "ZYM"]),
            ("LG", "1", &["LGB", "LGM"]),
        ],
    },
    Pipe {
        letter: "Q",
        utility: Utility::Gas,
        daily: 900,
        price: "3.65",
        mains: &[("ZY", "1", &["HQ", "ST"])],
    },
    Pipe {
        letter: "R",
        utility: Utility::HotWater,
        daily: 45,
        price: "18.00",
        mains: &[("ZY", "1", &["NK1", "NK2", "WK1", "WK2"])],
    },
    Pipe {
        letter: "Y",
        utility: Utility::Oxygen,
        daily: 620,
        price: "2.80",
        mains: &[("ZY", "1", &["ICU", "SSS", "JZ"])],
    },
];

/// The points that are read every day of the year that is told.
const DAILY: &[&str] = &["D-ZY", "S-ZY", "D-ICU", "S-LGB", "Y-ICU"];

/// A dial: what it shows, in tenths, and by how much it is multiplied.
struct Dial {
    code: PointCode,
    /// Above which main it counts, if it is a branch.
    main: Option<PointCode>,
    /// Typical use a day in tenths of a unit.
    daily: i64,
    /// Tenths of a unit that passed since the dial was at zero, billed.
    passed: i64,
    /// One turn of the register is this many billed units.
    multiplier: i64,
    /// The register comes round at this many tenths of the dial.
    modulus: i64,
    utility: Utility,
}

impl Dial {
    /// What the dial shows, to a tenth; a fraction of a turn is not yet seen.
    fn register(&self) -> Decimal {
        Decimal::new(self.passed / self.multiplier % self.modulus, 1)
    }
}

/// The meter readers' two years.
pub(crate) struct Dials {
    chance: Chance,
    hung: Vec<Dial>,
    /// The day up to which water and current have run.
    at: Day,
}

impl Dials {
    /// Points, prices and targets are entered; the year before is read once a month.
    pub(crate) fn begin(clerk: &mut Clerk) -> Self {
        let first = Day::new(2024, 1, 1).expect("a day");
        clerk.sits_down("抄表员甲", first, 7);
        let mut dials = Self { chance: Chance::new("dials"), hung: Vec::new(), at: first };
        for pipe in PIPES {
            let carrier = Carrier::new(pipe.utility, None).expect("a utility with a unit");
            for (site, multiplier, branches) in pipe.mains {
                let main = dials.hangs(clerk, pipe, &carrier, (site, None, multiplier, site));
                for department in *branches {
                    let branch = (*department, Some(&main), branch_multiplier(pipe), *site);
                    dials.hangs(clerk, pipe, &carrier, branch);
                }
            }
            let tariff = Tariff {
                carrier,
                site: None,
                valid_from: first,
                pricing: Pricing::Flat(Price::parse(pipe.price).expect("a price")),
                source: Some("供用合同".to_owned()),
            };
            let decided = meters::set_tariff(&clerk.books.meters, &clerk.books.org, tariff);
            clerk.enters(decided.map(|decided| records(decided, Record::Tariff)));
        }
        dials.set_going();
        dials.reads_all(clerk, first);
        let mut month = first.month();
        while month.year() < 2025 {
            month = month.next();
            dials.runs_to(month.first());
            dials.reads_all(clerk, month.first());
        }
        sets_targets(clerk);
        dials
    }

    /// Puts a point and its meter up; gives its code.
    fn hangs(
        &mut self,
        clerk: &mut Clerk,
        pipe: &Pipe,
        carrier: &Carrier,
        (name, main, multiplier, site): (&str, Option<&PointCode>, &str, &str),
    ) -> PointCode {
        let code: PointCode = format!("{}-{name}", pipe.letter).parse().expect("a code");
        let multiplier: Multiplier = multiplier.parse().expect("a multiplier");
        let times = i64::try_from(multiplier.value().numerator()).expect("small");
        let is_main = main.is_none();
        let rolls = code.as_str() == "S-NK2";
        let daily = if is_main { pipe.daily * 20 } else { pipe.daily };
        let digits: u32 = if rolls { 4 } else { 6 };
        let point = Point {
            code: code.clone(),
            name: format!("{name}{}", if is_main { "总表" } else { "分表" }),
            carrier: carrier.clone(),
            parent: main.cloned(),
            sign: Sign::Plus,
            counting: Counting::Counted,
            period: None,
            place: None,
            department: (!is_main).then(|| name.parse().expect("a code")),
            site: Some(site.parse().expect("a code")),
            class: None,
            meter: Some(Meter {
                from: None,
                until: None,
                serial: Some(format!("{}{:05}", pipe.letter, 10_000 + self.hung.len())),
                multiplier,
                initial: None,
                digits: Some(digits),
                decimals: Some(1),
                max_per_day: Some(Decimal::new(daily * 12, 1)),
                reset: Reset::Never,
                accuracy: Some(Decimal::new(if is_main { 5 } else { 10 }, 1)),
            }),
            sum: None,
            read_at: ReadAt::default(),
            stop: None,
            asset: None,
        };
        let Clerk { books, .. } = clerk;
        let decided = meters::add_point(&books.meters, &books.org, point);
        clerk.enters(decided.map(|decided| records(decided, Record::Point)));
        self.hung.push(Dial {
            code: code.clone(),
            main: main.cloned(),
            daily: pipe.daily * self.chance.between(60, 150) / 100,
            passed: self.chance.between(2_000, 90_000) * times,
            multiplier: times,
            modulus: 10_i64.pow(digits + 1),
            utility: pipe.utility,
        });
        code
    }

    /// The water meter of the second internal ward has four digits, and comes round in March 2025.
    fn set_going(&mut self) {
        let dial = self.dial("S-NK2");
        dial.daily = 115;
        dial.passed = 48_000;
    }

    fn dial(&mut self, code: &str) -> &mut Dial {
        self.hung.iter_mut().find(|dial| dial.code.as_str() == code).expect("a dial of the house")
    }

    /// Lets water and current run up to the beginning of a day.
    fn runs_to(&mut self, day: Day) {
        while self.at < day {
            let mut through: BTreeMap<PointCode, i64> = BTreeMap::new();
            for dial in self.hung.iter_mut().filter(|dial| dial.main.is_some()) {
                let season = season(dial.utility, self.at.month());
                let mut used = dial.daily * season / 100 * self.chance.between(88, 112) / 100;
                if dial.code.as_str() == "S-LGB" && leaks(self.at) {
                    used += 400;
                }
                used = used * saved(dial.code.as_str(), self.at) / 100;
                dial.passed += used;
                if let Some(main) = &dial.main {
                    *through.entry(main.clone()).or_default() += used;
                }
            }
            for (main, used) in through {
                self.dial(main.as_str()).passed += used * 103 / 100;
            }
            self.at = self.at.next();
        }
    }

    /// The morning's round: every dial on the first of the month, some of them daily.
    pub(crate) fn reads(&mut self, clerk: &mut Clerk, day: Day) {
        let next = day.next();
        self.runs_to(next);
        if day == Day::new(2025, 3, 17).expect("a day") {
            self.replaces(clerk, next);
        }
        if next.day_of_month() == 1 {
            self.reads_all(clerk, next);
            return;
        }
        for code in DAILY {
            self.reads_one(clerk, next, code);
        }
    }

    fn reads_all(&mut self, clerk: &mut Clerk, day: Day) {
        let codes: Vec<PointCode> = self.hung.iter().map(|dial| dial.code.clone()).collect();
        for code in codes {
            // Nobody got into the canteen on the first of April.
            if !(code.as_str() == "Q-ST" && day == Day::new(2025, 4, 1).expect("a day")) {
                self.reads_one(clerk, day, code.as_str());
            }
        }
    }

    fn reads_one(&mut self, clerk: &mut Clerk, day: Day, code: &str) {
        let who = if code.ends_with("LGB") || code.ends_with("LGM") {
            "抄表员乙"
        } else {
            "抄表员甲"
        };
        clerk.sits_down(who, day, 7);
        let register = self.dial(code).register();
        // On 1 June two digits of the radiology meter were swapped, and put right the next day.
        let slip = code == "D-FS" && day == Day::new(2025, 6, 1).expect("a day");
        let typed = if slip { swapped(register) } else { register };
        let mut request = ReadingRequest {
            point: code.parse().expect("a code"),
            date: day,
            time: None,
            register: typed,
            claim: Claim::Actual,
            correction: Correction::None,
            person: Some(who.to_owned()),
            note: None,
        };
        enters_reading(clerk, &request);
        if slip {
            clerk.sits_down(who, day.next(), 8);
            request.register = register;
            request.correction = Correction::SameMoment;
            request.note = Some("两位数字抄颠倒，已到现场核对".to_owned());
            enters_reading(clerk, &request);
        }
    }

    /// The meter of the first surgical ward is replaced by one with another multiplier.
    fn replaces(&mut self, clerk: &mut Clerk, day: Day) {
        clerk.sits_down("维修工甲", day, 9);
        let dial = self.dial("D-WK1");
        let old_final = dial.register();
        dial.multiplier = 40;
        dial.passed = 120 * 40;
        let request = EventRequest {
            point: dial.code.clone(),
            kind: EventKind::Replacement,
            date: day,
            time: None,
            old_final: Some(old_final),
            new_initial: Decimal::new(120, 1),
            multiplier: Some("40".parse().expect("a multiplier")),
            digits: None,
            max_per_day: None,
            serial: Some("D20318".to_owned()),
            high: High::Refused,
            replaces: Replaces::Nothing,
            person: Some("维修工甲".to_owned()),
            note: Some("表盘损坏".to_owned()),
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = meters::change_meter(&books.meters, day, &request, stamp);
        clerk.enters(decided.map(|decided| records(decided, Record::Event)));
    }
}

/// Rows of one kind as records.
pub(crate) fn records<T>(
    decided: Decided<Vec<T>>,
    record: impl Fn(T) -> Record,
) -> Decided<Vec<Record>> {
    match decided {
        Decided::New(rows) => Decided::New(rows.into_iter().map(record).collect()),
        Decided::Already(name) => Decided::Already(name),
    }
}

fn enters_reading(clerk: &mut Clerk, request: &ReadingRequest) {
    let Clerk { books, stamp, .. } = clerk;
    let decided = meters::read(&books.meters, stamp.recorded_at.day(), request, stamp);
    clerk.enters(decided.map(|decided| match decided {
        Decided::New(readings) => Decided::New(readings.into_iter().map(Record::Reading).collect()),
        Decided::Already(id) => Decided::Already(id),
    }));
}

/// Targets of the saving plan, by season: what the branches use in an ordinary month, less some
/// percent.
fn sets_targets(clerk: &mut Clerk) {
    clerk.sits_down("后勤主任", Day::new(2024, 12, 31).expect("a day"), 16);
    let months = (1..=12).filter_map(|number| Month::new(2025, number));
    let plans = [(Utility::Electricity, 212_000), (Utility::ColdWater, 7_600)];
    for (month, (utility, amount)) in months.flat_map(|month| plans.map(|plan| (month, plan))) {
        let amount = amount * season(utility, month) / 100;
        let carrier = Carrier::new(utility, None).expect("a utility with a unit");
        let whole = TargetRequest {
            carrier: carrier.clone(),
            department: None,
            months: vec![month],
            amount: Decimal::new(amount, 0),
            note: Some("节能降耗计划".to_owned()),
        };
        let of_ward = TargetRequest {
            department: Some("NK1".parse().expect("a code")),
            amount: Decimal::new(amount / 22, 0),
            ..whole.clone()
        };
        for request in [whole, of_ward] {
            let Clerk { books, stamp, .. } = clerk;
            let decided = meters::set_targets(&books.meters, &books.org, &request, stamp);
            clerk.enters(decided.map(|decided| match decided {
                Decided::New(rows) => Decided::New(rows.into_iter().map(Record::Target).collect()),
                Decided::Already(id) => Decided::Already(id),
            }));
        }
    }
}

/// Branches of electricity have current transformers of 150/5.
const fn branch_multiplier(pipe: &Pipe) -> &'static str {
    if matches!(pipe.utility, Utility::Electricity) { "150/5" } else { "1" }
}

/// How much of the ordinary use a month has, in percent.
const fn season(utility: Utility, month: Month) -> i64 {
    match (utility, month.number()) {
        (Utility::Electricity, 6..=9) => 135,
        (Utility::Electricity, 12 | 1 | 2) => 115,
        (Utility::ColdWater, 6..=9) => 112,
        (Utility::Gas, 11 | 12 | 1 | 2 | 3) => 190,
        (Utility::Gas, _) => 55,
        _ => 100,
    }
}

/// A pipe below the Lingang ward leaked for six weeks.
fn leaks(day: Day) -> bool {
    let from = Day::new(2025, 9, 8).expect("a day");
    let to = Day::new(2025, 10, 20).expect("a day");
    from <= day && day < to
}

/// What the measures of `saving.rs` leave of an ordinary use, in percent: the tubes of the main site
/// from May on, the pumps of the plant room from July on.
fn saved(code: &str, day: Day) -> i64 {
    let from = |month: u32| Day::new(2025, month, 1).is_some_and(|first| first <= day);
    match code.strip_prefix("D-") {
        Some("ZYN" | "ZYK" | "ZYM" | "LGB" | "LGM") | None => 100,
        Some("HQ") => {
            if from(7) {
                74
            } else {
                100
            }
        }
        Some(_) if from(5) => 91,
        Some(_) => 100,
    }
}

/// The register with its last two whole digits the other way round.
fn swapped(register: Decimal) -> Decimal {
    let tenths = register.mantissa();
    let (rest, tens, ones, tenth) =
        (tenths / 1000, tenths / 100 % 10, tenths / 10 % 10, tenths % 10);
    Decimal::from_i128_with_scale(rest * 1000 + ones * 100 + tens * 10 + tenth, 1)
}
