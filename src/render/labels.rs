//! Sheets of labels as SVG, and as one HTML page that prints them.
//!
//! Each sheet is an A4 page in hundredths of a millimetre. A code stands in a box of its own whose
//! units are its modules, so that its edges never fall between two of them. The page names nothing
//! outside itself. The printer must not scale: 100 %, no margins.

use std::fmt::Write as _;
use std::io;

use qrcode::{Color, EcLevel, QrCode};
use unicode_width::UnicodeWidthChar as _;

use crate::report::{LabelFace, LabelGrid, LabelSheets};
use crate::text::{Text, clean};

/// The white edge that a scanner needs around a code, in modules.
const QUIET: usize = 4;

/// The edge of a label that nothing is printed on, in hundredths of a millimetre.
const EDGE: u32 = 150;

/// The size of the tag on a label, and of the other lines, in hundredths of a millimetre.
const SIZES: [u32; 2] = [400, 320];

/// Prints one sheet, from zero, as a picture.
pub fn label_svg(sheets: &LabelSheets, sheet: usize, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(picture(sheets, sheet).as_bytes())
}

/// Prints all sheets as one page for a browser, which prints them.
pub fn label_html(sheets: &LabelSheets, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    let title = escape(text.label("asset.labels"));
    let language = text.language().word();
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>\n@page {{ size: A4; margin: 0 }}\n\
         body {{ margin: 0 }}\nsvg.sheet {{ display: block; break-after: page }}\n\
         </style>\n</head>\n<body>\n"
    );
    for sheet in 0..sheets.n_sheets() {
        page.push_str(&picture(sheets, sheet));
    }
    page.push_str("</body>\n</html>\n");
    out.write_all(page.as_bytes())
}

fn picture(sheets: &LabelSheets, sheet: usize) -> String {
    let mut svg = String::from(
        "<svg class=\"sheet\" xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" \
         height=\"297mm\" viewBox=\"0 0 21000 29700\" font-family=\"sans-serif\">\n",
    );
    for (place, label) in sheets.on(sheet) {
        one(&mut svg, &sheets.grid, place, &label);
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws the label at a place of the sheet: the code at the left, the lines beside it.
fn one(svg: &mut String, grid: &LabelGrid, place: usize, label: &LabelFace<'_>) {
    let nth = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (column, row) = (nth(place % grid.columns), nth(place / grid.columns));
    let x = grid.left + column * (grid.width + grid.gap);
    let y = grid.top + row * grid.height;
    let side = grid.height - 2 * EDGE;
    let side = side.min(grid.width * 9 / 20);
    let top = y + (grid.height - side) / 2;
    code(svg, [x + EDGE, top, side], label.text);
    let left = x + EDGE + side + EDGE / 2;
    let width = x + grid.width - EDGE - left;
    // The code's own white edge stands above its first module; the text begins there too.
    let mut baseline = top + side / 8;
    for (at, line) in label.lines.iter().enumerate() {
        let size = SIZES[at.min(1)].min(grid.height / 7);
        for part in wrapped(line, width / size * 2, if at == 1 { 2 } else { 1 }) {
            baseline += size * 6 / 5;
            let weight = if at == 0 { " font-weight=\"bold\"" } else { "" };
            let part = escape(&part);
            let drawn = writeln!(
                svg,
                "<text x=\"{left}\" y=\"{baseline}\" font-size=\"{size}\"{weight}>{part}</text>"
            );
            drawn.expect("BUG: a String that cannot be written to");
        }
    }
}

/// Breaks a text into lines so many half widths wide; what does not fit ends in an ellipsis.
fn wrapped(text: &str, width: u32, most: usize) -> Vec<String> {
    let width = usize::try_from(width).unwrap_or(usize::MAX).max(4);
    let text = clean(text);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if used + wide > width {
            if lines.len() == most {
                if let Some(last) = lines.last_mut() {
                    last.pop();
                    last.push('…');
                }
                break;
            }
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(last) = lines.last_mut() {
            last.push(letter);
        }
    }
    lines
}

/// Draws a code in a square: a path of one rectangle for each run of dark modules.
fn code(svg: &mut String, [x, y, side]: [u32; 3], text: &str) {
    // A quarter of a code may be scratched away. What a tag and two names can be fits in any case;
    // only names of many hundred letters ask for a weaker code, or none but the tag's.
    let made = QrCode::with_error_correction_level(text, EcLevel::Q)
        .or_else(|_| QrCode::with_error_correction_level(text, EcLevel::L))
        .or_else(|_| QrCode::new(text.split('|').next().unwrap_or_default()));
    let made = made.expect("BUG: a tag that is too long for a code");
    let n_modules = made.width();
    let whole = n_modules + 2 * QUIET;
    let mut path = String::new();
    for (row, modules) in made.to_colors().chunks(n_modules).enumerate() {
        let mut at = 0;
        while at < n_modules {
            let run = modules[at..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                let drawn = write!(path, "M{at} {row}h{run}v1h-{run}z");
                drawn.expect("BUG: a String that cannot be written to");
            }
            at += run.max(1);
        }
    }
    let drawn = writeln!(
        svg,
        "<svg class=\"code\" x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" \
         viewBox=\"-{QUIET} -{QUIET} {whole} {whole}\" shape-rendering=\"crispEdges\">\
         <path d=\"{path}\"/></svg>"
    );
    drawn.expect("BUG: a String that cannot be written to");
}

/// Writes a text so that nothing in it can be taken for markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_broken_and_then_cut() {
        assert_eq!(wrapped("多参数监护仪", 8, 2), ["多参数监", "护仪"]);
        assert_eq!(wrapped("多参数监护仪", 8, 1), ["多参数…"]);
        assert_eq!(wrapped("FWQ-01", 8, 1), ["FWQ-01"]);
    }

    #[test]
    fn nothing_in_a_name_is_markup() {
        assert_eq!(escape("A<b>&\"c\""), "A&lt;b&gt;&amp;&quot;c&quot;");
    }
}
