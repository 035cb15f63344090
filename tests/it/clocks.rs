//! The two clocks: a report of last month printed again with its own knowledge is the same, byte
//! for byte, whatever was recorded since; with today's knowledge it says what changed, and why.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

const LISTS: [&str; 22] = [
    "stock onhand",
    "stock card DG36 -p 2026-03",
    "stock statement -p 2026-03",
    "stock statement -p 2026-03 --kinds",
    "stock consumption -p 2026-03",
    "item show DG36",
    "stocktake list",
    "stocktake status PD-03",
    "stocktake differences PD-03 --all",
    "stocktake show PD-03",
    "asset list --group-by department",
    "asset show FWQ-01",
    "asset depreciation FWQ-01",
    "meter list",
    "meter tree",
    "meter show E-01",
    "meter usage -p 2026-03",
    "meter balance -p 2026-03",
    "meter missing -p 2026-04",
    "inspect list -p 2026-03",
    "inspect due --within 30d",
    "finding list --all -p 2026-03",
];

const REPORTS: [&str; 6] = [
    "report reconciliation -p 2026-03",
    "report statement -p 2026-03",
    "report energy -p 2026-03",
    "report compliance -p 2026-03",
    "report depreciation -p 2026-03",
    "report cost -p 2026-03",
];

/// What was written in March and on the first days of April.
const THEN: &[(&str, &[&str])] = &[
    (
        "2026-03-02",
        &[
            "org department add NK1 --name 内科一病区",
            "store add ZW --name 总务库",
            "item add DG36 --name 灯管 --unit 支 --category 五金材料",
            "item add BZ --name 笔 --unit 支 --category 办公用品",
            "stock receive DG36 100 --room ZW --supplier 华北五金 --price 6.5 --slip RK0001",
            "stock receive BZ 50 --room ZW --supplier 文具店 --price 1 --slip RK0002",
            "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2026-03-02",
            "asset add CH-07 --name 病床 --class 家具 --value 9000 --date 2026-03-02",
            "meter add E-01 --name 总配电 --utility 电 --multiplier 40 --max-per-day 8000",
            "meter add E-01-1 --name 内科一病区照明 --utility 电 --parent E-01 --department NK1 \
             --max-per-day 500",
            "meter read E-01 1000 --date 2026-03-01",
            "meter read E-01-1 20 --date 2026-03-01",
            "energy target set 电 20000 -p 2026-03",
            "inspect rules add XS-2 --title 每周两次下科室巡查 --every 2/week --from 2026-03-02 \
             --subject 内科 --subject 外科 --target 95",
            "inspect record XS-2 内科 --result pass",
        ],
    ),
    (
        "2026-03-20",
        &[
            "stock issue DG36 10 --room ZW --department NK1 --slip CK0001",
            "stock issue BZ 5 --room ZW --department NK1 --slip CK0002",
            "inspect record XS-2 外科 --result fail --note 应急灯不亮",
        ],
    ),
    (
        "2026-03-31",
        &[
            "stocktake open PD-03 --room ZW --cutoff close",
            "stocktake enter DG36=88 BZ=45",
            "stocktake approve PD-03 --approver 科长 --reason 损耗",
            "stocktake post PD-03",
        ],
    ),
    ("2026-04-01", &["meter read E-01 1400 --estimated", "meter read E-01-1 2120"]),
];

/// What came to light afterwards about March.
const LATER: &[(&str, &[&str])] = &[
    (
        "2026-04-10",
        &[
            "stock issue DG36 2 --room ZW --department NK1 --slip CK0003 --date 2026-03-28 \
             --note 漏记",
            "stock receive BZ 10 --room ZW --supplier 文具店 --price 2 --slip RK0003 \
             --date 2026-03-30",
            "stocktake open PD-03B --room ZW --item BZ --date 2026-03-31 --cutoff close",
            "stocktake enter --sheet PD-03B BZ=46",
            "asset transfer CH-07 --department NK1 --date 2026-03-15 --reason 调拨",
            "asset repair FWQ-01 --cost 850 --reason 更换硬盘 --date 2026-03-16",
            "asset dispose FWQ-01 --reason 损坏 --date 2026-03-30",
            "meter read E-01-1 2020 --date 2026-04-01 --correct --note 看错一位",
            "inspect record XS-2 内科 --result pass --date 2026-03-05",
            "inspect excuse XS-2 外科 --from 2026-03-23 --to 2026-03-29 --reason 装修 \
             --person 巡检员乙 --approved-by 后勤主任 --approved-on 2026-03-22",
        ],
    ),
    (
        "2026-04-12",
        &[
            "asset repair FWQ-01 --cost 1 --reason 录错 --date 2026-03-16",
            "energy target set 电 18000 -p 2026-03",
            "meter read E-01 1390 --date 2026-04-11",
            "inspect rules release 内科 --to 2026-03-25 --reason 封闭",
        ],
    ),
];

fn record(lab: &mut Lab, days: &[(&str, &[&str])]) {
    for (day, lines) in days {
        lab.on(day);
        for line in *lines {
            let ran = lab.run(&format!("{line} -q"));
            assert_eq!(ran.code, 0, "{line}\n{}{}", ran.stdout, ran.stderr);
        }
    }
}

/// Everything that is printed, every report in every format and language, with some flags.
fn printed(lab: &Lab, flags: &str) -> Vec<(String, String)> {
    let mut lines: Vec<String> = LISTS.map(str::to_owned).to_vec();
    for report in REPORTS {
        for format in ["table", "csv", "tsv", "json", "markdown"] {
            for language in ["zh", "en"] {
                lines.push(format!("{report} -f {format} --lang {language}"));
            }
        }
    }
    let print = |line: String| {
        let said = lab.run(&format!("{line} {flags}")).stdout;
        (line, said)
    };
    lines.into_iter().map(print).collect()
}

#[test]
fn what_was_printed_then_is_printed_again_byte_for_byte() {
    let mut lab = Lab::new();
    record(&mut lab, THEN);
    lab.on("2026-04-03");
    let then = printed(&lab, "");
    record(&mut lab, LATER);
    let finding = lab.run("finding list -f csv --headers keys").stdout;
    let id = finding.lines().nth(1).and_then(|line| line.split(',').next()).expect("a finding");
    let id = id.to_owned();
    lab.ok(&format!("finding rectify {id} --date 2026-03-30 --person 电工 --note 换灯 -q"));
    lab.ok(&format!("finding verify {id} --date 2026-04-02 --person 科长 -q"));
    lab.on("2026-04-20");
    let again = printed(&lab, "--known-by 2026-04-03T08:30:00");
    let today = printed(&lab, "--as-of 2026-04-03 --known-by 2026-04-20");
    for ((line, then), (_, again)) in then.iter().zip(&again) {
        assert!(!then.is_empty(), "{line} says nothing");
        assert_eq!(then, again, "{line}");
    }
    // The comparison can fail: by what is known today nearly everything reads otherwise.
    let same: Vec<&str> = then
        .iter()
        .zip(&today)
        .filter(|((_, then), (_, today))| {
            let figures = |text: &str| -> String {
                let kept = |line: &&str| !line.contains("2026-04-");
                text.lines().filter(kept).collect()
            };
            figures(then) == figures(today)
        })
        .map(|((line, _), _)| line.as_str())
        .collect();
    assert_data_eq!(
        same.join("\n"),
        str![[r#"
item show DG36
meter list
meter tree
meter show E-01
meter missing -p 2026-04
inspect list -p 2026-03
"#]]
    );
}

#[test]
fn todays_report_says_what_changed_and_why() {
    let mut lab = Lab::new();
    record(&mut lab, THEN);
    record(&mut lab, &LATER[..1]);
    assert_data_eq!(
        lab.ok("report statement -p 2026-03"),
        str![[r#"
收发存报表

期间      2026-03
品种数    2
截至      2026-04-10
登记截至  2026-04-10T08:30:00

收发存报表
库房  物资编码  名称  单位  期初数量  期初金额  收入数量  收入金额  发出数量  发出金额  盘盈亏数量  盘盈亏金额  期末数量  期末金额
----  --------  ----  ----  --------  --------  --------  --------  --------  --------  ----------  ----------  --------  --------
ZW    BZ        笔    支           0      0.00        60     70.00         5      5.00         -10      -11.82        45     53.18
ZW    DG36      灯管  支           0      0.00       100    650.00        12     78.00           0        0.00        88    572.00
----  --------  ----  ----  --------  --------  --------  --------  --------  --------  ----------  ----------  --------  --------
合计                                      0.00              720.00               83.00                  -11.82              625.18

注：期初 + 收入 − 发出 ± 盘盈亏 = 期末，逐行相符

2026-04-05 出表以后，本表有 13 处改动，逐项列在下面

出表后的改动
表          行         栏            原数    现数
----------  ---------  ----------  ------  ------
收发存报表  ZW · BZ    收入数量        50      60
收发存报表  ZW · BZ    收入金额     50.00   70.00
收发存报表  ZW · BZ    盘盈亏数量       0     -10
收发存报表  ZW · BZ    盘盈亏金额    0.00  -11.82
收发存报表  ZW · BZ    期末金额     45.00   53.18
收发存报表  ZW · DG36  发出数量        10      12
收发存报表  ZW · DG36  发出金额     65.00   78.00
收发存报表  ZW · DG36  盘盈亏数量      -2       0
收发存报表  ZW · DG36  盘盈亏金额  -13.00    0.00
收发存报表  合计       收入金额    700.00  720.00
收发存报表  合计       发出金额     70.00   83.00
收发存报表  合计       盘盈亏金额  -13.00  -11.82
收发存报表  合计       期末金额    617.00  625.18

改动的依据（出表后登记的单据）
登记时刻             登记人    编号                   业务日期    种类  对象             冲销或更正  原因
-------------------  --------  ---------------------  ----------  ----  ---------------  ----------  -------------
2026-04-10T08:30:00  库管员甲  M20260328-6cr7-000027  2026-03-28  出库  DG36 · ZW · NK1              CK0003 · 漏记
2026-04-10T08:30:00  库管员甲  M20260330-6cr7-000028  2026-03-30  入库  BZ · ZW                      RK0003

库管员：____________  审核：____________  科主任：____________

"#]]
    );
}

#[test]
fn todays_energy_report_says_what_changed_and_why() {
    let mut lab = Lab::new();
    record(&mut lab, THEN);
    record(&mut lab, &LATER[..1]);
    assert_data_eq!(
        lab.english().ok("report energy -p 2026-03 -f markdown"),
        str![[r#"
# energy-saving report

- period: 2026-03
- period before: 2026-02
- a year ago: 2025-03
- compared: as a whole
- site: —
- basis: calorific
- carbon basis: national grid
- cost (yuan): —
- standard coal (tce): 1.9664
- carbon dioxide (tCO2): 8.4896
- plan judged: 2026-01-01..2026-03-31
- points watched for a drift: 0
- as of: 2026-04-10
- known by: 2026-04-10T08:30:00

## by utility

| utility | use | unit | days covered | on period before | on a year ago | target | saved | saved ratio | cost (yuan) | coal (tce) | carbon (tCO2) |
| --- | ---: | --- | ---: | --- | --- | ---: | ---: | ---: | --- | ---: | ---: |
| electricity | 16000.00 | kWh | 100.0% | missing | missing | 20000 | 4000.00 | 20.00% | — | 1.9664 | 8.4896 |

## by department

| utility | department | name | use | unit | days covered | on period before | on a year ago | target | saved | saved ratio | cost (yuan) |
| --- | --- | --- | ---: | --- | ---: | --- | --- | --- | --- | --- | --- |
| electricity | NK1 | 内科一病区 | 2000.00 | kWh | 100.0% | missing | missing | — | — | — | — |
| electricity | — | common use and losses | 14000.00 | kWh | 100.0% | missing | missing | — | — | — | — |

## conversion factors

| utility | basis | factor (kgce) | factor (kgCO2) | unit | valid from | for the year | source | mark | origin |
| --- | --- | ---: | ---: | --- | --- | --- | --- | --- | --- |
| electricity | calorific | 0.1229 | — | kWh | 2020-01-01 | — | GB/T 2589-2020（860 kcal/kWh ÷ 7000） | 二手来源，三处一致 | sample |
| electricity | national grid | — | 0.5306 | kWh | 2023-01-01 | 2023 | 生态环境部公告 2025 年第 47 号：2023 年全国电力平均 | 二手来源；以后年份公布前沿用 | sample |

## main meters and those below them

| main meter | name | utility | unit | main | sub-meters | their sum | rest | imbalance | class error | days compared | verdict |
| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |
| E-01 | 总配电 | electricity | kWh | 16000.00 | 1 | 2000.00 | 14000.00 | 87.50% | — | 100.0% | ! a difference; a class is not known, so it cannot be judged |

> note: electricity has no price from 2026-03-01 on; its cost is left out
>
> hint: set it: houqin energy tariff set electricity PRICE --valid-from 2026-03-01
> note: 2 point(s) have no whole months of the year before and are not watched for a drift: E-01 E-01-1
>
> hint: enter last year's readings, or say what is expected: houqin energy cusum POINT --expected QUANTITY --sigma DEVIATION

entries of this report that are not what they were by 2026-04-05: 5; each is listed below

## restated

| table | row | column | old | new |
| --- | --- | --- | ---: | ---: |
| by department | electricity · NK1 · 内科一病区 | use | 2100.00 | 2000.00 |
| by department | electricity · common use and losses | use | 13900.00 | 14000.00 |
| main meters and those below them | E-01 | their sum | 2100.00 | 2000.00 |
| main meters and those below them | E-01 | rest | 13900.00 | 14000.00 |
| main meters and those below them | E-01 | imbalance | 86.88% | 87.50% |

## why: rows recorded since

| recorded at | recorded by | id | date | kind | about | corrects | reason |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 2026-04-10T08:30:00 | 库管员甲 | R20260401-6cr7-000035 | 2026-04-01 | corrected | E-01-1 | R20260401-6cr7-000026 | 看错一位 |

prepared by: /_/_/_/_/_/_/_/_/_/_/_/_　　reviewed by: /_/_/_/_/_/_/_/_/_/_/_/_　　approved by: /_/_/_/_/_/_/_/_/_/_/_/_

"#]]
    );
}

#[test]
fn nothing_is_restated_by_what_was_known_when_the_report_was_made() {
    let mut lab = Lab::new();
    record(&mut lab, THEN);
    record(&mut lab, LATER);
    let restated = |flags: &str| {
        REPORTS.map(|report| lab.ok(&format!("{report} {flags} -q")).contains("出表后的改动"))
    };
    assert_eq!(restated("--known-by 2026-04-05"), [false; 6]);
    assert_eq!(restated("--known-by 2026-04-09"), [false; 6]);
    assert_eq!(restated(""), [true; 6]);
    assert_eq!(restated("--restated-since 2026-04-12"), [false; 6]);
    // Before the books began there was nothing to report, and nothing to restate.
    assert_eq!(restated("--restated-since 2026-03-01"), [false; 6]);
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[reports]\nmade_by = 12\n"));
    assert_eq!(restated(""), [false; 6]);
    lab.write("houqin.toml", format!("{settings}\n[reports]\nmade_by = 31\n"));
    assert_data_eq!(
        lab.fails(78, "report statement"),
        str![[r#"
houqin.toml:5:11: 错误：TOML 写法不对：made_by is a day from 1 to 28
  made_by = 31
            ^^
  提示：改好后运行 houqin check

"#]]
    );
}

#[test]
fn a_sealed_month_is_restated_since_its_seal_and_its_reports_carry_the_head() {
    let mut lab = Lab::new();
    record(&mut lab, THEN);
    lab.on("2026-04-08");
    lab.ok("close seal 2026-03 --book assets -q");
    let then = lab.ok("report depreciation -p 2026-03 -f json");
    assert!(then.contains("\"seal\": \"2026-03 · 1 · "), "{then}");
    lab.on("2026-04-10");
    lab.ok("close reopen 2026-03 --book assets --reason 补记调拨 --approver 科长 -q");
    lab.ok("asset transfer CH-07 --department NK1 --date 2026-03-15 --reason 调拨 -q");
    assert_eq!(
        lab.ok("report depreciation -p 2026-03 -f json --known-by 2026-04-08T08:30:00"),
        then
    );
    let now = lab.ok("report depreciation -p 2026-03 -f csv");
    assert!(now.contains("\n2026-04-08T08:30:00 出表以后，本表有 1 处改动"), "{now}");
}

#[test]
fn the_clocks_are_set_by_a_day_or_a_moment() {
    let mut lab = Lab::new();
    record(&mut lab, THEN);
    record(&mut lab, LATER);
    let held = |flags: &str| {
        let ran = lab.run(&format!("stock onhand --item DG36 -f json {flags}"));
        let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_default();
        let facts = &said["facts"];
        let row = &said["tables"][0]["rows"][0];
        format!("{} {} {}\n{}", facts["as_of"], facts["known_by"], row["quantity"], ran.stderr)
    };
    let told: String = [
        "",
        "--as-of 2026-03-30",
        "--as-of 2026-03-30 --known-by 2026-04-12",
        "--known-by 2026-03-20",
        "--known-by 2026-03-20T08:29:59",
        "--known-by 2026-03-20T08:30:00+08:00",
        "--known-by 2026-03-20T08:30",
        "--known-by 2026-04-13",
    ]
    .map(|flags| format!("$ {flags}\n{}", held(flags)))
    .concat();
    assert_data_eq!(
        told,
        str![[r#"
$ 
"2026-04-12" "2026-04-12T08:30:00" "88"
$ --as-of 2026-03-30
"2026-03-30" "2026-03-30" "90"
另有 2 行在 2026-03-30 之后才登记，未计入
  提示：要计入：加 --known-by 2026-04-12
$ --as-of 2026-03-30 --known-by 2026-04-12
"2026-03-30" "2026-04-12" "88"
$ --known-by 2026-03-20
"2026-03-20" "2026-03-20" "90"
$ --known-by 2026-03-20T08:29:59
"2026-03-20" "2026-03-20T08:29:59" "100"
$ --known-by 2026-03-20T08:30:00+08:00
"2026-03-20" "2026-03-20T08:30:00" "90"
$ --known-by 2026-03-20T08:30
null null null
错误：--known-by：“2026-03-20T08:30”不是日期，也不是时刻
  提示：写成 2026-03-05（当天结束）、昨天 或 2026-03-05T08:30:00
$ --known-by 2026-04-13
null null null
错误：2026-04-13 还没有到，今天是 2026-04-12
  提示：--known-by 写今天或更早的日期、时刻

"#]]
    );
}

#[test]
fn a_period_that_runs_counts_to_the_day_asked_about() {
    let mut lab = Lab::new();
    record(&mut lab, THEN);
    let issued = |day: &str| {
        let line = format!(
            "stock statement -p 2026-03 --as-of {day} --known-by 2026-04-01 -f csv --headers keys"
        );
        lab.ok(&line).lines().skip(1).collect::<Vec<_>>().join("\n")
    };
    assert_data_eq!(
        ["2026-02-28", "2026-03-02", "2026-03-20", "2026-04-01"].map(issued).join("\n\n"),
        str![[r#"


ZW,BZ,笔,支,0,0.00,50,50.00,0,0.00,0,0.00,50,50.00
ZW,DG36,灯管,支,0,0.00,100,650.00,0,0.00,0,0.00,100,650.00

ZW,BZ,笔,支,0,0.00,50,50.00,5,5.00,0,0.00,45,45.00
ZW,DG36,灯管,支,0,0.00,100,650.00,10,65.00,0,0.00,90,585.00

ZW,BZ,笔,支,0,0.00,50,50.00,5,5.00,0,0.00,45,45.00
ZW,DG36,灯管,支,0,0.00,100,650.00,10,65.00,-2,-13.00,88,572.00
"#]]
    );
}
