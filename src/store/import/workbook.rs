//! From a workbook to rows: one of its sheets, each cell as the text that somebody would type.
//!
//! A number is taken exactly as the file has it, never rounded; a date becomes `2026-03-05`. A
//! formula that the program never calculated has no value: the cell says so when it is read.

use std::io::Cursor;

use calamine::{
    Data, ExcelDateTime, Range, Reader as _, SheetType, SheetVisible, Sheets,
    open_workbook_auto_from_rs,
};

use crate::base::{Message, Place};
use crate::store::StoreError;

use super::table::{ImportOptions, Imported, ImportedCell, ImportedRow, arrange};

/// What stands between the texts of a row where it is shown.
const BETWEEN: &str = " | ";

/// More cells than a table that somebody filled in can have.
const MOST_CELLS: usize = 20_000_000;

type Workbook<'b> = Sheets<Cursor<&'b [u8]>>;

/// Whether a file is a workbook: a zip archive (.xlsx) or a compound file (.xls).
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Reads the table of a workbook.
pub(super) fn import(
    file: &str,
    bytes: &[u8],
    options: &ImportOptions<'_>,
) -> Result<Imported, StoreError> {
    let failed = |error: calamine::Error| StoreError::Workbook {
        file: file.to_owned(),
        reason: error.to_string(),
    };
    let mut book: Workbook<'_> = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(failed)?;
    let shown = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let tabs: Vec<String> =
        book.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect();
    let wanted: Vec<String> = match options.tab {
        None => tabs.clone(),
        Some(tab) => {
            let by_number =
                || tab.parse().ok().and_then(|n: usize| tabs.get(n.checked_sub(1)?)).cloned();
            let found = tabs.iter().find(|known| *known == tab).cloned().or_else(by_number);
            vec![found.ok_or_else(|| StoreError::NoTab {
                file: file.to_owned(),
                tab: tab.to_owned(),
                known: tabs.join(" / "),
            })?]
        }
    };
    let mut best: Option<(usize, String, Vec<ImportedRow>)> = None;
    for tab in wanted {
        let rows = rows(file, &mut book, &tab).map_err(failed)?;
        let Some((_, score)) = options.headings_among(&rows) else { continue };
        if best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, tab, rows));
        }
    }
    let (_, tab, rows) = best.unwrap_or_default();
    Ok(Imported { tabs, ..arrange(file, Some(&tab), rows, options) })
}

fn rows(
    file: &str,
    book: &mut Workbook<'_>,
    tab: &str,
) -> Result<Vec<ImportedRow>, calamine::Error> {
    let range = book.worksheet_range(tab)?;
    let (Some((top, _)), Some((bottom, right))) = (range.start(), range.end()) else {
        return Ok(Vec::new());
    };
    let (height, width) = range.get_size();
    if height.saturating_mul(width) > MOST_CELLS {
        return Err(calamine::Error::Msg("too many cells"));
    }
    // Some programs' formulas cannot be told; the values are there all the same.
    let formulas = book.worksheet_formula(tab).unwrap_or_default();
    let rows = (top..=bottom).map(|row| {
        let cells = (0..=right).map(|column| Read::new(&range, &formulas, (row, column))).collect();
        laid_out(file, tab, row, cells)
    });
    Ok(rows.collect())
}

/// A cell as it was read.
struct Read {
    text: String,
    fault: Option<Message>,
}

impl Read {
    fn new(range: &Range<Data>, formulas: &Range<String>, at: (u32, u32)) -> Self {
        let fault = |code, text: &str| Some(Message::new(code).with("text", text));
        let formula = formulas.get_value(at).filter(|formula| !formula.is_empty());
        match (range.get_value(at), formula) {
            (None | Some(Data::Empty), Some(formula)) => {
                let text = format!("={formula}");
                Self { fault: fault("import.uncalculated", &text), text }
            }
            (None | Some(Data::Empty), None) => Self { text: String::new(), fault: None },
            (Some(Data::Error(error)), _) => {
                let text = error.to_string();
                Self { fault: fault("import.error_cell", &text), text }
            }
            (Some(value), _) => Self { text: text(value), fault: None },
        }
    }
}

/// A row whose cells' places stand in its original.
fn laid_out(file: &str, tab: &str, row: u32, read: Vec<Read>) -> ImportedRow {
    let place = Place::line(file, row + 1);
    let mut original = String::new();
    let mut cells = Vec::with_capacity(read.len());
    let n_chars = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let mut column = 1;
    for (at, Read { text, fault }) in (0_u32..).zip(read) {
        if at > 0 {
            original.push_str(BETWEEN);
            column += n_chars(BETWEEN);
        }
        let text = text.replace(['\r', '\n'], " ");
        let length = n_chars(&text);
        let cell = format!("{tab}!{}{}", letters(at), row + 1);
        let cell_place = place.clone().at(column, length).in_cell(cell);
        original.push_str(&text);
        column += length;
        cells.push(ImportedCell { fault, ..ImportedCell::new(&text, cell_place) });
    }
    let place = place.in_cell(format!("{tab}!{}", row + 1));
    ImportedRow { place, original, cells, defect: None }
}

/// The letters of a column: A, B … Z, AA.
fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => return letters.iter().rev().collect(),
        }
    }
}

/// A value as somebody would type it.
fn text(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        // The shortest text that means exactly this number.
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(moment) => moment_text(*moment),
        Data::DateTimeIso(text) => text.trim_end_matches("T00:00:00").replace('T', " "),
        Data::Error(error) => error.to_string(),
    }
}

fn moment_text(moment: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    if moment.as_f64() < 1.0 || moment.is_duration() {
        return time;
    }
    if time == "00:00" { date } else { format!("{date} {time}") }
}
