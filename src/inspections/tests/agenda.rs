//! The deadlines as a calendar takes them: every kind, in order, under names that stay.

use crate::inspections::testing::{day, rule};
use crate::inspections::{
    AgendaOptions, CertificateRequest, RuleRequest, Step, TaskRequest, Topic, add_rule, add_task,
    agenda, certify,
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
