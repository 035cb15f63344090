//! From readings to intervals: rollovers, replacements, estimates, doubts, and what is open.

use snapbox::{assert_data_eq, str};

use super::lab::{END_OF_DAY, book, day, history, number, point, reading, shown, span, uses};
use crate::base::Moment;
use crate::meters::{Gap, Meters, Notice, Record, Reset, View, consumption};

/// The intervals of one point from its fields, events and readings.
fn intervals(fields: &str, events: &str, readings: &str) -> String {
    shown(&uses(&book(vec![point("P", fields)], events, readings), "P"))
}

#[test]
fn a_register_that_goes_back_is_open_and_the_next_step_counts_again() {
    let readings = "P 2025-01-01 1000 | P 2025-02-01 900 | P 2025-03-01 1200";
    assert_data_eq!(
        intervals("", "", readings),
        str![[r#"
2025-01-01..2025-02-01 E-BACK
2025-02-01..2025-03-01 300
"#]]
    );
    // Digits alone do not tell a rollover; the bound of a day's use has to allow for it.
    assert_data_eq!(
        intervals("digits=5", "", "P 2025-01-01 99876 | P 2025-02-01 214"),
        str!["2025-01-01..2025-02-01 E-BACK"]
    );
}

#[test]
fn a_use_beyond_the_bound_waits_until_somebody_confirms_it() {
    let slip = "P 2025-01-01 1000 | P 2025-02-01 12100 | P 2025-03-01 1400";
    assert_data_eq!(
        intervals("max=50", "", slip),
        str![[r#"
2025-01-01..2025-02-01 E-HIGH
2025-02-01..2025-03-01 E-BACK
"#]]
    );
    assert_data_eq!(
        intervals("max=50", "", "P 2025-01-01 1000 | P 2025-02-01 12100 confirmed"),
        str!["2025-01-01..2025-02-01 11100 W-HIGH"]
    );
    // The bound counts every day of the interval.
    assert_data_eq!(
        intervals("max=50", "", "P 2025-01-01 1000 | P 2025-02-01 2550"),
        str!["2025-01-01..2025-02-01 1550"]
    );
}

#[test]
fn a_rollover_needs_two_registers_that_were_seen() {
    let estimated = "P 2025-03-01 99876 | P 2025-04-01 214 estimated";
    assert_data_eq!(intervals("digits=5 max=40", "", estimated), str![""]);
    let then_read = "P 2025-03-01 99876 | P 2025-04-01 214 estimated | P 2025-05-01 500";
    assert_data_eq!(
        intervals("digits=5 max=40", "", then_read),
        str!["2025-03-01..2025-05-01 624 W-ESTIMATE W-ROLL"]
    );
}

#[test]
fn estimates_give_way_to_the_next_register_that_was_seen() {
    let readings = "P 2025-01-01 1000 | P 2025-02-01 1100 estimated \
                    | P 2025-03-01 1300 estimated | P 2025-04-01 1240 | P 2025-05-01 1300";
    assert_data_eq!(
        intervals("", "", readings),
        str![[r#"
2025-01-01..2025-04-01 240 W-TRUEUP W-TRUEUP
2025-04-01..2025-05-01 60
"#]]
    );
    // An estimate that fits stays.
    assert_data_eq!(
        intervals("", "", "P 2025-01-01 1000 | P 2025-02-01 1100 estimated | P 2025-03-01 1240"),
        str![[r#"
2025-01-01..2025-02-01 100
2025-02-01..2025-03-01 140
"#]]
    );
    // What an estimate had posted is kept for the restatement.
    let meters = book(
        vec![point("P", "")],
        "",
        "P 2025-01-01 1000 | P 2025-02-01 1300 estimated | P 2025-03-01 1240",
    );
    let intervals = uses(&meters, "P").intervals;
    let Notice::TrueUp { day: of, register, posted } = &intervals[0].notices[0] else {
        panic!("no true-up");
    };
    assert_eq!((*of, *register), (day("2025-02-01"), number("1300")));
    assert_eq!(posted.expect("was posted").to_string(), "300");
}

#[test]
fn a_replacement_keeps_both_parts_and_an_unread_old_meter_leaves_its_days_open() {
    let readings = "P 2025-03-01 8452.0 | P 2025-04-01 130.0";
    assert_data_eq!(
        intervals("x=30", "P 2025-03-18 8701.5→12.0 x=40", readings),
        str![[r#"
2025-03-01..2025-03-18 7485.0
2025-03-18..2025-04-01 4720.0 W-METER
"#]]
    );
    assert_data_eq!(
        intervals("x=30", "P 2025-03-18 ?→12.0 x=40", readings),
        str![[r#"
2025-03-01..2025-03-18 E-FINAL
2025-03-18..2025-04-01 4720.0 W-METER
"#]]
    );
    // The old meter may roll over before it is taken out.
    assert_data_eq!(
        intervals("digits=4 max=50", "P 2025-03-18 0012→0", "P 2025-03-01 9990 | P 2025-04-01 5"),
        str![[r#"
2025-03-01..2025-03-18 22 W-ROLL
2025-03-18..2025-04-01 5 W-METER
"#]]
    );
}

#[test]
fn a_reading_on_the_day_of_a_replacement_goes_by_its_time() {
    let event = "P 2025-03-18T10:00 500→0";
    let readings = "P 2025-03-01 100 | P 2025-03-18T08:00 480 | P 2025-03-18T12:00 1 \
                    | P 2025-04-01 40";
    // What both meters counted on the 18th itself belongs to the interval that has this day.
    assert_data_eq!(
        intervals("", event, readings),
        str![[r#"
2025-03-01..2025-03-18 380
2025-03-18..2025-04-01 60 W-METER
"#]]
    );
}

#[test]
fn a_register_may_go_to_zero_only_where_the_meter_says_so() {
    let readings = "P 2025-01-01 1000 | P 2025-02-01 40";
    assert_data_eq!(intervals("", "", readings), str!["2025-01-01..2025-02-01 E-BACK"]);
    assert_data_eq!(intervals("reset", "", readings), str!["2025-01-01..2025-02-01 40 W-RESET"]);
    assert_data_eq!(intervals("reset max=1", "", readings), str!["2025-01-01..2025-02-01 E-BACK"]);
    // A recorded reset keeps what was counted before it.
    assert_data_eq!(
        intervals("reset", "P 2025-01-11 1060→0 reset", readings),
        str![[r#"
2025-01-01..2025-01-11 60
2025-01-11..2025-02-01 40 W-METER
"#]]
    );
}

#[test]
fn a_doubtful_reading_leaves_its_days_open_until_a_later_one_is_trusted() {
    let doubted = "P 2025-01-01 1000 | P 2025-02-01 900 doubtful";
    let meters = book(vec![point("P", "")], "", doubted);
    let open = uses(&meters, "P").usage(span("2025-01"), &[span("2025-01")]);
    assert_eq!((open.amount(), open.covered, open.expected), (None, 0, 31));
    assert!(matches!(&open.open[0].gap, Gap::Doubtful(doubt) if doubt.day == day("2025-02-01")));
    assert_data_eq!(
        intervals("", "", &format!("{doubted} | P 2025-03-01 1200")),
        str!["2025-01-01..2025-03-01 200 W-DOUBT"]
    );
}

#[test]
fn two_values_for_one_moment_are_trusted_neither() {
    let readings = "P 2025-01-01 1000 | P 2025-02-01 1100 | P 2025-02-01 1010 | P 2025-03-01 1200";
    assert_data_eq!(
        intervals("", "", readings),
        str!["2025-01-01..2025-03-01 200 W-DOUBT W-DOUBT"]
    );
    // The same value twice is one reading; an estimate gives way to what was seen.
    let same = "P 2025-01-01 1000 | P 2025-02-01 1100 | P 2025-02-01 1100 \
                | P 2025-02-01 1150 estimated";
    assert_data_eq!(intervals("", "", same), str!["2025-01-01..2025-02-01 100"]);
}

#[test]
fn nothing_used_is_remarked_where_something_was_used_before() {
    let readings = "P 2025-01-01 500 | P 2025-02-01 500 | P 2025-03-01 500 | P 2025-04-01 500 \
                    | P 2025-05-01 500 | P 2025-06-01 510 | P 2025-07-01 510";
    assert_data_eq!(
        intervals("", "", readings),
        str![[r#"
2025-01-01..2025-02-01 0 W-STUCK
2025-02-01..2025-03-01 0
2025-03-01..2025-04-01 0
2025-04-01..2025-05-01 0
2025-05-01..2025-06-01 10
2025-06-01..2025-07-01 0 W-STUCK
"#]]
    );
}

#[test]
fn a_days_own_use_goes_to_the_interval_that_has_the_day() {
    let readings = "P 2025-01-01T06:00 100 | P 2025-01-01T22:00 108 | P 2025-01-02T06:00 110 \
                    | P 2025-01-02T22:00 120";
    // The last eight units wait for a reading of a later day.
    assert_data_eq!(intervals("", "", readings), str!["2025-01-01..2025-01-02 10"]);
    let meters = book(vec![point("P", "")], "", readings);
    let at_end = consumption(history(&meters, "P"), &END_OF_DAY).expect("a meter");
    assert_data_eq!(shown(&at_end), str!["2025-01-02..2025-01-03 12"]);
}

#[test]
fn the_end_of_day_convention_moves_every_boundary_by_one_day() {
    let meters =
        book(vec![point("P", "")], "", "P 2025-01-31 100 | P 2025-02-28 128 | P 2025-03-31 159");
    let at_end = consumption(history(&meters, "P"), &END_OF_DAY).expect("a meter");
    let february = at_end.usage(span("2025-02"), &[span("2025-02")]);
    assert_eq!(february.amount(), Some(number("28.00")));
    assert!(february.is_complete());
    let at_start = uses(&meters, "P").usage(span("2025-02"), &[span("2025-02")]);
    assert_eq!(at_start.amount(), Some(number("28.00")));
    // On the 31st January one unit, on the 28th February one: the months meet a day earlier.
    let january = uses(&meters, "P").usage(span("2025-01"), &[span("2025-01")]);
    assert_eq!((january.covered, january.expected), (1, 1));
}

#[test]
fn what_was_known_then_comes_back() {
    let mut meters = book(
        vec![point("P", "")],
        "",
        "P 2025-01-01 1000 | P 2025-02-01 1300 | P 2025-02-01 1130 corrected >R1 @2025-02-10",
    );
    assert_eq!(shown(&uses(&meters, "P")), "2025-01-01..2025-02-01 130");
    let mut known = meters.clone();
    known.forget_after(Moment::end_of(day("2025-02-05")));
    let then = consumption(history(&known, "P"), &View::NOW).expect("a meter");
    assert_eq!(shown(&then), "2025-01-01..2025-02-01 300");
    let as_of = View { as_of: Some(day("2025-01-31")), ..View::NOW };
    let before = consumption(history(&meters, "P"), &as_of).expect("a meter");
    assert_eq!(shown(&before), "");
    // The identical row again changes nothing; its id with other values is refused.
    let row = reading(0, "P 2025-01-01 1000");
    let folded = meters.clone();
    assert_eq!(meters.apply(&Record::Reading(row.clone())), Ok(()));
    assert_eq!(meters, folded);
    let other = crate::meters::Reading { register: number("1001"), ..row };
    assert!(meters.apply(&Record::Reading(other)).is_err());
}

#[test]
fn a_point_in_service_without_a_reading_is_open_from_its_first_day() {
    let meters = book(vec![point("P", "from=2025-01-16")], "", "");
    let usage = uses(&meters, "P").usage(span("2025-01"), &[span("2025-01")]);
    assert_eq!((usage.amount(), usage.covered, usage.expected), (None, 0, 16));
    assert!(matches!(usage.open[0].gap, Gap::NoStart));
    let never = uses(&book(vec![point("P", "")], "", ""), "P");
    assert_eq!(never.usage(span("2025-01"), &[span("2025-01")]).expected, 31);
    // Its initial register is a reading; out of service it owes nothing.
    let fields = "from=2025-01-16 initial=5 until=2025-02-01";
    let meters = book(vec![point("P", fields)], "", "P 2025-02-01 37");
    let usage = uses(&meters, "P").usage(span("2025-Q1"), &[span("2025-Q1")]);
    assert_eq!((usage.amount(), usage.covered, usage.expected), (Some(number("32.00")), 16, 16));
}

#[test]
fn a_number_out_of_range_is_open_and_never_a_panic() {
    let huge = "999999999999999999";
    let fields = format!("x={huge}*{huge}");
    let meters =
        book(vec![point("P", &fields)], "", &format!("P 2025-01-01 0.1 | P 2025-02-01 {huge}"));
    assert_eq!(shown(&uses(&meters, "P")), "2025-01-01..2025-02-01 E-RANGE");
    let mut point = point("Q", "");
    if let Some(meter) = &mut point.meter {
        meter.digits = Some(4_000_000);
        meter.reset = Reset::Never;
    }
    let meters: Meters = book(vec![point], "", "Q 2025-01-01 5 | Q 2025-02-01 4");
    assert_eq!(shown(&uses(&meters, "Q")), "2025-01-01..2025-02-01 E-RANGE");
}

#[test]
fn the_reading_that_takes_an_estimate_back_bears_on_the_days_before_it() {
    let readings = "P 2025-01-01 1000 | P 2025-02-01 1300 estimated | P 2025-03-01 1240 \
                    | P 2025-04-01 1300";
    let meters = book(vec![point("P", "")], "", readings);
    let days: Vec<String> =
        meters.written(day("2025-01-31")).iter().map(|row| row.date.to_string()).collect();
    assert_eq!(days, ["2025-01-01", "2025-02-01", "2025-03-01"]);
}
