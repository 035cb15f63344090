//! Defects in the data as people see them: the place, the sentence, the line as it stands in the
//! file, a caret under the right cell, and what to do next. And the same as a document.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::Options;
use super::grid::paint;
use crate::base::{Check, Diagnostic, Place, Severity};
use crate::report::{Cell, Document, Table, Tone};
use crate::text::{Text, clean};

/// How wide an excerpt may be where there is no terminal.
const WIDE: usize = 100;
/// What stands before the line and the caret.
const INDENT: usize = 2;
/// What stands where a long line was cut.
const CUT: &str = "...";

/// Prints one defect.
///
/// The line may hold anything: control characters are written out, tabs become blanks, a long line
/// is cut around the caret.
pub fn excerpt(
    diagnostic: &Diagnostic,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let severity = diagnostic.severity;
    let place = diagnostic.place.to_string();
    let word = paint(text.label(severity.key()), tone(severity), true, options.colour);
    let said = text.pair(&word, &text.say(&diagnostic.message));
    writeln!(out, "{}: {said}", clean(&place))?;
    if let Some(original) = diagnostic.original.as_deref() {
        let room = options.width.map_or(WIDE, usize::from).saturating_sub(INDENT).max(20);
        let (line, caret) = Line::new(original, diagnostic).cut(room);
        writeln!(out, "{}", format!("{:INDENT$}{line}", "").trim_end())?;
        if let Some((at, length)) = caret {
            let caret = paint(&"^".repeat(length), tone(severity), true, options.colour);
            writeln!(out, "{:blanks$}{caret}", "", blanks = INDENT + at)?;
        }
    }
    if let Some(hint) = text.hint(&diagnostic.message) {
        writeln!(out, "{:INDENT$}{}", "", text.pair(text.label("word.hint"), &hint))?;
    }
    Ok(())
}

/// Lays defects out as a document, for the formats that programs read.
pub fn list(diagnostics: &[Diagnostic], text: Text) -> Document<'static> {
    let mut table = Table::new(
        "diagnostic.lines",
        &[
            "diagnostic.check",
            "diagnostic.severity",
            "diagnostic.file",
            "diagnostic.line",
            "diagnostic.column",
            "diagnostic.code",
            "diagnostic.sentence",
            "diagnostic.original",
            "diagnostic.hint",
        ],
    );
    for diagnostic in diagnostics {
        let Place { file, line, column, length: _, cell: _ } = &diagnostic.place;
        let number = |number: u32| match number {
            0 => Cell::Blank,
            number => Cell::Count(number.into()),
        };
        table.line(vec![
            Cell::maybe(Check::of(&diagnostic.message.code), |check| Cell::text(check.name())),
            Cell::verdict(diagnostic.severity.key(), tone(diagnostic.severity)),
            Cell::text(file.as_str()),
            number(*line),
            number(*column),
            Cell::text(diagnostic.message.code.as_str()),
            Cell::said(diagnostic.message.clone()),
            Cell::maybe(diagnostic.original.as_deref(), Cell::text),
            Cell::maybe(text.hint(&diagnostic.message), Cell::text),
        ]);
    }
    Document::new("diagnostic.list").table(table)
}

const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
    }
}

/// A line of a file in the shapes its characters are shown in, and which of them are meant.
struct Line {
    shapes: Vec<String>,
    /// The first character that is meant and the one after the last; none for the whole line.
    meant: Option<(usize, usize)>,
}

impl Line {
    fn new(original: &str, diagnostic: &Diagnostic) -> Self {
        let original = original.trim_end_matches(['\r', '\n']);
        let shapes: Vec<String> = original.chars().map(shape).collect();
        let meant = usize::try_from(diagnostic.place.column)
            .ok()
            .and_then(|column| column.checked_sub(1))
            .map(|first| first.min(shapes.len()))
            .map(|first| {
                let length = usize::try_from(diagnostic.place.length).unwrap_or(1).max(1);
                (first, first.saturating_add(length).min(shapes.len()))
            });
        Self { shapes, meant }
    }

    fn width(&self, from: usize, to: usize) -> usize {
        self.shapes[from..to].iter().map(|shape| shape.width()).sum()
    }

    /// The part of the line that has room, with the caret's position and length in it.
    fn cut(&self, room: usize) -> (String, Option<(usize, usize)>) {
        let n_shapes = self.shapes.len();
        let (first, last) = self.meant.unwrap_or((0, 0));
        let (mut from, mut to) = (0, n_shapes);
        // A caret behind the line's end needs room of its own.
        let behind = usize::from(self.meant.is_some_and(|(first, _)| first == n_shapes));
        if self.width(0, n_shapes) + behind > room {
            let room = room - 2 * CUT.len();
            // A third of the room stands before what is meant, the rest shows it and what follows.
            from = first;
            while from > 0 && self.width(from - 1, first) <= room / 3 {
                from -= 1;
            }
            to = from;
            while to < n_shapes && self.width(from, to + 1) <= room {
                to += 1;
            }
            while to == n_shapes && from > 0 && self.width(from - 1, to) <= room {
                from -= 1;
            }
        }
        let head = if from > 0 { CUT } else { "" };
        let tail = if to < n_shapes { CUT } else { "" };
        let line = format!("{head}{}{tail}", self.shapes[from..to].concat());
        let caret = self.meant.map(|_| {
            let length = self.width(first, last.min(to).max(first)).max(1);
            (head.len() + self.width(from, first), length)
        });
        (line, caret)
    }
}

/// How one character of a file is shown in an excerpt.
fn shape(letter: char) -> String {
    if letter == '\t' {
        return "    ".to_owned();
    }
    clean(letter.encode_utf8(&mut [0; 4])).into_owned()
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, prelude::*, str};

    use super::*;
    use crate::base::Message;
    use crate::render::{Bom, Colour, Headers};
    use crate::text::Language;

    const FILE: &str = "stock/movements/2026/2026-03.csv";

    fn shown(diagnostic: &Diagnostic, language: Language, width: Option<u16>) -> String {
        let options = Options {
            width,
            colour: Colour::Off,
            headers: Headers::Words,
            bom: Bom::Without,
            letterhead: None,
            origin: &[],
        };
        let mut bytes = Vec::new();
        excerpt(diagnostic, Text::new(language), options, &mut bytes).expect("printed");
        String::from_utf8(bytes).expect("UTF-8")
    }

    fn comma(line: &str, column: u32, length: u32) -> Diagnostic {
        let message = Message::new("number.comma").with("text", "1,2");
        Diagnostic::error(Place::line(FILE, 12).at(column, length), message).with_original(line)
    }

    #[test]
    fn the_caret_stands_under_the_cell_also_in_chinese_text() {
        let diagnostic = comma("M1,2026-03-05,LED灯管,\"1,2\",支\n", 22, 3);
        assert_data_eq!(
            shown(&diagnostic, Language::Chinese, None),
            str![[r#"
stock/movements/2026/2026-03.csv:12:22: 错误：“1,2”里有逗号
  M1,2026-03-05,LED灯管,"1,2",支
                         ^^^
  提示：不写千分位逗号，小数点用“.”：1234.5

"#]]
        );
        assert_data_eq!(
            shown(&diagnostic, Language::English, None),
            str![[r#"
stock/movements/2026/2026-03.csv:12:22: error: `1,2` has a comma in it
  M1,2026-03-05,LED灯管,"1,2",支
                         ^^^
  hint: leave out thousands separators and write decimals with a point: 1234.5

"#]]
        );
        assert_data_eq!(
            shown(&comma("编码\t数量\r\n", 4, 2), Language::Chinese, None),
            str![[r#"
stock/movements/2026/2026-03.csv:12:4: 错误：“1,2”里有逗号
  编码    数量
          ^^^^
  提示：不写千分位逗号，小数点用“.”：1234.5

"#]]
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let long = "走廊灯管,".repeat(30);
        for (column, length) in [(1, 4), (76, 4), (146, 4), (150, 99), (900, 1)] {
            let text = shown(&comma(&long, column, length), Language::Chinese, Some(60));
            assert!(text.lines().skip(1).take(2).all(|line| line.width() <= 60), "{text}");
        }
        assert_data_eq!(
            shown(&comma(&long, 76, 4), Language::Chinese, Some(60)),
            str![[r#"
stock/movements/2026/2026-03.csv:12:76: 错误：“1,2”里有逗号
  ...廊灯管,走廊灯管,走廊灯管,走廊灯管,走廊灯管,走廊灯管,...
                     ^^^^^^^^
  提示：不写千分位逗号，小数点用“.”：1234.5

"#]]
        );
    }

    #[test]
    fn whole_lines_whole_files_and_strange_letters() {
        assert_data_eq!(
            shown(&comma("a\u{1b}[31mb,x", 0, 0), Language::English, None),
            str![[r#"
stock/movements/2026/2026-03.csv:12: error: `1,2` has a comma in it
  a\u{1b}[31mb,x
  hint: leave out thousands separators and write decimals with a point: 1234.5

"#]]
            .raw()
        );
        assert_data_eq!(
            shown(&comma("a\u{1b}[31mb,x", 8, 1), Language::English, None),
            str![[r#"
stock/movements/2026/2026-03.csv:12:8: error: `1,2` has a comma in it
  a\u{1b}[31mb,x
              ^
  hint: leave out thousands separators and write decimals with a point: 1234.5

"#]]
            .raw()
        );
        let file = Diagnostic::warning(Place::file("houqin.toml"), Message::new("code.empty"));
        assert_data_eq!(
            shown(&file, Language::English, None),
            str![[r#"
houqin.toml: warning: a code is missing
  hint: write a code such as WZ-0001

"#]]
        );
        assert_data_eq!(
            shown(&comma("", 1, 0), Language::English, None),
            str![[r#"
stock/movements/2026/2026-03.csv:12:1: error: `1,2` has a comma in it

  ^
  hint: leave out thousands separators and write decimals with a point: 1234.5

"#]]
        );
    }

    #[test]
    fn defects_can_be_listed_as_data() {
        let document = list(&[comma("M1,\"1,2\"", 4, 5)], Text::new(Language::English));
        let options = Options {
            width: None,
            colour: Colour::Off,
            headers: Headers::Keys,
            bom: Bom::Without,
            letterhead: None,
            origin: &[],
        };
        let mut bytes = Vec::new();
        crate::render::print(
            crate::render::Format::Csv,
            &document,
            Text::new(Language::English),
            options,
            &mut bytes,
        )
        .expect("printed");
        assert_data_eq!(
            bytes,
            str![[r#"
check,severity,file,line,column,code,sentence,original,hint
parse,error,stock/movements/2026/2026-03.csv,12,4,number.comma,"`1,2` has a comma in it","M1,""1,2""",leave out thousands separators and write decimals with a point: 1234.5

"#]]
        );
    }
}
