//! The public-institution return, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::quota::hospital;

#[test]
fn a_return_is_filled_with_its_sources_and_says_what_is_missing() {
    let lab = hospital();
    lab.ok("energy tariff set 电 0.65 --valid-from 2025-01-01 --source 供电合同");
    lab.ok("energy driver set vehicles 3 -p 2025");
    let ran = lab.run("energy return -p 2025 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "cells are missing");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
公共机构能源资源消费统计

报表          公共机构能源资源消费统计（样例）
期间          2025
院区          —
截止          2026-03-31
截止依据      公共机构节能条例 第十五条
模板          public-institution
模板来源      按国管局统计报表的三张表名自拟
模板可信程度  样例：未找到正式表式，栏目未核实
格数          22
已填          8
截至          2026-01-02
登记截至      2026-01-02T08:30:00

报表
表                行次  项目                               数值  单位  出处
----------------  ----  ----------------------------  ---------  ----  -----------------------------------------------------------------------------------------
能源资源消费信息  1     建筑面积                          11000  m²    D20250101-6cr7-000004 D20250201-6cr7-000005 D20250301-6cr7-000006 D20250401-6cr7-000007
                                                                       D20250501-6cr7-000008 D20250601-6cr7-000009 …+6
能源资源消费信息  2     用能人数                        1917.81  人    D20250101-6cr7-000028 D20250101-6cr7-000040 D20250101-6cr7-000052 D20250101-6cr7-000064
                                                                       D20250101-6cr7-000076 D20250101-6cr7-000088 …+66
能源资源消费信息  3     编制床位数                          500  床    D20250101-6cr7-000028 D20250201-6cr7-000029 D20250301-6cr7-000030 D20250401-6cr7-000031
                                                                       D20250501-6cr7-000032 D20250601-6cr7-000033 …+6
能源资源消费信息  4     公务用车数量                          3  辆    D20250101-6cr7-000100 D20250201-6cr7-000101 D20250301-6cr7-000102 D20250401-6cr7-000103
                                                                       D20250501-6cr7-000104 D20250601-6cr7-000105 …+6
能源资源消费信息  5     用电量                        800000.00  kWh   D-ZY
能源资源消费信息  6     电费                          520000.00  元    2025-01-01 0.65
能源资源消费信息  7     用水量                         90000.00  m³    S-ZY
能源资源消费信息  8     水费                                  —  元
能源资源消费信息  9     天然气用量                            —  m³
能源资源消费信息  10    天然气费                              —  元
能源资源消费信息  11    热力用量                              —  GJ
能源资源消费信息  12    热力费                                —  元
能源资源消费信息  13    汽油用量（公务用车）                  —  kg
能源资源消费信息  14    综合能耗（山东公共机构口径）     248.00  tce   D-ZY

报表
表                        行次  项目                              数值  单位  出处
------------------------  ----  --------------------------------  ----  ----  ----
数据中心机房能源消费信息  1     机房用电量                        —     kWh
数据中心机房能源消费信息  2     其中：IT 设备用电量               —     kWh
数据中心机房能源消费信息  3     机房综合能耗（山东公共机构口径）  —     tce

报表
表                    行次  项目                              数值  单位  出处
--------------------  ----  --------------------------------  ----  ----  ----
采暖能源资源消费信息  1     采暖面积                          —     m²
采暖能源资源消费信息  2     采暖用热力                        —     GJ
采暖能源资源消费信息  3     采暖用天然气                      —     m³
采暖能源资源消费信息  4     采暖用电                          —     kWh
采暖能源资源消费信息  5     采暖综合能耗（山东公共机构口径）  —     tce

没有填的格子
表                        行次  项目                              缺什么
------------------------  ----  --------------------------------  ------------------------------------------
能源资源消费信息          8     水费                              冷水的费用还没有：用量、单价或分时读数不全
能源资源消费信息          9     天然气用量                        没有计入的监测点计量天然气
能源资源消费信息          10    天然气费                          没有计入的监测点计量天然气
能源资源消费信息          11    热力用量                          没有计入的监测点计量热力
能源资源消费信息          12    热力费                            没有计入的监测点计量热力
能源资源消费信息          13    汽油用量（公务用车）              账里没有，手工填写
数据中心机房能源消费信息  1     机房用电量                        没有写哪一类监测点属于“数据中心”
数据中心机房能源消费信息  2     其中：IT 设备用电量               没有写哪一类监测点属于“数据中心 IT 设备”
数据中心机房能源消费信息  3     机房综合能耗（山东公共机构口径）  没有写哪一类监测点属于“数据中心”
采暖能源资源消费信息      1     采暖面积                          全年没有登记采暖面积
采暖能源资源消费信息      2     采暖用热力                        没有写哪一类监测点属于“供暖”
采暖能源资源消费信息      3     采暖用天然气                      没有写哪一类监测点属于“供暖”
采暖能源资源消费信息      4     采暖用电                          没有写哪一类监测点属于“供暖”
采暖能源资源消费信息      5     采暖综合能耗（山东公共机构口径）  没有写哪一类监测点属于“供暖”

注：冷水的费用还没有：用量、单价或分时读数不全
  提示：查看：houqin energy cost -p 2025 --utility cold_water
注：没有计入的监测点计量天然气
  提示：查看：houqin meter list；划分：houqin.toml 的 [energy.scope]
注：没有计入的监测点计量热力
  提示：查看：houqin meter list；划分：houqin.toml 的 [energy.scope]
注：账里没有，手工填写
注：没有写哪一类监测点属于“数据中心”
  提示：有的话，在 houqin.toml 的 [energy.scope] 写 data_centre = ["类别"]，类别是监测点的 class
注：没有写哪一类监测点属于“数据中心 IT 设备”
  提示：有的话，在 houqin.toml 的 [energy.scope] 写 it_equipment = ["类别"]，类别是监测点的 class
注：全年没有登记采暖面积
  提示：登记：houqin energy driver set heated_area 数值 -p 2025
注：没有写哪一类监测点属于“供暖”
  提示：有的话，在 houqin.toml 的 [energy.scope] 写 heating = ["类别"]，类别是监测点的 class
注：2026-03-31 前报送
注：表和栏目是内置样例，不是正式表式
  提示：另存后按主管部门的表改，放进账库的 meters/returns/：houqin energy return --save-form 本院.toml

"#]]
    );
    assert_eq!(lab.run("energy return -p 2025").code, 0);
}

/// A template of the hospital's own.
const FORM: &str = "[[form]]\ntitle = \"季报\"\ndue = \"04-15\"\nsource = \"市机关事务局\"\n\n\
                    [[row]]\nsheet = \"用电\"\nline = \"1\"\nname = \"用电量\"\nunit = \"万kWh\"\n\
                    quantity = \"use\"\nof = \"electricity\"\ndivide_by = 10000\ndecimals = 4\n\n\
                    [[row]]\nsheet = \"规模\"\nname = \"建筑面积\"\nunit = \"m²\"\n\
                    quantity = \"driver\"\nof = \"area\"\n";

#[test]
fn the_stores_own_template_goes_before_the_sample() {
    let mut lab = hospital();
    lab.write("meters/returns/季报.toml", FORM);
    assert_data_eq!(
        lab.ok("energy return -p 2025 --exit-code"),
        str![[r#"
公共机构能源资源消费统计

报表          季报
期间          2025
院区          —
截止          2026-04-15
截止依据
模板          季报
模板来源      市机关事务局
模板可信程度  —
格数          2
已填          2
截至          2026-01-02
登记截至      2026-01-02T08:30:00

报表
表    行次  项目       数值  单位   出处
----  ----  ------  -------  -----  ----
用电  1     用电量  80.0000  万kWh  D-ZY

报表
表    行次  项目       数值  单位  出处
----  ----  --------  -----  ----  -----------------------------------------------------------------------------------------------------------------------------
规模        建筑面积  11000  m²    D20250101-6cr7-000004 D20250201-6cr7-000005 D20250301-6cr7-000006 D20250401-6cr7-000007 D20250501-6cr7-000008
                                   D20250601-6cr7-000009 …+6

注：2026-04-15 前报送

"#]]
    );
    lab.on("2026-04-20");
    let late = lab.ok("energy return -p 2025");
    assert!(late.contains("2026-04-15 截止，已过 5 天"), "{late}");
    let quarter = lab.ok("energy return -p 2025-Q1");
    assert!(!quarter.contains("截止，已过"), "only a year's return has a day: {quarter}");
    let sample = lab.ok("energy return -p 2025 --form public-institution");
    assert!(sample.contains("采暖能源资源消费信息"), "{sample}");
    lab.write("外来.toml", FORM.replace("季报", "外来表"));
    assert!(lab.ok("energy return -p 2025 --form 外来.toml").contains("外来表"));
}

#[test]
fn a_word_that_nobody_knows_is_refused_at_its_line_and_column() {
    let lab = hospital();
    lab.write("外来.toml", FORM.replace("\"electricity\"", "\"电力\""));
    let said = lab.fails(65, "energy return -p 2025 --form 外来.toml");
    assert!(said.contains("外来.toml:12:6"), "{said}");
    assert!(said.contains("电力"), "{said}");
    lab.write("meters/returns/季报.toml", FORM.replace("\"use\"", "\"used\""));
    let said = lab.fails(65, "energy return -p 2025");
    assert!(said.contains("meters/returns/季报.toml:11:12"), "{said}");
    assert!(lab.run("check").stdout.contains("季报.toml:11:12"));
}

#[test]
fn the_sample_is_saved_to_be_changed() {
    let lab = hospital();
    let ran = lab.run("energy return --save-form 本院.toml");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let saved = lab.read("本院.toml");
    assert!(saved.contains("[[form]]"));
    let outside = lab.ok("energy return -p 2025 --form 本院.toml");
    lab.write("meters/returns/本院.toml", saved);
    let shown = lab.ok("energy return -p 2025");
    assert_eq!(shown, outside, "the same template, kept in the store");
    assert!(shown.contains("本院") && !shown.contains("不是正式表式"), "{shown}");
}

#[test]
fn a_period_and_a_template_that_are_none_are_refused() {
    let lab = Lab::new();
    for wrong in ["-p 2025-01-01..2025-02-15", "-p 2024-12-01..2025-11-30"] {
        assert!(lab.fails(2, &format!("energy return {wrong}")).contains("整年"), "{wrong}");
    }
    assert!(lab.fails(77, "energy return -p 2025 --form 没有").contains("没有模板"));
    lab.write("meters/returns/甲.toml", FORM);
    lab.write("meters/returns/乙.toml", FORM);
    assert!(lab.fails(77, "energy return -p 2025").contains("甲"));
}

#[test]
fn a_return_reads_in_every_format() {
    let lab = hospital();
    for format in ["csv", "tsv", "markdown", "json"] {
        let printed = lab.ok(&format!("energy return -p 2025 -f {format}"));
        assert!(printed.contains("800000"), "{format}: {printed}");
    }
}
