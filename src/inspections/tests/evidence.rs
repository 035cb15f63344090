//! Evidence that does not hold any more, and what rests on it.

use proptest::prelude::*;

use crate::base::Refuse as _;
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    InspectionRequest, PassedOverWhy, PieceState, Rule, RuleRequest, Seen, Status, Step, add_rule,
    retention,
};

use super::office::{Office, a_step, opened, request, weekly};

fn shown(date: &str, file: &str, sum: &str) -> InspectionRequest {
    let mut request = request("R1", date);
    request.evidence = vec![file.to_owned()];
    request.sha256 = vec![sum.to_owned()];
    request
}

fn seen(file: &str, sum: Option<&str>) -> Seen {
    Seen::from([(file.to_owned(), sum.map(str::to_owned))])
}

/// The due days of the units that are met, in January 2024.
fn met(office: &Office) -> Vec<String> {
    let clocks = at_end_of("2024-01-28");
    let standings = office.book.standings(clocks.into(), clocks.as_of);
    let units = standings.into_values().flat_map(|standing| standing.units);
    units.filter(|unit| unit.status == Status::Complied).map(|unit| unit.due.to_string()).collect()
}

#[test]
fn a_missing_or_changed_file_takes_the_duty_that_rests_on_it() {
    let mut office = weekly();
    office.at("2024-01-03").record(&shown("2024-01-03", "a.jpg", "0A")).expect("recorded");
    office.at("2024-01-10").record(&shown("2024-01-10", "b.jpg", "0b")).expect("recorded");
    assert_eq!(met(&office), ["2024-01-07", "2024-01-14"]);
    // Whether letters of a sum are large or small means nothing.
    office.book.saw(seen("a.jpg", Some("0a")));
    office.book.saw(seen("b.jpg", Some("0b")));
    assert_eq!(met(&office), ["2024-01-07", "2024-01-14"]);
    assert_eq!(office.report("2024-01", at_end_of("2024-01-28")).breaches, []);

    office.book.saw(seen("b.jpg", Some("0c")));
    assert_eq!(met(&office), ["2024-01-07"]);
    let report = office.report("2024-01", at_end_of("2024-01-28"));
    let over: Vec<_> = report.passed_over.iter().map(|one| (one.date, one.why)).collect();
    assert_eq!(over, [(day("2024-01-10"), PassedOverWhy::Unproven)]);
    let [breach] = report.breaches.as_slice() else { panic!("one breach") };
    assert_eq!((breach.file.as_str(), breach.state), ("b.jpg", PieceState::Changed));

    office.book.saw(seen("a.jpg", None));
    assert!(met(&office).is_empty());
    let report = office.report("2024-01", at_end_of("2024-01-28"));
    assert_eq!(report.summary.total.missed, 4);
    let states: Vec<PieceState> = report.breaches.iter().map(|breach| breach.state).collect();
    assert_eq!(states, [PieceState::Missing, PieceState::Changed]);
    // What a correction took the place of proves nothing and needs no file any more.
    let first = office.rows.iter().find_map(|row| match row {
        crate::inspections::Record::Inspection(row) => Some(row.id.clone()),
        _ => None,
    });
    let corrected = InspectionRequest { supersedes: first, ..request("R1", "2024-01-03") };
    office.at("2024-01-29").record(&corrected).expect("recorded");
    assert_eq!(met(&office), ["2024-01-07"]);
    assert_eq!(office.book.files_named().into_iter().collect::<Vec<_>>(), ["b.jpg"]);
}

#[test]
fn a_finding_that_was_put_right_names_the_evidence_that_is_gone() {
    let mut office = weekly();
    let finding = opened(office.at("2024-03-01"));
    let mut done = a_step(&finding, Step::Rectify, "2024-03-04", "水工");
    done.evidence = vec!["阀门.jpg".to_owned()];
    done.sha256 = vec!["00".to_owned(), "01".to_owned()];
    let refused = office.at("2024-03-04").step(&done).expect_err("a sum too many");
    assert_eq!(refused.code(), "inspect.hashes");
    done.sha256.pop();
    office.step(&done).expect("recorded");
    office.book.saw(seen("阀门.jpg", Some("00")));
    assert_eq!(office.book.breaches(), []);
    office.book.saw(seen("阀门.jpg", None));
    let report = office.report("2024-03", at_end_of("2024-03-31"));
    let files: Vec<&str> = report.breaches.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(files, ["阀门.jpg"]);
    // Of the days before nothing is said that had not happened yet.
    assert_eq!(office.report("2024-03", at_end_of("2024-03-03")).breaches, []);
    // A paper that is kept elsewhere has no sum, and nothing to be held against.
    let mut paper = a_step(&finding, Step::Verify, "2024-03-05", "科长");
    paper.evidence = vec!["纸质复查单".to_owned()];
    office.at("2024-03-05").step(&paper).expect("recorded");
    assert_eq!(office.book.files_named().into_iter().collect::<Vec<_>>(), ["阀门.jpg"]);
}

#[test]
fn of_several_texts_the_strictest_says_how_long_rows_are_kept() {
    let mut office = Office::new();
    for (code, keep) in [("R1", None), ("R2", Some("3y")), ("R3", Some("5y")), ("R4", Some("48m"))]
    {
        let mut rule = rule(code, "1/week", "2024-01-01");
        rule.keep = keep.map(|keep| Rule::parse_keep(keep).expect("a length"));
        rule.keep_source = format!("依据 {code}");
        let request = RuleRequest { rule, subjects: vec!["S1".parse().expect("a code")] };
        let decided = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
        office.take(decided);
    }
    office.at("2024-02-29").record(&request("R1", "2024-02-29")).expect("recorded");
    let [line] = &retention(&office.book).0[..] else { panic!("one line") };
    assert_eq!((line.n_rows, line.until()), (1, None));
    for code in ["R2", "R3", "R4"] {
        office.record(&request(code, "2024-02-29")).expect("recorded");
    }
    let [line] = &retention(&office.book).0[..] else { panic!("one line") };
    // Five years after a leap day is the month's last day.
    assert_eq!(line.until(), Some(day("2029-02-28")));
    let (_, strictest) = line.strictest.as_ref().expect("a text");
    assert_eq!((strictest.id.as_str(), strictest.keeper().as_str()), ("R3", "依据 R3"));
}

proptest! {
    #[test]
    fn exactly_the_duties_flip_that_rest_on_a_broken_file(broken in prop::collection::vec(0_u8..3, 4)) {
        let weeks = ["2024-01-03", "2024-01-10", "2024-01-17", "2024-01-24"];
        let mut office = weekly();
        for date in weeks {
            office.at(date).record(&shown(date, &format!("{date}.jpg"), "00")).expect("recorded");
        }
        let mut whole = Vec::new();
        for (date, broken) in weeks.iter().zip(&broken) {
            let now = match broken {
                0 => Some("00"),
                1 => Some("01"),
                _ => None,
            };
            office.book.saw(seen(&format!("{date}.jpg"), now));
            if *broken == 0 {
                // The Sunday of that week.
                whole.push(day(date).plus_days(4).to_string());
            }
        }
        prop_assert_eq!(met(&office), whole);
    }
}
