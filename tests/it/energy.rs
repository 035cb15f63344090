//! Prices, factors, targets and the energy-saving report, through the command line.

use snapbox::{assert_data_eq, str};

use crate::meter::{hospital, read};

#[test]
fn the_report_says_what_was_used_saved_and_what_it_cost() {
    let lab = read();
    lab.ok("energy tariff set electricity 0.6543 --valid-from 2026-01-01 --source 供电合同");
    lab.ok("energy target set 电 20000 -p 2026");
    lab.ok("energy target set 电 1500 -p 2026-03 --department NK1");
    let ran = lab.run("report energy -p 2026-03 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "a target is exceeded");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
节能报告

期间             2026-03
上期             2026-02
去年同期         2025-03
对比口径         按总量
院区             —
折标口径         当量值
碳排放口径       全国电网
能源费用（元）   13086.00
综合能耗（tce）  2.4580
碳排放（tCO2）   10.6120
计划考核期       2026-01-01..2026-03-31
偏移监测点数     0
截至             2026-04-01
登记截至         2026-04-01T08:30:00

分能源
能源      用量  单位  天数覆盖     环比  同比   计划  节约  节约率  费用（元）  折标煤（tce）  碳排放（tCO2）
----  --------  ----  --------  -------  ----  -----  ----  ------  ----------  -------------  --------------
电    20000.00  kWh     100.0%   24.84%  缺数  20000  0.00   0.00%    13086.00  2.4580         10.6120
冷水    338.00  m3      100.0%  -10.11%  缺数      —     —       —           —  不折算         不折算
----  --------  ----  --------  -------  ----  -----  ----  ------  ----------  -------------  --------------
合计                                                                  13086.00  2.4580         10.6120

各月用量与计划、去年同月：电
用量  16020.00 – 20000.00 kWh   ▁█
计划  20000 kWh                ▄▄▄

各月用量与计划、去年同月：冷水
用量  338.00 – 376.00 m3   █▁

分科室
能源  科室  名称            用量  单位  天数覆盖  环比    同比  计划     节约   节约率  费用（元）
----  ----  ----------  --------  ----  --------  ------  ----  ----  -------  -------  ----------
电    NK1   内科一病区   2100.00  kWh     100.0%  缺数    缺数  1500  -600.00  -40.00%     1374.03
电    —     公共与损耗  17900.00  kWh     100.0%  11.74%  缺数     —        —        —    11711.97

奖罚名单
奖罚    能源  科室  名称        起月     止月     月数  计划     用量  单位  执行率
------  ----  ----  ----------  -------  -------  ----  ----  -------  ----  ------
✗ 预警  电    NK1   内科一病区  2026-03  2026-03     1  1500  2100.00  kWh   140.0%

折标系数
能源  口径      系数          系数           单位  起用        公布年份  来源                                    可信程度                               出处
                （kgce）      （kgCO2）
----  --------  ------------  -------------  ----  ----------  --------  --------------------------------------  -------------------------------------  --------
电    当量值    0.1229        —              kWh   2020-01-01  —         GB/T 2589-2020（860 kcal/kWh ÷ 7000）   二手来源，三处一致                     内置样例
电    全国电网  —             0.5306         kWh   2023-01-01  2023      生态环境部公告 2025 年第 47 号：2023    二手来源；以后年份公布前沿用           内置样例
                                                                         年全国电力平均
冷水  当量值    不折算        —              m3    2020-01-01  —         能耗只计能源，水不折算                  GB/T 2589                              内置样例
                                                                                                                 各版对新水的折算不一（0.0857、0.2571
                                                                                                                 kgce/t）
冷水  通用      —             不折算         m3    2020-01-01  —         碳排放只计能源，水不折算                —                                      内置样例

总分表偏差
总表  名称    能源  单位  总表用量  分表数  分表合计      差额    偏差  表计误差  可比天数  判断
----  ------  ----  ----  --------  ------  --------  --------  ------  --------  --------  --------------------
E-01  总配电  电    kWh   20000.00       1   2100.00  17900.00  89.50%     0.51%    100.0%  ! 有未计量用能或损耗

提示
代号    监测点  名称    起          止          用量  说明
------  ------  ------  ----------  ----------  ----  ---------------------
W-ROLL  W-01    总水表  2026-03-01  2026-03-31   338  表盘翻转：99876 → 214

注：冷水从 2026-03-01 起没有单价，费用没有算
  提示：设定：houqin energy tariff set cold_water 单价 --valid-from 2026-03-01
注：有 3 个监测点没有去年同期的完整月份，不判断偏移：E-01 E-01-1 W-01
  提示：补录去年读数，或自定基准：houqin energy cusum 监测点 --expected 用量 --sigma 标准差

制表：____________  审核：____________  批准：____________

"#]]
    );
}

#[test]
fn the_report_in_json_has_stable_keys_and_exact_figures() {
    let lab = read().english();
    let json = lab.ok("report energy -p 2026-03 -f json --basis db37");
    let report: serde_json::Value = serde_json::from_str(&json).expect("json");
    assert_eq!(report["facts"]["coal"], "6.2000");
    let tables = report["tables"].as_array().expect("tables");
    let columns: Vec<String> = tables
        .iter()
        .map(|table| {
            let keys = table["columns"].as_array().expect("columns").iter();
            let keys: Vec<&str> = keys.filter_map(serde_json::Value::as_str).collect();
            keys.join(" ")
        })
        .collect();
    assert_data_eq!(
        columns.join("\n"),
        str![[r#"
energy.utilities.utility energy.utilities.amount energy.utilities.unit energy.utilities.coverage energy.utilities.on_previous energy.utilities.on_last_year energy.utilities.target energy.utilities.saved energy.utilities.saved_ratio energy.utilities.cost energy.utilities.coal energy.utilities.carbon
energy.departments.utility energy.departments.department energy.departments.name energy.departments.amount energy.departments.unit energy.departments.coverage energy.departments.on_previous energy.departments.on_last_year energy.departments.target energy.departments.saved energy.departments.saved_ratio energy.departments.cost
energy.factors.utility energy.factors.basis energy.factors.kgce energy.factors.kgco2 energy.factors.unit energy.factors.valid_from energy.factors.year energy.factors.source energy.factors.mark energy.factors.origin
energy.balance.point energy.balance.name energy.balance.utility energy.balance.unit energy.balance.main energy.balance.n_subs energy.balance.subs energy.balance.rest energy.balance.ratio energy.balance.tolerance energy.balance.days energy.balance.verdict
energy.remarks.code energy.remarks.point energy.remarks.name energy.remarks.from energy.remarks.until energy.remarks.amount energy.remarks.what
"#]]
    );
    let rows: Vec<String> = tables
        .iter()
        .flat_map(|table| table["rows"].as_array().expect("rows"))
        .map(ToString::to_string)
        .collect();
    assert_data_eq!(
        rows.join("\n"),
        str![[r#"
{"utility":"meter.utility.electricity","amount":"20000.00","unit":"kWh","coverage":{"part":"31","whole":"31","percent":"100.0"},"on_previous":{"part":"3980","whole":"16020","percent":"24.84"},"on_last_year":"energy.change.missing","target":null,"saved":null,"saved_ratio":null,"cost":null,"coal":"6.2000","carbon":"10.6120"}
{"utility":"meter.utility.cold_water","amount":"338.00","unit":"m3","coverage":{"part":"31","whole":"31","percent":"100.0"},"on_previous":{"part":"-38","whole":"376","percent":"-10.11"},"on_last_year":"energy.change.missing","target":null,"saved":null,"saved_ratio":null,"cost":null,"coal":"energy.coal.not_converted","carbon":"energy.coal.not_converted"}
{"utility":"meter.utility.electricity","department":"NK1","name":"内科一病区","amount":"2100.00","unit":"kWh","coverage":{"part":"31","whole":"31","percent":"100.0"},"on_previous":"energy.change.missing","on_last_year":"energy.change.missing","target":null,"saved":null,"saved_ratio":null,"cost":null}
{"utility":"meter.utility.electricity","department":null,"name":"meter.subject.common","amount":"17900.00","unit":"kWh","coverage":{"part":"31","whole":"31","percent":"100.0"},"on_previous":{"part":"1880","whole":"16020","percent":"11.74"},"on_last_year":"energy.change.missing","target":null,"saved":null,"saved_ratio":null,"cost":null}
{"utility":"meter.utility.electricity","basis":"energy.basis.db37","kgce":"0.31","kgco2":null,"unit":"kWh","valid_from":"2020-01-01","year":null,"source":"DB37/T 2671-2019 附录 B：供电煤耗","mark":"各地等价值不一（0.3000–0.3150），宜按年度公布值另设","origin":"energy.origin.sample"}
{"utility":"meter.utility.electricity","basis":"energy.basis.grid_national","kgce":null,"kgco2":"0.5306","unit":"kWh","valid_from":"2023-01-01","year":"2023","source":"生态环境部公告 2025 年第 47 号：2023 年全国电力平均","mark":"二手来源；以后年份公布前沿用","origin":"energy.origin.sample"}
{"utility":"meter.utility.cold_water","basis":"energy.basis.db37","kgce":"energy.coal.not_converted","kgco2":null,"unit":"m3","valid_from":"2020-01-01","year":null,"source":"DB37/T 2671-2019 附录 B：水不折算","mark":"二手来源","origin":"energy.origin.sample"}
{"utility":"meter.utility.cold_water","basis":"energy.basis.common","kgce":null,"kgco2":"energy.coal.not_converted","unit":"m3","valid_from":"2020-01-01","year":null,"source":"碳排放只计能源，水不折算","mark":null,"origin":"energy.origin.sample"}
{"point":"E-01","name":"总配电","utility":"meter.utility.electricity","unit":"kWh","main":"20000.00","n_subs":1,"subs":"2100.00","rest":"17900.00","ratio":{"part":"17900","whole":"20000","percent":"89.50"},"tolerance":{"part":"255453/500000","whole":"100","percent":"0.51"},"days":{"part":"31","whole":"31","percent":"100.0"},"verdict":"energy.verdict.unmetered"}
{"code":"W-ROLL","point":"W-01","name":"总水表","from":"2026-03-01","until":"2026-03-31","amount":"338","what":{"code":"meter.notice.rollover","arguments":{"before":"99876","after":"214"},"text":"the dial rolled over: 99876 → 214"}}
"#]]
    );
}

#[test]
fn a_month_not_read_yet_is_open_and_never_zero() {
    let lab = read().english();
    let ran = lab.run("report energy -p 2026-04 --exit-code");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("E-UNREAD"), "{}", ran.stdout);
    assert!(ran.stdout.split_whitespace().all(|word| word != "0.00"), "{}", ran.stdout);
}

#[test]
fn registers_are_set_once_and_listed() {
    let lab = hospital();
    let set = "energy factor set electricity 0.3020 --basis supply --valid-from 2026-01-01 \
               --source 上年度公布值";
    lab.ok(set);
    let before = lab.files();
    lab.ok(set);
    assert_eq!(before, lab.files(), "the retry wrote something");
    assert_data_eq!(
        lab.read("meters/factors.toml"),
        str![[r#"
[[factor]]
utility = "electricity"
unit = "kWh"
basis = "supply"
valid_from = 2026-01-01
kgce = "0.3020"
source = "上年度公布值"

"#]]
    );
    let said = lab.refuses(77, &set.replace("0.3020", "0.31"));
    assert_data_eq!(
        said,
        str![[r#"
错误：电从 2026-01-01 起已经设为 0.3020
  提示：换一个生效日；登错了就直接改 meters/ 下的文件，再运行 houqin check

"#]]
    );
    assert!(lab.ok("energy factor list").contains("内置样例"));
    lab.ok("energy target set 冷水 300 -p 2026-Q2");
    assert_data_eq!(
        lab.ok("energy target list -p 2026-05"),
        str![[r#"
用能计划

月份     能源  科室  计划用量  单位  备注
-------  ----  ----  --------  ----  ----
2026-05  冷水  全院       300  m3    —

"#]]
    );
    lab.ok("energy tariff set gas 3.55 --valid-from 2026-01-01");
    assert!(lab.ok("energy tariff list").contains("3.55"));
}

#[test]
fn every_figure_of_the_report_is_explained_from_the_dials_on() {
    let lab = read();
    lab.ok("energy tariff set electricity 0.6543 --valid-from 2026-01-01 --source 供电合同");
    lab.ok("energy target set 电 1500 -p 2026-03 --department NK1");
    let said = lab.ok("report energy -p 2026-03 --explain -f csv");
    let (_, steps) = said.split_once("指标,步骤,算式").expect("the steps come last");
    let lines: Vec<&str> =
        steps.lines().filter(|line| line.contains("NK1") || line.contains("单价")).collect();
    assert_data_eq!(
        lines.join("\n"),
        str![[r#"
NK1 电 2026-03：用量,E-01-1 的用量,,2100.00 kWh,E-01-1
NK1 电 2026-03：用量,合计：31 天都有数,,2100.00 kWh,
NK1 电：用量,2026-03 的计划,,1500 kWh,T20260301-6cr7-000008
NK1 电：用量,计划 − 用量,1500 − 2100.00,-600.00,
NK1 电：用量,节约量占计划的比例,'-600.00 ÷ 1500,'-40.00%,
电：费用（元）,2026-03 用量 × 单价,20000.00 kWh × 0.6543,13086,2026-01-01 供电合同
NK1 电：执行率,2026-03 的执行率：用量 ÷ 计划,2100.00 ÷ 1500,140.0%,
NK1 电：执行率,已定月份的用量,2100.00,2100.00 kWh,
NK1 电：执行率,已定月份的计划,1500,1500 kWh,
NK1 电：执行率,计划 − 用量,1500 − 2100.00,'-600.00 kWh,
NK1 电：执行率,执行率：用量 ÷ 计划,2100.00 ÷ 1500,140.0%,
NK1 电：预警,2026-03 的执行率：用量 ÷ 计划,2100.00 ÷ 1500,140.0%,
NK1 电：预警,执行率：用量 ÷ 计划,2100.00 ÷ 1500,140.0%,
"#]]
    );
}
