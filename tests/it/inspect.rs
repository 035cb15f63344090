//! Inspections, findings and the compliance report, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with a rule for two wards from the beginning of March, seen from the 20th.
pub(crate) fn wards() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-02");
    lab.ok("inspect rules add XS-2 --title 每周两次下科室巡查 --every 2/week --from 2026-03-02 \
         --subject 内科 --subject 外科 --target 95");
    lab.on("2026-03-20");
    lab
}

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
fn a_rule_two_records_and_a_report() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-03");
    lab.ok("inspect record XS-2 内科 --result 合格 --date 2026-03-05");
    assert_data_eq!(
        lab.english().ok("report compliance -p 2026-03-02..2026-03-08 --as-of 2026-03-20"),
        str![[r#"
compliance report

period           2026-03-02..2026-03-08
required         4
on time          50.0%
grade            ✗ fail
missed           2
critical missed  0
overdue          0
open findings    0
as of            2026-03-20
known by         2026-03-20

statuses by rule
rule   title               every   subjects  required  complied  late  overdue  missed  excused  not applicable  not yet due  ahead  on time
-----  ------------------  ------  --------  --------  --------  ----  -------  ------  -------  --------------  -----------  -----  -------
XS-2   每周两次下科室巡查  2/week         2         4         2     0        0       2        0               0            0      0    50.0%
-----  ------------------  ------  --------  --------  --------  ----  -------  ------  -------  --------------  -----------  -----  -------
total                                               4         2     0        0       2        0               0            0      0    50.0%

rates by rule
rule   on time  weighted  whole slots  seen on time   done  strict  excused  backfilled  target  target met
-----  -------  --------  -----------  ------------  -----  ------  -------  ----------  ------  ----------
XS-2     50.0%     50.0%        50.0%          0.0%  50.0%   50.0%     0.0%      100.0%   95.0%  ✗ not met
-----  -------  --------  -----------  ------------  -----  ------  -------  ----------  ------  ----------
total    50.0%     50.0%        50.0%          0.0%  50.0%   50.0%     0.0%      100.0%

missed
due         rule  title               subject  severity  from        to          which of  days since  obligation
----------  ----  ------------------  -------  --------  ----------  ----------  --------  ----------  ----------------------
2026-03-08  XS-2  每周两次下科室巡查  外科     major     2026-03-02  2026-03-08  1/2               12  XS-2/外科/2026-03-08/1
2026-03-08  XS-2  每周两次下科室巡查  外科     major     2026-03-02  2026-03-08  2/2               12  XS-2/外科/2026-03-08/2

entered late
due         rule  title               subject  status    done on     record                 obligation
----------  ----  ------------------  -------  --------  ----------  ---------------------  ----------------------
2026-03-08  XS-2  每周两次下科室巡查  内科     complied  2026-03-03  C20260303-6cr7-000003  XS-2/内科/2026-03-08/1
2026-03-08  XS-2  每周两次下科室巡查  内科     complied  2026-03-05  C20260305-6cr7-000004  XS-2/内科/2026-03-08/2

to be done in the next seven days
state  due         days left  rule  title               subject  severity  times  obligation
-----  ----------  ---------  ----  ------------------  -------  --------  -----  ----------------------
due    2026-03-22          2  XS-2  每周两次下科室巡查  内科     major         2  XS-2/内科/2026-03-22/1
due    2026-03-22          2  XS-2  每周两次下科室巡查  外科     major         2  XS-2/外科/2026-03-22/1

prepared by: ____________  reviewed by: ____________  in charge: ____________

"#]]
    );
}

#[test]
fn what_is_missed_is_as_many_rows_as_the_summary_counts() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-10");
    let report = json(&lab, "report compliance -p 2026-03");
    let missed = rows(&report, "inspect.compliance.missed");
    assert_eq!(report["facts"]["n_missed"], missed.len());
    assert_eq!(rows(&report, "inspect.compliance.statuses")[0]["missed"], missed.len());
    let told: Vec<String> = missed
        .iter()
        .map(|row| format!("{} {} {}", row["due"], row["subject"], row["nth"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        [
            "2026-03-08 内科 1/2",
            "2026-03-08 内科 2/2",
            "2026-03-08 外科 1/2",
            "2026-03-08 外科 2/2",
            "2026-03-15 内科 2/2",
            "2026-03-15 外科 1/2",
            "2026-03-15 外科 2/2",
        ]
    );
}

#[test]
fn due_tells_cron_by_its_exit_code() {
    let mut lab = wards();
    lab.on("2026-03-03");
    let nothing = lab.ok("inspect due --within 3d");
    assert_data_eq!(
        nothing,
        str![[r#"
到期提醒

今天      2026-03-03
看到      2026-03-06
截至      2026-03-03
登记截至  2026-03-03T08:30:00

没有到期、逾期或漏检的任务

状态  到期日  剩余天数  规则  名称  对象  程度  次数  任务号
----  ------  --------  ----  ----  ----  ----  ----  ------
无记录

"#]]
    );
    lab.on("2026-03-08");
    assert_data_eq!(
        lab.run("inspect due --within 0d").stdout,
        str![[r#"
到期提醒

今天      2026-03-08
看到      2026-03-08
截至      2026-03-08
登记截至  2026-03-08T08:30:00

状态        到期日      剩余天数  规则  名称                对象  程度  次数  任务号
----------  ----------  --------  ----  ------------------  ----  ----  ----  ----------------------
! 今天到期  2026-03-08         0  XS-2  每周两次下科室巡查  内科  较大     2  XS-2/内科/2026-03-08/1
! 今天到期  2026-03-08         0  XS-2  每周两次下科室巡查  外科  较大     2  XS-2/外科/2026-03-08/1

"#]]
    );
    lab.on("2026-03-09");
    let ran = lab.run("inspect due --within 0d -f csv --headers keys");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
urgency,due,days,rule,title,subject,severity,n_units,obligation
missed,2026-03-08,-1,XS-2,每周两次下科室巡查,内科,major,2,XS-2/内科/2026-03-08/1
missed,2026-03-08,-1,XS-2,每周两次下科室巡查,外科,major,2,XS-2/外科/2026-03-08/1

"#]]
    );
}

#[test]
fn each_refusal_names_the_next_command() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass");
    let said: String = [
        "inspect record XS-3 内科 --result pass",
        "inspect record 消防 内科 --result pass",
        "inspect record XS-2 内二科 --result pass",
        "inspect record XS-2 食堂 --result pass",
        "inspect record XS-2 内科 --result pass --date 2026-03-21",
        "inspect record XS-2 内科 --result pass --date 2026-03-01",
        "inspect record XS-2 内科 --result fail",
        "inspect record XS-2 内科 --result pass --supersedes C1",
        "inspect rules add XS-2 --title 每周一次 --every 1/week --from 2026-03-02",
        "inspect rules bind XS-2 内科 --from 2026-03-10",
        "inspect rules release 食堂 --to 2026-03-10 --reason 关门",
        "inspect excuse XS-2 内科 --from 2026-03-23 --to 2026-03-29 --reason 装修 --person 甲 \
         --approved-by 甲",
        "finding rectify F1 --note 好了",
        "report compliance --rule XS-9",
        "report compliance --subject 儿科",
    ]
    .map(|line| format!("$ {line}\n{}", lab.refuses(77, line)))
    .concat();
    assert_data_eq!(
        said,
        str![[r#"
$ inspect record XS-3 内科 --result pass
错误：没有规则 XS-3，是不是 XS-2？
  提示：查看规则：houqin inspect rules
$ inspect record 消防 内科 --result pass
错误：没有规则 消防
  提示：新增：houqin inspect rules add 消防 --title 名称 --every 1/week --subject 对象 --from 生效日；自带的规则包：houqin inspect rules packs list；已有规则：houqin inspect rules
$ inspect record XS-2 内二科 --result pass
错误：规则 XS-2 不管对象 内二科，是不是 内科？
  提示：查看对象：houqin inspect rules subjects；纳入规则：houqin inspect rules bind XS-2 内二科 --from 启用日
$ inspect record XS-2 食堂 --result pass
错误：规则 XS-2 不管对象 食堂
  提示：纳入规则：houqin inspect rules bind XS-2 食堂 --from 启用日；查看对象：houqin inspect rules subjects
$ inspect record XS-2 内科 --result pass --date 2026-03-21
错误：2026-03-21 还没有到（今天 2026-03-20）
  提示：核对日期；今天的日期不对时加 --today 日期
$ inspect record XS-2 内科 --result pass --date 2026-03-01
错误：规则 XS-2 在 2026-03-01 没有生效
  提示：查看生效日：houqin inspect rules
$ inspect record XS-2 内科 --result fail
错误：内科 在 2026-03-20 的同一检查（规则 XS-2）已有记录 C20260320-6cr7-000003，内容不同
  提示：要更正它：加 --supersedes C20260320-6cr7-000003；当天又查了一次：加 --time 时间
$ inspect record XS-2 内科 --result pass --supersedes C1
错误：没有编号为 C1 的记录可更正
  提示：查编号：houqin inspect list；批次、排班和证书的编号：houqin inspect batch list、houqin inspect roster list、houqin certificate list
$ inspect rules add XS-2 --title 每周一次 --every 1/week --from 2026-03-02
错误：规则 XS-2 已有一版自 2026-03-02 生效，内容不同；新版必须更晚
  提示：新版加 --from 更晚的日期；改错字直接编辑 inspections/rules/ 下的文件
$ inspect rules bind XS-2 内科 --from 2026-03-10
错误：内科 自 2026-03-02 起已在规则 XS-2 之下
  提示：查看启用停用日：houqin inspect rules subjects；先停用：houqin inspect rules release 内科 --to 最后一天 --reason 原因
$ inspect rules release 食堂 --to 2026-03-10 --reason 关门
错误：食堂 在 2026-03-10 没有受任何规则管，无从停用
  提示：查看启用停用日：houqin inspect rules subjects
$ inspect excuse XS-2 内科 --from 2026-03-23 --to 2026-03-29 --reason 装修 --person 甲 --approved-by 甲
错误：甲 是责任人，不能自己批准豁免
  提示：换一位批准人：--approved-by
$ finding rectify F1 --note 好了
错误：没有编号为 F1 的问题
  提示：查看未销号的问题：houqin finding list
$ report compliance --rule XS-9
错误：没有规则 XS-9，是不是 XS-2？
  提示：查看规则：houqin inspect rules
$ report compliance --subject 儿科
错误：没有对象 儿科，是不是 内科？
  提示：查看对象：houqin inspect rules subjects

"#]]
    );
}

#[test]
fn wrong_usage_says_what_is_right() {
    let lab = wards();
    let said: String = [
        "inspect record XS-2 内科 --result good",
        "inspect record XS-2 内科 --result pass --date 2026-02-30",
        "inspect record XS-2 内科 --result pass --time 9:30",
        "inspect rules add XS-9 --title 月检 --every monthly",
        "inspect rules add XS-9 --title 月检 --every max-gap=15d --spacing 2",
        "inspect due --within week",
        "report compliance --as-of 2026-12-31",
    ]
    .map(|line| format!("$ {line}\n{}", lab.refuses(2, line)))
    .concat();
    assert_data_eq!(
        said,
        str![[r#"
$ inspect record XS-2 内科 --result good
错误：--result 不认识“good”，可以用：pass, fail, na
  提示：查看用法：houqin help
$ inspect record XS-2 内科 --result pass --date 2026-02-30
错误：--date：日历上没有“2026-02-30”这一天
  提示：查看该月有几天；二月在闰年才有 29 日
$ inspect record XS-2 内科 --result pass --time 9:30
错误：--time：“9:30”不是时间
  提示：写成 时:分，补足两位，24 小时制：08:30
$ inspect rules add XS-9 --title 月检 --every monthly
错误：--every：看不懂频次“monthly”
  提示：写法：2/week、1/month、2/day，最长间隔 max-gap=15d，按起算日 anchored=1y，每班 shifts=A 08:00-16:00，停留 dwell<=48h，持证 certificate=种类，事后 event+2d
$ inspect rules add XS-9 --title 月检 --every max-gap=15d --spacing 2
错误：--every：间隔（--spacing）不能和 max-gap=15d 一起用
  提示：查看写法：houqin inspect rules add --help
$ inspect due --within week
错误：--within：看不懂天数“week”
  提示：写成 7d：houqin inspect due --within 7d
$ report compliance --as-of 2026-12-31
错误：--as-of：2026-12-31 还没有到（今天 2026-03-20）
  提示：核对日期；今天的日期不对时加 --today 日期

"#]]
    );
}

#[test]
fn what_was_known_then_stands_beside_what_is_known_now() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-03");
    let week = "report compliance -p 2026-03-02..2026-03-08 --as-of 2026-03-08 --subject 内科";
    let then = lab.run(&format!("{week} -f csv"));
    assert!(then.stdout.contains("\n漏检次数,2\n"), "{}", then.stdout);
    assert_data_eq!(
        then.stderr,
        str![[r#"
另有 1 行在 2026-03-08 之后才登记，未计入
  提示：要计入：加 --known-by 2026-03-20

"#]]
    );
    let now = lab.ok(&format!("{week} --known-by 2026-03-20 --restated-since 2026-03-08"));
    assert_data_eq!(
        now,
        str![[r#"
巡检合规报告

期间        2026-03-02..2026-03-08
应检次数    2
按期率      50.0%
评级        ✗ 不合格
漏检次数    1
重大漏检    0
逾期次数    0
未销号问题  0
截至        2026-03-08
登记截至    2026-03-20

各规则执行情况
规则  名称                频次    对象数  应检次数  按期  迟做  逾期  漏检  豁免  不适用  未到期  提前完成  按期率
----  ------------------  ------  ------  --------  ----  ----  ----  ----  ----  ------  ------  --------  ------
XS-2  每周两次下科室巡查  2/week       1         2     1     0     0     1     0       0       0         0   50.0%
----  ------------------  ------  ------  --------  ----  ----  ----  ----  ----  ------  ------  --------  ------
合计                                             2     1     0     0     1     0       0       0         0   50.0%

各规则执行率
规则  按期率  加权按期率  整期按期率  当时可见按期率  完成率  从严按期率  豁免占比  补录占比   目标  是否达标
----  ------  ----------  ----------  --------------  ------  ----------  --------  --------  -----  --------
XS-2   50.0%       50.0%        0.0%            0.0%   50.0%       50.0%      0.0%    100.0%  95.0%  ✗ 未达标
----  ------  ----------  ----------  --------------  ------  ----------  --------  --------  -----  --------
合计   50.0%       50.0%        0.0%            0.0%   50.0%       50.0%      0.0%    100.0%

漏检明细
到期日      规则  名称                对象  程度  期间从      期间到      第几次  距今天数  任务号
----------  ----  ------------------  ----  ----  ----------  ----------  ------  --------  ----------------------
2026-03-08  XS-2  每周两次下科室巡查  内科  较大  2026-03-02  2026-03-08  2/2            0  XS-2/内科/2026-03-08/2

补录明细
到期日      规则  名称                对象  结果  实际日期    记录                   任务号
----------  ----  ------------------  ----  ----  ----------  ---------------------  ----------------------
2026-03-08  XS-2  每周两次下科室巡查  内科  按期  2026-03-03  C20260303-6cr7-000003  XS-2/内科/2026-03-08/1

今后七天要做的
状态      到期日      剩余天数  规则  名称                对象  程度  次数  任务号
--------  ----------  --------  ----  ------------------  ----  ----  ----  ----------------------
即将到期  2026-03-15         7  XS-2  每周两次下科室巡查  内科  较大     2  XS-2/内科/2026-03-15/1

2026-03-08 出表以后，本表有 28 处改动，逐项列在下面

出表后的改动
表              行                                           栏          原数                    现数
--------------  -------------------------------------------  ----------  ----------------------  ----------------------
巡检合规报告    —                                            按期率      0.0%                    50.0%
巡检合规报告    —                                            漏检次数    2                       1
各规则执行情况  XS-2                                         按期        0                       1
各规则执行情况  XS-2                                         漏检        2                       1
各规则执行情况  XS-2                                         按期率      0.0%                    50.0%
各规则执行情况  合计                                         按期        0                       1
各规则执行情况  合计                                         漏检        2                       1
各规则执行情况  合计                                         按期率      0.0%                    50.0%
各规则执行率    XS-2                                         按期率      0.0%                    50.0%
各规则执行率    XS-2                                         加权按期率  0.0%                    50.0%
各规则执行率    XS-2                                         完成率      0.0%                    50.0%
各规则执行率    XS-2                                         从严按期率  0.0%                    50.0%
各规则执行率    XS-2                                         补录占比    —                       100.0%
各规则执行率    合计                                         按期率      0.0%                    50.0%
各规则执行率    合计                                         加权按期率  0.0%                    50.0%
各规则执行率    合计                                         完成率      0.0%                    50.0%
各规则执行率    合计                                         从严按期率  0.0%                    50.0%
各规则执行率    合计                                         补录占比    —                       100.0%
补录明细        2026-03-08 · XS-2 · 内科                     名称        无此行                  每周两次下科室巡查
补录明细        2026-03-08 · XS-2 · 内科                     结果        无此行                  按期
补录明细        2026-03-08 · XS-2 · 内科                     实际日期    无此行                  2026-03-03
补录明细        2026-03-08 · XS-2 · 内科                     记录        无此行                  C20260303-6cr7-000003
补录明细        2026-03-08 · XS-2 · 内科                     任务号      无此行                  XS-2/内科/2026-03-08/1
漏检明细        2026-03-08 · XS-2 · 内科 · 2026-03-02 · 1/2  名称        每周两次下科室巡查      无此行
漏检明细        2026-03-08 · XS-2 · 内科 · 2026-03-02 · 1/2  程度        较大                    无此行
漏检明细        2026-03-08 · XS-2 · 内科 · 2026-03-02 · 1/2  期间到      2026-03-08              无此行
漏检明细        2026-03-08 · XS-2 · 内科 · 2026-03-02 · 1/2  距今天数    0                       无此行
漏检明细        2026-03-08 · XS-2 · 内科 · 2026-03-02 · 1/2  任务号      XS-2/内科/2026-03-08/1  无此行

改动的依据（出表后登记的单据）
登记时刻             登记人    编号                   业务日期    种类  对象         冲销或更正  原因
-------------------  --------  ---------------------  ----------  ----  -----------  ----------  ----
2026-03-20T08:30:00  库管员甲  C20260303-6cr7-000003  2026-03-03  合格  XS-2 · 内科

制表：____________  审核：____________  负责人：____________

"#]]
    );
}

#[test]
fn defects_of_the_rules_and_the_ledgers_have_their_places() {
    let lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-03");
    let rules = lab.read("inspections/rules/hospital.toml");
    lab.write(
        "inspections/rules/own.toml",
        "[[rule]]\nid = \"A\"\ntitle = \"月检\"\nevery = \"monthly\"\nvalid_from = 2026-01-01\n\
         grce = 3\n\n[[rule]]\nid = \"XS-2\"\ntitle = \"再来\"\nevery = \"1/week\"\n\
         valid_from = 2026-02-30\ntarget = 98.5\nseverity = \"big\"\n",
    );
    assert!(lab.fails(65, "inspect rules").contains("own.toml"), "{rules}");
    lab.write(
        "inspections/rules/own.toml",
        "[[rule]]\nid = \"A\"\ntitle = \"月检\"\nevery = \"monthly\"\nvalid_from = 2026-01-01\n\
         grce = 3\n\n[[rule]]\nid = \"XS-2\"\ntitle = \"再来\"\nevery = \"1/week\"\n\
         valid_from = 2026-01-05\ntarget = 98.5\nseverity = \"big\"\n",
    );
    let records = lab.read("inspections/records/2026/2026-03.csv");
    let wrong = records.lines().nth(1).expect("a record").replace("XS-2", "XS-9");
    lab.write(
        "inspections/records/2026/2026-03.csv",
        format!("{records}{}\n", wrong.replace("000003", "000009").replace("pass", "合格了")),
    );
    let ran = lab.run("check");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
inspections/records/2026/2026-03.csv:3:49: 错误：result 列不认识“合格了”，可以用：pass, fail, na
  C20260303-6cr7-000009,XS-9,,内科,2026-03-03,,库管员甲,合格了,,,,,,,2026-03-20T08:30:00+08:00,库管员甲
                                                        ^^^^^^
  提示：改成其中一个词；改好后运行 houqin check
inspections/rules/own.toml:4:9: 错误：看不懂频次“monthly”
  every = "monthly"
          ^
  提示：写法：2/week、1/month、2/day，最长间隔 max-gap=15d，按起算日 anchored=1y，每班 shifts=A 08:00-16:00，停留 dwell<=48h，持证 certificate=种类，事后 event+2d
inspections/rules/own.toml:6:1: 错误：不认识 grce，是不是 grace？
  grce = 3
  ^
  提示：改好后运行 houqin check
inspections/rules/own.toml:13:10: 错误：target 是小数，要加引号，才不丢位数
  target = 98.5
           ^
  提示：例如 target = "98.5"；改好后运行 houqin check
inspections/rules/own.toml:14:12: 错误：severity 不认识“big”，可以用：critical, major, minor
  severity = "big"
             ^
  提示：改成其中一个词；改好后运行 houqin check

"#]]
    );
}

#[test]
fn out_of_service_and_excused_days_are_told_apart() {
    let mut lab = Lab::new();
    lab.on("2026-01-01");
    lab.ok("inspect rules add XF-M --title 消防月检 --every 1/month --from 2026-01-01 --subject 门诊楼");
    lab.on("2026-02-10");
    lab.ok("inspect excuse XF-M 门诊楼 --from 2026-02-01 --to 2026-02-28 --reason 改造 \
         --person 巡检员甲 --approved-by 科长");
    lab.on("2026-05-02");
    lab.ok("inspect rules release 门诊楼 --to 2026-03-10 --reason 封闭");
    lab.ok("inspect rules bind XF-M 门诊楼 --from 2026-04-20 --reason 重新开放");
    assert_data_eq!(
        lab.ok("inspect rules subjects"),
        str![[r#"
规则适用对象

编号                   规则  对象    启用日      在用至      原因      更正
---------------------  ----  ------  ----------  ----------  --------  ---------------------
V20260101-6cr7-000003  XF-M  门诊楼  2026-01-01  2026-03-10  封闭      V20260101-6cr7-000001
V20260420-6cr7-000004  XF-M  门诊楼  2026-04-20  —           重新开放  —

"#]]
    );
    let statuses = json(&lab, "report compliance -p 2026-01-01..2026-04-30");
    let line = &statuses["statuses"];
    assert_data_eq!(serde_json::to_string_pretty(line).expect("JSON"), str!["null"]);
}

#[test]
fn the_summary_says_what_the_report_says() {
    let mut lab = wards();
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-03");
    lab.ok("inspect record XS-2 内科 --result pass --date 2026-03-05");
    let asked = "report compliance -p 2026-03 --as-of 2026-03-20";
    let (full, sums) = (json(&lab, asked), json(&lab, &format!("{asked} --summary")));
    for table in ["inspect.compliance.statuses", "inspect.compliance.rates"] {
        assert_eq!(rows(&full, table), rows(&sums, table), "{table}");
    }
    for fact in ["on_time", "grade"] {
        assert_eq!(full["facts"][fact], sums["facts"][fact], "{fact}");
    }
    let tables = sums["tables"].as_array().expect("tables");
    assert!(tables.iter().all(|table| table["table"] != "inspect.compliance.missed"));
    lab.fails(1, &format!("{asked} --summary --exit-code"));
    lab.fails(2, &format!("{asked} --summary --restated-since 2026-03-10"));
    // What was recorded later is told, and left out, on both roads.
    lab.on("2026-03-25");
    lab.ok("inspect record XS-2 外科 --result pass --date 2026-03-19");
    let then = json(&lab, &format!("{asked} --known-by 2026-03-20 --summary"));
    assert_eq!(
        rows(&then, "inspect.compliance.statuses"),
        rows(&sums, "inspect.compliance.statuses")
    );
    let now = json(&lab, &format!("{asked} --known-by 2026-03-25 --summary"));
    assert_ne!(
        rows(&now, "inspect.compliance.statuses"),
        rows(&sums, "inspect.compliance.statuses")
    );
}

#[test]
fn the_report_names_who_is_out_of_service_and_what_is_next() {
    let lab = wards();
    lab.ok("org site add DY --name 东院");
    lab.ok("org department add 内科 --name 内科 --site DY");
    lab.ok(
        "inspect rules add XF-M --title 消防月检 --every 1/month --from 2026-01-01 --topic fire \
         --severity critical --subject 门诊楼",
    );
    lab.ok("inspect rules release 外科 --to 2026-03-10 --reason 装修");
    lab.ok("certificate add 电工甲 --kind 电工证 --number 1 --from 2020-04-01 --to 2026-03-31");
    let report =
        json(&lab, "report compliance -p 2026-Q1 --as-of 2026-03-19 --known-by 2026-03-20");
    let out = &rows(&report, "inspect.compliance.out")[0];
    assert_eq!((&out["subject"], &out["out_day"]), (&"外科".into(), &"2026-03-10".into()));
    assert_eq!(out["reason"], "装修");
    let certificate = &rows(&report, "inspect.compliance.certificates")[0];
    assert_eq!(certificate["holder"], "电工甲");
    let next = rows(&report, "inspect.compliance.next");
    assert_eq!((&next[0]["subject"], &next[0]["due"]), (&"内科".into(), &"2026-03-22".into()));
    let topics = rows(&report, "inspect.compliance.topics");
    assert_eq!(
        (&topics[0]["topic"], &topics[0]["missed"]),
        (&"inspect.topic.fire".into(), &2.into())
    );
    let sites = rows(&report, "inspect.compliance.sites");
    assert_eq!((sites.len(), &sites[1]["site"]), (2, &"DY".into()));
    assert_eq!(report["facts"]["grade"], "inspect.grade.fail");
    assert_eq!(report["facts"]["n_critical"], 2);
}

#[test]
fn the_report_answers_with_its_exit_code_when_asked() {
    let lab = wards();
    lab.fails(1, "report compliance -p 2026-03 --exit-code");
    lab.ok("report compliance -p 2026-03");
    lab.ok("report compliance -p 2026-01 --exit-code");
}
