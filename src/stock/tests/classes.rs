//! Use over some days, and the ABC classes that follow from it.

use snapbox::{assert_data_eq, str};

use crate::base::{Fraction, Span};
use crate::stock::testing::{book, day, item, store};
use crate::stock::{Class, ClassPolicy, Stock, class_of, classes, usage};

fn used(text: &str, first: &str, last: &str, room: Option<&str>) -> String {
    let stock = book(text);
    let span = Span::new(day(first), day(last)).expect("a span");
    let room = room.map(store);
    let usage = usage(&stock, &item("X"), span, room.as_ref());
    let day = |day: Option<crate::base::Day>| day.map_or("—".to_owned(), |day| day.to_string());
    format!(
        "{}={} on {} days, {} out, {} per day; holds {}; in {}..{}, issued {}",
        usage.used.quantity,
        usage.used.value,
        usage.days,
        usage.days_out,
        usage.per_day().map_or("—".to_owned(), |per_day| per_day.to_string()),
        usage.on_hand.quantity,
        day(usage.first_in),
        day(usage.last_in),
        day(usage.last_issue),
    )
}

#[test]
fn days_without_any_do_not_count() {
    let text = "item X 只
     store A
     store B
     02-20 opening X 10 opening > store:A @2
     03-02 issue X 10 store:A > dept:NK1
     03-05 receipt X 20 supplier:s > store:B @3
     03-06 transfer X 8 store:B > transit #DB1
     03-08 transfer X 8 transit > store:A #DB1
     03-09 issue X 4 store:A > dept:NK1 id=M9
     03-10 return X 1 dept:NK1 > store:A
     03-10 issue X 2 store:A > dept:NK1 id=M10
     03-10 reversal X 2 dept:NK1 > store:A reverses=M10";
    // 2, 3 and 4 March end without any; the tenth's issue was taken back.
    assert_data_eq!(
        used(text, "03-01", "03-10", None),
        str![
            "13=29.00 on 7 days, 3 out, 13/7 per day; holds 17; in 2026-02-20..2026-03-05, issued 2026-03-09"
        ]
    );
    // Of one room, what came from another came in, and what is on the way is nowhere.
    assert_data_eq!(
        used(text, "03-01", "03-10", Some("A")),
        str![
            "13=29.00 on 4 days, 6 out, 13/4 per day; holds 5; in 2026-02-20..2026-03-08, issued 2026-03-09"
        ]
    );
    // The books know nothing of it before it first came in.
    assert_data_eq!(
        used(text, "02-10", "02-25", None),
        str!["0=0.00 on 6 days, 10 out, 0 per day; holds 10; in 2026-02-20..2026-02-20, issued —"]
    );
    assert_data_eq!(
        used(text, "02-01", "02-10", None),
        str!["0=0.00 on 0 days, 10 out, — per day; holds 0; in —..—, issued —"]
    );
}

/// Items whose use of the year is worth so many yuan.
fn year(values: &[(&str, i64)]) -> Stock {
    let mut text = "store A\n".to_owned();
    for (code, value) in values {
        let name = code.split(' ').next().unwrap_or_default();
        text =
            format!("{text}item {code}\n 2025-03-01 opening {name} 100000 opening > store:A @1\n");
        if *value > 0 {
            text = format!("{text} 02-01 issue {name} {value} store:A > dept:NK1\n");
        }
    }
    book(&text)
}

fn of(values: &[(&str, i64)]) -> String {
    let stock = year(values);
    let classes = classes(&stock, day("03-31"), &ClassPolicy::default());
    let lines: Vec<String> = classes
        .lines
        .iter()
        .map(|line| {
            format!("{}{} {}/{}", line.item.code, line.class, line.cumulative, classes.total)
        })
        .collect();
    lines.join("\n")
}

#[test]
fn classes_follow_the_cumulative_share() {
    assert_data_eq!(
        of(&[
            ("P 只", 500),
            ("Q 只", 300),
            ("R 只", 100),
            ("S 只", 50),
            ("T 只", 30),
            ("U 只", 20),
            ("V 只", 0)
        ]),
        str![[r#"
PA 500.00/1000.00
QA 800.00/1000.00
RB 900.00/1000.00
SB 950.00/1000.00
TC 980.00/1000.00
UC 1000.00/1000.00
VC 1000.00/1000.00
"#]]
    );
    // One fen more than 80 % is no longer A; equal values go by code; the first is always A.
    assert_data_eq!(
        of(&[("P 只", 501), ("Q 只", 300), ("S 只", 100), ("R 只", 99)]),
        str![[r#"
PA 501.00/1000.00
QB 801.00/1000.00
SB 901.00/1000.00
RC 1000.00/1000.00
"#]]
    );
    assert_data_eq!(
        of(&[("Q 只", 10), ("P 只", 10)]),
        str![[r#"
PA 10.00/20.00
QC 20.00/20.00
"#]]
    );
    assert_data_eq!(of(&[("P 只", 0)]), str!["PC 0.00/0.00"]);
}

#[test]
fn a_class_that_was_fixed_goes_before() {
    let stock = year(&[("P 只", 900), ("Q 只 class=A", 1), ("R 只 class=C", 99)]);
    let policy = ClassPolicy::default();
    let all = classes(&stock, day("03-31"), &policy);
    assert_eq!((all.of(&item("Q")), all.of(&item("R"))), (Class::A, Class::C));
    assert_eq!(all.of(&item("NOBODY")), Class::C);
    let sums = all.sums().map(|sum| (sum.items, sum.value.to_string()));
    assert_eq!(sums, [(2, "901.00".to_owned()), (0, "0.00".to_owned()), (1, "99.00".to_owned())]);
    // Other limits, and a year in which nothing was used.
    let half = Fraction::new(1, 2).expect("a share");
    let strict = ClassPolicy { a: half, b: half };
    assert_eq!(class_of(&stock, &item("P"), day("03-31"), &strict), Class::A);
    assert_eq!(class_of(&stock, &item("P"), day("2025-12-31"), &policy), Class::C);
}

#[test]
fn what_was_used_a_year_ago_does_not_count() {
    let stock = year(&[("P 只", 100)]);
    let value = |as_of: &str| classes(&stock, day(as_of), &ClassPolicy::default()).total;
    assert_eq!(value("2026-01-31").to_string(), "0.00");
    assert_eq!(value("2027-01-31").to_string(), "100.00");
    assert_eq!(value("2027-02-01").to_string(), "0.00");
}
