//! Measures that are verified by Option C: proven, not provable, and without what it needs.

use super::lab::{add_point, observation, span, with_weather};
use crate::base::{Decided, Decimal, Moment, Stamp};
use crate::meters::{
    BaselineRefusal, Carrier, Finding, MeasureFields, MeasureRequest, Meters, Method, NoPayback,
    Proof, Record, Refusal, Typing, Utility, Verification, Verifications, VerifyOptions, View,
    WhyNot, record_measure, verify,
};
use crate::org::Org;

/// A point with months whose use fell by a share once the works were over.
fn add(meters: &mut Meters, code: &str, from: &str, saved: f64) {
    let mut uses = Vec::new();
    for month in span(&format!("{from}..2024-12-31")).months() {
        let own = observation(month.span(), |t| 1000.0 + 30.0 * (15.0_f64 - t).max(0.0));
        let after = month.span().first().year() == 2024;
        // A little that no model explains, so that the fit has an error.
        let wobble = if month.span().days() == 31 { 1.01 } else { 0.99 };
        let left = if after { 1.0 - saved } else { 1.0 };
        uses.push((month.span(), own.amount * wobble * left));
    }
    add_point(meters, code, Utility::Electricity, &uses);
}

fn verified(meters: &mut Meters, points: &[&str]) -> Verifications {
    let fields = MeasureFields {
        name: Some("换冷机".to_owned()),
        carrier: Some(Carrier::new(Utility::Electricity, None).expect("a carrier")),
        points: points.iter().map(|code| code.parse().expect("a code")).collect(),
        start: Some(super::lab::day("2023-12-04")),
        end: Some(super::lab::day("2023-12-31")),
        method: Some(Method::OptionC),
        ..MeasureFields::default()
    };
    let code = "LJ-01".parse().expect("a code");
    let request = MeasureRequest { code, fields, typing: Typing::New };
    let today = super::lab::day("2025-01-10");
    let mut stamp = Stamp {
        recorded_at: Moment::new(today, 36_000).expect("a moment"),
        recorded_by: "抄表员甲".to_owned(),
        tag: "t".to_owned(),
        given: 0,
    };
    let decided = record_measure(meters, &Org::default(), today, &request, &mut stamp);
    let Ok(Decided::New(rows)) = decided else { panic!("not new: {decided:?}") };
    for row in rows {
        meters.apply(&Record::Measure(Box::new(row))).expect("folds");
    }
    let span = span("2024");
    verify(
        meters,
        &VerifyOptions { span, measure: None, site: None, station: None, view: View::NOW },
    )
}

fn why(line: &Verification, at: usize) -> &WhyNot {
    let Proof::OptionC(wholes) = &line.proof else { panic!("{:?}", line.proof) };
    wholes[at].found.as_ref().expect_err("not compared")
}

#[test]
fn a_clear_saving_of_a_whole_meter_is_proven_and_claimed() {
    let mut meters = with_weather("2021-01-01..2024-12-31");
    add(&mut meters, "M1", "2021-12-01", 0.4);
    let result = verified(&mut meters, &["M1"]);
    let line = &result.lines[0];
    assert_eq!((line.finding, line.days), (Finding::Proven, 366));
    let Proof::OptionC(wholes) = &line.proof else { panic!("{:?}", line.proof) };
    let own = wholes[0].found.as_ref().expect("compared");
    // The works' own days are in neither side.
    assert_eq!(own.baseline.span, span("2021-12-01..2023-11-30"));
    assert_eq!((own.reporting, own.missing), (span("2024"), 0));
    assert_eq!(
        (line.saving, line.error),
        (own.avoided.decimal(2), own.half_width().and_then(|half| half.decimal(2)))
    );
    assert_eq!(
        own.fractional.iter().map(|own| own.confidence).collect::<Vec<_>>(),
        [68, 68, 90, 90]
    );
    assert_eq!((result.claims[0].n_proven, Some(result.claims[0].saving)), (1, line.saving));
    assert!(!result.workings().is_empty());
    // The whole year was compared: by 365 of its 366 days.
    let (saving, annual) = (line.saving.expect("known"), line.annual.expect("a year"));
    assert_eq!(annual, (saving * Decimal::from(365) / Decimal::from(366)).round_dp(2));
    // Half a year is not made a whole one.
    let half = VerifyOptions {
        span: span("2024-01-01..2024-06-30"),
        measure: None,
        site: None,
        station: None,
        view: View::NOW,
    };
    let half = verify(&meters, &half).lines.remove(0);
    assert_eq!((half.finding, half.annual), (Finding::Proven, None));
    assert_eq!(half.payback, Err(NoPayback::ShortYear(182)));
}

#[test]
fn a_small_saving_is_not_provable_and_not_claimed() {
    let mut meters = with_weather("2021-01-01..2024-12-31");
    add(&mut meters, "M1", "2022-12-01", 0.02);
    let result = verified(&mut meters, &["M1"]);
    assert_eq!(result.lines[0].finding, Finding::NotProvable);
    assert!(result.lines[0].saving.is_some_and(|saving| !saving.is_zero()));
    assert_eq!((result.claims[0].n_proven, result.claims[0].n_left_out), (0, 1));
}

#[test]
fn what_option_c_lacks_is_named_and_no_part_is_summed() {
    let mut meters = with_weather("2021-01-01..2024-12-31");
    add(&mut meters, "M1", "2021-12-01", 0.4);
    add(&mut meters, "M2", "2023-03-01", 0.4);
    let line = verified(&mut meters, &["M1", "M2"]).lines.remove(0);
    assert_eq!((line.finding, line.saving, line.error), (Finding::Lacking, None, None));
    let few = BaselineRefusal::FewObservations {
        span: span("2023-03-01..2023-11-30"),
        n: 9,
        least: 12,
        why: None,
    };
    assert_eq!(*why(&line, 1), WhyNot::Refused(few.into()));

    let mut no_weather = Meters::default();
    add(&mut no_weather, "M1", "2021-12-01", 0.4);
    let line = verified(&mut no_weather, &["M1"]).lines.remove(0);
    let none = Refusal::Baseline(BaselineRefusal::NoWeather);
    assert_eq!((line.finding, why(&line, 0)), (Finding::Lacking, &WhyNot::Refused(none)));
}

#[test]
fn several_points_are_summed_where_all_are_known() {
    let mut meters = with_weather("2021-01-01..2024-12-31");
    add(&mut meters, "M1", "2021-12-01", 0.4);
    let one = verified(&mut meters.clone(), &["M1"]).lines.remove(0);
    add(&mut meters, "M2", "2021-12-01", 0.4);
    let both = verified(&mut meters, &["M1", "M2"]).lines.remove(0);
    assert_eq!(both.finding, Finding::Proven);
    assert_eq!(both.saving, one.saving.map(|saving| saving + saving));
    // Independent errors add in squares: more than one of them, less than both.
    let (half, error) = (one.error.expect("known"), both.error.expect("known"));
    assert!(half < error && error < half + half, "{half} {error}");
}
