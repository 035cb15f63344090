//! What the energy-saving report finds out by itself: drifts, warnings, ranks; and its workings.

use super::lab::{book, day, month, number, point, span};
use crate::base::Moment;
use crate::meters::{
    Basis, Carrier, Comparison, Drift, EnergyOptions, EnergyReport, JudgementKind, Meters, Record,
    SavingPolicy, Target, Utility, View, WatchPolicy, energy, energy_workings,
};
use crate::org::Org;

fn report(meters: &Meters, period: &str) -> EnergyReport {
    let options = EnergyOptions {
        span: span(period),
        site: None,
        basis: Basis::calorific(),
        carbon_basis: Basis::grid_national(),
        comparison: Comparison::Whole,
        profile: crate::meters::HospitalProfile::default(),
        saving: SavingPolicy::default(),
        watch: WatchPolicy::default(),
        view: View::NOW,
    };
    energy(meters, &Org::default(), &options)
}

/// Reads a point at the end of each month from December 2023 on; the month's use each.
fn monthly(code: &str, uses: &[u32]) -> String {
    let mut register = 0;
    let mut lines = vec![format!("{code} 2024-01-01 0")];
    for (at, used) in uses.iter().enumerate() {
        register += used;
        let next = month("2024-01").plus(i32::try_from(at).expect("few") + 1);
        lines.push(format!("{code} {} {register}", next.first()));
    }
    lines.join(" | ")
}

/// A year around 1000 a month, then `more` from March on; another point begins in 2025.
fn year_and(more: u32) -> Meters {
    let mut uses = vec![1020, 940, 1015, 985, 1010, 990, 1030, 1020, 980, 1025, 975, 1025];
    uses.extend([1020, 910]);
    uses.extend([1010 + more, 985 + more, 1020 + more, 990 + more]);
    let new = "NEW 2025-01-01 0 | NEW 2025-02-01 40 | NEW 2025-07-01 300";
    let readings = format!("{} | {new}", monthly("OLD", &uses));
    book(vec![point("OLD", ""), point("NEW", "parent=OLD")], "", &readings)
}

#[test]
fn a_drift_is_found_without_being_asked_for_and_a_point_without_a_year_is_named() {
    let found = report(&year_and(300), "2025-06");
    let [cusum] = &found.alarms.drifts[..] else { panic!("{:?}", found.alarms.drifts) };
    assert_eq!(cusum.options.point.as_str(), "OLD");
    let [alarm] = &cusum.alarms[..] else { panic!("{:?}", cusum.alarms) };
    assert_eq!((alarm.drift, alarm.change), (Drift::Up, span("2025-03")));
    assert_eq!(found.alarms.year, span("2025-01-01..2025-06-30"));
    assert_eq!(found.alarms.n_watched, 1);
    let unwatched: Vec<&str> =
        found.alarms.unwatched.iter().map(crate::base::PointCode::as_str).collect();
    assert_eq!(unwatched, ["NEW"]);
    assert!(found.needs_attention());
    let quiet = report(&year_and(0), "2025-06");
    assert!(quiet.alarms.drifts.is_empty(), "{:?}", quiet.alarms.drifts);
    assert!(!quiet.needs_attention() || !quiet.lacks.is_empty());
}

#[test]
fn a_report_shows_the_night_alarms_of_its_own_days() {
    // Quiet up to the end of January, and a leak from the sixth of February on.
    let mut register = 0;
    let mut lines = Vec::new();
    for at in 0..60 {
        let evening = day("2025-01-01").plus_days(at);
        lines.push(format!("P {evening}T22:00 {register}"));
        register += if evening >= day("2025-02-06") { 160 } else { 64 + i32::from(at % 2 == 0) };
        lines.push(format!("P {}T06:00 {register}", evening.next()));
        register += 300;
    }
    let meters = book(vec![point("P", "utility=cold_water")], "", &lines.join(" | "));
    let found = |of| report(&meters, of).alarms.nights;
    assert!(found("2025-01").is_empty(), "what comes later is no alarm of January");
    let february = found("2025-02");
    let [watch] = &february[..] else { panic!("{february:?}") };
    let [alarm] = &watch.verdict.alarms[..] else { panic!("{:?}", watch.verdict.alarms) };
    assert_eq!((alarm.first, alarm.raised), (day("2025-02-07"), day("2025-02-09")));
}

#[test]
fn the_plan_is_judged_from_the_first_month_of_the_year_on() {
    let mut meters = year_and(0);
    for (at, of) in ["2025-01", "2025-02", "2025-03", "2025-04"].iter().enumerate() {
        let target = Target {
            id: format!("T{at}").parse().expect("an id"),
            month: month(of),
            carrier: Carrier::new(Utility::Electricity, None).expect("a carrier"),
            department: None,
            amount: number("1000"),
            note: None,
            recorded_at: Moment::new(day("2025-01-01"), 0).expect("a moment"),
            recorded_by: "后勤科".to_owned(),
        };
        meters.apply(&Record::Target(target)).expect("folds");
    }
    let april = report(&meters, "2025-04");
    let said: Vec<String> = april
        .plan
        .judgements
        .iter()
        .map(|own| format!("{:?} {} {} {}", own.kind, own.first, own.last, own.used))
        .collect();
    assert_eq!(said, ["Warning 2025-01 2025-01 1020.00", "Warning 2025-03 2025-03 1010.00"]);
    assert!(april.plan.judgements.iter().all(|own| own.kind == JudgementKind::Warning));
    let line = &april.utilities[0];
    assert_eq!((line.exceeded, line.saved), (false, Some(number("15"))));
    assert!(april.needs_attention(), "somebody was warned this year");
}

#[test]
fn comparisons_and_targets_can_be_computed_again_by_hand() {
    let found = report(&year_and(0), "2025-02");
    let workings = energy_workings(&year_and(0), &Org::default(), &found);
    let steps: Vec<(String, String, String)> = workings
        .iter()
        .flat_map(|own| &own.steps)
        .map(|step| (step.what.code.clone(), step.formula.clone(), step.result.clone()))
        .collect();
    let said = |code: &str| -> Vec<&str> {
        let own = steps.iter().filter(|(own, ..)| own == code);
        own.map(|(_, formula, _)| formula.as_str()).collect()
    };
    assert_eq!(said("energy.step.on_previous"), ["(910.00 − 1020.00) ÷ 1020.00"]);
    assert_eq!(said("energy.step.on_last_year"), ["(910.00 − 940.00) ÷ 940.00"]);
    // The dials: February is a whole interval of the one point, and a part of the other's.
    assert!(said("meter.step.registers").contains(&"13945 − 13035"), "{steps:?}");
    assert!(said("meter.step.share").contains(&"260 × 28 / 150"), "{steps:?}");
}
