//! Lines are cut as the `csv` crate cuts them, and refused where it would guess.

use proptest::prelude::*;

use crate::base::{Day, Moment};
use crate::store::codec::{Line, Sheet, Texts, numbered, split, write_line};

/// The crate's reading of one line.
fn reference(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next().expect("a record").expect("text");
    record.iter().map(str::to_owned).collect()
}

fn ours(line: &str) -> Vec<String> {
    let fields = split(line).expect("well formed");
    fields.into_iter().map(|field| field.text.into_owned()).collect()
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same_here_and_in_the_crate(
        cells in prop::collection::vec("[ -~\u{4e00}-\u{4e20}，\"]{0,8}", 2..6),
    ) {
        let line = write_line(cells.iter().map(String::as_str), "\n");
        let line = line.trim_end_matches('\n');
        prop_assert_eq!(&ours(line), &cells);
        prop_assert_eq!(&reference(line), &cells);
    }

    #[test]
    fn a_line_that_is_accepted_means_what_the_crate_says(line in "[a\",\u{706f} ]{1,12}") {
        if let Ok(fields) = split(&line) {
            let texts: Vec<String> =
                fields.into_iter().map(|field| field.text.into_owned()).collect();
            prop_assert_eq!(texts, reference(&line));
        }
    }

    #[test]
    fn a_sheet_has_the_rows_that_were_written_at_their_places(
        rows in prop::collection::vec(
            prop::collection::vec("[ -~\u{4e00}-\u{4e20}\"]{1,6}", 3..4), 0..6
        ),
        ending in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let lines = rows.iter().map(|row| write_line(row.iter().map(String::as_str), ending));
        let text: String = std::iter::once(format!("a,b,c{ending}")).chain(lines).collect();
        let sheet = Sheet::open("a.csv", &text, &["a", "c"], &[]).expect("a header");
        let mut memory = Texts::default();
        for ((number, line), row) in sheet.lines().zip(&rows) {
            let line = sheet.row(number, line, memory).expect("a row");
            let mut cells = sheet.cells(&line, &["a", "c"]);
            prop_assert_eq!((cells.text("c"), cells.text("a")), (&*row[2], &*row[0]));
            prop_assert!(line.cells().map(|(text, _)| text).eq(row.iter().map(String::as_str)));
            memory = line.into_texts();
        }
        prop_assert_eq!(sheet.rows().filter_map(Result::ok).count(), rows.len());
    }

    #[test]
    fn a_line_is_cut_at_every_comma(line in "[a,\u{706f},+-.\u{ac}]{0,40}") {
        let texts: Vec<&str> = line.split(',').collect();
        let cut = Line::cut("a.csv", 1, &line, texts.len()).expect("as many cells");
        for (at, text) in texts.into_iter().enumerate() {
            prop_assert_eq!(cut.cell(at), text);
            prop_assert_eq!(cut.text_at(at), text);
        }
    }

    #[test]
    fn a_row_has_the_same_cells_in_a_file_with_quotes_and_in_one_without(
        line in "[a,\u{706f},+-.\u{ac}]{1,40}", quoted in any::<bool>(),
    ) {
        let texts: Vec<&str> = line.split(',').collect();
        let header: Vec<String> = (0..texts.len()).map(|at| format!("c{at}")).collect();
        let header = header.join(",");
        let other = if quoted { "\"" } else { "" };
        let text = format!("{header}\n{line}\n{other}\n");
        let sheet = Sheet::open("a.csv", &text, &[], &[]).expect("a header");
        let row = sheet.row(2, &line, Texts::default()).expect("a row");
        for (at, text) in texts.into_iter().enumerate() {
            prop_assert_eq!(row.text_at(at), text);
        }
    }

    #[test]
    fn days_and_moments_are_read_as_by_themselves(
        cells in prop::collection::vec(
            prop::sample::select(vec![
                "2026-03-05", "2026-03-06", "2026-02-30", "2026-3-05", "", "灯", "灯026-03-05",
                "2026-03-05T08:30:07+08:00", "2026-03-06T08:30:07+08:00", "2026-03-05T08:30:07Z",
                "2026-03-05T24:30:07+08:00", "2026-03-05T08:60:07+08:00", "2026-02-30T08:30:07+08:00",
            ]), 1..8
        ),
    ) {
        let text = format!("a\n{}\n", cells.join("\n"));
        let sheet = Sheet::open("a.csv", &text, &["a"], &[]).expect("a header");
        for (number, line) in sheet.lines() {
            let row = sheet.row(number, line, Texts::default()).expect("a row");
            let day = sheet.cells(&row, &["a"]).day("a");
            prop_assert_eq!(day.ok(), Day::parse(line).ok());
            let moment = sheet.cells(&row, &["a"]).moment("a");
            prop_assert_eq!(moment.ok(), Moment::parse(line).ok());
        }
    }

    #[test]
    fn lines_are_numbered_as_they_stand(text in "[a\r\n\u{706f}]{0,12}") {
        let plain = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        prop_assert!(numbered(&text).eq((1..).zip(plain)));
    }

    #[test]
    fn columns_count_characters_up_to_the_cell(line in "[a,\u{706f}]{1,20}") {
        for field in split(&line).expect("no quotes") {
            let from = usize::try_from(field.column).expect("small") - 1;
            let text: String =
                line.chars().skip(from).take(field.length as usize).collect();
            prop_assert_eq!(text, field.text.into_owned());
        }
    }
}

#[test]
fn what_the_crate_would_guess_is_refused_at_its_column() {
    let wrong = |line: &str| {
        let malformed = split(line).expect_err("refused");
        format!("{malformed:?}")
    };
    assert_eq!(wrong("灯管,\"36W"), "Malformed { code: \"csv.unclosed_quote\", column: 4 }");
    assert_eq!(wrong("a,\"b\"c,d"), "Malformed { code: \"csv.after_quote\", column: 6 }");
    assert_eq!(wrong("灯\"管,1"), "Malformed { code: \"csv.stray_quote\", column: 2 }");
    assert_eq!(wrong("a\rb,1"), "Malformed { code: \"csv.lone_cr\", column: 2 }");
}

#[test]
fn a_line_break_in_a_cell_becomes_a_space() {
    assert_eq!(write_line(["甲\n乙", "1"].into_iter(), "\r\n"), "甲 乙,1\r\n");
}
