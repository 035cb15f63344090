//! Who was there, and what the coverage makes of it; nothing that is left out, late or twice raises it.

use proptest::prelude::*;

use crate::base::{Decided, Fraction, Moment, Ratio, RecordId, Refuse as _, Span, Stamp};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    Inspections, Outcome, Record, Refusal, Require, RuleRequest, Topic, add_rule,
};
use crate::org::{self, Department, Org, Site, Staff};

use super::*;

/// Two departments of one site, four persons, a quarterly training of the department `HQ`.
struct Desk {
    book: Inspections,
    org: Org,
    stamp: Stamp,
}

fn staff(code: &str, department: &str, role: &str) -> Staff {
    Staff {
        code: code.parse().expect("a code"),
        name: format!("{role}{code}"),
        department: Some(department.parse().expect("a code")),
        role: role.to_owned(),
        entered: None,
        left: None,
    }
}

impl Desk {
    fn new() -> Self {
        let mut org = Org::default();
        let site = Site { code: "ZY".parse().expect("a code"), name: "总院".to_owned() };
        org.apply(&org::Record::Site(site)).expect("a site");
        for code in ["HQ", "NK1"] {
            let department = Department {
                code: code.parse().expect("a code"),
                name: format!("{code}科"),
                site: Some("ZY".parse().expect("a code")),
                beds: None,
                area: None,
                class: None,
            };
            org.apply(&org::Record::Department(department)).expect("a department");
        }
        let recorded_at = Moment::new(day("2024-01-01"), 9 * 3600).expect("a moment");
        let stamp =
            Stamp {
                recorded_at, recorded_by: "办事员".to_owned(), tag: "a".to_owned(), given: 0
            };
        let mut desk = Self { book: Inspections::default(), org, stamp };
        for own in [
            staff("A", "HQ", "电工"),
            staff("B", "HQ", "电工"),
            staff("C", "HQ", "保洁员"),
            staff("D", "NK1", "护士"),
        ] {
            desk.hire(own);
        }
        desk.asks("PX", "1/quarter", "HQ");
        desk
    }

    fn hire(&mut self, staff: Staff) {
        self.org.apply(&org::Record::Staff(staff)).expect("a person");
    }

    fn asks(&mut self, code: &str, every: &str, subject: &str) {
        let mut rule = rule(code, every, "2024-01-01");
        rule.topic = Topic::Training;
        self.adds(rule, subject);
    }

    fn adds(&mut self, rule: crate::inspections::Rule, subject: &str) {
        let request = RuleRequest { rule, subjects: vec![subject.parse().expect("a code")] };
        let rows = add_rule(&self.book, &request, &mut self.stamp).expect("decided");
        self.take(rows);
    }

    fn take(&mut self, decided: Decided<Vec<Record>>) -> usize {
        let Decided::New(rows) = decided else { return 0 };
        for row in &rows {
            self.book.apply(row).expect("what was decided folds");
        }
        rows.len()
    }

    fn attend(&mut self, request: &AttendRequest) -> Result<usize, Refusal> {
        self.stamp.recorded_at = Moment::new(request.today, 9 * 3600).expect("a moment");
        let decided = attend(&self.book, &self.org, request, &mut self.stamp)?;
        Ok(self.take(decided))
    }

    /// Records that some were there, entered on the day.
    fn came(&mut self, rule: &str, date: &str, persons: &str) -> usize {
        self.attend(&request(rule, date, persons)).expect("recorded")
    }

    fn coverage(&self, period: &str, as_of: &str) -> TrainingCoverage {
        training_coverage(&self.book, &self.org, &options(period, as_of))
    }

    /// The coverage of each rule and slot, with who is missed.
    fn said(&self, period: &str, as_of: &str) -> Vec<String> {
        let coverage = self.coverage(period, as_of);
        let line = |line: &CoverageLine| {
            let CoverageTally { required, attended, with_late } = line.tally;
            let missed: Vec<String> = line
                .missed
                .iter()
                .map(|one| format!("{}:{}", one.person, one.why.word()))
                .collect();
            let (rule, slot, missed) = (&line.rule, line.slot.last(), missed.join(" "));
            format!("{rule} {slot} {attended}({with_late})/{required} {missed}").trim().to_owned()
        };
        coverage.lines.iter().map(line).collect()
    }
}

fn options(period: &str, as_of: &str) -> TrainingOptions {
    TrainingOptions {
        period: Span::parse(period, day(as_of)).expect("a period"),
        clock: at_end_of(as_of).into(),
        rule: None,
        department: None,
    }
}

fn request(rule: &str, date: &str, persons: &str) -> AttendRequest {
    AttendRequest {
        rule: rule.parse().expect("a code"),
        date: day(date),
        present: persons.split_whitespace().map(|code| code.parse().expect("a code")).collect(),
        department: None,
        absent: Vec::new(),
        hours: Some(2.into()),
        result: None,
        score: None,
        evidence: Vec::new(),
        sha256: Vec::new(),
        record: None,
        note: String::new(),
        supersedes: None,
        today: day(date),
    }
}

fn absent(rule: &str, date: &str, person: &str) -> AttendRequest {
    let absent = vec![(person.parse().expect("a code"), "病假".to_owned())];
    AttendRequest { absent, hours: None, ..request(rule, date, "") }
}

fn code(result: Result<usize, Refusal>) -> &'static str {
    result.expect_err("refused").code()
}

const QUARTER: (&str, &str) = ("2024-Q1", "2024-03-31");

#[test]
fn who_must_come_and_did_and_who_is_missed() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.said(QUARTER.0, QUARTER.1),
        ["PX 2024-03-31 0(0)/3 A:unnamed B:unnamed C:unnamed"]
    );
    desk.came("PX", "2024-02-05", "A D");
    desk.attend(&absent("PX", "2024-02-05", "B")).expect("recorded");
    let coverage = desk.coverage(QUARTER.0, QUARTER.1);
    assert_eq!(coverage.total.rate(), Ratio::counted(1, 3));
    assert!(coverage.falls_short());
    assert_eq!(desk.said(QUARTER.0, QUARTER.1), ["PX 2024-03-31 1(1)/3 B:absent C:unnamed"]);
    // A second training of the quarter makes up for the first; a person twice is one person.
    desk.came("PX", "2024-03-05", "A B C");
    assert_eq!(desk.said(QUARTER.0, QUARTER.1), ["PX 2024-03-31 3(3)/3"]);
    assert!(!desk.coverage(QUARTER.0, QUARTER.1).falls_short());
    // A quarter that runs is in no rate.
    let running = desk.coverage("2024", "2024-05-01");
    assert_eq!((running.lines.len(), running.total.required), (2, 3));
    let running = desk.coverage("2024-Q2", "2024-05-01");
    assert!(!running.lines[0].closed && !running.falls_short());
    assert_eq!(running.total, CoverageTally::default());
}

#[test]
fn a_subject_is_a_person_a_department_a_site_or_everybody() {
    let mut desk = Desk::new();
    for (rule, subject) in [("P1", "D"), ("P2", "ZY"), ("P3", "全院")] {
        desk.asks(rule, "1/quarter", subject);
    }
    let n_asked = |desk: &Desk| -> Vec<u64> {
        let lines = desk.coverage(QUARTER.0, QUARTER.1).lines;
        lines.iter().map(|line| line.n_persons).collect()
    };
    assert_eq!(n_asked(&desk), [1, 4, 4, 3]);
    // Settings name other places, and kinds of work.
    let audience = |departments: &[&str], roles: &[&str]| Audience {
        departments: departments.iter().map(|code| code.parse().expect("a code")).collect(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        ..Audience::default()
    };
    let audiences = &mut desk.book.policy.trainings.audiences;
    audiences.insert("P1".parse().expect("a code"), audience(&["HQ"], &[]));
    audiences.insert("P2".parse().expect("a code"), audience(&[], &["电工", "护士"]));
    audiences.insert("P3".parse().expect("a code"), audience(&["NK1"], &["电工"]));
    assert_eq!(n_asked(&desk), [3, 3, 0, 3]);
}

#[test]
fn who_was_at_work_for_half_of_the_slot_or_longer_must_come() {
    let mut desk = Desk::new();
    let with = |code: &str, entered: Option<&str>, left: Option<&str>| Staff {
        entered: entered.map(day),
        left: left.map(day),
        ..staff(code, "HQ", "电工")
    };
    desk.hire(with("A", Some("2024-03-01"), None));
    desk.hire(with("B", Some("2024-02-10"), None));
    desk.hire(with("C", None, Some("2024-03-01")));
    assert_eq!(desk.said(QUARTER.0, QUARTER.1), ["PX 2024-03-31 0(0)/2 B:unnamed C:unnamed"]);
    // Gone or not yet here: nobody of whom something can be recorded.
    assert_eq!(code(desk.attend(&request("PX", "2024-03-05", "C"))), "training.not_employed");
    assert_eq!(code(desk.attend(&request("PX", "2024-02-05", "B"))), "training.not_employed");
    assert_eq!(desk.said("2024-Q2", "2024-06-30"), ["PX 2024-06-30 0(0)/2 A:unnamed B:unnamed"]);
}

#[test]
fn a_weekly_study_is_owed_each_week() {
    let mut desk = Desk::new();
    desk.asks("XX", "1/week", "A");
    for date in ["2024-01-01", "2024-01-15", "2024-01-16"] {
        desk.came("XX", date, "A");
    }
    let said = desk.said("2024-01-01..2024-01-31", "2024-01-31");
    assert_eq!(
        said,
        [
            "XX 2024-01-07 1(1)/1",
            "XX 2024-01-14 0(0)/1 A:unnamed",
            "XX 2024-01-21 1(1)/1",
            "XX 2024-01-28 0(0)/1 A:unnamed",
        ]
    );
}

#[test]
fn what_is_to_be_passed_is_not_met_by_sitting_there() {
    let mut desk = Desk::new();
    let mut rule = rule("KS", "1/quarter", "2024-01-01");
    (rule.topic, rule.require) = (Topic::Training, Require::Passed);
    desk.adds(rule, "A");
    desk.came("KS", "2024-02-05", "A");
    assert_eq!(desk.said(QUARTER.0, QUARTER.1)[0], "KS 2024-03-31 0(0)/1 A:not_passed");
    let passed = AttendRequest { result: Some(Outcome::Pass), ..request("KS", "2024-02-06", "A") };
    desk.attend(&passed).expect("recorded");
    assert_eq!(desk.said(QUARTER.0, QUARTER.1)[0], "KS 2024-03-31 1(1)/1");
}

#[test]
fn what_is_entered_too_late_stands_beside_the_rate() {
    let mut desk = Desk::new();
    let late = AttendRequest { today: day("2024-03-20"), ..request("PX", "2024-02-05", "A") };
    desk.attend(&late).expect("recorded");
    assert_eq!(
        desk.said(QUARTER.0, QUARTER.1),
        ["PX 2024-03-31 0(1)/3 A:late B:unnamed C:unnamed"]
    );
    // A correction of what was entered in time was; one that first makes a person present was not.
    desk.came("PX", "2024-02-05", "B");
    desk.attend(&absent("PX", "2024-02-05", "C")).expect("recorded");
    let of = |desk: &Desk, person: &str| -> RecordId {
        let rows = desk.book.attendance_rows();
        rows.filter(|row| row.person.as_str() == person).last().expect("a row").id.clone()
    };
    for person in ["B", "C"] {
        let corrected = AttendRequest {
            hours: Some(3.into()),
            supersedes: Some(of(&desk, person)),
            today: day("2024-03-20"),
            ..request("PX", "2024-02-05", person)
        };
        desk.attend(&corrected).expect("corrected");
    }
    assert_eq!(desk.said(QUARTER.0, QUARTER.1), ["PX 2024-03-31 1(3)/3 A:late C:late"]);
}

#[test]
fn evidence_that_does_not_hold_proves_nothing() {
    let mut desk = Desk::new();
    let signed = AttendRequest {
        evidence: vec!["签到表.jpg".to_owned()],
        sha256: vec!["00".to_owned()],
        ..request("PX", "2024-02-05", "A B C")
    };
    desk.attend(&signed).expect("recorded");
    assert_eq!(desk.said(QUARTER.0, QUARTER.1), ["PX 2024-03-31 3(3)/3"]);
    assert!(desk.book.files_named().contains("签到表.jpg"));
    desk.book.saw([("签到表.jpg".to_owned(), None)].into());
    assert_eq!(
        desk.said(QUARTER.0, QUARTER.1),
        ["PX 2024-03-31 0(0)/3 A:unproven B:unproven C:unproven"]
    );
    assert_eq!(desk.book.breaches().len(), 3);
}

#[test]
fn decisions_are_idempotent_and_say_no() {
    let mut desk = Desk::new();
    let of_department = AttendRequest {
        department: Some("HQ".parse().expect("a code")),
        absent: vec![("C".parse().expect("a code"), "夜班".to_owned())],
        ..request("PX", "2024-02-05", "D")
    };
    assert_eq!(desk.attend(&of_department), Ok(4));
    assert_eq!(desk.attend(&of_department), Ok(0));
    assert_eq!(desk.came("PX", "2024-02-05", "A B A"), 0);
    assert_eq!(code(desk.attend(&request("PX", "2024-02-05", "A C"))), "training.taken");
    assert_eq!(code(desk.attend(&request("PX", "2024-02-06", "A XYZ9"))), "training.unknown_staff");
    assert_eq!(code(desk.attend(&request("PX", "2024-02-06", ""))), "training.nobody");
    assert_eq!(code(desk.attend(&request("QQQQQQ", "2024-02-06", "A"))), "inspect.unknown_rule");
    let mut both = absent("PX", "2024-02-06", "A");
    both.present = vec!["A".parse().expect("a code")];
    assert_eq!(code(desk.attend(&both)), "training.both");
    let mut silent = absent("PX", "2024-02-06", "A");
    silent.absent[0].1 = " ".to_owned();
    assert_eq!(code(desk.attend(&silent)), "inspect.missing");
    let long = AttendRequest { hours: Some(25.into()), ..request("PX", "2024-02-06", "A") };
    assert_eq!(code(desk.attend(&long)), "training.hours");
    let early = AttendRequest { today: day("2024-02-05"), ..request("PX", "2024-02-06", "A") };
    assert_eq!(code(desk.attend(&early)), "inspect.future");
    let unknown = AttendRequest {
        department: Some("HQX".parse().expect("a code")),
        ..request("PX", "2024-02-06", "A")
    };
    assert_eq!(code(desk.attend(&unknown)), "org.unknown_department_near");
    let old = Some(RecordId::parse("U-9").expect("an id"));
    let nothing = AttendRequest { supersedes: old.clone(), ..request("PX", "2024-02-06", "A") };
    assert_eq!(code(desk.attend(&nothing)), "inspect.unknown_row");
    let two = AttendRequest { supersedes: old, ..request("PX", "2024-02-06", "A B") };
    assert_eq!(code(desk.attend(&two)), "training.one_correction");
}

#[test]
fn what_was_recorded_later_was_not_known_before() {
    let mut desk = Desk::new();
    desk.came("PX", "2024-02-05", "A");
    let late = AttendRequest { today: day("2024-02-07"), ..request("PX", "2024-02-05", "B") };
    desk.attend(&late).expect("recorded");
    assert_eq!(desk.book.attendance_rows().count(), 2);
    desk.book.forget_after(Moment::end_of(day("2024-02-06")));
    assert_eq!(desk.said(QUARTER.0, QUARTER.1), ["PX 2024-03-31 1(1)/3 B:unnamed C:unnamed"]);
}

#[test]
fn the_report_adds_up_departments_hours_and_what_was_held() {
    let mut desk = Desk::new();
    desk.came("PX", "2024-02-05", "A B D");
    let report = training_report(&desk.book, &desk.org, &options(QUARTER.0, QUARTER.1));
    let said: Vec<String> = report
        .departments
        .iter()
        .map(|line| {
            let hours = line.hours_per_head().map(|hours| hours.to_string()).unwrap_or_default();
            let CoverageTally { required, attended, .. } = line.tally;
            format!("{} {} {attended}/{required} {} {hours}", line.name, line.n_staff, line.hours)
        })
        .collect();
    assert_eq!(said, ["HQ科 3 2/3 4 1.3", "NK1科 1 0/0 2 2"]);
    assert_eq!(
        report.total.hours_per_head().map(|hours| hours.to_string()).as_deref(),
        Some("1.5")
    );
    // Attendance alone does not answer the duty: the training itself was not recorded.
    assert_eq!(report.rules[0].tally.missed, 1);
    assert!(report.falls_short());
    let session = &report.sessions.sessions[0];
    assert_eq!((session.n_present, session.records.len()), (3, 0));
}

/// A row of the ledger as hands may write it: any person, any day of the quarter, entered any day.
#[derive(Debug, Clone)]
struct Hand {
    person: &'static str,
    day: i64,
    lag: i64,
    present: bool,
}

fn hand() -> impl Strategy<Value = Hand> {
    let person = prop::sample::select(vec!["A", "B", "C", "D", "X"]);
    (person, 0_i64..91, 0_i64..12, any::<bool>()).prop_map(|(person, day, lag, present)| Hand {
        person,
        day,
        lag,
        present,
    })
}

fn by_hand(hands: &[Hand], times: u32) -> CoverageTally {
    let mut desk = Desk::new();
    desk.asks("P2", &format!("{times}/quarter"), "HQ");
    for (at, hand) in hands.iter().enumerate() {
        let date = day("2024-01-01").plus_days(hand.day);
        let recorded_at = Moment::new(date.plus_days(hand.lag), 9 * 3600).expect("a moment");
        let row = Attendance {
            id: RecordId::parse(&format!("U{at:04}")).expect("an id"),
            rule: "P2".parse().expect("a code"),
            date,
            person: hand.person.parse().expect("a code"),
            presence: if hand.present { Presence::Present } else { Presence::Absent },
            hours: None,
            result: None,
            score: None,
            reason: String::new(),
            evidence: Vec::new(),
            sha256: Vec::new(),
            record: None,
            note: String::new(),
            supersedes: None,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        };
        desk.book.apply(&Record::Attendance(Box::new(row))).expect("a row");
    }
    let coverage = desk.coverage("2024-Q1", "2024-06-30");
    coverage.lines.iter().find(|line| line.rule.as_str() == "P2").expect("a line").tally
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn coverage_cannot_be_gamed(
        hands in prop::collection::vec(hand(), 0..14),
        which in any::<prop::sample::Index>(),
        more in 1_i64..40,
        times in 1_u32..4,
    ) {
        let honest = by_hand(&hands, times);
        prop_assert_eq!(honest.required, 3 * u64::from(times));
        prop_assert!(honest.attended <= honest.with_late && honest.with_late <= honest.required);
        // Leaving out those who were not there.
        let without: Vec<Hand> = hands.iter().filter(|hand| hand.present).cloned().collect();
        prop_assert_eq!(by_hand(&without, times), honest);
        // Naming persons who are not staff.
        let known: Vec<Hand> = hands.iter().filter(|hand| hand.person != "X").cloned().collect();
        prop_assert_eq!(by_hand(&known, times), honest);
        if hands.is_empty() {
            return Ok(());
        }
        let at = which.index(hands.len());
        // One person twice on a day, entered whenever.
        let twice = [hands.clone(), vec![hands[at].clone()]].concat();
        prop_assert_eq!(by_hand(&twice, times), honest);
        // Entered later than it was.
        let mut later = hands.clone();
        later[at].lag += more;
        let late = by_hand(&later, times);
        prop_assert!(late.attended <= honest.attended && late.with_late == honest.with_late);
        // A row that comes too late does not make up for what was missing.
        let made_up = Hand { lag: 30, present: true, ..hands[at].clone() };
        let made_up = by_hand(&[hands.clone(), vec![made_up]].concat(), times);
        prop_assert_eq!(made_up.attended, honest.attended);
        // Left out altogether.
        let mut fewer = hands.clone();
        fewer.remove(at);
        prop_assert!(by_hand(&fewer, times).attended <= honest.attended);
    }
}

#[test]
fn the_share_to_be_reached_is_the_rules_own_then_the_stores_then_everybody() {
    let mut desk = Desk::new();
    desk.came("PX", "2024-02-05", "A B");
    assert!(desk.coverage(QUARTER.0, QUARTER.1).falls_short());
    desk.book.policy.trainings.required = Fraction::new(66, 100);
    assert!(!desk.coverage(QUARTER.0, QUARTER.1).falls_short());
    let required = Fraction::new(67, 100);
    let own = Audience { required, ..Audience::default() };
    desk.book.policy.trainings.audiences.insert("PX".parse().expect("a code"), own);
    assert!(desk.coverage(QUARTER.0, QUARTER.1).falls_short());
}
