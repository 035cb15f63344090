//! The printed 90 % band holds what it promises on meters at which nothing was done.

use super::lab::{Noise, add_point, observation, span, with_weather};
use crate::base::Span;
use crate::meters::{
    BaselineOptions, Cut, Family, Meters, OptionC, OptionCOptions, Outcome, Scope, Select, Utility,
    View, WanderSource, option_c,
};

/// How many meters are tried: the whole three hundred in a release run.
const METERS: u64 = if cfg!(debug_assertions) { 100 } else { 300 };

fn compare(meters: &Meters, baseline: &str, reporting: &str, family: Family) -> OptionC {
    let options = OptionCOptions {
        baseline: BaselineOptions {
            scope: Scope::Point("M1".parse().expect("a code")),
            span: span(baseline),
            cut: Cut::Readings,
            family: Some(family),
            select: Select::Bic,
            station: None,
            drivers: Vec::new(),
            view: View::NOW,
        },
        reporting: span(reporting),
        history_from: None,
    };
    option_c(meters, &options).expect("a comparison")
}

/// Months of a meter at which nothing was done: weather, noise, noise that lasts, and a use that
/// wanders from year to year.
fn wandering(seed: u64, period: Span) -> Vec<(Span, f64)> {
    let mut noise = Noise(seed);
    let (heats, cools) = match seed % 3 {
        0 => (0.0, 0.0),
        1 => (30.0, 0.0),
        _ => (25.0, 40.0),
    };
    let scatter = 0.02 + 0.04 * noise.uniform();
    let wander = 0.015 * noise.uniform();
    let (mut lasting, mut level) = (0.0, 0.0);
    let mut uses = Vec::new();
    for month in period.months() {
        lasting = 0.5 * lasting + scatter * noise.normal();
        level += wander * noise.normal();
        let own = observation(month.span(), |t| {
            1000.0 + heats * (15.0_f64 - t).max(0.0) + cools * (t - 22.0_f64).max(0.0)
        });
        uses.push((month.span(), own.amount * (1.0 + lasting + level)));
    }
    uses
}

#[test]
#[expect(clippy::print_stdout, reason = "the figure is what the test is about")]
fn the_band_holds_zero_where_nothing_was_done() {
    let weather = with_weather("2020-01-01..2024-12-31");
    let mut held = 0_u64;
    let mut held_by_the_fit_alone = 0_u64;
    for seed in 1..=METERS {
        // One year, two years or three of history; the last of them is the baseline.
        let n_years = 1 + i32::try_from(seed / 3 % 3).expect("small");
        let first = 2024 - n_years;
        let mut meters = weather.clone();
        let uses = wandering(seed, span(&format!("{first}-01-01..2024-12-31")));
        add_point(&mut meters, "M1", Utility::Electricity, &uses);
        let family = if seed % 2 == 0 { Family::DegreeDay } else { Family::ChangePoint };
        let compared = compare(&meters, "2023", "2024", family);
        let own =
            matches!(compared.drift.as_ref().expect("a drift").source, WanderSource::Own { .. });
        assert_eq!(own, n_years >= 2, "two years are a history of one's own");
        let share = compared.share.0.abs();
        let of_fit = compared.fractional.iter().find(|own| own.confidence == 90).expect("a width");
        held += u64::from(share <= compared.u90.expect("a band").0);
        held_by_the_fit_alone += u64::from(share <= of_fit.of_expected.0);
    }
    println!(
        "of {METERS} meters without a measure the band holds zero for {held}, \
         the fit's alone for {held_by_the_fit_alone}"
    );
    assert!(held * 100 >= METERS * 85, "only {held} of {METERS}");
}

#[test]
fn three_tenths_are_proven_by_default_and_one_tenth_is_not() {
    let period = span("2023-01-01..2024-12-31");
    for (saved, proof) in
        [(0.3, Outcome::Proven), (0.1, Outcome::NotProvable), (-0.3, Outcome::Increase)]
    {
        let mut uses = wandering(3, period);
        for (span, used) in &mut uses {
            if span.first().year() == 2024 {
                *used *= 1.0 - saved;
            }
        }
        let mut meters = with_weather("2023-01-01..2024-12-31");
        add_point(&mut meters, "M1", Utility::Electricity, &uses);
        let compared = compare(&meters, "2023", "2024", Family::DegreeDay);
        assert!(matches!(
            compared.drift.as_ref().expect("a drift").source,
            WanderSource::Outside(_)
        ));
        assert_eq!(compared.proof, proof, "{:?} of {:?}", compared.share, compared.u90);
        let by_hand: f64 = compared.lines.iter().map(|line| line.avoided.0).sum();
        assert!((compared.avoided.0 - by_hand).abs() < 1e-6);
    }
}

#[test]
fn without_a_drift_nothing_is_proven() {
    let mut uses = wandering(3, span("2023-01-01..2024-12-31"));
    for (span, used) in &mut uses {
        if span.first().year() == 2024 {
            *used *= 0.5;
        }
    }
    let mut meters = with_weather("2023-01-01..2024-12-31");
    add_point(&mut meters, "M1", Utility::ColdWater, &uses);
    let compared = compare(&meters, "2023", "2024", Family::Mean);
    assert_eq!((compared.u90, compared.drift.clone()), (None, None));
    assert_eq!(
        compared.proof,
        Outcome::NotProvable,
        "half the water is gone, and nobody knows why"
    );
}
