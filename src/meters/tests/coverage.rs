//! Metering coverage: named points, what is not there, and what nobody said.

use super::lab::{book, code_of, day, point, stamp};
use crate::base::Decided;
use crate::meters::{
    CoverageRequest, CoverageState, Covers, Meters, Record, Refusal, Spot, Standard, Utility, View,
    cover, coverage,
};

fn standard() -> Standard {
    let spot = |code: &str| Spot {
        code: code.to_owned(),
        utilities: vec![Utility::Electricity, Utility::ColdWater],
    };
    Standard {
        name: "S".to_owned(),
        source: String::new(),
        mark: String::new(),
        spots: vec![spot("icu"), spot("kitchen")],
        rates: Vec::new(),
    }
}

fn say(meters: &mut Meters, spot: &str, covers: Covers, given: u64) -> Result<(), Refusal> {
    let request = CoverageRequest {
        spot: spot.to_owned(),
        utility: Utility::Electricity,
        covers,
        note: None,
    };
    let mut stamp = stamp("2026-03-10");
    stamp.given = given;
    match cover(meters, &standard(), day("2026-03-10"), &request, &mut stamp)? {
        Decided::New(rows) => meters.apply(&Record::Coverage(rows[0].clone())),
        Decided::Already(_) => Ok(()),
    }
}

fn by(code: &str) -> Covers {
    Covers::By(code.parse().expect("a code"))
}

fn states(meters: &Meters) -> Vec<CoverageState> {
    let found = coverage(meters, &standard(), &View::NOW, day("2026-03-10"));
    found.lines.into_iter().map(|line| line.state).collect()
}

#[test]
fn what_nobody_said_anything_of_is_missing() {
    let mut meters = book(vec![point("A", ""), point("B", "until=2026-03-01")], "", "");
    assert!(states(&meters).iter().all(|state| *state == CoverageState::Missing));
    say(&mut meters, "icu", by("A"), 0).expect("recorded");
    say(&mut meters, "kitchen", Covers::Absent("外送".to_owned()), 1).expect("recorded");
    let metered = CoverageState::Metered(vec!["A".parse().expect("a code")]);
    let absent = CoverageState::Absent("外送".to_owned());
    assert_eq!(states(&meters), [metered, CoverageState::Missing, absent, CoverageState::Missing]);
    // A meter that is out of service covers nothing; what is taken back is missing again.
    say(&mut meters, "kitchen", by("B"), 2).expect("recorded");
    assert_eq!(states(&meters)[2], CoverageState::Missing);
    say(&mut meters, "icu", Covers::Nothing, 3).expect("recorded");
    assert_eq!(states(&meters)[0], CoverageState::Missing);
}

#[test]
fn one_refusal_for_each_thing_that_makes_no_sense() {
    let mut meters = book(vec![point("W", "utility=cold_water")], "", "");
    let mut refused = |spot: &str, covers: Covers| {
        code_of(&say(&mut meters, spot, covers, 0).expect_err("refused"))
    };
    assert_eq!(refused("lifts", by("W")), "watch.unknown_spot");
    assert_eq!(refused("icus", by("W")), "watch.unknown_spot_near");
    assert_eq!(refused("icu", by("W")), "watch.point_utility");
    assert_eq!(refused("icu", Covers::Absent(" ".to_owned())), "watch.no_absence");
}
