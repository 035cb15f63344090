//! The laws over random ledgers.

use proptest::prelude::*;

use super::lab::{book, point, shown, uses};
use crate::base::{Day, Decimal, Fraction, Span};
use crate::meters::{Meters, Posted, Reading, Record, apportion};

fn first() -> Day {
    Day::new(2024, 1, 10).expect("a day")
}

/// Readings as gaps in days and steps of the register in tenths.
fn steps() -> impl Strategy<Value = Vec<(i64, u32)>> {
    prop::collection::vec((1_i64..75, 0_u32..50_000), 1..14)
}

fn readings(steps: &[(i64, u32)], kinds: &[&str]) -> String {
    let (mut day, mut register) = (first(), 0_u32);
    let mut lines = vec![format!("P {day} 0.0")];
    for (at, (days, tenths)) in steps.iter().enumerate() {
        day = day.plus_days(*days);
        register += tenths;
        let kind = kinds.get(at % kinds.len().max(1)).copied().unwrap_or("actual");
        lines.push(format!("P {day} {}.{} {kind}", register / 10, register % 10));
    }
    lines.join("|")
}

fn posted(meters: &Meters) -> Vec<Posted> {
    let intervals = uses(meters, "P").intervals;
    intervals.into_iter().filter_map(|interval| interval.outcome.ok()).collect()
}

/// How many ledgers are tried: few while writing, ten thousand in a release run.
const CASES: u32 = if cfg!(debug_assertions) { 64 } else { 10_000 };

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn posted_use_is_the_difference_of_the_registers(
        steps in steps(),
        ratio in prop::sample::select(vec!["1", "200/5", "0.5", "75/5*10000/100", "1/3"]),
    ) {
        let meters = book(vec![point("P", &format!("x={ratio}"))], "", &readings(&steps, &[]));
        let sum = posted(&meters)
            .iter()
            .fold(Fraction::ZERO, |sum, own| sum.checked_add(own.exact).expect("in range"));
        let tenths: i128 = steps.iter().map(|(_, tenths)| i128::from(*tenths)).sum();
        let multiplier: crate::meters::Multiplier = ratio.parse().expect("a multiplier");
        let expected = Fraction::new(tenths, 10).expect("tenths").checked_mul(multiplier.value());
        prop_assert_eq!(Some(sum), expected);
    }

    #[test]
    fn what_is_not_open_is_counted_once_whatever_happened(
        steps in steps(),
        kinds in prop::collection::vec(
            prop::sample::select(vec!["actual", "estimated", "doubtful", "confirmed", "corrected"]),
            1..6,
        ),
        swap in 5_i64..400,
        digits in 3_u32..6,
    ) {
        let meter = format!("digits={digits} max=900000");
        let event = format!("P {}T12:00 ?→0 x=3", first().plus_days(swap));
        // A dial of so many digits turns over; its readings are what is left of the register.
        let modulus = 10_u32.pow(digits + 1);
        let mut register = 0_u32;
        let mut day = first();
        let mut lines = vec![format!("P {day}T08:00 0.0")];
        for (at, (days, tenths)) in steps.iter().enumerate() {
            day = day.plus_days(*days);
            register = (register + tenths) % modulus;
            let kind = kinds[at % kinds.len()];
            lines.push(format!("P {day}T08:00 {}.{} {kind}", register / 10, register % 10));
        }
        let meters = book(vec![point("P", &meter)], &event, &lines.join("|"));
        let all = uses(&meters, "P");
        // Intervals follow one another, none of days twice.
        for pair in all.intervals.windows(2) {
            prop_assert!(pair[0].until <= pair[1].from);
        }
        // Who is to be read is told by the first register, without the uses.
        let served = crate::meters::Tree::served(&meters, &crate::meters::View::NOW);
        let served = served.nodes().find_map(|node| node.consumption()).expect("a meter");
        for days in [-40, 0, 90, 400, 4_000] {
            let span = Span::new(first().plus_days(-50), first().plus_days(days)).expect("days");
            prop_assert_eq!(served.service(span), all.service(span));
        }
        // Every posted interval is the sum of its parts as they were read, and the months of it.
        let parts = crate::meters::intraday(
            super::lab::history(&meters, "P"), &crate::meters::View::NOW,
        );
        for interval in &all.intervals {
            let Ok(own) = &interval.outcome else { continue };
            let within = parts
                .iter()
                .filter(|part| interval.from <= part.from.0 && part.from.0 < interval.until);
            let sum = within
                .filter_map(|part| part.outcome.as_ref().ok())
                .fold(Fraction::ZERO, |sum, part| sum.checked_add(part.exact).expect("in range"));
            prop_assert_eq!(sum, own.exact);
            let months = interval
                .shares()
                .into_iter()
                .fold(Fraction::ZERO, |sum, (_, part)| sum.checked_add(part).expect("in range"));
            prop_assert_eq!(months, own.exact);
        }
    }

    #[test]
    fn months_add_up_to_intervals(
        steps in steps(),
        ratio in prop::sample::select(vec!["1", "30", "1/3"]),
    ) {
        let meters = book(vec![point("P", &format!("x={ratio}"))], "", &readings(&steps, &[]));
        let all = uses(&meters, "P");
        let intervals: Decimal = posted(&meters).iter().map(|own| own.amount).sum();
        let whole = Span::new(first(), first().plus_days(2_000)).expect("days");
        let months: Decimal = whole
            .months()
            .filter_map(|month| all.usage(month.span(), &[month.span()]).amount())
            .sum();
        prop_assert_eq!(months, intervals);
        // Cut anywhere, the pieces of a span add up to the span.
        let cut = first().plus_days(100);
        let pieces = [
            Span::new(whole.first(), cut).expect("days"),
            Span::new(cut.next(), whole.last()).expect("days"),
        ];
        prop_assert_eq!(all.usage(whole, &pieces).amount(), all.usage(whole, &[whole]).amount());
    }

    #[test]
    fn a_later_reading_never_moves_an_earlier_month(steps in steps(), more in 0_u32..9_999) {
        let before = book(vec![point("P", "")], "", &readings(&steps, &[]));
        let mut longer = steps.clone();
        longer.push((17, more));
        let after = book(vec![point("P", "")], "", &readings(&longer, &[]));
        let (before, after) = (uses(&before, "P"), uses(&after, "P"));
        prop_assert_eq!(&before.slices()[..], &after.slices()[..before.slices().len()]);
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        steps in steps(),
        order in prop::collection::vec(any::<u32>(), 15),
    ) {
        let kinds = ["actual", "estimated", "doubtful", "confirmed"];
        let text = readings(&steps, &kinds);
        let straight = book(vec![point("P", "digits=4 max=90")], "", &text);
        let mut rows: Vec<(u32, Record)> = super::lab::lines(&text)
            .map(|(at, line)| (order[at], Record::Reading(super::lab::reading(at, line))))
            .collect();
        rows.sort_by_key(|(key, _)| *key);
        let mut shuffled = book(vec![point("P", "digits=4 max=90")], "", "");
        for (_, row) in &rows {
            shuffled.apply(row).expect("folds");
        }
        prop_assert_eq!(&shuffled, &straight);
        // An id is told again whatever came before it.
        for (_, row) in &rows {
            let Record::Reading(reading) = row else { continue };
            let other = Reading { date: reading.date.next(), ..reading.clone() };
            shuffled.apply(row).expect("the same again");
            prop_assert!(shuffled.apply(&Record::Reading(other)).is_err());
        }
        prop_assert_eq!(&shuffled, &straight);
        prop_assert_eq!(shown(&uses(&shuffled, "P")), shown(&uses(&straight, "P")));
    }

    #[test]
    fn shares_add_up_and_stay_within_a_step(
        fen in -1_000_000_i64..1_000_000,
        weights in prop::collection::vec(0_i128..1_000, 1..9),
    ) {
        prop_assume!(weights.iter().sum::<i128>() > 0);
        let total = Decimal::new(fen, 2);
        let exact: Vec<Fraction> =
            weights.iter().map(|weight| Fraction::new(*weight, 1).expect("a weight")).collect();
        let parts = apportion(total, &exact, 2).expect("in range");
        prop_assert_eq!(parts.iter().sum::<Decimal>(), total);
        let sum: i128 = weights.iter().sum();
        for (part, weight) in parts.iter().zip(&weights) {
            let share = i128::from(fen) * weight;
            let off = part.mantissa() * 10_i128.pow(2 - part.scale()) * sum - share;
            prop_assert!(off.abs() < sum);
        }
    }
}

#[test]
fn the_largest_remainder_goes_first_and_the_earlier_part_among_equals() {
    let weights = |weights: &[i128]| -> Vec<Fraction> {
        weights.iter().map(|weight| Fraction::new(*weight, 1).expect("a weight")).collect()
    };
    let parts = |total: &str, of: &[i128]| -> Vec<String> {
        let total = super::lab::number(total);
        let parts = apportion(total, &weights(of), 2).expect("in range");
        parts.iter().map(Decimal::to_string).collect()
    };
    assert_eq!(parts("100.00", &[1, 1, 1]), ["33.34", "33.33", "33.33"]);
    // The allocation of a bill (A10).
    assert_eq!(
        parts("100000.00", &[1200, 1500, 900, 350]),
        ["30379.75", "37974.68", "22784.81", "8860.76"]
    );
    assert_eq!(apportion(super::lab::number("1.005"), &weights(&[1]), 2), None);
    assert_eq!(apportion(super::lab::number("1.00"), &weights(&[0, 0]), 2), None);
}
