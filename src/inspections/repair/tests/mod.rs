//! Repair orders: what may follow what, how prompt they were, and that no rate can be bettered by
//! leaving something out.

mod laws;

use std::collections::BTreeMap;

use crate::base::{
    Day, Decided, Decimal, Fraction, Moment, Money, Ratio, RecordId, Refuse, Span, Stamp, Time,
};
use crate::inspections::record::Record;
use crate::inspections::testing::day;
use crate::inspections::{Clock, DayState, Inspections, Refusal};

use super::{
    OpenRepairRequest, PerUrgency, Promise, RepairKind, RepairOptions, RepairPolicy, RepairReport,
    RepairState, RepairStep, RepairStepRequest, RepairUrgency, WholeRepair, WholeStep, open_repair,
    repair_step, repairs, whole_repair,
};

const fn every(minutes: u32) -> PerUrgency {
    PerUrgency { emergency: minutes, urgent: minutes, routine: minutes }
}

/// A book and the stamp of its next row.
#[derive(Clone)]
struct Workshop {
    book: Inspections,
    stamp: Stamp,
}

impl Workshop {
    fn new() -> Self {
        let mut book = Inspections::default();
        book.policy.repairs = RepairPolicy {
            respond_minutes: every(30),
            complete_hours: every(12),
            repeat_days: 30,
            target: Fraction::new(9, 10),
        };
        let stamp = Stamp {
            recorded_at: Moment::end_of(day("2026-03-31")),
            recorded_by: "办事员".to_owned(),
            tag: "a".to_owned(),
            given: 0,
        };
        Self { book, stamp }
    }

    fn take(
        &mut self,
        decided: Result<Decided<Vec<Record>>, Refusal>,
    ) -> Result<usize, &'static str> {
        match decided.map_err(|refusal| refusal.code())? {
            Decided::Already(_) => Ok(0),
            Decided::New(rows) => {
                for row in &rows {
                    self.book.apply(row).expect("what was decided folds");
                }
                Ok(rows.len())
            }
        }
    }

    /// Reports something broken: its number, the subject, when.
    fn open(&mut self, number: &str, subject: &str, at: &str) -> Result<usize, &'static str> {
        let request = opening(number, subject, at);
        let decided = open_repair(&self.book, &request, &mut self.stamp);
        self.take(decided)
    }

    fn step(
        &mut self,
        number: &str,
        step: RepairStep,
        at: &str,
        person: &str,
    ) -> Result<usize, &'static str> {
        self.correct(number, step, at, person, None)
    }

    fn correct(
        &mut self,
        number: &str,
        step: RepairStep,
        at: &str,
        person: &str,
        supersedes: Option<RecordId>,
    ) -> Result<usize, &'static str> {
        let (date, time) = minute(at);
        let request = RepairStepRequest {
            repair: number.to_owned(),
            step,
            date,
            time,
            person: person.to_owned(),
            note: "已处理".to_owned(),
            evidence: Vec::new(),
            supersedes,
            today: day("2026-03-31"),
        };
        let decided = repair_step(&self.book, &request, &mut self.stamp);
        self.take(decided)
    }

    fn report(&self, as_of: &str) -> RepairReport {
        repairs(&self.book, &options(as_of), &BTreeMap::new())
    }

    fn row(&self, number: &str, kind: RepairKind) -> RecordId {
        let repair = self.book.repair_called(number).expect("an order");
        let rows = self.book.rows_of_repair(&repair.id);
        rows.iter().find(|row| row.kind == kind).expect("a row").id.clone()
    }
}

fn options(as_of: &str) -> RepairOptions {
    RepairOptions {
        period: Span::parse("2026-03", day("2026-03-31")).expect("a month"),
        clock: Clock { as_of: day(as_of), state: DayState::Over },
        department: None,
        contractor: None,
        subject: None,
        urgency: None,
        site: None,
    }
}

fn minute(at: &str) -> (Day, Option<Time>) {
    match at.split_once(' ') {
        Some((date, time)) => (day(date), Some(Time::parse(time).expect("a time"))),
        None => (day(at), None),
    }
}

fn opening(number: &str, subject: &str, at: &str) -> OpenRepairRequest {
    let (date, time) = minute(at);
    OpenRepairRequest {
        number: number.to_owned(),
        subject: subject.parse().expect("a code"),
        department: None,
        place: String::new(),
        urgency: RepairUrgency::Routine,
        contractor: None,
        finding: None,
        date,
        time,
        promise: None,
        person: "护士甲".to_owned(),
        note: "不亮".to_owned(),
        evidence: Vec::new(),
        supersedes: None,
        today: day("2026-03-31"),
    }
}

fn respond() -> RepairStep {
    RepairStep::Respond { contractor: None, promise: None }
}

fn promise(due: &str) -> RepairStep {
    let (day, time) = minute(due);
    RepairStep::Respond { contractor: None, promise: Some(Promise { day, time }) }
}

fn extend(due: &str) -> RepairStep {
    RepairStep::Extend(Promise { day: day(due), time: None })
}

fn complete(yuan: i64) -> RepairStep {
    RepairStep::Complete { contractor: None, cost: Some(Money::from_fen(yuan * 100)) }
}

fn shown(ratio: Ratio) -> Option<String> {
    ratio.percent().map(|percent| percent.to_string())
}

/// E15: answered after 20, 610, 5 and 60 minutes and not at all; three completed.
fn e15() -> Workshop {
    let mut shop = Workshop::new();
    let answers = [("1", "08:20"), ("2", "18:10"), ("3", "08:05"), ("4", "09:00")];
    for number in ["1", "2", "3", "4", "5"] {
        shop.open(number, &format!("S{number}"), "2026-03-02 08:00").expect("opened");
    }
    for (number, at) in answers {
        shop.step(number, respond(), &format!("2026-03-02 {at}"), "电工").expect("answered");
    }
    for (number, at, yuan) in [
        ("1", "2026-03-02 09:00", 100),
        ("2", "2026-03-02 19:00", 160),
        ("3", "2026-03-03 20:00", 200),
    ] {
        shop.step(number, complete(yuan), at, "电工").expect("completed");
    }
    shop
}

#[test]
fn e15_who_was_never_answered_counts_as_late() {
    let report = e15().report("2026-03-31");
    let total = &report.total;
    assert_eq!((total.response.in_time, total.response.required()), (2, 5));
    assert_eq!(shown(total.response.rate()).as_deref(), Some("40.0"));
    assert_eq!(super::median(&total.response_minutes), Some(Decimal::from(40)));
    assert_eq!(total.n_completed, 3);
    assert_eq!(super::median(&total.completion_minutes), Some(Decimal::from(660)));
    assert_eq!(total.cost, Money::from_fen(46_000));
    // Two of five were completed within twelve hours; two are open still.
    assert_eq!((total.completion.in_time, total.completion.required()), (2, 5));
    assert_eq!(report.open.len(), 2);
    assert!(report.has_something_open());
}

#[test]
fn what_is_not_yet_due_is_in_no_rate() {
    let shop = e15();
    let clock = |time: &str| Clock {
        as_of: day("2026-03-02"),
        state: DayState::At(Time::parse(time).expect("a time")),
    };
    let at = |time: &str| {
        let options = RepairOptions { clock: clock(time), ..options("2026-03-02") };
        repairs(&shop.book, &options, &BTreeMap::new()).total
    };
    let (before, after) = (at("08:30"), at("08:31"));
    assert_eq!((before.response.required(), after.response.required()), (2, 5));
    assert_eq!(before.completion.required(), 0);
    assert_eq!(shown(before.completion.rate()), None);
    // The last minute is in time; the one after it is not.
    assert_eq!((at("20:00").completion.required(), at("20:01").completion.required()), (0, 5));
}

#[test]
fn a_minute_that_nobody_wrote_down_counts_against_the_repair() {
    let mut shop = Workshop::new();
    shop.open("1", "S1", "2026-03-02").expect("opened");
    shop.step("1", respond(), "2026-03-02", "电工").expect("answered");
    let repair = shop.book.repair_called("1").expect("an order");
    assert_eq!(repair.minutes_to_response(), Some(24 * 60));
    // Nobody saw anybody come: it was answered when it was completed.
    shop.open("2", "S2", "2026-03-03 08:00").expect("opened");
    shop.step("2", complete(0), "2026-03-03 08:10", "电工").expect("completed");
    let repair = shop.book.repair_called("2").expect("an order");
    assert_eq!(repair.minutes_to_response(), Some(10));
}

#[test]
fn an_order_goes_round_until_somebody_else_accepts_it() {
    let mut shop = Workshop::new();
    assert_eq!(shop.open("WX-1", "S1", "2026-03-02 08:00"), Ok(1));
    assert_eq!(shop.open("WX-1", "S1", "2026-03-02 08:00"), Ok(0));
    assert_eq!(shop.open("WX-1", "S1", "2026-03-02 08:05"), Err("repair.number_taken"));
    assert_eq!(
        shop.step("WX-2", respond(), "2026-03-02 08:10", "电工"),
        Err("repair.unknown_near")
    );
    assert_eq!(
        shop.step("WX-1", RepairStep::Accept, "2026-03-02 08:10", "护士甲"),
        Err("repair.not_completed")
    );
    assert_eq!(shop.step("WX-1", respond(), "2026-03-02 07:59", "电工"), Err("repair.too_early"));
    assert_eq!(shop.step("WX-1", respond(), "2026-03-02 08:10", "电工"), Ok(1));
    assert_eq!(shop.step("WX-1", respond(), "2026-03-02 08:10", "电工"), Ok(0));
    assert_eq!(
        shop.step("WX-1", respond(), "2026-03-02 08:12", "电工"),
        Err("repair.already_responded")
    );
    assert_eq!(
        shop.step("WX-1", RepairStep::Cancel, "2026-03-02 08:20", "电工 "),
        Err("repair.self_cancelled")
    );
    assert_eq!(
        shop.step("WX-1", complete(-1), "2026-03-02 09:00", "电工"),
        Err("repair.negative_cost")
    );
    assert_eq!(shop.step("WX-1", complete(30), "2026-03-02 09:00", "电工"), Ok(1));
    assert_eq!(
        shop.step("WX-1", RepairStep::Accept, "2026-03-02 10:00", " 电工"),
        Err("repair.self_accepted")
    );
    assert_eq!(shop.step("WX-1", RepairStep::Reject, "2026-03-02 10:00", "护士甲"), Ok(1));
    assert_eq!(shop.step("WX-1", complete(20), "2026-03-03 09:00", "水工"), Ok(1));
    // Whoever mended it the first time is no other pair of eyes either.
    assert_eq!(
        shop.step("WX-1", RepairStep::Accept, "2026-03-03 10:00", "电工"),
        Err("repair.self_accepted")
    );
    assert_eq!(shop.step("WX-1", RepairStep::Accept, "2026-03-03 10:00", "护士甲"), Ok(1));
    assert_eq!(shop.step("WX-1", complete(5), "2026-03-04 09:00", "电工"), Err("repair.closed"));
    let repair = shop.book.repair_called("WX-1").expect("an order");
    assert_eq!((repair.state, repair.n_rejected), (RepairState::Accepted, 1));
    assert_eq!(repair.cost, Some(Money::from_fen(5_000)));
    // It was completed when it was completed for good.
    assert_eq!(repair.minutes_to_completion(), Some(25 * 60));
    assert!(shop.book.faults().is_empty());
}

#[test]
fn a_promise_is_moved_before_it_passes_and_the_first_one_is_kept() {
    let mut shop = Workshop::new();
    shop.open("1", "S1", "2026-03-02 08:00").expect("opened");
    assert_eq!(
        shop.step("1", extend("2026-03-05"), "2026-03-02 09:00", "科长"),
        Err("repair.no_promise")
    );
    shop.step("1", promise("2026-03-03 17:00"), "2026-03-02 08:20", "电工").expect("promised");
    assert_eq!(
        shop.step("1", extend("2026-03-02"), "2026-03-02 09:00", "科长"),
        Err("repair.promise_not_later")
    );
    assert_eq!(
        shop.step("1", extend("2026-03-06"), "2026-03-03 17:01", "科长"),
        Err("repair.promise_passed")
    );
    shop.step("1", extend("2026-03-06"), "2026-03-03 17:00", "科长").expect("moved");
    shop.step("1", complete(0), "2026-03-05 09:00", "电工").expect("completed");
    let total = shop.report("2026-03-31").total;
    assert_eq!((total.n_first_kept, total.n_promises_due), (0, 1));
    assert_eq!((total.n_kept, total.n_current_due), (1, 1));
}

#[test]
fn a_correction_stands_where_the_row_stood_and_may_break_nothing_after_it() {
    let mut shop = Workshop::new();
    shop.open("1", "S1", "2026-03-02 08:00").expect("opened");
    shop.step("1", respond(), "2026-03-02 08:40", "电工").expect("answered");
    shop.step("1", complete(10), "2026-03-02 09:00", "电工").expect("completed");
    let answered = shop.row("1", RepairKind::Respond);
    let at = |shop: &mut Workshop, at: &str, row: &RecordId| {
        shop.correct("1", respond(), at, "电工", Some(row.clone()))
    };
    assert_eq!(at(&mut shop, "2026-03-02 08:20", &answered), Ok(1));
    assert_eq!(at(&mut shop, "2026-03-02 08:10", &answered), Err("inspect.already_replaced"));
    let repair = shop.book.repair_called("1").expect("an order");
    assert_eq!(repair.minutes_to_response(), Some(20));
    assert_eq!(repair.state, RepairState::Completed);
    // After the completion nobody can have come.
    let answered = shop.row("1", RepairKind::Respond);
    assert_eq!(at(&mut shop, "2026-03-02 10:00", &answered), Err("repair.already_completed"));
    let completed = shop.row("1", RepairKind::Complete);
    assert_eq!(at(&mut shop, "2026-03-02 08:10", &completed), Err("repair.other_row"));
    assert!(shop.book.faults().is_empty());
}

#[test]
fn the_same_thing_that_breaks_again_soon_is_told() {
    let mut shop = Workshop::new();
    for (number, subject, at) in [
        ("1", "S1", "2026-02-01 08:00"),
        ("2", "S1", "2026-03-03 08:00"),
        ("3", "S2", "2026-03-03 08:00"),
        ("4", "S1", "2026-03-04 08:00"),
    ] {
        shop.open(number, subject, at).expect("opened");
    }
    shop.step("1", complete(0), "2026-02-01 09:00", "电工").expect("completed");
    let report = shop.report("2026-03-31");
    let repeats: Vec<Option<String>> =
        report.lines.iter().map(|line| line.repeats.as_ref().map(ToString::to_string)).collect();
    let first = shop.book.repair_called("1").expect("an order").id.to_string();
    // Thirty days after the first one, and one day more: only the nearer is a repeated one.
    assert_eq!(repeats, [Some(first), None, None]);
    assert_eq!(report.total.n_repeated, 1);
}

#[test]
fn a_register_comes_again_with_more_filled_in() {
    let mut shop = Workshop::new();
    let step = |at: &str, person: &str| {
        let (date, time) = minute(at);
        Some(WholeStep { date, time, person: person.to_owned() })
    };
    let mut whole = WholeRepair {
        open: opening("WX-9", "S1", "2026-03-02 08:00"),
        respond: step("2026-03-02 08:10", "电工"),
        complete: None,
        done: "换灯".to_owned(),
        cost: Some(Money::from_fen(1_200)),
        accept: None,
    };
    let take = |shop: &mut Workshop, whole: &WholeRepair| {
        let decided = whole_repair(&shop.book, whole, &mut shop.stamp);
        shop.take(decided)
    };
    assert_eq!(take(&mut shop, &whole), Ok(2));
    assert_eq!(take(&mut shop, &whole), Ok(0));
    whole.complete = step("2026-03-02 09:00", "电工");
    whole.accept = step("2026-03-03", "电工");
    assert_eq!(take(&mut shop, &whole), Err("repair.self_accepted"));
    whole.accept = step("2026-03-03", "护士甲");
    assert_eq!(take(&mut shop, &whole), Ok(2));
    let repair = shop.book.repair_called("WX-9").expect("an order");
    assert_eq!(repair.state, RepairState::Accepted);
    whole.respond = step("2026-03-02 08:11", "电工");
    assert_eq!(take(&mut shop, &whole), Err("repair.already_responded"));
}

#[test]
fn rows_recorded_later_did_not_exist() {
    let mut shop = Workshop::new();
    shop.stamp.recorded_at = Moment::end_of(day("2026-03-02"));
    shop.open("1", "S1", "2026-03-02 08:00").expect("opened");
    shop.step("1", respond(), "2026-03-02 09:00", "电工").expect("answered");
    let before = shop.report("2026-03-02");
    shop.stamp.recorded_at = Moment::end_of(day("2026-03-20"));
    let answered = shop.row("1", RepairKind::Respond);
    shop.correct("1", respond(), "2026-03-02 08:10", "电工", Some(answered)).expect("corrected");
    shop.open("2", "S1", "2026-03-02 08:00").expect("opened");
    assert_ne!(shop.report("2026-03-02"), before);
    shop.book.forget_after(Moment::end_of(day("2026-03-19")));
    assert_eq!(shop.report("2026-03-02"), before);
}
