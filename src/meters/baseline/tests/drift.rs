//! A drift against the model of a baseline: weather is none, a change is.

use super::lab::{add_point, observation, span, with_weather};
use crate::base::Refuse as _;
use crate::meters::{
    CusumOptions, CusumPolicy, Drift, Expectation, Meters, Modelled, Utility, View, cusum,
};

/// Three years of months that follow the weather, with a fifth more from July 2024 on.
fn building(weather: &str) -> Meters {
    let mut meters = with_weather(weather);
    let mut uses = Vec::new();
    for month in span("2022-01-01..2024-12-31").months() {
        let own = observation(month.span(), |t| 1000.0 + 60.0 * (15.0_f64 - t).max(0.0));
        let more = if month.span().first() >= super::lab::day("2024-07-01") { 1.2 } else { 1.0 };
        let wobble = if month.span().days() == 31 { 1.01 } else { 0.99 };
        uses.push((month.span(), own.amount * wobble * more));
    }
    add_point(&mut meters, "M1", Utility::Electricity, &uses);
    meters
}

fn options(expectation: Expectation) -> CusumOptions {
    CusumOptions {
        point: "M1".parse().expect("a code"),
        span: span("2024"),
        expectation,
        sigma: None,
        policy: CusumPolicy::default(),
        view: View::NOW,
    }
}

fn model(baseline: &str) -> Expectation {
    let (family, station, drivers) = (None, None, Vec::new());
    Expectation::Model(Modelled { span: span(baseline), family, station, drivers })
}

#[test]
fn the_weather_is_no_drift_and_a_change_is() {
    let meters = building("2021-12-01..2024-12-31");
    let found = cusum(&meters, &options(model("2022-01-01..2023-12-31"))).expect("known");
    let [alarm] = &found.alarms[..] else { panic!("one alarm: {:?}", found.alarms) };
    assert_eq!((alarm.drift, alarm.change), (Drift::Up, span("2024-07")));
    assert_eq!((found.n_baseline, found.n_gaps()), (Some(24), 0));
    assert!(found.form.is_some() && !found.model.is_empty());
    // The mean day of the same months is off by more than that with every winter.
    let mean = options(Expectation::Mean(span("2022-01-01..2023-12-31")));
    let mean = cusum(&meters, &mean).expect("known");
    assert!(mean.sigma > found.sigma, "{} {}", mean.sigma, found.sigma);
}

#[test]
fn months_without_weather_are_gaps_and_named() {
    let meters = building("2021-12-01..2024-09-30");
    let found = cusum(&meters, &options(model("2022-01-01..2023-12-31"))).expect("known");
    assert_eq!((found.n_gaps(), found.lacking.len()), (3, 3));
    assert_eq!(found.lacking[0].1.key(), "baseline.left.weather");
    let few = cusum(&meters, &options(model("2023-11-01..2023-12-31"))).expect_err("too few");
    assert_eq!(few.code(), "watch.few_months");
}
