//! What a store says that has deadlines and no rule, and what an empty one says to do first.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A task of the plan and two repair orders, none of them under a rule.
fn workshop() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-04");
    lab.ok("org department add NK1 --name 内一科");
    lab.ok("task add 2026-17 --title 完善各种台账 --owner 库管员 --due 2026-03-10");
    lab.ok("repair open DT-01 --number WX-1 --department NK1 --urgency urgent --time 08:00 --person 护士甲 --note 停梯");
    lab.ok("repair open GL-01 --number WX-2 --time 08:10 --person 司炉工 --note 漏水");
    lab.ok("repair respond WX-2 --time 08:20 --person 水工");
    lab.on("2026-03-06");
    lab
}

#[test]
fn tasks_and_repair_orders_are_due_like_inspections() {
    let lab = workshop();
    let ran = lab.run("inspect due");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
到期提醒

今天      2026-03-06
看到      2026-03-13
截至      2026-03-06
登记截至  2026-03-06T08:30:00

巡检任务
状态  到期日  剩余天数  规则  名称  对象  程度  次数  任务号
----  ------  --------  ----  ----  ----  ----  ----  ------
无记录

计划任务与维修单
状态      事项      到期日      剩余天数  编号     内容          责任人  对象
--------  --------  ----------  --------  -------  ------------  ------  -----
✗ 逾期    维修响应  2026-03-04        -2  WX-1     停梯          NK1     DT-01
即将到期  维修完成  2026-03-07         1  WX-2     漏水          水工    GL-01
即将到期  工作任务  2026-03-10         4  2026-17  完善各种台账  库管员

"#]]
    );
    // Under a topic are none of them: nothing is due, and cron hears nothing.
    assert_eq!(lab.run("inspect due --topic fire").code, 0);
    let calendar = lab.ok("export ics --within 7d");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 3);
    assert!(calendar.contains("SUMMARY:逾期 维修 停梯 DT-01 NK1\r\n"), "{calendar}");
    let english = lab.english();
    let ran = english.run("inspect due --within 0d");
    assert_eq!(ran.code, 1);
    for part in ["tasks and repair orders", "repair: to come", "owner", "days left"] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("2026-17"), "{}", ran.stdout);
}

#[test]
fn a_calendar_of_nothing_is_a_calendar_all_the_same() {
    let lab = Lab::new().english();
    let ran = lab.run("export ics");
    assert_eq!(ran.code, 0);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//houqin//houqin//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:示范医院 deadlines
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19910915T010000
TZOFFSETFROM:+0900
TZOFFSETTO:+0800
TZNAME:CST
END:STANDARD
END:VTIMEZONE
END:VCALENDAR

"#]]
    );
    assert_data_eq!(
        ran.stderr,
        str![[r#"
nothing is to be done until 2026-06-03: the calendar file has no entry
  hint: look further ahead: houqin export ics --within 365d

"#]]
    );
    assert_eq!(lab.run("export ics -q").stderr, "");
}

#[test]
fn a_store_without_rules_is_told_of_the_packs() {
    let lab = Lab::new();
    assert_data_eq!(
        lab.ok("inspect rules list"),
        str![[r#"
巡检规则

规则  版本  名称  主题  频次  生效日  失效日  宽限（天）  要求  程度  目标  层级  依据  条款  核对  对象数
----  ----  ----  ----  ----  ------  ------  ----------  ----  ----  ----  ----  ----  ----  ----  ------
无记录

注：还没有规则；先看自带的规则包：houqin inspect rules packs list，再取用：houqin inspect rules packs add 规则包；自己新增：houqin inspect rules add 编码 --title 名称 --every 1/week --subject 对象

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect rules subjects"),
        str![[r#"
规则适用对象

编号  规则  对象  启用日  在用至  原因  更正
----  ----  ----  ------  ------  ----  ----
无记录

注：还没有规则；先看自带的规则包：houqin inspect rules packs list，再取用：houqin inspect rules packs add 规则包；自己新增：houqin inspect rules add 编码 --title 名称 --every 1/week --subject 对象

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect rules check"),
        str![[r#"
规则核对

比较日  2026-03-05
规则数  0
须改正  0

还没有规则；先看自带的规则包：houqin inspect rules packs list，再取用：houqin inspect rules packs add 规则包；自己新增：houqin inspect rules add 编码 --title 名
称 --every 1/week --subject 对象

"#]]
    );
    lab.ok("inspect rules packs add operators");
    assert_data_eq!(
        lab.ok("inspect rules subjects"),
        str![[r#"
规则适用对象

编号  规则  对象  启用日  在用至  原因  更正
----  ----  ----  ------  ------  ----  ----
无记录

注：规则还没有适用对象，不产生任务
  提示：纳入对象：houqin inspect rules bind 规则 对象 --from 启用日；已有规则：houqin inspect rules list

"#]]
    );
}

#[test]
fn chapters_without_clauses_are_gaps_that_are_counted() {
    let lab = Lab::new();
    lab.ok("clause adopt SANJIA");
    assert_eq!(lab.run("inspect matrix -p 2026-03 --exit-code").code, 1);
    let matrix = lab.ok("inspect matrix -p 2026-03");
    for part in ["没有条款的章  15", "缺口          15", "达标率        0.0%", "15 章没有条款"]
    {
        assert!(matrix.contains(part), "{part}\n{matrix}");
    }
}

#[test]
fn the_receipt_of_a_pack_has_titles_in_the_readers_language_and_its_file_both() {
    let lab = Lab::new().english();
    let add = "inspect rules packs add fire --only XF-YL --dry-run";
    let shown = lab.ok(add);
    assert!(!shown.contains("消防安全重点单位每半年"), "{shown}");
    let file = lab.ok(&format!("{add} -f csv"));
    let titles =
        ["消防安全重点单位每半年至少一次灭火和应急疏散演练", "A key unit drills fire fighting"];
    for title in titles {
        assert!(file.contains(title), "{file}");
    }
}
