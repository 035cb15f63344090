//! The book, the decisions, findings and the two reports.

use proptest::prelude::*;

use super::testing::{at_end_of, day, inspection, rule};
use super::{
    BindRequest, Clock, Compliance, ComplianceOptions, DayState, DueOptions, ExcusalRequest,
    Finding, FindingState, InspectionRequest, Inspections, OpenRequest, Outcome, Record, Refusal,
    ReleaseRequest, Require, Rule, RuleRequest, ServicePeriod, Severity, Step, StepRequest, Tally,
    Urgency, add_rule, bind, compliance, due, excuse, open, record, release, step,
};
use crate::base::{Day, Decided, Moment, RecordId, Refuse, Span, Stamp};

/// A book and the stamp of its next row.
#[derive(Clone)]
struct Office {
    book: Inspections,
    stamp: Stamp,
    rows: Vec<Record>,
}

impl Office {
    fn new() -> Self {
        let stamp = Stamp {
            recorded_at: Moment::new(day("2024-01-01"), 9 * 3600).expect("a moment"),
            recorded_by: "办事员".to_owned(),
            tag: "a".to_owned(),
            given: 0,
        };
        Self { book: Inspections::default(), stamp, rows: Vec::new() }
    }

    /// An office with one rule that binds `S1` from 2024-01-01.
    fn with(rule: Rule) -> Self {
        let mut office = Self::new();
        let request = RuleRequest { rule, subjects: vec!["S1".parse().expect("a code")] };
        let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
        office.take(rows);
        office
    }

    fn at(&mut self, today: &str) -> &mut Self {
        self.stamp.recorded_at = Moment::new(day(today), 9 * 3600).expect("a moment");
        self
    }

    fn take(&mut self, decided: Decided<Vec<Record>>) -> Vec<Record> {
        match decided {
            Decided::Already(_) => Vec::new(),
            Decided::New(rows) => {
                for row in &rows {
                    self.book.apply(row).expect("what was decided folds");
                }
                self.rows.extend(rows.clone());
                rows
            }
        }
    }

    fn record(&mut self, request: &InspectionRequest) -> Result<Vec<Record>, Refusal> {
        let decided = record(&self.book, request, &mut self.stamp)?;
        Ok(self.take(decided))
    }

    /// Records a pass of `S1` on each day, entered on that day.
    fn done(&mut self, days: &[&str]) -> &mut Self {
        for date in days {
            self.at(date).record(&request("R1", date)).expect("recorded");
        }
        self
    }

    fn step(&mut self, request: &StepRequest) -> Result<Vec<Record>, Refusal> {
        let decided = step(&self.book, request, &mut self.stamp)?;
        Ok(self.take(decided))
    }

    fn report(&self, period: &str, clock: Clock) -> Compliance {
        let period = Span::parse(period, clock.as_of).expect("a period");
        let options = ComplianceOptions { period, clock, rule: None, subject: None };
        compliance(&self.book, &options)
    }
}

fn request(rule: &str, date: &str) -> InspectionRequest {
    InspectionRequest {
        rule: rule.parse().expect("a code"),
        template: None,
        subject: "S1".parse().expect("a code"),
        date: day(date),
        time: None,
        person: "巡检员甲".to_owned(),
        result: Outcome::Pass,
        score: None,
        evidence: Vec::new(),
        sha256: Vec::new(),
        for_slot: None,
        note: String::new(),
        supersedes: None,
        due: None,
    }
}

fn code(result: Result<Vec<Record>, Refusal>) -> &'static str {
    result.expect_err("refused").code()
}

fn weekly() -> Office {
    Office::with(rule("R1", "1/week", "2024-01-01"))
}

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
    let known = Clock { known_by: day("2024-01-15"), ..at_end_of("2024-01-14") };
    let now = office.report("2024-01-01..2024-01-14", known);
    assert_eq!((then.total.complied, then.total.missed), (1, 1));
    assert_eq!(then.missed[0].unit.due, day("2024-01-14"));
    assert_eq!(now.missed[0].unit.due, day("2024-01-07"));
    assert_eq!((then.n_recorded_after, now.n_recorded_after), (1, 0));
    assert_eq!(then.now, now.total);
}

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

fn opened(office: &mut Office) -> RecordId {
    let request = OpenRequest {
        subject: "S1".parse().expect("a code"),
        rule: None,
        date: day("2024-03-01"),
        severity: Severity::Major,
        due: Some(day("2024-03-08")),
        person: "巡检员甲".to_owned(),
        note: "水管漏水".to_owned(),
        evidence: Vec::new(),
    };
    let decided = open(&office.book, &request, &mut office.stamp).expect("decided");
    let rows = office.take(decided);
    let again = open(&office.book, &request, &mut office.stamp).expect("decided");
    assert!(matches!(again, Decided::Already(_)));
    let [Record::Finding(event)] = rows.as_slice() else { panic!("one event") };
    event.finding.clone()
}

fn a_step(finding: &RecordId, step: Step, date: &str, person: &str) -> StepRequest {
    StepRequest {
        finding: finding.clone(),
        step,
        date: day(date),
        person: person.to_owned(),
        note: "换了阀门".to_owned(),
        evidence: Vec::new(),
    }
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
    let then = Finding::fold(events, at_end_of("2024-03-20")).expect("a finding");
    assert_eq!(then, finding);
    let before = Clock { known_by: day("2024-03-19"), ..at_end_of("2024-03-20") };
    assert_eq!(Finding::fold(events, before), None);
    let open = Finding::fold(events, Clock { known_by: today, ..at_end_of("2024-03-12") });
    assert_eq!(open.expect("a finding").state, FindingState::Open);
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
    assert_eq!(report.total.missed, 3);
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
        rule: "R1".parse().expect("a code"),
        subjects: vec![subject()],
        period: ServicePeriod { from: day(from), to: None },
        reason: "大修完".to_owned(),
    };
    let overlapping = bind(&office.book, &back("2024-02-20"), &mut stamp);
    assert_eq!(overlapping.expect_err("refused").code(), "inspect.in_service");
    let returned = bind(&office.book, &back("2024-04-10"), &mut stamp);
    office.take(returned.expect("decided"));

    let clock = Clock { known_by: day("2024-05-01"), ..at_end_of("2024-04-30") };
    let tally = office.report("2024-01-01..2024-04-30", clock).total;
    assert_eq!((tally.missed, tally.not_applicable), (3, 1));
    // By the end of February nobody had said that it was out of service.
    let then = office.report("2024-02", at_end_of("2024-02-29"));
    assert_eq!((then.missed[0].unit.due, then.now.missed), (day("2024-02-29"), 1));
}

fn excusal(approved_by: &str, approved_on: &str) -> ExcusalRequest {
    ExcusalRequest {
        rule: "R1".parse().expect("a code"),
        subject: "S1".parse().expect("a code"),
        days: Span::parse("2024-02", day("2024-02-01")).expect("a month"),
        reason: "停电检修".to_owned(),
        person: "巡检员甲".to_owned(),
        approved_by: approved_by.to_owned(),
        approved_on: day(approved_on),
        supersedes: None,
    }
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
    assert_eq!((report.total.missed, report.total.excused), (1, 0));
    assert_eq!((report.ignored.len(), report.ignored[0].why.word()), (1, "late"));

    let mut strict = rule("R1", "1/month", "2024-01-01");
    strict.excusable = false;
    let mut strict = Office::with(strict);
    let mut stamp = strict.at("2024-03-06").stamp.clone();
    let refused = excuse(&strict.book, &excusal("科长", "2024-02-20"), &mut stamp);
    assert_eq!(refused.expect_err("refused").code(), "inspect.not_excusable");
}

#[test]
fn every_missed_obligation_is_a_row_and_the_gravest_comes_first() {
    let mut office = weekly();
    let mut critical = rule("R0", "max-gap=15d", "2024-01-01");
    critical.severity = Severity::Critical;
    critical.target = Some("0.98".parse().expect("a fraction"));
    let subjects = vec!["S1".parse().expect("a code"), "S2".parse().expect("a code")];
    let request = RuleRequest { rule: critical, subjects };
    let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
    office.take(rows);
    let lonely = RuleRequest { rule: rule("R9", "1/year", "2024-01-01"), subjects: Vec::new() };
    let rows = add_rule(&office.book, &lonely, &mut office.stamp).expect("decided");
    office.take(rows);
    office.done(&["2024-01-03", "2024-01-17"]);

    let report = office.report("2024-01", at_end_of("2024-01-31"));
    assert_eq!(report.missed.len() as u64, report.total.missed);
    let missed: Vec<String> = report
        .missed
        .iter()
        .map(|one| format!("{} {} {}", one.rule, one.subject, one.unit.due))
        .collect();
    assert_eq!(
        missed,
        [
            "R0 S1 2024-01-16",
            "R0 S2 2024-01-16",
            "R0 S1 2024-01-31",
            "R0 S2 2024-01-31",
            "R1 S1 2024-01-14",
            "R1 S1 2024-01-28"
        ]
    );
    let line = &report.lines[0];
    assert_eq!((line.rule.id.as_str(), line.n_subjects, line.meets()), ("R0", 2, Some(false)));
    let sum = report.lines.iter().fold(Tally::default(), |mut sum, line| {
        sum += line.tally;
        sum
    });
    assert_eq!(report.total, sum);
    assert_eq!(report.total.on_time().to_string(), "25.0%");
    assert_eq!(report.unbound, ["R9".parse().expect("a code")]);
}

fn due_of(office: &Office, today: &str, within: u32) -> Vec<String> {
    let since = day(today).plus_days(-31);
    let result = due(&office.book, &DueOptions { today: day(today), within, since });
    let lines = result.lines.iter().map(|line| {
        format!("{} {} {} x{}", line.urgency.word(), line.rule, line.due, line.n_units)
    });
    let findings =
        result.findings.iter().map(|one| format!("{} finding {}", one.urgency.word(), one.due));
    lines.chain(findings).collect()
}

#[test]
fn due_today_is_due_and_not_overdue() {
    let mut office = weekly();
    office.done(&["2024-01-02"]);
    assert_eq!(due_of(&office, "2024-01-07", 0), [] as [&str; 0]);
    assert_eq!(due_of(&office, "2024-01-07", 7), ["soon R1 2024-01-14 x1"]);
    assert_eq!(due_of(&office, "2024-01-14", 0), ["today R1 2024-01-14 x1"]);
    assert_eq!(due_of(&office, "2024-01-15", 0), ["missed R1 2024-01-14 x1"]);
    assert_eq!(due_of(&office, "2024-03-04", 0), ["missed R1 2024-01-14 x8"]);
    // Done again: what was missed is listed for a month more.
    office.done(&["2024-03-04"]);
    assert_eq!(due_of(&office, "2024-03-04", 0), ["missed R1 2024-02-04 x5"]);
    assert_eq!(due_of(&office, "2024-04-07", 0).len(), 2);
    assert_eq!(due_of(&office, "2024-03-06", 0), ["missed R1 2024-02-04 x5"]);
}

#[test]
fn what_is_overdue_is_due_until_its_grace_is_over_and_findings_count() {
    let mut graceful = rule("R1", "1/month", "2024-02-01");
    graceful.grace = 5;
    let mut office = Office::with(graceful);
    assert_eq!(due_of(&office, "2024-03-05", 0), ["overdue R1 2024-02-29 x1"]);
    assert_eq!(due_of(&office, "2024-03-06", 0), ["missed R1 2024-02-29 x1"]);
    opened(office.at("2024-03-01"));
    office.done(&["2024-03-02", "2024-03-03"]);
    assert_eq!(due_of(&office, "2024-03-07", 0), [] as [&str; 0]);
    assert_eq!(due_of(&office, "2024-03-07", 1), ["soon finding 2024-03-08"]);
    assert_eq!(due_of(&office, "2024-03-09", 1), ["overdue finding 2024-03-08"]);
}

#[test]
fn an_entry_is_a_backfill_after_so_many_hours() {
    let rule = rule("R1", "1/week", "2024-01-01");
    let mut row = inspection(&rule, 1, day("2024-01-01"), day("2024-01-04"));
    // Entered at 18:00 three days later; done by midnight, so 66 hours.
    assert!(row.is_backfill(65) && !row.is_backfill(66));
    row.time = crate::base::Time::new(17, 59);
    assert!(row.is_backfill(72));
    row.time = crate::base::Time::new(18, 0);
    assert!(!row.is_backfill(72));
}

#[test]
fn the_running_day_is_not_over() {
    let mut office = weekly();
    office.done(&["2024-01-03"]);
    let running = Clock { state: DayState::Running, ..at_end_of("2024-01-14") };
    assert_eq!(office.report("2024-01", running).total.not_yet_due, 1);
    assert_eq!(office.report("2024-01", at_end_of("2024-01-14")).total.missed, 1);
}

fn outcomes() -> impl Strategy<Value = Vec<(i64, u8, i64)>> {
    prop::collection::vec((0_i64..60, 0_u8..3, 0_i64..9), 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_book_is_the_same_whatever_the_order_of_its_rows(
        outcomes in outcomes(), seed in prop::collection::vec(any::<u32>(), 80),
    ) {
        let mut first = rule("R1", "2/week", "2024-01-01");
        first.require = Require::Passed;
        first.rectify_days = Some(2);
        let mut office = Office::with(first);
        for (at, result, delay) in outcomes {
            let date: Day = day("2024-01-01").plus_days(at);
            let mut one = request("R1", &date.to_string());
            one.result = Outcome::ALL[usize::from(result)];
            let entered = date.plus_days(delay).to_string();
            // A second look by the same person on the same day is refused: that is no matter here.
            let _ = office.at(&entered).record(&one);
        }
        let mut rows: Vec<(u32, Record)> = seed.iter().copied().cycle().zip(office.rows.clone()).collect();
        rows.sort_by_key(|(at, row)| (!matches!(row, Record::Rule(_)), *at));
        let mut shuffled = Inspections::default();
        for (_, row) in &rows {
            shuffled.apply(row).expect("folds in any order");
        }
        let clock = Clock { known_by: day("2024-06-01"), ..at_end_of("2024-03-20") };
        let period = Span::parse("2024", day("2024-01-01")).expect("a year");
        let options = ComplianceOptions { period, clock, rule: None, subject: None };
        let report = compliance(&office.book, &options);
        prop_assert_eq!(&compliance(&shuffled, &options), &report);
        prop_assert_eq!(report.missed.len() as u64, report.total.missed);
        prop_assert_eq!(report.overdue.len() as u64, report.total.overdue);
        let n_failed = office.rows.iter().filter(|row| matches!(row, Record::Finding(_))).count();
        prop_assert_eq!(report.findings.len(), n_failed);
    }
}

#[test]
fn urgency_is_ordered() {
    assert!(Urgency::ALL.is_sorted());
}
