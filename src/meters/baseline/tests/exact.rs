//! Coefficients and savings against a second computation: normal equations in exact fractions.

use super::lab::{add_point, day, days, span, temperature, with_temperatures, with_weather};
use crate::base::{Fraction, Moment, Span};
use crate::meters::baseline::candidate::Form;
use crate::meters::baseline::degree_day::Cools;
use crate::meters::baseline::model::{Family, Recipe, Select};
use crate::meters::baseline::series::{Grain, Observation};
use crate::meters::{
    BaselineOptions, Cut, Driver, DriverKind, DriverPlace, Meters, OptionCOptions, Record, Scope,
    Utility, View, WhyLeft, baseline, option_c,
};

/// A month in whole degrees Fahrenheit and whole kilowatt hours.
struct Month {
    span: Span,
    fahrenheit: Vec<i128>,
    used: i128,
}

/// A year of a building whose use follows the weather, with something left over each month.
fn year() -> Vec<Month> {
    let month = |(at, month): (usize, crate::base::Month)| {
        #[expect(clippy::cast_possible_truncation, reason = "a temperature is a small number")]
        let fahrenheit: Vec<i128> =
            days(month.span()).map(|day| (temperature(day) * 1.8 + 32.0).round() as i128).collect();
        let degrees: i128 = fahrenheit.iter().map(|own| (60 - own).max(0)).sum();
        let extra = [310, -250, 90, -170, 280, -60, 130, -320, 200, -90, 40, -160][at % 12];
        Month { span: month.span(), used: 14_000 + 37 * degrees + extra, fahrenheit }
    };
    span("2023").months().enumerate().map(month).collect()
}

fn whole(value: i128) -> Fraction {
    Fraction::new(value, 1).expect("a fraction")
}

fn times(one: Fraction, other: Fraction) -> Fraction {
    one.checked_mul(other).expect("in range")
}

fn less(one: Fraction, other: Fraction) -> Fraction {
    one.checked_sub(other).expect("in range")
}

/// Base use a day, use a degree day, and what is left unexplained, weighted by days.
///
/// With `y/d = a + b·H/d` and weights `d` the normal equations are
/// `a·Σd + b·ΣH = Σy` and `a·ΣH + b·ΣH²/d = ΣyH/d`.
fn solve(months: &[Month], point: i128) -> Option<(Fraction, Fraction, Fraction)> {
    let mut sums = [Fraction::ZERO; 6];
    for month in months {
        let days = whole(i128::from(month.span.days()));
        let degrees: i128 = month.fahrenheit.iter().map(|own| (point - own).max(0)).sum();
        let (cold, used) = (whole(degrees), whole(month.used));
        let over = |value: Fraction| value.checked_div(days).expect("days");
        let squares = [times(cold, cold), times(used, cold), times(used, used)].map(over);
        let own = [days, cold, squares[0], used, squares[1], squares[2]];
        for (sum, own) in sums.iter_mut().zip(own) {
            *sum = sum.checked_add(own).expect("in range");
        }
    }
    let [days, cold, cold_2, used, used_cold, used_2] = sums;
    let determinant = less(times(days, cold_2), times(cold, cold));
    let base = less(times(used, cold_2), times(used_cold, cold)).checked_div(determinant)?;
    let slope = less(times(days, used_cold), times(cold, used)).checked_div(determinant)?;
    let left = less(less(used_2, times(base, used)), times(slope, used_cold));
    Some((base, slope, left))
}

fn float(fraction: Fraction) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "compared to six digits")]
    let (above, below) = (fraction.numerator() as f64, fraction.denominator() as f64);
    above / below
}

fn observations(months: &[Month]) -> Vec<Observation> {
    let observation = |month: &Month| {
        #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
        let celsius = |own: &i128| (*own as f64 - 32.0) / 1.8;
        #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
        let used = month.used as f64;
        with_temperatures(month.span, used, month.fahrenheit.iter().map(celsius).collect())
    };
    months.iter().map(observation).collect()
}

#[test]
fn the_compatible_mode_agrees_to_six_digits() {
    let months = year();
    let (point, (a, b, _)) = (30..=90)
        .filter_map(|point| Some((point, solve(&months, point)?)))
        .filter(|(_, (a, b, _))| *a >= Fraction::ZERO && *b >= Fraction::ZERO)
        .min_by(|one, other| one.1.2.cmp(&other.1.2))
        .expect("a balance point");
    let recipe = Recipe {
        family: Family::DegreeDay,
        select: Select::Caltrack,
        cools: Cools::Never,
        drivers: &[],
    };
    let (_, chosen) = recipe.best(&observations(&months), Grain::Billing).expect("a model");
    assert_eq!(chosen.form, Form::Heating);
    let near = |own: f64, exact: f64| (own / exact - 1.0).abs() < 1e-6;
    assert!(near(chosen.points[0].0 * 1.8 + 32.0, f64::from(i32::try_from(point).expect("small"))));
    assert!(near(chosen.coefficients[0].value.0, float(a)), "{chosen:?}");
    assert!(near(chosen.coefficients[1].value.0 / 1.8, float(b)), "{chosen:?}");
    // The saving of the same year with a tenth less: known exactly from the same normal equations.
    let mut expected = Fraction::ZERO;
    let mut used = 0_i128;
    for month in &months {
        let degrees: i128 = month.fahrenheit.iter().map(|own| (point - own).max(0)).sum();
        let own = times(a, whole(i128::from(month.span.days())))
            .checked_add(times(b, whole(degrees)))
            .expect("in range");
        expected = expected.checked_add(own).expect("in range");
        used += month.used * 9 / 10;
    }
    let own: f64 = observations(&months).iter().map(|own| chosen.expected(own)).sum();
    #[expect(clippy::cast_precision_loss, reason = "compared to six digits")]
    let saved = own - used as f64;
    assert!(near(saved, float(less(expected, whole(used)))));
}

fn options(drivers: Vec<DriverKind>) -> BaselineOptions {
    BaselineOptions {
        scope: Scope::Point("M1".parse().expect("a code")),
        span: span("2023"),
        cut: Cut::Readings,
        family: Some(Family::DegreeDay),
        select: Select::Bic,
        station: None,
        drivers,
        view: View::NOW,
    }
}

/// Bills of two months over 2023 and 2024: 20 a day and 3 for each degree below 15 °C.
fn two_month_bills(saved: f64) -> Vec<(Span, f64)> {
    let mut first = day("2023-01-01");
    let mut bills = Vec::new();
    while first.year() < 2025 {
        let next = first.plus_months(2);
        let span = Span::new(first, next.previous()).expect("a span");
        let used: f64 = days(span).map(|day| 20.0 + 3.0 * (15.0 - temperature(day)).max(0.0)).sum();
        bills.push((span, if first.year() == 2024 { used - saved / 6.0 } else { used }));
        first = next;
    }
    bills
}

#[test]
fn a_bill_of_two_months_has_the_weather_of_both() {
    let mut meters = with_weather("2023-01-01..2024-12-31");
    add_point(&mut meters, "M1", Utility::Gas, &two_month_bills(1000.0));
    let options = OptionCOptions {
        baseline: options(Vec::new()),
        reporting: span("2024"),
        history_from: None,
    };
    let compared = option_c(&meters, &options).expect("a comparison");
    assert_eq!(compared.baseline.observations.len(), 6, "62 days are not too long for two months");
    assert!((compared.avoided.0 - 1000.0).abs() < 0.01, "{:?}", compared.avoided);
}

/// A meter that uses 20 a day and a half for each bed-day, whose bed-days are counted but for June.
fn by_bed_days() -> Meters {
    let mut meters = with_weather("2023-01-01..2023-12-31");
    let mut bills = Vec::new();
    for month in span("2023").months() {
        let bed_days =
            9000 + i32::try_from(month.number() * month.number() * 13 % 700).expect("small");
        let n_days = i32::try_from(month.days()).expect("small");
        let used = 20.0 * f64::from(n_days) + 0.5 * f64::from(bed_days);
        bills.push((month.span(), used));
        let place =
            DriverPlace { kind: DriverKind::OccupiedBedDays, site: None, department: None, month };
        let driver = Driver {
            id: format!("D{month}").parse().expect("an id"),
            place,
            amount: bed_days.into(),
            source: None,
            note: None,
            recorded_at: Moment::new(month.last(), 36_000).expect("a moment"),
            recorded_by: "统计员甲".to_owned(),
        };
        if month.number() != 6 {
            meters.apply(&Record::Driver(driver)).expect("folds");
        }
    }
    add_point(&mut meters, "M1", Utility::ColdWater, &bills);
    meters
}

#[test]
fn a_driver_of_the_ledger_is_a_term_and_its_gap_is_said() {
    let own = BaselineOptions {
        family: Some(Family::Mean),
        ..options(vec![DriverKind::OccupiedBedDays])
    };
    let fitted = baseline(&by_bed_days(), &own).expect("a baseline");
    let values: Vec<f64> = fitted.chosen.coefficients.iter().map(|own| own.value.0).collect();
    assert!((values[0] - 20.0).abs() < 1e-4 && (values[1] - 0.5).abs() < 1e-6, "{values:?}");
    let left: Vec<String> =
        fitted.left_out.iter().map(|left| format!("{} {}", left.span, left.why.key())).collect();
    assert_eq!(left, ["2023-06 baseline.left.driver"]);
}

#[test]
fn what_is_left_out_is_said() {
    let mut meters = with_weather("2023-01-01..2023-11-24");
    let mut bills: Vec<(Span, f64)> = span("2023")
        .months()
        .map(|month| (month.span(), 900.0 + 10.0 * f64::from(month.number())))
        .collect();
    bills[4].1 = 0.0;
    // June is read twice: neither part is a billing period.
    let (june, used) = bills.remove(5);
    let middle = june.first().plus_days(15);
    bills.insert(5, (Span::new(june.first(), middle.previous()).expect("a span"), used / 2.0));
    bills.insert(6, (Span::new(middle, june.last()).expect("a span"), used / 2.0));
    add_point(&mut meters, "M1", Utility::Electricity, &bills);
    let fitted = baseline(&meters, &options(Vec::new())).expect("a baseline");
    let said: Vec<String> =
        fitted.left_out.iter().map(|left| format!("{} {}", left.span, left.why.key())).collect();
    assert_eq!(
        said,
        [
            "2023-05 baseline.left.zero",
            "2023-06-01..2023-06-15 baseline.left.short",
            "2023-06-16..2023-06-30 baseline.left.short",
            "2023-11 baseline.left.weather",
            "2023-12 baseline.left.weather",
        ]
    );
    assert_eq!(fitted.missing, 31 + 30 + 30 + 31);
    assert!(!fitted.is_sufficient(), "more than a tenth of the year is missing");
    let gone = fitted.left_out.iter().find(|left| matches!(left.why, WhyLeft::NoWeather { .. }));
    assert!(gone.is_some_and(|left| !left.why.is_kept()));
}
