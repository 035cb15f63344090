//! What became of the yearly papers since they were made, and the figures of trainings and of what
//! was put right in time.

use crate::annual::{told, workshop};

#[test]
fn what_has_changed_since_the_papers_were_made_stands_below_them() {
    let mut lab = workshop();
    let quiet = lab.ok("report annual -p 2026-Q1");
    assert!(!quiet.contains("出表后的改动"), "{quiet}");
    lab.on("2026-04-10");
    lab.ok("repair cancel WX-2 --person 护士长 --note 自己通了 --date 2026-03-31 -q");
    lab.ok("task done 2026-2 --note 查完 --date 2026-03-30 -q");
    let since = "--as-of 2026-04-10 --restated-since 2026-04-05";
    let printed = lab.ok(&format!("report annual -p 2026-Q1 {since}"));
    let change =
        printed.lines().find(|line| line.starts_with("文中的数字") && line.contains("报修次数"));
    let cells: Vec<&str> = change.expect(&printed).split_whitespace().collect();
    assert_eq!(cells[1..], ["报修次数", "值", "2", "1"], "{printed}");
    assert!(printed.contains("自己通了"), "the row that changed it is named\n{printed}");

    let printed = lab.ok(&format!("report plan -p 2026 {since}"));
    let told =
        |word: &str| printed.lines().any(|line| line.contains("2026-2") && line.contains(word));
    assert!(told("未到期") && told("完成"), "the task was to come and is done\n{printed}");
    let lab = lab.english();
    let printed = lab.ok(&format!("report plan -p 2026 {since}"));
    assert!(printed.contains("not what they were by 2026-04-05"), "{printed}");
    let refused = lab.run("report plan --save-form x.toml --restated-since 2026-04-05");
    assert_eq!(refused.code, 2, "{}", refused.stderr);
}

#[test]
fn who_was_at_the_trainings_is_told_from_the_attendance_ledger() {
    let mut lab = workshop();
    assert_eq!(told(&lab, "参训人次"), "＿＿", "no rule asks for trainings");
    for (code, name) in [("DGJ", "电工甲"), ("SNJ", "水暖工甲"), ("KGJ", "库管员甲")] {
        lab.ok(&format!("org staff add {code} --name {name} --department NK1 --role 工 -q"));
    }
    lab.ok("inspect rules add PX --title 季度培训 --every 1/quarter --topic training --from 2026-01-01 --subject NK1 -q");
    assert_eq!(told(&lab, "参训人次"), "＿＿", "nobody's attendance is recorded");
    assert_eq!(told(&lab, "培训演练次数"), "0");
    lab.ok("training attend PX --staff DGJ --date 2026-03-29 -q");
    assert_eq!(told(&lab, "参训学时"), "＿＿", "nobody wrote how long it took");
    lab.ok("training attend PX --staff SNJ --absent KGJ=值班 --hours 1.5 --date 2026-03-30 -q");
    lab.on("2026-04-01");
    for (figure, value) in [
        ("培训演练次数", "2"),
        ("参训人次(培训)", "2"),
        ("参训人数", "2"),
        ("参训学时", "1.5"),
        ("参训率", "66.6%"),
    ] {
        assert_eq!(told(&lab, figure), value, "{figure}");
    }
    let printed = lab.ok("explain 参训人次 -p 2026-Q1");
    assert!(printed.contains("水暖工甲 季度培训") && !printed.contains("库管员甲"), "{printed}");
}

#[test]
fn what_was_put_right_late_is_not_in_time_however_often_the_deadline_moved() {
    let mut lab = workshop();
    lab.on("2026-04-01");
    lab.ok(
        "finding open NK1 --note 插座松动 --due 2026-03-09 --severity minor --date 2026-03-02 -q",
    );
    lab.ok("finding open NK1 --note 地漏堵 --due 2026-03-09 --severity minor --date 2026-03-02 -q");
    let listed = lab.ok("finding list -f json");
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    let rows = listed["tables"][0]["rows"].as_array().expect("rows").clone();
    let ids: Vec<&str> =
        rows.iter().filter_map(|row| row["finding"].as_str().or(row["id"].as_str())).collect();
    let [one, other] = ids[..] else { panic!("{listed}") };
    lab.ok(&format!("finding rectify {one} --person 电工 --note 紧固 --date 2026-03-08 -q"));
    lab.ok(&format!("finding rectify {other} --person 水暖工 --note 疏通 --date 2026-03-12 -q"));
    assert_eq!(told(&lab, "按期整改问题数"), "1");
    assert_eq!(told(&lab, "整改按期率"), "50.0%");
    assert_eq!(told(&lab, "已销号问题数"), "0", "nobody has rechecked them");
}
