//! Every report of the tree in every format, made from one document: the same tables with the same
//! lines, JSON as its schema says, and no published field lost.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;
use snapbox::assert_data_eq;

use crate::hospital::bundled;
use crate::lab::{Lab, words};

/// The reports of the tree by their names in the help, and what each needs beside a quarter.
fn reports(lab: &Lab) -> Vec<String> {
    let help = lab.ok("report -h");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    listed
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(|name| match name {
            "ledgers" => "report ledgers -p 2025-03".to_owned(),
            name => format!("report {name} -p 2025-Q1"),
        })
        .collect()
}

/// What a command line gives, byte by byte.
fn bytes(lab: &Lab, line: &str) -> Vec<u8> {
    let output = lab.command().args(words(line)).output().expect("the binary starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{line}\n{said}");
    output.stdout
}

fn text(lab: &Lab, line: &str) -> String {
    String::from_utf8(bytes(lab, line)).expect("UTF-8")
}

fn rows<'j>(table: &'j Value, kind: &str) -> &'j [Value] {
    table[kind].as_array().map_or(&[], Vec::as_slice)
}

fn tables(json: &Value) -> &[Value] {
    json["tables"].as_array().map_or(&[], Vec::as_slice)
}

fn lab() -> Lab {
    let mut lab = Lab::of(&bundled()).english();
    lab.on("2025-04-05");
    lab
}

/// A sheet: the row on which it begins, and its cells.
type Sheet = (u32, Vec<Vec<Data>>);

/// Each sheet of a workbook but the first.
fn sheets(bytes: Vec<u8>) -> Vec<Sheet> {
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let sheet = |name: &String| book.worksheet_range(name).expect("a sheet");
    let ranges: Vec<_> = names.iter().skip(1).map(sheet).collect();
    let cells = |range: &calamine::Range<Data>| {
        let (row, _) = range.start().unwrap_or_default();
        (row, range.rows().map(<[Data]>::to_vec).collect())
    };
    ranges.iter().map(cells).collect()
}

/// Holds the cells of a sheet against the rows of a JSON table: figures are numbers of the same
/// value, texts the same texts.
fn hold(line: &str, table: &Value, sheet: &[Vec<Data>]) {
    let columns = rows(table, "columns").len();
    let n_rows: usize =
        ["rows", "subtotals", "totals"].map(|kind| rows(table, kind).len()).iter().sum();
    let name = &table["table"];
    // A table without lines says so.
    assert_eq!(sheet.len(), 1 + n_rows.max(1), "{line}: {name}");
    assert_eq!(sheet[0].len(), columns, "{line}: {name}");
    let sums = rows(table, "subtotals").len();
    if sums > 0 {
        // Subtotals stand among the lines.
        return;
    }
    for (own, squares) in rows(table, "rows").iter().zip(&sheet[1..]) {
        let own = own.as_object().expect("a row");
        for (cell, square) in own.values().zip(squares) {
            let is_same = match (cell, square) {
                (Value::Null, Data::Empty) => true,
                (Value::Number(count), Data::Float(number)) => {
                    count.to_string() == number.to_string()
                }
                (Value::String(text), Data::Float(number)) => {
                    let exact = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
                    exact(text).is_some() && exact(text) == exact(&number.to_string())
                }
                (Value::String(text), Data::DateTime(date)) => {
                    let (year, month, day, ..) = date.to_ymd_hms_milli();
                    *text == format!("{year}-{month:02}-{day:02}")
                }
                (Value::String(text), Data::Empty) => text.is_empty(),
                // A name has a second language, a verdict a word: never a number.
                (Value::String(_), Data::String(said)) => !said.is_empty(),
                (Value::Object(rate), Data::Float(_)) if rate.contains_key("percent") => true,
                (Value::Object(rate), Data::Empty) => rate["percent"] == Value::Null,
                (Value::Object(said), Data::String(shown)) => said["text"] == shown.as_str(),
                _ => false,
            };
            assert!(is_same, "{line}: {name}: {cell} is {square:?}");
        }
    }
}

/// The names of everything that a document publishes, a line each.
fn fields(line: &str, json: &Value) -> String {
    let mut written = format!("# {line}\n{}\n", json["document"].as_str().expect("a key"));
    let facts = json["facts"].as_object().expect("facts");
    written.extend(facts.keys().map(|name| format!("fact {name}\n")));
    for table in tables(json) {
        let name = table["table"].as_str().expect("a key");
        let columns = rows(table, "columns").iter().filter_map(Value::as_str);
        written.extend(columns.map(|column| format!("table {name}: {column}\n")));
    }
    for chart in rows(json, "charts") {
        let [name, kind] = ["chart", "kind"].map(|member| chart[member].as_str().expect("a word"));
        written.extend(["chart ", name, ": ", kind, "\n"]);
    }
    // A field of every table of a kind is listed once.
    let mut once: Vec<&str> = Vec::new();
    for field in written.lines() {
        if !once.contains(&field) {
            once.push(field);
        }
    }
    once.join("\n") + "\n\n"
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(houqin::render::DOCUMENT_SCHEMA).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

fn hold_to_schema(validator: &jsonschema::Validator, line: &str, json: &Value) {
    let faults: Vec<String> = validator
        .iter_errors(json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{line}\n{}", faults.join("\n"));
}

#[test]
fn every_report_in_every_format_from_one_document() {
    let lab = lab();
    let validator = validator();
    let mut published = String::new();
    for report in reports(&lab) {
        let json: Value = serde_json::from_str(&text(&lab, &format!("{report} -f json")))
            .unwrap_or_else(|error| panic!("{report}: {error}"));
        hold_to_schema(&validator, &report, &json);
        published.push_str(&fields(&report, &json));
        let n_tables = tables(&json).len();
        let n_rows: usize = tables(&json)
            .iter()
            .flat_map(|table| ["rows", "subtotals", "totals"].map(|kind| rows(table, kind).len()))
            .sum();
        assert!(n_tables + rows(&json, "passages").len() > 0, "{report} shows nothing");

        let sheets = sheets(bytes(&lab, &format!("{report} -f xlsx")));
        let n_charts = rows(&json, "charts").len();
        assert_eq!(sheets.len(), n_tables + n_charts, "{report}");
        // Sheets of charts stand among those of tables; a chart's figures begin below it.
        let of_tables = sheets.iter().filter(|(first, _)| *first == 0);
        assert_eq!(of_tables.clone().count(), n_tables, "{report}");
        for (table, (_, sheet)) in tables(&json).iter().zip(of_tables) {
            hold(&report, table, sheet);
        }

        let markdown = text(&lab, &format!("{report} -f markdown"));
        let lines = markdown.lines().filter(|line| line.starts_with("| ")).count();
        assert_eq!(lines, n_rows + 2 * n_tables, "{report}: rows and headings of Markdown");
        let mut others = vec![text(&lab, &report)];
        for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
            let shown = text(&lab, &format!("{report} -f {format}"));
            let mut reader = csv::ReaderBuilder::new();
            let reader = reader.delimiter(delimiter).flexible(true).has_headers(false);
            let records = reader.from_reader(shown.as_bytes()).into_records();
            let n_records = records.flatten().count();
            assert!(n_records >= n_rows + n_tables, "{report}: {n_records} rows of {format}");
            others.push(shown);
        }
        if houqin::render::Format::parse("html").is_some() {
            // What holds a flag or a day together is no word.
            let page = text(&lab, &format!("{report} -f html"));
            others.push(page.replace("<span class=\"w\">", "").replace("</span>", ""));
        }
        // What a document says in words, every format for people says.
        for note in rows(&json, "notes") {
            let said =
                note["text"].as_str().expect("words").split(['|', '<', '&', '"', '\'']).next();
            let said = said.unwrap_or_default();
            // Where a line of it ends is the width's business.
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            for other in &others {
                assert!(bare(other).contains(&bare(said)), "{report}: {said}\n{other}");
            }
        }
    }
    // A line that goes is a promise broken: a program out there reads that field.
    assert_data_eq!(published, snapbox::file!["data/fields.txt"].raw());
}

#[test]
fn the_schema_is_printed_and_says_no_to_what_is_wrong() {
    let lab = Lab::new();
    assert_eq!(lab.ok("export schema"), houqin::render::DOCUMENT_SCHEMA);
    lab.ok("item add WZ001 --name 灯管 --unit 支 --minimum 5 -q");
    let json: Value = serde_json::from_str(&lab.ok("item list -f json")).expect("JSON");
    let validator = validator();
    hold_to_schema(&validator, "item list", &json);
    let members: Vec<&String> = json.as_object().expect("an object").keys().collect();
    assert_eq!(members.len(), 7, "{members:?}");
    for member in members {
        let mut without = json.clone();
        without.as_object_mut().expect("an object").remove(member);
        assert!(!validator.is_valid(&without), "{member} may be missing");
    }
    for (pointer, wrong) in [
        ("/schema", "houqin.document/2"),
        ("/document", "物资"),
        ("/tables/0/columns/0", "物资编码"),
        ("/tables/0/rows", "none"),
    ] {
        let mut other = json.clone();
        *other.pointer_mut(pointer).expect(pointer) = Value::from(wrong);
        assert!(!validator.is_valid(&other), "{pointer} may be {wrong}");
    }
    let mut other = json;
    other["tables"][0]["rows"][0]["minimum"] = Value::from(0.5);
    assert!(!validator.is_valid(&other), "a figure may be a binary fraction");
}

#[test]
fn other_documents_are_as_the_schema_says_too() {
    let lab = lab();
    let validator = validator();
    for line in [
        "status -f json",
        "check --list -f json",
        "item list -f json",
        "asset list -f json",
        "stock onhand -f json",
        "meter missing -f json",
        "finding list -f json",
        "inspect rules -f json",
        "close status -f json",
        "meter usage -p 2025 -f json",
    ] {
        let ran = lab.run(line);
        assert!(ran.code <= 1, "{line}\n{}", ran.stderr);
        hold_to_schema(&validator, line, &serde_json::from_str(&ran.stdout).expect(line));
    }
}
