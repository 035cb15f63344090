//! Standard coal, carbon and the factors they are computed by, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::meter::{hospital, read};

/// The year of the worked case: five carriers and water, read at its ends.
fn year() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-05");
    let mut sheet = "监测点,日期,读数\n".to_owned();
    for (code, utility, amount) in [
        ("E", "电", "4833915"),
        ("G", "天然气", "79374"),
        ("H", "热力", "13500"),
        ("D", "柴油", "2400"),
        ("P", "汽油", "10860"),
        ("W", "自来水", "154167"),
    ] {
        lab.ok(&format!("meter add {code} --name {utility}总表 --utility {utility}"));
        let rows = format!("{code},2025-01-01,0\n{code},2026-01-01,{amount}\n");
        sheet.push_str(&rows);
    }
    let ran = lab.run_with("meter import - -q", &sheet);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    lab
}

/// What a table of the JSON has in a column, row by row.
fn column(json: &str, table: usize, key: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(json).expect("json");
    let rows = report["tables"][table]["rows"].as_array().expect("rows").clone();
    rows.iter().map(|row| row[key].as_str().unwrap_or("—").to_owned()).collect()
}

#[test]
fn the_year_of_the_worked_case_on_all_bases() {
    let lab = year();
    let total = |line: &str, fact: &str| {
        let report: serde_json::Value = serde_json::from_str(&lab.ok(line)).expect("json");
        report["facts"][fact].as_str().expect("a total").to_owned()
    };
    assert_eq!(total("energy coal -p 2025 -f json --exit-code", "total"), "1179.7520");
    assert_eq!(total("energy coal -p 2025 -f json --basis db37", "total"), "2074.9939");
    assert_eq!(total("energy carbon -p 2025 -f json --exit-code", "total"), "4260.6945");
    let json = lab.ok("energy coal -p 2025 -f json");
    let mut kilograms = column(&json, 1, "kilograms");
    kilograms.sort();
    assert_eq!(
        kilograms,
        ["105567.42", "15979.404", "3497.04", "460620", "594088.1535", "—"],
        "water is not converted"
    );
    lab.ok("energy factor set 天然气 1.1000 --kcal 7700 --valid-from 2025-01-01 --source 下限");
    assert_eq!(total("energy coal -p 2025 -f json", "total"), "1161.4960");
    lab.ok("energy factor set 热力 60 --into carbon --basis 本院 --valid-from 2025-01-01 \
            --source 供热合同");
    let ran = lab.run("energy carbon -p 2025 --basis 本院 --exit-code");
    assert_eq!(ran.code, 1, "the electricity of our own basis is not set");
    assert!(ran.stdout.contains("energy factor set electricity 系数 --into carbon --basis 本院"));
}

#[test]
fn coal_with_its_steps() {
    let lab = read();
    assert_data_eq!(
        lab.ok("energy coal -p 2026-03 --explain"),
        str![[r#"
综合能耗

期间             2026-03
院区             —
口径             当量值
综合能耗（tce）  2.4580
截至             2026-04-01
登记截至         2026-04-01T08:30:00

分能源
能源      用量  单位  天数覆盖  折标煤（tce）
----  --------  ----  --------  -------------
电    20000.00  kWh     100.0%  2.4580
冷水    338.00  m3      100.0%  不折算
----  --------  ----  --------  -------------
合计                            2.4580

用量 × 系数
能源  日期         用量  单位  系数    系数单位                折算量  口径    起用        来源                           可信程度                      出处
                                                       （kg，未取整）
----  -------  --------  ----  ------  --------  --------------------  ------  ----------  -----------------------------  ----------------------------  --------
电    2026-03  20000.00  kWh   0.1229  kgce/kWh                  2458  当量值  2020-01-01  GB/T 2589-2020（860 kcal/kWh   二手来源，三处一致            内置样例
                                                                                           ÷ 7000）
冷水  2026-03    338.00  m3    不折算  kgce/m3                      —  当量值  2020-01-01  能耗只计能源，水不折算         GB/T 2589 各版对新水的折算不  内置样例
                                                                                                                          一（0.0857、0.2571 kgce/t）

计算过程
指标          步骤                                      算式                   结果        依据
------------  ----------------------------------------  ---------------------  ----------  ----------------------------------------------------------
电：标准煤    2026-03 用量 × 系数                       20000.00 kWh × 0.1229  2458 kgce   calorific 2020-01-01 GB/T 2589-2020（860 kcal/kWh ÷ 7000）
电：标准煤    合计，千克换算成吨，只在这里取到四位小数  2458 / 1000            2.4580 tce
合计：标准煤  各能源相加（未取整）                      2.458                  2.4580 tce

"#]]
    );
}

#[test]
fn a_basis_without_a_value_leaves_the_line_open_and_the_sum_says_so() {
    let lab = read();
    lab.ok("energy factor set 冷水 --not-converted --basis 等价值 --year 2025 \
            --valid-from 2026-01-01 --source 水不折算");
    let ran = lab.run("energy coal -p 2026-03 --basis 等价值 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
综合能耗

期间             2026-03
院区             —
口径             等价值
综合能耗（tce）  —
截至             2026-04-01
登记截至         2026-04-01T08:30:00

分能源
能源                  用量  单位  天数覆盖  折标煤（tce）
----------------  --------  ----  --------  -------------
电                20000.00  kWh     100.0%  ! 待定
冷水                338.00  m3      100.0%  不折算
----------------  --------  ----  --------  -------------
合计（已知部分）

用量 × 系数
能源  日期         用量  单位  系数      系数单位  折算量                口径    起用        公布年份  来源                     可信程度                出处
                                                   （kg，未取整）
----  -------  --------  ----  --------  --------  --------------------  ------  ----------  --------  -----------------------  ----------------------  --------
电    2026-03  20000.00  kWh   ! 待设定  kgce/kWh  —                     等价值  2020-01-01  —         用上一年度公布的发（供   来源不一致：各处用过    内置样例
                                                                                                       ）电煤耗（未核实），写   0.31（DB37/T 2671-2019
                                                                                                       明年份                   附录 B）、0.3025、0.31
                                                                                                                                50、0.3000
冷水  2026-03    338.00  m3    不折算    kgce/m3   —                     等价值  2026-01-01  2025      水不折算                 —                       本院设定

注：电从 2026-03-01 起没有“等价值”口径的折标系数：要用公布的那一年的值，标煤没有算
  提示：设定：houqin energy factor set electricity 系数 --basis supply --year 年份 --valid-from 2026-03-01 --source 来源
注：电没有折算出来，合计里没有它

"#]]
    );
    lab.ok("energy factor set 电 0.3020 --basis 等价值 --year 2025 --valid-from 2026-03-11 \
            --source 公布值");
    let part = lab.run("energy coal -p 2026-03 --basis supply --exit-code");
    assert_eq!(part.code, 1, "the first ten days have no factor");
    lab.ok("energy factor set 电 0.3010 --basis 等价值 --year 2024 --valid-from 2025-01-01 \
            --valid-until 2026-03-10 --source 公布值");
    let whole = lab.ok("energy coal -p 2026-03 --basis supply --exit-code -f json");
    assert_eq!(column(&whole, 1, "amount")[..2], ["6451.61", "13548.39"]);
    assert_eq!(column(&whole, 0, "coal")[0], "6.0335");
}

#[test]
fn carbon_in_english_as_csv() {
    let lab = read().english();
    assert_data_eq!(
        lab.ok("energy carbon -p 2026-03 --basis grid-north -f csv"),
        str![[r#"
carbon dioxide
period,2026-03
site,
basis,north grid
carbon dioxide (tCO2),12.7220
as of,2026-04-01
known by,2026-04-01T08:30:00

by carrier
utility,use,unit,days covered,carbon dioxide (tCO2)
electricity,20000.00,kWh,100.0%,12.7220
cold water,338.00,m3,100.0%,not converted
total,,,,12.7220

use × factor
utility,days,use,unit,factor,per,kilograms (not rounded),basis,valid from,for the year,source,mark,origin
electricity,2026-03,20000.00,kWh,0.6361,kgCO2/kWh,12722,north grid,2023-01-01,2023,生态环境部公告 2025 年第 47 号：2023 年华北,二手来源；以后年份公布前沿用,sample
cold water,2026-03,338.00,m3,not converted,kgCO2/m3,,common,2020-01-01,,碳排放只计能源，水不折算,,sample

"#]]
    );
}

#[test]
fn the_samples_recompute_and_lie_within_what_was_published() {
    let lab = hospital();
    assert_data_eq!(
        lab.ok("energy factor check --exit-code"),
        str![[r#"
系数检查

系数没有问题：复算得出，在公布的范围内，有来源，日期不断不叠

"#]]
    );
}

#[test]
fn what_stands_out_is_told_by_the_linter_and_by_the_check_at_its_line() {
    let lab = hospital();
    lab.ok("energy factor set heat 0.03412 --valid-from 2026-01-01 --source 国标");
    lab.ok("energy factor set 电 0.3020 --basis supply --valid-from 2026-01-01 --source 公布值");
    let ran = lab.run("energy factor check --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
系数检查

能源  折算为  口径    起用        出处      代号                 说明
----  ------  ------  ----------  --------  -------------------  ---------------------------------------------------------------------------------------
电    标准煤  等价值  2026-01-01  本院设定  factor.no_year       电“等价值”2026-01-01 起的系数没写是哪一年公布的
热力  标准煤  当量值  2026-01-01  本院设定  factor.thousandfold  热力“当量值”2026-01-01 起的 0.03412 kgce/GJ 差一千倍，像是单位弄错了：应当是 34.12 左右

"#]]
    );
    let ran = lab.run("check factors");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
meters/factors.toml:6:8: 警告：热力“当量值”2026-01-01 起的 0.03412 kgce/GJ 差一千倍，像是单位弄错了：应当是 34.12 左右
  kgce = "0.03412"
         ^
  提示：单位要和系数一致（GJ 还是 MJ，t 还是 kg）：改 meters/factors.toml
meters/factors.toml:12:9: 警告：电“等价值”2026-01-01 起的系数没写是哪一年公布的
  basis = "supply"
          ^
  提示：在 meters/factors.toml 写 year = 年份

"#]]
    );
}

#[test]
fn a_factor_is_written_in_one_form_and_the_older_form_reads() {
    let lab = hospital();
    lab.write(
        "meters/factors.toml",
        "[[factor]]\nutility = \"cold_water\"\nunit = \"m3\"\nbasis = \"calorific\"\n\
         valid_from = 2026-01-01\nconverted = false\nsource = \"水不折算\"\n",
    );
    lab.ok("energy factor set gas 2.1622 --into carbon --mj 38.931 --carbon-content 15.3 \
            --oxidation 0.99 --year 2025 --valid-from 2026-01-01 --valid-until 2026-12-31 \
            --source 缺省值 --mark 二手来源");
    lab.ok("energy factor set oxygen --not-converted --into carbon --valid-from 2026-01-01 \
            --source 不计");
    let written = lab.read("meters/factors.toml");
    assert_data_eq!(
        written.split("\n\n").skip(1).collect::<Vec<_>>().join("\n\n"),
        str![[r#"
[[factor]]
utility = "gas"
unit = "m3"
basis = "common"
valid_from = 2026-01-01
valid_until = 2026-12-31
year = 2025
kgco2 = "2.1622"
mj = "38.931"
carbon_content = "15.3"
oxidation = "0.99"
source = "缺省值"
mark = "二手来源"

[[factor]]
utility = "oxygen"
unit = "m3"
basis = "common"
valid_from = 2026-01-01
kgco2 = "not_converted"
source = "不计"

"#]]
    );
    let listed = lab.ok("energy factor list --utility 冷水 --basis 当量值 -f csv");
    assert_data_eq!(
        listed,
        str![[r#"
能源,口径,系数（kgce）,单位,起用,来源,可信程度,出处
冷水,当量值,不折算,m3,2026-01-01,水不折算,,本院设定
冷水,当量值,不折算,m3,2020-01-01,能耗只计能源，水不折算,GB/T 2589 各版对新水的折算不一（0.0857、0.2571 kgce/t）,内置样例

"#]]
    );
}

#[test]
fn the_factors_of_a_day_with_none_where_there_is_none() {
    let lab = hospital();
    assert_data_eq!(
        lab.english().ok("energy factor list --on 2022-06-30 -f markdown"),
        str![[r#"
# factors in force

- day: 2022-06-30

| utility | into | basis asked | factor | unit | basis | valid from | for the year | source | mark | origin |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| electricity | standard coal | calorific | 0.1229 | kgce/kWh | calorific | 2020-01-01 | — | GB/T 2589-2020（860 kcal/kWh ÷ 7000） | 二手来源，三处一致 | sample |
| electricity | standard coal | Shandong public institutions (DB37/T 2671) | 0.31 | kgce/kWh | Shandong public institutions (DB37/T 2671) | 2020-01-01 | — | DB37/T 2671-2019 附录 B：供电煤耗 | 各地等价值不一（0.3000–0.3150），宜按年度公布值另设 | sample |
| electricity | standard coal | supply | ! to be set | kgce/kWh | supply | 2020-01-01 | — | 用上一年度公布的发（供）电煤耗（未核实），写明年份 | 来源不一致：各处用过 0.31（DB37/T 2671-2019 附录 B）、0.3025、0.3150、0.3000 | sample |
| cold water | standard coal | calorific | not converted | kgce/m3 | calorific | 2020-01-01 | — | 能耗只计能源，水不折算 | GB/T 2589 各版对新水的折算不一（0.0857、0.2571 kgce/t） | sample |
| cold water | standard coal | Shandong public institutions (DB37/T 2671) | not converted | kgce/m3 | Shandong public institutions (DB37/T 2671) | 2020-01-01 | — | DB37/T 2671-2019 附录 B：水不折算 | 二手来源 | sample |
| electricity | carbon dioxide | central grid | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | east grid | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | fossil electricity | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | Guangdong grid | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | national grid | 0.5366 | kgCO2/kWh | national grid | 2022-01-01 | 2022 | 生态环境部公告 2024 年第 33 号：2022 年全国电力平均 | 二手来源；另有 0.5703（更早的公告）、0.5810 仍在用 | sample |
| electricity | carbon dioxide | north grid | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | northeast grid | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | northwest grid | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | Sichuan grid | ! none | — | — | — | — | — | — | — |
| electricity | carbon dioxide | south grid | ! none | — | — | — | — | — | — | — |
| cold water | carbon dioxide | national grid | not converted | kgCO2/m3 | common | 2020-01-01 | — | 碳排放只计能源，水不折算 | — | sample |

"#]]
    );
}

#[test]
fn a_list_that_somebody_typed_is_imported_by_its_headings() {
    let lab = hospital();
    let sheet = "能源,口径,折标系数,排放因子,生效日期,年份,热值（千卡）,来源\n\
                 天然气,当量值,1.2500,,2026-01-01,,8750,热值单\n\
                 电,华北,,0.6,2026-01-01,2024,,公告\n\
                 汽油,,,2.9,2026-01-01,,,手册\n\
                 水,,不折算,,2026-01-01,,,水不折算\n";
    let ran = lab.run_with("energy factor import - -q", sheet);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_data_eq!(
        lab.read("meters/factors.toml"),
        str![[r#"
[[factor]]
utility = "gas"
unit = "m3"
basis = "calorific"
valid_from = 2026-01-01
kgce = "1.2500"
kcal = "8750"
source = "热值单"

[[factor]]
utility = "electricity"
unit = "kWh"
basis = "grid-north"
valid_from = 2026-01-01
year = 2024
kgco2 = "0.6"
source = "公告"

[[factor]]
utility = "petrol"
unit = "kg"
basis = "common"
valid_from = 2026-01-01
kgco2 = "2.9"
source = "手册"

[[factor]]
utility = "cold_water"
unit = "m3"
basis = "calorific"
valid_from = 2026-01-01
kgce = "not_converted"
source = "水不折算"

"#]]
    );
    let wrong = "能源,折标系数,排放因子,生效日期,来源\n电,0.1229,0.6,2026-01-01,两样\n";
    let ran = lab.run_with("energy factor import - -q", wrong);
    assert_eq!(ran.code, 65);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
-:2:3: 错误：一行系数只写 kgce 和 kgco2 之一
  电,0.1229,0.6,2026-01-01,两样
     ^^^^^^
  提示：折标准煤写 kgce，碳排放写 kgco2；两样都有就写成两行
错误：读入 1 行，1 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
}
