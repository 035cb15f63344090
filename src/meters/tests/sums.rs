//! Computed points: what they read as, what is refused, and on which days they know something.

use super::lab::{book, code_of, point, span};
use crate::base::Decided;
use crate::meters::{
    Counting, Meters, Point, Subject, Sum, UsageBy, UsageOptions, View, add_point, defects, usage,
};
use crate::org::Org;

/// A main meter, two below it that are read on other days, and what is left.
fn rest(more: &str) -> Meters {
    book(
        vec![
            point("D", ""),
            point("D-1", "parent=D"),
            point("D-2", "parent=D"),
            point("R", &format!("sum=D~D-1~D-2 {more}")),
        ],
        "",
        "D 2025-03-01 0|D 2025-04-01 3100|D 2025-05-01 6100\
         |D-1 2025-03-01 0|D-1 2025-04-01 310|D-1 2025-05-01 610\
         |D-2 2025-03-11 0|D-2 2025-04-01 420",
    )
}

fn lines(meters: &Meters, by: UsageBy, period: &str) -> Vec<String> {
    let options = UsageOptions {
        span: span(period),
        by,
        site: None,
        utility: None,
        point: None,
        view: View::NOW,
    };
    let table = usage(meters, &Org::default(), &options);
    let line = |line: &crate::meters::UsageLine| {
        let subject = match &line.subject {
            Subject::Point { code, .. } => code.to_string(),
            Subject::Department { code, .. } => code.to_string(),
            Subject::Utility => "all".to_owned(),
            Subject::Common => "-".to_owned(),
        };
        let months: Vec<String> = line
            .months
            .iter()
            .map(|(_, usage)| {
                let amount = usage.amount().map_or("?".to_owned(), |amount| amount.to_string());
                let open: Vec<String> =
                    usage.open.iter().map(|own| own.point.to_string()).collect();
                let days =
                    format!("{amount} {}/{} {}", usage.covered, usage.expected, open.join(","));
                days.trim_end().to_owned()
            })
            .collect();
        format!("{subject}: {}", months.join("; "))
    };
    table.lines.iter().map(line).collect()
}

#[test]
fn a_sum_reads_as_it_is_written() {
    for (text, shown) in [
        ("D-ZY - D-NK1 + D-X", "D-ZY - D-NK1 + D-X"),
        ("- A  +  B-1", "- A + B-1"),
        ("+ A", "A"),
        ("Ａ － Ｂ", "A - B"),
    ] {
        assert_eq!(text.parse::<Sum>().expect(text).to_string(), shown);
    }
    for (text, code) in [
        ("", "meter.sum"),
        ("A B", "meter.sum"),
        ("A - ", "meter.sum"),
        ("A + - B", "meter.sum"),
        ("A - B - A", "meter.sum_twice"),
    ] {
        let refusal = crate::meters::Refusal::from(text.parse::<Sum>().expect_err(text));
        assert_eq!(code_of(&refusal), code, "{text}");
    }
}

#[test]
fn a_difference_counts_the_days_that_all_its_terms_know() {
    // In March the second sub-meter is not in service before the 11th; in April nobody read it.
    assert_eq!(
        lines(&rest(""), UsageBy::Point, "2025-03-01..2025-04-30"),
        [
            "D: 3100.00 31/31; 3000.00 30/30",
            "D-1: 310.00 31/31; 300.00 30/30",
            "D-2: 420.00 21/21; ? 0/30 D-2",
            "R: 2370.00 31/31; ? 0/30 D-2",
        ]
    );
}

#[test]
fn a_computed_point_is_in_no_sum_unless_it_is_told_to() {
    assert_eq!(lines(&rest(""), UsageBy::Utility, "2025-03"), ["all: 3100.00 31/31"]);
    // Counted below the main meter it takes what is left of it, and the total stays.
    let counted = rest("counted parent=D department=NK1");
    assert_eq!(lines(&counted, UsageBy::Utility, "2025-03"), ["all: 3100.00 31/31"]);
    let departments = lines(&counted, UsageBy::Department, "2025-03");
    assert_eq!(departments, ["NK1: 2370.00 31/31", "-: 730.00 83/83"]);
}

#[test]
fn a_sum_of_sums_follows_both() {
    let mut points = vec![point("A", ""), point("B", ""), point("C", "")];
    points.push(point("AB", "sum=A+B"));
    points.push(point("X", "sum=AB~C"));
    let readings = "A 2025-03-01 0|A 2025-04-01 100|B 2025-03-01 0|B 2025-04-01 20.5\
                    |C 2025-03-01 0|C 2025-04-01 0.25";
    let meters = book(points, "", readings);
    let all = lines(&meters, UsageBy::Point, "2025-03");
    assert!(all.contains(&"X: 120.25 31/31".to_owned()), "{all:?}");
}

#[test]
fn what_cannot_be_computed_is_refused() {
    let meters = rest("");
    let refused = |point: Point| {
        let refusal = add_point(&meters, &Org::default(), point).expect_err("refused");
        code_of(&refusal)
    };
    assert_eq!(refused(point("N", "sum=D~QQ")), "meter.unknown_term");
    assert_eq!(refused(point("N", "sum=D~D-3")), "meter.unknown_term_near");
    assert_eq!(refused(point("N", "sum=D~N")), "meter.sum_loop");
    assert_eq!(refused(point("N", "utility=gas sum=D")), "meter.term_utility");
    assert_eq!(refused(point("N", "sum=D route=东线")), "meter.nothing_to_read");
    assert_eq!(refused(point("N", "route=/3")), "meter.no_route");
    let mut both = point("N", "");
    both.sum = Some("D".parse().expect("a sum"));
    assert_eq!(refused(both), "meter.sum_and_meter");
    let added = add_point(&meters, &Org::default(), point("N", "sum=R+D-1")).expect("added");
    assert!(matches!(added, Decided::New(points) if points[0].counting == Counting::Check));
}

#[test]
fn a_point_below_a_sum_is_not_computed_from_it() {
    let meters = book(vec![point("A", "parent=HJ"), point("HJ", "virtual")], "", "");
    let below = |fields: &str| add_point(&meters, &Org::default(), point("N", fields));
    let refusal = below("sum=HJ~A parent=HJ counted").expect_err("a loop");
    assert_eq!(code_of(&refusal), "meter.sum_loop");
    below("sum=HJ~A parent=HJ").expect("in no sum, so no loop");
}

#[test]
fn sums_that_go_round_are_told_and_have_no_use() {
    let meters = book(
        vec![point("A", ""), point("X", "sum=Y+A"), point("Y", "sum=X")],
        "",
        "A 2025-03-01 0|A 2025-04-01 31",
    );
    let codes: Vec<&str> =
        defects(&meters, &Org::default()).iter().map(|own| code_of(&own.refusal)).collect();
    assert_eq!(codes, ["meter.sum_loop", "meter.sum_loop"]);
    assert_eq!(lines(&meters, UsageBy::Point, "2025-03"), ["A: 31.00 31/31"]);
}
