//! The course of a year: month by month beside last year and the plan.

use super::lab::{book, month, number, point, span};
use crate::base::Moment;
use crate::meters::{Carrier, Change, Course, Meters, Record, Target, Tree, Utility, View, course};

/// A meter read on the first of each month of the first half of two years; the last of June open.
fn hospital() -> Meters {
    let mut meters = book(
        vec![point("MAIN", "site=ZY")],
        "",
        "MAIN 2024-01-01 0 | MAIN 2024-02-01 1000 | MAIN 2024-03-01 1000 | MAIN 2024-04-01 3000 \
         | MAIN 2025-01-01 9000 | MAIN 2025-02-01 9900 | MAIN 2025-03-01 10000",
    );
    let target = Target {
        id: "T20250101-test-000001".parse().expect("an id"),
        month: month("2025-01"),
        carrier: Carrier::new(Utility::Electricity, None).expect("a carrier"),
        department: None,
        amount: number("1200"),
        note: None,
        recorded_at: Moment::new(month("2025-01").first(), 0).expect("a moment"),
        recorded_by: "后勤科".to_owned(),
    };
    meters.apply(&Record::Target(target)).expect("folds");
    meters
}

fn of(meters: &Meters, period: &str, site: Option<&str>) -> Vec<Course> {
    let site = site.map(|code| code.parse().expect("a code"));
    course(meters, &Tree::new(meters, &View::NOW), span(period), site.as_ref())
}

#[test]
fn each_month_stands_beside_last_year_and_the_plan() {
    let found = of(&hospital(), "2025-Q1", None);
    let [course] = &found[..] else { panic!("one utility") };
    let january = &course.months[0];
    assert_eq!(january.usage.amount(), Some(number("900.00")));
    assert_eq!(january.last_year, Some(number("1000.00")));
    let Change::By(ratio) = january.on_last_year else { panic!("a change") };
    assert_eq!(ratio.to_string(), "-10.00%");
    assert_eq!(january.executed.expect("all is known").to_string(), "75.00%");
    let february = &course.months[1];
    assert_eq!((february.on_last_year, february.target), (Change::NoBase, None));
}

#[test]
fn a_month_that_is_open_is_neither_compared_nor_executed() {
    let found = of(&hospital(), "2025-Q1", None);
    let march = &found[0].months[2];
    assert_eq!((march.usage.amount(), march.executed), (None, None));
    assert_eq!(march.last_year, Some(number("2000.00")));
    assert_eq!(march.on_last_year, Change::Missing);
}

#[test]
fn a_single_month_has_no_course_and_the_plan_is_not_for_one_site() {
    let meters = hospital();
    assert_eq!(of(&meters, "2025-01", None), Vec::new());
    let found = of(&meters, "2025-Q1", Some("ZY"));
    assert!(found[0].months.iter().all(|month| month.target.is_none()));
}

#[test]
fn a_part_of_a_month_has_no_target() {
    let found = of(&hospital(), "2025-01-01..2025-02-14", None);
    let months = &found[0].months;
    assert_eq!((months[0].target, months[1].target), (Some(number("1200")), None));
}
