//! The worked values of the domain page, A4 and A11, to the printed digit.

use super::lab::{day, with_temperatures};
use crate::base::Span;
use crate::meters::baseline::candidate::{Candidate, Form};
use crate::meters::baseline::degree_day::Cools;
use crate::meters::baseline::fsu::{Inflation, Noise, quantile};
use crate::meters::baseline::model::{Family, Recipe, Select};
use crate::meters::baseline::series::{Grain, Observation};

const BY_CHANGE_POINT: Recipe<'static> =
    Recipe { family: Family::ChangePoint, select: Select::Bic, cools: Cools::Maybe, drivers: &[] };

/// Twelve periods of equal length with a use a day and a mean temperature.
fn periods(use_and_temperature: &[(f64, f64)]) -> Vec<Observation> {
    let mut first = day("2025-01-01");
    let mut periods = Vec::new();
    for (per_day, mean) in use_and_temperature {
        let next = first.plus_days(30);
        let span = Span::new(first, next.previous()).expect("a span");
        periods.push(with_temperatures(span, per_day * 30.0, vec![*mean; 30]));
        first = next;
    }
    periods
}

/// A4: the change points, coefficients, R², BIC and verdict of each shape, as the page prints them.
fn shown(candidate: &Candidate) -> String {
    let points: Vec<String> =
        candidate.points.iter().map(|own| own.decimal(1).expect("a number").to_string()).collect();
    let coefficients: Vec<String> = candidate
        .coefficients
        .iter()
        .map(|own| own.value.decimal(8).expect("a number").normalize().to_string())
        .collect();
    format!(
        "{} [{}] [{}] {} {} {}",
        candidate.form.key().rsplit('.').next().expect("a word"),
        points.join(" "),
        coefficients.join(" "),
        candidate.r2.decimal(8).expect("a number").normalize(),
        candidate.bic.decimal(8).expect("a number").normalize(),
        candidate.rejection.is_none(),
    )
}

#[test]
fn one_hot_august_is_no_cooling_slope() {
    let series = [
        (52.0, -1.1111),
        (42.0, -1.6667),
        (38.0, 1.6667),
        (33.0, 8.3333),
        (34.0, 13.8889),
        (35.0, 18.8889),
        (35.0, 21.1111),
        (54.0, 20.5556),
        (35.0, 17.2222),
        (37.0, 13.8889),
        (52.0, 5.5556),
        (45.0, 2.7778),
    ];
    let (candidates, chosen) =
        BY_CHANGE_POINT.best(&periods(&series), Grain::Billing).expect("a model");
    let lines: Vec<String> = candidates.iter().map(shown).collect();
    assert_eq!(
        lines,
        [
            "mean [] [41] 0 50.82478818 true",
            "two_p [] [44.05618972 -0.30281491] 0.10882503 51.92712091 false",
            "three_p_cooling [2.0] [43.71291735 -0.31236125] 0.09515984 54.5946379 false",
            "three_p_heating [10.0] [38.3149864 0.7249544] 0.18643644 53.31862686 false",
            "four_p [16.5] [33.39481406 0.73916753 2.18400374] 0.29335259 54.11282671 false",
            "five_p [14.5 18.0] [35.08853416 0.72161223 2.82208845] 0.2940827 56.58532855 false",
        ]
    );
    assert_eq!(chosen.form, Form::Mean);
}

#[test]
fn fractional_uncertainty_to_the_printed_digit() {
    for (n, k, cv, share, m, confidence, t, fixed, alpha, polynomial) in [
        (12, 3, 0.05, 0.1, 12.0, 0.9, "1.83311293", "0.36009123", "1.30558", "0.37311739"),
        (12, 3, 0.05, 0.1, 12.0, 0.68, "1.05251549", "0.206753", "1.30558", "0.21423221"),
        (24, 3, 0.08, 0.08, 12.0, 0.9, "1.7207429", "0.65144381", "1.30558", "0.67500953"),
        (12, 5, 0.1, 0.15, 6.0, 0.9, "1.89457861", "0.70176174", "1.13098", "0.62990356"),
    ] {
        let eight = |value: f64| {
            crate::meters::baseline::figure::Figure(value)
                .decimal(8)
                .expect("a number")
                .normalize()
                .to_string()
        };
        let noise = Noise { n, k, cv, rho: 0.0, grain: Grain::Billing };
        let fsu = |inflation: Inflation| {
            eight(noise.half_width(confidence, inflation, m, m).expect("a width") / share)
        };
        let freedom = f64::from(u32::try_from(n - k).expect("small"));
        assert_eq!(eight(quantile(confidence, freedom).expect("a quantile")), t);
        assert_eq!(fsu(Inflation::Fixed), fixed);
        assert_eq!(eight(Inflation::Polynomial.factor(Grain::Billing, m)), alpha);
        assert_eq!(fsu(Inflation::Polynomial), polynomial);
    }
}

#[test]
fn days_that_follow_one_another_count_for_fewer() {
    let noise = |rho: f64| Noise { n: 365, k: 3, cv: 0.1, rho, grain: Grain::Daily };
    let width =
        |rho: f64| noise(rho).half_width(0.9, Inflation::Fixed, 365.0, 12.0).expect("a width");
    // Below one half nothing changes; at 0.6 a quarter of the days counts: n' = 365·0.4/1.6 = 91.25.
    assert!((width(0.49) - width(0.0)).abs() < 1e-15);
    let t = quantile(0.9, 91.25 - 3.0).expect("a quantile");
    let by_hand = t * 1.26 * 0.1 * (4.0_f64 * (1.0 + 2.0 / 91.25) / 365.0).sqrt();
    assert!((width(0.6) / by_hand - 1.0).abs() < 1e-12);
    assert!(
        noise(0.999).half_width(0.9, Inflation::Fixed, 365.0, 12.0).is_none(),
        "nothing is left"
    );
}
