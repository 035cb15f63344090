//! A page of the manual as roff, for `man`.
//!
//! Plain requests of the man macros only: every `man` knows them. Tables are set as the terminal has
//! them, in eighty columns, since `tbl` is not run everywhere.

use std::fmt::Write as _;

use super::page::{Block, blocks};
use super::terminal::table_text;

/// How wide a table may be on a page of eighty columns.
const WIDTH: usize = 72;

/// Prints a Markdown page below the heading of a man page; the title becomes the section NAME,
/// whose word is given.
pub fn page_man(name: &str, markdown: &str, section_name: &str) -> String {
    let mut out = String::new();
    for block in blocks(markdown) {
        match block {
            Block::Heading(1, text) => {
                line(&mut out, ".SH ", section_name);
                let _infallible = writeln!(out, "{} \\- {}", escape(name), escape(&text));
            }
            Block::Heading(2, text) => line(&mut out, ".SH ", &text),
            Block::Heading(_, text) => line(&mut out, ".SS ", &text),
            Block::Paragraph(text) => {
                out.push_str(".PP\n");
                words(&mut out, &text);
            }
            Block::Item { depth, marker, text } => {
                let indent = 2 + 2 * depth;
                let _infallible = writeln!(out, ".IP \"{}\" {indent}", escape(&marker));
                words(&mut out, &text);
            }
            Block::Code(text) => as_it_stands(&mut out, &text),
            Block::Table(rows) => as_it_stands(&mut out, &table_text(&rows, WIDTH)),
        }
    }
    out
}

/// Lines that are not filled.
fn as_it_stands(out: &mut String, text: &str) {
    out.push_str(".PP\n.RS 4\n.nf\n");
    text.lines().for_each(|text| words(out, text));
    out.push_str(".fi\n.RE\n");
}

fn line(out: &mut String, request: &str, text: &str) {
    out.extend([request, "\"", &escape(text).replace('"', "\\(dq"), "\"\n"]);
}

/// A line of text; one that would be taken for a request is kept from it.
fn words(out: &mut String, text: &str) {
    let escaped = escape(text);
    if escaped.starts_with(['.', '\'']) {
        out.push_str("\\&");
    }
    out.extend([escaped.as_str(), "\n"]);
}

/// Backslashes and hyphens as they are typed, not as typesetters have them.
fn escape(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}
