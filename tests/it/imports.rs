//! Imports that are corrected, mapped, rehearsed and interrupted; and every writer's own rows read
//! back.

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use crate::import::{counts, stocked};
use crate::lab::Lab;

#[test]
fn doubtful_rows_go_to_a_review_file_that_is_corrected_and_imported() {
    let lab = stocked();
    lab.write(
        "三月.csv",
        "序号;日期;单号;物资编码;数量;类型;去向;备注\n\
         1;2026/3/2;CK1;DG36;2;出库;内科一病区;=1+1\n\
         2;2026/3/2;CK2;DG63;2;出库;内科一病区;@甲\n\
         3;2026/3/2;CK3;DG36;两只;借;内科一病区;\n\
         4;2026/3/2;CK4;DG36;2;出库\n",
    );
    let before = lab.files();
    let ran = lab.run("stock import 三月.csv --review 退回.csv --dry-run");
    assert_eq!((ran.code, counts(&ran)), (1, [4, 1, 0, 3]));
    assert_eq!(before, lab.files(), "a rehearsal writes neither");
    let ran = lab.run("stock import 三月.csv --review 退回.csv");
    assert_eq!((ran.code, counts(&ran)), (1, [4, 1, 0, 3]));
    assert_data_eq!(
        lab.read("退回.csv"),
        str![[r#"
﻿序号,日期,单号,物资编码,数量,类型,去向,备注,退回行,退回列,退回原因,退回代码
2,2026/3/2,CK2,DG63,2,出库,内科一病区,'@甲,3,16,物资目录里没有 DG63，是不是 DG36？,stock.unknown_item_near
3,2026/3/2,CK3,DG36,两只,借,内科一病区,,4,21 24,"“两只”不是数字；不认识“借”，可以用：期初 opening, 入库 receipt, 出库 issue, 退库 return, 调拨 transfer, 以旧换新 exchange, 报废 scrap, 借出 lend, 旧物变卖 sale, 修复入库 mend, 调整 adjustment, 冲销 reversal",number.not_a_number cli.sheet_word
4,2026/3/2,CK4,DG36,2,出库,,,5,,这一行有 6 格，表头有 8 格,csv.field_count

"#]]
    );
    let mended = lab.read("退回.csv").replace("DG63", "DG36").replace("两只,借", "2只,出库");
    lab.write("退回.csv", &mended);
    let ran = lab.run("stock import 退回.csv --review 再退.csv");
    assert_eq!((ran.code, counts(&ran)), (1, [3, 2, 0, 1]), "{}", ran.stderr);
    assert_data_eq!(
        lab.read("再退.csv"),
        str![[r#"
﻿序号,日期,单号,物资编码,数量,类型,去向,备注,退回行,退回列,退回原因,退回代码
4,2026/3/2,CK4,DG36,2,出库,,,4,26,没有登记科室 ,org.unknown_department

"#]]
    );
    let ledger = lab.read("stock/movements/2026/2026-03.csv");
    assert!(ledger.contains(",=1+1,") && ledger.contains(",@甲,"), "{ledger}");
    assert_eq!(counts(&lab.run("stock import 退回.csv --review 再退.csv")), [3, 0, 2, 1]);
    let ran = lab.run("stock import 三月.csv --review /nowhere/at/all.csv");
    assert_eq!(ran.code, 73, "{}", ran.stderr);
}

#[test]
fn a_mapping_file_says_what_a_strange_file_means() {
    let lab = stocked();
    lab.write(
        "领用表.csv",
        "总务处领用登记\n\n领了啥|几个|哪天|谁领的|哪个科|凭证\n\
         DG36|1,002|5/3/2026|护士长|内科|7\nDG36|\"1,0\"|5/3/2026|护士长|内科|8\n",
    );
    lab.write(
        "对照.toml",
        "delimiter = \"|\"\nheading = 3\ndate = \"dmy\"\nthousands = true\n\n[columns]\n\
         \"领了啥\" = \"item\"\n\"几个\" = \"数量\"\n\"哪天\" = \"date\"\n\"谁领的\" = \"person\"\n\
         \"哪个科\" = \"department\"\n\"凭证\" = \"slip\"\n\n[constants]\nkind = \"issue\"\n\n\
         [words.department]\n\"内科\" = \"NK1\"\n\n[words.item]\n\"灯\" = \"DG36\"\n",
    );
    let ran = lab.run("stock import 领用表.csv --map 对照.toml");
    assert_eq!(ran.code, 65);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
略过 1 行标题或说明
领用表.csv:4:6: 错误：总务库的灯管（DG36）在 2026-03-05 只有 240 只，不够出库 1002 只，差 762 只
  DG36|1,002|5/3/2026|护士长|内科|7
       ^^^^^
  提示：查看明细：houqin stock card DG36 --room ZW
领用表.csv:5:6: 错误：“1,0”里有逗号
  DG36|"1,0"|5/3/2026|护士长|内科|8
       ^^^^^
  提示：不写千分位逗号，小数点用“.”：1234.5
错误：读入 2 行，2 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.ok("stock receive DG36 50箱 --price 204 --supplier 华北五金 --slip RK9 --date 2026-03-02");
    let ran = lab.run("stock import 领用表.csv --map 对照.toml --review 退回.csv -f csv");
    assert_eq!(counts(&ran), [2, 1, 0, 1], "{}", ran.stderr);
    assert!(ran.stdout.contains("DG36,1002,只,ZW,NK1,7,护士长"), "{}", ran.stdout);
    lab.write("退回.csv", lab.read("退回.csv").replace("1,0", "10"));
    assert_eq!(counts(&lab.run("stock import 退回.csv --map 对照.toml")), [1, 1, 0, 0]);
}

#[test]
fn what_is_wrong_with_a_mapping_file_is_said_at_its_place() {
    let lab = stocked();
    lab.write("表.csv", "日期,物资编码,数量,去向\n2026-03-02,DG36,1,NK1\n");
    lab.write(
        "对照.toml",
        "[columns]\n\"领用日\" = \"date\"\n\"去向\" = \"whither\"\n\n[constants]\nsort = \"issue\"\n",
    );
    assert_data_eq!(
        lab.refuses(65, "stock import 表.csv --map 对照.toml"),
        str![[r#"
对照.toml:3:8: 错误：没有叫“whither”的栏目，可以用：date, time, kind, item, quantity, unit, unit_price, amount, room, freight, market_price, supplier, workshop, department, from, to, lot, expiry, slip, person, reason, note, reverses, order, repair, due
  "去向" = "whither"
           ^
  提示：改对照文件里等号后面（或方括号下面）的名称
对照.toml:2:9: 错误：表里没有“领用日”这一列，列名是：日期、物资编码、数量、去向
  "领用日" = "date"
             ^
  提示：改对照文件里的列名，要和表里写的一样
对照.toml:6:1: 错误：没有叫“sort”的栏目，可以用：date, time, kind, item, quantity, unit, unit_price, amount, room, freight, market_price, supplier, workshop, department, from, to, lot, expiry, slip, person, reason, note, reverses, order, repair, due
  sort = "issue"
  ^
  提示：改对照文件里等号后面（或方括号下面）的名称
表.csv:1: 错误：表里没有“类型”这一列
  日期,物资编码,数量,去向
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
错误：文件里有 4 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
    lab.write("对照.toml", "[columns\n");
    assert_data_eq!(
        lab.refuses(65, "stock import 表.csv --map 对照.toml --lang en"),
        str![[r#"
对照.toml:1:9: error: not well formed: unclosed table, expected `]`
  [columns
          ^
  hint: mend it, then run houqin check

"#]]
    );
    lab.refuses(66, "stock import 表.csv --map 没有.toml");
}

/// A store in which every writer has something to write.
fn busy() -> Lab {
    let lab = stocked();
    for line in [
        "store add WJ --name 五金库",
        "org site add ZY --name 总院",
        "org staff add KGJ --name 库管员甲",
        "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31",
        "asset add CH-07 --name 病床 --class 家具 --value 900 --department NK1 --date 2025-01-05",
        "meter add E-01 --name 总配电 --utility electricity --digits 6 --max-per-day 8000",
        "meter add W-01 --name 总水表 --utility cold_water --from 2026-01-01 --initial 1250",
        "meter read W-01 1300 --date 2026-02-01",
        "inspect rules add XS-2 --title 下科室 --every 1/week --from 2026-01-01 --subject 内科",
        "finding open 门诊楼 --note 通道堆物 --date 2026-03-01",
        "repair open 内科 --number WX-1 --note 灯不亮 --date 2026-03-02 --time 09:00",
        "stocktake open PD-03 --room ZW --cutoff close --date 2026-03-05",
    ] {
        lab.ok(&format!("{line} -q"));
    }
    lab
}

/// A writer, and the import that reads what it rehearses.
const WRITERS: &[(&str, &str)] = &[
    ("org site add DY --name 东院", "org site import"),
    (
        "org department add EK3 --name 儿科 --site ZY --beds 30 --area 500.5",
        "org department import",
    ),
    ("org department add EK4 --name 儿科四 --beds 30 --peers 病区", "org department import"),
    ("org staff add CBY --name 抄表员乙 --department NK1 --role 抄表", "org staff import"),
    ("store add DY --name 东院库 --site ZY --keeper 库管员乙", "store import"),
    (
        "item add LX1 --name '=炉芯' --spec=-甲 --unit 个 --units 箱=12 --minimum 3 --durable",
        "item import",
    ),
    ("stock opening DX25 3 --price 2 --room WJ --date 2026-03-01", "stock import"),
    (
        "stock receive DG36 2箱 --price 200 --supplier 五金店 --room ZW --note '@留意'",
        "stock import",
    ),
    ("stock receive DX25 9 --amount 18.5 --supplier 五金店 --room ZW --time 08:30", "stock import"),
    ("stock issue DG36 4 --department NK1 --room ZW --person 护士长", "stock import"),
    ("stock return DG36 4 --department NK1 --room ZW --price 8", "stock import"),
    ("stock return DG36 4 --supplier 华北五金 --room ZW", "stock import"),
    ("stock transfer DG36 4 --room ZW --to-room WJ --date 2026-03-02", "stock import"),
    (
        "stock transfer DX25 4.5 --room ZW --to-room WJ --date 2026-03-02 --arrives 2026-03-04",
        "stock import",
    ),
    ("stock scrap DG36 1 --reason 破损 --room ZW", "stock import"),
    ("stock adjust DG36 1 --up --reason 赠品 --room ZW", "stock import"),
    ("stock adjust DG36 1 --down --reason 裁剪 --room ZW", "stock import"),
    ("stock reverse RK001 --reason 录错", "stock import"),
    ("stocktake enter DG36=239 DX25=500 --note 点过", "stocktake import"),
    (
        "asset add DN-01 --name 电脑 --class 计算机设备 --value 5000 --department NK1 --place 3楼 \
         --custodian KGJ --funding 自筹",
        "asset import",
    ),
    ("asset assign FWQ-01 --department WK2 --place 5楼机房 --custodian KGJ", "asset import"),
    ("asset transfer CH-07 --department WK2 --reason 搬迁", "asset import"),
    ("asset repair FWQ-01 --reason 更换硬盘 --cost 850", "asset import"),
    ("asset dispose CH-07 --reason 报废 --proceeds 20", "asset import"),
    (
        "meter add E-01-1 --name 内科 --utility electricity --parent E-01 --department NK1 \
         --multiplier 200/5 --digits 6 --accuracy 0.5 --serial 2026A --purpose 照明 --reset-allowed",
        "meter import",
    ),
    ("meter add E-09 --name 全院 --utility electricity --sum", "meter import"),
    (
        "meter add E-07 --name 其余 --utility electricity --sum E-01 --parent E-01 \
         --counted",
        "meter import",
    ),
    (
        "meter add W-03 --name 病房楼 --utility 冷水 --digits 5 --read-at 06:00,22:00 --route 东线 \
         --route-order 20",
        "meter import",
    ),
    ("meter add E-08 --name 外供 --utility electricity --parent E-01 --minus", "meter import"),
    ("meter read E-01 1900.5 --date 2026-03-01 --time 07:00 --person 抄表员乙", "meter import"),
    ("meter replace W-01 --old-final 1350 --new-initial 0 --date 2026-03-03", "meter import"),
    (
        "energy tariff set electricity 0.6543 --valid-from 2026-01-01 --source 合同",
        "energy tariff import",
    ),
    (
        "energy factor set cold_water --not-converted --basis supply --valid-from 2026-01-01 \
         --source 水不折算",
        "energy factor import",
    ),
    (
        "energy factor set electricity 0.1229 --valid-from 2026-01-01 --source 国标",
        "energy factor import",
    ),
    (
        "energy factor set gas 2.1622 --into carbon --mj 38.931 --carbon-content 15.3 \
         --oxidation 0.99 --year 2025 --valid-from 2026-01-01 --valid-until 2026-12-31 \
         --source 缺省值 --mark 未核实",
        "energy factor import",
    ),
    (
        "energy factor set 柴油 1.4571 --kcal 10200 --basis 山东 --valid-from 2026-01-01 \
         --source 国标",
        "energy factor import",
    ),
    ("energy target set electricity 98000 -p 2026", "energy target import"),
    ("energy target set cold_water 420 -p 2026-03 --department NK1", "energy target import"),
    ("energy driver set visits 5200 -p 2026-02 --source 统计室", "energy driver import"),
    (
        "energy driver set 实际占用床日 900 -p 2026-02 --department NK1 --note 月报",
        "energy driver import",
    ),
    ("energy driver set 床位数 600 -p 2026-02 --site ZY", "energy driver import"),
    ("energy driver set other:公务用车 14 -p 2026-02", "energy driver import"),
    (
        "energy bill add DF-1 --supplier 供电公司 --account 0310088 --utility 电 --first-day \
         2026-01-26 --last-day 2026-02-25 --quantity 28000.5 --amount 18200.01 --point E-01 \
         --site ZY --note 含力调电费",
        "energy bill import",
    ),
    (
        "energy bill add TF-1 --supplier 供水公司 --utility 冷水 --first-day 2026-02-01 --last-day \
         2026-02-28 --amount=-12.5 --adjustment",
        "energy bill import",
    ),
    ("inspect record XS-2 内科 --result pass --date 2026-03-03 --time 09:30", "inspect import"),
    ("inspect record XS-2 内科 --result fail --note 灯坏 --date 2026-03-04", "inspect import"),
    (
        "inspect excuse XS-2 内科 --from 2026-03-09 --to 2026-03-15 --reason 停诊 --person 巡检员甲 \
         --approved-by 科长",
        "inspect import",
    ),
    ("finding open 住院楼 --note 漏水 --severity critical --due 2026-03-08", "finding import"),
    (
        "finding open 门诊楼 --note 堆物 --source 上级检查 --department NK1 --owner 保洁班",
        "finding import",
    ),
    ("finding report NK1 --note 灯不亮 --severity critical", "finding import"),
    ("finding assign FINDING --owner 水工班 --department NK1 --person 科长", "finding import"),
    ("finding rectify FINDING --person 水工 --note 换了阀门", "finding import"),
    ("finding extend FINDING --due 2026-03-20 --note 等配件", "finding import"),
    (
        "repair open 内科 --number WX-2 --note 灯不亮 --urgency urgent --department NK1 --place 3床 \
         --contractor 电梯维保 --date 2026-03-03 --time 09:30 --due 2026-03-06 --due-time 17:00",
        "repair import",
    ),
    (
        "repair respond WX-1 --person 电工 --date 2026-03-02 --time 09:40 --due 2026-03-09",
        "repair import",
    ),
    (
        "repair complete WX-1 --person 电工 --note 换灯管 --cost 12.5 --date 2026-03-02 --time 10:00",
        "repair import",
    ),
    ("repair cancel WX-1 --person 科长 --note 误报", "repair import"),
];

#[test]
fn what_every_writer_rehearses_can_be_imported_and_gives_the_same_rows() {
    let lab = busy();
    let finding = lab.read("inspections/findings/2026.csv");
    let finding = finding.lines().nth(1).and_then(|row| row.split(',').next()).expect("a finding");
    let store = |lab: &Lab| {
        let mut files = lab.files();
        files.retain(|name, _| !name.ends_with("rows.csv"));
        files
    };
    // The common form of every writer, and by turns one of the others.
    let others = ["csv --lang en --bom", "tsv --lang zh", "csv --headers keys"];
    for (at, (writer, import)) in WRITERS.iter().enumerate() {
        let writer = writer.replace("FINDING", finding);
        for format in ["csv --lang zh", others[at % others.len()]] {
            let (typed, read) = (lab.copy(), lab.copy());
            let rows = lab.run(&format!("{writer} --dry-run -f {format}"));
            assert_eq!(rows.code, 0, "{writer}: {}", rows.stderr);
            read.write("rows.csv", &rows.stdout);
            let ran = typed.run(&writer);
            assert_eq!(ran.code, 0, "{writer}: {}", ran.stderr);
            let ran = read.run(&format!("{import} rows.csv"));
            assert_eq!(ran.code, 0, "{writer} as {format}\n{}\n{}", rows.stdout, ran.stderr);
            assert_eq!(store(&read), store(&typed), "{writer} as {format}\n{}", rows.stdout);
            let ran = read.run(&format!("{import} rows.csv"));
            assert_eq!(ran.code, 0, "again: {writer} as {format}\n{}", ran.stderr);
            let [_, new, _, rejected] = counts(&ran);
            assert_eq!((new, rejected), (0, 0), "{writer} as {format}");
        }
    }
}

#[test]
fn an_import_that_dies_in_its_write_changes_nothing() {
    let lab = stocked();
    let note = "备注".repeat(20);
    let row = |at: usize| format!("2026-03-02,CK{at},DG36,1,出库,NK1,{note}\n");
    let rows = (0..200).map(row).collect::<Vec<_>>().concat();
    lab.write("三月.csv", format!("日期,单号,物资编码,数量,类型,去向,备注\n{rows}"));
    let before = lab.files();
    for blocks in [8, 16, 32, 64] {
        crate::crash::dies(&lab, blocks, "stock import 三月.csv");
        let now = lab.run("item list -f csv");
        assert_eq!(now.code, 0, "{}", now.stderr);
        assert!(before == lab.files(), "{blocks} blocks: the store changed");
    }
    assert_eq!(counts(&lab.run("stock import 三月.csv")), [200, 200, 0, 0]);
}

/// Cells that are right, and cells that are not.
fn cell(good: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(good.to_owned()),
        1 => Just(String::new()),
        1 => "[\\PC]{0,6}".prop_map(|text| text.replace(['"', ',', '\n', '\r'], "")),
        1 => Just("=1+1".to_owned()),
        1 => Just("\"开了引号".to_owned()),
        1 => Just("甲,乙".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_that_is_read_is_new_or_known_or_rejected(
        rows in prop::collection::vec(
            (cell("2026-03-02"), cell("CK1"), cell("DG36"), cell("1"), cell("出库"), cell("NK1")),
            0..12,
        ),
    ) {
        let lab = stocked();
        let mut text = "日期,单号,物资编码,数量,类型,去向\n".to_owned();
        for (date, slip, item, quantity, kind, to) in &rows {
            text.extend([format!("{date},{slip},{item},{quantity},{kind},{to}\n")]);
        }
        lab.write("乱.csv", &text);
        let whole = lab.run("stock import 乱.csv --dry-run");
        let [read, new, already, rejected] = counts(&whole);
        prop_assert_eq!(new + already + rejected, read);
        prop_assert_eq!(whole.code, if rejected > 0 { 65 } else { 0 });
        let ran = lab.run("stock import 乱.csv --review 退回.csv");
        prop_assert_eq!(counts(&ran), [read, new, already, rejected]);
        let again = lab.run("stock import 乱.csv --review 退回.csv");
        let [_, more, known, still] = counts(&again);
        prop_assert_eq!((more, known, still), (0, new + already, rejected));
    }
}

#[test]
fn rules_come_from_a_file_once() {
    let lab = Lab::new();
    lab.write(
        "巡检制度.csv",
        "规则,名称,频次,对象,生效日,目标\nXC,每周两次下科室巡查,2/week,NK1、WK1,2026-01-01,100%\n\
         DT,电梯维保间隔不超过15天,max-gap=15d,DT-01,2026-01-01,\n坏,没有频次,,,2026-01-01,\n",
    );
    let said = lab.refuses(65, "inspect rules import 巡检制度.csv");
    assert!(said.contains("巡检制度.csv:4:"), "{said}");
    let whole = lab.read("巡检制度.csv");
    let good: Vec<&str> = whole.lines().take(3).collect();
    lab.write("巡检制度.csv", good.join("\n"));
    lab.ok("inspect rules import 巡检制度.csv");
    let rules = lab.ok("inspect rules list -f csv --headers keys");
    assert!(rules.contains("2/week") && rules.contains("max-gap=15d"), "{rules}");
    let subjects = lab.ok("inspect rules subjects -f csv");
    assert!(["NK1", "WK1", "DT-01"].iter().all(|subject| subjects.contains(subject)), "{subjects}");
    let files = lab.files();
    lab.ok("inspect rules import 巡检制度.csv");
    assert!(files == lab.files(), "the same file again changes nothing");
}
