//! Workbooks opened again: what stands in the cells is what stands in the document.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::base::{Day, Decimal, Message, Money, Ratio};
use crate::render::{Bom, Colour, Format, Headers, Letterhead, Logo, LogoType, Options, print};
use crate::report::{
    Cell, Chart, ChartKind, Document, Passage, Row, SeriesRole, Table, Tone, Wording,
};
use crate::text::{Language, Text};

const PLAIN: Options<'_> = Options {
    width: None,
    colour: Colour::Off,
    headers: Headers::Words,
    bom: Bom::Without,
    letterhead: None,
    origin: &[],
};

fn bytes(document: &Document<'_>, language: Language, options: Options<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    print(Format::Xlsx, document, Text::new(language), options, &mut bytes).expect("printed");
    bytes
}

fn opened(document: &Document<'_>, options: Options<'_>) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = bytes(document, Language::Chinese, options);
    calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook")
}

/// A cell in words, a date as one.
fn said(data: &Data) -> String {
    match data {
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

/// The cells of a sheet, row by row.
fn cells(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(sheet).expect("a sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn table_of(cells: Vec<Cell>) -> Document<'static> {
    let mut table = Table::new("word.store", &["word.item"]);
    for cell in cells {
        table.line(vec![cell]);
    }
    Document::new("word.store").table(table)
}

/// The cells of the only column of a document's only table.
fn column(document: &Document<'_>) -> Vec<Data> {
    let mut book = opened(document, PLAIN);
    let name = book.sheet_names()[1].clone();
    cells(&mut book, &name).into_iter().skip(1).map(|mut row| row.remove(0)).collect()
}

#[test]
fn each_kind_of_cell_is_of_its_own_type() {
    let day = Day::parse("2026-03-31").expect("a day");
    let written = column(&table_of(vec![
        Cell::text("LED灯管 36W"),
        Cell::Count(-7),
        Cell::Quantity(decimal("1000.250")),
        Money::parse("-64.50").expect("money").into(),
        Cell::rate(Ratio::counted(49, 50)),
        Cell::Day(day),
        Cell::verdict("word.yes", Tone::Good),
        Cell::named("一层", "ground floor"),
        Cell::said(Message::new("number.comma").with("text", "1,2")),
        Cell::rate(Ratio::counted(0, 0)),
        Cell::Blank,
        Cell::text("last"),
    ]));
    assert_eq!(said(&written[5]), "2026-03-31");
    let others: Vec<Data> =
        written.into_iter().enumerate().filter(|(at, _)| *at != 5).map(|(_, data)| data).collect();
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(
        others,
        [
            text("LED灯管 36W"),
            Data::Float(-7.0),
            Data::Float(1000.25),
            Data::Float(-64.5),
            Data::Float(0.98),
            text("✓ 是"),
            text("一层"),
            text("“1,2”里有逗号"),
            Data::Empty,
            Data::Empty,
            text("last"),
        ]
    );
}

#[test]
fn what_a_spreadsheet_would_round_or_calculate_stays_a_text() {
    let texts = ["=1+1", "+8610", "-甲", "@SUM(A1)", "'=1", "0123", "1e5", "TRUE", "2026-03-05"];
    for text in texts {
        assert_eq!(column(&table_of(vec![Cell::text(text)])), [Data::String(text.to_owned())]);
    }
    for (figure, is_number) in [
        ("999999999999999", true),
        ("1234567890123456", false),
        ("1234567890123400", false),
        ("0.123456789012345", true),
        ("0.1234567890123456", false),
        ("-79228162514264337593543950335", false),
    ] {
        let written = column(&table_of(vec![Cell::Quantity(decimal(figure))]));
        match &written[..] {
            [Data::Float(number)] => {
                assert!(is_number, "{figure}");
                assert_eq!(decimal(&number.to_string()).normalize(), decimal(figure).normalize());
            }
            [Data::String(text)] => assert!(!is_number && text == figure, "{figure}: {text}"),
            other => panic!("{figure}: {other:?}"),
        }
    }
    let old = Day::parse("1900-02-28").expect("a day");
    assert_eq!(column(&table_of(vec![old.into()])), [Data::String("1900-02-28".to_owned())]);
}

#[test]
fn a_text_is_never_too_long_and_never_breaks_the_file() {
    let long = "长".repeat(40_000);
    let written = column(&table_of(vec![
        Cell::text(&long),
        Cell::text("a\u{1b}[31m\nb\u{fffe}"),
        Cell::text("👨‍👩‍👧 e\u{301}"),
    ]));
    let texts: Vec<&str> = written.iter().filter_map(|data| data.as_string_ref()).collect();
    assert_eq!(texts[0].encode_utf16().count(), 32_767);
    assert!(texts[0].ends_with("长…"));
    assert_eq!(texts[1], "a\\u{1b}[31m\nb\u{fffe}");
    assert_eq!(texts[2], "👨‍👩‍👧 e\u{301}");
}

trait Said {
    fn as_string_ref(&self) -> Option<&str>;
}

impl Said for Data {
    fn as_string_ref(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

/// A document with everything that a first sheet and the others can have.
fn paper() -> Document<'static> {
    let mut table = Table::new("word.store", &["word.item", "word.quantity"]);
    table.line(vec![Cell::text("灯管"), Cell::Count(3)]);
    table.line(vec![Cell::text("胶带"), Cell::Count(4)]);
    table.rows.push(Row::total(vec![Cell::word("word.total"), Cell::Count(7)]));
    let chart = Chart::new("word.quantity", ChartKind::Columns, Cell::text("kWh"))
        .about(Cell::text("电"))
        .labels(["2026-01", "2026-02"].map(Cell::text))
        .series(Cell::text("本年"), SeriesRole::Actual, [Cell::Count(10), Cell::Count(11)])
        .series(Cell::text("指标"), SeriesRole::Target, [Cell::Count(8), Cell::Count(9)]);
    let passage = Passage {
        heading: Wording::new("一、概况", ""),
        paragraphs: vec![Wording::new("全年维修 128 次。", "")],
    };
    Document::new("word.store")
        .facts(vec![("word.as_of", Day::parse("2026-03-31").expect("a day").into())])
        .passage(passage)
        .table(table)
        .chart(chart)
        .table(Table::new("word.store", &["word.item"]))
        .notes(vec![Message::new("number.comma").with("text", "1,2")])
        .sign_off(&["word.storekeeper", "word.finance"])
        .paper()
}

fn letterhead() -> Letterhead {
    // The smallest picture: one dot.
    let bytes = [
        0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0,
        0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 13, b'I', b'D', b'A',
        b'T', 0x78, 0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0xF0, 0x1F, 0, 5, 0, 1, 0xFF, 0x89, 0x99, 0x3D,
        0x1D, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
    ];
    Letterhead {
        name: Wording::new("示范医院", "Model Hospital"),
        lines: vec![Wording::new("后勤保障部", "Logistics")],
        logo: Some(Logo { kind: LogoType::Png, bytes: bytes.to_vec() }),
    }
}

#[test]
fn the_first_sheet_tells_what_it_is_and_names_the_others() {
    let (head, document) = (letterhead(), paper());
    let mut book = opened(&document, Options { letterhead: Some(&head), ..PLAIN });
    assert_eq!(book.sheet_names(), ["说明", "库房", "数量 电", "库房 2"]);
    let first = cells(&mut book, "说明");
    let said: Vec<String> = first
        .iter()
        .flat_map(|row| row.iter().filter(|data| **data != Data::Empty))
        .map(said)
        .collect();
    assert_eq!(
        said,
        [
            "示范医院",
            "后勤保障部",
            "库房",
            "截至",
            "2026-03-31",
            "一、概况",
            "全年维修 128 次。",
            "注：“1,2”里有逗号",
            "提示：不写千分位逗号，小数点用“.”：1234.5",
            "各表",
            "库房（2）",
            "数量 电",
            "库房 2（0）",
            "库管员：",
            "财务：",
        ]
    );
    let figures = cells(&mut book, "数量 电");
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(figures[figures.len() - 2], [text("2026-01"), Data::Float(10.0), Data::Float(8.0)]);
    assert_eq!(figures[figures.len() - 1], [text("2026-02"), Data::Float(11.0), Data::Float(9.0)]);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (head, document) = (letterhead(), paper());
    let options = Options { letterhead: Some(&head), ..PLAIN };
    for language in [Language::Chinese, Language::English] {
        let first = bytes(&document, language, options);
        assert!(first == bytes(&document, language, options));
        assert!(first.starts_with(b"PK"));
    }
}

#[test]
fn every_kind_of_chart_is_written_with_every_role() {
    let roles = [
        SeriesRole::Actual,
        SeriesRole::Target,
        SeriesRole::LastYear,
        SeriesRole::Limit,
        SeriesRole::Alarm,
        SeriesRole::Part,
        SeriesRole::Kept,
        SeriesRole::Late,
        SeriesRole::Missed,
    ];
    let kinds = [
        ChartKind::Lines,
        ChartKind::Columns,
        ChartKind::Stacked,
        ChartKind::Ranking,
        ChartKind::Calendar,
    ];
    for kind in kinds {
        let mut chart = Chart::new("word.quantity", kind, Cell::Blank)
            .labels([Cell::text("甲"), Cell::text("乙")]);
        for role in roles {
            chart = chart.series(Cell::text(role.word()), role, [Cell::Count(1), Cell::Count(2)]);
        }
        let mut book = opened(&Document::new("word.store").chart(chart), PLAIN);
        let figures = cells(&mut book, "数量");
        assert_eq!(figures.last().map(Vec::len), Some(1 + roles.len()), "{kind:?}");
        // Limits alone are lines.
        let alone = Chart::new("word.quantity", kind, Cell::Blank)
            .labels([Cell::text("甲"), Cell::text("乙")])
            .series(Cell::text("限"), SeriesRole::Limit, [Cell::Count(1), Cell::Count(1)]);
        assert_eq!(opened(&Document::new("word.store").chart(alone), PLAIN).sheet_names().len(), 2);
    }
}
