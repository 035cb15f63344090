//! Quotas and a graded year, through the command line.

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A second-class hospital that has read its meters through 2025, and entered what it is.
pub(crate) fn hospital() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-02");
    let meters = "--from 2025-01-01 --initial 0";
    lab.ok(&format!("meter add D-ZY --name 总电表 --utility 电 {meters}"));
    lab.ok(&format!(
        "meter add D-CF --name 厨房电表 --utility 电 --parent D-ZY --purpose 厨房 {meters}"
    ));
    lab.ok(&format!("meter add S-ZY --name 总水表 --utility 冷水 {meters}"));
    for (point, register) in [("D-ZY", "800000"), ("D-CF", "85300"), ("S-ZY", "90000")] {
        lab.ok(&format!("meter read {point} {register} --date 2026-01-01 -q"));
    }
    for (driver, figure) in [
        ("area", "11000"),
        ("special_area", "1000"),
        ("beds", "500"),
        ("staff", "600"),
        ("non_staff", "200"),
        ("interns", "0"),
        ("visits", "20000"),
        ("occupied_bed_days", "14000"),
    ] {
        lab.ok(&format!("energy driver set {driver} {figure} -p 2025"));
    }
    let settings = lab.read("houqin.toml");
    lab.write(
        "houqin.toml",
        format!(
            "{settings}\n[energy]\nhospital_class = \"level2\"\nclimate_zone = \"A\"\n\n\
             [energy.scope]\nspecial = [\"厨房\"]\n"
        ),
    );
    lab
}

#[test]
fn a_year_is_graded_with_its_working() {
    let lab = hospital();
    let ran = lab.run("energy quota grade -p 2025 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
用能用水定额评价

年度      2025
院区      —
医院等级  二级
气候分区  A 区
分区依据  设置或参数写明
供暖方式  —
截至      2026-01-02
登记截至  2026-01-02T08:30:00

指标
指标                    本院  单位         约束值  基准值  引导值  通用值  先进值  评价                      该做的
------------------  --------  -----------  ------  ------  ------  ------  ------  ------------------------  ----------------
单位面积非供暖能耗   22.1557  kgce/(m²·a)    22.6    15.3     9.4       —       —  ✓ 约束值以内、基准值以上  制定年度改进目标
人均综合能耗        129.3143  kgce/(p·a)    907.4   556.9   428.3       —       —  ✓ 引导值以内              自行设定目标
单位面积常规电耗     71.4700  kWh/(m²·a)     73.1    53.0    34.9       —       —  ✓ 约束值以内、基准值以上  制定年度改进目标
单位面积供暖能耗           —  kgce/(m²·a)       —       —       —       —       —  没有划分                  —
数据中心 EUE               —  —               2.2     2.0     1.6       —       —  没有划分                  —
单位床日用水量      493.1507  L/（床·d）        —       —       —     540     340  ✓ 通用值以内、先进值以上  向先进值改进

算式
指标                     用量  单位  口径                         除以                            数值  算式                       结果
------------------  ---------  ----  ---------------------------  -------------------------  ---------  ---------------------  --------
单位面积非供暖能耗  221557.00  kgce  山东公共机构（DB37/T 2671）  建筑面积减特殊用能面积 m²      10000  221557 ÷ 10000          22.1557
人均综合能耗        248000.00  kgce  山东公共机构（DB37/T 2671）  用能人数                   1917.8082  248000 ÷ 1917.8082     129.3143
单位面积常规电耗    714700.00  kWh   —                            建筑面积减特殊用能面积 m²      10000  714700 ÷ 10000          71.4700
单位床日用水量       90000.00  m3    —                            开放床日                      182500  90000 ÷ 182500 × 1000  493.1507

各项
项目                              算式                        人数
--------------------------------  ---------------------  ---------
在编（全年平均）                  600                     600.0000
非在编（全年平均）                200                     200.0000
实习 人×月÷12                     0 ÷ 12                    0.0000
床位×占用率（占用床日÷开放床日）  500 × 168000 ÷ 182500   460.2740
门诊人次÷365                      240000 ÷ 365            657.5342
--------------------------------  ---------------------  ---------
合计                                                     1917.8082

另行划分的监测点
监测点  名称      类别  划分
------  --------  ----  ------------
D-CF    厨房电表  厨房  特殊用能系统

缺的
指标              缺什么
----------------  --------------------------------
单位面积供暖能耗  没有写哪一类监测点属于“供暖”
数据中心 EUE      没有写哪一类监测点属于“数据中心”

注：没有划分供暖：非供暖能耗和常规电耗里可能含供暖
  提示：在 houqin.toml 的 [energy.scope] 写 heating = ["类别"]
注：有的月份没有登记开放床日，用的是床位数×当月天数
注：定额是内置样例：二手来源，未核对原文，不能当作法规引用
  提示：核对后写本院的：houqin energy quota set；查看：houqin energy quota list
注：按公历年统计；X>约束值限期整改，基准值<X≤约束值定年度改进目标，引导值<X≤基准值鼓励提升，X≤引导值自设目标；用水 Vz = Wz÷ΣN×1000；建筑面积不含车库、含地下室；
    自用充电计入，自发光伏不计（DB37/T 2671-2019、2673-2019、4452-2021，二手来源）

"#]]
    );
}

#[test]
fn every_step_of_a_grade_is_explained() {
    let lab = hospital();
    let shown = lab.ok("energy quota grade -p 2025 --explain -f csv");
    for step in [
        "电用量，按监测点,D-ZY - D-CF,714700.00 kWh",
        "电折标准煤，2025,714700.00 × 0.31,221557 kgce,DB37/T 2671-2019 附录 B：供电煤耗",
        "除以建筑面积减特殊用能面积 m²,221557 ÷ 10000,22.1557,DB37/T 2673-2019",
        "床位×占用率（占用床日÷开放床日）,500 × 168000 ÷ 182500,460.2740",
        "除以用能人数,248000 ÷ 1917.8082,129.3143",
        "除以开放床日,90000 ÷ 182500 × 1000,493.1507,DB37/T 4452-2021",
    ] {
        assert!(shown.contains(step), "{step}\n{shown}");
    }
}

#[test]
fn nothing_known_is_open_and_never_zero() {
    let lab = Lab::new();
    let ran = lab.run("energy quota grade -p 2025 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let lacks = "单位面积非供暖能耗  不知道医院等级
单位面积非供暖能耗  不知道气候分区
单位面积非供暖能耗  没有计入的监测点计量能源
单位面积非供暖能耗  全年没有登记建筑面积
人均综合能耗        不知道医院等级
";
    assert!(ran.stdout.contains(lacks), "{}", ran.stdout);
    assert!(ran.stdout.contains("? ÷ ? × 1000"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("0.0000"), "{}", ran.stdout);
    for wrong in ["-p 2025-Q1", "-p 2025 --hospital-class 四级", "-p 2025 --climate-zone C"] {
        assert!(lab.fails(2, &format!("energy quota grade {wrong}")).starts_with("错误"));
    }
}

#[test]
fn a_flag_goes_before_the_settings_and_over_the_limit_is_found() {
    let lab = hospital();
    let ran = lab.run("energy quota grade -p 2025 --hospital-class 一级 --exit-code");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("超过约束值"), "{}", ran.stdout);
    assert!(ran.stdout.contains("限期整改"), "{}", ran.stdout);
}

#[test]
fn a_grade_reads_in_every_format_and_as_it_was_known() {
    let lab = hospital();
    let json = lab.ok("energy quota grade -p 2025 -f json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("json");
    let rows = json["tables"][0]["rows"].as_array().expect("rows");
    assert_eq!(rows[2]["indicator"], "quota.indicator.general_electricity");
    assert_eq!(
        (rows[2]["value"].as_str(), rows[2]["limit"].as_str()),
        (Some("71.4700"), Some("73.1"))
    );
    for format in ["csv", "tsv", "markdown"] {
        let printed = lab.ok(&format!("energy quota grade -p 2025 -f {format}"));
        assert!(printed.contains("71.4700"), "{format}: {printed}");
    }
    let before = lab.ok("energy quota grade -p 2025 --known-by 2025-12-31");
    assert!(!before.contains("71.4700"), "{before}");
}

#[test]
fn own_quotas_are_set_listed_and_imported_and_stand_before_the_samples() {
    let lab = hospital();
    let set = "energy quota set 单位面积常规电耗 70/60/50 --hospital-class 二级 --climate-zone A \
               --valid-from 2025-01-01 --source 市定额";
    assert_data_eq!(
        lab.ok(&format!("{set} --dry-run")),
        str![[r#"
试运行（未写入）

指标              医院等级  气候分区  约束值  基准值  引导值  单位        起用        来源    出处
----------------  --------  --------  ------  ------  ------  ----------  ----------  ------  --------
单位面积常规电耗  二级      A 区          70      60      50  kWh/(m²·a)  2025-01-01  市定额  本院设定

注：这是试运行，什么也没有写入；去掉 --dry-run 才会记录

"#]]
    );
    lab.ok(set);
    assert!(lab.ok(set).contains("已有相同记录"), "the identical one again");
    assert_data_eq!(
        lab.read("meters/quotas.toml"),
        str![[r#"
[[quota]]
indicator = "general_electricity"
class = "level2"
zone = "A"
valid_from = 2025-01-01
limit = "70"
base = "60"
guide = "50"
source = "市定额"

"#]]
    );
    let graded = lab.ok("energy quota grade -p 2025");
    assert!(graded.contains("超过约束值"), "{graded}");
    lab.write(
        "定额.csv",
        "指标,医院等级,生效日,通用值,先进值,来源\n单位床日用水量,二级,2025-01-01,500,300,市水务局\n",
    );
    lab.ok("energy quota import 定额.csv");
    let list = lab.ok("energy quota list -f csv");
    assert!(list.contains("单位床日用水量,二级,不分,,,,500,300"), "{list}");
    // What a list shows can be imported again: the samples in it are passed over.
    lab.write("列表.csv", &list);
    let again = lab.ok("energy quota import 列表.csv");
    assert!(!again.contains("内置样例"), "{again}");
    assert!(lab.ok("check").contains("没有"), "the register reads back");
}

#[test]
fn the_sample_quotas_are_those_of_the_standard_and_say_what_they_are() {
    let list = Lab::new().ok("energy quota list -f csv");
    for line in [
        "单位面积非供暖能耗,三级,A 区,38.1,30.3,21.9",
        "人均综合能耗,一级,B 区,938.8,623.8,367.0",
        "单位面积常规电耗,二级,B 区,110.6,79.6,52.3",
        "单位面积供暖能耗（空调）,不分,不分,15.1,9.2,6.2",
        "数据中心 EUE,不分,不分,2.2,2.0,1.6",
    ] {
        assert!(list.contains(line), "{line}\n{list}");
    }
    assert!(list.contains("单位床日用水量,三级,不分,,,,804,440"), "{list}");
    let rows = list.lines().count() - 1;
    assert_eq!(rows, 25);
    assert_eq!(list.matches("样例：二手来源，未核对原文").count(), rows);
}

#[test]
fn a_whole_year_of_temperatures_tells_the_zone() {
    let lab = hospital();
    let settings = lab.read("houqin.toml").replace("climate_zone = \"A\"\n", "");
    lab.write("houqin.toml", settings);
    let mut rows = "日期,站点,平均气温\n".to_owned();
    for (month, days) in (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        for day in 1..=days {
            let mean = if (6..9).contains(&month) { "27.5" } else { "8" };
            writeln!(rows, "2025-{month:02}-{day:02},54823,{mean}").expect("a String takes all");
        }
    }
    lab.write("气温.csv", rows);
    lab.ok("energy weather import 气温.csv");
    let graded = lab.ok("energy quota grade -p 2025");
    assert!(graded.contains("B 区"), "{graded}");
    assert!(graded.contains("HDD18 2730，CDD26 138（DB37/5026-2022）"), "{graded}");
}

#[test]
fn a_settings_word_that_nobody_knows_is_refused_at_its_place() {
    let lab = Lab::new();
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[energy]\nhospital_class = \"四级\"\n"));
    let said = lab.fails(78, "energy quota grade -p 2025");
    assert!(said.contains("houqin.toml") && said.contains("四级"), "{said}");
}
