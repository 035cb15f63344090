//! Indicators: targets decided exactly, gaps said, years summed and never averaged.

use proptest::prelude::*;

use super::*;
use crate::base::{Decided, Decimal, Fraction, Moment, Month, Refuse, Span, Stamp};
use crate::inspections::testing::day;
use crate::inspections::{Clock, DayState, Inspections, Record, Refusal};

/// A book, and the clerk who fills it in.
struct Desk {
    book: Inspections,
    stamp: Stamp,
}

impl Desk {
    /// An indicator in a unit with a target, from January 2026 on.
    fn of(unit: &str, target: &str) -> Self {
        let at = |date: &str| Moment::new(day(date), 9 * 3600).expect("a moment");
        let stamp = Stamp {
            recorded_at: at("2026-01-02"),
            recorded_by: "办事员".to_owned(),
            tag: "test".to_owned(),
            given: 0,
        };
        let mut desk = Self { book: Inspections::default(), stamp };
        desk.version(unit, target, "2026-01").expect("an indicator");
        desk
    }

    fn take(&mut self, decided: Result<Decided<Vec<Record>>, Refusal>) -> Result<bool, Refusal> {
        match decided? {
            Decided::Already(_) => Ok(false),
            Decided::New(rows) => {
                for row in &rows {
                    self.book.apply(row).expect("what was decided folds");
                }
                Ok(true)
            }
        }
    }

    fn version(&mut self, unit: &str, target: &str, from: &str) -> Result<bool, Refusal> {
        let goal = Goal::parse(target, unit).expect("a target");
        let request = IndicatorRequest {
            code: "MYD".parse().expect("a code"),
            name: "综合满意度".to_owned(),
            name_en: String::new(),
            unit: unit.to_owned(),
            direction: goal.direction.expect("a sign"),
            target: goal.target,
            from: month(from),
            to: None,
            owner: "院办公室主任".to_owned(),
            source: String::new(),
            section: String::new(),
            note: String::new(),
            supersedes: None,
        };
        let decided = add_indicator(&self.book, &request, &mut self.stamp);
        self.take(decided)
    }

    /// Enters `49/50` or `3` for a month, in the place of what is there if that is asked for.
    fn set(&mut self, of: &str, given: &str, correct: Correct) -> Result<bool, Refusal> {
        let standing = self.book.values_by_month();
        let there = standing.iter().find(|((_, month), _)| month.to_string() == of);
        let there = there.and_then(|(_, rows)| rows.last()).map(|row| row.id.clone());
        let request = ValueRequest {
            indicator: "MYD".parse().expect("a code"),
            month: month(of),
            given: value(given),
            sign: None,
            person: "统计员".to_owned(),
            evidence: Vec::new(),
            sha256: Vec::new(),
            note: String::new(),
            supersedes: there.filter(|_| correct == Correct::Yes),
            today: day("2027-02-01"),
        };
        let decided = set_value(&self.book, &request, &mut self.stamp);
        self.take(decided)
    }

    fn look(&self, as_of: &str) -> IndicatorLine {
        let options = IndicatorOptions {
            period: Span::parse("2026", day("2026-01-01")).expect("a year"),
            clock: Clock { as_of: day(as_of), state: DayState::Over },
            indicator: None,
            section: None,
        };
        indicators(&self.book, &options).lines.remove(0)
    }

    /// The months as letters: met, not met, missing, running.
    fn course(&self, as_of: &str) -> String {
        let letter = |month: &IndicatorMonth| match month.state {
            IndicatorState::Met => 'm',
            IndicatorState::NotMet => 'n',
            IndicatorState::Missing => '-',
            IndicatorState::Running => '.',
        };
        self.look(as_of).months.iter().map(letter).collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Correct {
    Yes,
    No,
}

fn month(text: &str) -> Month {
    Month::parse(text).expect("a month")
}

fn value(text: &str) -> Given {
    let decimal = |text: &str| Decimal::from_str_exact(text).expect("a number");
    match text.split_once('/') {
        Some((part, whole)) => {
            Given::new(Some(decimal(part)), Some(decimal(whole)), None).expect("parts")
        }
        None => Given::Number(decimal(text)),
    }
}

#[test]
fn a_target_is_decided_exactly_and_not_on_the_shown_decimal() {
    for (given, met) in [
        ("49/50", IndicatorState::Met),
        ("1469/1500", IndicatorState::NotMet),
        ("9795/10000", IndicatorState::NotMet),
        ("1959/2000", IndicatorState::NotMet),
        ("98", IndicatorState::Met),
        ("97.99", IndicatorState::NotMet),
    ] {
        let mut desk = Desk::of("%", "≥98%");
        desk.set("2026-01", given, Correct::No).expect("a value");
        assert_eq!(desk.look("2026-01-31").months[0].state, met, "{given}");
    }
    let mut desk = Desk::of("例", "=0");
    desk.set("2026-01", "0", Correct::No).expect("a value");
    desk.set("2026-02", "1", Correct::No).expect("a value");
    assert_eq!(desk.course("2026-02-28"), "mn..........");
    let mut desk = Desk::of("%", "≤5%");
    desk.set("2026-01", "50/1000", Correct::No).expect("a value");
    desk.set("2026-02", "504/10000", Correct::No).expect("a value");
    assert_eq!(desk.course("2026-02-28"), "mn..........");
}

#[test]
fn a_target_reads_the_same_however_it_is_written() {
    let target = |text: &str, unit: &str| Goal::parse(text, unit).map(|goal| goal.target);
    let exact = |text: &str| text.parse::<Fraction>().expect("a number");
    for text in ["98%", "98", "49/50", "≥98%", ">= 98%", "98%以上", "不低于98%", " 98 % "] {
        assert_eq!(target(text, "%"), Ok(exact("98")), "{text}");
    }
    assert_eq!(target("1/3", "%"), Ok(exact("100/3")));
    assert_eq!(target("5‰", "‰"), Ok(exact("5")));
    assert_eq!(target("1/200", "‰"), Ok(exact("5")));
    assert_eq!(target("3/2", "天"), Ok(exact("3/2")));
    for (text, unit) in [("98%", "例"), ("98‰", "%"), ("很高", "%"), ("", "%"), ("1/0", "%")] {
        assert!(target(text, unit).is_err(), "{text} {unit}");
    }
    assert_eq!(Goal::parse("98%以上", "%").expect("a target").direction, Some(Direction::AtLeast));
    assert_eq!(Goal::parse("不超过3", "例").expect("a target").direction, Some(Direction::AtMost));
    assert_eq!(Goal::parse("3", "例").expect("a target").direction, None);
}

#[test]
fn a_missing_month_is_said_and_leaves_the_year_missing() {
    let mut desk = Desk::of("%", "≥98%");
    for of in ["2026-01", "2026-03"] {
        desk.set(of, "99/100", Correct::No).expect("a value");
    }
    assert_eq!(desk.course("2026-04-15"), "m-m.........");
    assert_eq!(desk.look("2026-04-15").total.state, IndicatorState::Missing);
    assert_eq!(desk.course("2026-02-28"), "m-..........");
    assert_eq!(desk.course("2026-02-27"), "m...........");
}

#[test]
fn a_year_is_the_sum_of_the_parts_and_no_mean_of_percents() {
    // A mean of 100 % and 90 % would be 95 %; two small months and a large one are 90.9 %.
    let mut desk = Desk::of("%", "≥95%");
    for number in 1..=11 {
        desk.set(&format!("2026-{number:02}"), "10/10", Correct::No).expect("a value");
    }
    desk.set("2026-12", "900/1000", Correct::No).expect("a value");
    let total = desk.look("2026-12-31").total;
    assert_eq!(
        total.parts,
        Some(("1010".parse().expect("a number"), "1110".parse().expect("a number")))
    );
    assert_eq!(total.value.and_then(|value| value.floor(1)).expect("a value").to_string(), "90.9");
    assert_eq!(total.state, IndicatorState::NotMet);
    // A percentage without its parts cannot be summed: every month is judged by itself.
    desk.set("2026-12", "95", Correct::Yes).expect("a correction");
    let total = desk.look("2026-12-31").total;
    assert_eq!((total.parts, total.value, total.state), (None, None, IndicatorState::Met));
}

#[test]
fn another_value_for_a_month_is_a_correction_that_names_what_it_corrects() {
    let mut desk = Desk::of("例", "=0");
    assert_eq!(desk.set("2026-01", "1", Correct::No), Ok(true));
    assert_eq!(desk.set("2026-01", "1", Correct::No), Ok(false));
    let refusal = desk.set("2026-01", "0", Correct::No).expect_err("refused");
    assert_eq!(refusal.code(), "indicator.value_taken");
    assert_eq!(desk.set("2026-01", "0", Correct::Yes), Ok(true));
    assert_eq!(desk.course("2026-01-31"), "m...........");
    assert!(desk.book.faults().is_empty());
    let values = desk.book.indicator_values().count();
    assert_eq!(values, 2, "the corrected value is kept");
}

#[test]
fn a_new_target_holds_from_its_month_on_and_the_months_before_keep_theirs() {
    let mut desk = Desk::of("%", "≥90%");
    for of in ["2026-01", "2026-02"] {
        desk.set(of, "93/100", Correct::No).expect("a value");
    }
    assert_eq!(desk.version("%", "≥95%", "2026-02"), Ok(true));
    assert_eq!(desk.version("%", "≥95%", "2026-02"), Ok(false));
    assert_eq!(desk.course("2026-02-28"), "mn..........");
    let refusal = desk.version("%", "≥80%", "2026-02").expect_err("refused");
    assert_eq!(refusal.code(), "indicator.taken");
    // Two targets: the whole year is held against neither.
    assert_eq!(desk.look("2026-02-28").total.state, IndicatorState::NotMet);
}

#[test]
fn a_target_that_was_lowered_afterwards_was_not_known_then() {
    let mut desk = Desk::of("%", "≥98%");
    desk.set("2026-01", "90/100", Correct::No).expect("a value");
    let before = desk.look("2026-01-31");
    desk.stamp.recorded_at = Moment::new(day("2026-06-01"), 0).expect("a moment");
    let old = desk.book.indicators().next().expect("a row").clone();
    let request = IndicatorRequest {
        code: old.code.clone(),
        name: old.name.clone(),
        name_en: String::new(),
        unit: "%".to_owned(),
        direction: Direction::AtLeast,
        target: "80".parse().expect("a number"),
        from: old.from,
        to: None,
        owner: old.owner.clone(),
        source: String::new(),
        section: String::new(),
        note: String::new(),
        supersedes: Some(old.id),
    };
    let decided = add_indicator(&desk.book, &request, &mut desk.stamp);
    assert_eq!(desk.take(decided), Ok(true));
    assert_eq!(desk.look("2026-01-31").months[0].state, IndicatorState::Met);
    desk.book.forget_after(Moment::end_of(day("2026-01-31")));
    assert_eq!(desk.look("2026-01-31"), before);
}

#[test]
fn a_month_has_a_value_once_it_is_over() {
    let desk = Desk::of("例", "=0");
    let request = ValueRequest {
        indicator: "综合满意度".parse().expect("a name is a code"),
        month: month("2026-01"),
        given: Given::Number(Decimal::ZERO),
        sign: None,
        person: "统计员".to_owned(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        note: String::new(),
        supersedes: None,
        today: day("2026-01-30"),
    };
    let mut stamp = desk.stamp.clone();
    let refusal = set_value(&desk.book, &request, &mut stamp).expect_err("refused");
    assert_eq!(refusal.code(), "indicator.month_running");
    let request = ValueRequest { today: day("2026-01-31"), ..request };
    let decided = set_value(&desk.book, &request, &mut stamp).expect("the last day will do");
    let Decided::New(rows) = decided else { panic!("new") };
    let [Record::IndicatorValue(row)] = &rows[..] else { panic!("one value") };
    assert_eq!(row.indicator.as_str(), "MYD", "a name stands for its code");
    let request = ValueRequest { sign: Some("%"), ..request };
    let refusal = set_value(&desk.book, &request, &mut stamp).expect_err("refused");
    assert_eq!(refusal.code(), "indicator.other_unit");
}

/// A month: nothing, a part of a whole, or a plain percentage.
fn given() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        1 => Just(None),
        4 => (0_u32..=60, 1_u32..=60).prop_map(|(part, whole)| Some(format!("{part}/{whole}"))),
        1 => (0_u32..=1000).prop_map(|tenths| Some(format!("{}.{}", tenths / 10, tenths % 10))),
    ]
}

proptest! {
    #[test]
    fn leaving_a_month_out_never_meets_a_target(
        months in prop::collection::vec(given(), 12),
        left_out in 0_usize..12,
        signs in prop::sample::select(vec!["≥", "≤", "="]),
        target in 0_u32..=100,
    ) {
        let year = |keep: &dyn Fn(usize) -> bool| {
            let mut desk = Desk::of("%", &format!("{signs}{target}%"));
            for (at, given) in months.iter().enumerate().filter(|(at, _)| keep(*at)) {
                let Some(given) = given else { continue };
                desk.set(&format!("2026-{:02}", at + 1), given, Correct::No).expect("a value");
            }
            desk.look("2026-12-31")
        };
        let (all, without) = (year(&|_| true), year(&|at| at != left_out));
        let is_met = |line: &IndicatorLine| line.total.state == IndicatorState::Met;
        prop_assert!(!is_met(&without), "a year with a gap is never met");
        prop_assert!(without.count(IndicatorState::Met) <= all.count(IndicatorState::Met));
        // Brute force: sums over the months as whole numbers.
        let parts: Vec<(i64, i64)> = months
            .iter()
            .flatten()
            .filter_map(|given| given.split_once('/'))
            .map(|(part, whole)| (part.parse().expect("a number"), whole.parse().expect("a number")))
            .collect();
        if parts.len() == 12 {
            let sum = parts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            let (left, right) = (100 * sum.0, i64::from(target) * sum.1);
            let meets = match signs { "≥" => left >= right, "≤" => left <= right, _ => left == right };
            prop_assert_eq!(is_met(&all), meets);
        }
    }
}
