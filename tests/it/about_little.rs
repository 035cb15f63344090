//! Who records a reading or a record of one thing is told the same as if everything were read, and
//! what bears on no such thing is not read.

use houqin::base::{Month, PointCode, SubjectCode};
use houqin::books::{Books, Focus, Need};
use houqin::store::{RealDisk, Store};

use crate::lab::Lab;
use crate::seal::closable;

fn books(lab: &Lab, need: Need, about: Option<&Focus>) -> Books {
    let store = Store::open(&RealDisk, lab.root()).expect("a store");
    let read = store.read_about(need, about).expect("books");
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    read.books
}

/// A main meter with meters below it, one of them with another one, and a sum of two; and one of water.
fn tree() -> Lab {
    let mut lab = closable();
    for line in [
        "meter add E-0 --name 总 --utility 电 --from 2026-02-01 --initial 0",
        "meter add E-1 --name 一 --utility 电 --parent E-0 --from 2026-02-01 --initial 0",
        "meter add E-2 --name 二 --utility 电 --parent E-0 --from 2026-02-01 --initial 0",
        "meter add E-2-1 --name 二之一 --utility 电 --parent E-2 --from 2026-02-01 --initial 0",
        "meter add E-3 --name 合 --utility 电 --parent E-0 --sum",
        "meter add E-9 --name 合之一 --utility 电 --parent E-3 --from 2026-02-01 --initial 0",
        "meter add E-8 --name 合之二 --utility 电 --parent E-3 --from 2026-02-01 --initial 0",
        "meter add E-4 --name 核 --utility 电 --parent E-0 --sum 'E-0 - E-1'",
        "meter add W-2 --name 别的 --utility 冷水 --from 2026-02-01 --initial 0",
    ] {
        lab.ok(line);
    }
    lab.on("2026-03-10");
    for (point, register) in
        [("E-0", 100), ("E-1", 30), ("E-2", 40), ("E-2-1", 20), ("E-9", 9), ("E-8", 2), ("W-2", 5)]
    {
        lab.ok(&format!("meter read {point} {register} --date 2026-02-20 -q"));
        lab.ok(&format!("meter read {point} {} --date 2026-03-01 -q", 2 * register));
    }
    lab
}

#[test]
fn of_a_reading_what_bears_on_it_is_read_and_nothing_else() {
    let lab = tree();
    let code = |text: &str| PointCode::parse(text).expect("a code");
    let month = Month::parse("2026-03").expect("a month");
    let all = books(&lab, Need::meters(), None);
    for (point, bears) in [
        ("E-0", &["E-0", "E-1", "E-2", "E-8", "E-9"][..]),
        ("E-1", &["E-0", "E-1", "E-2", "E-8", "E-9"]),
        ("E-2", &["E-0", "E-1", "E-2", "E-2-1", "E-8", "E-9"]),
        ("E-2-1", &["E-2", "E-2-1"]),
        ("E-9", &["E-8", "E-9"]),
        ("E-3", &["E-0", "E-1", "E-2", "E-8", "E-9"]),
        ("W-2", &["W-2"]),
    ] {
        let about = Focus::Points { points: [code(point)].into(), month };
        let some = books(&lab, Need::meters(), Some(&about));
        for history in all.meters.histories() {
            let own = &history.point().code;
            let read = some.meters.history(own).expect("every point").readings();
            let expected = if bears.contains(&own.as_str()) { history.readings() } else { &[][..] };
            assert_eq!(read, expected, "{own}, read for {point}");
        }
    }
}

#[test]
fn a_reading_is_recorded_beside_a_wrong_one_of_another_point_unless_that_is_in_the_same_file() {
    let lab = tree();
    // More than its main meter shows on the same days.
    for (point, register) in [("E-0", 210), ("E-2", 85), ("E-8", 5), ("E-9", 20)] {
        lab.ok(&format!("meter read {point} {register} --date 2026-03-09 -q"));
    }
    let said = lab.run("meter read E-1 900 --date 2026-03-09 --dry-run").stderr;
    assert!(said.contains("W-SUBS"), "{said}");
    let february = "meters/readings/2026/2026-02.csv";
    let text = lab.read(february);
    lab.write(february, text.replace(",W-2,2026-02-20,,5,", ",W-2,2026-02-20,,五,"));
    lab.ok("meter read E-9 21 --date 2026-03-10 -q");
    assert!(lab.run("check").stdout.contains("五"), "check tells of it");
    let told = lab.run("meter read W-2 20 --date 2026-03-09");
    assert!(told.code == 65 && told.stderr.contains("2026-02.csv"), "{}", told.stderr);
    lab.write(february, &text);
    let march = "meters/readings/2026/2026-03.csv";
    lab.write(march, lab.read(march).replace(",W-2,2026-03-01,,10,", ",W-2,2026-03-01,,十,"));
    let told = lab.run("meter read E-9 22 --date 2026-03-10 --time 09:00");
    assert!(told.code == 65 && told.stderr.contains("2026-03.csv"), "{}", told.stderr);
}

#[test]
fn of_a_record_those_of_its_subject_and_of_its_month_are_read() {
    let mut lab = closable();
    for line in [
        "inspect rules add XJ --title 巡检 --every 1/day --from 2026-02-01 --subject 甲处 --subject 乙处",
        "inspect record XJ 甲处 --date 2026-02-03 --result pass",
        "inspect record XJ 乙处 --date 2026-02-03 --result fail --note 漏",
        "inspect record XJ 乙处 --date 2026-03-03 --result pass",
    ] {
        lab.ok(line);
    }
    lab.on("2026-03-10");
    let all = books(&lab, Need::inspections(), None);
    let subject = SubjectCode::parse("甲处").expect("a code");
    let month = Month::parse("2026-03").expect("a month");
    let about = Focus::Subject { subject, month };
    let some = books(&lab, Need::inspections(), Some(&about));
    let read = |books: &Books| {
        let rows = books.inspections.inspections().map(|row| (row.subject.to_string(), row.date));
        rows.map(|(subject, date)| format!("{subject} {date}")).collect::<Vec<_>>()
    };
    assert_eq!(read(&all), ["甲处 2026-02-03", "乙处 2026-02-03", "乙处 2026-03-03"]);
    assert_eq!(read(&some), ["甲处 2026-02-03", "乙处 2026-03-03"]);
    // A finding stands though the record that opened it is not read.
    assert_eq!(some.inspections.findings().count(), all.inspections.findings().count());
    lab.ok("inspect record XJ 甲处 --date 2026-02-04 --result pass");
    // What else is wrong is told as ever.
    let findings = "inspections/findings/2026.csv";
    let text = lab.read(findings);
    lab.write(findings, text.replace(",open,", ",rectify,"));
    let told = lab.run("inspect record XJ 甲处 --date 2026-02-05 --result pass");
    assert!(told.code == 65 && told.stderr.contains("findings/2026.csv"), "{}", told.stderr);
    lab.write(findings, &text);
    let february = "inspections/records/2026/2026-02.csv";
    let text = lab.read(february);
    lab.write(february, text.replace(",fail,", ",faul,"));
    lab.ok("inspect record XJ 甲处 --result pass");
    let told = lab.run("inspect record XJ 甲处 --date 2026-02-05 --result pass");
    assert!(told.code == 65 && told.stderr.contains("faul"), "{}", told.stderr);
    let told = lab.run("inspect record XJ 乙处 --date 2026-03-04 --result pass");
    assert!(told.code == 65 && told.stderr.contains("faul"), "{}", told.stderr);
}
