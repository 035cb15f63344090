//! Figures that uses are measured against: what stands, what they come to, what is refused.

use crate::base::{Decided, Fraction, Moment, Stamp};
use crate::meters::{
    DriverKind, DriverOrigin, DriverOver, DriverRequest, DriverSum, Meters, Nature, Record,
    driver_sum, set_drivers,
};
use crate::org::{Department, Org, Record as OrgRecord, Site};

use super::lab::{code_of, day, number, span, stamp};

/// Two wards, one of which has beds and area in its register.
pub(super) fn org() -> Org {
    let mut org = Org::default();
    let site = Site { code: "ZY".parse().expect("a code"), name: "总院".to_owned() };
    org.apply(&OrgRecord::Site(site)).expect("folds");
    for (code, beds, area) in [("NK", Some(40), Some("800.5")), ("WK", None, None)] {
        let department = Department {
            code: code.parse().expect("a code"),
            name: format!("{code}病区"),
            site: None,
            beds,
            area: area.map(number),
            class: None,
        };
        org.apply(&OrgRecord::Department(department)).expect("folds");
    }
    org
}

/// A request for the months of a period; `@NK` for a department.
pub(super) fn request(line: &str) -> DriverRequest {
    let mut words = line.split_whitespace();
    let mut next = || words.next().expect("a word");
    let kind = DriverKind::parse(next()).expect("a kind");
    let amount = number(next());
    let months = span(next()).months().collect();
    let department = words.next().map(|word| word.trim_start_matches('@'));
    DriverRequest {
        kind,
        site: None,
        department: department.map(|code| code.parse().expect("a code")),
        months,
        amount,
        source: None,
        note: None,
    }
}

fn record(meters: &mut Meters, line: &str, stamp: &mut Stamp) -> usize {
    let decided = set_drivers(meters, &org(), &request(line), stamp).expect("decides");
    let Decided::New(rows) = decided else { return 0 };
    for row in &rows {
        meters.apply(&Record::Driver(row.clone())).expect("folds");
    }
    rows.len()
}

/// Records lines such as `visits 300 2025-01 @NK`, separated by `|`.
pub(super) fn enter(meters: &mut Meters, lines: &str) {
    let mut stamp = stamp("2026-01-05");
    stamp.given = 1000;
    for line in lines.split('|') {
        record(meters, line.trim(), &mut stamp);
    }
}

pub(super) fn over(kind: DriverKind, of: &str, department: Option<&str>) -> DriverOver {
    let department = department.map(|code| code.parse().expect("a code"));
    DriverOver { kind, site: None, department, span: span(of) }
}

fn sum(meters: &Meters, kind: DriverKind, of: &str, department: Option<&str>) -> DriverSum {
    driver_sum(meters, &org(), &over(kind, of, department))
}

#[test]
fn words_read_back() {
    for kind in DriverKind::KNOWN.into_iter().chain([DriverKind::Own("餐次".to_owned())]) {
        assert_eq!(DriverKind::parse(&kind.word()), Some(kind));
    }
    for word in ["", "other:", "other: ", "bed", "Visits"] {
        assert_eq!(DriverKind::parse(word), None, "{word}");
    }
}

#[test]
fn the_row_recorded_last_stands_and_the_same_again_is_none() {
    let mut meters = Meters::default();
    let (mut first, mut second) = (stamp("2025-02-01"), stamp("2025-02-03"));
    second.given = 20;
    assert_eq!(record(&mut meters, "visits 300 2025-01", &mut first), 1);
    assert_eq!(record(&mut meters, "visits 300 2025-Q1", &mut first), 2, "one month is there");
    assert_eq!(record(&mut meters, "visits 310 2025-01", &mut second), 1);
    let visits = |meters: &Meters| sum(meters, DriverKind::Visits, "2025-01", None).decimal();
    assert_eq!(visits(&meters), Some(number("310")));
    assert_eq!(record(&mut meters, "visits 310 2025-01", &mut second), 0);
    assert_eq!(meters.standing_drivers(span("2025")).count(), 3);
    assert_eq!(meters.drivers().count(), 4);
    let mut before = meters.clone();
    before.forget_after(Moment::end_of(day("2025-02-02")));
    assert_eq!(visits(&before), Some(number("300")), "what was known then");
    let row = meters.drivers().next().cloned().expect("a row");
    meters.apply(&Record::Driver(row.clone())).expect("the identical row again");
    let other = crate::meters::Driver { amount: number("1"), ..row };
    let refusal = meters.apply(&Record::Driver(other)).expect_err("refused");
    assert_eq!(code_of(&refusal), "meter.id_taken");
}

#[test]
fn bed_days_add_up_and_people_are_averaged_and_a_missing_month_is_no_zero() {
    let mut meters = Meters::default();
    enter(
        &mut meters,
        "visits 300 2025-01 | visits 0 2025-02 | staff 100 2025-01 | staff 103 2025-02",
    );
    let visits = sum(&meters, DriverKind::Visits, "2025-01-01..2025-02-28", None);
    assert_eq!((visits.decimal(), visits.missing.len()), (Some(number("300")), 0));
    let staff = sum(&meters, DriverKind::Staff, "2025-01-01..2025-02-28", None);
    assert_eq!(staff.amount(), Fraction::new(203, 2));
    let quarter = sum(&meters, DriverKind::Visits, "2025-Q1", None);
    assert_eq!((quarter.amount(), quarter.total()), (None, Fraction::new(300, 1)));
    let missing: Vec<String> = quarter.missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["2025-03"]);
    let part = sum(&meters, DriverKind::Visits, "2025-01-01..2025-01-15", None);
    assert_eq!(part.amount(), None, "half a month of visits nobody knows");
    let state = sum(&meters, DriverKind::Staff, "2025-01-01..2025-01-15", None);
    assert_eq!(state.decimal(), Some(number("100")));
    assert_eq!(DriverKind::Own("餐次".to_owned()).nature(), Nature::Sum);
}

#[test]
fn the_register_of_departments_stands_in_for_beds_and_area_and_says_so() {
    let mut meters = Meters::default();
    let area = sum(&meters, DriverKind::Area, "2025-02", Some("NK"));
    assert_eq!((area.decimal(), area.falls_back()), (Some(number("800.5")), true));
    let open = sum(&meters, DriverKind::OpenBedDays, "2025-02", Some("NK"));
    assert_eq!(open.decimal(), Some(number("1120")), "40 beds, 28 days");
    assert_eq!(open.months[0].2, DriverOrigin::BedsByDays(None));
    for (kind, department) in [
        (DriverKind::Area, Some("WK")),
        (DriverKind::Area, None),
        (DriverKind::Beds, None),
        (DriverKind::OccupiedBedDays, Some("NK")),
        (DriverKind::Heads, Some("NK")),
    ] {
        let nothing = sum(&meters, kind, "2025-02", department);
        assert_eq!((nothing.amount(), nothing.missing.len()), (None, 1), "{:?}", nothing.over);
    }
    enter(&mut meters, "area 900 2025-02 @NK | beds 41 2025-02 @NK");
    let area = sum(&meters, DriverKind::Area, "2025-02", Some("NK"));
    assert_eq!((area.decimal(), area.falls_back()), (Some(number("900")), false));
    let open = sum(&meters, DriverKind::OpenBedDays, "2025-02", Some("NK"));
    assert_eq!(open.decimal(), Some(number("1148")));
}

#[test]
fn what_is_refused() {
    let meters = Meters::default();
    let refused = |request: &DriverRequest| {
        let mut stamp = stamp("2026-01-05");
        let refusal = set_drivers(&meters, &org(), request, &mut stamp).expect_err("refused");
        code_of(&refusal)
    };
    assert!(refused(&request("visits 300 2025-01 @EK")).starts_with("org.unknown_department"));
    assert_eq!(refused(&request("visits -1 2025-01")), "meter.driver_negative");
    let site = Some("ZY".parse().expect("a code"));
    let both = DriverRequest { site, ..request("visits 300 2025-01 @NK") };
    assert_eq!(refused(&both), "meter.driver_two_places");
    let unknown = DriverRequest {
        site: Some("ZX".parse().expect("a code")),
        ..request("visits 300 2025-01")
    };
    assert!(refused(&unknown).starts_with("org.unknown_site"));
}
