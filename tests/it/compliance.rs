//! What the compliance report says beside the statuses and rates of the rules.

use snapbox::{assert_data_eq, str};

use crate::inspect::wards;
use crate::lab::Lab;

fn json(lab: &Lab, line: &str) -> serde_json::Value {
    let ran = lab.run(&format!("{line} -f json"));
    serde_json::from_str(&ran.stdout).expect("one JSON document")
}

/// The rows of a table of a JSON document.
fn rows<'a>(document: &'a serde_json::Value, name: &str) -> &'a [serde_json::Value] {
    let tables = document["tables"].as_array().expect("tables");
    let table = tables.iter().find(|table| table["table"] == name).expect(name);
    table["rows"].as_array().expect("rows")
}

#[test]
fn the_report_has_repairs_indicators_and_tasks_on_both_roads() {
    let mut lab = Lab::new();
    lab.on("2026-03-02");
    lab.ok("indicator add MYD --name 综合满意度 --unit % --at-least 98% --owner 院办主任");
    lab.ok("indicator set MYD --month 2026-01 --value 97.9 --person 统计员");
    lab.ok("task add GF-01 --title 完善台账 --owner 库管员 --due 2026-03-10");
    lab.ok("task add GF-02 --title 更换水表 --owner 水工 --due 2026-03-24");
    lab.ok("repair open 2号电梯 --date 2026-03-02 --time 09:00 --person 护士 --note 停在三楼");
    lab.on("2026-03-20");
    let asked = "report compliance -p 2026-03";
    let (full, sums) = (lab.ok(asked), json(&lab, &format!("{asked} --summary")));
    let told = full.split("\n\n").filter(|part| !part.contains("签字")).collect::<Vec<_>>();
    assert_data_eq!(
        told.join("\n\n"),
        str![[r#"
巡检合规报告

期间                      2026-03
应检次数                  0
按期率                    —
评级                      —
漏检次数                  0
重大漏检                  0
逾期次数                  0
超时未修                  1
指标未达标或缺数据（月）  0
逾期未完成的计划任务      1
未销号问题                0
截至                      2026-03-20
登记截至                  2026-03-20T08:30:00

各规则执行情况
规则  名称  频次  对象数  应检次数  按期  迟做  逾期  漏检  豁免  不适用  未到期  提前完成  按期率
----  ----  ----  ------  --------  ----  ----  ----  ----  ----  ------  ------  --------  ------
合计                      0         0     0     0     0     0     0       0       0         —

各规则执行率
规则  按期率  加权按期率  整期按期率  当时可见按期率  完成率  从严按期率  豁免占比  补录占比  目标  是否达标
----  ------  ----------  ----------  --------------  ------  ----------  --------  --------  ----  --------
合计  —       —           —           —               —       —           —         —

维修（本期报修）
紧急程度  维修单数  未完成  超时未修  已完成  已撤销  重复报修  及时响应  应响应  响应及时率  及时完成  应完成  完成及时率  费用（不含领用配件）
--------  --------  ------  --------  ------  ------  --------  --------  ------  ----------  --------  ------  ----------  --------------------
一般             1       1         1       0       0         0         0       1        0.0%         0       1        0.0%                  0.00
--------  --------  ------  --------  ------  ------  --------  --------  ------  ----------  --------  ------  ----------  --------------------
合计             1       1         1       0       0         0         0       1        0.0%         0       1        0.0%                  0.00

指标完成情况
指标编码  指标名称    目标   单位  责任人    达标月数  未达标月数  缺数据月数  合计值  期间结论
--------  ----------  -----  ----  --------  --------  ----------  ----------  ------  --------
MYD       综合满意度  ≥ 98%  %     院办主任         0           0           0  —       本月未完

年度计划任务（按责任人）
责任人  任务数  按期完成  逾期完成  逾期未完成  逾期后取消  已取消  进行中  提前完成未到期  按期完成率  完成率  按原定时限  过期补登
------  ------  --------  --------  ----------  ----------  ------  ------  --------------  ----------  ------  ----------  --------
库管员       1         0         0           1           0       0       0               0        0.0%    0.0%        0.0%         0
水工         1         0         0           0           0       0       1               0           —       —           —         0
------  ------  --------  --------  ----------  ----------  ------  ------  --------------  ----------  ------  ----------  --------
合计         2         0         0           1           0       0       1               0        0.0%    0.0%        0.0%         0

漏检明细
到期日  规则  名称  对象  程度  期间从  期间到  第几次  距今天数  任务号
------  ----  ----  ----  ----  ------  ------  ------  --------  ------
无记录

未修复的维修单
维修单号               状态      紧急程度  对象     故障      报修日      报修时间  响应（分钟）  响应        完成（分钟）  完成        应完成日
---------------------  --------  --------  -------  --------  ----------  --------  ------------  ----------  ------------  ----------  ----------
R20260302-6cr7-000005  ✗ 待响应  一般      2号电梯  停在三楼  2026-03-02  09:00     —             ✗ 超时未办  —             ✗ 超时未办  2026-03-05

逾期未完成的计划任务
任务编号  状态          完成时限    逾期（天）  任务      责任人  进度  延期次数
--------  ------------  ----------  ----------  --------  ------  ----  --------
GF-01     ✗ 逾期未完成  2026-03-10          10  完善台账  库管员    0%         0

今后七天到期的计划任务
任务编号  状态    完成时限    任务      责任人  进度  延期次数
--------  ------  ----------  --------  ------  ----  --------
GF-02     进行中  2026-03-24  更换水表  水工      0%         0

注：2026-03-20 还没有过完，当天到期的按未到期算；要按当天结束算，加 --as-of 2026-03-20
注：还没有规则；先看自带的规则包：houqin inspect rules packs list，再取用：houqin inspect rules packs add 规则包；自己新增：houqin inspect rules add 编码 --title 名称 --every 1/week --subject 对象

制表：____________  审核：____________  负责人：____________

"#]]
    );
    let full = json(&lab, asked);
    for table in ["repairs", "indicators", "tasks"] {
        let table = format!("inspect.compliance.{table}");
        assert_eq!(rows(&full, &table), rows(&sums, &table), "{table}");
    }
    let asked = "report compliance -p 2026-Q1";
    assert_eq!(json(&lab, &format!("{asked} --as-of 2026-03-02"))["facts"]["n_tasks_overdue"], 0);
    lab.fails(1, &format!("{asked} --summary --exit-code"));
    assert!(!lab.english().ok(&format!("{asked} --subject 2号电梯")).contains("by owner"));
}

#[test]
fn a_duty_is_where_its_service_row_says() {
    let mut lab = wards();
    lab.ok("org site add DY --name 东院");
    lab.on("2026-03-21");
    lab.fails(77, "inspect rules bind XS-2 外科 --from 2026-03-02 --site XY");
    lab.ok("inspect rules bind XS-2 外科 --from 2026-03-02 --site DY");
    assert!(
        lab.ok("inspect rules bind XS-2 外科 --from 2026-03-02 --site DY").contains("已有"),
        "the same again is no new row"
    );
    let asked = "report compliance -p 2026-03-02..2026-03-15";
    let sites = json(&lab, asked);
    let missed = |row: &serde_json::Value| (row["site"].clone(), row["missed"].clone());
    assert_eq!(
        rows(&sites, "inspect.compliance.sites").iter().map(missed).collect::<Vec<_>>(),
        [("inspect.compliance.no_site".into(), 4.into()), ("DY".into(), 4.into())]
    );
    let own = json(&lab, &format!("{asked} --site DY"));
    assert!(rows(&own, "inspect.compliance.missed").iter().all(|row| row["subject"] == "外科"));
    assert_eq!(
        rows(&own, "inspect.compliance.statuses"),
        rows(&json(&lab, &format!("{asked} --site DY --summary")), "inspect.compliance.statuses")
    );
    let due = lab.run("inspect due --site DY -f csv").stdout;
    assert!(due.contains("外科") && !due.contains("内科"), "{due}");
    // What was known before the row was written has no site.
    let then = json(&lab, &format!("{asked} --as-of 2026-03-20"));
    assert!(!then.to_string().contains("inspect.compliance.sites"));
    lab.fails(77, "inspect due --site DX");
}

#[test]
fn what_a_register_is_dated_back_to_changes_no_report_known_before() {
    let mut lab = wards();
    let report = "report compliance -p 2026-03-02..2026-03-15 --as-of 2026-03-18";
    let before = lab.run(report).stdout;
    assert!(before.contains("XS-2"), "{before}");
    lab.on("2026-03-25");
    lab.ok("inspect rules add XS-2 --title 每周巡查 --every 1/week --from 2026-03-09");
    lab.ok(
        "inspect rules add XF-M --title 消防检查 --every 1/week --from 2026-03-01 --subject 内科",
    );
    lab.ok("inspect rules packs add canteen");
    assert_eq!(lab.run(report).stdout, before);
    let now = lab.run(&format!("{report} --known-by 2026-03-25")).stdout;
    assert!(now.contains("XF-M") && now != before, "{now}");
    // The same again is no new version, though it is recorded on another day.
    lab.on("2026-03-26");
    let again = "inspect rules add XS-2 --title 每周巡查 --every 1/week --from 2026-03-09";
    assert!(lab.ok(again).contains("已有"));
}

#[test]
fn what_was_said_of_a_day_before_is_kept() {
    let mut lab = Lab::new();
    lab.write("org/calendar.csv", "date,kind,name\n2026-05-01,off,劳动节\n");
    lab.on("2026-03-02");
    lab.ok("org calendar set 2026-05-04 --kind off --name 劳动节");
    lab.on("2026-03-20");
    lab.ok("org calendar set 2026-05-04 --kind work --name 劳动节");
    assert!(lab.ok("org calendar set 2026-05-04 --kind work --name 劳动节").contains("已有"));
    assert_data_eq!(
        lab.read("org/calendar.csv"),
        str![[r#"
date,kind,name,recorded_at
2026-05-01,off,劳动节,
2026-05-04,off,劳动节,2026-03-02T08:30:00+08:00
2026-05-04,work,劳动节,2026-03-20T08:30:00+08:00

"#]]
    );
    assert_data_eq!(
        lab.ok("org calendar list"),
        str![[r#"
工作日历

日期        上班与否  节日
----------  --------  ------
2026-05-01  ✓ 休息    劳动节
2026-05-04  上班      劳动节

"#]]
    );
}

#[test]
fn the_rules_of_two_days_are_compared() {
    let mut lab = wards();
    lab.on("2026-03-25");
    lab.ok("inspect rules add XS-2 --title 每周一次下科室巡查 --every 1/week --from 2026-04-01");
    assert_data_eq!(
        lab.ok("inspect rules diff --on 2026-04-01 --and 2026-03-31"),
        str![[r#"
规则差异

差异    规则  版本  栏目    本院（旧）          规则包（新）
------  ----  ----  ------  ------------------  ------------------
新旧版  XS-2     2  名称    每周两次下科室巡查  每周一次下科室巡查
新旧版  XS-2     2  频次    2/week              1/week
新旧版  XS-2     2  生效日  2026-03-02          2026-04-01
新旧版  XS-2     2  目标    95%

"#]]
    );
    assert_data_eq!(
        lab.english().ok("inspect rules diff --on 2026-03-01 --and 2026-03-02"),
        str![[r#"
how the rules differ

difference   rule  version
-----------  ----  -------
begun since  XS-2        1

"#]]
    );
}
