//! Quotas and the grades of a year: the worked values of case A8, what keeps an indicator open, and
//! what is counted where.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value;

use super::drivers::{enter, org};
use super::lab::{book, day, number, point, span};
use crate::base::{Decided, Decimal, Fraction, Refuse as _};
use crate::meters::{
    Basis, Carrier, ClimateZone, Denominator, Equivalent, Factor, Grade, GradeLack, GradeOptions,
    GradeState, Graded, Grades, Heating, HospitalClass, HospitalProfile, Indicator, Levels, Meters,
    NoZone, Origin, Part, Point, Quota, QuotaRefusal, Rate, Record, Terms, Utility, View, Weather,
    WeatherDate, ZoneFound, ZoneRule, grade_year, set_quota,
};

fn case() -> Value {
    let cases: Value =
        serde_json::from_str(include_str!("../../../tests/it/data/energy-cases.json"))
            .expect("json");
    cases["A8_indicators"].clone()
}

fn quota(indicator: Indicator, levels: &str) -> Quota {
    Quota {
        indicator,
        class: Some(HospitalClass::Level2),
        zone: Some(ClimateZone::A),
        origin: Origin::Store,
        valid_from: day("2020-01-01"),
        levels: Levels::parse(indicator, levels).expect("levels"),
        basis: indicator.is_coal().then(|| Basis::parse("db37").expect("a basis")),
        source: "标准".to_owned(),
        mark: None,
    }
}

fn factor(utility: Utility, rate: Rate) -> Record {
    Record::Factor(Factor {
        carrier: Carrier::new(utility, None).expect("a carrier"),
        equivalent: Equivalent::Coal,
        basis: Basis::parse("db37").expect("a basis"),
        origin: Origin::Store,
        valid_from: day("2020-01-01"),
        valid_until: None,
        year: None,
        rate,
        terms: Terms::default(),
        source: "标准".to_owned(),
        mark: None,
    })
}

/// The quotas of a second-class hospital in zone A, and the factors of Shandong.
fn with_rules(mut meters: Meters) -> Meters {
    let per_unit = |rate: &str| Rate::PerUnit(number(rate));
    let mut records = vec![
        factor(Utility::Electricity, per_unit("0.31")),
        factor(Utility::Gas, per_unit("1.2143")),
        factor(Utility::Heat, per_unit("34.12")),
        factor(Utility::ColdWater, Rate::NotConverted),
    ];
    let quotas = [
        (Indicator::NonHeating, "22.6/15.3/9.4"),
        (Indicator::PerPerson, "907.4/556.9/428.3"),
        (Indicator::Electricity, "73.1/53.0/34.9"),
        (Indicator::Heating(Heating::District), "13.4/10.0/7.9"),
        (Indicator::DataCentre, "2.2/2.0/1.6"),
        (Indicator::Water, "540/340"),
    ];
    records.extend(quotas.map(|(indicator, levels)| Record::Quota(quota(indicator, levels))));
    for record in records {
        meters.apply(&record).expect("folds");
    }
    meters
}

fn of_class(fields: (&str, &str), class: &str) -> Point {
    Point { class: Some(class.to_owned()), ..point(fields.0, fields.1) }
}

/// A year of registers from nothing: `D 714700|S 163107.7`.
fn year(points: Vec<Point>, uses: &str) -> Meters {
    let lines: Vec<String> = uses
        .split('|')
        .map(|line| {
            let (code, register) = line.split_once(' ').expect("a code and a register");
            format!("{code} 2025-01-01 0|{code} 2026-01-01 {register}")
        })
        .collect();
    with_rules(book(points, "", &lines.join("|")))
}

fn options() -> GradeOptions {
    let profile = HospitalProfile {
        class: Some(HospitalClass::Level2),
        zone: Some(ClimateZone::A),
        ..HospitalProfile::default()
    };
    let (span, view) = (span("2025"), View::NOW);
    GradeOptions { span, site: None, profile, station: None, view }
}

fn graded(meters: &Meters, options: &GradeOptions) -> Grades {
    grade_year(meters, &org(), options).expect("a year")
}

fn line(grades: &Grades, indicator: Indicator) -> &Graded {
    grades.lines.iter().find(|line| line.indicator == indicator).expect("a line")
}

fn value(meters: &Meters, indicator: Indicator) -> String {
    let grades = graded(meters, &options());
    let line = line(&grades, indicator);
    assert_eq!(line.lacks, [], "{indicator:?}");
    line.shown().expect("a value").to_string()
}

#[test]
fn electricity_and_energy_per_square_metre_are_those_of_the_case() {
    let case = case();
    let mut meters = year(vec![point("D", "")], "D 714700");
    enter(&mut meters, "area 10000 2025");
    assert_eq!(value(&meters, Indicator::Electricity), case["kwh_per_m2"].as_str().expect("text"));
    let coal = case["kgce_per_m2_at_0_31"].as_str().expect("text");
    assert_eq!(value(&meters, Indicator::NonHeating), coal);
    assert_eq!(coal, case["published_check"]["recomputed"].as_str().expect("text"));
    let grades = graded(&meters, &options());
    for indicator in [Indicator::Electricity, Indicator::NonHeating] {
        // 约束值以内、基准值以上
        assert_eq!(line(&grades, indicator).grade, Some(Grade::Limit), "{indicator:?}");
    }
}

#[test]
fn water_per_bed_day_is_that_of_the_case() {
    let rows = case()["bed_day_water"].clone();
    for (of, expected) in rows.as_object().expect("rows") {
        let numbers: Vec<&str> =
            of.split(|letter: char| !letter.is_ascii_digit() && letter != '.').collect();
        let numbers: Vec<&str> = numbers
            .into_iter()
            .filter(|own| own.starts_with(|own: char| own.is_ascii_digit()))
            .collect();
        let beds = numbers.iter().find(|own| own.len() == 3).expect("beds");
        let mut meters = year(vec![point("S", "utility=cold_water")], &format!("S {}", numbers[0]));
        enter(&mut meters, &format!("beds {beds} 2025"));
        assert_eq!(value(&meters, Indicator::Water), expected.as_str().expect("text"), "{of}");
        let grades = graded(&meters, &options());
        assert_eq!(line(&grades, Indicator::Water).grade, Some(Grade::OverGeneral));
        assert!(grades.needs_attention());
    }
}

#[test]
fn energy_per_person_divides_by_the_persons_counted_of_the_case() {
    let case = case();
    let persons = case["energy_people"]["recomputed"].as_str().expect("text");
    let mut meters = year(vec![point("D", "")], "D 10000000");
    let mut lines = "staff 1800 2025 | non_staff 2500 2025 | interns 550 2025 | beds 2600 2025 \
                     | visits 16877.5 2025"
        .to_owned();
    for of in span("2025").months() {
        write!(lines, " | occupied_bed_days {} {of}", 2470 * of.days())
            .expect("a String takes all");
    }
    enter(&mut meters, &lines);
    let grades = graded(&meters, &options());
    let line = line(&grades, Indicator::PerPerson);
    let divisor = line.denominator.as_ref().and_then(Denominator::decimal).expect("persons");
    assert_eq!(divisor.to_string(), persons);
    assert_ne!(divisor.round_dp(2).to_string(), case["energy_people"]["printed_in_source"]);
    // 10,000,000 kWh × 0.31 kgce ÷ 7874.876712…
    assert_eq!(line.shown(), Some(number("393.6570")));
    assert_eq!(line.grade, Some(Grade::Guide));
}

#[test]
fn a_value_that_is_equal_to_a_level_keeps_it() {
    let three = Levels::parse(Indicator::Electricity, "73.1/53.0/34.9").expect("levels");
    let two = Levels::parse(Indicator::Water, "540/340").expect("levels");
    for (levels, value, grade) in [
        (three, "34.9", Grade::Guide),
        (three, "34.9001", Grade::Base),
        (three, "53.0", Grade::Base),
        (three, "53.0001", Grade::Limit),
        (three, "73.1", Grade::Limit),
        (three, "73.1001", Grade::OverLimit),
        (two, "340", Grade::Advanced),
        (two, "340.0001", Grade::General),
        (two, "540", Grade::General),
        (two, "540.0001", Grade::OverGeneral),
    ] {
        assert_eq!(levels.grade(Fraction::from_decimal(number(value))), grade, "{value}");
    }
    assert_eq!(three.to_string(), "73.1/53.0/34.9");
}

#[test]
fn levels_go_down_and_are_as_many_as_the_indicator_has() {
    let code = |indicator, text| Levels::parse(indicator, text).expect_err("refused").code();
    for text in ["1/2/3", "3/2/0", "3/2/-1"] {
        assert_eq!(code(Indicator::Electricity, text), "quota.order", "{text}");
    }
    for text in ["", "3", "3/2", "4/3/2/1", "a/b/c"] {
        assert_eq!(code(Indicator::Electricity, text), "quota.levels", "{text}");
    }
    assert_eq!(code(Indicator::Water, "3/2/1"), "quota.levels");
    assert!(Levels::parse(Indicator::Water, "340/340").is_ok(), "two levels may be one");
}

#[test]
fn a_quota_is_set_once_and_one_in_coal_names_its_basis() {
    let mut meters = Meters::default();
    let own = quota(Indicator::Electricity, "3/2/1");
    assert_eq!(set_quota(&meters, own.clone()), Ok(Decided::New(vec![own.clone()])));
    meters.apply(&Record::Quota(own.clone())).expect("folds");
    meters.apply(&Record::Quota(own.clone())).expect("the identical row again");
    assert!(matches!(set_quota(&meters, own.clone()), Ok(Decided::Already(_))));
    let other = quota(Indicator::Electricity, "4/2/1");
    let refusal = set_quota(&meters, other.clone()).expect_err("refused");
    assert_eq!((refusal.code(), refusal.field()), ("quota.taken", Some("valid_from")));
    assert_eq!(meters.apply(&Record::Quota(other)).expect_err("refused").code(), "quota.taken");
    for (basis, indicator, code) in [
        (None, Indicator::PerPerson, "quota.basis"),
        (Basis::parse("db37"), Indicator::Water, "quota.no_basis"),
    ] {
        let levels = if indicator == Indicator::Water { "2/1" } else { "3/2/1" };
        let wrong = Quota { basis, ..quota(indicator, levels) };
        assert_eq!(set_quota(&meters, wrong.clone()).expect_err("refused").code(), code);
        assert_eq!(meters.apply(&Record::Quota(wrong)).expect_err("refused").code(), code);
    }
    let refusal = QuotaRefusal::ZoneTaken { zone: "A", date: day("2025-01-01") };
    assert_eq!(refusal.code(), "quota.zone_taken");
}

#[test]
fn the_stores_own_quota_goes_before_the_sample_and_the_latest_before_earlier_ones() {
    let mut meters = Meters::default();
    let of = |levels: &str, origin, from: &str| {
        let own = quota(Indicator::Electricity, levels);
        Record::Quota(Quota { origin, valid_from: day(from), ..own })
    };
    let found = |meters: &Meters, class, at: &str| {
        let zone = Some(ClimateZone::A);
        let quota = meters.quota(Indicator::Electricity, class, zone, day(at))?;
        Some(quota.levels.to_string())
    };
    let level2 = Some(HospitalClass::Level2);
    meters.apply(&of("9/8/7", Origin::Sample, "2020-01-01")).expect("folds");
    assert_eq!(found(&meters, level2, "2025-12-31").as_deref(), Some("9/8/7"));
    assert_eq!(found(&meters, level2, "2019-12-31"), None, "not in force yet");
    assert_eq!(found(&meters, Some(HospitalClass::Level3), "2025-12-31"), None);
    assert_eq!(found(&meters, None, "2025-12-31"), None, "nobody guesses the class");
    meters.apply(&of("6/5/4", Origin::Store, "2024-01-01")).expect("folds");
    meters.apply(&of("3/2/1", Origin::Store, "2025-06-01")).expect("folds");
    assert_eq!(found(&meters, level2, "2025-05-31").as_deref(), Some("6/5/4"));
    assert_eq!(found(&meters, level2, "2025-12-31").as_deref(), Some("3/2/1"));
    assert_eq!(found(&meters, level2, "2023-12-31"), None, "the samples stand in no longer");
}

fn lacks(grades: &Grades, indicator: Indicator) -> Vec<String> {
    line(grades, indicator).lacks.iter().map(|lack| lack.message().code).collect()
}

#[test]
fn what_is_missing_keeps_an_indicator_open_and_is_named() {
    let empty = with_rules(Meters::default());
    let grades = graded(&empty, &options());
    assert!(grades.lines.iter().all(|line| line.value.is_none() && line.grade.is_none()));
    assert_eq!(lacks(&grades, Indicator::NonHeating), ["quota.no_energy", "quota.driver_year"]);
    assert_eq!(lacks(&grades, Indicator::Water), ["quota.unmetered", "quota.driver_year"]);
    assert_eq!(lacks(&grades, Indicator::DataCentre), ["quota.no_part"]);
    assert_eq!(line(&grades, Indicator::DataCentre).state(), GradeState::Untold);

    // A month without an area, and a year that is not read to its end.
    let mut meters =
        with_rules(book(vec![point("D", "")], "", "D 2025-01-01 0|D 2025-12-01 600000"));
    enter(&mut meters, "area 10000 2025-01-01..2025-11-30");
    let grades = graded(&meters, &options());
    assert_eq!(lacks(&grades, Indicator::Electricity), ["quota.open", "quota.driver"]);
    assert_eq!(line(&grades, Indicator::Electricity).value, None, "no part of it is shown");
    assert_eq!(grades.open().len(), 1);
    assert!(grades.needs_attention());

    // Read from the middle of January on; an area of nothing.
    let mut meters =
        with_rules(book(vec![point("D", "")], "", "D 2025-01-15 0|D 2026-01-01 600000"));
    enter(&mut meters, "area 0 2025");
    let grades = graded(&meters, &options());
    assert_eq!(lacks(&grades, Indicator::Electricity), ["quota.begins", "quota.no_base"]);

    // Put in on that day: what it measures is all there is.
    let meter = "from=2025-01-15 initial=0";
    let mut meters = with_rules(book(vec![point("D", meter)], "", "D 2026-01-01 600000"));
    enter(&mut meters, "area 10000 2025");
    assert_eq!(value(&meters, Indicator::Electricity), "60.0000");
}

#[test]
fn energy_without_a_factor_is_open_and_what_is_not_converted_counts_nothing() {
    let points = || vec![point("D", ""), point("S", "utility=cold_water")];
    let mut meters = year(points(), "D 714700|S 900");
    enter(&mut meters, "area 10000 2025");
    assert_eq!(value(&meters, Indicator::NonHeating), "22.1557", "water is no energy");
    let unread =
        with_rules(book(points(), "", "D 2025-01-01 0|D 2026-01-01 714700|S 2025-01-01 5"));
    let mut unread = unread;
    enter(&mut unread, "area 10000 2025");
    assert_eq!(value(&unread, Indicator::NonHeating), "22.1557", "nor when it is open");
    let mut steam = points();
    steam.push(point("Z", "utility=steam"));
    let mut meters = year(steam, "D 714700|S 900|Z 10");
    enter(&mut meters, "area 10000 2025");
    let grades = graded(&meters, &options());
    assert_eq!(lacks(&grades, Indicator::NonHeating), ["quota.factor"]);
    assert_eq!(line(&grades, Indicator::NonHeating).value, None);
    assert_eq!(value(&meters, Indicator::Electricity), "71.4700", "which needs no factor");
}

#[test]
fn nobody_guesses_the_class_the_zone_and_the_heating() {
    let mut meters = year(vec![point("D", "")], "D 714700");
    enter(&mut meters, "area 10000 2025");
    let mut unsaid = options();
    unsaid.profile = HospitalProfile::default();
    unsaid.profile.scope.insert(Part::Heating, "供暖");
    let grades = graded(&meters, &unsaid);
    assert_eq!(lacks(&grades, Indicator::Electricity), ["quota.no_class", "quota.no_zone"]);
    let line = line(&grades, Indicator::Electricity);
    assert_eq!(line.shown(), Some(number("71.4700")), "the value needs no class");
    assert_eq!(line.state(), GradeState::Open);
    assert_eq!(grades.zone, ZoneFound::Unknown(NoZone::Station { code: "weather.none" }));
    let heating = grades.lines.iter().find(|line| matches!(line.indicator, Indicator::Heating(_)));
    let codes: Vec<String> =
        heating.expect("a line").lacks.iter().map(|lack| lack.message().code).collect();
    assert_eq!(codes[0], "quota.no_heating");
}

#[test]
fn parts_are_left_out_or_counted_alone_and_overlap_nowhere() {
    // D measures all; below it a kitchen with an oven, a data centre with its IT, heating, a shop.
    let points = vec![
        point("D", ""),
        of_class(("K", "parent=D"), "厨房"),
        point("K2", "parent=K"),
        of_class(("J", "parent=D"), "机房"),
        of_class(("JI", "parent=J"), "IT"),
        of_class(("N", "parent=D"), "供暖"),
        of_class(("P", "parent=D"), "商户"),
        point("B", "parent=D"),
    ];
    let uses = "D 1000000|K 100000|K2 60000|J 90000|JI 50000|N 80000|P 30000|B 1";
    let mut meters = year(points, uses);
    enter(&mut meters, "area 12000 2025 | special_area 2000 2025 | heated_area 8000 2025");
    let mut told = options();
    told.profile.heating = Some(Heating::District);
    for (part, class) in [
        (Part::Special, "厨房"),
        (Part::DataCentre, "机房"),
        (Part::ItEquipment, "IT"),
        (Part::Heating, "供暖"),
        (Part::Outside, "商户"),
    ] {
        told.profile.scope.insert(part, class);
    }
    let grades = graded(&meters, &told);
    let shown = |indicator| line(&grades, indicator).shown().expect("a value").to_string();
    let amount = |indicator| {
        let own = line(&grades, indicator).numerator.as_ref().and_then(|own| own.amount);
        own.expect("an amount").normalize().to_string()
    };
    // 1,000,000 − 100,000 − 90,000 − 80,000 − 30,000 over 12,000 − 2,000 m².
    assert_eq!(shown(Indicator::Electricity), "70.0000");
    assert_eq!(shown(Indicator::NonHeating), "21.7000");
    assert_eq!(amount(Indicator::Heating(Heating::District)), "24800");
    assert_eq!(shown(Indicator::Heating(Heating::District)), "3.1000");
    assert_eq!(shown(Indicator::DataCentre), "1.8000");
    assert_eq!(amount(Indicator::PerPerson), "300700", "all but the shop, at 0.31");
    let told_apart: Vec<&str> = grades.left_out.iter().map(|own| own.point.as_str()).collect();
    assert_eq!(told_apart, ["J", "JI", "K", "N", "P"]);

    // Without the area of what is left out nothing is divided by too much.
    let mut without = meters.clone();
    without.forget_after(crate::base::Moment::end_of(day("2020-01-01")));
    let again =
        year(vec![point("D", ""), of_class(("K", "parent=D"), "厨房")], "D 1000000|K 100000");
    let mut again = again;
    enter(&mut again, "area 12000 2025");
    assert_eq!(lacks(&graded(&again, &told), Indicator::Electricity), ["quota.driver_year"]);
    // A ward's meter that nobody read keeps nothing open; one that is left out does.
    let unread = |code: &str, class: Option<&str>| {
        let below = Point { class: class.map(str::to_owned), ..point(code, "parent=D") };
        let readings = format!("D 2025-01-01 0|D 2026-01-01 714700|{code} 2025-01-01 0");
        let mut meters = with_rules(book(vec![point("D", ""), below], "", &readings));
        enter(&mut meters, "area 10000 2025 | special_area 0 2025");
        let grades = graded(&meters, &told);
        lacks(&grades, Indicator::Electricity)
    };
    assert_eq!(unread("B", None), Vec::<String>::new());
    assert_eq!(unread("K", Some("厨房")), ["quota.open"]);
}

#[test]
fn laundry_water_is_left_out_of_the_water_quota() {
    let points = vec![
        point("S", "utility=cold_water"),
        of_class(("SX", "utility=cold_water parent=S"), "洗衣房"),
    ];
    let mut meters = year(points, "S 100000|SX 20000");
    enter(&mut meters, "open_bed_days 15000 2025");
    let mut told = options();
    told.profile.scope.insert(Part::OutsideWater, "洗衣房");
    told.profile.scope.insert(Part::Special, "洗衣房");
    let grades = graded(&meters, &told);
    // (100,000 − 20,000) ÷ 180,000 × 1000
    assert_eq!(line(&grades, Indicator::Water).shown(), Some(number("444.4444")));
    assert_eq!(line(&grades, Indicator::Water).grade, Some(Grade::General));
    assert_eq!(grades.left_out[0].parts, [Part::Special, Part::OutsideWater]);
}

/// A year of days that are all alike but for `n` days at another temperature.
fn weather(usual: &str, n: i64, other: &str) -> Meters {
    let mut meters = with_rules(Meters::default());
    for (zone, above, to) in
        [(ClimateZone::A, None, Some("90")), (ClimateZone::B, Some("90"), None)]
    {
        let rule = ZoneRule {
            zone,
            origin: Origin::Sample,
            valid_from: day("2020-01-01"),
            heating_base: number("18"),
            heating_from: number("2000"),
            heating_to: number("3800"),
            cooling_base: number("26"),
            cooling_above: above.map(number),
            cooling_to: to.map(number),
            source: "DB37/5026-2022".to_owned(),
            mark: None,
        };
        meters.apply(&Record::ZoneRule(rule)).expect("folds");
    }
    for at in 0..365_i64 {
        let mean = if at < n { other } else { usual };
        let date = day("2025-01-01").plus_days(at);
        let row = Weather {
            id: format!("W{at}").parse().expect("an id"),
            date: WeatherDate::Day(date),
            station: "54823".to_owned(),
            mean: number(mean),
            source: None,
            note: None,
            supersedes: None,
            recorded_at: crate::base::Moment::end_of(date),
            recorded_by: "甲".to_owned(),
        };
        meters.apply(&Record::Weather(row)).expect("folds");
    }
    meters
}

#[test]
fn a_whole_year_of_temperatures_tells_the_zone() {
    let zone = |meters: &Meters| {
        let mut unsaid = options();
        unsaid.profile.zone = None;
        graded(meters, &unsaid).zone
    };
    // 275 days × 8 °C below 18, and 90 days × 1 °C or 2 °C above 26.
    for (other, expected, cooling) in
        [("27", ClimateZone::A, "90"), ("27.1", ClimateZone::B, "99"), ("20", ClimateZone::A, "0")]
    {
        let found = zone(&weather("10", 90, other));
        let ZoneFound::Told(degrees) = &found else { panic!("{found:?}") };
        assert_eq!(found.zone(), Some(expected), "{other}");
        assert_eq!((degrees.heating, degrees.cooling), (number("2200"), number(cooling)));
    }
    let warm = zone(&weather("17", 90, "27"));
    let expected = NoZone::Elsewhere { heating: number("275"), cooling: number("90") };
    assert_eq!(warm, ZoneFound::Unknown(expected), "275 heating degree-days are of no zone");
    let mut gap = weather("10", 90, "27");
    gap.forget_after(crate::base::Moment::end_of(day("2025-12-29")));
    assert_eq!(zone(&gap), ZoneFound::Unknown(NoZone::Days { missing: 2 }));
}

#[test]
fn only_whole_years_are_graded() {
    let meters = with_rules(Meters::default());
    for period in ["2025-Q1", "2025-01-01..2025-12-30", "2024-07-01..2025-06-30"] {
        let options = GradeOptions { span: span(period), ..options() };
        assert_eq!(grade_year(&meters, &org(), &options), None, "{period}");
    }
}

#[test]
fn words_read_back() {
    for indicator in Indicator::ALL {
        assert_eq!(Indicator::parse(indicator.word()), Some(indicator));
    }
    for part in Part::ALL {
        assert_eq!(Part::parse(part.word()), Some(part));
    }
    for class in HospitalClass::ALL {
        assert_eq!(HospitalClass::parse(class.word()), Some(class));
    }
    assert_eq!(Indicator::parse("heating"), None);
    assert!(matches!(GradeLack::NoBase.message().code.as_str(), "quota.no_base"));
}

/// How many values are tried: few while writing, ten thousand in a release run.
const CASES: u32 = if cfg!(debug_assertions) { 64 } else { 10_000 };

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever uses more is never graded better, and a level is kept by what is equal to it.
    #[test]
    fn a_grade_is_monotone_in_the_value(
        mut levels in prop::collection::vec(1_i64..100_000, 3),
        values in (0_i64..150_000, 0_i64..150_000, 1_i64..999),
        water in any::<bool>(),
    ) {
        levels.sort_unstable_by(|one, other| other.cmp(one));
        let decimals: Vec<Decimal> = levels.iter().map(|level| Decimal::new(*level, 1)).collect();
        let levels = if water {
            Levels::new(Indicator::Water, &decimals[..2])
        } else {
            Levels::new(Indicator::PerPerson, &decimals)
        };
        let levels = levels.expect("levels");
        let (one, other, per) = values;
        let of = |value: i64| Fraction::new(i128::from(value), i128::from(per)).expect("a fraction");
        let (low, high) = (one.min(other), one.max(other));
        prop_assert!(levels.grade(of(low)) <= levels.grade(of(high)));
        let equal = |level: Decimal| levels.grade(Fraction::from_decimal(level));
        prop_assert!(levels.values().into_iter().all(|level| !equal(level).is_over()));
    }
}
