//! Buildings whose coefficients are known come out again; a meter without weather has no slope.

use super::lab::{Noise, months};
use crate::meters::DriverKind;
use crate::meters::baseline::candidate::{Candidate, Form};
use crate::meters::baseline::degree_day::Cools;
use crate::meters::baseline::model::{Family, Recipe, Select};
use crate::meters::baseline::series::{Grain, Observation};

fn recipe(family: Family, select: Select) -> Recipe<'static> {
    Recipe { family, select, cools: Cools::Maybe, drivers: &[] }
}

fn chosen(recipe: Recipe<'_>, observations: &[Observation]) -> Candidate {
    recipe.best(observations, Grain::Billing).expect("a model").1
}

fn noisy(mut observations: Vec<Observation>, seed: u64, share: f64) -> Vec<Observation> {
    let mut noise = Noise(seed);
    for own in &mut observations {
        own.amount *= 1.0 + share * noise.normal();
    }
    observations
}

/// Each coefficient within two percent of what the building was made with.
fn near(candidate: &Candidate, form: Form, truth: &[f64]) {
    assert_eq!(candidate.form, form, "{candidate:?}");
    assert_eq!(candidate.coefficients.len(), truth.len());
    for (own, truth) in candidate.coefficients.iter().zip(truth) {
        let off = (own.value.0 / truth - 1.0).abs();
        assert!(off < 0.02, "{:?} is {:?}, not {truth}", own.term, own.value);
    }
}

#[test]
fn buildings_of_degree_days_are_recovered() {
    // Balance points that stand on the grid of the search: 61, 72, 57 and 70 °F; 16, 22, 14 and 21 °C.
    for (select, [heats, cools, low, high]) in [
        (Select::Caltrack, [61.0, 72.0, 57.0, 70.0].map(|f: f64| (f - 32.0) / 1.8)),
        (Select::Bic, [16.0, 22.0, 14.0, 21.0]),
    ] {
        let heated = |t: f64| 400.0 + 55.0 * (heats - t).max(0.0);
        let cooled = |t: f64| 900.0 + 42.0 * (t - cools).max(0.0);
        let both = |t: f64| 1200.0 + 60.0 * (low - t).max(0.0) + 80.0 * (t - high).max(0.0);
        let by_degree_day = recipe(Family::DegreeDay, select);
        for (form, per_day, truth) in [
            (Form::Heating, &heated as &dyn Fn(f64) -> f64, vec![400.0, 55.0]),
            (Form::Cooling, &cooled, vec![900.0, 42.0]),
            (Form::HeatingCooling, &both, vec![1200.0, 60.0, 80.0]),
        ] {
            let exact = months("2023-01-01..2024-12-31", per_day);
            near(&chosen(by_degree_day, &exact), form, &truth);
        }
    }
}

#[test]
fn buildings_with_a_little_noise_are_recovered_too() {
    let both = |t: f64| 1200.0 + 60.0 * (14.0 - t).max(0.0) + 80.0 * (t - 21.0).max(0.0);
    let observations = noisy(months("2023-01-01..2024-12-31", both), 7, 0.003);
    let found = chosen(recipe(Family::DegreeDay, Select::Bic), &observations);
    near(&found, Form::HeatingCooling, &[1200.0, 60.0, 80.0]);
}

/// Months whose use follows from their own mean temperature.
fn of_means(per_day: impl Fn(f64) -> f64) -> Vec<Observation> {
    let mut observations = months("2023-01-01..2024-12-31", |_| 0.0);
    for own in &mut observations {
        own.amount = per_day(own.mean.expect("a mean")) * own.n_days();
    }
    observations
}

#[test]
fn buildings_of_change_points_are_recovered() {
    let by_change_point = recipe(Family::ChangePoint, Select::Bic);
    for (form, per_day, truth) in [
        (Form::TwoP, &(|t: f64| 700.0 + 9.0 * t) as &dyn Fn(f64) -> f64, vec![700.0, 9.0]),
        (Form::ThreePHeating, &|t: f64| 400.0 + 55.0 * (12.0 - t).max(0.0), vec![400.0, 55.0]),
        (Form::ThreePCooling, &|t: f64| 900.0 + 42.0 * (t - 17.0).max(0.0), vec![900.0, 42.0]),
        (
            Form::FourP,
            &|t: f64| 900.0 + 30.0 * (14.0 - t).max(0.0) + 70.0 * (t - 14.0).max(0.0),
            vec![900.0, 30.0, 70.0],
        ),
        (
            Form::FiveP,
            &|t: f64| 900.0 + 30.0 * (8.0 - t).max(0.0) + 70.0 * (t - 20.0).max(0.0),
            vec![900.0, 30.0, 70.0],
        ),
    ] {
        near(&chosen(by_change_point, &of_means(per_day)), form, &truth);
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the figure is what the test is about")]
fn a_meter_without_weather_has_the_mean() {
    for family in [Family::DegreeDay, Family::ChangePoint] {
        let flat = months("2023-01-01..2024-12-31", |_| 500.0);
        let found = chosen(recipe(family, Select::Bic), &flat);
        near(&found, Form::Mean, &[500.0]);
        let n_means = (0..100)
            .filter(|seed| {
                let observations = noisy(flat.clone(), *seed, 0.05);
                chosen(recipe(family, Select::Bic), &observations).form == Form::Mean
            })
            .count();
        println!("{family:?}: the mean in {n_means} of 100");
        assert!(n_means >= 85, "{family:?}: only {n_means} of 100");
    }
}

#[test]
fn gas_cools_nothing() {
    let rising = months("2023-01-01..2024-12-31", |t| 500.0 + 20.0 * (t - 18.0).max(0.0));
    let recipe = Recipe { cools: Cools::Never, ..recipe(Family::DegreeDay, Select::Caltrack) };
    let (candidates, chosen) = recipe.best(&rising, Grain::Billing).expect("a model");
    assert_eq!(chosen.form, Form::Mean);
    let rejected = candidates.iter().filter(|own| own.rejection.is_some()).count();
    assert_eq!(rejected, 3, "heating falls, cooling is not for gas: {candidates:?}");
}

#[test]
fn bed_days_are_a_further_term() {
    let drivers = [DriverKind::OccupiedBedDays];
    let recipe = Recipe { drivers: &drivers, ..recipe(Family::DegreeDay, Select::Bic) };
    let mut observations = months("2023-01-01..2024-12-31", |t| 300.0 + 40.0 * (15.0 - t).max(0.0));
    let mut noise = Noise(3);
    for own in &mut observations {
        let beds = 400.0 + 40.0 * noise.normal();
        own.drivers = vec![beds];
        own.amount += 2.5 * beds * own.n_days();
    }
    near(&chosen(recipe, &observations), Form::Heating, &[300.0, 40.0, 2.5]);
}
