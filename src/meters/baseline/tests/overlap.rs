//! Savings that rest on the same meter: claimed once, and said to be.

use super::lab::{add_below, day, observation, span, with_weather};
use crate::base::{Decided, Moment, Stamp};
use crate::meters::{
    Carrier, Finding, Load, MeasureFields, MeasureRequest, Meters, Method, Overlap, Record, Typing,
    Utility, Verifications, VerifyOptions, View, record_measure, verify,
};
use crate::org::Org;

/// A main meter and one below it, both with less use in 2024.
fn building() -> Meters {
    let mut meters = with_weather("2021-01-01..2024-12-31");
    for (parent, code) in [(None, "M1"), (Some("M1"), "S1"), (None, "M2")] {
        let mut uses = Vec::new();
        for month in span("2021-12-01..2024-12-31").months() {
            let own = observation(month.span(), |t| 1000.0 + 30.0 * (15.0_f64 - t).max(0.0));
            let left = if month.span().first().year() == 2024 { 0.6 } else { 1.0 };
            let wobble = if month.span().days() == 31 { 1.01 } else { 0.99 };
            uses.push((month.span(), own.amount * wobble * left));
        }
        add_below(&mut meters, parent, code, Utility::Electricity, &uses);
    }
    meters
}

fn measure(meters: &mut Meters, code: &str, method: Method, works: (&str, &str), points: &[&str]) {
    let number = |text: &str| Some(text.parse().expect("a decimal"));
    let fields = MeasureFields {
        name: Some("改造".to_owned()),
        carrier: Some(Carrier::new(Utility::Electricity, None).expect("a carrier")),
        points: points.iter().map(|code| code.parse().expect("a code")).collect(),
        count: Some(100),
        start: Some(day(works.0)),
        end: Some(day(works.1)),
        method: Some(method),
        load: Load {
            before: number("40"),
            after: number("16"),
            load_error: number("3"),
            hours: number("4380"),
            hours_error: number("3"),
            sample: None,
        },
        ..MeasureFields::default()
    };
    let request =
        MeasureRequest { code: code.parse().expect("a code"), fields, typing: Typing::New };
    let today = day("2025-01-10");
    let mut stamp = Stamp {
        recorded_at: Moment::new(today, 36_000).expect("a moment"),
        recorded_by: "抄表员甲".to_owned(),
        tag: "t".to_owned(),
        given: u64::try_from(meters.measures().len()).expect("few"),
    };
    let decided = record_measure(meters, &Org::default(), today, &request, &mut stamp);
    let Ok(Decided::New(rows)) = decided else { panic!("not new: {decided:?}") };
    for row in rows {
        meters.apply(&Record::Measure(Box::new(row))).expect("folds");
    }
}

const DECEMBER: (&str, &str) = ("2023-12-04", "2023-12-31");

fn verified(meters: &Meters, only: Option<&str>) -> Verifications {
    let measure = only.map(|code| code.parse().expect("a code"));
    let (site, station, view) = (None, None, View::NOW);
    verify(meters, &VerifyOptions { span: span("2024"), measure, site, station, view })
}

fn within(result: &Verifications, code: &str) -> Option<Overlap> {
    let line = result.lines.iter().find(|line| line.measure.code.as_str() == code);
    let line = line.expect("a line");
    assert_eq!(line.finding, Finding::Proven, "{code}");
    line.within.clone()
}

fn overlap(claimed: &str, shared: Option<(&str, &str)>) -> Overlap {
    let code = |text: &str| text.parse().expect("a code");
    let shared = shared.map(|(one, other)| (code(one), code(other)));
    Overlap { claimed: claimed.parse().expect("a code"), shared }
}

#[test]
fn a_saving_below_a_whole_meter_is_not_added_to_it() {
    let mut meters = building();
    measure(&mut meters, "A-01", Method::OptionA, DECEMBER, &["S1"]);
    measure(&mut meters, "C-01", Method::OptionC, DECEMBER, &["M1"]);
    let result = verified(&meters, None);
    assert_eq!(within(&result, "A-01"), Some(overlap("C-01", Some(("M1", "S1")))));
    assert_eq!(within(&result, "C-01"), None);
    let [claim] = &result.claims[..] else { panic!("one carrier") };
    assert_eq!((claim.n_proven, claim.n_within, claim.n_left_out), (1, 1, 0));
    assert_eq!(Some(claim.saving), result.lines[1].saving);
    assert!(!result.is_open());
    // Asked for alone it is not claimed either.
    let alone = verified(&meters, Some("A-01"));
    assert_eq!(within(&alone, "A-01"), within(&result, "A-01"));
    assert_eq!((alone.claims[0].n_proven, alone.claims[0].n_within), (0, 1));
}

#[test]
fn what_has_no_meter_in_common_is_added() {
    let mut meters = building();
    measure(&mut meters, "A-01", Method::OptionA, DECEMBER, &["S1"]);
    measure(&mut meters, "A-02", Method::OptionA, DECEMBER, &["S1"]);
    measure(&mut meters, "C-01", Method::OptionC, DECEMBER, &["M2"]);
    let result = verified(&meters, None);
    assert_eq!((result.claims[0].n_proven, result.claims[0].n_within), (3, 0));
}

#[test]
fn works_before_the_whole_baseline_are_in_it_and_not_in_the_saving() {
    let mut meters = building();
    measure(&mut meters, "A-01", Method::OptionA, ("2021-11-01", "2021-11-20"), &["S1"]);
    measure(&mut meters, "C-01", Method::OptionC, DECEMBER, &["M1"]);
    let result = verified(&meters, None);
    assert_eq!((result.claims[0].n_proven, result.claims[0].n_within), (2, 0));
}

#[test]
fn of_two_on_one_meter_the_earlier_works_are_claimed() {
    let mut meters = building();
    measure(&mut meters, "C-01", Method::OptionC, DECEMBER, &["M1"]);
    measure(&mut meters, "C-00", Method::OptionC, ("2023-12-05", "2023-12-31"), &["M1"]);
    let result = verified(&meters, None);
    assert_eq!(within(&result, "C-00"), Some(overlap("C-01", Some(("M1", "M1")))));
    // A wider meter comes before an earlier one.
    measure(&mut meters, "C-02", Method::OptionC, ("2023-12-03", "2023-12-31"), &["S1"]);
    assert_eq!(within(&verified(&meters, None), "C-02"), Some(overlap("C-01", Some(("M1", "S1")))));
}

#[test]
fn what_names_no_point_may_be_in_it_and_is_not_added() {
    let mut meters = building();
    measure(&mut meters, "A-01", Method::OptionA, DECEMBER, &[]);
    measure(&mut meters, "C-01", Method::OptionC, DECEMBER, &["M1"]);
    let result = verified(&meters, None);
    assert_eq!(within(&result, "A-01"), Some(overlap("C-01", None)));
    assert_eq!((result.claims[0].n_proven, result.claims[0].n_within), (1, 1));
    assert!(result.is_open());
}

#[test]
fn points_of_one_measure_that_have_use_in_common_are_named() {
    let mut meters = building();
    measure(&mut meters, "C-01", Method::OptionC, DECEMBER, &["S1", "M1"]);
    let result = verified(&meters, None);
    assert_eq!(result.lines[0].finding, Finding::Lacking);
    assert_eq!(result.lines[0].saving, None);
}
