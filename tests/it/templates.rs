//! Checklists and contractors through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with a rule, the sample of the ward round and that of the contractors' scores.
fn store() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-02");
    lab.ok(
        "inspect rules add XS-1 --title 下科室巡查 --every 1/week --from 2026-01-01 --subject 内科",
    );
    lab.ok("inspect rules add WB-M --title 外包考评 --every 1/month --from 2026-01-01");
    lab.ok("inspect templates add XUNCHA --from 2026-01-01");
    lab.ok("inspect templates add WB-KP --from 2026-01-01");
    lab.ok("contractor add BJ-2026 保洁公司 --name 洁净物业 --from 2026-01-01 --rule WB-M --template WB-KP \
         --bands 90:100;80:95;0:60 --alert-below 80 --alert-months 2");
    lab.on("2026-04-10");
    lab
}

/// A sheet as it was printed, with its boxes filled in.
fn filled(lab: &Lab, template: &str, values: &[(&str, &str)]) -> String {
    let sheet = lab.ok(&format!("inspect templates sheet {template} -f csv"));
    let lines: Vec<String> = sheet
        .lines()
        .map(|line| {
            let own = values.iter().find(|(item, _)| line.contains(&format!(",{item},")));
            match (own, line.strip_suffix(",,")) {
                (Some((_, value)), Some(rest)) => format!("{rest},{value},"),
                _ => line.to_owned(),
            }
        })
        .collect();
    lines.join("\n")
}

#[test]
fn a_printed_sheet_reads_back_with_its_result_and_its_findings() {
    let lab = store();
    let ticks: Vec<(&str, &str)> = ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2"]
        .map(|item| (item, "√"))
        .into_iter()
        .chain([("4.3", "×"), ("5.1", "不适用")])
        .collect();
    lab.write("表.csv", filled(&lab, "XUNCHA", &ticks));
    let record = "inspect record XS-1 内科 --date 2026-01-08 --answers 表.csv";
    let said = lab.ok(record);
    for part in ["✗ 不合格", "88.8", "发现问题", "4.3 医疗废物分类存放、交接有登记 ✗"]
    {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(lab.ok(record).contains("已有相同记录"));
    let answers = lab.read("inspections/answers/2026/2026-01.csv");
    assert_eq!(answers.lines().count(), 11);
    let records = lab.read("inspections/records/2026/2026-01.csv");
    let id = records.lines().nth(1).and_then(|line| line.split(',').next()).expect("a record");
    let shown = lab.ok(&format!("inspect show {id} --explain"));
    assert!(shown.contains("100 × (2 + 2 + 2 + 2 + 0) ÷ (2 + 2 + 2 + 3 + 0)"), "{shown}");
    assert!(shown.contains("800/9 ≈ 88.8"), "{shown}");
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn an_edited_version_stops_the_reports_until_it_is_put_back() {
    let lab = store();
    let answers = "--answer 1.1=pass --answer 1.2=pass --answer 2.1=pass --answer 2.2=pass \
         --answer 3.1=pass --answer 4.1=pass --answer 4.2=pass --answer 4.3=pass --answer 5.1=na";
    lab.ok(&format!("inspect record XS-1 内科 --date 2026-01-08 --template XUNCHA {answers}"));
    let file = "inspections/templates/XUNCHA-v1.toml";
    let before = lab.read(file);
    lab.write(file, before.replace("空调运转正常", "空调运转良好"));
    let ran = lab.run("check");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("第 1 版用过以后被改动"), "{}", ran.stdout);
    lab.fails(65, "report compliance -p 2026-01");
    // A remark in the file changes nothing of what is asked.
    lab.write(file, format!("# 院办留存\n{before}"));
    lab.ok("check");
}

#[test]
fn the_smoke_free_sample_must_be_filled_in_and_then_scores() {
    let lab = store();
    let sample = lab.ok("inspect templates sample WUYAN");
    lab.write("无烟.toml", &sample);
    assert!(lab.fails(65, "inspect templates add 无烟.toml").contains("合格分"));
    let mut filled = sample;
    for section in 6..=10 {
        let head = format!("id = \"{section}\"\n");
        let (before, after) = filled.split_once(&head).expect("a section");
        filled = format!("{before}{head}points = 9\n{after}");
    }
    filled = filled.replace("points = 9\ntitle = \"第六项", "points = 9\ntitle = \"控烟现场");
    for section in 7..=10 {
        let item = format!("id = \"{section}.1\"\n");
        filled = filled.replace(&item, &format!("{item}points = 9\n"));
    }
    lab.write("无烟.toml", &filled);
    lab.ok("inspect templates check 无烟.toml");
    lab.ok("inspect templates add 无烟.toml");
    lab.ok("inspect rules bind XS-1 全院 --from 2026-01-01");
    let answers = "--answer 1.1=15 --answer 2.1=5 --answer 3.1=15 --answer 4.1=10 --answer 5.1=10 \
         --answer 7.1=9 --answer 8.1=9 --answer 9.1=9 --answer 10.1=9";
    let three = lab.ok(&format!(
        "inspect record XS-1 全院 --date 2026-01-06 --template WUYAN {answers} --answer 6.1=3"
    ));
    assert!(three.contains("98.5") && three.contains("✓ 合格"), "{three}");
    // The item is used up; the section keeps what is not the item's.
    let twelve = lab.ok(&format!(
        "inspect record XS-1 全院 --date 2026-01-07 --template WUYAN {answers} --answer 6.1=12"
    ));
    assert!(twelve.contains("95") && twelve.contains("✓ 合格"), "{twelve}");
    let zero = answers.replace("2.1=5", "2.1=0");
    let zero = lab.ok(&format!(
        "inspect record XS-1 全院 --date 2026-01-09 --template WUYAN {zero} --answer 6.1=0"
    ));
    assert!(zero.contains("✗ 不合格") && zero.contains("第 2 部分得零分"), "{zero}");
}

#[test]
fn contractors_by_month_with_what_is_missing_and_what_escalates() {
    let lab = store();
    let score = |date: &str, spots: u32| {
        lab.ok(&format!(
            "contractor score BJ-2026 --date {date} --answer 1.1=10 --answer 1.2=pass \
             --answer 2.1={spots} --answer 2.2=10 --answer 3.1=0 --answer 3.2=pass \
             --answer 4.1=2 --answer 4.2=10"
        ))
    };
    score("2026-01-30", 10);
    score("2026-03-30", 12);
    let ran = lab.run("report contractors -p 2026-Q1 --exit-code --lang en");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout.split("\n\n").nth(2).expect("the months").to_owned(),
        str![[r#"
contractors by month
contractor  name      contract  month    state      sheets  deducted  score   pays  bad months in a row  escalated   lacking
----------  --------  --------  -------  ---------  ------  --------  -----  -----  -------------------  ----------  -------
保洁公司    洁净物业  BJ-2026   2026-01  ✓ scored        1      22.0   78.0  60.0%                    1  —
保洁公司    洁净物业  BJ-2026   2026-02  ✗ missing       0         —      —      —                    1  —           WB-KP
保洁公司    洁净物业  BJ-2026   2026-03  ✓ scored        1      26.0   74.0  60.0%                    2  ✗ escalate
"#]]
    );
    let one = lab.run("report contractors -p 2026-02 --subject 保洁公司 -f json").stdout;
    let one: serde_json::Value = serde_json::from_str(&one).expect("one JSON document");
    let row = &one["tables"][0]["rows"][0];
    assert_eq!(
        (row["score"].is_null(), row["state"].as_str()),
        (true, Some("contractor.state.missing"))
    );
    // A renewed contract in a file; the same again is passed over.
    let table = "合同,承包方,单位名称,起,考评规则,考评表,付款档\n\
         BA-2026,保安公司,平安保安,2026-02-01,WB-M,WB-KP,80:100；0:50\n";
    lab.write("合同.csv", table);
    lab.ok("contractor import 合同.csv");
    lab.ok("contractor import 合同.csv");
    let listed = lab.ok("contractor list -f csv --headers keys");
    assert!(
        listed.contains("BA-2026,保安公司,平安保安,,2026-02-01,,WB-M,WB-KP,80:100;0:50"),
        "{listed}"
    );
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn what_a_sheet_cannot_say_is_told_at_its_cell_and_nothing_is_written() {
    let lab = store();
    lab.write("表.csv", "检查表,版本,检查项,填写\nXUNCHA,1,1.1,√\nWB-KP,1,1.2,√\n");
    let said = lab.refuses(65, "inspect record XS-1 内科 --answers 表.csv");
    assert!(said.contains("表.csv:3") && said.contains("两张检查表"), "{said}");
    lab.write("表.csv", "检查项,填写\n1.1,大概\n");
    let said = lab.refuses(65, "inspect record XS-1 内科 --template XUNCHA --answers 表.csv");
    assert!(said.contains("表.csv:2:5"), "{said}");
    lab.refuses(77, "inspect record XS-1 内科 --template XUNCHA --answer 1.1=pass");
    lab.refuses(2, "inspect record XS-1 内科 --template XUNCHA --result pass --answer 1.1=pass");
    lab.refuses(2, "inspect record XS-1 内科");
}

#[test]
fn a_rehearsed_sheet_writes_nothing_and_a_sealed_month_takes_none() {
    let lab = store();
    let answers = "--answer 1.1=pass --answer 1.2=pass --answer 2.1=pass --answer 2.2=pass \
         --answer 3.1=pass --answer 4.1=pass --answer 4.2=pass --answer 4.3=pass --answer 5.1=na";
    let line = format!("inspect record XS-1 内科 --date 2026-01-08 --template XUNCHA {answers}");
    let before = lab.files();
    lab.ok(&format!("{line} --dry-run"));
    assert!(before == lab.files());
    lab.ok(&line);
    lab.ok("close seal 2026-01 --book inspections");
    let later = line.replace("2026-01-08", "2026-01-15");
    lab.refuses(77, &later);
    assert!(lab.ok("verify").contains("完整无改动"));
    let file = "inspections/answers/2026/2026-01.csv";
    lab.write(file, lab.read(file).replacen(",1.1,pass,", ",1.1,fail,", 1));
    assert!(lab.run("verify").stdout.contains(file));
}
