//! `check`: named checks, what they weigh in a store, and every code with its check.

use std::collections::BTreeSet;

use houqin::base::Check;
use houqin::text::{Shelf, area_names, entries};
use snapbox::{assert_data_eq, file, str};

use crate::lab::Lab;

/// Areas of what only the command line says, never of a defect.
const OF_THE_COMMAND_LINE: &[&str] =
    &["ask", "cli", "energy", "explain", "help", "import", "receipt", "usage"];

#[test]
fn every_code_belongs_to_a_check_or_is_no_defect() {
    let mut without = BTreeSet::new();
    let areas = area_names(Shelf::Messages).into_iter();
    for entry in areas.flat_map(|area| entries(Shelf::Messages, area)) {
        let check = Check::of(entry.key);
        if OF_THE_COMMAND_LINE.contains(&entry.area) {
            assert_eq!(check, None, "{}", entry.key);
        } else if check.is_none() {
            without.insert(entry.key);
        }
    }
    // A new code stands here only if no file of a store can have it; else say in `base/check.rs`
    // which check it belongs to.
    let without: Vec<&str> = without.into_iter().collect();
    assert_data_eq!(without.join("\n") + "\n", file!["data/no_defects.txt"].raw());
}

#[test]
fn the_checks_are_listed_with_what_they_weigh() {
    let lab = Lab::new();
    let settings = lab.read("houqin.toml");
    lab.write(
        "houqin.toml",
        format!("{settings}\n[checks]\nslips = \"error\"\n\"stock.twin\" = \"off\"\n"),
    );
    assert_data_eq!(
        lab.ok("check --list -f csv"),
        str![[r#"
名称,看什么,在本库的程度
parse,文件、行、单元格读得懂：编码、CSV 和 TOML 写法、数字、编码、用词，以及 houqin.toml 的设置,按各代号
ids,编号和编码在整个账库里各指一样东西，跨文件也不重复,按各代号
references,一行里写到的物资、库房、科室、监测点、资产、规则都登记过,按各代号
units,单位认得，换算得尽，小数位不超过规定,按各代号
values,该写的写了，写的说得通：名称、价格、原因、来去、年限,按各代号
corrections,冲销和更正与原记录对得上，一条只更正一次,按各代号
non-negative,结存、数量、金额不小于零,按各代号
meters,读数不倒退、不暴涨，换表有记录，总分表成树,按各代号
dates,日期真实，行在它那个月的文件里，没有到今天之后的,按各代号
sealed,结账之后没有再往该月记账,按各代号
slips,没有重复登记的单据，连号单据不缺号,错误
stock.twin,,不查
exchanges,以旧换新的，发出新的都收回了旧的,按各代号
counts,每个库房、每样库存在规定天数内盘过，盘点表没有挂着不过账,按各代号
assets,资产从购置到处置顺序对得上，够得上固定资产标准,按各代号
inspections,巡检规则、记录、豁免、问题彼此对得上,按各代号
certificates,年检等一年以上周期的检验没有过期，要持证的都有有效证书,按各代号
targets,节能目标有，而且同一对象同一期间只有一个,按各代号
factors,折标系数和碳排放因子有来源、有年份，日期不断不叠，复算得出，在公布的范围内,按各代号
chain,各月结账的校验链没有断,按各代号
acknowledged,登记过的每一行还在账里,按各代号

"#]]
    );
    assert_data_eq!(
        lab.english().ok("check --list -f csv --headers keys"),
        str![[r#"
name,about,in_force
parse,parse,as_raised
ids,ids,as_raised
references,references,as_raised
units,units,as_raised
values,values,as_raised
corrections,corrections,as_raised
non-negative,non_negative,as_raised
meters,meters,as_raised
dates,dates,as_raised
sealed,sealed,as_raised
slips,slips,error
stock.twin,,off
exchanges,exchanges,as_raised
counts,counts,as_raised
assets,assets,as_raised
inspections,inspections,as_raised
certificates,certificates,as_raised
targets,targets,as_raised
factors,factors,as_raised
chain,chain,as_raised
acknowledged,acknowledged,as_raised

"#]]
    );
}

#[test]
fn a_misspelt_setting_is_named_at_its_place() {
    let lab = Lab::new();
    let settings = lab.read("houqin.toml");
    lab.write(
        "houqin.toml",
        format!(
            "{settings}\n[checks]\nslip = \"error\"\n\"stock.twn\" = \"off\"\nunits = \"maybe\"\n\
             parse = 3\nwhatever_this_is = \"off\"\n"
        ),
    );
    let ran = lab.run("check");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
houqin.toml:5:1: 错误：没有叫“slip”的检查项目或代号，是不是 slips？
  slip = "error"
  ^^^^
  提示：查看检查项目：houqin check --list
houqin.toml:6:1: 错误：没有叫“stock.twn”的检查项目或代号，是不是 stock.twin？
  "stock.twn" = "off"
  ^^^^^^^^^^^
  提示：查看检查项目：houqin check --list
houqin.toml:7:9: 错误：“maybe”不是程度
  units = "maybe"
          ^^^^^^^
  提示：在 houqin.toml 的 [checks] 里写 "error"、"warning" 或 "off"；再运行 houqin check
houqin.toml:8:9: 错误：“3”不是程度
  parse = 3
          ^
  提示：在 houqin.toml 的 [checks] 里写 "error"、"warning" 或 "off"；再运行 houqin check
houqin.toml:9:1: 错误：没有叫“whatever_this_is”的检查项目或代号
  whatever_this_is = "off"
  ^^^^^^^^^^^^^^^^
  提示：查看检查项目：houqin check --list；查看代号：houqin explain

"#]]
    );
    // Everything else goes on.
    lab.ok("store add ZW --name 总务库");
}

#[test]
fn one_check_alone_shows_its_own_defects() {
    let lab = Lab::new();
    lab.ok("store add ZW --name 总务库");
    lab.write("stock/items.csv", "code,name,unit\nA1,灯管,支\nA1,灯泡,只\nB2,,只\n");
    assert_eq!(lab.run("check").stdout.matches("错误").count(), 2);
    assert_data_eq!(
        lab.run("check ids").stdout,
        str![[r#"
stock/items.csv:3:1: 错误：编码 A1 已经用于“灯管”
  A1,灯泡,只
  ^^
  提示：换一个编码；要改物资，用 houqin item edit A1

"#]]
    );
    assert_data_eq!(
        lab.run("check values").stdout,
        str![[r#"
stock/items.csv:4:4: 错误：B2 没有名称
  B2,,只
     ^
  提示：加上 --name 名称

"#]]
    );
    assert_data_eq!(
        lab.ok("check slips meters"),
        str![[r#"
账目检查

没有发现缺陷

"#]]
    );
    assert_data_eq!(
        lab.fails(2, "check slip"),
        str![[r#"
错误：项目：没有叫“slip”的检查项目，是不是 slips？
  提示：查看检查项目：houqin check --list

"#]]
    );
    let ran = lab.run("check --max-errors 1");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
stock/items.csv:3:1: 错误：编码 A1 已经用于“灯管”
  A1,灯泡,只
  ^^
  提示：换一个编码；要改物资，用 houqin item edit A1

"#]]
    );
    assert_data_eq!(
        ran.stderr,
        str![[r#"
另有 1 处没有列出（--max-errors 1）

"#]]
    );
    assert_data_eq!(
        lab.run("check -f json").stdout,
        str![[r#"
{
  "schema": "houqin.document/1",
  "document": "diagnostic.list",
  "facts": {},
  "tables": [
    {
      "table": "diagnostic.lines",
      "columns": [
        "diagnostic.check",
        "diagnostic.severity",
        "diagnostic.file",
        "diagnostic.line",
        "diagnostic.column",
        "diagnostic.code",
        "diagnostic.sentence",
        "diagnostic.original",
        "diagnostic.hint"
      ],
      "rows": [
        {"check": "ids", "severity": "severity.error", "file": "stock/items.csv", "line": 3, "column": 1, "code": "stock.taken", "sentence": {"code": "stock.taken", "arguments": {"code": "A1", "name": "灯管"}, "text": "编码 A1 已经用于“灯管”"}, "original": "A1,灯泡,只", "hint": "换一个编码；要改物资，用 houqin item edit A1"},
        {"check": "values", "severity": "severity.error", "file": "stock/items.csv", "line": 4, "column": 4, "code": "stock.name_missing", "sentence": {"code": "stock.name_missing", "arguments": {"code": "B2"}, "text": "B2 没有名称"}, "original": "B2,,只", "hint": "加上 --name 名称"}
      ],
      "subtotals": [],
      "totals": []
    }
  ],
  "prose": [],
  "notes": [],
  "sign_off": []
}

"#]]
    );
}

/// A store with an item in a room, and a line of it.
fn furnished() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-01");
    for line in [
        "org department add NK1 --name 内科一病区",
        "store add ZW --name 总务库",
        "item add DG36 --name 灯管36W --unit 支",
        "stock receive DG36 100 --supplier 五金店 --price 12.50 --slip RK-0001",
        "stock issue DG36 5 --department NK1 --slip CK-0001",
    ] {
        lab.ok(line);
    }
    lab.on("2026-03-05");
    lab
}

const LEDGER: &str = "stock/movements/2026/2026-03.csv";

#[test]
fn the_exit_code_is_never_a_count() {
    let lab = furnished();
    let items = lab.read("stock/items.csv");
    for n_defects in [1, 255, 256, 257, 512] {
        let more: String = (0..n_defects)
            .map(|at| ["X", &at.to_string(), ",,,,只,0,,,no,no,yes\n"].concat())
            .collect();
        lab.write("stock/items.csv", format!("{items}{more}"));
        let ran = lab.run("check -f csv --headers keys");
        assert_eq!((ran.code, ran.stdout.lines().count()), (1, n_defects + 1));
        assert_eq!(lab.run("check").code, 1);
        assert_eq!(lab.run("check --max-errors 0").code, 1);
        assert_eq!(lab.run("item list").code, 65);
    }
    lab.write("stock/items.csv", items);
    lab.ok("check");
}

#[test]
fn defects_come_by_file_line_column_and_code() {
    let lab = furnished();
    let ledger = lab.read(LEDGER);
    let spoilt = ledger.replace(",100,", ",1e2,");
    lab.write(LEDGER, spoilt.replace(",5,", ",五,").replace("dept:NK1", "内科"));
    lab.write("stock/items.csv", "code,name,unit\nDG36,灯管36W,支\n?,,\nA2,,\n");
    let ran = lab.run("check -f csv --headers keys");
    let places: Vec<(String, u32, u32)> = ran
        .stdout
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |at: usize| cells[at].parse().unwrap_or(0);
            (cells[2].to_owned(), number(3), number(4))
        })
        .collect();
    let mut sorted = places.clone();
    sorted.sort();
    assert_eq!(places, sorted, "{}", ran.stdout);
    assert_eq!(places.len(), 5, "{}", ran.stdout);
}

#[test]
fn what_keeps_a_row_out_stays_an_error_and_remarks_follow_the_settings() {
    let lab = furnished();
    lab.ok("stock issue DG36 1 --department NK1");
    lab.ok("stock issue DG36 1 --department NK1 --date 2026-03-05");
    assert_eq!(lab.run("check").code, 1);
    let settings = lab.read("houqin.toml");
    let with = |checks: &str| lab.write("houqin.toml", format!("{settings}\n[checks]\n{checks}\n"));
    with("slips = \"off\"");
    lab.ok("check");
    with("slips = \"off\"\n\"stock.twin\" = \"error\"");
    assert!(lab.run("check").stdout.contains("错误："));
    with("values = \"off\"\nslips = \"off\"");
    let items = lab.read("stock/items.csv");
    lab.write("stock/items.csv", format!("{items}X1,,,,只,0,,,no,no,yes,,,,,,,,,,\n"));
    let ran = lab.run("check");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("错误：X1 没有名称"), "{}", ran.stdout);
}

#[test]
fn two_machines_and_a_merge() {
    let lab = furnished();
    let ledger = lab.read(LEDGER);
    let n_commas = |line: &str| line.matches(',').count();
    let all = n_commas(ledger.lines().next().expect("the header"));
    let row = |id: &str, cells: &str| {
        let said = format!("{id},2026-03-02,,{cells}");
        let blank = ",".repeat(all - 1 - n_commas(&said));
        format!("{said}{blank}2026-03-02T09:00:00+08:00,库管员乙\n")
    };
    let first = ledger.lines().nth(2).expect("the issue").to_owned();
    // The same row twice is what merging two branches gives: nothing to say.
    lab.write(LEDGER, format!("{ledger}{first}\n"));
    lab.ok("check");
    // The same slip typed on two machines is.
    let twin = row("M-B1", "issue,DG36,5,支,,,,store:ZW,dept:NK1,,,CK-0001,,,,")
        .replace("2026-03-02,", "2026-03-01,");
    lab.write(LEDGER, format!("{ledger}{twin}"));
    let ran = lab.run("check slips");
    assert!(ran.stdout.contains("登记了两次"), "{}", ran.stdout);
    // Taken back, it is settled.
    lab.ok("stock reverse M-B1 --reason 重复登记");
    lab.ok("check slips");
    // A conflict that was committed is a defect of every line of it.
    lab.write(LEDGER, format!("{ledger}<<<<<<< HEAD\n{twin}=======\n>>>>>>> 乙\n"));
    let ran = lab.run("check");
    assert_eq!(ran.stdout.matches("错误：").count(), 3, "{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("{LEDGER}:4: ")), "{}", ran.stdout);
}

#[test]
fn a_gap_of_a_series_a_block_and_what_is_no_series() {
    let lab = furnished();
    let issue = |slip: &str| lab.ok(&format!("stock issue DG36 1 --department NK1 --slip {slip}"));
    for slip in ["CK-0002", "CK-0003", "CK-0004", "CK-0006"] {
        issue(slip);
    }
    let ran = lab.run("check slips");
    assert!(ran.stdout.contains("缺 1 张连号单据：CK-0005"), "{}", ran.stdout);
    issue("CK-0005");
    lab.ok("check slips");
    // A new pad of slips begins somewhere else.
    issue("CK-0900");
    lab.ok("check slips");
    // What is numbered by days or at random is no series.
    for slip in ["20260301", "20260305", "20260309", "20260313", "20260317", "20260321"] {
        issue(slip);
    }
    lab.ok("check slips");
}

#[test]
fn counts_grow_old_by_the_day_of_today() {
    let lab = furnished();
    lab.ok("check --today 2026-06-09");
    let ran = lab.run("check counts --today 2026-06-10");
    assert!(ran.stdout.contains("stock/stores.csv:2: 警告：库房 ZW"), "{}", ran.stdout);
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[stock]\ncount_days = 400\n"));
    lab.ok("check --today 2026-06-10");
}

#[test]
fn every_format_has_every_defect() {
    let lab = furnished();
    lab.write("stock/items.csv", "code,name,unit\nDG36,灯管36W,支\nA2,,只\n");
    for format in ["table", "csv", "tsv", "json", "markdown"] {
        let ran = lab.run(&format!("check -f {format}"));
        assert_eq!(ran.code, 1);
        assert!(ran.stdout.contains("A2 没有名称"), "{format}: {}", ran.stdout);
    }
}

#[test]
fn a_yearly_inspection_that_runs_from_a_day_of_its_own_is_a_certificate_too() {
    let lab = Lab::new();
    lab.ok("inspect rules add DT-DJ --title 电梯定期检验 --every anchored=1y --subject DT-01 --from 2024-06-18 --anchor 2024-06-18 -q");
    lab.ok("inspect rules add JC --title 每月自检 --every anchored=1m --subject DT-01 --from 2024-06-18 --anchor 2024-06-18 -q");
    let found = lab.run("check certificates");
    assert_eq!(found.code, 1);
    assert!(found.stdout.contains("DT-DJ"), "{}", found.stdout);
    assert!(!found.stdout.contains("JC"), "{}", found.stdout);
}
