//! Sums over the tree: nothing twice, nothing lost, and the balance of a main meter.

use snapbox::{assert_data_eq, str};

use super::lab::{book, number, point, span};
use crate::base::Decimal;
use crate::meters::{
    BalanceOptions, Meters, MissingOptions, Subject, Tree, UsageBy, UsageOptions, UsageTable,
    Verdict, View, balances, missing, usage,
};
use crate::org::Org;

/// A main meter, a department's branch with another department behind it, a common branch, a
/// check meter beside the main one, and a tenant who is handed energy on.
fn hospital() -> Vec<crate::meters::Point> {
    vec![
        point("MAIN", "class=0.5"),
        point("MAIN-CHECK", "check"),
        point("WARD", "parent=MAIN department=NK class=1"),
        point("LAB", "parent=WARD department=JY"),
        point("YARD", "parent=MAIN"),
        point("TENANT", "minus"),
    ]
}

const READINGS: &str = "MAIN 2025-01-01 0 | MAIN 2025-02-01 1000 \
    | MAIN-CHECK 2025-01-01 0 | MAIN-CHECK 2025-02-01 1004 \
    | WARD 2025-01-01 0 | WARD 2025-02-01 600 | LAB 2025-01-01 0 | LAB 2025-02-01 150 \
    | YARD 2025-01-01 0 | YARD 2025-02-01 300 | TENANT 2025-01-01 0 | TENANT 2025-02-01 40";

fn table(meters: &Meters, by: UsageBy, period: &str, site: Option<&str>) -> UsageTable {
    let options = UsageOptions {
        span: span(period),
        by,
        site: site.map(|site| site.parse().expect("a code")),
        utility: None,
        point: None,
        view: View::NOW,
    };
    usage(meters, &Org::default(), &options)
}

/// Subject, use, days covered of days expected, and who keeps it open.
fn shown(table: &UsageTable) -> String {
    let line = |line: &crate::meters::UsageLine| {
        let subject = match &line.subject {
            Subject::Utility => line.carrier.utility().word().to_owned(),
            Subject::Point { code, .. } => code.to_string(),
            Subject::Department { code, .. } => code.to_string(),
            Subject::Common => "common".to_owned(),
        };
        let amount = line.whole.amount().map_or("—".to_owned(), |amount| amount.to_string());
        let open: Vec<String> =
            line.whole.open.iter().map(|open| format!("{} {}", open.point, open.span)).collect();
        format!(
            "{subject} {amount} {}/{} {}",
            line.whole.covered,
            line.whole.expected,
            open.join(", ")
        )
        .trim_end()
        .to_owned()
    };
    table.lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn sum(table: &UsageTable) -> Decimal {
    table.lines.iter().filter_map(|line| line.whole.amount()).sum()
}

#[test]
fn departments_and_common_use_add_up_to_the_total() {
    let meters = book(hospital(), "", READINGS);
    let departments = table(&meters, UsageBy::Department, "2025-01", None);
    assert_data_eq!(
        shown(&departments),
        str![[r#"
JY 150.00 31/31
NK 450.00 31/31
common 360.00 93/93
"#]]
    );
    let total = table(&meters, UsageBy::Utility, "2025-01", None);
    assert_data_eq!(shown(&total), str!["electricity 960.00 62/62"]);
    assert_eq!(sum(&departments), sum(&total));
}

#[test]
fn a_point_without_a_reading_is_named_and_leaves_what_depends_on_it_open() {
    let readings = READINGS.replace("| LAB 2025-02-01 150", "");
    let meters = book(hospital(), "", &readings);
    assert_data_eq!(
        shown(&table(&meters, UsageBy::Department, "2025-01", None)),
        str![[r#"
JY — 0/31 LAB 2025-01
NK — 0/31 LAB 2025-01
common 360.00 93/93
"#]]
    );
    // The main meter knows the total all the same.
    let total = table(&meters, UsageBy::Utility, "2025-01", None);
    assert_data_eq!(shown(&total), str!["electricity 960.00 62/62"]);
    assert_data_eq!(
        shown(&table(&meters, UsageBy::Point, "2025-01", None)),
        str![[r#"
LAB — 0/31 LAB 2025-01
MAIN 1000.00 31/31
MAIN-CHECK 1004.00 31/31
TENANT 40.00 31/31
WARD 600.00 31/31
YARD 300.00 31/31
"#]]
    );
}

#[test]
fn a_virtual_point_is_the_signed_sum_of_those_below() {
    let points = vec![
        point("ALL", "virtual"),
        point("IN-1", "parent=ALL"),
        point("IN-2", "parent=ALL department=NK"),
        point("OUT", "parent=ALL minus"),
        point("IN-2-CHECK", "parent=ALL check"),
    ];
    let meters = book(
        points,
        "",
        "IN-1 2025-01-01 0 | IN-1 2025-02-01 100 | IN-2 2025-01-01 0 | IN-2 2025-02-01 50 \
         | OUT 2025-01-01 0 | OUT 2025-02-01 30 | IN-2-CHECK 2025-01-01 0 | IN-2-CHECK 2025-02-01 9",
    );
    let total = table(&meters, UsageBy::Utility, "2025-01", None);
    assert_data_eq!(shown(&total), str!["electricity 120.00 93/93"]);
    let departments = table(&meters, UsageBy::Department, "2025-01", None);
    assert_data_eq!(
        shown(&departments),
        str![[r#"
NK 50.00 31/31
common 70.00 62/62
"#]]
    );
}

#[test]
fn a_check_meter_between_is_passed_over() {
    let points =
        vec![point("A", ""), point("B", "parent=A check"), point("C", "parent=B department=X")];
    let readings = "A 2025-01-01 0 | A 2025-02-01 100 | B 2025-01-01 0 | B 2025-02-01 90 \
                    | C 2025-01-01 0 | C 2025-02-01 60";
    let meters = book(points, "", readings);
    assert_data_eq!(
        shown(&table(&meters, UsageBy::Department, "2025-01", None)),
        str![[r#"
X 60.00 31/31
common 40.00 31/31
"#]]
    );
}

#[test]
fn a_site_counts_its_own_points_and_not_what_it_hands_on() {
    let points = vec![
        point("MAIN", "site=ZY"),
        point("SHOP", "parent=MAIN"),
        point("BRANCH", "parent=MAIN site=LG"),
        point("BRANCH-1", "parent=BRANCH"),
    ];
    let readings = "MAIN 2025-01-01 0 | MAIN 2025-02-01 1000 | SHOP 2025-01-01 0 \
                    | SHOP 2025-02-01 200 | BRANCH 2025-01-01 0 | BRANCH 2025-02-01 300 \
                    | BRANCH-1 2025-01-01 0 | BRANCH-1 2025-02-01 100";
    let meters = book(points, "", readings);
    let of = |site: Option<&str>| sum(&table(&meters, UsageBy::Utility, "2025-01", site));
    assert_eq!(of(None), number("1000"));
    assert_eq!(of(Some("ZY")), number("700"));
    assert_eq!(of(Some("LG")), number("300"));
    for site in ["ZY", "LG"] {
        let departments = table(&meters, UsageBy::Department, "2025-01", Some(site));
        assert_eq!(sum(&departments), of(Some(site)));
    }
}

#[test]
fn a_span_of_months_shows_each_and_adds_them_up() {
    let meters = book(
        vec![point("P", "")],
        "",
        "P 2025-01-06 1000 | P 2025-02-05 1310 | P 2025-03-08 1589 | P 2025-04-03 1901",
    );
    let table = table(&meters, UsageBy::Point, "2025-01-01..2025-04-30", None);
    let months: Vec<String> = table.lines[0]
        .months
        .iter()
        .map(|(month, usage)| {
            let amount = usage.amount().expect("known");
            format!("{month} {amount} {}/{}", usage.covered, usage.expected)
        })
        .collect();
    assert_eq!(
        months,
        [
            "2025-01 268.67 26/26",
            "2025-02 257.33 28/28",
            "2025-03 351.00 31/31",
            "2025-04 24.00 2/30"
        ]
    );
    assert_eq!(table.lines[0].whole.amount(), Some(number("901.00")));
}

#[test]
fn points_in_a_ring_are_summed_once() {
    let points = vec![point("A", "parent=B"), point("B", "parent=A"), point("C", "parent=A")];
    let readings = "A 2025-01-01 0 | A 2025-02-01 1 | B 2025-01-01 0 | B 2025-02-01 2 \
                    | C 2025-01-01 0 | C 2025-02-01 4";
    let total = table(&book(points, "", readings), UsageBy::Utility, "2025-01", None);
    assert_eq!(sum(&total), number("7"));
}

fn balance_options(period: &str) -> BalanceOptions {
    BalanceOptions { span: span(period), point: None, site: None, view: View::NOW }
}

#[test]
fn a_main_meter_is_held_against_the_points_right_below_it() {
    let meters = book(hospital(), "", READINGS);
    let found = balances(&meters, &balance_options("2025-01"));
    let [main, ward] = &found[..] else { panic!("{found:?}") };
    let rest = main.imbalance.expect("comparable");
    assert_eq!((main.n_subs, rest.subs, rest.rest), (2, number("900"), number("100")));
    assert_eq!(rest.ratio.to_string(), "10.00%");
    // The yard has no class, so nobody can say what the meters' accuracy allows for.
    assert_eq!((rest.tolerance, rest.verdict), (None, Verdict::Unclassed));
    assert_eq!(rest.n_unclassed, 1);
    assert_eq!(ward.imbalance.expect("comparable").rest, number("450"));
}

#[test]
fn a_balance_compares_only_days_that_all_meters_know() {
    let points = vec![point("MAIN", "class=1"), point("SUB", "parent=MAIN class=1")];
    let readings =
        "MAIN 2025-01-01 0 | MAIN 2025-02-01 310 | SUB 2025-01-11 0 | SUB 2025-02-01 205";
    let meters = book(points, "", readings);
    // The sub-meter came in on the 11th: before, there was none.
    let found = balances(&meters, &balance_options("2025-01"));
    assert_eq!((found[0].days, found[0].expected), (31, 31));
    assert_eq!(found[0].imbalance.expect("comparable").rest, number("105"));
    // It hung there all the time: its first ten days are not known.
    let points =
        vec![point("MAIN", "class=1"), point("SUB", "parent=MAIN class=1 from=2025-01-01")];
    let meters = book(points, "", readings);
    let found = balances(&meters, &balance_options("2025-01"));
    let rest = found[0].imbalance.expect("comparable");
    assert_eq!((found[0].days, rest.main, rest.subs), (21, number("210"), number("205")));
    assert_eq!((found[0].open.len(), rest.verdict), (1, Verdict::Unmetered));
    let february = balances(&meters, &balance_options("2025-02"));
    assert_eq!((february[0].days, february[0].imbalance), (0, None));
}

#[test]
fn a_main_meter_read_more_often_does_not_cut_the_use_below_it() {
    let points = vec![point("MAIN", "class=1"), point("SUB", "parent=MAIN class=1")];
    let daily: Vec<String> =
        (1..=31).map(|day| format!("MAIN 2025-01-{day:02} {}", day * 7)).collect();
    let monthly = "MAIN 2025-02-01 224 | SUB 2025-01-01 0 | SUB 2025-02-01 100";
    let readings = format!("{} | {monthly}", daily.join(" | "));
    let found = balances(&book(points, "", &readings), &balance_options("2025-01"));
    let imbalance = found[0].imbalance.expect("comparable");
    assert_eq!((found[0].days, imbalance.subs), (31, number("100.00")));
    assert_eq!(imbalance.rest, number("117.00"));
}

#[test]
fn exactly_the_points_without_a_reading_are_missing() {
    let points = vec![
        point("READ", ""),
        point("UNREAD", "from=2025-01-01"),
        point("ESTIMATED", ""),
        point("DOUBTED", ""),
        point("GONE", "until=2025-01-31"),
        point("LATER", "from=2025-04-01"),
        point("SUM", "virtual"),
    ];
    let readings = "READ 2025-03-02 1 | UNREAD 2025-02-01 7 | ESTIMATED 2025-03-01 1 estimated \
                    | DOUBTED 2025-03-01 5 doubtful | GONE 2025-01-01 1";
    let meters = book(points, "", readings);
    let options = MissingOptions { window: span("2025-03"), site: None, view: View::NOW };
    let rows: Vec<String> = missing(&meters, &options)
        .into_iter()
        .map(|row| {
            let last = row.last.map_or("never".to_owned(), |(day, dial)| format!("{day} {dial}"));
            format!("{} {last} {}", row.point, row.doubtful.is_some())
        })
        .collect();
    assert_eq!(rows, ["DOUBTED never true", "UNREAD 2025-02-01 7 false"]);
}

#[test]
fn the_reach_of_a_point_is_what_moves_it() {
    let points = vec![
        point("D", ""),
        point("A", "parent=D"),
        point("A1", "parent=A"),
        point("B", "parent=D"),
        point("C", ""),
        point("V", "parent=D sum=D~A"),
        point("W", "sum=A1+B"),
    ];
    let meters = book(points, "", "");
    let tree = Tree::new(&meters, &View::NOW);
    let reach = |code: &str| {
        let node = tree.node(&code.parse().expect("a code")).expect("a point");
        let all: Vec<String> = tree.reach(node).into_iter().map(ToString::to_string).collect();
        all.join(" ")
    };
    assert_eq!(reach("D"), "A A1 B D V");
    assert_eq!((reach("A"), reach("C")), ("A A1".to_owned(), "C".to_owned()));
    // What is taken away again is not within it; what is summed is.
    assert_eq!((reach("V"), reach("W")), ("B D V".to_owned(), "A1 B W".to_owned()));
}
