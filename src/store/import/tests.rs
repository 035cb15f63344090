//! Every kind of file gives the same rows, and what cannot be read is said at its place.

use super::file::import_bytes;
use super::mapping::parse;
use super::table::{ImportOptions, Imported};
use crate::base::Refuse as _;
use crate::store::StoreError;

fn options() -> ImportOptions<'static> {
    ImportOptions {
        delimiter: None,
        tab: None,
        heading: None,
        knows: &|heading| ["行号", "实盘", "日期", "品名"].contains(&heading),
        own: &|heading| heading == "退回代码",
    }
}

fn read(bytes: &[u8]) -> Result<Imported, StoreError> {
    import_bytes("盘点.csv", bytes, &options())
}

/// Headings, then each cell with its place, then what is wrong.
fn told(imported: &Imported) -> Vec<String> {
    let headings: Vec<&str> = imported.headings.iter().map(|cell| cell.text.as_str()).collect();
    let mut told = vec![headings.join(",")];
    for row in &imported.rows {
        match &row.defect {
            Some(defect) => told.push(format!("{} {}", defect.place, defect.message.code)),
            None => {
                told.extend(row.cells.iter().map(|cell| format!("{} {}", cell.place, cell.text)));
            }
        }
    }
    told
}

#[test]
fn cells_come_trimmed_each_with_its_place_and_blank_rows_are_left_out() {
    let bytes = "\u{feff}行号,实盘\r\n1, 57 \r\n,\r\n2,\"1,5\"\r\n3\r\n".as_bytes();
    assert_eq!(
        told(&read(bytes).expect("a table")),
        [
            "行号,实盘",
            "盘点.csv:2:1 1",
            "盘点.csv:2:3 57",
            "盘点.csv:4:1 2",
            "盘点.csv:4:3 1,5",
            "盘点.csv:5 csv.field_count"
        ]
    );
}

#[test]
fn encodings_line_ends_and_delimiters_make_no_difference() {
    let text = "行号,实盘\n1,57\n2,灯管\n";
    let expected = told(&read(text.as_bytes()).expect("a table"));
    assert_eq!(expected.len(), 5);
    let mut n_files = 0;
    for ending in ["\n", "\r\n", "\r"] {
        for delimiter in [",", "\t", ";"] {
            let text = text.replace('\n', ending).replace(',', delimiter);
            let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
                "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
            };
            for bytes in [
                text.clone().into_bytes(),
                format!("\u{feff}{text}").into_bytes(),
                encoding_rs::GB18030.encode(&text).0.into_owned(),
                wide(u16::to_le_bytes),
                wide(u16::to_be_bytes),
            ] {
                assert_eq!(told(&read(&bytes).expect("a table")), expected, "{text:?}");
                n_files += 1;
            }
        }
    }
    assert_eq!(n_files, 45);
}

#[test]
fn what_is_no_text_is_refused_at_its_line() {
    let fault = |bytes: &[u8]| {
        let error = read(bytes).expect_err("no text");
        format!("{} {}", error.code(), error.place().expect("a place"))
    };
    let gbk = [&encoding_rs::GB18030.encode("行号,实盘\n1,灯").0[..], b"\xFF\n"].concat();
    assert_eq!(fault(&gbk), "store.not_text 盘点.csv:2:4");
    assert_eq!(fault("行号\n1\0\n".as_bytes()), "store.nul 盘点.csv:2:2");
}

#[test]
fn titles_are_passed_over_and_a_cell_may_run_over_lines() {
    let text = "三月盘点表\n\n库房：总务库\n行号,实盘\n1,\"五十\n七\"\n2,\"9\n";
    let imported = read(text.as_bytes()).expect("a table");
    assert_eq!(imported.passed_over, 2);
    assert_eq!(
        told(&imported),
        ["行号,实盘", "盘点.csv:5:1 1", "盘点.csv:5:3 五十 七", "盘点.csv:7:3 csv.unclosed_quote"]
    );
    assert!(read(b"").expect("empty").headings.is_empty());
    assert_eq!(read(b"").expect("empty").diagnostics[0].message.code, "csv.empty");
}

#[test]
fn a_second_table_under_its_title_stands_by_itself() {
    let text = "卡片\n行号,实盘\n1,57\n\n事件\n日期,品名,行号\n2026-03-05,灯管,1\n";
    let imported = read(text.as_bytes()).expect("a table");
    assert_eq!(told(&imported), ["行号,实盘", "盘点.csv:3:1 1", "盘点.csv:3:3 57"]);
    assert_eq!(imported.more.len(), 1);
    assert_eq!(told(&imported.more[0])[..2], ["日期,品名,行号", "盘点.csv:7:1 2026-03-05"]);
}

#[test]
fn notes_below_a_table_are_passed_over_and_short_rows_are_not() {
    let text = "行号,实盘\n1,57\n\n注\n这是试运行\n";
    let imported = read(text.as_bytes()).expect("a table");
    assert_eq!((imported.rows.len(), imported.passed_over), (1, 2));
    let text = "行号,实盘\n1,57\n\n2\n3,9\n";
    let imported = read(text.as_bytes()).expect("a table");
    assert_eq!((imported.rows.len(), imported.passed_over), (3, 0));
}

#[test]
fn an_apostrophe_before_a_formula_is_the_spreadsheets() {
    let text = "品名,日期\n'=1+1,'电\n''=x,-3\n";
    let imported = read(text.as_bytes()).expect("a table");
    let cells: Vec<&str> =
        imported.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
    assert_eq!(cells, ["=1+1", "'电", "'=x", "-3"]);
}

#[test]
fn a_mapping_file_is_read_strictly() {
    let mapping = parse(
        "对照.toml",
        "delimiter = \"|\"\ndate = \"dmy\"\nepoch = 1904\nthousands = true\n\
         [columns]\n\"品名\" = \"name\"\n[constants]\nroom = \"ZW\"\n[words.unit]\n\"個\" = \"个\"\n",
    )
    .expect("a mapping");
    assert_eq!(mapping.delimiter, Some('|'));
    assert!(mapping.thousands && !mapping.repeats);
    assert_eq!(mapping.columns[0].1.place.to_string(), "对照.toml:6:8");
    assert_eq!(mapping.constants[0].0.place.to_string(), "对照.toml:8:1");
    let fault = |text: &str| {
        let defect = parse("对照.toml", text).expect_err("a defect");
        format!("{} {}", defect.place, defect.message.code)
    };
    assert_eq!(fault("colums = 1\n"), "对照.toml:1:1 toml.unknown_key_near");
    assert_eq!(fault("\ndate = \"Y\"\n"), "对照.toml:2:8 toml.unknown_word");
    assert_eq!(fault("delimiter = \"||\"\n"), "对照.toml:1:13 toml.unknown_word");
}
