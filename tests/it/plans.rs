//! Indicators and the tasks of the year's plan through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with two indicators and the values of a quarter, one of them missing.
fn indicators() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-05");
    lab.ok("indicator add MYD --name 综合满意度 --unit % --at-least 98% --owner 院办公室主任 --section 服务");
    lab.ok(
        "indicator add RC --name 褥疮发生数 --unit 例 --equal 0 --owner 护理部主任 --section 质量",
    );
    lab.on("2026-04-02");
    lab.write("月值.csv", "指标,月份,分子,分母,数值,统计人\n综合满意度,2026-01,49,50,,统计员\n\
         综合满意度,2026-03,9795,10000,,统计员\n褥疮发生数,2026年1月,,,0,护士长\nRC,2026-02,,,0,护士长\n");
    lab
}

#[test]
fn indicators_month_by_month_with_gaps_said() {
    let lab = indicators();
    lab.ok("indicator import 月值.csv");
    assert!(lab.ok("indicator import 月值.csv").contains("已有 4"));
    lab.ok("indicator set RC --month 2026-03 --value 0 --person 护士长");
    let ran = lab.run("report indicators -p 2026-Q1 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
指标完成情况

期间        2026-01-01..2026-03-31
指标数      2
达标月数    4
未达标月数  1
缺数据月数  1
截至        2026-04-02
登记截至    2026-04-02T08:30:00

期间合计
指标编码  指标名称    目标   单位  责任人        达标月数  未达标月数  缺数据月数  分子   分母  合计值  期间结论
--------  ----------  -----  ----  ------------  --------  ----------  ----------  ----  -----  ------  --------
MYD       综合满意度  ≥ 98%  %     院办公室主任         1           1           1  9844  10050   97.9%  ✗ 缺数据
RC        褥疮发生数  = 0    例    护理部主任           3           0           0     —      —       0  ✓ 达标

达标月份占已过月份
指标名称    达标占比  达标月数  已过月数
----------  --------  --------  --------
综合满意度     33.3%         1         3  #############
褥疮发生数    100.0%         3         3  ########################################

逐月
指标编码  指标名称    月份     分子   分母   数值  目标   结论      统计人
--------  ----------  -------  ----  -----  -----  -----  --------  ------
MYD       综合满意度  2026-01    49     50  98.0%  ≥ 98%  ✓ 达标    统计员
MYD       综合满意度  2026-02     —      —      —  ≥ 98%  ✗ 缺数据  —
MYD       综合满意度  2026-03  9795  10000  97.9%  ≥ 98%  ✗ 未达标  统计员
RC        褥疮发生数  2026-01     —      —      0  = 0    ✓ 达标    护士长
RC        褥疮发生数  2026-02     —      —      0  = 0    ✓ 达标    护士长
RC        褥疮发生数  2026-03     —      —      0  = 0    ✓ 达标    护士长

注：MYD 综合满意度 缺 2026-02，不算达标；补登：houqin indicator set MYD --month 2026-02 --numerator 分子 --denominator 分母（或 --value 数值）

制表：____________  审核：____________  负责人：____________

"#]]
    );
    assert_data_eq!(
        lab.ok("indicator show 综合满意度 -p 2026-Q1"),
        str![[r#"
指标

期间      2026-01-01..2026-03-31
合计值    97.9%
期间结论  ✗ 缺数据
截至      2026-04-02
登记截至  2026-04-02T08:30:00

指标
编号                   指标编码  指标名称    单位  方向    目标  起始月   责任人        类别
---------------------  --------  ----------  ----  ------  ----  -------  ------------  ----
N20260101-6cr7-000001  MYD       综合满意度  %     不低于  98%   2026-01  院办公室主任  服务

逐月走势
月份      数值  分子   分母  目标   结论      记录
-------  -----  ----  -----  -----  --------  ---------------------
2026-01  98.0%    49     50  ≥ 98%  ✓ 达标    N20260131-6cr7-000003  ########################################
2026-02      —     —      —  ≥ 98%  ✗ 缺数据  —
2026-03  97.9%  9795  10000  ≥ 98%  ✗ 未达标  N20260331-6cr7-000006  ########################################

注：MYD 综合满意度 缺 2026-02，不算达标；补登：houqin indicator set MYD --month 2026-02 --numerator 分子 --denominator 分母（或 --value 数值）

"#]]
    );
    let said = lab.refuses(77, "indicator set RC --month 2026-03 --value 1");
    assert_data_eq!(
        said,
        str![[r#"
错误：指标 RC 的 2026-03 已有数值 N20260331-6cr7-000007，内容不同
  提示：更正它：加 --supersedes N20260331-6cr7-000007

"#]]
    );
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn the_report_of_a_past_day_says_what_was_known_then() {
    let mut lab = indicators().english();
    lab.ok("indicator import 月值.csv");
    lab.on("2026-04-03");
    let before = lab.ok("report indicators -p 2026-Q1 --as-of 2026-04-02");
    lab.on("2026-04-20");
    lab.ok("indicator set MYD --month 2026-02 --numerator 1 --denominator 2");
    let values = lab.read("inspections/values.csv");
    let line = values.lines().find(|line| line.contains("2026-03")).expect("the value of March");
    let id = line.split(',').next().expect("its number");
    lab.ok(&format!(
        "indicator set MYD --month 2026-03 --numerator 98 --denominator 100 --supersedes {id}"
    ));
    let then = lab.run("report indicators -p 2026-Q1 --as-of 2026-04-02").stdout;
    assert_eq!(then, before);
    let now = lab.run("report indicators -p 2026-Q1").stdout;
    assert!(now.contains("148") && now.contains("97.3%"), "{now}");
}

#[test]
fn the_sample_is_taken_over_as_it_is_printed() {
    let lab = Lab::new();
    let sample = lab.ok("indicator sample -f csv");
    lab.write("指标.csv", &sample);
    lab.ok("indicator import 指标.csv");
    assert!(lab.ok("indicator import 指标.csv").contains("新记 0"));
    assert_eq!(lab.ok("indicator list -f csv").lines().count(), sample.lines().count());
}

/// A plan as an office writes it.
const PLAN: &str = "序号,类别,工作任务,责任人,责任科室,完成时限,备注\n\
    17,规范化建设,完善各种台账,库管员,后勤部,3月底,装订成册\n\
    35,医院管理,规章制度印刷,办事员,后勤部,一季度,\n\
    9,安全,二期监控系统建设,保卫科长,保卫科,2026/6/30,\n\
    20,节能,制定节约用电措施,电工,后勤部,2026-02-28,\n";

fn plan() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-05");
    lab.write("计划.csv", PLAN);
    lab.ok("task import 计划.csv");
    lab
}

/// The plan as it was followed until the middle of April.
fn followed() -> Lab {
    let mut lab = plan();
    assert!(lab.ok("task import 计划.csv").contains("已有 4"));
    lab.ok("task progress 2026-9 --percent 30 --note 完成招标");
    lab.on("2026-03-10");
    lab.ok("task done 2026-20 --note 已发文");
    lab.on("2026-03-31");
    lab.ok("task extend 2026-35 --due 2026-04-30 --reason 等印刷 --approved-by 科长");
    lab.on("2026-04-15");
    lab
}

#[test]
fn a_plan_is_listed_and_its_deadlines_hold() {
    let lab = followed();
    let said = lab.refuses(
        77,
        "task extend 2026-17 --due 2026-04-30 --reason 等附件 --approved-by 科长 --approved-on 2026-03-31",
    );
    assert_data_eq!(
        said,
        str![[r#"
错误：任务 2026-17 的时限 2026-03-31 已过，不能再延期
  提示：延期要在时限当天或之前批准并登记；做完后登记完成：houqin task done 2026-17 --note 做了什么

"#]]
    );
    assert_data_eq!(
        lab.ok("task list"),
        str![[r#"
工作任务

截至      2026-04-15
登记截至  2026-04-15T08:30:00

任务编号  状态          完成时限    逾期（天）  类别        任务              责任人    责任科室  进度  原定时限    延期次数  最近情况
--------  ------------  ----------  ----------  ----------  ----------------  --------  --------  ----  ----------  --------  --------
2026-17   ✗ 逾期未完成  2026-03-31          15  规范化建设  完善各种台账      库管员    后勤部      0%  —                  0  装订成册
2026-35   进行中        2026-04-30           —  医院管理    规章制度印刷      办事员    后勤部      0%  2026-03-31         1  等印刷
2026-9    进行中        2026-06-30           —  安全        二期监控系统建设  保卫科长  保卫科     30%  —                  0  完成招标

"#]]
    );
    assert_data_eq!(
        lab.ok("task show 2026-35"),
        str![[r#"
工作任务

任务编号  2026-35
任务      规章制度印刷
计划年度  2026
责任人    办事员
状态      进行中
完成时限  2026-04-30
原定时限  2026-03-31
进度      0%
类别      医院管理
责任科室  后勤部
截至      2026-04-15
登记截至  2026-04-15T08:30:00

编号                   日期        事项      完成时限    经办人    说明    登记日      登记人
---------------------  ----------  --------  ----------  --------  ------  ----------  --------
H20260105-6cr7-000002  2026-01-05  列入计划  2026-03-31  库管员甲          2026-01-05  库管员甲
H20260331-6cr7-000007  2026-03-31  延期      2026-04-30  科长      等印刷  2026-03-31  库管员甲

"#]]
    );
    assert_eq!(lab.run("task list --overdue --owner 电工 --exit-code").code, 0);
    assert_eq!(lab.run("task list --overdue --owner 库管员 --exit-code").code, 1);
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn a_plan_is_reported_by_owner_and_section() {
    let lab = followed();
    let ran = lab.run("report tasks -p 2026 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
年度工作任务完成情况

期间        2026
任务数      4
按期完成率  0.0%
按原定时限  0.0%
平均进度    32.5%
逾期未完成  1
截至        2026-04-15
登记截至    2026-04-15T08:30:00

逾期未完成的任务
任务编号  状态          完成时限    逾期（天）  类别        任务          责任人  责任科室  进度  延期次数  最近情况
--------  ------------  ----------  ----------  ----------  ------------  ------  --------  ----  --------  --------
2026-17   ✗ 逾期未完成  2026-03-31          15  规范化建设  完善各种台账  库管员  后勤部      0%         0  装订成册

按责任人
责任人    责任科室  任务数  按期完成  逾期完成  逾期未完成  逾期后取消  已取消  进行中  提前完成未到期  按期完成率  完成率  按原定时限  过期补登
--------  --------  ------  --------  --------  ----------  ----------  ------  ------  --------------  ----------  ------  ----------  --------
保卫科长  保卫科         1         0         0           0           0       0       1               0           —       —           —         0
办事员    后勤部         1         0         0           0           0       0       1               0           —       —        0.0%         0
库管员    后勤部         1         0         0           1           0       0       0               0        0.0%    0.0%        0.0%         0
电工      后勤部         1         0         1           0           0       0       0               0        0.0%  100.0%        0.0%         0
--------  --------  ------  --------  --------  ----------  ----------  ------  ------  --------------  ----------  ------  ----------  --------
合计                     4         0         1           1           0       0       2               0        0.0%   50.0%        0.0%         0

按类别
类别        任务数  按期完成  逾期完成  逾期未完成  逾期后取消  已取消  进行中  提前完成未到期  按期完成率  完成率  按原定时限  过期补登
----------  ------  --------  --------  ----------  ----------  ------  ------  --------------  ----------  ------  ----------  --------
医院管理         1         0         0           0           0       0       1               0           —       —        0.0%         0
安全             1         0         0           0           0       0       1               0           —       —           —         0
节能             1         0         1           0           0       0       0               0        0.0%  100.0%        0.0%         0
规范化建设       1         0         0           1           0       0       0               0        0.0%    0.0%        0.0%         0
----------  ------  --------  --------  ----------  ----------  ------  ------  --------------  ----------  ------  ----------  --------
合计             4         0         1           1           0       0       2               0        0.0%   50.0%        0.0%         0

各责任人进度
责任人    平均进度  责任科室  任务数
--------  --------  --------  ------
保卫科长     30.0%  保卫科         1  ############
办事员        0.0%  后勤部         1
库管员        0.0%  后勤部         1
电工        100.0%  后勤部         1  ########################################

其他任务
任务编号  状态        完成时限    逾期（天）  类别      任务              责任人    责任科室  进度  原定时限    延期次数  完成日      最近情况
--------  ----------  ----------  ----------  --------  ----------------  --------  --------  ----  ----------  --------  ----------  --------
2026-35   进行中      2026-04-30           —  医院管理  规章制度印刷      办事员    后勤部      0%  2026-03-31         1  —           等印刷
2026-9    进行中      2026-06-30           —  安全      二期监控系统建设  保卫科长  保卫科     30%  —                  0  —           完成招标
2026-20   ! 逾期完成  2026-02-28          10  节能      制定节约用电措施  电工      后勤部    100%  —                  0  2026-03-10  已发文

制表：____________  审核：____________  负责人：____________

"#]]
    );
}

#[test]
fn a_plan_without_owners_or_deadlines_is_sent_back() {
    let lab = Lab::new().english();
    lab.write(
        "plan.csv",
        "no,task title,owner,deadline\n1,bind the ledgers,,2026-03-31\n2,print the rules,clerk,\n\
         3,monitor the halls,guard,3月前\n",
    );
    assert_data_eq!(
        lab.fails(65, "task import plan.csv"),
        str![[r#"
plan.csv:2:20: error: task 2026-1 has no owner
  1,bind the ledgers,,2026-03-31
                     ^
  hint: name who answers for it, a person or a role: --owner storekeeper
plan.csv:3:25: error: task 2026-2 has no deadline
  2,print the rules,clerk,
                          ^
  hint: give a day: --due 2026-03-31
plan.csv:4:27: error: `3月前` is not a day
  3,monitor the halls,guard,3月前
                            ^^^^^
  hint: write year-month-day with two digits each: 2026-03-05
error: of 3 row(s) read 3 cannot be taken (0 could, 0 recorded already); nothing was written
  hint: mend the file and run the same command again; or add --review REVIEW.csv to record the good rows and have the others there with their reasons

"#]]
    );
}
