//! Hidden dangers: evidence that is demanded, where they came from, what departments report
//! themselves, and the report of a period.

use crate::base::{RecordId, Span};
use crate::inspections::testing::{at_end_of, day};
use crate::inspections::{
    FindingEvent, FindingKind, FindingLine, FindingOptions, FindingReport, FindingSource,
    InspectionRequest, OpenRequest, Outcome, Record, Severity, Step, StepRequest, Topic, Unproven,
    finding_report, open,
};

use super::office::{Office, a_step, code, opened, request, weekly};

/// Opens a finding about a subject, found in some way by a department.
fn found(office: &mut Office, what: (&str, &str, Option<FindingSource>), date: &str) -> RecordId {
    let (subject, note, source) = what;
    let request = OpenRequest {
        subject: subject.parse().expect("a code"),
        rule: None,
        date: day(date),
        severity: Severity::Major,
        due: None,
        source,
        department: Some("NK1".parse().expect("a code")),
        owner: " 电工班 ".to_owned(),
        person: "护士长甲".to_owned(),
        note: note.to_owned(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        today: office.today(),
    };
    let decided = open(&office.book, &request, &mut office.stamp).expect("decided");
    let rows = office.take(decided);
    let [Record::Finding(event)] = rows.as_slice() else { panic!("one event") };
    event.finding.clone()
}

/// The same, recorded on that day.
fn on(office: &mut Office, what: (&str, &str, Option<FindingSource>), date: &str) -> RecordId {
    found(office.at(date), what, date)
}

fn line(office: &Office, id: &RecordId) -> FindingLine {
    let lines = office.book.finding_lines(at_end_of("2024-12-31").into());
    lines.into_iter().find(|line| line.finding.id == *id).expect("a finding")
}

fn report(office: &Office, period: &str, as_of: &str) -> FindingReport {
    let clock = at_end_of(as_of).into();
    let period = Span::parse(period, day(as_of)).expect("a period");
    let options = FindingOptions { period, clock, department: None, site: None, source: None };
    finding_report(&office.book, &options)
}

/// A step that a file shows.
fn shown(step: StepRequest) -> StepRequest {
    StepRequest { evidence: vec!["阀门.jpg".to_owned()], sha256: vec!["0".repeat(64)], ..step }
}

const ROUND: Option<FindingSource> = Some(FindingSource::Round);
const SELF: Option<FindingSource> = Some(FindingSource::SelfReport);

#[test]
fn where_evidence_is_demanded_nothing_is_put_right_without() {
    let mut office = weekly();
    let id = opened(office.at("2024-03-02"));
    office.book.policy.findings.evidence = Some(Severity::Critical);
    let bare = a_step(&id, Step::Rectify, "2024-03-05", "水工");
    // The finding is major: only what is critical needs any.
    office.clone().at("2024-03-05").step(&bare).expect("put right");
    office.book.policy.findings.evidence = Some(Severity::Major);
    assert_eq!(code(office.at("2024-03-05").step(&bare)), "finding.evidence_demanded");
    // A paper without a sum shows nothing that could be held against it.
    let paper = StepRequest { evidence: vec!["单据".to_owned()], ..bare.clone() };
    assert_eq!(code(office.step(&paper)), "finding.evidence_demanded");
    office.book.policy.findings.evidence_since = Some(day("2024-03-06"));
    office.clone().step(&bare).expect("put right before it was demanded");
    office.book.policy.findings.evidence_since = Some(day("2024-03-05"));
    assert_eq!(code(office.step(&bare)), "finding.evidence_demanded");
    office.step(&shown(bare)).expect("put right");
    assert_eq!(line(&office, &id).unproven, None);
}

#[test]
fn without_proof_it_counts_as_not_done() {
    let mut office = weekly();
    let id = opened(office.at("2024-03-02"));
    office.step(&shown(a_step(&id, Step::Rectify, "2024-03-05", "水工"))).expect_err("too early");
    office.at("2024-03-05");
    office.step(&shown(a_step(&id, Step::Rectify, "2024-03-05", "水工"))).expect("put right");
    office.step(&a_step(&id, Step::Verify, "2024-03-05", "科长")).expect("closed");
    let closed = line(&office, &id);
    assert!(closed.is_closed() && !closed.current.is_late());
    assert_eq!(closed.days_to_close(), Some(4));

    let gone = Some("阀门.jpg".to_owned()).map(|file| (file, None)).into_iter().collect();
    office.book.saw(gone);
    let broken = line(&office, &id);
    assert_eq!(broken.unproven, Some(Unproven::Broken));
    assert!(broken.is_open() && broken.is_overdue() && broken.current.is_late());
    assert_eq!(broken.days_to_close(), None);
    let report = report(&office, "2024-03", "2024-03-31");
    assert_eq!((report.total.tally.n_verified, report.total.tally.n_unproven), (0, 1));
    assert_eq!((report.n_closed, report.open.len(), report.total.n_backlog_overdue), (0, 1, 1));
    assert!(report.has_something_open());

    // A row that somebody wrote by hand without evidence, where it is demanded.
    let mut office = weekly();
    office.book.policy.findings.evidence = Some(Severity::Minor);
    let id = opened(office.at("2024-03-02"));
    let row = FindingEvent {
        id: RecordId::parse("F9").expect("an id"),
        finding: id.clone(),
        date: day("2024-03-03"),
        kind: FindingKind::Rectify,
        subject: None,
        rule: None,
        record: None,
        severity: None,
        due: None,
        source: None,
        department: None,
        owner: String::new(),
        person: "水工".to_owned(),
        note: "修好了".to_owned(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        recorded_at: office.stamp.recorded_at,
        recorded_by: String::new(),
    };
    office.book.apply(&Record::Finding(row)).expect("folds");
    assert_eq!(line(&office, &id).unproven, Some(Unproven::Lacking));
}

#[test]
fn an_inspection_that_failed_says_how_it_was_found() {
    let by = |topic: Topic| {
        let mut first = crate::inspections::testing::rule("R1", "1/week", "2024-01-01");
        first.topic = topic;
        let mut office = Office::with(first);
        let failed = InspectionRequest {
            result: Outcome::Fail,
            note: "疏散太慢".to_owned(),
            ..request("R1", "2024-01-03")
        };
        office.at("2024-01-03").record(&failed).expect("recorded");
        let clock = at_end_of("2024-12-31").into();
        office.book.finding_lines(clock).remove(0).source
    };
    assert_eq!(by(Topic::Rounds), ROUND);
    assert_eq!(by(Topic::Drills), Some(FindingSource::Drill));
    let mut office = weekly();
    let id = opened(office.at("2024-03-02"));
    assert_eq!(line(&office, &id).source, None);
}

#[test]
fn what_a_department_told_in_time_is_not_held_against_it() {
    let unreported = |own: (&str, &str), told: &str, written: &str| {
        let mut office = weekly();
        found(office.at(written), (own.0, own.1, SELF), told);
        let id = on(&mut office, ("走廊", "灯不亮", ROUND), "2024-03-05");
        line(&office, &id).unreported
    };
    assert!(!unreported(("走廊", "灯不亮"), "2024-03-04", "2024-03-04"));
    // Another trouble, another place, or the same day only.
    assert!(unreported(("走廊", "堆物"), "2024-03-04", "2024-03-04"));
    assert!(unreported(("楼梯", "灯不亮"), "2024-03-04", "2024-03-04"));
    assert!(unreported(("走廊", "灯不亮"), "2024-03-05", "2024-03-05"));

    // Written down after the round, and dated before it.
    let mut office = weekly();
    let id = on(&mut office, ("走廊", "灯不亮", ROUND), "2024-03-05");
    found(office.at("2024-03-06"), ("走廊", "灯不亮", SELF), "2024-03-01");
    assert!(line(&office, &id).unreported);

    // Told, mended and closed: what the round finds is new.
    let mut office = weekly();
    let told = on(&mut office, ("走廊", "灯不亮", SELF), "2024-03-01");
    office.at("2024-03-02").step(&a_step(&told, Step::Rectify, "2024-03-02", "电工")).expect("ok");
    office.step(&a_step(&told, Step::Verify, "2024-03-02", "科长")).expect("closed");
    let id = on(&mut office, ("走廊", "灯不亮", ROUND), "2024-03-05");
    assert!(line(&office, &id).unreported);
    assert_eq!(line(&office, &id).repeats, Some(told));
}

#[test]
fn the_report_says_from_where_and_how_soon() {
    let mut office = weekly();
    let early = on(&mut office, ("门诊", "漏水", None), "2024-02-20");
    let own = on(&mut office, ("走廊", "灯不亮", SELF), "2024-03-01");
    on(&mut office, ("走廊", "灯不亮", ROUND), "2024-03-04");
    on(&mut office, ("楼梯", "堆物", ROUND), "2024-03-05");
    office.at("2024-03-06").step(&a_step(&own, Step::Rectify, "2024-03-06", "电工")).expect("ok");
    office.step(&a_step(&own, Step::Verify, "2024-03-06", "科长")).expect("closed");
    office.step(&a_step(&early, Step::Rectify, "2024-03-06", "水工")).expect("ok");
    office.step(&a_step(&early, Step::Verify, "2024-03-06", "科长")).expect("closed");

    let march = report(&office, "2024-03", "2024-03-31");
    let tally = &march.total.tally;
    assert_eq!((tally.n_findings, tally.n_self, tally.n_found, tally.n_unreported), (3, 1, 2, 1));
    assert_eq!((tally.n_verified, march.n_closed), (1, 2));
    assert_eq!(tally.days_to_close, [5]);
    assert_eq!((march.total.n_backlog, march.total.n_backlog_overdue), (2, 2));
    let of: Vec<_> = march.by_source.iter().map(|group| (group.of, group.n_backlog)).collect();
    assert_eq!(of, [(ROUND, 2), (SELF, 0)]);
    let [ward] = march.by_department.as_slice() else { panic!("one department") };
    assert_eq!(ward.of.as_ref().map(ToString::to_string).as_deref(), Some("NK1"));
    assert_eq!(ward.tally, march.total.tally);
    // As it stood before anything was put right.
    let then = report(&office, "2024-03", "2024-03-05");
    assert_eq!((then.n_closed, then.open.len()), (0, 4));
    // What was opened in no month asked about is open all the same.
    let later = report(&office, "2024-05", "2024-05-31");
    assert_eq!((later.total.tally.n_findings, later.total.n_backlog), (0, 2));
    assert!(later.has_something_open());
}

#[test]
fn whoever_answers_for_it_stays_and_who_mends_it_may_change() {
    let mut office = weekly();
    let id = on(&mut office, ("走廊", "灯不亮", SELF), "2024-03-01");
    assert_eq!(line(&office, &id).finding.owner, "电工班");
    office.at("2024-03-02");
    let to = |department: Option<&str>, owner: &str| StepRequest {
        department: department.map(|code| code.parse().expect("a code")),
        owner: owner.to_owned(),
        note: String::new(),
        ..a_step(&id, Step::Assign, "2024-03-02", "科长")
    };
    assert_eq!(code(office.step(&to(Some("WK1"), "水工"))), "finding.department_set");
    assert_eq!(code(office.step(&to(None, " "))), "finding.no_owner");
    office.step(&to(Some("NK1"), "水工")).expect("assigned");
    assert_eq!(office.step(&to(Some("NK1"), "水工")), Ok(Vec::new()));
    assert_eq!(line(&office, &id).finding.owner, "水工");

    // Nobody answers for it yet: then a department may be named once.
    let id = opened(office.at("2024-03-03"));
    let to = |code: &str| StepRequest {
        department: Some(code.parse().expect("a code")),
        ..a_step(&id, Step::Assign, "2024-03-03", "科长")
    };
    office.step(&to("WK1")).expect("assigned");
    assert_eq!(code(office.step(&to("NK1"))), "finding.department_set");
    let department = line(&office, &id).department.map(|code| code.to_string());
    assert_eq!(department.as_deref(), Some("WK1"));
}

#[test]
fn a_report_of_its_own_names_the_department() {
    let mut office = weekly();
    let mut request = OpenRequest {
        subject: "NK1".parse().expect("a code"),
        rule: None,
        date: day("2024-03-01"),
        severity: Severity::Major,
        due: None,
        source: SELF,
        department: None,
        owner: String::new(),
        person: "护士长甲".to_owned(),
        note: "灯不亮".to_owned(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        today: day("2024-03-01"),
    };
    let refused = open(&office.book, &request, &mut office.stamp).expect_err("no department");
    assert_eq!(crate::base::Refuse::code(&refused), "finding.no_department");
    // One that is about a department is that department's.
    let ward = "NK1".parse().expect("a code");
    office.book.departments.insert(request.subject.clone(), ward);
    let decided = open(&office.book, &request, &mut office.stamp).expect("decided");
    let rows = office.take(decided);
    let [Record::Finding(event)] = rows.as_slice() else { panic!("one event") };
    assert!(event.department.is_some());
    // Others are too, though their rows do not say so.
    (request.source, request.note) = (None, "堆物".to_owned());
    let decided = open(&office.book, &request, &mut office.stamp).expect("decided");
    let rows = office.take(decided);
    let [Record::Finding(event)] = rows.as_slice() else { panic!("one event") };
    assert_eq!(event.department, None);
    assert!(line(&office, &event.finding).department.is_some());
}
