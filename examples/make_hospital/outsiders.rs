//! Whoever works in the hospital under contract, scored month by month by a checklist.

use houqin::base::{Day, Decided, Decimal};
use houqin::inspections::{
    self, Contract, FormRequest, Given, InspectionRequest, Outcome, Record, RuleRequest, Severity,
    Step, TemplateRef, Value,
};
use houqin::store;

use crate::chance::Chance;
use crate::clerk::Clerk;
use crate::rounds::{rule, step};
use crate::shelves::months;

/// The checklist: five things, twenty points each.
const SHEET: &str = r#"
[template]
id = "KP"
version = 1
title = "外包业务月度考评表"
valid_from = 2025-01-01
source = "外包考评办法 2025"
scale = "points"
pass_mark = 80

[[section]]
id = "1"
title = "考评"
points = 100
"#;

/// What is scored.
const ITEMS: [&str; 5] = ["人员到岗", "作业质量", "安全与院感", "服务态度", "问题整改"];

/// Contract, contractor, name and scope.
const CONTRACTS: [(&str, &str, &str, &str); 3] = [
    ("HT-BJ-25", "WB-BJ", "洁安保洁公司", "保洁、医废收集"),
    ("HT-BA-25", "WB-BA", "平安保安公司", "门卫、巡逻、停车"),
    ("HT-DT-25", "WB-DT", "恒升电梯公司", "电梯维护保养"),
];

/// Enters the rule, the checklist, the contracts and their months.
pub(crate) fn enters(clerk: &mut Clerk, first: Day) {
    clerk.sits_down("后勤主任", first, 10);
    let monthly = rule("WB", "每月外包考评", "1/month", Severity::Minor, first);
    let request = RuleRequest { rule: monthly, subjects: Vec::new() };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::add_rule(&books.inspections, &request, stamp);
    clerk.enters(decided);

    let items = ITEMS.iter().zip(1..).map(|(title, at)| {
        format!("\n[[item]]\nid = \"{at}\"\nsection = \"1\"\ntitle = \"{title}\"\nkind = \"score\"\npoints = 20\n")
    });
    let text: String = std::iter::once(SHEET.to_owned()).chain(items).collect();
    let template = store::read_template("KP.toml", &text).expect("a checklist");
    let decided = inspections::add_template(&clerk.books.inspections, &template);
    clerk.enters(decided);

    for (code, contractor, name, scope) in CONTRACTS {
        let contract = Contract {
            code: code.parse().expect("a code"),
            contractor: contractor.parse().expect("a code"),
            name: name.to_owned(),
            scope: scope.to_owned(),
            from: first,
            to: Day::new(first.year(), 12, 31),
            rule: "WB".parse().expect("a code"),
            templates: vec!["KP".parse().expect("a code")],
            bands: Contract::parse_bands("90:100;80:95;0:85").expect("bands"),
            alert_below: Some(Decimal::from(80)),
            alert_months: Some(2),
            note: String::new(),
            recorded_at: None,
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = inspections::add_contract(&books.inspections, &contract, stamp);
        clerk.enters(decided);
    }
    let mut chance = Chance::new("outsiders");
    for month in months(first.year()) {
        for (_, contractor, ..) in CONTRACTS {
            // In August the cleaners were short of hands.
            let bad = contractor == "WB-BJ" && month.number() == 8;
            let lost = |chance: &mut Chance| {
                if bad { chance.between(4, 6) } else { chance.between(0, 3) }
            };
            let points = ITEMS.map(|_| 20 - lost(&mut chance));
            scores(clerk, contractor, month.first().plus_days(27), points);
        }
    }
}

/// A filled sheet; what it finds is put right and rechecked.
fn scores(clerk: &mut Clerk, contractor: &str, day: Day, points: [i64; 5]) {
    clerk.sits_down("外包管理员", day, 16);
    let inspection = InspectionRequest {
        rule: "WB".parse().expect("a code"),
        template: None,
        subject: contractor.parse().expect("a code"),
        date: day,
        today: day,
        time: None,
        person: "外包管理员".to_owned(),
        result: Outcome::Pass,
        score: None,
        evidence: Vec::new(),
        sha256: Vec::new(),
        for_slot: None,
        note: String::new(),
        supersedes: None,
        due: None,
    };
    let answer = |(points, at): (i64, usize)| Given {
        item: at.to_string().parse().expect("a code"),
        value: Value::Number(Decimal::from(points)),
        note: String::new(),
    };
    let request = FormRequest {
        inspection,
        template: TemplateRef { id: "KP".parse().expect("a code"), version: None },
        answers: points.into_iter().zip(1..).map(answer).collect(),
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::record_form(&books.inspections, &request, stamp);
    let found = match &decided {
        Ok(Decided::New(rows)) => rows.iter().find_map(|row| match row {
            Record::Finding(event) => Some(event.finding.clone()),
            _ => None,
        }),
        _ => None,
    };
    clerk.enters(decided);
    if let Some(finding) = found {
        let (mended, seen) = (day.plus_days(5), day.plus_days(7));
        clerk.sits_down("外包管理员", mended, 16);
        step(clerk, &finding, Step::Rectify, mended, "洁安保洁公司");
        clerk.sits_down("外包管理员", seen, 16);
        step(clerk, &finding, Step::Verify, seen, "外包管理员");
    }
}
