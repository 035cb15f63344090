//! Findings: opened, given more time, put right, rechecked by somebody else.

use crate::base::{Clocks, Moment, RecordId, Refuse};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    Finding, FindingEvent, FindingKind, FindingState, Inspection, InspectionRequest, Outcome,
    Record, Severity, Step, StepRequest,
};

use super::office::{Office, a_step, code, opened, request, weekly};

#[test]
fn a_failed_record_opens_a_finding_by_itself() {
    let mut first = rule("R1", "1/week", "2024-01-01");
    first.rectify_days = Some(3);
    first.severity = Severity::Critical;
    let mut office = Office::with(first);
    let failed = InspectionRequest {
        result: Outcome::Fail,
        note: "灭火器压力不足".to_owned(),
        ..request("R1", "2024-01-03")
    };
    let rows = office.at("2024-01-03").record(&failed).expect("recorded");
    let [Record::Inspection(record), Record::Finding(event)] = rows.as_slice() else {
        panic!("a record and its finding")
    };
    assert_eq!(event.record.as_ref(), Some(&record.id));
    assert_eq!(event.due, Some(day("2024-01-06")));
    assert_eq!(event.severity, Some(Severity::Critical));

    // Correcting the remark opens no second finding.
    let corrected = InspectionRequest {
        supersedes: Some(record.id.clone()),
        note: "3 号灭火器压力不足".to_owned(),
        ..failed
    };
    assert_eq!(office.record(&corrected).expect("recorded").len(), 1);
    assert_eq!(office.book.findings().count(), 1);
}

#[test]
fn a_finding_goes_round_until_somebody_else_has_seen_it_mended() {
    let mut office = weekly();
    let id = opened(office.at("2024-03-20"));
    let of = |step: Step, date: &str, person: &str| a_step(&id, step, date, person);
    let later = Step::Extend(day("2024-03-15"));
    assert_eq!(code(office.step(&of(Step::Verify, "2024-03-02", "科长"))), "finding.not_rectified");
    assert_eq!(code(office.step(&of(later, "2024-03-09", "科长"))), "finding.due_has_passed");
    let earlier = Step::Extend(day("2024-03-08"));
    assert_eq!(code(office.step(&of(earlier, "2024-03-05", "科长"))), "finding.due_not_later");
    office.step(&of(later, "2024-03-05", "科长")).expect("extended");
    assert_eq!(code(office.step(&of(Step::Rectify, "2024-03-04", "水工"))), "finding.too_early");
    let silent = StepRequest { note: String::new(), ..of(Step::Rectify, "2024-03-10", "水工") };
    assert_eq!(code(office.step(&silent)), "inspect.missing");
    office.step(&of(Step::Rectify, "2024-03-10", "水工")).expect("put right");
    assert_eq!(office.step(&of(Step::Rectify, "2024-03-10", "水工")), Ok(Vec::new()));
    assert_eq!(
        code(office.step(&of(Step::Rectify, "2024-03-11", "水工"))),
        "finding.already_rectified"
    );
    assert_eq!(
        code(office.step(&of(Step::Verify, "2024-03-11", "水工 "))),
        "finding.self_verified"
    );
    office.step(&of(Step::Reject, "2024-03-11", "科长")).expect("still leaking");
    office.step(&of(Step::Rectify, "2024-03-14", "水工")).expect("put right");
    office.step(&of(Step::Verify, "2024-03-16", "科长")).expect("closed");
    assert_eq!(code(office.step(&of(Step::Reject, "2024-03-17", "科长"))), "finding.closed");
    let unknown = RecordId::parse("F9").expect("an id");
    let lost = a_step(&unknown, Step::Verify, "2024-03-17", "科长");
    assert_eq!(code(office.step(&lost)), "finding.unknown");

    let finding = office.book.findings().next().expect("a finding");
    assert_eq!(finding.state, FindingState::Verified);
    assert_eq!(
        (finding.due, finding.original_due),
        (Some(day("2024-03-15")), Some(day("2024-03-08")))
    );
    // In time for the later deadline, six days late for the first one.
    let today = day("2024-03-20");
    assert_eq!(finding.days_over(finding.due, today), None);
    assert_eq!(finding.days_over(finding.original_due, today), Some(6));
    assert_eq!(finding.age(today), 15);

    let events = office.book.events_of(&id).expect("its events");
    let fold = |clocks: Clocks| {
        let known = events.iter().filter(|event| event.recorded_at <= clocks.known_by);
        let known: Vec<FindingEvent> = known.cloned().collect();
        Finding::fold(&known, clocks.into())
    };
    let then = fold(at_end_of("2024-03-20")).expect("a finding");
    assert_eq!(then, finding);
    let before = Clocks { known_by: Moment::end_of(day("2024-03-19")), ..at_end_of("2024-03-20") };
    assert_eq!(fold(before), None);
    let known_by = Moment::end_of(today);
    let open = fold(Clocks { known_by, ..at_end_of("2024-03-12") });
    assert_eq!(open.expect("a finding").state, FindingState::Open);
}

#[test]
fn what_only_all_rows_together_show_is_told_by_row() {
    let mut office = weekly();
    office.at("2024-03-20");
    let rows = office.record(&request("R1", "2024-01-03")).expect("recorded");
    let [Record::Inspection(first)] = rows.as_slice() else { panic!("one record") };
    assert!(office.book.faults().is_empty());
    let row = |id: &str, supersedes: &RecordId| {
        Record::Inspection(Inspection {
            id: RecordId::parse(id).expect("an id"),
            supersedes: Some(supersedes.clone()),
            ..first.clone()
        })
    };
    let unknown = RecordId::parse("C0").expect("an id");
    let elsewhere = Record::Inspection(Inspection {
        id: RecordId::parse("C4").expect("an id"),
        subject: "S9".parse().expect("a code"),
        ..first.clone()
    });
    let id = opened(&mut office);
    let event = |number: &str, finding: &RecordId, kind: FindingKind, person: &str| {
        Record::Finding(FindingEvent {
            id: RecordId::parse(number).expect("an id"),
            finding: finding.clone(),
            date: day("2024-03-02"),
            kind,
            subject: None,
            rule: None,
            record: None,
            severity: None,
            due: None,
            source: None,
            department: None,
            owner: String::new(),
            person: person.to_owned(),
            note: String::new(),
            evidence: Vec::new(),
            sha256: Vec::new(),
            recorded_at: office.stamp.recorded_at,
            recorded_by: String::new(),
        })
    };
    let rectify = FindingKind::Rectify;
    let verify = FindingKind::Verify;
    for wrong in [
        row("C1", &first.id),
        row("C2", &first.id),
        row("C3", &unknown),
        elsewhere,
        event("F1", &id, rectify, "水工"),
        event("F2", &id, rectify, "水工"),
        event("F3", &id, verify, "水工"),
        event("F4", &unknown, verify, "科长"),
    ] {
        office.book.apply(&wrong).expect("folds");
    }
    let told: Vec<String> = office
        .book
        .faults()
        .into_iter()
        .flat_map(|(id, refusals)| {
            refusals.into_iter().map(move |refusal| format!("{id} {}", refusal.code()))
        })
        .collect();
    assert_eq!(
        told,
        [
            "C2 inspect.already_replaced",
            "C3 inspect.unknown_row",
            "C4 inspect.not_bound_near",
            "F2 finding.already_rectified",
            "F3 finding.self_verified",
            "F4 finding.unknown"
        ]
    );
}
