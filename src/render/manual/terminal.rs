//! A page of the manual on a terminal: headings at the edge, everything else indented below them.
//!
//! Words are broken where the terminal ends, and nowhere beyond a hundred columns, which are hard to
//! read; blocks between fences are never broken: they are to be typed.

use unicode_width::UnicodeWidthStr;

use super::page::{Block, blocks};
use crate::render::passage::lines;
use crate::render::{Colour, Options};

/// The widest line of words.
const WIDEST: usize = 100;
/// The narrowest; below it a line breaks at every word.
const NARROWEST: usize = 24;
/// How far everything stands below its heading.
const INDENT: usize = 2;
/// The blanks between two columns of a table.
const GAP: usize = 2;
/// No column of a table is narrower, unless nothing in it is wider.
const NARROWEST_COLUMN: usize = 8;

/// Prints a Markdown page as text.
pub fn page_text(markdown: &str, options: Options) -> String {
    let width = options.width.map_or(WIDEST, |width| usize::from(width).clamp(NARROWEST, WIDEST));
    let mut out = String::new();
    let mut before: Option<Block> = None;
    for block in blocks(markdown) {
        let tight = matches!((&before, &block), (Some(Block::Item { .. }), Block::Item { .. }));
        if before.is_some() && !tight {
            out.push('\n');
        }
        print(&block, width, options.colour, &mut out);
        before = Some(block);
    }
    out
}

fn print(block: &Block, width: usize, colour: Colour, out: &mut String) {
    match block {
        Block::Heading(level, text) => heading(*level, text, width, colour, out),
        Block::Paragraph(text) => hung("", text, INDENT, width, out),
        Block::Item { depth, marker, text } => {
            // What goes on an item stands below its words.
            let marker = if marker.is_empty() { " " } else { marker };
            hung(&format!("{marker} "), text, INDENT * depth, width, out);
        }
        Block::Code(text) => {
            for line in text.lines() {
                let typed = line.strip_prefix("$ ").filter(|_| colour == Colour::On);
                let line =
                    typed.map_or_else(|| line.to_owned(), |typed| format!("$ {}", bold(typed)));
                out.push_str(format!("{:1$}{line}", "", 2 * INDENT).trim_end());
                out.push('\n');
            }
        }
        Block::Table(rows) => table(rows, width - INDENT, colour, out),
    }
}

fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}

fn heading(level: u8, text: &str, width: usize, colour: Colour, out: &mut String) {
    let indent = if level > 2 { INDENT } else { 0 };
    let broken = lines(text, Some(width - indent));
    let longest = broken.iter().map(|line| line.width()).max().unwrap_or(0);
    for line in broken {
        let line = if colour == Colour::On { bold(&line) } else { line };
        out.extend([" ".repeat(indent).as_str(), line.as_str(), "\n"]);
    }
    if level == 1 {
        out.extend(["=".repeat(longest).as_str(), "\n"]);
    }
}

/// Words that hang from what stands before their first line.
fn hung(first: &str, text: &str, indent: usize, width: usize, out: &mut String) {
    let hanging = first.width();
    let room = width.saturating_sub(indent + hanging).max(NARROWEST - INDENT);
    for (at, line) in lines(text, Some(room)).iter().enumerate() {
        let before = if at == 0 { first.to_owned() } else { " ".repeat(hanging) };
        out.extend([" ".repeat(indent).as_str(), before.as_str(), line.as_str(), "\n"]);
    }
}

/// A table as text, in so many columns.
pub(super) fn table_text(rows: &[Vec<String>], width: usize) -> String {
    let mut out = String::new();
    table(rows, width, Colour::Off, &mut out);
    out
}

/// A table without lines around it; a heading without words is left out.
fn table(rows: &[Vec<String>], width: usize, colour: Colour, out: &mut String) {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths = widths(rows, n_columns, width);
    for (at, row) in rows.iter().enumerate() {
        let heading = at == 0;
        if heading && row.iter().all(String::is_empty) {
            continue;
        }
        let cells: Vec<Vec<String>> =
            row.iter().zip(&widths).map(|(cell, width)| lines(cell, Some(*width))).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let mut said = " ".repeat(INDENT);
            for (cell, width) in cells.iter().zip(&widths) {
                let part = cell.get(line).map_or("", String::as_str);
                said.push_str(part);
                said.push_str(&" ".repeat((width + GAP).saturating_sub(part.width())));
            }
            let said = said.trim_end();
            let said = if heading && colour == Colour::On { bold(said) } else { said.to_owned() };
            out.extend([said.as_str(), "\n"]);
        }
        if heading {
            let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            out.extend([" ".repeat(INDENT), rule.join(&" ".repeat(GAP)), "\n".to_owned()]);
        }
    }
}

/// How wide each column is: as its widest cell, the widest columns cut down until all find room.
fn widths(rows: &[Vec<String>], n_columns: usize, width: usize) -> Vec<usize> {
    let widest = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..n_columns).map(widest).collect();
    let room = width.saturating_sub(GAP * n_columns.saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST_COLUMN => *widest -= 1,
            Some(_) | None => break,
        }
    }
    widths
}
