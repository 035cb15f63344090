//! Obligations explained: by name, with what was taken and what was not, and the reckoning.

use proptest::prelude::*;

use crate::base::{Day, Moment, Refuse, Time};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{Explanation, Inspections, Require, Rule, excuse, explain};

use super::office::{Office, excusal, request};

/// Explains by all that is in the book.
fn tell(office: &Office, name: &str, as_of: &str) -> Explanation {
    let clock = at_end_of(as_of).into();
    explain(&office.book, &office.book, name, clock).expect("an obligation")
}

/// What was looked at, a row a line.
fn rows(explained: &Explanation) -> Vec<String> {
    let rows = explained.rows.iter();
    rows.map(|row| {
        format!("{} {}", row.date, row.fate.key().rsplit('.').next().unwrap_or_default())
    })
    .collect()
}

/// The steps that have a formula or a result, a step a line.
fn steps(explained: &Explanation) -> Vec<String> {
    let steps = explained.working.steps.iter();
    let said = |what: &str| what.rsplit('.').next().unwrap_or_default().to_owned();
    steps
        .map(|step| format!("{}: {} = {}", said(&step.what.code), step.formula, step.result))
        .collect()
}

fn rounds(every: &str, with: &str) -> Office {
    let mut rounds = rule("R1", every, "2024-01-01");
    rounds.set_each(with.split_whitespace()).expect("keys");
    Office::with(rounds)
}

#[test]
fn each_record_of_the_slot_is_told_apart() {
    let mut office = rounds("2/week", "spacing=2");
    office.done(&["2024-01-15", "2024-01-16", "2024-01-18", "2024-01-19"]);
    let first = tell(&office, "R1/S1/2024-01-21/1", "2024-01-31");
    assert_eq!(
        rows(&first),
        [
            "2024-01-15 counts",
            "2024-01-16 too_close",
            "2024-01-18 counts_for",
            "2024-01-19 surplus"
        ]
    );
    assert_eq!(
        steps(&first),
        [
            "slot:  = 7/7",
            "share: (2×2×7 + 7) ÷ (2×7) = 2",
            "slot_due:  = 2024-01-21",
            "status: 2024-01-15 ≤ 2024-01-21 = ",
        ]
    );
    // The name may stop where it is clear: here it is not.
    let clock = at_end_of("2024-01-31").into();
    let refusal = explain(&office.book, &office.book, "R1/S1/2024-01-21", clock);
    assert_eq!(refusal.expect_err("two of them").code(), "inspect.unknown_obligation_near");
}

#[test]
fn a_gap_is_reckoned_from_the_last_time_and_runs_on_from_a_missed_one() {
    let mut office = rounds("max-gap=15d", "");
    office.done(&["2024-01-15", "2024-01-30", "2024-02-14", "2024-03-31", "2024-04-14"]);
    let missed = tell(&office, "R1/S1/2024-02-29", "2024-04-30");
    assert_eq!(missed.obligation.name().to_string(), "R1/S1/2024-02-29/1");
    assert_eq!(
        steps(&missed),
        [
            "gap_from:  = 2024-02-14",
            "gap: 2024-02-14 + 15d = 2024-02-29",
            "status: 2024-02-29 < 2024-04-30 = ",
        ]
    );
    assert_eq!(rows(&missed), [] as [&str; 0]);
    let next = tell(&office, "R1/S1/2024-03-15/1", "2024-04-30");
    assert_eq!(steps(&next)[0], "gap_from:  = 2024-02-29");
}

#[test]
fn what_was_too_early_is_seen_from_the_due_day_after_it() {
    let mut office = rounds("anchored=1y", "early=2m granularity=month");
    office.done(&["2024-06-01", "2024-12-01"]);
    let yearly = tell(&office, "R1/S1/2025-01-31/1", "2025-02-28");
    assert_eq!(rows(&yearly), ["2024-06-01 too_early", "2024-12-01 counts"]);
    assert_eq!(
        steps(&yearly),
        [
            "anchor:  = 2024-01-01",
            "anchored_month: 2024-01-01 + 12m = 2025-01-31",
            "opens:  = 2024-11-01",
            "status: 2024-12-01 ≤ 2025-01-31 = ",
        ]
    );
}

#[test]
fn excusals_and_what_was_not_known_are_told() {
    let mut office = rounds("1/month", "");
    for (approved, at) in [("2024-02-20", "2024-02-20"), ("2024-03-05", "2024-03-05")] {
        let mut request = excusal("科长", approved);
        request.reason = format!("停电 {approved}");
        office.at(at);
        let rows = excuse(&office.book, &request, &mut office.stamp).expect("decided");
        office.take(rows);
    }
    office.at("2024-03-10").record(&request("R1", "2024-02-10")).expect("recorded");
    let mut known: Inspections = office.book.clone();
    known.forget_after(Moment::end_of(day("2024-03-06")));
    let clock = at_end_of("2024-03-06").into();
    let told = explain(&known, &office.book, "R1/S1/2024-02-29/1", clock).expect("there");
    assert_eq!(told.obligation.unit.status.word(), "excused");
    assert_eq!(rows(&told), ["2024-02-10 recorded_later"]);
    let fates: Vec<&str> = told.excusals.iter().map(|line| line.fate.key()).collect();
    assert_eq!(fates, ["inspect.fate.holds", "inspect.ignored.late"]);
    assert_eq!(steps(&told)[2], "excused: (2×1×0 + 29) ÷ (2×29) = 0");
}

#[test]
fn a_name_that_is_wrong_is_told_what_is_near() {
    let mut office = rounds("1/week", "");
    office.done(&["2024-01-03"]);
    let clock = at_end_of("2024-02-05").into();
    let said = |name: &str| {
        let refusal = explain(&office.book, &office.book, name, clock).expect_err("wrong");
        let near = refusal.arguments().into_iter().find(|(name, _)| *name == "near");
        format!("{} {:?}", refusal.code(), near.map(|(_, argument)| argument))
    };
    assert_eq!(said("R1/S1"), "inspect.obligation_shape None");
    assert_eq!(said("R1/S1/2024-13-01/1"), "inspect.obligation_shape None");
    assert_eq!(said("R2/S1/2024-01-07/1"), "inspect.unknown_rule_near None");
    assert_eq!(said("R1/S9/2024-01-07/1"), "inspect.not_bound_near None");
    assert_eq!(
        said("R1/S1/2024-01-15/1"),
        "inspect.unknown_obligation_near Some(Text(\"R1/S1/2024-01-14/1  R1/S1/2024-01-21/1  \
         R1/S1/2024-01-07/1\"))"
    );
    assert!(said("R1/S1/2024-01-14/2").starts_with("inspect.unknown_obligation_near"));
}

fn kinds() -> impl Strategy<Value = Rule> {
    let forms = [
        ("2/week", "spacing=2"),
        ("1/month", ""),
        ("2/day", ""),
        ("1/day", "calendar=workday"),
        ("max-gap=9d", "stopped=20"),
        ("anchored=1m", "early=10d"),
        ("shifts=A 08:00-16:00, N 22:00-06:00", ""),
    ];
    (0..forms.len(), 0_u32..4, any::<bool>()).prop_map(move |(at, grace, passed)| {
        let (every, with) = forms[at];
        let mut rule = rule("R1", every, "2024-01-01");
        rule.set_each(with.split_whitespace()).expect("keys");
        rule.grace = if rule.kind.knows_grace() { grace } else { 0 };
        rule.require = if passed { Require::Passed } else { Require::Performed };
        rule
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Every obligation is found again by its name, says what the lists say, and tells of a row that
    /// counts for it exactly when one does; no two have the same name.
    #[test]
    fn every_obligation_is_found_by_its_name(
        kind in kinds(),
        done in prop::collection::vec((0_i64..60, 0_u16..24, any::<bool>()), 0..25),
        service in 20_i64..70,
    ) {
        let mut office = Office::with(kind);
        for (nth, (at, hour, passed)) in done.into_iter().enumerate() {
            let date: Day = day("2024-01-01").plus_days(at);
            let mut one = request("R1", &date.to_string());
            one.time = Time::new(hour, 0);
            one.person = format!("巡检员{nth}");
            if !passed {
                one.result = crate::inspections::Outcome::Fail;
            }
            office.at(&date.to_string()).record(&one).expect("recorded");
        }
        let last = day("2024-01-01").plus_days(service);
        let key = office.book.duties().next().expect("a duty").clone();
        let clock = at_end_of("2024-03-01").into();
        let standings = office.book.standings(clock, last);
        let versions = office.book.rule(&key.0).expect("the rule");
        let listed = crate::inspections::obligation::obligations(&key, versions, &standings[&key]);
        let names: std::collections::BTreeSet<String> =
            listed.iter().map(|one| one.name().to_string()).collect();
        prop_assert_eq!(names.len(), listed.len());
        let open = |unit: &crate::inspections::Unit| unit.by.is_none();
        let some = crate::inspections::obligation::obligations_where(
            &key, versions, &standings[&key], open,
        );
        prop_assert!(some.iter().eq(listed.iter().filter(|one| open(&one.unit))));
        for one in listed.iter().filter(|one| one.unit.window.first() <= day("2024-03-01")) {
            let name = one.name().to_string();
            let told = explain(&office.book, &office.book, &name, clock).expect(&name);
            prop_assert_eq!(&told.obligation.unit, &one.unit);
            let counts = told.rows.iter().filter(|row| row.fate == crate::inspections::RowFate::Counts);
            prop_assert_eq!(counts.count(), usize::from(one.unit.by.is_some()));
            prop_assert!(told.working.steps.len() > 1);
        }
    }
}
