//! A Markdown page cut into blocks of plain text.
//!
//! Emphasis, code and links within a line are the words alone: a terminal has no signs for them that
//! would not be taken for part of a command.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading and its level, 1 for the title.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// An item of a list.
    Item {
        /// How many lists it stands in, from 1.
        depth: usize,
        /// What stands before it: `-` or its number.
        marker: String,
        /// What it says.
        text: String,
    },
    /// A block between fences, line by line as it stands.
    Code(String),
    /// A table: its heading, then its rows.
    Table(Vec<Vec<String>>),
}

/// What a page may have beside `CommonMark`.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
}

/// Cuts a page into blocks.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut cutter = Cutter::default();
    Parser::new_ext(markdown, options()).for_each(|event| cutter.take(event));
    cutter.blocks
}

/// What has been read of a page.
#[derive(Default)]
struct Cutter {
    blocks: Vec<Block>,
    /// The words of the block that is being read.
    text: String,
    /// The number of the next item of each list that is open; none of a list without numbers.
    lists: Vec<Option<u64>>,
    /// The marker of the item whose first words are being read.
    marker: Option<String>,
    /// The rows of the table that is being read.
    rows: Vec<Vec<String>>,
}

impl Cutter {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(end) => self.end(end),
            Event::Text(words) | Event::Code(words) => self.text.push_str(&words),
            // A line break of the source joins Chinese without a blank.
            Event::SoftBreak | Event::HardBreak => {
                let wide = |letter: char| u32::from(letter) > 0x2E7F;
                if !self.text.chars().next_back().is_some_and(wide) {
                    self.text.push(' ');
                }
            }
            Event::InlineHtml(_)
            | Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Rule => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(from) => {
                // The words of the item that the list stands in.
                self.say();
                self.lists.push(*from);
            }
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    Some(None) | None => "-".to_owned(),
                };
                self.marker = Some(marker);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.say(),
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.text);
                self.blocks.push(Block::Heading(depth(level), text));
            }
            TagEnd::Paragraph => self.say(),
            TagEnd::Item => {
                self.say();
                self.marker = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::CodeBlock => {
                let text = shown(&std::mem::take(&mut self.text));
                self.blocks.push(Block::Code(text));
            }
            TagEnd::TableCell => {
                let text = std::mem::take(&mut self.text);
                self.rows.last_mut().expect("BUG: a cell outside a row").push(text);
            }
            TagEnd::Table => self.blocks.push(Block::Table(std::mem::take(&mut self.rows))),
            _ => {}
        }
    }

    /// Ends a paragraph, or the words of an item.
    fn say(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.is_empty() {
            return;
        }
        let depth = self.lists.len();
        self.blocks.push(match (self.marker.take(), depth) {
            (_, 0) => Block::Paragraph(text),
            (marker, depth) => Block::Item { depth, marker: marker.unwrap_or_default(), text },
        });
    }
}

/// A block between fences as it is shown: without the exit code that the tests go by (`? 77`), and
/// without the blank line that ends a console session.
pub(super) fn shown(text: &str) -> String {
    let is_code = |line: &str| {
        let code = line.strip_prefix("? ").unwrap_or_default();
        !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
    };
    let lines: Vec<&str> = text.lines().filter(|line| !is_code(line)).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => 4,
    }
}
