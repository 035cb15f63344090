//! Forty columns, emoji and combining marks: no table is torn, and no letter of a text.
#![expect(clippy::unicode_not_nfc, reason = "letters with combining marks are what is tested")]

use snapbox::{assert_data_eq, str};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::report::{Chart, ChartKind, SeriesRole};

const FAMILY: &str = "👨‍👩‍👧‍👦";
const ACCENTED: &str = "re\u{301}sume\u{301}";

fn narrow(document: &Document, width: u16) -> String {
    let options = Options { width: Some(width), ..PLAIN };
    printed(Format::Table, Language::Chinese, document, options)
}

fn goods() -> Document {
    let mut table = Table::new("word.store", &["word.item", "word.quantity", "word.remark"]);
    table.line(vec![
        Cell::text(format!("灭火器🧯{FAMILY}")),
        Cell::Count(12),
        Cell::text(format!("放在一层大厅和 {ACCENTED} 旁边的消防箱里，钥匙在总务库")),
    ]);
    table.line(vec![
        Cell::text(ACCENTED.repeat(4)),
        quantity("-0.5"),
        Cell::text(FAMILY.repeat(12)),
    ]);
    table.rows.push(Row::total(vec![Cell::word("word.total"), quantity("11.5"), Cell::Blank]));
    Document::new("word.store")
        .facts(vec![(
            "word.remark",
            Cell::text(format!("{FAMILY}值班电话写在门后的登记表上，{ACCENTED}")),
        )])
        .table(table)
}

#[test]
fn forty_columns_hold_a_table_with_emoji_and_accents() {
    assert_data_eq!(
        narrow(&goods(), 40),
        str![[r#"
库房

备注  👨‍👩‍👧‍👦值班电话写在门后的登记表上，
      résumé

项目              数量  备注
----------------  ----  ----------------
灭火器🧯👨‍👩‍👧‍👦          12  放在一层大厅和
                        résumé 旁边的消
                        防箱里，钥匙在总
                        务库
résumérésumérésu  -0.5  👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦
mérésumé                👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦
----------------  ----  ----------------
合计              11.5

"#]]
    );
}

#[test]
fn a_list_goes_on_under_its_values() {
    let mut document = goods();
    for block in &mut document.blocks {
        if let crate::report::Block::Table(table) = block {
            let columns = ["word.amount", "word.value", "word.handed_over_by", "word.signed_on"];
            for key in columns {
                table.columns.push(crate::report::Column { key });
                table.rows.iter_mut().for_each(|row| row.cells.push(money("1234567.00")));
            }
        }
    }
    assert_data_eq!(
        narrow(&document, 40),
        str![[r#"
库房

备注  👨‍👩‍👧‍👦值班电话写在门后的登记表上，
      résumé

项目        灭火器🧯👨‍👩‍👧‍👦
数量        12
备注        放在一层大厅和 résumé 旁边的
            消防箱里，钥匙在总务库
金额（元）  1234567.00
值          1234567.00
移交人      1234567.00
签字日期    1234567.00

项目        résumérésumérésumérésumé
数量        -0.5
备注        👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦
金额（元）  1234567.00
值          1234567.00
移交人      1234567.00
签字日期    1234567.00

项目        合计
数量        11.5
金额（元）  1234567.00
值          1234567.00
移交人      1234567.00
签字日期    1234567.00

"#]]
    );
}

#[test]
fn no_width_is_too_narrow_and_no_letter_is_torn() {
    let whole: Vec<String> = narrow(&goods(), 400).graphemes(true).map(str::to_owned).collect();
    for width in 24..90 {
        let shown = narrow(&goods(), width);
        for line in shown.lines() {
            assert!(line.width() <= usize::from(width), "{width}: {line}\n{shown}");
        }
        for letter in shown.graphemes(true) {
            assert!(whole.iter().any(|whole| whole == letter), "{width}: {letter:?}\n{shown}");
        }
    }
}

#[test]
fn charts_fit_the_terminal() {
    let months = || (1..=12).map(|month| Cell::text(format!("2025-{month:02}")));
    let figures = |from: i64| (0..12).map(move |at| Cell::Count(from + at * at % 7 * 100));
    let course = Chart::new("word.quantity", ChartKind::Lines, Cell::text("kWh"))
        .labels(months())
        .series(Cell::text("本年用电"), SeriesRole::Actual, figures(1000))
        .series(Cell::text("上年"), SeriesRole::LastYear, figures(900));
    let ranking = Chart::new("word.quantity", ChartKind::Ranking, Cell::text("元"))
        .labels(["内科一病区", "手术室", "ICU"].map(Cell::text))
        .series(
            Cell::text("领用"),
            SeriesRole::Actual,
            [money("900.00"), money("300.50"), money("-1.00")],
        );
    let document = Document::new("word.store").chart(course).chart(ranking);
    assert_data_eq!(
        narrow(&document, 80),
        str![[r#"
库房

数量
本年用电  1000 – 1400 kWh  ▁▃█▅▅█▃▁▃█▅▅
上年      900 – 1300 kWh   ▁▃█▅▅█▃▁▃█▅▅

数量
领用 元
内科一病区  900.00  ########################################
手术室      300.50  #############
ICU          -1.00  -

"#]]
    );
    assert_data_eq!(
        narrow(&document, 30),
        str![[r#"
库房

数量
本年用电  1000 – 1400 kWh
▁▃█▅▅█▃▁▃█▅▅
上年      900 – 1300 kWh
▁▃█▅▅█▃▁▃█▅▅

数量
领用 元
内科一病区  900.00  ##########
手术室      300.50  ###
ICU          -1.00  -

"#]]
    );
    for line in narrow(&document, 30).lines() {
        assert!(line.width() <= 30, "{line}");
    }
}
