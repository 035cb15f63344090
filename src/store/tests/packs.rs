//! The worked examples with the rules of the packs themselves.

use crate::base::{Day, Decided, Decimal, Moment, RecordId, Stamp, Time};
use crate::inspections::{
    Amount, Batch, BatchEvent, BatchKind, Clock, DayState, Facts, Inspection, Inspections, Kind,
    Outcome, PackRequest, Record, Rule, ServicePeriod, Status, Tally, add_pack, check_rules, drift,
    evaluate,
};
use crate::org::Calendar;
use crate::store::packs;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// The last version of a rule of the packs.
fn rule(id: &str) -> Rule {
    let mut rules = packs().into_iter().flat_map(|sample| sample.pack.rules);
    rules.rfind(|rule| rule.id.as_str() == id).expect("a rule of a pack")
}

/// The rule as if it had always been in force: the examples begin before the texts do.
fn always(id: &str) -> Rule {
    Rule { valid_from: day("2000-01-01"), ..rule(id) }
}

/// The due days of a rule for something counted from a day, between two years.
fn dues(rule: Rule, anchor: &str, years: std::ops::RangeInclusive<i32>) -> Vec<String> {
    let versions = [rule];
    let calendar = Calendar::default();
    let facts = Facts {
        service: vec![ServicePeriod { from: day(anchor), to: None }],
        anchor: Some(day(anchor)),
        ..Facts::of(&versions, &calendar)
    };
    let last = Day::new(*years.end(), 12, 31).expect("a day");
    let standing = evaluate(&facts, Clock { as_of: last, state: DayState::Over }, last);
    let within = standing.units.iter().filter(|unit| years.contains(&unit.due.year()));
    within.map(|unit| unit.due.to_string()).collect()
}

#[test]
fn e18_a_lift_is_inspected_in_the_years_of_the_list_and_tests_itself_in_the_others() {
    let dues_of = |id: &str| dues(always(id), "2010-06-18", 2010..=2028);
    assert_eq!(
        dues_of("DT-DJ"),
        [
            "2011-06-30",
            "2014-06-30",
            "2017-06-30",
            "2019-06-30",
            "2021-06-30",
            "2023-06-30",
            "2025-06-30",
            "2026-06-30",
            "2027-06-30",
            "2028-06-30",
        ]
    );
    assert_eq!(
        dues_of("DT-ZC"),
        [
            "2012-06-18",
            "2013-06-18",
            "2015-06-18",
            "2016-06-18",
            "2018-06-18",
            "2020-06-18",
            "2022-06-18",
            "2024-06-18",
        ]
    );
}

#[test]
fn e18_an_inspection_may_be_two_months_early_and_moves_nothing() {
    let Kind::Anchored(kind) = rule("DT-DJ").kind else { panic!("counted from an anchor") };
    assert_eq!(kind.early.expect("early").before(day("2026-06-01")), day("2026-04-01"));
}

#[test]
fn e19_a_car_is_inspected_the_more_often_the_older_it_is() {
    assert_eq!(
        dues(always("CL-NJ"), "2010-05-10", 2010..=2026),
        [
            "2012-05-10",
            "2014-05-10",
            "2016-05-10",
            "2017-05-10",
            "2018-05-10",
            "2019-05-10",
            "2020-05-10",
            "2021-05-10",
            "2022-05-10",
            "2023-05-10",
            "2024-05-10",
            "2025-05-10",
            "2025-11-10",
            "2026-05-10",
            "2026-11-10",
        ]
    );
}

#[test]
fn e20_a_dry_powder_extinguisher_is_serviced_until_it_is_scrapped() {
    let serviced = dues(always("MHQ-WX-GF"), "2015-08-20", 2015..=2030);
    assert_eq!(serviced, ["2020-08-20", "2022-08-20", "2024-08-20"]);
    assert_eq!(dues(always("MHQ-BF-GF"), "2015-08-20", 2015..=2040), ["2025-08-20"]);
    assert_eq!(dues(always("MHQ-BF-SJ"), "2015-08-20", 2015..=2040), ["2021-08-20"]);
    assert_eq!(dues(always("MHQ-BF-CO2"), "2015-08-20", 2015..=2040), ["2027-08-20"]);
}

#[test]
fn the_energy_report_is_due_by_the_end_of_march() {
    let own = rule("NY-BS");
    let versions = [own];
    let calendar = Calendar::default();
    let service = vec![ServicePeriod { from: day("2024-01-01"), to: None }];
    let facts = Facts { service, ..Facts::of(&versions, &calendar) };
    let clock = Clock { as_of: day("2026-01-01"), state: DayState::Over };
    let standing = evaluate(&facts, clock, day("2026-12-31"));
    let dues: Vec<String> = standing.units.iter().map(|unit| unit.due.to_string()).collect();
    assert_eq!(dues[..2], ["2024-03-31", "2025-03-31"]);
}

fn evening(date: Day) -> Moment {
    Moment::new(date, 20 * 3600).expect("a moment")
}

fn inspection(number: usize, date: Day, time: &str) -> Inspection {
    Inspection {
        id: RecordId::parse(&format!("C{number}")).expect("an id"),
        rule: "WS-PH".parse().expect("a code"),
        template: None,
        subject: "WSZ".parse().expect("a code"),
        date,
        time: Time::parse(time).ok(),
        person: "污水站值班员".into(),
        result: Outcome::Pass,
        score: None,
        evidence: Vec::new(),
        sha256: Vec::new(),
        for_slot: None,
        note: String::new(),
        supersedes: None,
        recorded_at: evening(date),
        recorded_by: "办事员".into(),
    }
}

#[test]
fn e21_sewage_is_tested_twice_a_day() {
    let versions = [rule("WS-PH")];
    let calendar = Calendar::default();
    let mut records = Vec::new();
    for nth in 0..30 {
        let date = day("2024-06-01").plus_days(nth);
        // Three days with one test, one day without any.
        let times: &[&str] = match nth {
            4 | 11 | 20 => &["08:00"],
            25 => &[],
            _ => &["08:00", "16:00"],
        };
        for time in times {
            records.push(inspection(records.len(), date, time));
        }
    }
    let service = ServicePeriod { from: day("2024-06-01"), to: Some(day("2024-06-30")) };
    let facts = Facts {
        service: vec![service],
        records: records.iter().collect(),
        ..Facts::of(&versions, &calendar)
    };
    let clock = Clock { as_of: day("2024-06-30"), state: DayState::Over };
    let tally = Tally::of(&evaluate(&facts, clock, clock.as_of).units, &[]);
    assert_eq!((tally.complied, tally.required(), tally.missed), (55, 60, 5));
    assert_eq!(tally.on_time().to_string(), "91.6%");
}

/// What becomes of batches: opened, closed, how much.
fn batches(id: &str, rows: &[(&str, &str, &str)], clock: Clock) -> Vec<Status> {
    let event = |number: usize, kind, text: &str, amount: &str| {
        let (date, time) = text.split_once('T').expect("a day and a time");
        let batch = RecordId::parse(&format!("B{number}")).expect("an id");
        let id = match kind {
            BatchKind::Open => batch.clone(),
            BatchKind::Close => RecordId::parse(&format!("E{number}")).expect("an id"),
        };
        BatchEvent {
            id,
            batch,
            kind,
            rule: "R".parse().expect("a code"),
            subject: "S".parse().expect("a code"),
            date: day(date),
            time: Time::parse(time).expect("a time"),
            amount: Amount::parse(amount),
            person: "暂存间管理员".to_owned(),
            note: String::new(),
            supersedes: None,
            recorded_at: evening(day(date)),
            recorded_by: "办事员".to_owned(),
        }
    };
    let mut events = Vec::new();
    for (number, (opened, closed, amount)) in rows.iter().enumerate() {
        events.push(event(number, BatchKind::Open, opened, amount));
        if !closed.is_empty() {
            events.push(event(number, BatchKind::Close, closed, ""));
        }
    }
    let versions = [rule(id)];
    let calendar = Calendar::default();
    let facts = Facts {
        service: vec![ServicePeriod { from: day("2024-01-01"), to: None }],
        batches: Batch::fold(&events),
        ..Facts::of(&versions, &calendar)
    };
    evaluate(&facts, clock, clock.as_of).units.iter().map(|unit| unit.status).collect()
}

#[test]
fn e9_waste_lies_for_forty_eight_hours_and_no_minute_longer() {
    let rows = [
        ("2024-07-01T17:30", "2024-07-03T17:30", ""),
        ("2024-07-02T08:00", "2024-07-04T08:01", ""),
    ];
    let clock = Clock { as_of: day("2024-07-05"), state: DayState::Over };
    for id in ["YF-ZC", "YF-SW"] {
        assert_eq!(batches(id, &rows, clock), [Status::Complied, Status::Missed], "{id}");
    }
    let there = [("2024-07-03T10:00", "", "")];
    let at = |time: &str| {
        let state = DayState::At(Time::parse(time).expect("a time"));
        batches("YF-ZC", &there, Clock { as_of: day("2024-07-05"), state })
    };
    assert_eq!(at("09:59"), [Status::NotYetDue]);
    assert_ne!(at("10:01"), [Status::NotYetDue]);
}

#[test]
fn e10_a_sample_is_kept_for_forty_eight_hours_and_holds_125_grams() {
    let rows = [
        ("2024-07-01T12:00", "2024-07-03T12:00", "130 g"),
        ("2024-07-01T12:30", "2024-07-03T12:00", "130 g"),
        ("2024-07-01T13:00", "2024-07-04T10:30", "120 g"),
    ];
    let clock = Clock { as_of: day("2024-07-05"), state: DayState::Over };
    assert_eq!(batches("ST-LY", &rows, clock), [Status::Complied, Status::Missed, Status::Missed]);
    let Kind::Dwell(dwell) = rule("ST-LY").kind else { panic!("a batch") };
    assert_eq!(dwell.amount_min.expect("an amount").number, Decimal::from(125));
}

fn stamp() -> Stamp {
    Stamp {
        recorded_at: Moment::end_of(day("2026-01-02")),
        recorded_by: "办事员".to_owned(),
        tag: "a".to_owned(),
        given: 0,
    }
}

fn rows(decided: Decided<Vec<Record>>) -> Vec<Record> {
    match decided {
        Decided::New(rows) => rows,
        Decided::Already(_) => Vec::new(),
    }
}

/// A book with every rule of every pack, taken over as they are.
fn everything() -> Inspections {
    let mut book = Inspections::default();
    for sample in packs() {
        let request = PackRequest { pack: &sample.pack, only: Vec::new(), from: None };
        let decided = add_pack(&book, &request, &stamp()).expect("decided");
        for row in rows(decided) {
            book.apply(&row).expect("what was decided folds");
        }
    }
    book
}

#[test]
fn the_packs_are_in_order_by_themselves_and_together() {
    let samples = packs();
    let texts: Vec<_> = samples.iter().flat_map(|sample| sample.pack.texts.clone()).collect();
    for sample in &samples {
        let mut book = Inspections::default();
        for rule in &sample.pack.rules {
            book.apply(&Record::Rule(rule.clone())).expect("a rule");
        }
        let check = check_rules(&book, &texts, day("2026-06-01"));
        let wrong: Vec<_> = check.lints.iter().filter(|lint| lint.what.is_wrong()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", sample.pack.id);
    }
    let check = check_rules(&everything(), &texts, day("2026-06-01"));
    assert!(!check.has_something_wrong(), "{:#?}", check.lints);
}

#[test]
fn what_was_taken_over_differs_from_no_pack_until_it_is_changed() {
    let book = everything();
    let samples = packs();
    let all: Vec<_> = samples.iter().map(|sample| &sample.pack).collect();
    assert_eq!(drift(&book, &all), []);
    for sample in &samples {
        let request = PackRequest { pack: &sample.pack, only: Vec::new(), from: None };
        let again = add_pack(&book, &request, &stamp()).expect("decided");
        assert!(rows(again).is_empty(), "{} is taken over twice", sample.pack.id);
    }
}

#[test]
fn a_pack_that_begins_on_a_day_brings_the_editions_of_that_day() {
    let sample = packs().into_iter().find(|sample| sample.pack.id.as_str() == "fire");
    let sample = sample.expect("a pack");
    let only = vec!["MHQ-BF-GF".parse().expect("a code")];
    let from = Some(day("2026-01-01"));
    let request = PackRequest { pack: &sample.pack, only, from };
    let rows = rows(add_pack(&Inspections::default(), &request, &stamp()).expect("decided"));
    let [Record::Rule(rule)] = &rows[..] else { panic!("one version: {rows:?}") };
    assert_eq!((rule.version, rule.valid_from), (2, day("2026-01-01")));
    assert_eq!(rule.article, "10.0.8");
}
