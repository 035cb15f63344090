//! The inspection clerk's desk: records one by one and by the sheet, corrections, findings.

use snapbox::{assert_data_eq, str};

use crate::inspect::wards;

#[test]
fn a_failed_inspection_goes_round_until_somebody_else_has_seen_it_mended() {
    let mut lab = wards();
    assert_data_eq!(
        lab.ok("inspect record XS-2 外科 --result fail --note 灯管不亮 --due 2026-03-25"),
        str![[r#"
已记录

巡检记录
编号                   规则  对象  日期        检查人    结果      备注
---------------------  ----  ----  ----------  --------  --------  --------
C20260320-6cr7-000003  XS-2  外科  2026-03-20  库管员甲  ✗ 不合格  灯管不亮

问题台账
问题编号               日期        事项      对象  规则  来自记录               程度  整改期限    经办人    说明
---------------------  ----------  --------  ----  ----  ---------------------  ----  ----------  --------  --------
F20260320-6cr7-000004  2026-03-20  发现问题  外科  XS-2  C20260320-6cr7-000003  较大  2026-03-25  库管员甲  灯管不亮

注：已开出问题 F20260320-6cr7-000004；整改后登记：houqin finding rectify F20260320-6cr7-000004 --person 整改人 --note 做了什么

"#]]
    );
    let id = "F20260320-6cr7-000004";
    let said = lab.refuses(77, &format!("finding verify {id} --person 科长"));
    assert_data_eq!(
        said,
        str![[r#"
错误：问题 F20260320-6cr7-000004 还没有整改，不能复查
  提示：先登记整改：houqin finding rectify F20260320-6cr7-000004 --person 整改人 --note 做了什么

"#]]
    );
    lab.ok(&format!("finding extend {id} --due 2026-03-30 --note 等配件"));
    lab.on("2026-03-29");
    lab.ok(&format!("finding rectify {id} --person 电工 --note 换了灯管"));
    let said = lab.refuses(77, &format!("finding verify {id} --person 电工"));
    assert_data_eq!(
        said,
        str![[r#"
错误：问题 F20260320-6cr7-000004 是 电工 整改的，不能由本人复查
  提示：请另一人复查：houqin finding verify F20260320-6cr7-000004 --person 复查人

"#]]
    );
    lab.ok(&format!("finding verify {id} --person 科长 --failed --note 又灭了"));
    lab.ok(&format!("finding rectify {id} --person 电工 --note 换了镇流器"));
    lab.ok(&format!("finding verify {id} --person 科长"));
    assert_data_eq!(
        lab.ok("finding list"),
        str![[r#"
问题清单

截至      2026-03-29
登记截至  2026-03-29T08:30:00

问题编号  状态  程度  对象  规则  问题  发现日  整改期限  原定期限  超期（天）  比原定超期（天）  整改日  销号日  已历（天）
--------  ----  ----  ----  ----  ----  ------  --------  --------  ----------  ----------------  ------  ------  ----------
无记录

"#]]
    );
    assert_data_eq!(
        lab.ok("finding list --all -f csv"),
        str![[r#"
问题编号,状态,程度,对象,规则,问题,发现日,整改期限,原定期限,超期（天）,比原定超期（天）,整改日,销号日,已历（天）,问题来源
F20260320-6cr7-000004,已销号,较大,外科,XS-2,灯管不亮,2026-03-20,2026-03-30,2026-03-25,,4,2026-03-29,2026-03-29,9,巡查

"#]]
    );
}

#[test]
fn a_sheet_is_recorded_whole_or_not_at_all() {
    let lab = wards();
    let good =
        "对象,日期,结果,检查人,备注\n内科,2026-03-03,合格,甲,\n外科,2026-03-04,不合格,乙,灯坏\n";
    lab.write("rounds.csv", good);
    let before = lab.files();
    lab.ok("inspect import rounds.csv --rule XS-2 --dry-run");
    assert_eq!(before, lab.files(), "a rehearsal wrote something");
    assert_data_eq!(
        lab.ok("inspect import rounds.csv --rule XS-2"),
        str![[r#"
已记录

巡检记录
编号                   规则  对象  日期        检查人  结果      备注
---------------------  ----  ----  ----------  ------  --------  ----
C20260303-6cr7-000003  XS-2  内科  2026-03-03  甲      ✓ 合格
C20260304-6cr7-000004  XS-2  外科  2026-03-04  乙      ✗ 不合格  灯坏

问题台账
问题编号               日期        事项      对象  规则  来自记录               程度  整改期限    经办人  说明
---------------------  ----------  --------  ----  ----  ---------------------  ----  ----------  ------  ----
F20260304-6cr7-000005  2026-03-04  发现问题  外科  XS-2  C20260304-6cr7-000004  较大  2026-03-11  乙      灯坏

注：读入 2 行：新记 2，已有 0，退回 0

"#]]
    );
    lab.write("rounds.csv", format!("{good}内科,2026-03-06,pass,甲,\n"));
    assert_data_eq!(
        lab.ok("inspect import rounds.csv --rule XS-2"),
        str![[r#"
已记录

编号                   规则  对象  日期        检查人  结果
---------------------  ----  ----  ----------  ------  ------
C20260306-6cr7-000006  XS-2  内科  2026-03-06  甲      ✓ 合格

注：读入 3 行：新记 1，已有 2，退回 0

"#]]
    );
    lab.write(
        "rounds.csv",
        "规则,对象,日期,结果,时间\nXS-2,内科,2026-3-9,好,\nXS-3,内科,2026-03-09,合格,9:30\n",
    );
    assert_data_eq!(
        lab.refuses(65, "inspect import rounds.csv"),
        str![[r#"
rounds.csv:2:18: 错误：不认识“好”，可以用：合格 pass, 不合格 fail, 无法检查 na
  XS-2,内科,2026-3-9,好,
                     ^^
  提示：改成其中一个词，中文英文都可以
rounds.csv:3:1: 错误：没有规则 XS-3，是不是 XS-2？
  XS-3,内科,2026-03-09,合格,9:30
  ^^^^
  提示：查看规则：houqin inspect rules
错误：读入 2 行，2 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write(
        "rounds.csv",
        "规则,对象,日期,结果\nXS-3,内科,2026-03-09,合格\nXS-2,食堂,2026-03-09,合格\n",
    );
    assert_data_eq!(
        lab.refuses(65, "inspect import rounds.csv"),
        str![[r#"
rounds.csv:2:1: 错误：没有规则 XS-3，是不是 XS-2？
  XS-3,内科,2026-03-09,合格
  ^^^^
  提示：查看规则：houqin inspect rules
rounds.csv:3:6: 错误：规则 XS-2 不管对象 食堂
  XS-2,食堂,2026-03-09,合格
       ^^^^
  提示：纳入规则：houqin inspect rules bind XS-2 食堂 --from 启用日；查看对象：houqin inspect rules subjects
错误：读入 2 行，2 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("rounds.csv", "对象,日期,结果,检查对象\n内科,2026-03-09,合格,x\n");
    assert_data_eq!(
        lab.refuses(65, "inspect import rounds.csv"),
        str![[r#"
rounds.csv:1: 错误：表里没有“规则”这一列
  对象,日期,结果,检查对象
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
错误：文件里有 1 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
}

#[test]
fn an_excusal_says_what_it_changes() {
    let lab = wards();
    let said = lab.ok(
        "inspect excuse XS-2 内科 --from 2026-03-09 --to 2026-03-29 --reason 装修 --person 甲 \
         --approved-by 科长",
    );
    assert_data_eq!(
        said,
        str![[r#"
已记录

编号                   批准日      规则  对象  从          到          原因  责任人  批准人
---------------------  ----------  ----  ----  ----------  ----------  ----  ------  ------
X20260320-6cr7-000003  2026-03-20  XS-2  内科  2026-03-09  2026-03-29  装修  甲      科长

注：这些天共豁免 4 次检查
注：2026-03-15 到期的不豁免：批准晚于到期日

"#]]
    );
}

#[test]
fn a_correction_leaves_the_old_record_in_the_list() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-03");
    lab.ok("inspect record XS-2 外科 --result pass --date 2026-03-03 --supersedes \
         C20260303-6cr7-000003");
    lab.ok("inspect record XS-2 外科 --result na --date 2026-03-04 --note 病区封闭");
    assert_data_eq!(
        lab.ok("inspect list"),
        str![[r#"
巡检记录

截至      2026-03-20
登记截至  2026-03-20T08:30:00

编号                   日期        时间  规则  对象  检查人    结果      是否计数    抵（到期日）  备注      更正                   登记日      登记人
---------------------  ----------  ----  ----  ----  --------  --------  ----------  ------------  --------  ---------------------  ----------  --------
C20260303-6cr7-000003  2026-03-03  —     XS-2  内科  库管员甲  ✓ 合格    已更正      —                       —                      2026-03-20  库管员甲
C20260303-6cr7-000004  2026-03-03  —     XS-2  外科  库管员甲  ✓ 合格    ✓ 计数      2026-03-08              C20260303-6cr7-000003  2026-03-20  库管员甲
C20260304-6cr7-000005  2026-03-04  —     XS-2  外科  库管员甲  无法检查  ! 无法检查  —             病区封闭  —                      2026-03-20  库管员甲

"#]]
    );
}

#[test]
fn evidence_is_a_file_of_the_store_with_its_sum() {
    let lab = wards();
    lab.write("inspections/evidence/1.jpg", "a photo");
    lab.ok("inspect record XS-2 内科 --result pass --evidence inspections/evidence/1.jpg");
    let written = lab.read("inspections/records/2026/2026-03.csv");
    let sum = houqin::store::Digest::of(b"a photo");
    assert!(written.contains(&format!("inspections/evidence/1.jpg,{sum}")), "{written}");
    let said = lab.refuses(66, "inspect record XS-2 外科 --result pass --evidence none.jpg");
    assert_data_eq!(
        said,
        str![[r#"
错误：none.jpg：无法打开：找不到
  提示：核对文件名和所在的文件夹，再运行一次

"#]]
    );
}

#[test]
fn a_rehearsal_writes_nothing_and_a_retry_nothing_more() {
    let lab = wards();
    let line = "inspect record XS-2 内科 --result pass --time 09:30 --score 95.5";
    let before = lab.files();
    lab.ok(&format!("{line} --dry-run"));
    assert_eq!(before, lab.files(), "a rehearsal wrote something");
    lab.ok(line);
    let once = lab.files();
    assert_data_eq!(
        lab.ok(line),
        str![[r#"
已有记录

C20260320-6cr7-000003 已有相同记录，没有重复写入

"#]]
    );
    assert_eq!(once, lab.files(), "the retry wrote something");
    assert_data_eq!(
        lab.read("inspections/records/2026/2026-03.csv"),
        str![[r#"
id,rule,template,subject,date,time,person,result,score,evidence,sha256,for_slot,note,supersedes,recorded_at,recorded_by
C20260320-6cr7-000003,XS-2,,内科,2026-03-20,09:30,库管员甲,pass,95.5,,,,,,2026-03-20T08:30:00+08:00,库管员甲

"#]]
    );
    assert_data_eq!(
        lab.read("inspections/rules/hospital.toml"),
        str![[r#"
[[rule]]
id = "XS-2"
version = 1
title = "每周两次下科室巡查"
every = "2/week"
valid_from = 2026-03-02
level = "hospital"
confidence = "own"
require = "performed"
severity = "major"
target = "95"
recorded_at = "2026-03-02T08:30:00+08:00"

"#]]
    );
    assert_data_eq!(
        lab.read("inspections/service.csv"),
        str![[r#"
id,rule,subject,from,to,anchor,site,reason,supersedes,recorded_at,recorded_by
V20260302-6cr7-000001,XS-2,内科,2026-03-02,,,,,,2026-03-02T08:30:00+08:00,库管员甲
V20260302-6cr7-000002,XS-2,外科,2026-03-02,,,,,,2026-03-02T08:30:00+08:00,库管员甲

"#]]
    );
}
