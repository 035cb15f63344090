//! Baselines, ranks, the plan, costs and metering coverage, through the command line: what is
//! printed, what is refused, and the exit codes.

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::meter::read;

/// A refusal's exit code and the first line of what it says.
fn refused(lab: &Lab, command: &str) -> String {
    let ran = lab.run(command);
    format!("{} {}", ran.code, ran.stderr.lines().next().unwrap_or_default())
}

/// A store with a year of one meter.
fn year() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-02-05");
    lab.ok("meter add D-01 --name 门诊配电 --utility 电 --max-per-day 9000");
    let mut csv = "监测点,日期,读数\n".to_owned();
    let mut register = 0;
    for month in 0..14 {
        writeln!(csv, "D-01,{}-{:02}-01,{register}", 2025 + month / 12, month % 12 + 1)
            .expect("a line");
        register += 3000 + (month % 3) * 30;
    }
    lab.write("抄表.csv", csv);
    lab.ok("meter import 抄表.csv");
    lab
}

#[test]
fn a_baseline_without_weather_is_a_mean() {
    let lab = year();
    let printed = lab.ok("energy baseline D-01 -p 2025 -f csv --headers keys");
    assert_data_eq!(
        printed,
        str![[r#"
# baseline.report
scope,D-01
site,
utility,electricity
unit,kWh
period,2025
cut,readings
n_periods,12
missing,0
station,
family,mean
select,bic
form,mean
sigma,96.13
correlation,-0.49
as_of,2026-02-05
known_by,2026-02-05T08:30:00

每天用 99.62 kWh，与气温没有关系

单期用量通常与此相差 96 kWh 上下

# baseline.coefficients
term,value,unit,t
base,99.6164,kWh/d,106.81

# baseline.candidates
form,points,r2,adjusted_r2,bic,state
mean,,0.0000,0.0000,29.59,chosen

# baseline.screening
measure,value,limit,kept,source
r2,0.0000,0.75,no,ASHRAE Guideline 14 通行做法（0.70 与 0.75 并存，取严；只作提示，不据此剔除模型）
cv_ashrae,0.0317,0.25,yes,ASHRAE Guideline 14 通行做法（除数 n−k，k 含截距和变点）
cv_caltrack,0.0304,1.00,yes,CalTRACK 2.0 方法 4.3.2（除数 n−c，c 不含截距；成组项目的缺省限值）
nmbe,0.0000,0.005,yes,ASHRAE Guideline 14 通行做法（±0.5 %）

# word.note
没有气温，用量随气温的变化算进了误差

"#]]
    );
    assert_data_eq!(
        refused(&lab, "energy baseline D-01 -p 2025-Q1"),
        str!["77 错误：2025-01-01..2025-03-31 只有 3 期可用，至少要 6 期"]
    );
    assert_data_eq!(
        refused(&lab, "energy baseline D-09 -p 2025"),
        str!["77 错误：没有监测点 D-09，是不是 D-01？"]
    );
    assert_data_eq!(
        refused(&lab, "energy baseline D-01 -p 2025 --model 均值"),
        str!["2 错误：--model 不认识“均值”，可以用：degree-day, change-point, mean"]
    );
    assert_data_eq!(
        refused(&lab, "energy prove D-01 -p 2025 --expected 120%"),
        str!["77 错误：预期节约“1.2”应在 0 与 1 之间"]
    );
}

#[test]
fn a_drift_against_the_model_of_a_baseline() {
    let lab = year();
    let printed = lab.ok("energy cusum D-01 -p 2026-01 --fit -f csv --headers keys");
    assert_data_eq!(
        printed,
        str![[r#"
month,actual,expected,saved,score,high,low,state
2026-01,3000.00,3088.11,88.11,-0.916526,0,0.416526,usual

"#]]
    );
    assert_data_eq!(
        refused(&lab, "energy cusum D-01 -p 2025 --fit"),
        str!["77 错误：D-01 的基准期只有 0 个月数据完整，至少要 6 个月"]
    );
    assert_data_eq!(
        refused(&lab, "energy cusum D-01 -p 2026 --model mean"),
        str!["2 错误：缺少必填参数：--fit"]
    );
}

#[test]
fn departments_are_ranked_and_nothing_is_guessed() {
    let lab = read();
    assert_data_eq!(
        lab.ok("energy rank -p 2026-03 --utility 电 -f csv --headers keys"),
        str![[r#"
# rank.report
period,2026-03
site,
as_of,2026-04-01
known_by,2026-04-01T08:30:00

# rank.lines
utility,per,place,department,name,amount,unit,coverage,value,median,on_median,state
electricity,use,1,NK1,内科一病区,2100.00,kWh,100.0%,2100.00,,,ranked
electricity,area,,NK1,内科一病区,2100.00,kWh,100.0%,,,,no_driver
electricity,bed_day,,NK1,内科一病区,2100.00,kWh,100.0%,,,,no_driver
electricity,visit,,NK1,内科一病区,2100.00,kWh,100.0%,,,,no_driver

# rank.totals
utility,whose,amount,unit,coverage
electricity,departments,2100.00,kWh,100.0%
electricity,common,17900.00,kWh,100.0%

# word.note
2026-03 有月份没有建筑面积：NK1
2026-03 有月份没有实际占用床日：NK1
2026-03 有月份没有门诊人次：NK1
科室登记里没有类别，所有科室放在一起比

"#]]
    );
    assert_data_eq!(
        refused(&lab, "energy rank -p 2026-03 --rank-by 人头"),
        str!["2 错误：--rank-by 不认识“人头”，可以用：use, area, bed-day, visit"]
    );
    assert_data_eq!(
        refused(&lab, "energy rank -p 2026-03 --site 北院"),
        str!["77 错误：没有登记院区 北院"]
    );
}

#[test]
fn the_plan_is_carried_out_or_warned_of() {
    let lab = read();
    lab.ok("energy target set 电 1500 -p 2026-03 --department NK1");
    let ran = lab.run("energy plan -p 2026-03 --exit-code -f csv --headers keys");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "a warning");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
# saving.report
period,2026-03
site,
reward_below,
warn_above,100.0%
n_months,1
as_of,2026-04-01
known_by,2026-04-01T08:30:00

# saving.lines
utility,department,name,unit,target,judged,used,left,rate,open,without
electricity,NK1,内科一病区,kWh,1500,1500,2100.00,-600.00,140.0%,0,0

# saving.judgements
kind,utility,department,name,first,last,months,target,used,unit,rate
warning,electricity,NK1,内科一病区,2026-03,2026-03,1,1500,2100.00,kWh,140.0%

# saving.months
utility,department,name,month,target,amount,coverage,rate,state
electricity,NK1,内科一病区,2026-03,1500,2100.00,100.0%,140.0%,bad

# word.note
没有设奖励线，只列预警

"#]]
    );
    assert_eq!(lab.run("energy plan -p 2026-03").code, 0);
    assert_data_eq!(
        refused(&lab, "energy plan -p 2026-03 --utility 煤油"),
        str!["2 错误：--utility：不认识能源“煤油”"]
    );
}

#[test]
fn a_cost_needs_a_price() {
    let lab = read();
    assert_data_eq!(
        lab.ok("energy cost -p 2026-03 --utility 电"),
        str![[r#"
能源费用

期间            2026-03
院区            —
费用合计（元）  —
截至            2026-04-01
登记截至        2026-04-01T08:30:00

费用
能源      用量  单位  天数覆盖  费用（元）
----  --------  ----  --------  ----------
电    20000.00  kWh     100.0%  ! 待定

用量 × 单价
能源  日期     档      用量  单位  单价（元）  金额（元，未取整）  单价生效
----  -------  --  --------  ----  ----------  ------------------  --------
电    2026-03  —   20000.00  kWh   —           ! 待定              —

注：电从 2026-03-01 起没有单价，费用没有算
  提示：设定：houqin energy tariff set electricity 单价 --valid-from 2026-03-01
注：电的费用待定，合计里没有它

"#]]
    );
    lab.ok("energy tariff set 电 0.65 --valid-from 2026-01-01 --source 供电合同");
    assert_data_eq!(
        lab.ok("energy cost -p 2026-03 --utility 电 -f csv --headers keys"),
        str![[r#"
# energy.cost
period,2026-03
site,
total,13000.00
as_of,2026-04-01
known_by,2026-04-01T08:30:00

# energy.cost.lines
utility,amount,unit,coverage,cost
electricity,20000.00,kWh,100.0%,13000.00

# energy.cost.pieces
utility,days,band,amount,unit,price,cost,valid_from,source
electricity,2026-03,all,20000.00,kWh,0.65,13000,2026-01-01,供电合同

"#]]
    );
    assert_data_eq!(
        refused(&lab, "energy cost -p 2026-13"),
        str!["2 错误：--period：“2026-13”不是期间"]
    );
}

#[test]
fn what_the_classes_of_meters_allow_for_is_explained() {
    let lab = read();
    let ran = lab.run("meter balance -p 2026-03 --explain --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "more than the meters may be off");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
总分表偏差

期间      2026-03
截至      2026-04-01
登记截至  2026-04-01T08:30:00

总分表偏差
总表  名称    能源  单位  总表用量  分表数  分表合计      差额    偏差  表计误差  可比天数  判断
----  ------  ----  ----  --------  ------  --------  --------  ------  --------  --------  --------------------
E-01  总配电  电    kWh   20000.00       1   2100.00  17900.00  89.50%     0.51%    100.0%  ! 有未计量用能或损耗

计算过程
指标        步骤                    算式                                     结果          依据
----------  ----------------------  ---------------------------------------  ------------  ------
E-01：差额  用量（准确度等级 0.5）                                           20000.00 kWh  E-01
E-01：差额  用量（准确度等级 1）                                             2100.00 kWh   E-01-1
E-01：差额  总表 − 分表合计         20000.00 − (2100.00)                     17900.00 kWh
E-01：差额  差额 ÷ 总表             17900.00 ÷ 20000.00                      89.50%
E-01：差额  各表误差的平方和开方    √((20000.00 × 0.5%)² + (2100.00 × 1%)²)  102.1812 kWh

"#]]
    );
    assert_data_eq!(
        refused(&lab, "meter balance D-QQQ -p 2026-03"),
        str!["77 错误：没有监测点 D-QQQ"]
    );
}

#[test]
fn what_must_be_metered_and_is_not_is_a_finding() {
    let lab = read();
    let ran = lab.run("meter coverage --exit-code -f csv --headers keys");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "spots without a meter");
    assert!(ran.stdout.contains("coverage"), "{}", ran.stdout);
    assert_data_eq!(
        refused(&lab, "meter coverage set 没有的部位 电 --point E-01"),
        str![
            "77 错误：计量清单里没有“没有的部位”，可以写：incoming, building, area, operating_theatre, icu, laboratory, data_centre, kitchen, bath_house, outsourced, air_conditioning, lighting, lifts, boilers"
        ]
    );
}
