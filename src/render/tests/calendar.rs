//! The calendar file, read back by other means than those that wrote it.

use proptest::prelude::*;

use super::*;
use crate::report::{Appointment, Appointments, Fact};

fn entry(name: &str, title: &str, note: &str) -> Appointment {
    Appointment {
        name: name.to_owned(),
        day: Day::parse("2026-12-31").expect("a day"),
        summary: vec![Cell::text(title), Cell::text("S1")],
        facts: vec![
            Fact { key: "agenda.who", cell: Cell::text(note) },
            Fact { key: "agenda.n_units", cell: Cell::Count(2) },
        ],
        category: "inspect.topic.fire",
        priority: 1,
    }
}

fn written(entries: Vec<Appointment>, owner: &str) -> String {
    let as_of = Day::parse("2026-03-05").expect("a day");
    let appointments =
        Appointments { key: "agenda.calendar", owner: owner.to_owned(), as_of, entries };
    let mut bytes = Vec::new();
    crate::render::calendar(&appointments, Text::new(Language::Chinese), &mut bytes)
        .expect("written");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The content lines, each as its name with parameters and its value, unfolded.
fn read(file: &str) -> Vec<(String, String)> {
    assert!(file.ends_with("\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    let mut lines: Vec<String> = Vec::new();
    for line in file.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().expect("a line to go on with").push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    let pair = |line: &String| line.split_once(':').map(|(a, b)| (a.to_owned(), b.to_owned()));
    lines.iter().map(|line| pair(line).expect("a name and a value")).collect()
}

/// The text of a value.
fn text(value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        assert!(!matches!(letter, ',' | ';'), "a bare {letter} in {value}");
        text.push(match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => '\n',
                Some(letter @ ('\\' | ',' | ';')) => letter,
                other => panic!("an escape of {other:?}"),
            },
            letter => letter,
        });
    }
    text
}

fn value(file: &str, name: &str) -> String {
    let lines = read(file);
    let mut of_name = lines.iter().filter(|(key, _)| key == name);
    let (_, value) = of_name.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(of_name.next().is_none(), "{name} twice");
    value.clone()
}

#[test]
fn an_entry_lasts_the_day_and_has_its_own_name_and_stamp() {
    let file = written(vec![entry("R1/S1/2026-12-31", "灭火器检查", "病房")], "示范医院");
    let lines: Vec<String> =
        read(&file).into_iter().map(|(name, value)| format!("{name}:{value}")).collect();
    assert_eq!(
        lines,
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//houqin//houqin//ZH",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:示范医院 到期日程",
            "BEGIN:VEVENT",
            "UID:R1/S1/2026-12-31@示范医院",
            "DTSTAMP:20260305T000000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:灭火器检查 S1",
            "DESCRIPTION:对象或责任人：病房\\n次数：2",
            "CATEGORIES:消防",
            "PRIORITY:1",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
    assert_eq!(file, written(vec![entry("R1/S1/2026-12-31", "灭火器检查", "病房")], "示范医院"));
}

#[test]
fn long_chinese_texts_are_folded_between_characters() {
    let note = "住院楼三层东侧消火栓箱门损坏，需更换".repeat(12);
    let file = written(vec![entry("F1", &note, &note)], "");
    assert!(file.contains("\r\n "));
    assert_eq!(text(&value(&file, "SUMMARY")), format!("{note} S1"));
    assert_eq!(text(&value(&file, "UID")), "F1@houqin");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        title in "([一-龥a-zA-Z0-9 ,;:\\\\\"-]|\r|\n|😀){0,120}",
        note in "([一-龥 ,;\\\\]|\r\n|\t){0,200}",
        owner in "[一-龥,; ]{0,40}",
    ) {
        let file = written(vec![entry("R1", &title, &note)], &owner);
        let clean = |text: &str| crate::text::clean(text).into_owned();
        prop_assert_eq!(text(&value(&file, "SUMMARY")), format!("{} S1", clean(&title)));
        let description = format!("对象或责任人：{}\n次数：2", clean(&note));
        prop_assert_eq!(text(&value(&file, "DESCRIPTION")), description);
    }
}

#[test]
fn a_file_without_an_entry_still_has_a_component() {
    let lines = read(&written(Vec::new(), "示范医院"));
    let begun: Vec<&str> =
        lines.iter().filter(|(name, _)| name == "BEGIN").map(|(_, value)| value.as_str()).collect();
    assert_eq!(begun, ["VCALENDAR", "VTIMEZONE", "STANDARD"]);
    let ended: Vec<&str> =
        lines.iter().filter(|(name, _)| name == "END").map(|(_, value)| value.as_str()).collect();
    assert_eq!(ended, ["STANDARD", "VTIMEZONE", "VCALENDAR"]);
    // With an entry there is no need of it.
    let lines = read(&written(vec![entry("R1/S1", "灭火器", "")], "示范医院"));
    assert!(!lines.contains(&("BEGIN".to_owned(), "VTIMEZONE".to_owned())));
}

#[test]
fn the_product_says_its_language() {
    let as_of = Day::parse("2026-03-05").expect("a day");
    let appointments =
        Appointments { key: "agenda.calendar", owner: String::new(), as_of, entries: Vec::new() };
    for (language, word) in [(Language::Chinese, "ZH"), (Language::English, "EN")] {
        let mut bytes = Vec::new();
        crate::render::calendar(&appointments, Text::new(language), &mut bytes).expect("written");
        let lines = read(&String::from_utf8(bytes).expect("UTF-8"));
        assert!(lines.contains(&("PRODID".to_owned(), format!("-//houqin//houqin//{word}"))));
    }
}
