//! Night flow and drift through the command line: readings, alarms, acknowledgements, events near.

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A water point read at 22:00 and 06:00 through `days` of February and March, leaking from the
/// 17th night on.
fn leaking(days: u32) -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-05");
    lab.ok("meter add S-ZY --name 总水表 --utility 冷水 --digits 6 --max-per-day 2000");
    let mut csv = "监测点,日期,时间,读数\n".to_owned();
    let mut tenths = 10_000_u32;
    for day in 0..days {
        let (month, date) = if day < 28 { (2, day + 1) } else { (3, day - 27) };
        // A tenth of a cubic metre more or less, as nights go.
        tenths += 640 + (day % 3) * 8 + if day > 16 { 400 } else { 0 };
        let morning = format!("{}.{}", tenths / 10, tenths % 10);
        tenths += 3400;
        let evening = format!("{}.{}", tenths / 10, tenths % 10);
        writeln!(csv, "S-ZY,2026-{month:02}-{date:02},06:00,{morning}").expect("a line");
        writeln!(csv, "S-ZY,2026-{month:02}-{date:02},22:00,{evening}").expect("a line");
    }
    lab.write("抄表.csv", csv);
    lab.ok("meter import 抄表.csv");
    lab
}

#[test]
fn three_nights_in_a_row_alarm_until_they_are_acknowledged() {
    let lab = leaking(24);
    let ran = lab.run("meter night --all -p 2026-02-16..2026-02-24 --exit-code --explain");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "an alarm is running");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
夜间用量

期间      2026-02-16..2026-02-24
截至      2026-03-05
登记截至  2026-03-05T08:30:00

夜间基准
监测点  名称    能源  来自                    基准起      基准止      夜数  中位数（每小时）  绝对偏差中位数  上限（每小时）
------  ------  ----  ----------------------  ----------  ----------  ----  ----------------  --------------  --------------
S-ZY    总水表  冷水  早晚两次抄表，夜间平均  2026-02-02  2026-02-15    14               8.1             0.1        8.544780

夜间报警
监测点  名称    偏高起      报警        偏高止      夜数  夜间中位数  漏损（每小时）  漏损（每天）  单位  状态
------  ------  ----------  ----------  ----------  ----  ----------  --------------  ------------  ----  ----------
S-ZY    总水表  2026-02-18  2026-02-20  2026-02-24     7        13.1               5        120.00  m3    ✗ 仍在继续

各夜
监测点  早晨日期    夜间（每小时）  前一白天（每小时）    夜昼比      上限  判断
------  ----------  --------------  ------------------  --------  --------  ------
S-ZY    2026-02-16               8               21.25  0.376471  8.544780  ✓ 正常
S-ZY    2026-02-17             8.1               21.25  0.381176  8.544780  ✓ 正常
S-ZY    2026-02-18            13.2               21.25  0.621176  8.544780  ! 偏高
S-ZY    2026-02-19              13               21.25  0.611765  8.544780  ! 偏高
S-ZY    2026-02-20            13.1               21.25  0.616471  8.544780  ✗ 报警
S-ZY    2026-02-21            13.2               21.25  0.621176  8.544780  ✗ 报警
S-ZY    2026-02-22              13               21.25  0.611765  8.544780  ✗ 报警
S-ZY    2026-02-23            13.1               21.25  0.616471  8.544780  ✗ 报警
S-ZY    2026-02-24            13.2               21.25  0.621176  8.544780  ✗ 报警

注：S-ZY 夜间用量连续偏高，可能漏水或长流
  提示：去现场查；查明后确认：houqin meter night ack S-ZY --reason 原因
注：2026-02-16..2026-02-24 没有实际占用床日，夜间用量没有按占用床比较
  提示：登记：houqin energy driver set occupied_bed_days 数值 -p 2026-02-16..2026-02-24

计算过程
指标                  步骤                                            算式                    结果           依据
--------------------  ----------------------------------------------  ----------------------  -------------  ----------------------
S-ZY：上限（每小时）  基准各夜的中位数                                14                      8.1            2026-02-02..2026-02-15
S-ZY：上限（每小时）  与中位数之差的中位数                            14                      0.1            2026-02-02..2026-02-15
S-ZY：上限（每小时）  上限 = 中位数 + 倍数 × 1.4826 × 绝对偏差中位数  8.1 + 3 × 1.4826 × 0.1  8.544780 m3/h
S-ZY：漏损（每天）    漏损 = 偏高各夜的中位数 − 基准中位数            13.1 − 8.1              5 m3/h         2026-02-18..2026-02-24
S-ZY：漏损（每天）    每天漏损 = 每小时 × 24                          5 × 24                  120.00 m3

"#]]
    );
    let acknowledged = lab.ok("meter night ack S-ZY --reason 埋地管漏水已修 --person 王工");
    assert_data_eq!(
        acknowledged,
        str![[r#"
已记录

编号                   日期        监测点  原因            经手人
---------------------  ----------  ------  --------------  ------
A20260305-6cr7-000049  2026-03-05  S-ZY    埋地管漏水已修  王工

"#]]
    );
    let ran = lab.run("meter night S-ZY -p 2026-02 --exit-code");
    assert_eq!(ran.code, 0, "somebody knows");
    assert!(ran.stdout.contains("已确认"), "{}", ran.stdout);
    assert_data_eq!(
        lab.read("meters/acknowledgements.csv"),
        str![[r#"
id,date,point,from,reason,person,recorded_at,recorded_by
A20260305-6cr7-000049,2026-03-05,S-ZY,,埋地管漏水已修,王工,2026-03-05T08:30:00+08:00,库管员甲

"#]]
    );
}

#[test]
fn the_settings_say_how_many_nights_make_a_baseline() {
    let lab = leaking(24);
    let settings = lab.read("houqin.toml");
    lab.write(
        "houqin.toml",
        format!("{settings}\n[watch]\nbaseline_nights = 5\ndeviations = \"2\"\n"),
    );
    let shown = lab.ok("meter night S-ZY -p 2026-02 -f csv --headers keys");
    let baseline = shown.lines().find(|line| line.starts_with("S-ZY,总水表")).expect("a line");
    assert_data_eq!(
        baseline,
        str!["S-ZY,总水表,cold_water,two_readings,2026-02-02,2026-02-06,5,8.1,0.1,8.396520"]
    );
    lab.write("houqin.toml", format!("{settings}\n[watch]\ncusum_limit = 0.5\n"));
    assert_eq!(lab.run("meter night S-ZY").code, 78, "a float loses digits");
}

#[test]
fn a_drift_is_told_with_what_happened_near_it() {
    let mut lab = Lab::new();
    lab.on("2026-02-05");
    lab.ok("meter add D-01 --name 空调配电 --utility 电 --max-per-day 9000");
    let mut csv = "监测点,日期,读数\n".to_owned();
    let mut register = 0;
    for month in 0..14 {
        writeln!(csv, "D-01,{}-{:02}-01,{register}", 2025 + month / 12, month % 12 + 1)
            .expect("a line");
        register += 3100 - if month > 8 { 400 } else { 0 } + (month % 2) * 20;
    }
    lab.write("抄表.csv", csv);
    lab.ok("meter import 抄表.csv");
    lab.ok("energy measure add KT-01 --name 空调变频 --utility 电 --point D-01 --start 2025-09-10 --end 2025-09-28");
    let ran = lab.run("energy cusum D-01 -p 2025 --expected 3100 --sigma 60 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "it drifts");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
累计偏差（CUSUM）

监测点      D-01
名称        空调配电
单位        kWh
期间        2025
预期来自    给定
基准期      —
基准月数    —
标准差σ     60
松弛k（σ）  0.5
界限h（σ）  5
截至        2026-02-05
登记截至    2026-02-05T08:30:00

累计节约的走势
累计节约C  -80 – 1080 kWh  ▁▁▁▁▁▁▁▁▁▃▆█
报警       300 kWh                  ▄

上累、下累与报警界限
上累S⁺      0              ▁▁▁▁▁▁▁▁▁▁▁▁
下累S⁻      0 – 17.833333  ▁▁▁▁▁▁▁▁▁▃▆█
界限h（σ）  5              ▄▄▄▄▄▄▄▄▄▄▄▄
报警        5.833333                ▄

累计偏差（CUSUM）
月份        实际  预期  累计节约C      偏离z  上累S⁺     下累S⁻  判断
-------  -------  ----  ---------  ---------  ------  ---------  ----------
2025-01  3100.00  3100          0          0       0          0  ✓ 正常
2025-02  3120.00  3100        -20   0.333333       0          0  ✓ 正常
2025-03  3100.00  3100        -20          0       0          0  ✓ 正常
2025-04  3120.00  3100        -40   0.333333       0          0  ✓ 正常
2025-05  3100.00  3100        -40          0       0          0  ✓ 正常
2025-06  3120.00  3100        -60   0.333333       0          0  ✓ 正常
2025-07  3100.00  3100        -60          0       0          0  ✓ 正常
2025-08  3120.00  3100        -80   0.333333       0          0  ✓ 正常
2025-09  3100.00  3100        -80          0       0          0  ✓ 正常
2025-10  2720.00  3100        300  -6.333333       0   5.833333  ! 用量下偏
2025-11  2700.00  3100        700  -6.666667       0         12  ! 用量下偏
2025-12  2720.00  3100       1080  -6.333333       0  17.833333  ! 用量下偏

偏移
方向        报警月   变化起点
----------  -------  --------
! 用量下偏  2025-10  2025-10

变化前后的事件
日期        距变化（天）  类别          对象   内容      编号
----------  ------------  ------------  -----  --------  ---------------------
2025-09-10           -21  节能措施开工  KT-01  空调变频  J20250910-6cr7-000015
2025-09-28            -3  节能措施完工  KT-01  空调变频  J20250910-6cr7-000015

注：用量从 2025-10 起下偏，2025-10 报警：可能是节约，也可能是表停走
  提示：对照下面列出的措施和换表；没有措施就去看表

"#]]
    );
    let explained = lab.ok(
        "energy cusum D-01 -p 2025-10 --baseline 2025-01-01..2025-06-30 --explain -f csv --headers keys",
    );
    assert_data_eq!(
        explained,
        str![[r##"
# watch.cusum
point,D-01
name,空调配电
unit,kWh
period,2025-10
expectation,mean
baseline,2025-01-01..2025-06-30
n_baseline,6
sigma,129.2558
slack,0.5
limit,5
as_of,2026-02-05
known_by,2026-02-05T08:30:00

# watch.cusum
month,actual,expected,saved,score,high,low,state
2025-10,2720.00,3195.91,475.91,-3.681924,0,3.181924,usual

# working.steps
figure,what,formula,result,source
2025-10：月份,累计节约 C = 前月 +（预期 − 实际）,0 + (3195.91 − 2720.00),475.91,
2025-10：月份,偏离 z =（实际 − 预期）÷ σ,(2720.00 − 3195.91) ÷ 129.2558,-3.681924,
2025-10：月份,"上累 S⁺ = max(0, 前月 + z − k)","max(0, 0 + -3.681924 − 0.5)",0,
2025-10：月份,"下累 S⁻ = max(0, 前月 − z − k)","max(0, 0 − -3.681924 − 0.5)",3.181924,

"##]]
    );
}
