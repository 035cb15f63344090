//! A changed rule held against what was done.

use crate::base::{Refuse, Span};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{Rule, SimulateOptions, Simulation, Status, Tally, simulate};

use super::office::Office;

fn options(simulated: Rule, period: &str, as_of: &str) -> SimulateOptions {
    SimulateOptions {
        rule: "R1".parse().expect("a code"),
        simulated,
        from: None,
        period: Span::parse(period, day("2024-01-01")).expect("days"),
        clock: at_end_of(as_of).into(),
        subject: None,
    }
}

fn flips(simulation: &Simulation) -> Vec<String> {
    let word = |status: Option<Status>| status.map_or("-", Status::word);
    let flips = simulation.flips.iter();
    flips
        .map(|flip| format!("{} {} > {}", flip.obligation, word(flip.from), word(flip.to)))
        .collect()
}

/// The records of the worked examples E2, E2b and E2c.
fn office() -> Office {
    let mut office = Office::with(rule("R1", "max-gap=15d", "2024-01-01"));
    office.done(&["2024-01-15", "2024-01-30", "2024-02-14", "2024-03-31", "2024-04-14"]);
    office
}

#[test]
fn the_rates_are_those_of_the_worked_examples_side_by_side() {
    let office = office();
    let mut graceful = rule("R1", "max-gap=15d", "2024-01-01");
    graceful.grace = 3;
    let options = options(graceful, "2024-01-01..2024-04-30", "2024-04-30");
    let simulation = simulate(&office.book, &options).expect("simulated");
    assert_eq!(simulation.now.on_time().to_string(), "55.5%");
    let then = simulation.then;
    assert_eq!((then.complied, then.late, then.missed, then.overdue), (4, 1, 2, 1));
    assert_eq!(
        (then.on_time().to_string(), then.done().to_string()),
        ("50.0%".into(), "62.5%".into())
    );
    let line = &simulation.subjects[0];
    assert_eq!((line.next_now, line.next_then), (Some(day("2024-05-14")), Some(day("2024-04-29"))));
    // A record that now counts late for one deadline cannot be early for the next.
    assert_eq!(
        flips(&simulation),
        [
            "R1/S1/2024-03-30/1 missed > late",
            "R1/S1/2024-04-14/1 complied > -",
            "R1/S1/2024-04-29/1 missed > overdue",
        ]
    );
}

#[test]
fn another_kind_asks_for_other_units() {
    let office = office();
    let monthly = rule("R1", "2/month", "2024-01-01");
    let options = options(monthly, "2024-01-01..2024-04-30", "2024-04-30");
    let simulation = simulate(&office.book, &options).expect("simulated");
    assert_eq!((simulation.then.complied, simulation.then.missed), (5, 3));
    assert_eq!(simulation.then.on_time().to_string(), "62.5%");
    assert!(flips(&simulation).contains(&"R1/S1/2024-03-31/2 - > missed".to_owned()));
    assert!(flips(&simulation).contains(&"R1/S1/2024-01-16/1 complied > -".to_owned()));
}

#[test]
fn what_does_not_change_the_rule_flips_nothing_and_the_book_stays_as_it_is() {
    let office = office();
    let same = office.book.rule(&"R1".parse().expect("a code")).expect("there")[0].clone();
    let options = options(same, "2024", "2024-04-30");
    let simulation = simulate(&office.book, &options).expect("simulated");
    assert_eq!(simulation.now, simulation.then);
    assert_eq!(flips(&simulation), [] as [&str; 0]);
    let report = office.report("2024", at_end_of("2024-04-30")).summary.total;
    assert_eq!(simulation.now, Tally { not_yet_due: 0, ..report });
}

#[test]
fn a_changed_rule_may_begin_later_and_must_be_a_rule() {
    let office = office();
    let mut weekly = rule("R1", "1/week", "2024-01-01");
    let mut later = options(weekly.clone(), "2024-01-01..2024-04-30", "2024-04-30");
    later.from = Some(day("2024-04-01"));
    let simulation = simulate(&office.book, &later).expect("simulated");
    assert_eq!(simulation.simulated.version, 2);
    assert!(flips(&simulation).iter().all(|flip| flip.contains("/2024-04-")));
    // A fewest number of workdays needs a calendar of workdays.
    weekly.min_workdays = Some(2);
    let refused = simulate(&office.book, &options(weekly, "2024", "2024-04-30"));
    assert_eq!(refused.expect_err("no calendar").code(), "inspect.rule_field");
}
