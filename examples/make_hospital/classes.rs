//! Who was at the trainings and the drill of the year.

use houqin::base::{Day, Decimal, RecordId};
use houqin::inspections::{self, AttendRequest};

use crate::clerk::Clerk;
use crate::house::STAFF;

/// Those who were not there: rule, month, person, why.
const ABSENT: &[(&str, u32, &str, &str)] = &[
    ("PX", 2, "DGY", "值班"),
    ("PX", 2, "JSJ", "出车"),
    ("PX", 5, "GLJ", "病假"),
    ("PX", 8, "KGY", "休假"),
    ("PX", 8, "DGJ", "值班"),
    ("PX", 11, "JSJ", "出车"),
    ("YL", 5, "CWJ", "外出开会"),
];

/// Enters the attendance of everything that is recorded as held.
pub(crate) fn enters(clerk: &mut Clerk) {
    let held = clerk.books.inspections.inspections();
    let held = held.filter(|row| matches!(row.rule.as_str(), "PX" | "YL"));
    let held: Vec<(String, Day, RecordId)> =
        held.map(|row| (row.rule.to_string(), row.date, row.id.clone())).collect();
    for (rule, day, record) in held {
        came(clerk, &rule, day, record);
    }
}

fn came(clerk: &mut Clerk, rule: &str, day: Day, record: RecordId) {
    clerk.sits_down("安全员甲", day, 17);
    let absent: Vec<(&str, &str)> = ABSENT
        .iter()
        .filter(|(of, month, ..)| *of == rule && *month == day.month().number())
        .map(|(.., person, why)| (*person, *why))
        .collect();
    let there = STAFF.iter().filter(|(code, ..)| !absent.iter().any(|(own, _)| own == code));
    let drill = rule == "YL";
    let request = AttendRequest {
        rule: rule.parse().expect("a code"),
        date: day,
        present: there.map(|(code, ..)| code.parse().expect("a code")).collect(),
        department: None,
        absent: absent
            .iter()
            .map(|(code, why)| (code.parse().expect("a code"), (*why).to_owned()))
            .collect(),
        hours: Some(if drill { Decimal::new(15, 1) } else { Decimal::TWO }),
        result: None,
        score: None,
        evidence: Vec::new(),
        sha256: Vec::new(),
        record: Some(record),
        note: "纸质签到表".to_owned(),
        supersedes: None,
        today: day,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::attend(&books.inspections, &books.org, &request, stamp);
    clerk.enters(decided);
}
