//! Files from outside as clerks have them: every kind of file, every wrong row, twice and thrice.

use snapbox::{assert_data_eq, str};
use unicode_width::UnicodeWidthStr;

use crate::lab::{Lab, Ran};

/// A store with a room, departments and two items on the shelf.
pub(crate) fn stocked() -> Lab {
    let lab = Lab::new();
    for line in [
        "store add ZW --name 总务库",
        "org department add NK1 --name 内科一病区",
        "org department add WK2 --name 外科二病区",
        "item add DG36 --name 灯管 --unit 只 --units 箱=24",
        "item add DX25 --name 电线 --unit 米 --scale 1",
        "stock receive DG36 10箱 --price 204 --supplier 华北五金 --slip RK001 --date 2026-03-01",
        "stock receive DX25 500 --price 2 --supplier 华北五金 --slip RK002 --date 2026-03-01",
    ] {
        lab.ok(line);
    }
    lab
}

/// What a command said of the rows it read: read, new, already, rejected.
pub(crate) fn counts(ran: &Ran) -> [usize; 4] {
    let said = format!("{}{}", ran.stdout, ran.stderr);
    let line = said.lines().rfind(|line| line.contains("读入")).unwrap_or_else(|| panic!("{said}"));
    let mut numbers: Vec<usize> = line
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    if line.contains("不能登记") {
        // The refusal of a whole file names the rejected ones first.
        numbers = vec![numbers[0], numbers[2], numbers[3], numbers[1]];
    }
    numbers.try_into().expect("four numbers")
}

#[test]
fn one_table_is_the_same_from_every_kind_of_file() {
    let rows = [
        ["物资编码", "名称", "规格", "单位", "换算单位", "小数位", "最低库存"],
        ["DG36", "灯管", "36W", "只", "箱=24", "0", "20"],
        ["1001", "电线", "2.5mm²", "米", "卷=100", "1", "200"],
    ];
    let text: String = rows.iter().map(|row| row.join(",") + "\r\n").collect();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "2026 年物资目录").expect("a title");
    for (at, row) in (2..).zip(&rows) {
        for (column, cell) in (0..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(at, column, number).expect("a number"),
                Err(_) => sheet.write(at, column, *cell).expect("a text"),
            };
        }
    }
    let files = [
        ("目录.csv", text.clone().into_bytes()),
        ("gbk.csv", encoding_rs::GB18030.encode(&text).0.into_owned()),
        ("utf16.txt", {
            let text = text.replace(',', "\t");
            "\u{feff}"
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect()
        }),
        ("目录.xlsx", book.save_to_buffer().expect("a workbook")),
        ("目录.xls", include_bytes!("data/items.xls").to_vec()),
    ];
    let mut books = Vec::new();
    for (name, bytes) in files {
        let lab = Lab::new();
        lab.write(name, bytes);
        let ran = lab.run(&format!("item import {name}"));
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        assert_eq!(counts(&ran), [2, 2, 0, 0]);
        books.push(lab.read("stock/items.csv"));
    }
    assert!(books[0].contains("1001,电线,2.5mm²,,米,1,卷=100,200"), "{}", books[0]);
    assert!(books.iter().all(|book| *book == books[0]), "{books:?}");
}

#[test]
fn a_workbook_has_dates_sheets_and_formulas_that_nobody_calculated() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let lab = stocked();
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").expect("a name").write(0, 0, "填表说明").expect("text");
    let sheet = book.add_worksheet().set_name("领用").expect("a name");
    let date = Format::new().set_num_format("yyyy/m/d");
    for (column, heading) in ["领用日期", "单号", "物资编码", "数量", "领用科室"].iter().enumerate()
    {
        let column = u16::try_from(column).expect("a column");
        sheet.write(0, column, *heading).expect("a heading");
    }
    for row in 1..=3 {
        sheet.write(row, 1, format!("CK{row}")).expect("a slip");
        sheet.write(row, 2, "ＤＧ３６").expect("a code");
        sheet.write(row, 3, 1.5 * f64::from(row) - 0.5).expect("a number");
        sheet.write(row, 4, "内科一病区").expect("a name");
    }
    let day = ExcelDateTime::from_ymd(2026, 3, 5).expect("a day");
    sheet.write_with_format(1, 0, &day, &date).expect("a date");
    sheet.write(2, 0, 46_086).expect("a serial number");
    sheet.write(3, 0, "2026年3月5日").expect("a text");
    sheet.write_formula(3, 3, Formula::new("1/0").set_result("#DIV/0!")).expect("a formula");
    lab.write("三月.xlsx", book.save_to_buffer().expect("a workbook"));
    let ran = lab.run("stock import 三月.xlsx --kind 出库");
    assert_eq!(ran.code, 65);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
读工作表“领用”；工作簿里有：说明 / 领用
  提示：要读别的，用 --tab 写名称或序号
三月.xlsx:领用!D3: 错误：灯管（DG36）的数量最多 0 位小数，2.5 只 不行
  46086 | CK2 | ＤＧ３６ | 2.5 | 内科一病区
                           ^^^
  提示：改数量；确要更多小数位：houqin item edit DG36 --scale 位数
三月.xlsx:领用!D4: 错误：这一格是错误值 #DIV/0!
  2026年3月5日 | CK3 | ＤＧ３６ | #DIV/0! | 内科一病区
                                  ^^^^^^^
  提示：改好公式或写上数值
错误：读入 3 行，2 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    let ran = lab.run("stock import 三月.xlsx --kind 出库 --tab 说明");
    assert_eq!(ran.code, 65, "{}", ran.stderr);
    let ran = lab.run("stock import 三月.xlsx --kind 出库 --tab 4");
    assert_eq!(ran.code, 65);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
三月.xlsx: 错误：工作簿里没有工作表“4”，有：说明 / 领用
  提示：用 --tab 写其中一个的名称或序号

"#]]
    );
    lab.write("坏.xlsx", b"PK\x03\x04 no zip at all");
    assert_eq!(lab.run("stock import 坏.xlsx").code, 65);
}

/// Twelve rows, each with one thing that is wrong.
const TWELVE: &str = "日期,单号,物资编码,数量,单位,单价,类型,来自,去向,备注\n\
2026-3-32,A1,DG36,1,只,,出库,,NK1,\n\
2026-03-02,A2,DG63,1,只,,出库,,NK1,编码错\n\
2026-03-02,A3,电线２．５,1,米,,出库,,NK1,\n\
2026-03-02,A4,DG36,一只,只,,出库,,NK1,数量错\n\
2026-03-02,A5,DG36,1.5,只,,出库,,NK1,\n\
2026-03-02,A6,DG36,1,盒,,出库,,NK1,单位错\n\
2026-03-02,A7,DG36,1,只,8.5.1,入库,华北五金,,\n\
2026-03-02,A8,DG36,1,只,,借用,,NK1,类型错\n\
2026-03-02,A9,DG36,1,只,,出库,,内科,\n\
2026-03-02,A10,DG36,\"1,5\",只,,出库,,NK1,\n\
2026-03-02,A11,DG36,99999,只,,出库,,NK1,不够\n\
2026-04-02,A12,DX25,1,米,,出库,,NK1,以后\n";

#[test]
fn twelve_defects_in_twelve_rows_are_twelve_diagnostics() {
    let lab = stocked();
    lab.write("十二.csv", TWELVE);
    let said = lab.refuses(65, "stock import 十二.csv");
    assert_eq!(said.matches(": 错误：").count(), 12, "{said}");
    assert_data_eq!(
        said,
        str![[r#"
十二.csv:2:1: 错误：日历上没有“2026-3-32”这一天
  2026-3-32,A1,DG36,1,只,,出库,,NK1,
  ^^^^^^^^^
  提示：查看该月有几天；二月在闰年才有 29 日
十二.csv:3:15: 错误：物资目录里没有 DG63，是不是 DG36？
  2026-03-02,A2,DG63,1,只,,出库,,NK1,编码错
                ^^^^
  提示：查看：houqin item show DG36；按名称查找：houqin item find DG63
十二.csv:4:15: 错误：物资目录里没有 电线2.5
  2026-03-02,A3,电线２．５,1,米,,出库,,NK1,
                ^^^^^^^^^^
  提示：按名称查找：houqin item find 电线2.5；新增：houqin item add 电线2.5 --name 名称 --unit 单位
十二.csv:5:20: 错误：“一只”不是数字
  2026-03-02,A4,DG36,一只,只,,出库,,NK1,数量错
                     ^^^^
  提示：只写数字和一个小数点，如 12 或 3.5；单位写在单位栏
十二.csv:6:20: 错误：灯管（DG36）的数量最多 0 位小数，1.5 只 不行
  2026-03-02,A5,DG36,1.5,只,,出库,,NK1,
                     ^^^
  提示：改数量；确要更多小数位：houqin item edit DG36 --scale 位数
十二.csv:7:22: 错误：灯管（DG36）没有单位“盒”，可用：只 / 箱
  2026-03-02,A6,DG36,1,盒,,出库,,NK1,单位错
                       ^^
  提示：增加换算单位：houqin item edit DG36 --units '盒=数量'
十二.csv:8:24: 错误：“8.5.1”有不止一个小数点
  2026-03-02,A7,DG36,1,只,8.5.1,入库,华北五金,,
                          ^^^^^
  提示：只留一个小数点：1234.5
十二.csv:9: 错误：没写借到哪一天
  2026-03-02,A8,DG36,1,只,,借用,,NK1,类型错
  提示：填上归还期限
十二.csv:10:29: 错误：没有登记科室 内科，是不是 NK1？
  2026-03-02,A9,DG36,1,只,,出库,,内科,
                                 ^^^^
  提示：查看科室：houqin org department list
十二.csv:11:21: 错误：“1,5”里有逗号
  2026-03-02,A10,DG36,"1,5",只,,出库,,NK1,
                      ^^^^^
  提示：不写千分位逗号，小数点用“.”：1234.5
十二.csv:12:21: 错误：总务库的灯管（DG36）在 2026-03-02 只有 240 只，不够出库 99999 只，差 99759 只
  2026-03-02,A11,DG36,99999,只,,出库,,NK1,不够
                      ^^^^^
  提示：查看明细：houqin stock card DG36 --room ZW
十二.csv:13:1: 错误：2026-04-02 在今天（2026-03-05）之后
  2026-04-02,A12,DX25,1,米,,出库,,NK1,以后
  ^^^^^^^^^^
  提示：改 --date；若今天的日期不对，用 --today
错误：读入 12 行，12 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    let said = lab.run("stock import 十二.csv --lang en").stderr;
    assert_eq!(said.matches(": error: ").count(), 12, "{said}");
}

#[test]
fn a_caret_stands_under_its_cell_whatever_stands_before_it() {
    let before = [
        "a",
        "",
        "灯管",
        "ＡＢ",
        "灯管36W（支）",
        "café",
        "e\u{301}",
        "２．５mm²",
        "🔧",
        "甲,乙",
        "\u{3000}总务",
        "한국",
        "ｶﾅ",
        "①",
        "℃",
        "电 线",
        "—",
        "“引号”",
        "x\ty",
        "龘",
    ];
    assert_eq!(before.len(), 20);
    let lab = stocked();
    let mut text = "备注,物资编码,日期,类型,来自,去向,单号,数量\n".to_owned();
    for (at, note) in before.iter().enumerate() {
        let note = if note.contains(',') { format!("\"{note}\"") } else { (*note).to_owned() };
        text.extend([note, format!(",DG36,2026-03-02,出库,,NK1,S{at},错\n")]);
    }
    lab.write("宽.csv", &text);
    let said = lab.refuses(65, "stock import 宽.csv");
    let lines: Vec<&str> = said.lines().collect();
    let carets = lines.windows(2).filter(|pair| pair[1].trim_start().starts_with('^'));
    let mut n_carets = 0;
    for pair in carets {
        let at = pair[0].find(",错").expect("the cell") + 1;
        let caret = pair[1].find('^').expect("a caret");
        assert_eq!(pair[0][..at].width(), caret, "{}\n{}", pair[0], pair[1]);
        n_carets += 1;
    }
    assert_eq!(n_carets, 20, "{said}");
}

#[test]
fn however_many_rows_are_wrong_it_is_65_and_never_a_count() {
    let lab = stocked();
    for n_rows in [1, 255, 256, 257, 512] {
        let row = |at: usize| format!("2026-03-02,S{at},DG36,错,出库,NK1\n");
        let rows = (0..n_rows).map(row).collect::<Vec<_>>().concat();
        lab.write("错.csv", format!("日期,单号,物资编码,数量,类型,去向\n{rows}"));
        let ran = lab.run("stock import 错.csv");
        assert_eq!((ran.code, counts(&ran)), (65, [n_rows, 0, 0, n_rows]), "{}", ran.stderr);
        let ran = lab.run("stock import 错.csv --review 退回.csv");
        assert_eq!((ran.code, counts(&ran)), (1, [n_rows, 0, 0, n_rows]), "{}", ran.stderr);
        assert_eq!(lab.read("退回.csv").lines().count(), n_rows + 1);
    }
}

#[test]
fn a_file_read_three_times_under_two_names_with_a_late_row_is_each_row_once() {
    let lab = stocked();
    let march = "日期,单号,物资编码,数量,类型,去向\n2026-03-02,CK1,DG36,2,出库,NK1\n\
                 2026-03-02,CK2,DG36,2,出库,NK1\n2026-03-03,,DX25,1.5,出库,NK1\n";
    lab.write("三月.csv", march);
    assert_eq!(counts(&lab.run("stock import 三月.csv")), [3, 3, 0, 0], "two slips, two lines");
    let before = lab.files();
    lab.write("三月 (1).csv", march);
    assert_eq!(counts(&lab.run("stock import '三月 (1).csv'")), [3, 0, 3, 0]);
    lab.write("三月.csv", march.replacen('\n', "\n2026-03-01,CK0,DG36,1,出库,WK2\n", 1));
    assert_eq!(counts(&lab.run("stock import 三月.csv")), [4, 1, 3, 0]);
    let ledger = lab.read("stock/movements/2026/2026-03.csv");
    assert_eq!(ledger.lines().count(), 1 + 2 + 4, "{ledger}");
    assert!(before.len() < lab.files().len() + 2);
}

#[test]
fn two_rows_that_say_the_same_without_a_slip_are_doubtful_until_somebody_says_so() {
    let lab = stocked();
    let twice = "日期,物资编码,数量,类型,去向\n2026-03-02,DG36,2,出库,NK1\n\
                 2026-03-02,DG36,2,出库,NK1\n";
    lab.write("两次.csv", twice);
    assert_data_eq!(
        lab.refuses(65, "stock import 两次.csv"),
        str![[r#"
两次.csv:3: 错误：和 两次.csv:2 一样，又都没有单号，看不出是一笔还是两笔
  2026-03-02,DG36,2,出库,NK1
  提示：写上单号；确是几笔，就在对照文件里写 repeats = true 再用 --map 导入；写重了就删去一行
错误：读入 2 行，1 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("对照.toml", "repeats = true\n");
    assert_eq!(counts(&lab.run("stock import 两次.csv --map 对照.toml")), [2, 2, 0, 0]);
    assert_eq!(counts(&lab.run("stock import 两次.csv --map 对照.toml")), [2, 0, 2, 0]);
    lab.write("三次.csv", format!("{twice}2026-03-02,DG36,2,出库,NK1\n"));
    assert_eq!(counts(&lab.run("stock import 三次.csv --map 对照.toml")), [3, 1, 2, 0]);
}

#[test]
fn what_comes_in_is_decided_before_what_goes_out() {
    let lab = stocked();
    lab.ok("store add WJ --name 五金库");
    lab.write(
        "乱序.csv",
        "日期,单号,物资编码,数量,单位,单价,类型,来自,去向,供应商,原因\n\
         2026-03-04,CK9,DX25,40,,,出库,五金库,外科二病区,,\n\
         2026-03-03,DB1,DX25,40,,,调拨,总务库,五金库,,\n\
         2026-03-04,TK1,DX25,5,,,退库,外科二病区,WJ,,\n\
         2026-03-04,BF1,DG36,300,,,报废,ZW,,,破损\n\
         2026-03-02,RK9,DG36,5,箱,204,入库,,总务库,华北五金,\n\
         2026-03-04,TZ1,DG36,2,,,调整,,ZW,,赠品\n",
    );
    let said = lab.ok("stock import 乱序.csv -q");
    assert_data_eq!(
        said,
        str![[r#"
已记录

流水号                 日期        类型  物资编码  数量  单位    单价  来自      去向  单号  原因  登记时间                   登记人
---------------------  ----------  ----  --------  ----  ----  ------  --------  ----  ----  ----  -------------------------  --------
M20260302-6cr7-000003  2026-03-02  入库  DG36         5  箱    204.00  华北五金  ZW    RK9         2026-03-05T08:30:00+08:00  库管员甲
M20260304-6cr7-000004  2026-03-04  调整  DG36         2  只         —  盈亏      ZW    TZ1   赠品  2026-03-05T08:30:00+08:00  库管员甲
M20260303-6cr7-000005  2026-03-03  调拨  DX25        40  米         —  ZW        在途  DB1         2026-03-05T08:30:00+08:00  库管员甲
M20260303-6cr7-000006  2026-03-03  调拨  DX25        40  米         —  在途      WJ    DB1         2026-03-05T08:30:00+08:00  库管员甲
M20260304-6cr7-000007  2026-03-04  出库  DX25        40  米         —  WJ        WK2   CK9         2026-03-05T08:30:00+08:00  库管员甲
M20260304-6cr7-000008  2026-03-04  报废  DG36       300  只         —  ZW        报废  BF1   破损  2026-03-05T08:30:00+08:00  库管员甲
M20260304-6cr7-000009  2026-03-04  退库  DX25         5  米         —  WK2       WJ    TK1         2026-03-05T08:30:00+08:00  库管员甲

注：读入 6 行：新记 6，已有 0，退回 0

"#]]
    );
    assert_eq!(counts(&lab.run("stock import 乱序.csv")), [6, 0, 6, 0]);
}
