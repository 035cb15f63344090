//! What holds for any data: it comes back out of CSV and JSON as it went in, and nothing in it moves
//! a column, breaks a line or opens a new cell.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::base::{Diagnostic, Place};
use crate::render::{excerpt, list};
use crate::report::{RowKind, Rows};

/// Texts as ledgers have them, and as an enemy would write them.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[一-龥A-Za-z0-9 ,.]{0,12}",
        2 => r#"[|*_`<>\\"'=+@#\[\]{}~&,;\t\r\n -]{0,8}"#,
        1 => any::<String>(),
    ]
}

fn tables() -> impl Strategy<Value = (Vec<Vec<String>>, Document<'static>)> {
    prop::collection::vec(prop::collection::vec(texts(), 3), 0..6).prop_map(|rows| {
        let mut table = Table::new("word.store", &["word.item", "word.remark", "word.unit"]);
        for row in &rows {
            table.line(row.iter().map(Cell::text).collect());
        }
        (rows, Document::new("word.store").table(table))
    })
}

fn with_keys(format: Format, document: &Document<'_>) -> String {
    let keys = Options { headers: Headers::Keys, ..PLAIN };
    printed(format, Language::Chinese, document, keys)
}

/// The cells of a Markdown row: what stands between bars that no backslash takes back.
fn n_markdown_cells(line: &str) -> usize {
    let (mut bars, mut escaped) = (0_usize, false);
    for letter in line.chars() {
        bars += usize::from(letter == '|' && !escaped);
        escaped = letter == '\\' && !escaped;
    }
    bars.saturating_sub(1)
}

/// Rows of each kind, in any order.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let kinds = prop::sample::select(vec![RowKind::Line, RowKind::Subtotal, RowKind::Total]);
    let figures = prop::option::of(-9999_i64..9999);
    let rows = (kinds, texts(), figures).prop_map(|(kind, text, figure)| {
        let cells = vec![Cell::text(text), Cell::maybe(figure, Cell::Count), Cell::Blank];
        Row { kind, cells }
    });
    prop::collection::vec(rows, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn csv_and_tsv_keep_every_text((rows, document) in tables()) {
        for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
            let shown = with_keys(format, &document);
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .from_reader(shown.as_bytes());
            let read: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.expect("a row").iter().map(str::to_owned).collect())
                .collect();
            prop_assert_eq!(&read, &rows);
        }
    }

    #[test]
    fn a_spreadsheet_calculates_nothing((_, document) in tables()) {
        let shown = zh(Format::Csv, &document);
        let mut reader = csv::Reader::from_reader(shown.as_bytes());
        for record in reader.records() {
            for field in &record.expect("a row") {
                let harmless = field.len() <= 1 || crate::base::parse_decimal(field).is_ok();
                prop_assert!(harmless || !field.starts_with(['=', '+', '-', '@', '\t', '\r']));
            }
        }
    }

    #[test]
    fn json_keeps_every_text((rows, document) in tables()) {
        let json: serde_json::Value =
            serde_json::from_str(&zh(Format::Json, &document)).expect("JSON");
        let read = json["tables"][0]["rows"].as_array().expect("rows");
        prop_assert_eq!(read.len(), rows.len());
        for (row, texts) in read.iter().zip(&rows) {
            let found = ["item", "remark", "unit"].map(|name| row[name].as_str().expect("a text"));
            prop_assert_eq!(found.as_slice(), texts.as_slice());
        }
    }

    #[test]
    fn a_row_is_a_line_and_columns_stand_still((rows, document) in tables()) {
        let shown = zh(Format::Table, &document);
        let lines: Vec<&str> = shown.split('\n').collect();
        let n_rows = rows.len().max(1);
        prop_assert_eq!(lines.len(), 2 + 2 + n_rows + 1, "{}", shown);
        prop_assert!(shown.chars().all(|letter| letter == '\n' || !letter.is_control()));
        let rule = lines[3];
        prop_assert!(lines[4..].iter().all(|line| line.width() <= rule.width()) || rows.is_empty());
        let markdown = zh(Format::Markdown, &document);
        for line in markdown.lines().filter(|line| line.starts_with('|')) {
            prop_assert_eq!(n_markdown_cells(line), 3, "{}", line);
        }
    }

    #[test]
    fn rows_that_are_asked_for_print_as_rows_that_were_made(
        rows in rows(), width in prop::option::of(8_u16..60), bars in any::<bool>(),
    ) {
        let table = || Table::new("word.store", &["word.item", "word.amount", "word.remark"]);
        let in_document = |table: Table<Rows<'static>>| {
            let document = Document::new("word.store");
            if bars { document.bars(table) } else { document.table(table) }
        };
        let made = in_document(Table { rows: rows.clone(), ..table() }.into());
        let asked = in_document(table().asked(move || rows.clone().into_iter()));
        prop_assert_eq!(&asked, &made);
        let options = Options { width, ..PLAIN };
        for format in Format::ALL {
            let bytes = |document: &Document<'_>| {
                let mut bytes = Vec::new();
                print(format, document, Text::new(Language::Chinese), options, &mut bytes)
                    .map(|()| bytes)
                    .map_err(|error| TestCaseError::fail(error.to_string()))
            };
            prop_assert_eq!(bytes(&asked)?, bytes(&made)?, "{:?}", format);
        }
    }

    #[test]
    fn no_width_loses_a_letter_or_panics((rows, document) in tables(), width in 1_u16..60) {
        let narrow = Options { width: Some(width), ..PLAIN };
        let shown = printed(Format::Table, Language::Chinese, &document, narrow);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
        let kept: usize =
            rows.iter().flatten().map(|text| letters(&crate::text::clean(text))).sum();
        prop_assert!(letters(&shown) >= kept);
    }

    #[test]
    fn an_excerpt_is_one_line_and_its_caret_under_it(
        line in texts(), column in 0_u32..40, length in 0_u32..9, width in 20_u16..70,
    ) {
        let place = Place::line("stock/items.csv", 3).at(column, length);
        let diagnostic =
            Diagnostic::error(place, Message::new("code.empty")).with_original(line);
        let options = Options { width: Some(width), ..PLAIN };
        let mut bytes = Vec::new();
        excerpt(&diagnostic, Text::new(Language::Chinese), options, &mut bytes).expect("printed");
        let shown = String::from_utf8(bytes).expect("UTF-8");
        prop_assert_eq!(shown.lines().count(), if column == 0 { 3 } else { 4 }, "{}", shown);
        for line in shown.lines().skip(1).take(2) {
            prop_assert!(line.width() <= usize::from(width.max(24)) || line.contains("提示"));
        }
        let listed = list(&[diagnostic], Text::new(Language::Chinese));
        prop_assert!(!with_keys(Format::Json, &listed).is_empty());
    }
}
