//! Decisions about rules, whom they bind, records and excusals.

use crate::base::{Clocks, Decided, Moment, RecordId, Refuse};
use crate::inspections::testing::{at_end_of, day, inspection, rule};
use crate::inspections::{
    BindRequest, Done, Inspection, InspectionRequest, Outcome, Record, ReleaseRequest, RuleRequest,
    ServicePeriod, add_rule, bind, excuse, release,
};

use super::office::{Office, code, excusal, request, weekly};

#[test]
fn the_same_inspection_again_is_no_error_and_another_result_is_refused() {
    let mut office = weekly();
    office.at("2024-01-03");
    let first = request("R1", "2024-01-03");
    assert_eq!(office.record(&first).expect("recorded").len(), 1);
    assert_eq!(office.record(&first), Ok(Vec::new()));
    let other = InspectionRequest { result: Outcome::Fail, ..first.clone() };
    assert_eq!(code(office.record(&other)), "inspect.conflict");
    let colleague = InspectionRequest { person: "巡检员乙".to_owned(), ..other };
    assert_eq!(office.record(&colleague).expect("recorded").len(), 2);
}

#[test]
fn each_wrong_field_has_its_own_refusal() {
    let mut office = weekly();
    office.at("2024-01-03");
    let good = request("R1", "2024-01-03");
    let refused = |change: &dyn Fn(&mut InspectionRequest)| {
        let mut wrong = good.clone();
        change(&mut wrong);
        code(office.clone().record(&wrong))
    };
    assert_eq!(
        refused(&|row| row.rule = "R2".parse().expect("a code")),
        "inspect.unknown_rule_near"
    );
    assert_eq!(
        refused(&|row| row.rule = "消防月检".parse().expect("a code")),
        "inspect.unknown_rule"
    );
    assert_eq!(
        refused(&|row| row.subject = "S2".parse().expect("a code")),
        "inspect.not_bound_near"
    );
    assert_eq!(refused(&|row| row.subject = "电梯".parse().expect("a code")), "inspect.not_bound");
    assert_eq!(refused(&|row| row.date = day("2024-01-04")), "inspect.future");
    assert_eq!(refused(&|row| row.date = day("2023-12-31")), "inspect.not_in_force");
    assert_eq!(refused(&|row| row.person = " ".to_owned()), "inspect.missing");
    assert_eq!(refused(&|row| row.evidence = vec!["a.jpg".to_owned()]), "inspect.hashes");
    assert_eq!(refused(&|row| row.due = Some(day("2024-01-02"))), "finding.due_too_early");
    let unknown = RecordId::parse("C0").expect("an id");
    assert_eq!(refused(&|row| row.supersedes = Some(unknown.clone())), "inspect.unknown_row");
}

#[test]
fn a_correction_takes_the_place_of_the_record_once() {
    let mut office = weekly();
    office.at("2024-01-10");
    let rows = office.record(&request("R1", "2024-01-03")).expect("recorded");
    let [Record::Inspection(wrong)] = rows.as_slice() else { panic!("one record") };
    // It was done on the 9th, not on the 3rd: the first week is missed after all.
    let right =
        InspectionRequest { supersedes: Some(wrong.id.clone()), ..request("R1", "2024-01-09") };
    office.at("2024-01-15").record(&right).expect("recorded");
    let again = InspectionRequest { person: "巡检员乙".to_owned(), ..right };
    assert_eq!(code(office.record(&again)), "inspect.already_replaced");

    let then = office.report("2024-01-01..2024-01-14", at_end_of("2024-01-14"));
    let known = Clocks { known_by: Moment::end_of(day("2024-01-15")), ..at_end_of("2024-01-14") };
    let now = office.report("2024-01-01..2024-01-14", known);
    assert_eq!((then.summary.total.complied, then.summary.total.missed), (1, 1));
    assert_eq!(then.missed[0].unit.due, day("2024-01-14"));
    assert_eq!(now.missed[0].unit.due, day("2024-01-07"));
}

#[test]
fn a_new_version_follows_the_last_one() {
    let mut office = weekly();
    let request = |every: &str, from: &str| RuleRequest {
        rule: rule("R1", every, from),
        subjects: vec!["S1".parse().expect("a code")],
    };
    let mut stamp = office.stamp.clone();
    let again = add_rule(&office.book, &request("1/week", "2024-01-01"), &mut stamp);
    assert_eq!(again, Ok(Decided::Already("R1".to_owned())));
    let earlier = add_rule(&office.book, &request("2/week", "2024-01-01"), &mut stamp);
    assert_eq!(earlier.expect_err("refused").code(), "inspect.version_order");
    let later = add_rule(&office.book, &request("2/week", "2024-02-05"), &mut stamp);
    let rows = office.take(later.expect("decided"));
    let [Record::Rule(second)] = rows.as_slice() else { panic!("whom it binds stays") };
    assert_eq!(second.version, 2);
    let report = office.report("2024-01-29..2024-02-11", at_end_of("2024-02-11"));
    assert_eq!(report.summary.total.missed, 3);
}

#[test]
fn out_of_service_and_back() {
    let mut office = Office::with(rule("R1", "1/month", "2024-01-01"));
    let subject = || "S1".parse().expect("a code");
    let stop = |last: &str, reason: &str| ReleaseRequest {
        rule: None,
        subject: subject(),
        last: day(last),
        reason: reason.to_owned(),
    };
    let mut stamp = office.at("2024-03-01").stamp.clone();
    let unsaid = release(&office.book, &stop("2024-02-20", ""), &mut stamp);
    assert_eq!(unsaid.expect_err("refused").code(), "inspect.missing");
    let stopped = release(&office.book, &stop("2024-02-20", "大修"), &mut stamp);
    office.take(stopped.expect("decided"));
    let again = release(&office.book, &stop("2024-02-20", "大修"), &mut stamp);
    assert!(matches!(again, Ok(Decided::Already(_))));
    let late = release(&office.book, &stop("2024-02-25", "大修"), &mut stamp);
    assert_eq!(late.expect_err("refused").code(), "inspect.not_serving");
    assert_eq!(code(office.record(&request("R1", "2024-02-25"))), "inspect.out_of_service");

    let back = |from: &str| BindRequest {
        anchor: None,
        site: None,
        rule: "R1".parse().expect("a code"),
        subjects: vec![subject()],
        period: ServicePeriod { from: day(from), to: None },
        reason: "大修完".to_owned(),
    };
    let overlapping = bind(&office.book, &back("2024-02-20"), &mut stamp);
    assert_eq!(overlapping.expect_err("refused").code(), "inspect.in_service");
    let returned = bind(&office.book, &back("2024-04-10"), &mut stamp);
    office.take(returned.expect("decided"));

    let clock = Clocks { known_by: Moment::end_of(day("2024-05-01")), ..at_end_of("2024-04-30") };
    let tally = office.report("2024-01-01..2024-04-30", clock).summary.total;
    assert_eq!((tally.missed, tally.not_applicable), (3, 1));
    // By the end of February nobody had said that it was out of service.
    let then = office.report("2024-02", at_end_of("2024-02-29"));
    assert_eq!(then.missed[0].unit.due, day("2024-02-29"));
}

#[test]
fn nobody_is_excused_by_himself_too_late_or_against_the_rule() {
    let mut office = Office::with(rule("R1", "1/month", "2024-01-01"));
    let mut stamp = office.at("2024-03-06").stamp.clone();
    let own = excuse(&office.book, &excusal("巡检员甲", "2024-02-20"), &mut stamp);
    assert_eq!(own.expect_err("refused").code(), "inspect.self_approved");
    let future = excuse(&office.book, &excusal("科长", "2024-03-07"), &mut stamp);
    assert_eq!(future.expect_err("refused").code(), "inspect.future");
    let late = excuse(&office.book, &excusal("科长", "2024-03-05"), &mut stamp);
    office.take(late.expect("recorded all the same"));
    let again = excuse(&office.book, &excusal("科长", "2024-03-05"), &mut stamp);
    assert!(matches!(again, Ok(Decided::Already(_))));
    let report = office.report("2024-02", at_end_of("2024-03-06"));
    assert_eq!((report.summary.total.missed, report.summary.total.excused), (1, 0));
    assert_eq!((report.ignored.len(), report.ignored[0].why.word()), (1, "late"));

    let mut strict = rule("R1", "1/month", "2024-01-01");
    strict.excusable = false;
    let mut strict = Office::with(strict);
    let mut stamp = strict.at("2024-03-06").stamp.clone();
    let refused = excuse(&strict.book, &excusal("科长", "2024-02-20"), &mut stamp);
    assert_eq!(refused.expect_err("refused").code(), "inspect.not_excusable");
}

#[test]
fn an_entry_is_a_backfill_after_so_many_hours() {
    let rule = rule("R1", "1/week", "2024-01-01");
    let mut row = inspection(&rule, 1, day("2024-01-01"), day("2024-01-04"));
    // Entered at 18:00 three days later; done by midnight, so 66 hours.
    let is_backfill = |row: &Inspection, hours| Done::from(row).is_backfill(hours);
    assert!(is_backfill(&row, 65) && !is_backfill(&row, 66));
    row.time = crate::base::Time::new(17, 59);
    assert!(is_backfill(&row, 72));
    row.time = crate::base::Time::new(18, 0);
    assert!(!is_backfill(&row, 72));
}
