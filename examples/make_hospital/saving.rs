//! What uses are held against: bed-days, visits, staff and weather of two years, and three measures.

use houqin::base::{Day, Decimal, Money, Month};
use houqin::meters::{
    self, Carrier, Correction, DriverKind, DriverRequest, Load, MeasureFields, MeasureRequest,
    Method, Record, Sample, SampleOf, Typing, Utility, WeatherDate, WeatherRequest,
};

use crate::chance::Chance;
use crate::clerk::Clerk;
use crate::dials::records;
use crate::house::DEPARTMENTS;

/// Patients a day of each department that sees some, and their visits are counted.
const VISITS: &[(&str, i64)] = &[("MZ", 1150), ("JZ", 240), ("ZYM", 380), ("LGM", 310)];

/// Mean temperature of each month in tenths of a degree, from January on.
const MEANS: [i64; 12] = [-8, 22, 84, 151, 212, 258, 279, 266, 219, 158, 82, 14];

/// The station whose temperatures are taken over.
const STATION: &str = "示范市";

/// Enters two years of figures, month by month as they came in, and the measures of the year.
pub(crate) fn enters(clerk: &mut Clerk) {
    let mut chance = Chance::new("saving");
    for month in (2024..=2025).flat_map(|year| (1..=12).filter_map(move |at| Month::new(year, at)))
    {
        let day = month.next().first().plus_days(2);
        clerk.sits_down("统计员甲", day, 10);
        counts(clerk, &mut chance, month);
        clerk.sits_down("抄表员甲", day, 11);
        measures_the_air(clerk, &mut chance, month);
    }
    takes_measures(clerk);
}

/// Bed-days and visits of the departments, staff of the whole.
fn counts(clerk: &mut Clerk, chance: &mut Chance, month: Month) {
    let days = month.days();
    let (mut beds_of_all, mut open_of_all, mut occupied_of_all, mut visits_of_all) = (0, 0, 0, 0);
    for (department, _, _, beds, _) in DEPARTMENTS.iter().filter(|(.., beds, _)| *beds > 0) {
        let open = i64::from(*beds) * days;
        let occupied = open * chance.between(78, 96) / 100;
        let place = (DriverKind::OpenBedDays, Some(*department));
        states(clerk, place, month, open);
        states(clerk, (DriverKind::OccupiedBedDays, Some(*department)), month, occupied);
        beds_of_all += i64::from(*beds);
        open_of_all += open;
        occupied_of_all += occupied;
    }
    for (department, a_day) in VISITS {
        let visits = a_day * days * chance.between(92, 108) / 100;
        states(clerk, (DriverKind::Visits, Some(*department)), month, visits);
        visits_of_all += visits;
    }
    let staff = 612 + chance.between(0, 3);
    for (kind, amount) in [
        (DriverKind::Beds, beds_of_all),
        (DriverKind::OpenBedDays, open_of_all),
        (DriverKind::OccupiedBedDays, occupied_of_all),
        (DriverKind::Visits, visits_of_all),
        (DriverKind::Staff, staff),
        (DriverKind::NonStaff, 408),
        (DriverKind::Interns, 36),
        (DriverKind::Area, DEPARTMENTS.iter().map(|(.., area)| *area).sum()),
    ] {
        states(clerk, (kind, None), month, amount);
    }
}

fn states(
    clerk: &mut Clerk,
    (kind, department): (DriverKind, Option<&str>),
    month: Month,
    amount: i64,
) {
    let request = DriverRequest {
        kind,
        site: None,
        department: department.map(|code| code.parse().expect("a code")),
        months: vec![month],
        amount: Decimal::from(amount),
        source: Some("病案统计室月报".to_owned()),
        note: None,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = meters::set_drivers(&books.meters, &books.org, &request, stamp);
    clerk.enters(decided.map(|decided| records(decided, Record::Driver)));
}

/// The mean of each day: between the means of two months, and some degrees of weather.
fn measures_the_air(clerk: &mut Clerk, chance: &mut Chance, month: Month) {
    let mean = |month: Month| MEANS[usize::try_from(month.number() - 1).expect("a month")];
    let request = |day: Day| {
        let from_middle = i64::from(day.day_of_month()) - 15;
        let beside = if from_middle < 0 { month.previous() } else { month.next() };
        let (own, beside) = (mean(month), mean(beside));
        let tenths = own + (beside - own) * from_middle.abs() / 30 + chance.between(-28, 28);
        WeatherRequest {
            date: WeatherDate::Day(day),
            station: STATION.to_owned(),
            mean: Decimal::new(tenths, 1),
            source: Some("气象站日报".to_owned()),
            note: None,
        }
    };
    let days = (0..month.days()).map(|at| month.first().plus_days(at));
    let requests: Vec<WeatherRequest> = days.map(request).collect();
    let Clerk { books, stamp, .. } = clerk;
    let today = stamp.recorded_at.day();
    let decided =
        meters::set_weather_each(&books.meters, today, &Correction::None, &requests, stamp);
    for one in decided {
        clerk.enters(one.map(|one| records(one, Record::Weather)));
    }
}

/// Tubes that are verified by counting, pumps by their meter, and taps by nothing.
fn takes_measures(clerk: &mut Clerk) {
    let day = |month, day| Day::new(2025, month, day);
    let electricity = Carrier::new(Utility::Electricity, None).ok();
    let lit = DEPARTMENTS.iter().filter(|(code, _, site, ..)| *site == "ZY" && *code != "HQ");
    let tubes = MeasureFields {
        name: Some("改换老式灯管".to_owned()),
        carrier: electricity.clone(),
        points: lit.map(|(code, ..)| format!("D-{code}").parse().expect("a code")).collect(),
        count: Some(2400),
        cost: Money::parse("98400.00").ok(),
        start: day(4, 7),
        end: day(4, 30),
        expected: Some(Decimal::from(250_000)),
        method: Some(Method::OptionA),
        load: Load {
            before: Some(Decimal::from(40)),
            after: Some(Decimal::from(16)),
            load_error: Some(Decimal::from(15)),
            hours: Some(Decimal::from(4380)),
            hours_error: Some(Decimal::from(3)),
            sample: Some((
                SampleOf::Before,
                Sample { size: 30, mean: Decimal::new(398, 1), deviation: Decimal::new(18, 1) },
            )),
        },
        evidence: Some("验收单 2025-04-30".to_owned()),
        ..MeasureFields::default()
    };
    let pumps = MeasureFields {
        name: Some("循环泵变频改造".to_owned()),
        carrier: electricity,
        points: vec!["D-HQ".parse().expect("a code")],
        cost: Money::parse("46000.00").ok(),
        start: day(6, 16),
        end: day(6, 30),
        expected: Some(Decimal::from(22_000)),
        life: Some(Decimal::from(10)),
        method: Some(Method::OptionC),
        evidence: Some("施工合同 2025-06".to_owned()),
        ..MeasureFields::default()
    };
    let taps = MeasureFields {
        name: Some("更换节水龙头".to_owned()),
        carrier: Carrier::new(Utility::ColdWater, None).ok(),
        department: Some("MZ".parse().expect("a code")),
        count: Some(160),
        cost: Money::parse("12800.00").ok(),
        start: day(5, 12),
        end: day(5, 16),
        ..MeasureFields::default()
    };
    for (code, fields) in [("LED-25", tubes), ("VSD-25", pumps), ("SLT-25", taps)] {
        let done = fields.end.expect("an end").next();
        clerk.sits_down("后勤主任", done, 15);
        let code = code.parse().expect("a code");
        let request = MeasureRequest { code, fields, typing: Typing::New };
        let Clerk { books, stamp, .. } = clerk;
        let decided = meters::record_measure(&books.meters, &books.org, done, &request, stamp);
        clerk.enters(
            decided.map(|decided| records(decided, |measure| Record::Measure(Box::new(measure)))),
        );
    }
}
