//! What is due: certificates once each, shifts and batches by name, minutes by the time of day.

use crate::base::{Day, Moment, Span, Time};
use crate::inspections::testing::{day, rule};
use crate::inspections::{
    BatchEvent, BatchKind, Clock, DayState, DueLine, DueOptions, OnDuty, Outcome, Record, Topic,
    due,
};
use crate::org::Certificate;

use super::office::{Office, request, running};

pub(super) fn certificate(office: &mut Office, days: &str) {
    let (from, to) = days.split_once("..").expect("two days");
    let row = Certificate {
        id: office.stamp.id('L', day(from)),
        holder: "S1".parse().expect("a code"),
        kind: "电梯".to_owned(),
        number: String::new(),
        from: day(from),
        to: Some(day(to)),
        issuer: String::new(),
        note: String::new(),
        supersedes: None,
        recorded_at: office.stamp.recorded_at,
        recorded_by: "办事员".to_owned(),
    };
    office.book.apply(&Record::Certificate(row)).expect("folds");
}

fn on_duty(office: &mut Office, dates: &[&str]) {
    for date in dates {
        let row = OnDuty {
            id: office.stamp.id('Z', day(date)),
            rule: "R1".parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            date: day(date),
            shift: String::new(),
            note: String::new(),
            present: true,
            supersedes: None,
            recorded_at: office.stamp.recorded_at,
            recorded_by: "办事员".to_owned(),
        };
        office.book.apply(&Record::OnDuty(row)).expect("folds");
    }
}

fn batch(office: &mut Office, opened: &str, closed: &str) {
    let id = office.stamp.id('B', day(&opened[..10]));
    for (kind, moment) in [(BatchKind::Open, opened), (BatchKind::Close, closed)] {
        let Some((date, time)) = moment.split_once('T') else { continue };
        let row = BatchEvent {
            id: if kind == BatchKind::Open { id.clone() } else { office.stamp.id('B', day(date)) },
            batch: id.clone(),
            kind,
            rule: "R1".parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            date: day(date),
            time: Time::parse(time).expect("a time"),
            amount: None,
            person: "库管员".to_owned(),
            note: String::new(),
            supersedes: None,
            recorded_at: Moment::end_of(day(date)),
            recorded_by: "办事员".to_owned(),
        };
        office.book.apply(&Record::Batch(row)).expect("folds");
    }
}

fn tell(office: &Office, clock: Clock, within: u32) -> Vec<String> {
    let since = clock.as_of.plus_days(-31);
    let said = |line: &DueLine| {
        let days = Span::new(line.due, line.last).expect("a line that ends after it begins");
        let at = line.due_at.map(|at| format!(" {at}")).unwrap_or_default();
        let off = line.minutes_off.map(|off| format!(" +{off}min")).unwrap_or_default();
        let (kind, urgency) = (line.kind.word(), line.urgency.word());
        format!("{urgency} {kind} {days}{at} x{}{off}", line.n_units)
    };
    due(&office.book, &DueOptions { clock, within, since, topic: None, site: None })
        .lines
        .iter()
        .map(said)
        .collect()
}

pub(super) fn licensed(with: &str) -> Office {
    let mut licence = rule("R1", "certificate=电梯", "2024-01-01");
    licence.set_each(with.split_whitespace()).expect("keys");
    Office::with(licence)
}

#[test]
fn a_certificate_is_one_line_and_not_one_for_each_day_after_it() {
    let mut office = licensed("apply_before=1m");
    certificate(&mut office, "2024-01-01..2024-03-31");
    assert_eq!(tell(&office, running("2024-02-20"), 7), [] as [&str; 0]);
    assert_eq!(tell(&office, running("2024-02-20"), 9), ["soon apply 2024-02-29..2024-03-31 x1"]);
    assert_eq!(tell(&office, running("2024-02-29"), 0), ["today apply 2024-02-29..2024-03-31 x1"]);
    // The days from April on are what applying for the next one is about.
    assert_eq!(
        tell(&office, running("2024-03-29"), 7),
        ["overdue apply 2024-02-29..2024-03-31 x1"]
    );
    assert_eq!(
        tell(&office, running("2024-04-10"), 7),
        ["missed uncovered 2024-04-01..2024-04-09 x9"]
    );
    certificate(&mut office, "2024-04-10..2028-04-09");
    assert_eq!(
        tell(&office, running("2024-04-10"), 7),
        ["missed uncovered 2024-04-01..2024-04-09 x9"]
    );
}

#[test]
fn whoever_never_had_a_certificate_has_been_without_one_from_the_first_day() {
    let office = licensed("");
    assert_eq!(
        tell(&office, running("2024-01-11"), 2),
        [
            "missed uncovered 2024-01-01..2024-01-10 x10",
            "today uncovered 2024-01-11..2024-01-13 x3"
        ]
    );
}

#[test]
fn days_on_duty_without_a_certificate_are_one_line_until_one_is_covered() {
    let mut office = licensed("cover=duty");
    certificate(&mut office, "2024-01-01..2024-03-31");
    certificate(&mut office, "2024-04-10..2025-04-09");
    on_duty(&mut office, &["2024-03-31", "2024-04-02", "2024-04-05", "2024-04-10"]);
    assert_eq!(
        tell(&office, running("2024-04-20"), 7),
        ["missed uncovered 2024-04-02..2024-04-05 x2"]
    );
    assert_eq!(
        tell(&office, running("2024-04-03"), 7),
        ["missed uncovered 2024-04-02 x1", "soon uncovered 2024-04-05 x1"]
    );
}

#[test]
fn minutes_are_told_by_the_time_of_day_and_every_batch_by_itself() {
    let mut office = Office::with(rule("R1", "dwell<=48h", "2024-01-01"));
    batch(&mut office, "2024-07-01T17:30", "2024-07-03T17:30");
    batch(&mut office, "2024-07-02T08:00", "2024-07-04T08:01");
    batch(&mut office, "2024-07-03T10:00", "");
    let at = |time: &str| Clock {
        as_of: day("2024-07-05"),
        state: DayState::At(Time::parse(time).expect("a time")),
    };
    let over = "missed perform 2024-07-04 08:00 x1 +1min";
    assert_eq!(tell(&office, at("09:59"), 0), [over, "today perform 2024-07-05 10:00 x1"]);
    assert_eq!(tell(&office, at("10:00"), 0), [over, "today perform 2024-07-05 10:00 x1"]);
    let late = "overdue perform 2024-07-05 10:00 x1 +1min";
    assert_eq!(tell(&office, at("10:01"), 0), [over, late]);
    // However many were taken away in time since: what is still there is listed until it is not.
    batch(&mut office, "2024-09-01T08:00", "2024-09-01T09:00");
    let hour = "missed perform 2024-07-05 10:00 x1 +85800min";
    assert_eq!(tell(&office, running("2024-09-03"), 0), [hour]);
}

#[test]
fn the_shifts_of_today_are_told_by_name() {
    let office = Office::with(rule("R1", "shifts=C 00:00-08:00, A 08:00-16:00", "2024-07-01"));
    let lines = due(
        &office.book,
        &DueOptions {
            clock: running("2024-07-02"),
            within: 0,
            since: Day::FIRST,
            topic: None,
            site: None,
        },
    )
    .lines;
    let told: Vec<String> = lines
        .iter()
        .map(|line| {
            let name = line.obligation.as_ref().expect("a name");
            format!("{} {} x{} {name}", line.urgency.word(), line.about.join(" "), line.n_units)
        })
        .collect();
    assert_eq!(told, ["missed C A x2 R1/S1/2024-07-01/C", "today C A x2 R1/S1/2024-07-02/C",]);
}

#[test]
fn a_topic_shows_its_own_rules_and_findings_only() {
    let mut fire = rule("R1", "1/week", "2024-01-01");
    fire.topic = Topic::Fire;
    fire.rectify_days = Some(3);
    let mut office = Office::with(fire);
    let mut failed = request("R1", "2024-01-03");
    failed.result = Outcome::Fail;
    office.at("2024-01-03").record(&failed).expect("recorded");
    let count = |topic: Option<Topic>| {
        let options = DueOptions {
            clock: running("2024-01-20"),
            within: 1,
            since: Day::FIRST,
            topic,
            site: None,
        };
        let due = due(&office.book, &options);
        (due.lines.len(), due.findings.len())
    };
    assert_eq!(count(None), (2, 1));
    assert_eq!(count(Some(Topic::Fire)), (2, 1));
    assert_eq!(count(Some(Topic::Water)), (0, 0));
}
