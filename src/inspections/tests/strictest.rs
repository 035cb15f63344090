//! Which of two rules is the stricter, and what standing back does to the counts.

use proptest::prelude::*;

use super::office::Office;
use crate::base::{Day, Refuse as _};
use crate::inspections::testing::{Fixture, at_end_of, day, rule};
use crate::inspections::{
    Aspect, BindRequest, Calendar, Clock, Compared, DayState, Inspections, Kind, Level, Require,
    Rule, RuleRemark, RuleRequest, ServicePeriod, Severity, Standing, Status, Tally, add_rule,
    bind, check_rules, compare, days_apart, explain,
};

/// A rule of a matter; `!` before how often: of the law.
fn of_matter(id: &str, every: &str, from: &str) -> Rule {
    let law = every.starts_with('!');
    let plain = rule(id, every.trim_start_matches('!'), from);
    let level = if law { Level::Law } else { Level::Hospital };
    Rule { matter: Some("lift-care".parse().expect("a code")), level, ..plain }
}

fn compared(left: &str, right: &str) -> Compared {
    let read = |text: &str| {
        let (every, with) = text.split_once(' ').unwrap_or((text, ""));
        let (every, with) = if every.starts_with("shifts") { (text, "") } else { (every, with) };
        let mut rule = rule("R", every, "2024-01-01");
        for setting in with.split_whitespace() {
            match setting.strip_prefix("grace=") {
                Some(grace) => rule.grace = grace.parse().expect("a number"),
                None => rule.set_each([setting]).expect("a setting"),
            }
        }
        rule
    };
    compare(&read(left), &read(right))
}

fn is_stricter(left: &str, right: &str) {
    assert_eq!(compared(left, right), Compared::Stricter, "{left} | {right}");
    assert_eq!(compared(right, left), Compared::Laxer, "{right} | {left}");
}

fn is_neither(left: &str, right: &str) {
    let found = compared(left, right);
    assert!(matches!(found, Compared::Neither(..)), "{left} | {right}: {found:?}");
}

#[test]
fn what_is_asked_more_often_is_stricter() {
    is_stricter("2/week", "1/week");
    is_stricter("2/week spacing=2", "2/week");
    is_stricter("max-gap=10d", "max-gap=15d");
    is_stricter("1/day", "1/month");
    is_stricter("1/week", "2/month");
    is_stricter("max-gap=14d", "2/month");
    is_stricter("max-gap=15d", "1/month");
    is_stricter("1/month", "max-gap=61d");
    assert_eq!(compared("1/day", "max-gap=1d"), Compared::Same);
    is_stricter("anchored=1y early=2m", "anchored=1y,4y,7y,then=3y early=2m");
    is_stricter("max-gap=365d", "anchored=1y");
    is_stricter("shifts=A 08:00-16:00, B 16:00-24:00", "shifts=A 08:00-16:00");
    is_stricter("shifts=A 08:00-16:00", "1/month");
    is_stricter("dwell<=24h", "dwell<=48h");
    is_stricter("dwell>=72h", "dwell>=48h");
    is_stricter("dwell>=48h amount_min=200g", "dwell>=48h amount_min=125g");
    is_stricter("certificate=电工", "certificate=电工 cover=duty");
    is_stricter("event+1d", "event+2d");
    is_stricter("event+30min", "event+1d");
    is_stricter("1/week", "1/week grace=3");
    is_stricter("max-gap=10d grace=5", "max-gap=15d grace=5");
    assert_eq!(compared("1/half-year", "1/half-year"), Compared::Same);
}

#[test]
fn what_does_not_follow_is_not_comparable() {
    // Two a month may lie 59 days apart, and every 15 days may be once in February.
    is_neither("max-gap=15d", "2/month");
    is_neither("anchored=1y", "1/year");
    is_neither("anchored=2y", "anchored=3y");
    is_neither("dwell<=48h", "dwell>=48h");
    is_neither("dwell>=48h amount_min=125g", "dwell>=50h amount_min=100g");
    is_neither("certificate=电工", "certificate=焊工");
    is_neither("event+1d after=R1", "event+1d after=R2");
    is_neither("max-gap=10d", "max-gap=15d stopped=20");
}

#[test]
fn what_a_rule_lets_off_makes_it_laxer() {
    let plain = rule("R", "1/month", "2024-01-01");
    let lacks = |rule: Rule| match compare(&rule, &plain) {
        Compared::Laxer => crate::inspections::strictest::lacks(&rule, &plain),
        other => panic!("{other:?}"),
    };
    let strict = Rule { excusable: false, ..plain.clone() };
    assert_eq!(compare(&strict, &plain), Compared::Stricter);
    assert_eq!(lacks(Rule { severity: Severity::Minor, ..plain.clone() }), [Aspect::Severity]);
    assert_eq!(lacks(Rule { calendar: Calendar::Workday, ..plain.clone() }), [Aspect::Calendar]);
    let proven = Rule { evidence_min: 1, require: Require::Passed, ..plain.clone() };
    assert_eq!(compare(&proven, &plain), Compared::Stricter);
    // More often, and yet excusable where the law allows no excusal: both bind.
    let often = rule("R", "1/week", "2024-01-01");
    let found = compare(&often, &strict);
    assert_eq!(found, Compared::Neither(vec![Aspect::Excusals], vec![Aspect::Every]));
}

const EVERY: &[&str] = &[
    "1/day",
    "1/week",
    "2/week",
    "3/week",
    "1/month",
    "2/month",
    "4/month",
    "1/quarter",
    "2/quarter",
    "1/half-year",
    "2/year",
    "1/year",
    "max-gap=1d",
    "max-gap=7d",
    "max-gap=13d",
    "max-gap=14d",
    "max-gap=15d",
    "max-gap=28d",
    "max-gap=61d",
    "max-gap=90d",
    "max-gap=183d",
    "max-gap=365d",
    "anchored=1m",
    "anchored=3m",
    "anchored=1y",
    "anchored=6m,then=1y",
];

/// Histories by which a rule is kept as badly as can be: late in one slot and early in the next, at
/// the last moment, and by chance.
fn histories(kind: &Kind) -> Vec<Vec<Day>> {
    let (first, last) = (day("2024-01-01"), day("2025-12-31"));
    let mut histories: Vec<Vec<Day>> = Vec::new();
    let every = |step: &mut dyn FnMut() -> i64| {
        let mut days = Vec::new();
        let mut at = first.previous().plus_days(step());
        while at <= last {
            days.push(at);
            at = at.plus_days(step());
        }
        days
    };
    match kind {
        Kind::Period(period) => {
            let mut days = Vec::new();
            let (mut slot, mut nth) = (period.slot.around(first), 0);
            while slot.first() <= last {
                for at in 0..i64::from(period.times) {
                    days.push(if nth % 2 == 0 {
                        slot.first().plus_days(at)
                    } else {
                        slot.last().plus_days(-at)
                    });
                }
                slot = period.slot.around(slot.last().next());
                nth += 1;
            }
            histories.push(days);
        }
        Kind::MaxGap(gap) => histories.push(every(&mut || i64::from(gap.days))),
        _ => {}
    }
    let mut chance: u64 = 20_240_101;
    for most in [1_u64, 7, 15, 40] {
        histories.push(every(&mut || {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i64::try_from((chance >> 33) % most).expect("a few days") + 1
        }));
    }
    histories
}

fn keeps(every: &str, history: &[Day]) -> bool {
    let done: Vec<String> = history.iter().map(ToString::to_string).collect();
    let facts =
        format!("every {every}; from 2024-01-01; anchor 2024-01-01; done {}", done.join(" "));
    let standing = Fixture::read(&facts).judge(at_end_of("2025-12-31"));
    let bad = |unit: &crate::inspections::Unit| unit.closed && unit.status != Status::Complied;
    !standing.units.iter().any(bad)
}

#[test]
fn whoever_keeps_the_stricter_rule_keeps_the_other() {
    let mut n_tried = 0;
    for left in EVERY {
        let kind = Kind::parse(left).expect("how often");
        let kept: Vec<Vec<Day>> =
            histories(&kind).into_iter().filter(|history| keeps(left, history)).collect();
        for right in EVERY {
            if !matches!(compared(left, right), Compared::Stricter | Compared::Same) {
                continue;
            }
            for history in &kept {
                assert!(
                    keeps(right, history),
                    "{left} is kept and {right} is not: {:?}",
                    &history[..history.len().min(9)]
                );
                n_tried += 1;
            }
        }
    }
    assert!(n_tried > 200, "only {n_tried} histories");
}

fn office(rules: &[Rule]) -> Office {
    let mut office = Office::new();
    for rule in rules {
        let request =
            RuleRequest { rule: rule.clone(), subjects: vec!["S1".parse().expect("a code")] };
        let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
        office.take(rows);
    }
    office
}

fn standings(book: &Inspections, as_of: &str) -> Vec<(String, Standing)> {
    let clock = Clock { as_of: day(as_of), state: DayState::Over };
    let standings = book.standings(clock, clock.as_of);
    standings.into_iter().map(|((rule, _), standing)| (rule.to_string(), standing)).collect()
}

fn total(book: &Inspections, as_of: &str) -> Tally {
    let mut total = Tally::default();
    for (_, standing) in standings(book, as_of) {
        total += Tally::of(&standing.units, &[]);
    }
    total
}

#[test]
fn the_laxer_rule_is_not_counted_and_says_by_which() {
    let law = of_matter("DT-15", "!max-gap=15d", "2024-01-01");
    let own = of_matter("YN-10", "max-gap=10d", "2024-01-01");
    let office = office(&[law, own]);
    let standings = standings(&office.book, "2024-03-31");
    let units = |at: usize| Tally::of(&standings[at].1.units, &[]).required();
    assert_eq!((standings[0].0.as_str(), units(0), units(1)), ("DT-15", 0, 9));
    let covered = &standings[0].1.covered;
    assert_eq!((covered.len(), covered[0].by.as_str()), (7, "YN-10"));
    assert_eq!(covered[0].due, day("2024-01-16"));
}

#[test]
fn of_equals_the_law_counts() {
    let own = of_matter("A-10", "max-gap=10d", "2024-01-01");
    let law = of_matter("Z-10", "!max-gap=10d", "2024-01-01");
    let office = office(&[own, law]);
    let standings = standings(&office.book, "2024-03-31");
    assert!(standings[0].1.units.is_empty() && !standings[1].1.units.is_empty());
}

#[test]
fn a_rule_stands_back_only_while_the_stricter_one_is_in_force() {
    let law = of_matter("DT", "!1/month", "2024-01-01");
    let own =
        Rule { valid_to: Some(day("2024-05-31")), ..of_matter("YN", "2/month", "2024-03-01") };
    let office = office(&[law, own]);
    let standings = standings(&office.book, "2024-07-31");
    let months: Vec<u32> =
        standings[0].1.units.iter().map(|unit| unit.due.month().number()).collect();
    assert_eq!(months, [1, 2, 6, 7]);
    assert_eq!(Tally::of(&standings[1].1.units, &[]).required(), 6);
    // Whoever asks about a unit that stood back is told by which rule.
    let asked = |name: &str| {
        let clock = at_end_of("2024-07-31").into();
        explain(&office.book, &office.book, name, clock).expect_err("stood back or not there")
    };
    let back = asked("DT/S1/2024-03-31/1");
    assert_eq!(back.code(), "inspect.obligation_stood_back");
    assert!(back.arguments().contains(&("by", "YN".into())), "{back:?}");
    assert_eq!(asked("DT/S1/2024-03-30/1").code(), "inspect.unknown_obligation_near");
    // What binds on one day and not on another.
    let apart = |one: &str, other: &str| {
        let lines = days_apart(&office.book, day(one), day(other)).into_iter();
        lines.map(|line| format!("{} {}", line.what.word(), line.rule)).collect::<Vec<_>>()
    };
    assert_eq!(apart("2024-02-29", "2024-03-01"), ["begun YN"]);
    assert_eq!(apart("2024-05-31", "2024-06-01"), ["ended YN"]);
    assert_eq!(apart("2024-03-01", "2024-05-31"), Vec::<String>::new());
}

#[test]
fn a_stricter_rule_that_binds_on_the_due_days_only_covers_nothing() {
    let mut office = office(&[of_matter("DT", "!1/month", "2024-01-01")]);
    let own = of_matter("YN", "2/month", "2024-01-01");
    let request = RuleRequest { rule: own, subjects: Vec::new() };
    let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
    office.take(rows);
    for last in ["2024-01-31", "2024-02-29", "2024-03-31"] {
        let period = ServicePeriod { from: day(last), to: Some(day(last)) };
        let request = BindRequest {
            rule: "YN".parse().expect("a code"),
            subjects: vec!["S1".parse().expect("a code")],
            period,
            anchor: None,
            site: None,
            reason: "充数".to_owned(),
        };
        let rows = bind(&office.book, &request, &mut office.stamp).expect("decided");
        office.take(rows);
    }
    let standings = standings(&office.book, "2024-03-31");
    assert_eq!(Tally::of(&standings[0].1.units, &[]).missed, 3);
}

#[test]
fn rules_of_other_matters_are_left_alone() {
    let law = of_matter("DT", "!1/month", "2024-01-01");
    let other = Rule { matter: None, ..of_matter("YN", "1/week", "2024-01-01") };
    let office = office(&[law, other]);
    let standings = standings(&office.book, "2024-03-31");
    assert_eq!(Tally::of(&standings[0].1.units, &[]).required(), 3);
}

fn remarks(rules: &[Rule]) -> Vec<(RuleRemark, String)> {
    let check = check_rules(&office(rules).book, &[], day("2024-06-01"));
    let line = |lint: &crate::inspections::RuleLint| (lint.what, lint.rule.id.to_string());
    check.lints.iter().map(line).collect()
}

#[test]
fn a_hospital_that_asks_for_less_than_the_law_is_told() {
    let sourced =
        |rule: Rule| Rule { source: "条例".to_owned(), article: "第一条".to_owned(), ..rule };
    let law = sourced(of_matter("DT", "!max-gap=15d", "2024-01-01"));
    let found = remarks(&[law.clone(), of_matter("YN", "max-gap=20d", "2024-01-01")]);
    assert_eq!(found, [(RuleRemark::Laxer, "YN".to_owned())]);
    let found = remarks(&[law.clone(), of_matter("YN", "max-gap=10d", "2024-01-01")]);
    assert_eq!(found, [(RuleRemark::Strictest, "YN".to_owned())]);
    let found = remarks(&[law.clone(), of_matter("YN", "2/month", "2024-01-01")]);
    assert_eq!(found, [(RuleRemark::Both, "DT".to_owned())]);
    let bare = Rule { source: String::new(), ..law };
    assert_eq!(remarks(&[bare]), [(RuleRemark::NoSource, "DT".to_owned())]);
}

/// Two rules of which the first is the stricter, from all such pairs.
fn stricter_and_laxer() -> impl Strategy<Value = (Rule, Rule)> {
    let rules = |id: &'static str| EVERY.iter().map(move |each| of_matter(id, each, "2024-01-01"));
    let pairs: Vec<(Rule, Rule)> = rules("A")
        .flat_map(|strict| rules("B").map(move |lax| (strict.clone(), lax)))
        .filter(|(strict, lax)| compare(strict, lax) == Compared::Stricter)
        .collect();
    (0..pairs.len()).prop_map(move |at| pairs[at].clone())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 60 } else { 2_000 }))]

    /// A laxer rule beside a stricter one changes no count, in whichever order they come.
    #[test]
    fn adding_a_laxer_rule_changes_no_tally(
        (strict, lax) in stricter_and_laxer(),
        done in prop::collection::btree_set(0_i64..360, 0..30),
    ) {
        let totals: Vec<Tally> = [
            vec![strict.clone()],
            vec![strict.clone(), lax.clone()],
            vec![lax, strict],
        ]
        .iter()
        .map(|rules| {
            let mut office = office(rules);
            for days in &done {
                let date = day("2024-01-01").plus_days(*days);
                let request = super::office::request("A", &date.to_string());
                office.at(&date.to_string()).record(&request).expect("recorded");
            }
            total(&office.book, "2024-12-31")
        })
        .collect();
        prop_assert_eq!(totals[0], totals[1]);
        prop_assert_eq!(totals[0], totals[2]);
    }
}
