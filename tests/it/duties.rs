//! The roster, certificates and the calendar: each entered by hand and from a file, corrected, and seen
//! as it was known before.

use snapbox::{assert_data_eq, str};

use crate::batches::figures;
use crate::lab::Lab;

/// A store with a lift operator who must hold a card on the days on duty.
fn lift() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-01");
    lab.ok("inspect rules add CZ-DT --title 电梯司机持证上岗 --every certificate=电梯作业 \
         --with cover=duty --from 2026-03-01 --subject 司机甲 --subject 司机乙");
    lab.on("2026-03-10");
    lab
}

#[test]
fn who_is_on_duty_without_a_card_is_told_and_a_card_found_later_is_seen_as_later() {
    let mut lab = lift();
    assert_data_eq!(
        lab.ok("inspect roster add CZ-DT 司机甲 --date 2026-03-02 --date 2026-03-05 --shift 白班"),
        str![[r#"
已记录

编号                   日期        当班  规则   人员    班次
---------------------  ----------  ----  -----  ------  ----
Z20260302-6cr7-000003  2026-03-02  当班  CZ-DT  司机甲  白班
Z20260305-6cr7-000004  2026-03-05  当班  CZ-DT  司机甲  白班

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect roster add CZ-DT 司机甲 --date 2026-03-05 --shift 白班"),
        str![[r#"
已有记录

司机甲 已有相同记录，没有重复写入

"#]]
    );
    let said = lab.refuses(77, "inspect roster add CZ-DT 司机丙 --date 2026-03-02");
    assert_data_eq!(
        said,
        str![[r#"
错误：规则 CZ-DT 不管对象 司机丙，是不是 司机乙？
  提示：查看对象：houqin inspect rules subjects；纳入规则：houqin inspect rules bind CZ-DT 司机丙 --from 启用日

"#]]
    );
    let said = lab.refuses(77, "inspect roster cancel Z20260305-6cr7-000099 --reason 换班");
    assert_data_eq!(
        said,
        str![[r#"
错误：没有编号为 Z20260305-6cr7-000099 的记录可更正
  提示：查编号：houqin inspect list；批次、排班和证书的编号：houqin inspect batch list、houqin inspect roster list、houqin certificate list

"#]]
    );
    assert_eq!(figures(&lab, "CZ-DT", ""), (2, 0, 2));
    lab.ok("inspect roster cancel Z20260305-6cr7-000004 --reason 换班");
    assert_eq!(figures(&lab, "CZ-DT", ""), (1, 0, 1));
    lab.on("2026-03-12");
    lab.ok(
        "certificate add 司机甲 --kind 电梯作业 --number T371 --from 2025-04-10 --to 2029-04-09",
    );
    assert_eq!(figures(&lab, "CZ-DT", ""), (1, 1, 0));
    assert_eq!(figures(&lab, "CZ-DT", "--known-by 2026-03-11"), (1, 0, 1));
    assert_data_eq!(
        lab.ok("inspect roster list"),
        str![[r#"
排班

编号                   日期        当班  规则   人员    班次
---------------------  ----------  ----  -----  ------  ----
Z20260302-6cr7-000003  2026-03-02  当班  CZ-DT  司机甲  白班

"#]]
    );
}

#[test]
fn a_roster_is_imported_with_the_rule_on_the_command_line() {
    let lab = lift();
    let rows = "日期,人员,班次,备注\n2026-03-02,司机甲,白班,\n2026-03-02,司机乙,夜班,替班\n";
    lab.write("排班.csv", rows);
    assert_data_eq!(
        lab.ok("inspect roster import 排班.csv --rule CZ-DT"),
        str![[r#"
已记录

编号                   日期        当班  规则   人员    班次  备注
---------------------  ----------  ----  -----  ------  ----  ----
Z20260302-6cr7-000003  2026-03-02  当班  CZ-DT  司机甲  白班
Z20260302-6cr7-000004  2026-03-02  当班  CZ-DT  司机乙  夜班  替班

注：读入 2 行：新记 2，已有 0，退回 0

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect roster import 排班.csv --rule CZ-DT"),
        str![[r#"
已有记录

排班.csv 已有相同记录，没有重复写入

注：读入 2 行：新记 0，已有 2，退回 0

"#]]
    );
    let said = lab.run_with(
        "inspect roster import -",
        "规则,人员,日期\nCZ-DT,司机甲,2026-02-30\nCZ-DT,司机丙,2026-03-03\nXX,司机甲,2026-03-03\n",
    );
    assert_eq!(said.code, 65);
    assert_data_eq!(
        said.stderr,
        str![[r#"
-:2:11: 错误：日历上没有“2026-02-30”这一天
  CZ-DT,司机甲,2026-02-30
               ^^^^^^^^^^
  提示：查看该月有几天；二月在闰年才有 29 日
-:3:7: 错误：规则 CZ-DT 不管对象 司机丙，是不是 司机乙？
  CZ-DT,司机丙,2026-03-03
        ^^^^^^
  提示：查看对象：houqin inspect rules subjects；纳入规则：houqin inspect rules bind CZ-DT 司机丙 --from 启用日
-:4:1: 错误：没有规则 XX
  XX,司机甲,2026-03-03
  ^^
  提示：新增：houqin inspect rules add XX --title 名称 --every 1/week --subject 对象 --from 生效日；自带的规则包：houqin inspect rules packs list；已有规则：houqin inspect rules
错误：读入 3 行，3 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    let said = lab.run_with("inspect roster import -", rows);
    assert_eq!(said.code, 65);
    assert_data_eq!(
        said.stderr,
        str![[r#"
-:1: 错误：表里没有“规则”这一列
  日期,人员,班次,备注
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
错误：文件里有 1 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
    assert_data_eq!(
        lab.english().ok("inspect roster list"),
        str![[r#"
roster

id                     date        duty     rule   person  shift  note
---------------------  ----------  -------  -----  ------  -----  ----
Z20260302-6cr7-000003  2026-03-02  on duty  CZ-DT  司机甲  白班
Z20260302-6cr7-000004  2026-03-02  on duty  CZ-DT  司机乙  夜班   替班

"#]]
    );
}

#[test]
fn certificates_are_entered_corrected_imported_and_listed_by_what_ends_first() {
    let mut lab = lift();
    lab.ok("inspect rules add GL-SY --title 锅炉使用登记 --every certificate=锅炉使用 \
         --with apply_before=1m --from 2026-03-01 --subject GL-01");
    let add = "certificate add GL-01 --kind 锅炉使用 --number G7 --from 2025-04-01 --to 2026-03-31";
    assert_data_eq!(
        lab.ok(add),
        str![[r#"
已记录

编号                   持有者  种类      证号  有效期起    有效期止
---------------------  ------  --------  ----  ----------  ----------
L20250401-6cr7-000004  GL-01   锅炉使用  G7    2025-04-01  2026-03-31

"#]]
    );
    let said = lab.refuses(77, &add.replace("2026-03-31", "2027-03-31"));
    assert_data_eq!(
        said,
        str![[r#"
错误：证号 G7 已登记为 L20250401-6cr7-000004，内容不同
  提示：要更正，加 --supersedes L20250401-6cr7-000004

"#]]
    );
    let said =
        lab.refuses(77, "certificate add GL-01 --kind 锅炉使用 --from 2026-04-01 --to 2026-03-01");
    assert_data_eq!(
        said,
        str![[r#"
错误：2026-03-01 早于 2026-04-01
  提示：把前后两个日期对调

"#]]
    );
    lab.on("2026-03-11");
    lab.ok(&format!("{} --supersedes L20250401-6cr7-000004", add.replace("03-31", "04-30")));
    let rows = "持有者,种类,证号,有效期起,有效期止,发证机关\n司机甲,电梯作业,T371,2025/4/10,2029/4/9,市市场监管局\n\
                司机乙,电梯作业,T372,2022-03-20,2026-03-19,\n司机丁,,T9,2026-01-01,,\n";
    lab.write("证书.csv", rows);
    let said = lab.refuses(65, "certificate import 证书.csv");
    assert_data_eq!(
        said,
        str![[r#"
证书.csv:4: 错误：缺少证书种类
  司机丁,,T9,2026-01-01,,
  提示：补上再来一次
错误：读入 3 行，1 行不能登记（可以登记 2，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("证书.csv", rows.replace("司机丁,,T9", "司机丁,健康证,T9"));
    lab.ok("certificate import 证书.csv");
    assert_data_eq!(
        lab.ok("certificate import 证书.csv"),
        str![[r#"
已有记录

证书.csv 已有相同记录，没有重复写入

注：读入 3 行：新记 0，已有 3，退回 0

"#]]
    );
    assert_data_eq!(
        lab.ok("certificate list"),
        str![[r#"
证书

截至      2026-03-11
登记截至  2026-03-11T08:30:00

编号                   持有者  种类      证号  有效期起    有效期止    最迟申请日  剩余天数  状态    发证机关
---------------------  ------  --------  ----  ----------  ----------  ----------  --------  ------  ------------
L20220320-6cr7-000006  司机乙  电梯作业  T372  2022-03-20  2026-03-19  —                  8  ✓ 有效
L20250401-6cr7-000005  GL-01   锅炉使用  G7    2025-04-01  2026-04-30  2026-03-30        50  ✓ 有效
L20250410-6cr7-000007  司机甲  电梯作业  T371  2025-04-10  2029-04-09  —               1125  ✓ 有效  市市场监管局
L20260101-6cr7-000008  司机丁  健康证    T9    2026-01-01  —           —                  —  ✓ 有效

"#]]
    );
    assert_data_eq!(
        lab.english().ok("certificate list --within 30d"),
        str![[r#"
certificates

as of     2026-03-11
known by  2026-03-11T08:30:00

id                     holder  kind      number  from        to          apply by    days left  state
---------------------  ------  --------  ------  ----------  ----------  ----------  ---------  -------
L20220320-6cr7-000006  司机乙  电梯作业  T372    2022-03-20  2026-03-19  —                   8  ✓ valid
L20250401-6cr7-000005  GL-01   锅炉使用  G7      2025-04-01  2026-04-30  2026-03-30         50  ✓ valid

"#]]
    );
}

#[test]
fn days_off_are_set_imported_and_corrected_and_move_only_what_goes_by_workdays() {
    let mut lab = Lab::new();
    lab.on("2026-02-01");
    for (rule, more) in [("XX-1", " --with calendar=workday"), ("AQ-1", "")] {
        lab.ok(&format!(
            "inspect rules add {rule} --title 周一学习 --every 1/week{more} --from 2026-02-16 --subject 后勤科"
        ));
    }
    assert_data_eq!(
        lab.ok("org calendar set 2026-02-22 --kind off --name 春节"),
        str![[r#"
已记录

日期        上班与否  节日
----------  --------  ----
2026-02-22  ✓ 休息    春节

"#]]
    );
    assert_data_eq!(
        lab.ok("org calendar set 2026-02-22 --kind 休息 --name 春节"),
        str![[r#"
已有记录

2026-02-22 已有相同记录，没有重复写入

"#]]
    );
    let said = lab.refuses(2, "org calendar set 2026-02-23 --kind 半天");
    assert_data_eq!(
        said,
        str![[r#"
错误：--kind 不认识“半天”，可以用：off, work
  提示：查看用法：houqin help

"#]]
    );
    let rows = "日期,上班与否,节日\n2026-02-23,休息,春节\n2026-02-28,上班,春节\n2026-02-29,休息,\n2026-03-01,也许,\n";
    lab.write("放假安排.csv", rows);
    let said = lab.refuses(65, "org calendar import 放假安排.csv");
    assert_data_eq!(
        said,
        str![[r#"
放假安排.csv:4:1: 错误：日历上没有“2026-02-29”这一天
  2026-02-29,休息,
  ^^^^^^^^^^
  提示：查看该月有几天；二月在闰年才有 29 日
放假安排.csv:5:12: 错误：不认识“也许”，可以用：休息 off, 上班 work
  2026-03-01,也许,
             ^^^^
  提示：改成其中一个词，中文英文都可以
错误：读入 4 行，2 行不能登记（可以登记 2，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("放假安排.csv", rows.split("2026-02-29").next().expect("the first rows"));
    assert_data_eq!(
        lab.ok("org calendar import 放假安排.csv"),
        str![[r#"
已记录

日期        上班与否  节日
----------  --------  ----
2026-02-23  ✓ 休息    春节
2026-02-28  上班      春节

注：读入 2 行：新记 2，已有 0，退回 0

"#]]
    );
    lab.ok("org calendar set 2026-02-28 --kind off --name 更正");
    assert_data_eq!(
        lab.copy().english().ok("org calendar list"),
        str![[r#"
calendar

date        kind   name
----------  -----  ----
2026-02-22  ✓ off  春节
2026-02-23  ✓ off  春节
2026-02-28  ✓ off  更正

"#]]
    );
    // Sunday 22 and Monday 23 February are off: by workdays the week is done on the Tuesday.
    lab.on("2026-03-05");
    for rule in ["XX-1", "AQ-1"] {
        lab.ok(&format!("inspect record {rule} 后勤科 --result pass --date 2026-02-24"));
    }
    let ran = lab.run("report compliance -p 2026-02-16..2026-02-28 -f json");
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).expect("one document");
    let tables = document["tables"].as_array().expect("tables");
    let missed = tables.iter().find(|table| table["table"] == "inspect.compliance.missed");
    let rows = missed.expect("the missed")["rows"].as_array().expect("rows");
    let rules: Vec<&str> = rows.iter().filter_map(|row| row["rule"].as_str()).collect();
    assert_eq!(rules, ["AQ-1"]);
}
