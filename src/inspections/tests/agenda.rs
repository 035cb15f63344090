//! The deadlines as a calendar takes them: every kind, in order, under names that stay.

use crate::base::Time;
use crate::inspections::testing::{day, rule};
use crate::inspections::{
    AgendaOptions, CertificateRequest, DueOptions, OpenRepairRequest, RepairStep,
    RepairStepRequest, RepairUrgency, RuleRequest, Step, TaskRequest, Topic, add_rule, add_task,
    agenda, certify, due, open_repair, repair_step,
};

use super::office::{Office, a_step, opened, running};

/// A weekly round, a certificate, a finding due 2024-03-08 and a task due 2024-03-20.
fn office() -> Office {
    let mut office = Office::new();
    let mut round = rule("R1", "1/week", "2024-02-26");
    round.topic = Topic::Rounds;
    let mut licence = rule("R2", "certificate=电梯", "2024-02-26");
    licence.set_each(["apply_before=1m"]).expect("a key");
    licence.topic = Topic::SpecialEquipment;
    for rule in [round, licence] {
        let request = RuleRequest { rule, subjects: vec!["S1".parse().expect("a code")] };
        let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
        office.take(rows);
    }
    office.at("2024-03-01");
    let certificate = CertificateRequest {
        holder: "S1".parse().expect("a code"),
        kind: "电梯".to_owned(),
        number: String::new(),
        from: day("2020-04-11"),
        to: Some(day("2024-04-10")),
        issuer: String::new(),
        note: String::new(),
        supersedes: None,
    };
    let rows = certify(&office.book, &certificate, &mut office.stamp).expect("decided");
    office.take(rows);
    let task = TaskRequest {
        task: "2024-1".parse().expect("a code"),
        year: None,
        section: String::new(),
        title: "完善台账".to_owned(),
        owner: "库管员".to_owned(),
        department: "后勤部".to_owned(),
        due: Some(day("2024-03-20")),
        date: day("2024-03-01"),
        person: "科长".to_owned(),
        note: String::new(),
        supersedes: None,
        today: day("2024-03-01"),
    };
    let rows = add_task(&office.book, &task, &mut office.stamp).expect("decided");
    office.take(rows);
    office
}

fn told(office: &Office, today: &str, within: u32, topic: Option<Topic>) -> Vec<String> {
    let options = AgendaOptions { clock: running(today), within, topic };
    let lines = agenda(&office.book, &options).lines;
    let said = lines.iter().map(|line| {
        format!("{} {} {} {}", line.due, line.urgency.word(), line.kind.word(), line.name)
    });
    // Numbers of rows have the day and a counter in them.
    said.map(|line| line.split("-a-0").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_kind_of_deadline_by_its_day() {
    let mut office = office();
    let finding = opened(&mut office);
    assert_eq!(
        told(&office, "2024-03-04", 40, None),
        [
            "2024-03-03 missed perform R1/S1/missed",
            "2024-03-08 soon finding F20240301",
            "2024-03-10 soon apply L20200411",
            "2024-03-10 soon perform R1/S1/2024-03-10",
            "2024-03-17 soon perform R1/S1/2024-03-17",
            "2024-03-20 soon task 2024-1",
            "2024-03-24 soon perform R1/S1/2024-03-24",
            "2024-03-31 soon perform R1/S1/2024-03-31",
            "2024-04-07 soon perform R1/S1/2024-04-07",
            "2024-04-10 soon expiry L20200411",
        ]
    );
    // What is over stands first, on the day that is running.
    let later = told(&office, "2024-03-21", 0, None);
    assert_eq!(
        later,
        [
            "2024-03-03 missed perform R1/S1/missed",
            "2024-03-08 overdue finding F20240301",
            "2024-03-10 overdue apply L20200411",
            "2024-03-20 overdue task 2024-1",
        ]
    );
    office.at("2024-03-21");
    office.step(&a_step(&finding, Step::Rectify, "2024-03-21", "维修工甲")).expect("put right");
    assert_eq!(told(&office, "2024-03-21", 0, None).len(), later.len() - 1);
}

#[test]
fn a_topic_leaves_out_what_is_under_no_rule_of_it() {
    let office = office();
    assert_eq!(
        told(&office, "2024-03-04", 10, Some(Topic::Rounds)),
        ["2024-03-03 missed perform R1/S1/missed", "2024-03-10 soon perform R1/S1/2024-03-10"]
    );
    assert_eq!(
        told(&office, "2024-03-04", 40, Some(Topic::SpecialEquipment)),
        ["2024-03-10 soon apply L20200411", "2024-04-10 soon expiry L20200411"]
    );
    assert_eq!(told(&office, "2024-03-04", 40, Some(Topic::Fire)), [""; 0]);
}

#[test]
fn an_entry_keeps_its_name_from_day_to_day() {
    let mut office = office();
    let names = |office: &Office, today: &str| -> Vec<String> {
        let options = AgendaOptions { clock: running(today), within: 40, topic: None };
        agenda(&office.book, &options).lines.into_iter().map(|line| line.name).collect()
    };
    let (first, second) = (names(&office, "2024-03-05"), names(&office, "2024-03-06"));
    assert_eq!(first, second);
    let mut distinct = first.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), first.len());
    // What was done is gone, and nothing else changes its name.
    office.at("2024-03-06");
    office.done(&["2024-03-06"]);
    let done: Vec<String> = first
        .into_iter()
        .filter(|name| !["R1/S1/2024-03-10", "R1/S1/missed"].contains(&name.as_str()))
        .collect();
    let left: Vec<String> =
        names(&office, "2024-03-06").into_iter().filter(|name| name != "R1/S1/missed").collect();
    assert_eq!(left, done);
}

/// An urgent repair reported on 2024-03-04 at eight: half an hour to come, a day to mend.
fn broken(office: &mut Office) -> crate::base::RecordId {
    office.at("2024-03-04");
    let request = OpenRepairRequest {
        number: "WX-1".to_owned(),
        subject: "DT-01".parse().expect("a code"),
        department: Some("NK1".parse().expect("a code")),
        place: String::new(),
        urgency: RepairUrgency::Urgent,
        contractor: None,
        finding: None,
        date: day("2024-03-04"),
        time: Time::parse("08:00").ok(),
        promise: None,
        person: "护士甲".to_owned(),
        note: "停梯".to_owned(),
        evidence: Vec::new(),
        supersedes: None,
        today: day("2024-03-04"),
    };
    let rows = open_repair(&office.book, &request, &mut office.stamp).expect("decided");
    let rows = office.take(rows);
    let crate::inspections::Record::Repair(row) = &rows[0] else { panic!("a repair") };
    row.repair.clone()
}

fn stepped(office: &mut Office, repair: &crate::base::RecordId, step: RepairStep, at: &str) {
    let request = RepairStepRequest {
        repair: repair.to_string(),
        step,
        date: day(at),
        time: Time::parse("09:00").ok(),
        person: "电工".to_owned(),
        note: "换接触器".to_owned(),
        evidence: Vec::new(),
        supersedes: None,
        today: day(at),
    };
    let rows = repair_step(&office.book, &request, &mut office.stamp).expect("decided");
    office.take(rows);
}

fn deadlines(office: &Office, today: &str, within: u32, topic: Option<Topic>) -> Vec<String> {
    let (clock, since) = (running(today), day(today));
    let due = due(&office.book, &DueOptions { clock, within, since, topic, site: None });
    let said = due.deadlines.iter().map(|line| {
        let (urgency, kind) = (line.urgency.word(), line.kind.word());
        format!("{} {urgency} {kind} {} {}", line.due, line.code, line.owner)
    });
    said.collect()
}

#[test]
fn tasks_and_repair_orders_have_deadlines_too() {
    let mut office = office();
    let repair = broken(&mut office);
    let task = "2024-03-20 soon task 2024-1 库管员";
    // Nobody promised anything: the standard counts, first for somebody to come.
    assert_eq!(
        deadlines(&office, "2024-03-04", 20, None),
        ["2024-03-04 today respond WX-1 NK1", task]
    );
    assert_eq!(
        deadlines(&office, "2024-03-05", 20, None),
        ["2024-03-04 overdue respond WX-1 NK1", task]
    );
    assert!(told(&office, "2024-03-05", 0, None).iter().any(|line| line.contains(" repair ")));
    let respond = RepairStep::Respond { contractor: None, promise: None };
    stepped(&mut office, &repair, respond, "2024-03-04");
    assert_eq!(
        deadlines(&office, "2024-03-04", 20, None),
        ["2024-03-05 soon complete WX-1 电工", task]
    );
    assert_eq!(deadlines(&office, "2024-03-04", 0, None), [""; 0]);
    assert_eq!(
        deadlines(&office, "2024-03-06", 0, None),
        ["2024-03-05 overdue complete WX-1 电工"]
    );
    // Under a topic stands what is under rules of it.
    assert_eq!(deadlines(&office, "2024-03-06", 20, Some(Topic::Fire)), [""; 0]);
    office.at("2024-03-05");
    stepped(
        &mut office,
        &repair,
        RepairStep::Complete { contractor: None, cost: None },
        "2024-03-05",
    );
    assert_eq!(deadlines(&office, "2024-03-06", 20, None), [task]);
    assert_eq!(
        deadlines(&office, "2024-03-21", 0, None),
        ["2024-03-20 overdue task 2024-1 库管员"]
    );
}

#[test]
fn a_promise_that_comes_before_the_standard_is_the_deadline() {
    let mut office = office();
    let repair = broken(&mut office);
    let promise = crate::inspections::Promise { day: day("2024-03-04"), time: None };
    let respond = RepairStep::Respond { contractor: None, promise: Some(promise) };
    stepped(&mut office, &repair, respond, "2024-03-04");
    assert_eq!(
        deadlines(&office, "2024-03-05", 0, None),
        ["2024-03-04 overdue complete WX-1 电工"]
    );
}
