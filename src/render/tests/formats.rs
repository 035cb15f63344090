//! The document in every format and both languages, and the ways in which data could break out of
//! its cell.

use snapbox::{assert_data_eq, prelude::*, str};
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::render::grid::Grid;
use crate::report::Block;

#[test]
fn a_table_for_a_terminal() {
    assert_data_eq!(
        zh(Format::Table, &document()),
        str![[r#"
库房

截至  2026-03-31
库房  KF01 总务库
备注  —

项目          单位     数量  金额（元）  备注                值
------------  ----  -------  ----------  ---------------  -----
LED灯管 36W   支         12      102.00  ✓ 是             55.5%
A4 paper|box  箱       -0.5      -64.50  ✗ 错误               —
胶带                1000.25           —  ! 警告               —
A4 paper      箱       1.50           —  “1,2|3”里有逗号      —
------------  ----  -------  ----------  ---------------  -----
合计                              37.50

注：“1,2”里有逗号
  提示：不写千分位逗号，小数点用“.”：1234.5

库管员：____________  监盘：____________  财务：____________

"#]]
    );
    assert_data_eq!(
        en(Format::Table, &document()),
        str![[r#"
store

as of   2026-03-31
store   KF01 总务库
remark  —

item          unit  quantity  amount (yuan)  remark                     value
------------  ----  --------  -------------  -------------------------  -----
LED灯管 36W   支          12         102.00  ✓ yes                      55.5%
A4 paper|box  箱        -0.5         -64.50  ✗ error                        —
胶带                 1000.25              —  ! warning                      —
A4 paper      箱        1.50              —  `1,2|3` has a comma in it      —
------------  ----  --------  -------------  -------------------------  -----
total                                 37.50

note: `1,2` has a comma in it
  hint: leave out thousands separators and write decimals with a point: 1234.5

storekeeper: ____________  observer: ____________  finance: ____________

"#]]
    );
}

#[test]
fn a_narrow_terminal_wraps_texts_and_never_figures() {
    let mut document = document();
    if let Block::Table(table) = &mut document.blocks[1] {
        table.rows.made_mut()[0].cells[0] =
            Cell::text("LED灯管 36W 双端供电 色温 6500K 走廊与病房通用");
    }
    let narrow = Options { width: Some(60), ..PLAIN };
    assert_data_eq!(
        printed(Format::Table, Language::Chinese, &document, narrow),
        str![[r#"
库房

截至  2026-03-31
库房  KF01 总务库
备注  —

项目          单位     数量        金额  备注             值
                                 （元）
------------  ----  -------  ----------  ------------  -----
LED灯管 36W   支         12      102.00  ✓ 是          55.5%
双端供电
色温 6500K
走廊与病房通
用
A4 paper|box  箱       -0.5      -64.50  ✗ 错误            —
胶带                1000.25           —  ! 警告            —
A4 paper      箱       1.50           —  “1,2|3”里有       —
                                         逗号
------------  ----  -------  ----------  ------------  -----
合计                              37.50

注：“1,2”里有逗号
  提示：不写千分位逗号，小数点用“.”：1234.5

库管员：____________  监盘：____________  财务：____________

"#]]
    );
    let narrower = Options { width: Some(20), ..PLAIN };
    assert_data_eq!(
        printed(Format::Table, Language::English, &document, narrower),
        str![[r#"
store

as of   2026-03-31
store   KF01 总务库
remark  —

item           LED灯管 36W 双端供电 色温 6500K 走廊与病房通用
unit           支
quantity       12
amount (yuan)  102.00
remark         ✓ yes
value          55.5%

item           A4 paper|box
unit           箱
quantity       -0.5
amount (yuan)  -64.50
remark         ✗ error
value          —

item           胶带
quantity       1000.25
amount (yuan)  —
remark         ! warning
value          —

item           A4 paper
unit           箱
quantity       1.50
amount (yuan)  —
remark         `1,2|3` has a comma in it
value          —

item           total
amount (yuan)  37.50

note: `1,2` has a
      comma in it
  hint: leave out
        thousands
        separators
        and write
        decimals
        with a
        point:
        1234.5

storekeeper: ____________
observer: ____________
finance: ____________

"#]]
    );
}

#[test]
fn colour_is_added_to_the_signs() {
    let coloured = Options { colour: Colour::On, ..PLAIN };
    let document = Document::new("word.store").table(lines());
    let shown = printed(Format::Table, Language::English, &document, coloured);
    assert_data_eq!(shown.escape_debug().to_string().replace("\\n", "\n"), str![[r#"
\u{1b}[1mstore\u{1b}[0m

\u{1b}[1mitem\u{1b}[0m          \u{1b}[1munit\u{1b}[0m  \u{1b}[1mquantity\u{1b}[0m  \u{1b}[1mamount (yuan)\u{1b}[0m  \u{1b}[1mremark\u{1b}[0m                     \u{1b}[1mvalue\u{1b}[0m
------------  ----  --------  -------------  -------------------------  -----
LED灯管 36W   支          12         102.00  \u{1b}[32m✓ yes\u{1b}[0m                      55.5%
A4 paper|box  箱        -0.5         -64.50  \u{1b}[31m✗ error\u{1b}[0m                        —
胶带                 1000.25              —  \u{1b}[33m! warning\u{1b}[0m                      —
A4 paper      箱        1.50              —  `1,2|3` has a comma in it      —
------------  ----  --------  -------------  -------------------------  -----
\u{1b}[1mtotal\u{1b}[0m                                 \u{1b}[1m37.50\u{1b}[0m

"#]].raw());
}

#[test]
fn comma_separated_values() {
    assert_data_eq!(
        zh(Format::Csv, &document()),
        str![[r#"
项目,单位,数量,金额（元）,备注,值
LED灯管 36W,支,12,102.00,是,55.5%
A4 paper|box,箱,-0.5,-64.50,错误,
胶带,,1000.25,,警告,
A4 paper,箱,1.50,,"“1,2|3”里有逗号",
合计,,,37.50,,

"#]]
    );
    let keys = Options { headers: Headers::Keys, bom: Bom::With, ..PLAIN };
    let for_programs = printed(Format::Csv, Language::Chinese, &document(), keys);
    assert!(for_programs.starts_with('\u{FEFF}'));
    assert_data_eq!(
        for_programs.trim_start_matches('\u{FEFF}'),
        str![[r#"
item,unit,quantity,amount,remark,value
LED灯管 36W,支,12,102.00,yes,55.5%
A4 paper|box,箱,-0.5,-64.50,error,
胶带,,1000.25,,warning,
A4 paper,箱,1.50,,"“1,2|3”里有逗号",

"#]]
    );
    assert_data_eq!(
        en(Format::Tsv, &document()),
        str![[r#"
item	unit	quantity	amount (yuan)	remark	value
LED灯管 36W	支	12	102.00	yes	55.5%
A4 paper|box	箱	-0.5	-64.50	error	
胶带		1000.25		warning	
A4 paper	箱	1.50		`1,2|3` has a comma in it	
total			37.50		

"#]]
        .raw()
    );
}

#[test]
fn several_parts_stand_one_below_the_other() {
    assert_data_eq!(
        en(Format::Csv, &document().table(lines())),
        str![[r#"
store
as of,2026-03-31
store,KF01 总务库
remark,

store
item,unit,quantity,amount (yuan),remark,value
LED灯管 36W,支,12,102.00,yes,55.5%
A4 paper|box,箱,-0.5,-64.50,error,
胶带,,1000.25,,warning,
A4 paper,箱,1.50,,"`1,2|3` has a comma in it",
total,,,37.50,,

note
"`1,2` has a comma in it"

store
item,unit,quantity,amount (yuan),remark,value
LED灯管 36W,支,12,102.00,yes,55.5%
A4 paper|box,箱,-0.5,-64.50,error,
胶带,,1000.25,,warning,
A4 paper,箱,1.50,,"`1,2|3` has a comma in it",
total,,,37.50,,

"#]]
    );
}

#[test]
fn json_is_the_same_in_both_languages_but_for_sentences() {
    let shown = zh(Format::Json, &document());
    let without_text = |json: &str| {
        let lines: Vec<&str> = json.lines().filter(|line| !line.contains("\"text\"")).collect();
        lines.join("\n")
    };
    assert_eq!(without_text(&shown), without_text(&en(Format::Json, &document())));
    assert_data_eq!(shown, str![[r#"
{
  "schema": "houqin.document/1",
  "document": "word.store",
  "facts": {
    "as_of": "2026-03-31",
    "store": "KF01 总务库",
    "remark": null
  },
  "tables": [
    {
      "table": "word.store",
      "columns": [
        "word.item",
        "word.unit",
        "word.quantity",
        "word.amount",
        "word.remark",
        "word.value"
      ],
      "rows": [
        {"item": "LED灯管 36W", "unit": "支", "quantity": "12", "amount": "102.00", "remark": "word.yes", "value": {"part": "5", "whole": "9", "percent": "55.5"}},
        {"item": "A4 paper|box", "unit": "箱", "quantity": "-0.5", "amount": "-64.50", "remark": "severity.error", "value": {"part": "0", "whole": "0", "percent": null}},
        {"item": "胶带", "unit": "", "quantity": "1000.25", "amount": null, "remark": "severity.warning", "value": null},
        {"item": "A4 paper", "unit": "箱", "quantity": "1.50", "amount": null, "remark": {"code": "number.comma", "arguments": {"text": "1,2|3"}, "text": "“1,2|3”里有逗号"}, "value": null}
      ],
      "subtotals": [],
      "totals": [
        {"item": "word.total", "unit": null, "quantity": null, "amount": "37.50", "remark": null, "value": null}
      ]
    }
  ],
  "prose": [],
  "notes": [
    {
      "code": "number.comma",
      "arguments": {
        "text": "1,2"
      },
      "text": "“1,2”里有逗号"
    }
  ],
  "sign_off": [
    "word.storekeeper",
    "word.observer",
    "word.finance"
  ]
}

"#]].raw());
}

#[test]
fn markdown() {
    assert_data_eq!(
        zh(Format::Markdown, &document()),
        str![[r#"
# 库房

- 截至：2026-03-31
- 库房：KF01 总务库
- 备注：—

| 项目 | 单位 | 数量 | 金额（元） | 备注 | 值 |
| --- | --- | ---: | ---: | --- | ---: |
| LED灯管 36W | 支 | 12 | 102.00 | ✓ 是 | 55.5% |
| A4 paper\|box | 箱 | -0.5 | -64.50 | ✗ 错误 | — |
| 胶带 |  | 1000.25 | — | ! 警告 | — |
| A4 paper | 箱 | 1.50 | — | “1,2\|3”里有逗号 | — |
| **合计** |  |  | **37.50** |  |  |

> 注：“1,2”里有逗号
>
> 提示：不写千分位逗号，小数点用“.”：1234.5

库管员：\_\_\_\_\_\_\_\_\_\_\_\_　　监盘：\_\_\_\_\_\_\_\_\_\_\_\_　　财务：\_\_\_\_\_\_\_\_\_\_\_\_

"#]]
        .raw()
    );
}

#[test]
fn bars() {
    let mut table = Table::new("word.month", &["word.month", "word.quantity"]);
    for (month, used) in [("2026-01", "12"), ("2026-02", "-3"), ("2026-03", "0"), ("4月", "40")] {
        table.line(vec![Cell::text(month), quantity(used)]);
    }
    table.line(vec![Cell::text("2026-05"), Cell::Blank]);
    let mut document = Document::new("word.year");
    document.blocks.push(Block::Bars(table.into()));
    assert_data_eq!(
        zh(Format::Table, &document),
        str![[r#"
年度

月份     数量
-------  ----
2026-01    12  ############
2026-02    -3  ---
2026-03     0
4月        40  ########################################
2026-05     —

"#]]
    );
}

#[test]
fn an_empty_table_says_so() {
    let document = Document::new("word.store").table(Table::new("word.store", &["word.item"]));
    assert_data_eq!(
        zh(Format::Table, &document),
        str![[r#"
库房

项目
----
无记录

"#]]
    );
    assert_data_eq!(
        en(Format::Markdown, &document),
        str![[r#"
# store

| item |
| --- |

nothing to show

"#]]
    );
    assert_eq!(en(Format::Csv, &document), "item\n");
}

#[test]
fn printing_twice_gives_the_same_bytes() {
    // Workbooks have a test of their own.
    for format in Format::ALL.into_iter().filter(|format| !format.is_binary()) {
        for language in [Language::Chinese, Language::English] {
            let once = printed(format, language, &document(), PLAIN);
            assert_eq!(once, printed(format, language, &document(), PLAIN), "{format:?}");
        }
    }
}

#[test]
fn columns_line_up_under_chinese_text() {
    let text = zh(Format::Table, &Document::new("word.store").table(lines()));
    // Amounts stand on the right of their column: their last digit is at one width in each line.
    let end = |line: &str, figure: &str| {
        line.find(figure).map(|at| line[..at + figure.len()].width()).expect("a figure")
    };
    let lines: Vec<&str> = text.lines().collect();
    let ends = [end(lines[4], "102.00"), end(lines[5], "-64.50"), end(lines[9], "37.50")];
    assert_eq!(ends, [ends[0]; 3], "{text}");
    assert!(lines.iter().all(|line| line.trim_end() == *line), "{text}");
}

#[test]
fn a_table_that_fits_looks_the_same_wrapped_or_not() {
    let text = Text::new(Language::Chinese);
    let table = lines();
    let table = table.into();
    let grid = Grid::measure(&table, text);
    for colour in [Colour::On, Colour::Off] {
        let (mut aligned, mut wrapped) = (Vec::new(), Vec::new());
        grid.aligned(colour, &|_| String::new(), &mut aligned).expect("printed");
        grid.wrapped(200, colour, &mut wrapped).expect("printed");
        let plain = |bytes: Vec<u8>| {
            anstream::adapter::strip_str(&String::from_utf8_lossy(&bytes)).to_string()
        };
        assert_eq!(plain(aligned), plain(wrapped));
    }
}

#[test]
fn data_stays_in_its_cell() {
    let mut table = Table::new("word.store", &["word.item", "word.remark"]);
    for text in ["=1+1", "+8613800000000", "-5", "-", "@x", "a,\"b\"\nc", "\u{1b}[31m", "a|b_c_"] {
        table.line(vec![Cell::text(text), Cell::text("")]);
    }
    let document = Document::new("word.store").table(table);
    assert_data_eq!(
        en(Format::Table, &document),
        str![[r#"
store

item            remark
--------------  ------
=1+1
+8613800000000
-5
-
@x
a,"b"\nc
\u{1b}[31m
a|b_c_

"#]]
        .raw()
    );
    assert_data_eq!(en(Format::Csv, &document).escape_debug().to_string(), str![[r#"item,remark\n\'=1+1,\n\'+8613800000000,\n-5,\n-,\n\'@x,\n\"a,\"\"b\"\"\nc\",\n\u{1b}[31m,\na|b_c_,\n"#]].raw());
    let keys = Options { headers: Headers::Keys, ..PLAIN };
    let exact = printed(Format::Csv, Language::English, &document, keys);
    assert_data_eq!(exact.escape_debug().to_string(), str![[r#"item,remark\n=1+1,\n+8613800000000,\n-5,\n-,\n@x,\n\"a,\"\"b\"\"\nc\",\n\u{1b}[31m,\na|b_c_,\n"#]].raw());
    assert_data_eq!(
        en(Format::Markdown, &document),
        str![[r##"
# store

| item | remark |
| --- | --- |
| =1+1 |  |
| +8613800000000 |  |
| -5 |  |
| - |  |
| @x |  |
| a,"b"\\nc |  |
| \\u{1b}\[31m |  |
| a\|b_c\_ |  |

"##]]
        .raw()
    );
}

#[test]
fn formats_have_names() {
    for format in Format::ALL {
        assert_eq!(Format::parse(format.word()), Some(format));
    }
    assert_eq!(Format::parse("md"), Some(Format::Markdown));
    assert_eq!(Format::parse("pdf"), None);
}

#[test]
fn headings_are_wrapped_before_a_table_becomes_a_list() {
    let columns = [
        "word.item",
        "word.quantity",
        "word.amount",
        "word.department",
        "word.signed_on",
        "word.handed_over_by",
    ];
    let mut table = Table::new("word.store", &columns);
    for (name, used) in [("灯管", "1234.5"), ("一次性医用外科口罩", "7")] {
        let day = crate::base::Day::parse("2026-03-31").expect("a day");
        table.line(vec![
            Cell::text(name),
            quantity(used),
            money("8.00"),
            Cell::text("NK1"),
            day.into(),
            Cell::text("库管员甲"),
        ]);
    }
    let document = Document::new("word.store").table(table);
    let narrow = Options { width: Some(52), ..PLAIN };
    assert_data_eq!(
        printed(Format::Table, Language::Chinese, &document, narrow),
        str![[r#"
库房

项目        数量    金额  科室  签字日期    移交人
                  （元）
--------  ------  ------  ----  ----------  --------
灯管      1234.5    8.00  NK1   2026-03-31  库管员甲
一次性医       7    8.00  NK1   2026-03-31  库管员甲
用外科口
罩

"#]]
    );
    assert_data_eq!(
        printed(Format::Table, Language::English, &document, narrow),
        str![[r#"
store

item            灯管
quantity        1234.5
amount (yuan)   8.00
department      NK1
signed on       2026-03-31
handed over by  库管员甲

item            一次性医用外科口罩
quantity        7
amount (yuan)   8.00
department      NK1
signed on       2026-03-31
handed over by  库管员甲

"#]]
    );
}
