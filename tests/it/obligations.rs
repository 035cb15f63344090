//! Obligations by name: what is due, why each stands as it does, what another rule would make of
//! them, and the rounds that are still to be made.

use snapbox::{assert_data_eq, str};

use crate::inspect::wards;
use crate::lab::Lab;

/// A waste store whose batches may lie two days, seen on the 5th of July.
fn waste() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-07-01");
    lab.ok("inspect rules add YF-48 --title 医废暂存不超过48小时 --every dwell<=48h --level law \
         --source 医疗废物管理条例 --article 第十七条 --confidence read --severity critical \
         --from 2026-07-01 --subject 暂存间");
    lab.on("2026-07-05");
    lab
}

#[test]
fn an_obligation_is_explained_by_the_name_that_the_report_shows() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-10");
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-10 --time 16:00 --person 护士长");
    assert_data_eq!(
        lab.ok("inspect explain XS-2/内科/2026-03-15/2"),
        str![[r#"
任务说明

任务号    XS-2/内科/2026-03-15/2
结果      ✗ 漏检
名称      每周两次下科室巡查
主题      其他
对象      内科
程度      较大
期间      2026-03-09..2026-03-15
到期日    2026-03-15
第几次    2/2
截至      2026-03-20
登记截至  2026-03-20T08:30:00

所依规则
规则  版本  频次    宽限（天）  要求      佐证（件）  节假日        生效日      失效日  层级  依据  条款  核对
----  ----  ------  ----------  --------  ----------  ------------  ----------  ------  ----  ----  ----  --------
XS-2     1  2/week           0  做了即可           0  节假日不顺延  2026-03-02  —       本院              本院自定

在用期间
编号                   启用日      在用至
---------------------  ----------  ------
V20260302-6cr7-000001  2026-03-02  —

看过的记录
日期        时间   编号                   内容  经手人    登记日      是否计数    去向
----------  -----  ---------------------  ----  --------  ----------  ----------  ----------------------
2026-03-10  —      C20260310-6cr7-000003  合格  库管员甲  2026-03-20  抵别的任务  XS-2/内科/2026-03-15/1
2026-03-10  16:00  C20260310-6cr7-000004  合格  护士长    2026-03-20  ! 当日重复  —

计算过程
指标                          步骤                                                算式                     结果        依据
----------------------------  --------------------------------------------------  -----------------------  ----------  -------
XS-2/内科/2026-03-15/2：结果  时段 2026-03-09..2026-03-15 中在用且规则有效的天数                           7/7         XS-2 v1
XS-2/内科/2026-03-15/2：结果  应做次数：次数乘在用天数除以时段天数，四舍五入      (2×2×7 + 7) ÷ (2×7)      2           XS-2 v1
XS-2/内科/2026-03-15/2：结果  到期日：时段中最后一个在用日                                                 2026-03-15  XS-2 v1
XS-2/内科/2026-03-15/2：结果  结果：漏检                                          2026-03-15 < 2026-03-20

"#]]
    );
    assert_data_eq!(
        lab.english().ok("explain XS-2/内科/2026-03-15/1 --as-of 2026-03-12 --known-by 2026-03-12"),
        str![[r#"
an obligation explained

obligation  XS-2/内科/2026-03-15/1
status      not yet due
title       每周两次下科室巡查
topic       other
subject     内科
severity    major
window      2026-03-09..2026-03-15
due         2026-03-15
which of    1/2
as of       2026-03-12
known by    2026-03-12

the rule
rule  version  every   grace (days)  asks for   evidence  days off                 from        to  level     source  article  confidence
----  -------  ------  ------------  ---------  --------  -----------------------  ----------  --  --------  ------  -------  ----------
XS-2        1  2/week             0  performed         0  days off change nothing  2026-03-02  —   hospital                   own

in service
id                     from        to
---------------------  ----------  --
V20260302-6cr7-000001  2026-03-02  —

what was looked at
date        time   id                     what  person    recorded on  taken?
----------  -----  ---------------------  ----  --------  -----------  ----------------
2026-03-10  —      C20260310-6cr7-000003  pass  库管员甲  2026-03-20   ! recorded later
2026-03-10  16:00  C20260310-6cr7-000004  pass  护士长    2026-03-20   ! recorded later

working
figure                          step                                                                   formula                  result      source
------------------------------  ---------------------------------------------------------------------  -----------------------  ----------  -------
XS-2/内科/2026-03-15/1: status  days of the slot 2026-03-09..2026-03-15 in service, the rule in force                           7/7         XS-2 v1
XS-2/内科/2026-03-15/1: status  how many: times the share of the slot in service, half rounded up      (2×2×7 + 7) ÷ (2×7)      2           XS-2 v1
XS-2/内科/2026-03-15/1: status  due: the last day of the slot in service                                                        2026-03-15  XS-2 v1
XS-2/内科/2026-03-15/1: status  status: not yet due                                                    2026-03-12 ≤ 2026-03-15

"#]]
    );
}

#[test]
fn a_batch_is_explained_to_the_minute() {
    let lab = waste();
    let opened = lab.ok("inspect batch open YF-48 暂存间 --date 2026-07-03 --time 08:00 -f csv");
    let batch = opened.lines().find_map(|line| line.split(',').find(|cell| cell.starts_with('B')));
    let batch = batch.expect("the batch's number");
    lab.ok(&format!("inspect batch close {batch} --date 2026-07-05 --time 08:01"));
    assert_data_eq!(
        lab.ok(&format!("explain YF-48/暂存间/2026-07-05/{batch}")),
        str![[r#"
任务说明

任务号            YF-48/暂存间/2026-07-05/B20260703-6cr7-000002
结果              ✗ 漏检
名称              医废暂存不超过48小时
主题              其他
对象              暂存间
程度              ✗ 重大
期间              2026-07-03..2026-07-05
到期日            2026-07-05
到期时间          08:00
班次、批次或证书  B20260703-6cr7-000002
差（分钟）        1
截至              2026-07-05
登记截至          2026-07-05T08:30:00

所依规则
规则   版本  频次        宽限（天）  要求      佐证（件）  节假日        生效日      失效日  层级  依据              条款      核对
-----  ----  ----------  ----------  --------  ----------  ------------  ----------  ------  ----  ----------------  --------  ----------
YF-48     1  dwell<=48h           0  做了即可           0  节假日不顺延  2026-07-01  —       国家  医疗废物管理条例  第十七条  已核对原文

在用期间
编号                   启用日      在用至
---------------------  ----------  ------
V20260701-6cr7-000001  2026-07-01  —

看过的记录
日期        时间   编号                   内容  经手人    登记日      是否计数
----------  -----  ---------------------  ----  --------  ----------  ------------------
2026-07-03  08:00  B20260703-6cr7-000002  放入  库管员甲  2026-07-05  由此起算
2026-07-05  08:01  B20260705-6cr7-000003  取走  库管员甲  2026-07-05  ! 过了时限，不计数

计算过程
指标                                                 步骤               算式                                 结果              依据
---------------------------------------------------  -----------------  -----------------------------------  ----------------  --------
YF-48/暂存间/2026-07-05/B20260703-6cr7-000002：结果  放入，或呼叫                                            2026-07-03 08:00  YF-48 v1
YF-48/暂存间/2026-07-05/B20260703-6cr7-000002：结果  最迟取走           2026-07-03 08:00 + 48:00             2026-07-05 08:00  YF-48 v1
YF-48/暂存间/2026-07-05/B20260703-6cr7-000002：结果  实际停留（时:分）  2026-07-05 08:01 − 2026-07-03 08:00  48:01             YF-48 v1
YF-48/暂存间/2026-07-05/B20260703-6cr7-000002：结果  结果：漏检         1min > 0

"#]]
    );
    assert_data_eq!(
        lab.run("inspect due --within 0d").stdout,
        str![[r#"
到期提醒

今天      2026-07-05
看到      2026-07-05
截至      2026-07-05
登记截至  2026-07-05T08:30:00

状态    到期日      时间   剩余天数  规则   名称                  对象    程度    次数  班次、批次或证书               差  任务号
                                                                                                                 （分钟）
------  ----------  -----  --------  -----  --------------------  ------  ------  ----  ---------------------  ----------  -------------------------------------
✗ 漏检  2026-07-05  08:00         0  YF-48  医废暂存不超过48小时  暂存间  ✗ 重大     1  B20260703-6cr7-000002           1  YF-48/暂存间/2026-07-05/B20260703-6cr
                                                                                                                           7-000002

"#]]
    );
}

#[test]
fn a_certificate_is_due_once_and_days_without_one_are_a_line() {
    let mut lab = Lab::new();
    lab.on("2026-03-02");
    lab.ok("inspect rules add DT-ZS --title 电梯作业人员持证 --every certificate=电梯 --with \
         apply_before=1m --from 2026-03-02 --subject 电工 --subject 库管员");
    lab.ok("certificate add 电工 --kind 电梯 --number 001 --from 2024-04-01 --to 2026-03-31");
    lab.on("2026-03-20");
    let ran = lab.english().run("inspect due");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
what is due

today     2026-03-20
until     2026-03-27
as of     2026-03-20
known by  2026-03-20T08:30:00

state        what                due         to          days left  rule   title             subject  severity  times  shift, batch or        obligation
                                                                                                                       certificate
-----------  ------------------  ----------  ----------  ---------  -----  ----------------  -------  --------  -----  ---------------------  ------------------
✗ missed     no valid            2026-03-02  2026-03-19        -18  DT-ZS  电梯作业人员持证  库管员   major        18                         DT-ZS/库管员/2026-
             certificate                                                                                                                      03-02/1
✗ overdue    apply for the next  2026-02-28  2026-03-31        -20  DT-ZS  电梯作业人员持证  电工     major         1  L20240401-6cr7-000003  —
! due today  no valid            2026-03-20  2026-03-27          0  DT-ZS  电梯作业人员持证  库管员   major         8                         DT-ZS/库管员/2026-
             certificate                                                                                                                      03-20/1

"#]]
    );
}

#[test]
fn a_name_that_is_wrong_names_what_is_near() {
    let lab = wards();
    let said: String = [
        "explain XS-2/内科",
        "explain XS-2/内科/2026-03-09/1",
        "inspect explain XS-2/内科/2026-03-15/3",
        "inspect explain XS-9/内科/2026-03-15/1",
        "explain XS-2/内二科/2026-03-15/1",
    ]
    .map(|line| format!("$ {line}\n{}", lab.refuses(77, line)))
    .concat();
    assert_data_eq!(
        said,
        str![[r#"
$ explain XS-2/内科
错误：“XS-2/内科”不是任务号
  提示：任务号如 XC/NK1/2026-03-29/1：规则/对象/到期日/第几次；查看：houqin inspect due，或 houqin report compliance
$ explain XS-2/内科/2026-03-09/1
错误：没有任务 XS-2/内科/2026-03-09/1；到期日相近的有：XS-2/内科/2026-03-08/1  XS-2/内科/2026-03-08/2  XS-2/内科/2026-03-15/1
  提示：是不是：houqin explain XS-2/内科/2026-03-08/1
$ inspect explain XS-2/内科/2026-03-15/3
错误：没有任务 XS-2/内科/2026-03-15/3；到期日相近的有：XS-2/内科/2026-03-15/1  XS-2/内科/2026-03-15/2  XS-2/内科/2026-03-08/1
  提示：是不是：houqin explain XS-2/内科/2026-03-15/1
$ inspect explain XS-9/内科/2026-03-15/1
错误：没有规则 XS-9，是不是 XS-2？
  提示：查看规则：houqin inspect rules
$ explain XS-2/内二科/2026-03-15/1
错误：规则 XS-2 不管对象 内二科，是不是 内科？
  提示：查看对象：houqin inspect rules subjects；纳入规则：houqin inspect rules bind XS-2 内二科 --from 启用日

"#]]
    );
}

#[test]
fn a_changed_rule_is_held_against_what_was_done() {
    let lab = wards();
    for day in ["03", "05", "10", "17"] {
        lab.ok(&format!("inspect record XS-2 内科 --result pass --date 2026-03-{day}"));
    }
    assert_data_eq!(
        lab.ok("inspect simulate XS-2 --every max-gap=7d -p 2026-03 --subject 内科"),
        str![[r#"
规则模拟

规则            XS-2
名称            每周两次下科室巡查
期间            2026-03
对象数          1
结果不同的任务  8
截至            2026-03-20
登记截至        2026-03-20T08:30:00

两种规则
规则  版本  频次        宽限（天）  要求      佐证（件）  生效日
----  ----  ----------  ----------  --------  ----------  ----------
现行     1  2/week               0  做了即可           0  2026-03-02
模拟     1  max-gap=7d           0  做了即可           0  2026-03-02

执行率对比
项目         现行    模拟
----------  -----  ------
应检次数        4       4
按期            3       4
迟做            0       0
逾期            0       0
漏检            1       0
豁免            0       0
按期率      75.0%  100.0%
完成率      75.0%  100.0%
从严按期率  75.0%  100.0%

各对象对比
对象  现行应检  现行按期率  现行漏检  现行下次到期  模拟应检  模拟按期率  模拟漏检  模拟下次到期
----  --------  ----------  --------  ------------  --------  ----------  --------  ------------
内科         4       75.0%         1  2026-03-22           4      100.0%         0  2026-03-24

结果不同的任务
任务号                  到期日      对象  现行结果  模拟结果
----------------------  ----------  ----  --------  --------
XS-2/内科/2026-03-08/1  2026-03-08  内科  ✓ 按期    不要求
XS-2/内科/2026-03-08/2  2026-03-08  内科  ✓ 按期    不要求
XS-2/内科/2026-03-09/1  2026-03-09  内科  不要求    ✓ 按期
XS-2/内科/2026-03-10/1  2026-03-10  内科  不要求    ✓ 按期
XS-2/内科/2026-03-12/1  2026-03-12  内科  不要求    ✓ 按期
XS-2/内科/2026-03-15/1  2026-03-15  内科  ✓ 按期    不要求
XS-2/内科/2026-03-15/2  2026-03-15  内科  ✗ 漏检    不要求
XS-2/内科/2026-03-17/1  2026-03-17  内科  不要求    ✓ 按期

注：以上只是模拟，什么也没有登记；要改规则，用 houqin inspect rules add 新增一版

"#]]
    );
    // Nothing was recorded.
    assert_eq!(lab.ok("inspect rules -f csv").lines().count(), 2);
    assert_data_eq!(
        lab.english().ok("inspect simulate XS-2 --spacing 3 -p 2026-03-02..2026-03-08"),
        str![[r#"
a rule simulated

rule                XS-2
title               每周两次下科室巡查
period              2026-03-02..2026-03-08
subjects            2
come out otherwise  1
as of               2026-03-20
known by            2026-03-20T08:30:00

both rules
which      version  every             grace (days)  asks for   evidence  from
---------  -------  ----------------  ------------  ---------  --------  ----------
as it is         1  2/week                       0  performed         0  2026-03-02
simulated        1  2/week spacing=3             0  performed         0  2026-03-02

rates side by side
what      as it is  simulated
--------  --------  ---------
required         4          4
complied         2          1
late             0          0
overdue          0          0
missed           2          3
excused          0          0
on time      50.0%      25.0%
done         50.0%      25.0%
strict       50.0%      25.0%

subject by subject
subject  required  on time  missed  next due    simulated: required  on time (sim.)  missed (sim.)  next due (sim.)
-------  --------  -------  ------  ----------  -------------------  --------------  -------------  ---------------
内科            2   100.0%       0  2026-03-22                    2           50.0%              1  2026-03-22
外科            2     0.0%       2  2026-03-22                    2            0.0%              2  2026-03-22

what comes out otherwise
obligation              due         subject  as it is    simulated
----------------------  ----------  -------  ----------  ---------
XS-2/内科/2026-03-08/2  2026-03-08  内科     ✓ complied  ✗ missed

note: this was only simulated, and nothing is recorded; to change the rule, add a version with houqin inspect rules add

"#]]
    );
}

#[test]
fn rounds_are_planned_for_the_days_that_are_left() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-17");
    assert_data_eq!(
        lab.run("inspect rounds XS-2 -p 2026-03-16..2026-03-29 --inspector 甲组 --inspector 乙组")
            .stdout,
        str![[r#"
巡查计划

规则          XS-2
名称          每周两次下科室巡查
频次          2/week
期间          2026-03-16..2026-03-29
对象数        2
已完成次数    1
计划次数      6
排不下的次数  1
截至          2026-03-20
登记截至      2026-03-20T08:30:00

巡查安排
日期        星期  检查人  对象  任务号                  时间  结果  备注
----------  ----  ------  ----  ----------------------  ----  ----  ----
2026-03-20  周五  甲组    内科  XS-2/内科/2026-03-22/2
2026-03-20  周五  乙组    外科  XS-2/外科/2026-03-22/1
2026-03-23  周一  甲组    内科  XS-2/内科/2026-03-29/1
2026-03-24  周二  乙组    外科  XS-2/外科/2026-03-29/1
2026-03-26  周四  甲组    内科  XS-2/内科/2026-03-29/2
2026-03-27  周五  乙组    外科  XS-2/外科/2026-03-29/2

每日每人次数
日期        星期  检查人  次数
----------  ----  ------  ----
2026-03-20  周五  甲组       1
2026-03-20  周五  乙组       1
2026-03-23  周一  甲组       1
2026-03-23  周一  乙组       0
2026-03-24  周二  甲组       0
2026-03-24  周二  乙组       1
2026-03-25  周三  甲组       0
2026-03-25  周三  乙组       0
2026-03-26  周四  甲组       1
2026-03-26  周四  乙组       0
2026-03-27  周五  甲组       0
2026-03-27  周五  乙组       1

排不下的任务
任务号                  最晚        原因
----------------------  ----------  ----------------
XS-2/外科/2026-03-22/2  2026-03-22  ✗ 没有可排的日子

注：有的任务没有可排的日子：休息、停用，或与已做的间隔太近；休息日也要排，加 --days-off

制表：____________  负责人：____________

"#]]
    );
    let csv = lab.ok("inspect rounds XS-2 -p 2026-03-23..2026-03-29 -f csv --headers keys");
    let sheet = "date,weekday,person,subject,obligation,time,result,note";
    assert!(csv.lines().any(|line| line == sheet), "{csv}");
    // What finds no room is said, and the exit code says so.
    let ran = lab.english().run("inspect rounds XS-2 -p 2026-03-16..2026-03-22 --most 1");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("✗ everybody is full"), "{}", ran.stdout);
}
