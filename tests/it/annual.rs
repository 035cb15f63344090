//! The yearly summary and the yearly plan through the command line: the bundled hospital's figures
//! beside sums made without the library, templates of the hospital's own, the rows behind a figure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rust_decimal::Decimal;
use snapbox::{assert_data_eq, file, str};

use crate::lab::Lab;
use crate::office_sums;
use crate::writers::stocked;
use crate::year_sums as by_hand;

/// The bundled hospital, after its year.
fn bundled() -> Lab {
    let mut lab = Lab::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital"));
    lab.on("2026-02-01");
    lab
}

/// The figures that a paper's text has, by name; what is written of each in JSON.
fn figures(lab: &Lab, command: &str) -> BTreeMap<String, serde_json::Value> {
    let printed = lab.ok(&format!("{command} -f json"));
    let document: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let tables = document["tables"].as_array().expect("tables");
    let used = tables.iter().find(|table| table["table"] == "annual.used").expect("the figures");
    let rows = used["rows"].as_array().expect("rows").iter();
    rows.map(|row| (row["name"].as_str().expect("a name").to_owned(), row["value"].clone()))
        .collect()
}

/// A rate of counted things as it is shown: rounded down to a decimal.
pub(crate) fn rate(part: i64, whole: i64) -> String {
    let thousandths = part * 1000 / whole;
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// A part of an amount as it is shown: rounded to the nearest decimal.
fn share(part: Decimal, whole: Decimal) -> String {
    let percent = part * Decimal::ONE_HUNDRED / whole;
    let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    format!("{:.1}", percent.round_dp_with_strategy(1, half_up))
}

/// What the pumps of the plant room saved: the uses before the converters as a line in the cold and
/// the heat of the days, each month with the weight of its days, carried on over the days after.
#[expect(clippy::float_arithmetic, reason = "a line of best fit is no sum of money")]
#[expect(clippy::cast_precision_loss, reason = "days of a month")]
fn saved_by_pumps() -> f64 {
    let means: BTreeMap<String, f64> = by_hand::lines("meters/weather.csv")
        .into_iter()
        .map(|line| (line["date"].clone(), line["mean"].parse().expect("a temperature")))
        .collect();
    let registers: BTreeMap<String, f64> = by_hand::lines("meters/readings")
        .into_iter()
        .filter(|line| line["point"] == "D-HQ")
        .map(|line| (line["date"].clone(), line["register"].parse().expect("a register")))
        .collect();
    let ratio: f64 = 30.0;
    let month = |at: usize| format!("{}-{:02}-01", 2024 + at / 12, at % 12 + 1);
    let seen = |at: usize| {
        let (first, next) = (month(at), month(at + 1));
        let days: Vec<f64> =
            means.range(first.clone()..next.clone()).map(|(_, mean)| *mean).collect();
        let n_days = days.len() as f64;
        let cold: f64 = days.iter().map(|mean| (9.5 - mean).max(0.0)).sum();
        let heat: f64 = days.iter().map(|mean| (mean - 18.5).max(0.0)).sum();
        let used = (registers[&next] - registers[&first]) * ratio;
        (used / n_days, [1.0, cold / n_days, heat / n_days], n_days)
    };
    let mut equations = [[0.0_f64; 4]; 3];
    for (used, terms, weight) in (0..17).map(seen) {
        for (row, one) in equations.iter_mut().zip(terms) {
            for (at, other) in terms.into_iter().chain([used]).enumerate() {
                row[at] += weight * one * other;
            }
        }
    }
    for at in 0..3 {
        let pivot = equations[at].map(|value| value / equations[at][at]);
        for (other, row) in equations.iter_mut().enumerate() {
            let factor = row[at];
            if other == at {
                *row = pivot;
            } else {
                row.iter_mut().zip(pivot).for_each(|(value, own)| *value -= factor * own);
            }
        }
    }
    let saved = (18..24).map(seen).map(|(used, terms, days)| {
        let expected: f64 = terms.iter().zip(equations).map(|(term, row)| term * row[3]).sum();
        (expected - used) * days
    });
    saved.sum()
}

/// The figures of the bundled hospital's year, added up without the library.
fn expected() -> BTreeMap<&'static str, String> {
    let mut expected: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut put = |name: &'static str, value: String| {
        assert!(expected.insert(name, value).is_none(), "{name} twice");
    };
    let (due, kept) = by_hand::duties(None);
    put("应检次数", due.to_string());
    put("按期率", rate(kept, due));
    put("漏检次数", (due - kept).to_string());
    let (due, kept) = by_hand::duties(Some("XC"));
    put("按期率(巡查)", rate(kept, due));
    let findings = by_hand::findings(None);
    let (n_closed, n_all) = (findings.iter().filter(|closed| **closed).count(), findings.len());
    put("发现问题数", n_all.to_string());
    put("已销号问题数", n_closed.to_string());
    put("问题销号率", rate(n_closed.try_into().expect("few"), n_all.try_into().expect("few")));
    let findings = by_hand::findings(Some("XC"));
    put("发现问题数(巡查)", findings.len().to_string());
    put("已销号问题数(巡查)", findings.iter().filter(|closed| **closed).count().to_string());
    for (name, texts) in [
        ("检查次数(学习)", &["学习"][..]),
        ("检查次数(安全分析)", &["安全分析"]),
        ("检查次数(特种设备)", &["特种设备"]),
        ("检查次数(电梯)", &["电梯"]),
        ("检查次数(配电室)", &["配电室"]),
        ("检查次数(灭火器)", &["灭火器"]),
        ("检查次数(水箱)", &["水箱"]),
    ] {
        put(name, by_hand::records(texts).len().to_string());
    }
    let departments: BTreeSet<String> = by_hand::lines("org/departments.csv")
        .into_iter()
        .map(|line| line["code"].clone())
        .collect();
    let mut visits = by_hand::records(&["巡查"]);
    visits.retain(|line| departments.contains(&line["subject"]));
    put("下科室次数(巡查)", visits.len().to_string());
    let visited: BTreeSet<&String> = visits.iter().map(|line| &line["subject"]).collect();
    put("到过的科室数(巡查)", visited.len().to_string());
    put("采购入库金额", format!("{:.2}", by_hand::received()));
    put("以旧换新次数", by_hand::exchanges().to_string());
    put("领用数量(灯管)", by_hand::issued("灯管").to_string());
    let (n_sheets, n_counted, n_matched) = by_hand::counts();
    put("盘点次数", n_sheets.to_string());
    put("盘点项数", n_counted.to_string());
    put("账物相符率", rate(n_matched.try_into().expect("few"), n_counted.try_into().expect("few")));
    let (n_kept, n_all) = by_hand::findings_in_time();
    put("按期整改问题数", n_kept.to_string());
    put("整改按期率", rate(n_kept.try_into().expect("few"), n_all.try_into().expect("few")));
    let (kinds, saved) = by_hand::made();
    put("自制品种数", kinds.to_string());
    put("自制节约金额", format!("{saved:.2}"));
    energy(&mut put);
    measures(&mut put);
    assets(&mut put);
    office_sums::expected(&mut put);
    expected
}

fn energy(put: &mut impl FnMut(&'static str, String)) {
    let of = |utility| {
        let this = by_hand::used(utility, "2025-01-01", "2026-01-01");
        let before = by_hand::used(utility, "2024-01-01", "2025-01-01");
        (this, by_hand::planned(utility), share(this - before, before))
    };
    let (used, planned, change) = of("electricity");
    put("能源用量(电)", format!("{used:.2}"));
    put("用量占计划(电)", share(used, planned));
    put("比计划少用(电)", format!("{:.2}", planned - used));
    put("用量比上年(电)", change);
    let (used, planned, change) = of("cold_water");
    put("能源用量(水)", format!("{used:.2}"));
    put("用量占计划(水)", share(used, planned));
    put("用量比上年(水)", change);
    put("能源费用", format!("{:.2}", by_hand::energy_cost()));
}

fn measures(put: &mut impl FnMut(&'static str, String)) {
    let measures = by_hand::lines("meters/measures.csv");
    put("完成节能措施数", measures.len().to_string());
    put("节能措施投入", format!("{:.2}", by_hand::sum(&measures, "cost")));
    let tubes: Vec<_> =
        measures.iter().filter(|line| line["name"].contains("灯管")).cloned().collect();
    put("节能更换数量(灯管)", by_hand::sum(&tubes, "count").to_string());
    let unproven = measures.iter().filter(|line| line["method"] == "none");
    put("未证实的措施数", unproven.count().to_string());
    // Parts × difference of load × hours of a year, on the 245 days after the works.
    let of = |column: &str| by_hand::decimal(&tubes[0][column]);
    let lamps = of("count") * (of("load_before") - of("load_after")) * of("hours")
        / Decimal::ONE_THOUSAND
        * Decimal::from(245)
        / Decimal::from(365);
    let pumps = by_hand::decimal(&format!("{:.2}", saved_by_pumps()));
    put("已核证节约量(电)", format!("{:.2}", lamps.round_dp(2) + pumps));
}

fn assets(put: &mut impl FnMut(&'static str, String)) {
    let (acquired, disposed) = (by_hand::asset_events("acquire"), by_hand::asset_events("dispose"));
    let gone: BTreeSet<&String> = disposed.iter().map(|line| &line["asset"]).collect();
    let held: Vec<_> =
        acquired.iter().filter(|line| !gone.contains(&line["asset"])).cloned().collect();
    put("固定资产数", held.len().to_string());
    put("固定资产原值", format!("{:.2}", by_hand::sum(&held, "value")));
    let own = |lines: &[by_hand::Line]| -> Vec<by_hand::Line> {
        lines.iter().filter(|line| by_hand::of_year(line)).cloned().collect()
    };
    let bought = own(&acquired);
    put("新增资产数", bought.len().to_string());
    put("新增资产原值", format!("{:.2}", by_hand::sum(&bought, "value")));
    let left = own(&disposed);
    put("处置资产数", left.len().to_string());
    let cost = |tag: &String| acquired.iter().find(|line| line["asset"] == *tag).expect("a card");
    let cost: Decimal =
        left.iter().map(|line| by_hand::decimal(&cost(&line["asset"])["value"])).sum();
    put("处置资产原值", format!("{cost:.2}"));
    let repairs = own(&by_hand::asset_events("repair"));
    put("资产维修次数", repairs.len().to_string());
    put("资产维修费用", format!("{:.2}", by_hand::sum(&repairs, "value")));
}

#[test]
fn every_number_of_the_bundled_summary_is_a_sum_over_the_files() {
    let shown = figures(&bundled(), "report annual -p 2025");
    let expected = expected();
    let mut wrong = Vec::new();
    for (name, value) in &shown {
        let value = match value {
            serde_json::Value::Null => None,
            serde_json::Value::Object(rate) => {
                Some(rate["percent"].as_str().expect("a rate").to_owned())
            }
            serde_json::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let known = expected.get(name.as_str());
        if value.as_ref() != known {
            wrong.push(format!("{name}: {value:?}, by hand {known:?}"));
        }
        assert!(value.is_some(), "{name} is a blank");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let names: BTreeSet<&str> = shown.keys().map(String::as_str).collect();
    let by_hand: BTreeSet<&str> = expected.keys().copied().collect();
    assert_eq!(names, by_hand, "no figure is without its sum, and no sum without its figure");
}

#[test]
fn the_papers_of_the_bundled_hospital_read_like_those_of_hospitals() {
    let lab = bundled();
    assert_data_eq!(lab.ok("report annual -p 2025"), file!["data/annual/summary.zh.txt"].raw());
    assert_data_eq!(
        lab.ok("report annual -p 2025 -f markdown"),
        file!["data/annual/summary.zh.md"].raw()
    );
    assert_data_eq!(lab.ok("report plan -p 2025"), file!["data/annual/plan.zh.txt"].raw());
    let lab = lab.english();
    assert_data_eq!(
        lab.ok("report annual -p 2025 -f markdown"),
        file!["data/annual/summary.en.md"].raw()
    );
    assert_data_eq!(
        lab.ok("report plan -p 2025 -f markdown"),
        file!["data/annual/plan.en.md"].raw()
    );
}

#[test]
fn the_plan_tells_how_it_stood_on_any_day() {
    let lab = bundled();
    let printed = lab.ok("report plan -p 2025 --as-of 2025-06-30 --known-by 2025-07-10 -f csv");
    let energy = printed.lines().find(|line| line.contains("全院")).expect("the target");
    assert!(energy.contains("已定的 5/12 个月用"), "{energy}");
    let drill = printed.lines().find(|line| line.starts_with("YL,")).expect("the drills");
    assert!(drill.contains("已做 1，未做 0，待做 1") && drill.contains("2025-12-31"), "{drill}");
    let after = lab.run("report plan -p 2025 -f csv --exit-code");
    assert_eq!(after.code, 1, "the second drill was not held");
    let drill = after.stdout.lines().find(|line| line.starts_with("YL,")).expect("the drills");
    assert!(drill.contains("已做 1，未做 1，待做 0") && drill.contains("未达到"), "{drill}");
}

/// A store with a year of everything that the bundled hospital lacks.
pub(crate) fn workshop() -> Lab {
    let mut lab = stocked();
    lab.on("2026-03-31");
    lab.ok("org department add NK1 --name 内科一病区 -q");
    lab.ok("stock receive DG36 20 --supplier 灯具厂 --price 5 --slip RK9 --date 2026-03-02 -q");
    lab.ok("repair open 病房灯 --note 不亮 --number WX-1 --department NK1 --date 2026-03-02 --time 08:00 -q");
    lab.ok("repair complete WX-1 --person 电工 --cost 100.50 --note 换灯管 --date 2026-03-02 --time 09:00 -q");
    lab.ok("repair open 地漏 --note 堵 --number WX-2 --department NK1 --date 2026-03-03 --time 08:00 -q");
    lab.ok("stock issue DG36 2 --department NK1 --repair WX-1 --slip CK9 --date 2026-03-02 -q");
    lab.ok("stock issue DG36 3 --department NK1 --slip CK10 --date 2026-03-04 -q");
    lab.ok("task add 2026-1 --title 完善台账 --owner 库管员 --due 2026-03-20 --date 2026-01-05 -q");
    lab.ok("task add 2026-2 --title 防汛检查 --owner 电工 --due 2026-06-30 --date 2026-01-05 -q");
    lab.ok(
        "certificate add 电工甲 --kind 高压电工 --number T1 --from 2024-01-01 --to 2030-01-01 -q",
    );
    lab
}

/// The value of a figure in the summary of the first quarter, as it is printed in a text.
pub(crate) fn told(lab: &Lab, figure: &str) -> String {
    let form = format!(
        "[[report]]\nkind = \"summary\"\ntitle = \"数\"\n\n[[part]]\ntext = \"<{{{figure}}}>\"\n"
    );
    lab.write("数.toml", form);
    let printed = lab.ok("report annual -p 2026-Q1 --form 数.toml -q");
    let (_, after) = printed.split_once('<').expect("the figure");
    after.split_once('>').expect("its end").0.to_owned()
}

#[test]
fn figures_of_repairs_stock_and_the_office_are_told_to_the_fen() {
    let lab = workshop();
    for (figure, value) in [
        ("报修次数", "2"),
        ("完成维修次数", "1"),
        // The cost that was stated, and two tubes from stock.
        ("维修金额", "110.50"),
        ("维修金额:万元", "0.01"),
        ("维修金额:.0", "111"),
        ("领用数量(灯管)", "5"),
        ("items-issued(DG36)", "5"),
        ("计划任务数", "1"),
        ("完成任务数", "0"),
        ("任务按期率", "0.0%"),
        ("有效证书数", "1"),
        ("过期证书数", "0"),
        ("年份", "2026"),
        ("外包考评平均分", "＿＿"),
    ] {
        assert_eq!(told(&lab, figure), value, "{figure}");
    }
}

#[test]
fn what_was_taken_back_or_corrected_counts_in_no_figure() {
    let mut lab = workshop();
    assert_eq!(told(&lab, "领用数量(灯管)"), "5");
    lab.on("2026-04-10");
    lab.ok("stock reverse CK10 --reason 开错 -q");
    assert_eq!(told(&lab, "领用数量(灯管)"), "2", "neither the line nor what takes it back");
    let shown = lab.ok("explain 领用数量(灯管) -p 2026-Q1");
    assert_data_eq!(
        shown,
        str![[r#"
数字的来历

数字      领用数量(灯管)
含义      发给科室的数量，减退库
期间      2026-01-01..2026-03-31
值        2
单位      支
记录数    1
截至      2026-04-10
登记截至  2026-04-10T08:30:00

日期        编号                   内容       计入
----------  ---------------------  ---------  ----
2026-03-02  M20260302-6cr7-000005  DG36 灯管     2
----------  ---------------------  ---------  ----
合计                                             2

"#]]
    );
    let then = "explain 领用数量(灯管) -p 2026-Q1 --as-of 2026-03-31 --known-by 2026-03-31 -f csv";
    assert!(lab.ok(then).lines().any(|line| line == "合计,,,5"), "it stood then");
    lab.ok("repair cancel WX-2 --person 护士长 --note 自己通了 --date 2026-03-31 -q");
    assert_eq!(told(&lab, "报修次数"), "1");
}

#[test]
fn a_template_of_the_hospital_goes_before_the_sample() {
    let lab = workshop();
    let ran = lab.run("report annual --save-form 本院总结.toml");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let saved = lab.read("本院总结.toml").replace("后勤年度总结", "后勤部年终总结");
    lab.write("本院总结.toml", saved.replace("年后勤工作总结", "年后勤部年终总结"));
    let outside = lab.ok("report annual -p 2026 --form 本院总结.toml");
    lab.write("reports/本院总结.toml", lab.read("本院总结.toml"));
    let own = lab.ok("report annual -p 2026");
    assert_eq!(own, outside, "the same template, kept in the store");
    assert!(
        own.contains("示范医院2026年后勤部年终总结") && !own.contains("文字是内置样例"),
        "{own}"
    );
    let sample = lab.ok("report annual -p 2026 --form annual-summary");
    assert!(sample.contains("文字是内置样例"), "{sample}");
    assert_eq!(lab.run("report annual -p 2026 --exit-code").code, 1, "blanks are there");
    lab.ok("report plan -p 2026");
    assert!(lab.fails(77, "report plan -p 2026 --form 本院总结").contains("年度总结"));
    assert!(lab.fails(77, "report plan -p 2026 --form 本院总结.toml").contains("年度总结"));
    assert!(lab.fails(77, "report annual --form 没有").contains("本院总结"));
}

#[test]
fn a_figure_that_nobody_knows_is_refused_at_its_line_with_the_near_ones() {
    let lab = Lab::new();
    let form = "[[report]]\nkind = \"summary\"\ntitle = \"总结\"\n\n[[part]]\ntext = \"\"\"\n维修 {维修总金额} 元\n\"\"\"\n";
    lab.write("总结.toml", form);
    let said = lab.fails(65, "report annual -p 2025 --form 总结.toml");
    assert_data_eq!(
        said,
        str![[r#"
总结.toml:6:8: 错误：没有叫“维修总金额”的数字，相近的有：维修金额
  text = """
         ^
  提示：列出可写的数字：houqin report annual --figures
错误：文件里有 1 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
    lab.write("reports/总结.toml", form);
    assert!(lab.run("check").stdout.contains("reports/总结.toml:6:8"));
    let said = lab.english().fails(66, "explain repair-costs -p 2025");
    assert!(said.contains("repairs-cost"), "{said}");
}

#[test]
fn every_figure_has_a_value_or_a_reason_and_is_listed() {
    assert_eq!(reasons(&bundled(), "2025"), 0, "the bundled hospital lacks nothing");
    assert!(reasons(&workshop(), "2026-Q1") > 20, "a small store lacks much");
}

/// How many figures stay blank when all of them are asked for, each with its reason.
fn reasons(lab: &Lab, period: &str) -> usize {
    let listed = lab.ok("report annual --figures -f json");
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    let rows = listed["tables"][0]["rows"].as_array().expect("rows");
    let mut text = String::new();
    for row in rows {
        let of = match row["takes"].as_str().expect("a key") {
            "annual.takes.items" | "annual.takes.measures" => "(灯管)",
            "annual.takes.utility" => "(电)",
            _ => "",
        };
        let word = row["word"].as_str().expect("a name");
        text.extend(["{", word, of, "} "]);
    }
    lab.write(
        "全部.toml",
        format!("[[report]]\nkind = \"summary\"\ntitle = \"数\"\n\n[[part]]\ntext = \"{text}\"\n"),
    );
    let printed = lab.ok(&format!("report annual -p {period} --form 全部.toml -f json"));
    let document: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let table = |key: &str| {
        let tables = document["tables"].as_array().expect("tables");
        let found = tables.iter().find(|table| table["table"] == key);
        found.map_or_else(Vec::new, |table| table["rows"].as_array().expect("rows").clone())
    };
    let why: BTreeSet<String> = table("annual.blanks")
        .iter()
        .map(|row| row["name"].as_str().expect("a name").to_owned())
        .collect();
    let used = table("annual.used");
    assert_eq!(used.len(), rows.len());
    for row in used {
        let name = row["name"].as_str().expect("a name");
        assert_eq!(row["value"].is_null(), why.contains(name), "{name}");
    }
    let told = document["passages"][1]["paragraphs"][0]["zh"].as_str().expect("a text");
    assert_eq!(told.contains("＿＿"), !why.is_empty());
    why.len()
}

#[test]
fn the_rows_behind_a_figure_add_up_to_it() {
    let lab = bundled();
    for figure in ["按期率", "新增资产原值", "能源用量(电)", "用量比上年(电)"] {
        let printed = lab.ok(&format!("explain {figure} -p 2025 -f json"));
        let document: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
        let table = &document["tables"][0];
        let sum = |column: &str| -> Decimal {
            let rows = table["rows"].as_array().expect("rows").iter();
            rows.filter_map(|row| row[column].as_str()).map(by_hand::decimal).sum()
        };
        let value = &document["facts"]["figure_value"];
        match value.get("percent") {
            Some(percent) => {
                let exact = sum("part") * Decimal::ONE_HUNDRED / sum("whole");
                let shown = by_hand::decimal(percent.as_str().expect("a rate"));
                assert!(
                    (exact - shown).abs() <= by_hand::decimal("0.1"),
                    "{figure}: {exact} {shown}"
                );
            }
            None => assert_eq!(
                sum("part"),
                by_hand::decimal(value.as_str().expect("a figure")),
                "{figure}"
            ),
        }
        assert_eq!(
            table["totals"][0]["part"],
            serde_json::json!(sum("part").to_string()),
            "{figure}"
        );
    }
}
