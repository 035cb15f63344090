//! Night flow and drift: the worked cases to the printed digit, gaps, baselines, acknowledgements.

use serde_json::Value;

use super::lab::{book, code_of, day, month, number, point, span, stamp};
use crate::base::{Day, Decided, Decimal, Refuse as _};
use crate::meters::{
    AcknowledgeRequest, Acknowledgement, AlarmCourse, CusumOptions, CusumPolicy, CusumStep, Drift,
    DriverKind, DriverRequest, Expectation, Meters, NightFlow, NightOptions, NightPolicy,
    NightSource, NightState, NightVerdict, NightWatch, Record, Refusal, View, acknowledge, cusum,
    judge_nights, night_watches, set_drivers, tabular,
};

fn case(name: &str) -> Value {
    let cases: Value =
        serde_json::from_str(include_str!("../../../tests/it/data/energy-cases.json"))
            .expect("json");
    cases[name].clone()
}

fn numbers(value: &Value) -> Vec<Decimal> {
    value.as_array().expect("numbers").iter().map(|value| number(&value.to_string())).collect()
}

fn indices(value: &Value) -> Vec<usize> {
    let index = |value: &Value| usize::try_from(value.as_u64().expect("an index")).expect("small");
    value.as_array().expect("indices").iter().map(index).collect()
}

fn first() -> Day {
    day("2025-01-01")
}

/// Nights one after another; `?` is not known.
fn flows(text: &str) -> Vec<NightFlow> {
    let flow = |text: &str| (text != "?").then(|| number(text));
    let nights = text.split_whitespace().zip(0..);
    nights
        .map(|(text, at)| NightFlow {
            day: first().plus_days(at),
            flow: flow(text),
            day_flow: None,
        })
        .collect()
}

fn judged(text: &str) -> NightVerdict {
    judge_nights(&flows(text), &[], &[], &NightPolicy::default())
}

/// Fourteen quiet nights: median 8, and a deviation of 0.1.
const QUIET: &str = "8 8.1 7.9 8 8.1 7.9 8 8.1 7.9 8 8.1 7.9 8 8.1";

fn states(verdict: &NightVerdict) -> String {
    let letter = |state: &NightState| match state {
        NightState::Learning => 'b',
        NightState::Usual => '.',
        NightState::Over => 'o',
        NightState::Alarm => 'A',
        NightState::Unknown => '?',
    };
    verdict.states.iter().map(|(state, _)| letter(state)).collect()
}

#[test]
fn a5_min_night_flow() {
    let case = case("A5_min_night_flow");
    let series: Vec<NightFlow> = numbers(&case["series"])
        .into_iter()
        .zip(0..)
        .map(|(flow, at)| NightFlow {
            day: first().plus_days(at),
            flow: Some(flow),
            day_flow: None,
        })
        .collect();
    let verdict = judge_nights(&series, &[], &[], &NightPolicy::default());
    let baseline = verdict.baseline.as_ref().expect("fourteen nights");
    assert_eq!(baseline.n_nights.to_string(), case["baseline_nights"].to_string());
    assert_eq!(baseline.median.to_string(), case["median"].to_string());
    assert_eq!(baseline.deviation.to_string(), case["mad"].to_string());
    assert_eq!(baseline.threshold.to_string(), case["threshold"].to_string());
    let over = |(at, (state, _)): (usize, &(NightState, _))| {
        matches!(state, NightState::Over | NightState::Alarm).then_some(at)
    };
    let over: Vec<usize> = verdict.states.iter().enumerate().filter_map(over).collect();
    assert_eq!(over, indices(&case["nights_over"]));
    let [alarm] = &verdict.alarms[..] else { panic!("one alarm") };
    let raised = first().days_until(alarm.raised);
    assert_eq!(raised.to_string(), case["alarm_on_index"].to_string());
    assert_eq!(alarm.excess.to_string(), case["leak_estimate_m3_per_h"].to_string());
    assert_eq!(alarm.per_day.to_string(), case["leak_m3_per_day"].to_string());
    assert_eq!(alarm.course, AlarmCourse::Running);
}

#[test]
fn nights_are_held_against_the_first_and_three_in_a_row_alarm() {
    let verdict = judged(&format!("{QUIET} 8.2 9 9 8 9 9 9 9 8"));
    assert_eq!(states(&verdict), "bbbbbbbbbbbbbb.oo.ooAA.");
    let [alarm] = &verdict.alarms[..] else { panic!("one alarm") };
    assert_eq!((alarm.first, alarm.raised), (day("2025-01-19"), day("2025-01-21")));
    assert_eq!((alarm.n_nights, alarm.course), (4, AlarmCourse::Over));
}

#[test]
fn a_night_that_is_not_known_neither_ends_a_run_nor_counts_in_it() {
    let verdict = judged(&format!("? {QUIET} 9 ? 9 ? ? 9"));
    assert_eq!(states(&verdict), "?bbbbbbbbbbbbbbo?o??A");
    assert_eq!(judged("8 ? 8").n_to_learn, 12, "an unknown night is not learned from");
}

#[test]
fn a_leak_does_not_become_normal_until_somebody_says_so() {
    let text = format!("{QUIET} {}", "9 ".repeat(40));
    let verdict = judged(&text);
    assert_eq!(verdict.alarms[0].n_nights, 40);
    assert_eq!(verdict.baseline.expect("known").first, first());
    // From the day of an acknowledgement on, the nights are the new normal.
    let anew = first().plus_days(20);
    let verdict = judge_nights(&flows(&text), &[anew], &[], &NightPolicy::default());
    assert_eq!(verdict.baseline.expect("known").first, anew);
    assert_eq!(verdict.alarms[0].course, AlarmCourse::Acknowledged);
    assert_eq!(verdict.states[40].0, NightState::Usual);
    // Without a new baseline the nights stay above the bound, and somebody knows.
    let seen = [first().plus_days(16)];
    let verdict = judge_nights(&flows(&text), &[], &seen, &NightPolicy::default());
    assert_eq!(verdict.alarms[0].course, AlarmCourse::Acknowledged);
    assert_eq!(verdict.states[40].0, NightState::Alarm);
    let early = [first().plus_days(15)];
    let verdict = judge_nights(&flows(&text), &[], &early, &NightPolicy::default());
    assert_eq!(verdict.alarms[0].course, AlarmCourse::Running, "raised after it");
}

fn watch(meters: &Meters, days: &str) -> NightWatch {
    let options = NightOptions {
        span: span(days),
        point: Some("P".parse().expect("a code")),
        site: None,
        view: View::NOW,
        policy: NightPolicy::default(),
    };
    night_watches(meters, &crate::org::Org::default(), &options).remove(0)
}

#[test]
fn a5_two_reading_night_test() {
    let case = case("A5_two_reading_night_test");
    let row = |row: &Value| {
        format!("P {} {}", row[0].as_str().expect("text"), row[1].as_str().expect("text"))
    };
    let rows = |key: &str| case[key].as_array().expect("rows").iter().map(row).collect::<Vec<_>>();
    let mut readings = rows("day_readings");
    readings.push(rows("readings").remove(1));
    let meters = book(vec![point("P", "utility=cold_water")], "", &readings.join("|"));
    let found = watch(&meters, "2025-05");
    assert_eq!(found.source, NightSource::TwoReadings);
    let [night] = &found.nights[..] else { panic!("one night") };
    assert_eq!(
        night.flow.expect("known").to_string(),
        case["night_rate_m3_per_h"].as_str().expect("text")
    );
    assert_eq!(
        night.day_flow.expect("known").to_string(),
        case["day_rate_m3_per_h"].as_str().expect("text")
    );
    assert_eq!(night.ratio().expect("known").to_string(), case["night_to_day_ratio"].to_string());
}

#[test]
fn a_night_is_held_against_the_beds_that_were_occupied() {
    let readings = "P 2025-05-10T22:00 18450.0|P 2025-05-11T06:00 18523.6";
    let mut meters = book(vec![point("P", "utility=cold_water")], "", readings);
    let per_bed = |meters: &Meters| watch(meters, "2025-05").nights.remove(0).per_bed;
    assert_eq!(per_bed(&meters), None, "nobody entered the bed-days");
    let request = DriverRequest {
        kind: DriverKind::OccupiedBedDays,
        site: None,
        department: None,
        months: vec![month("2025-05")],
        // 400 beds, every day of May.
        amount: number("12400"),
        source: None,
        note: None,
    };
    let org = crate::org::Org::default();
    let decided = set_drivers(&meters, &org, &request, &mut stamp("2025-06-01"));
    let Ok(Decided::New(rows)) = decided else { panic!("new") };
    for row in rows {
        meters.apply(&Record::Driver(row)).expect("folds");
    }
    assert_eq!(per_bed(&meters), Some(number("0.023")), "9.2 by 400");
}

#[test]
fn readings_near_the_hour_and_between_are_taken_as_they_are() {
    let meters = book(
        vec![point("P", "utility=cold_water")],
        "",
        "P 2025-05-10T22:10 100|P 2025-05-11T02:00 120|P 2025-05-11T06:10 140|P 2025-05-12T22:00 500",
    );
    let night = watch(&meters, "2025-05").nights.remove(0);
    assert_eq!((night.flow, night.day_flow), (Some(number("5")), None));
}

/// Hourly readings from midnight on, a use an hour, day after day.
fn hourly(uses: &[&[u32]]) -> String {
    let mut register = 0;
    let mut lines = vec!["P 2025-01-01T00:00 0".to_owned()];
    for (day, uses) in uses.iter().enumerate() {
        for (hour, used) in uses.iter().enumerate() {
            register += used;
            let (day, hour) = ((hour + 1) / 24 + day, (hour + 1) % 24);
            let date = first().plus_days(i64::try_from(day).expect("small"));
            lines.push(format!("P {date}T{hour:02}:00 {register}"));
        }
    }
    lines.join("|")
}

#[test]
fn the_smallest_hour_of_the_night_counts_where_all_of_them_are_known() {
    // Hour 4 is the smallest, but it begins at 01:00 only with the second figure.
    let day = [9, 5, 3, 4, 6, 1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9];
    let meters = book(vec![point("P", "utility=cold_water")], "", &hourly(&[&day, &day]));
    let found = watch(&meters, "2025-01");
    assert_eq!(found.source, NightSource::Hourly);
    let shown: Vec<_> = found.nights.iter().map(|night| night.flow).collect();
    assert_eq!(shown, [Some(number("3")), Some(number("3"))]);
    let continuous = found.continuous.expect("hours");
    assert_eq!((continuous.hours, continuous.least), (48, number("1")));
    assert_eq!(continuous.flows_always(), None, "two days are not seven");
    // One hour of the night that nobody read, and the night is not known.
    let holed = hourly(&[&day, &day]).replace("P 2025-01-02T03:00 207|", "");
    let meters = book(vec![point("P", "utility=cold_water")], "", &holed);
    let shown: Vec<_> = watch(&meters, "2025-01").nights.iter().map(|night| night.flow).collect();
    assert_eq!(shown, [Some(number("3")), None]);
}

#[test]
fn what_never_stands_still_for_seven_days_flows_always() {
    let still = |least: u32| {
        let mut day = [5; 24];
        day[3] = least;
        let week: Vec<&[u32]> = (0..7).map(|_| &day[..]).collect();
        let meters = book(vec![point("P", "utility=cold_water")], "", &hourly(&week));
        watch(&meters, "2025-01").continuous.expect("hours").flows_always()
    };
    assert_eq!((still(1), still(0)), (Some(true), Some(false)));
}

fn request(reason: &str, from: Option<&str>) -> AcknowledgeRequest {
    AcknowledgeRequest {
        point: "P".parse().expect("a code"),
        date: day("2026-03-10"),
        from: from.map(day),
        reason: reason.to_owned(),
        person: None,
    }
}

fn decide(
    meters: &Meters,
    request: &AcknowledgeRequest,
) -> Result<Decided<Vec<Acknowledgement>>, Refusal> {
    acknowledge(meters, day("2026-03-10"), request, &mut stamp("2026-03-10"))
}

#[test]
fn an_acknowledgement_has_a_reason_and_is_recorded_once() {
    let mut meters = book(vec![point("P", "")], "", "");
    let asked = request("已修", Some("2026-03-01"));
    let Decided::New(rows) = decide(&meters, &asked).expect("decided") else { panic!("new") };
    meters.apply(&Record::Acknowledgement(rows[0].clone())).expect("folds");
    let written = |until| meters.written(day(until));
    let [row] = &written("2026-03-10")[..] else { panic!("the one row that a report rests on") };
    assert_eq!((row.kind, row.why.as_str()), ("watch.written", "已修"));
    assert!(written("2026-03-09").is_empty(), "it is of a later day");
    meters.apply(&Record::Acknowledgement(rows[0].clone())).expect("folds again");
    assert_eq!(decide(&meters, &asked), Ok(Decided::Already(rows[0].id.to_string())));
    let refused =
        |request: &AcknowledgeRequest| code_of(&decide(&meters, request).expect_err("refused"));
    assert_eq!(refused(&request(" ", None)), "watch.no_reason");
    assert_eq!(refused(&request("已修", Some("2026-03-11"))), "meter.future");
    let before = rows[0].recorded_at;
    let mut forgotten = meters.clone();
    forgotten.forget_after(before);
    assert_eq!(forgotten.acknowledgements_of(&rows[0].point, &View::NOW).len(), 1);
}

#[test]
fn a6_cusum() {
    let case = case("A6_cusum");
    let expected = Some(number(&case["expected"].to_string()));
    let rows: Vec<_> =
        numbers(&case["actual"]).into_iter().map(|actual| (expected, Some(actual))).collect();
    let sigma = number(&case["sigma"].to_string());
    let found = tabular(&rows, sigma, &CusumPolicy::default()).expect("in range");
    assert_eq!(CusumPolicy::default().slack.to_string(), case["k"].to_string());
    assert_eq!(CusumPolicy::default().limit.to_string(), case["h"].to_string());
    let of = |value: fn(&CusumStep) -> Decimal| -> Vec<Decimal> {
        found.steps.iter().map(|step| value(step.as_ref().expect("no gap"))).collect()
    };
    assert_eq!(of(|step| step.saved), numbers(&case["cusum_savings"]));
    assert_eq!(of(|step| step.high), numbers(&case["s_high"]));
    assert_eq!(of(|step| step.low), numbers(&case["s_low"]));
    let (raised, change) = found.down.expect("an alarm");
    assert_eq!(raised.to_string(), case["first_alarm_index"].to_string());
    assert_eq!(change.to_string(), case["change_point_estimate"].to_string());
    assert_eq!(found.up, None);
}

#[test]
fn a_gap_moves_nothing() {
    let of = |rows: &str| {
        let row = |text: &str| (Some(number("100")), (text != "?").then(|| number(text)));
        let rows: Vec<_> = rows.split_whitespace().map(row).collect();
        tabular(&rows, number("2"), &CusumPolicy::default()).expect("in range")
    };
    let (whole, holed) = (of("110 110 110"), of("110 ? 110 110"));
    assert_eq!(holed.steps[1], None);
    assert_eq!(whole.steps[2], holed.steps[3]);
    assert_eq!((whole.up, holed.up), (Some((1, 0)), Some((2, 0))));
    assert_eq!(tabular(&[], Decimal::ZERO, &CusumPolicy::default()), None);
}

/// A year of 1000 a month and a bit, then a year that uses less from its third month on.
fn drifting() -> Meters {
    let mut register = Decimal::ZERO;
    let mut lines = vec!["P 2024-01-01 0".to_owned()];
    for at in 0..24_i32 {
        let used = match at {
            0..12 => 1000 + 10 * (at % 3 - 1),
            12..14 => 1000,
            _ => 960,
        };
        register += Decimal::from(used);
        lines.push(format!("P {} {register}", day("2024-01-01").plus_months(at + 1)));
    }
    book(vec![point("P", "")], "", &lines.join("|"))
}

fn options(expectation: Expectation, sigma: Option<&str>) -> CusumOptions {
    CusumOptions {
        point: "P".parse().expect("a code"),
        span: span("2025"),
        expectation,
        sigma: sigma.map(number),
        policy: CusumPolicy::default(),
        view: View::NOW,
    }
}

#[test]
fn the_drift_of_a_point_begins_where_its_use_changed() {
    let meters = drifting();
    let found =
        cusum(&meters, &options(Expectation::Given(number("1000")), Some("10"))).expect("known");
    let [alarm] = &found.alarms[..] else { panic!("one alarm") };
    assert_eq!(alarm.drift, Drift::Down);
    assert_eq!((alarm.change, alarm.raised), (span("2025-03"), span("2025-04")));
    assert_eq!(found.n_gaps(), 0);
    // By the mean day of the year before: 12,000 in 366 days.
    let found = cusum(&meters, &options(Expectation::Mean(span("2024")), None)).expect("known");
    assert_eq!(found.n_baseline, Some(12));
    let expected: Vec<_> = found.months[..2].iter().map(|month| month.expected).collect();
    assert_eq!(expected, [Some(number("1016.39")), Some(number("918.03"))]);
}

#[test]
fn a_month_that_is_not_known_is_a_gap_and_a_baseline_needs_three() {
    let meters = book(vec![point("P", "")], "", "P 2025-02-01 0|P 2025-04-01 200");
    let given = options(Expectation::Given(number("100")), Some("10"));
    let found = cusum(&meters, &given).expect("known");
    assert!(found.months[1].step.is_some() && found.months[4].step.is_none());
    assert!(!found.open.is_empty());
    let refused =
        |options: &CusumOptions| cusum(&meters, options).expect_err("refused").code().to_owned();
    let mean = options(Expectation::Mean(span("2025")), None);
    assert_eq!(refused(&mean), "watch.few_months");
    assert_eq!(refused(&options(Expectation::Target(None), None)), "watch.no_sigma");
    assert_eq!(refused(&options(Expectation::Target(None), Some("0"))), "watch.zero_sigma");
    let target = cusum(&meters, &options(Expectation::Target(None), Some("1"))).expect("known");
    assert_eq!(target.n_gaps(), 12, "nobody set a target");
}
