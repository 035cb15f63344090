//! GitHub-flavoured Markdown: for mails, wikis and the forms a report is pasted into.

use std::io;

use super::figure::Figures;
use super::grid::sign;
use super::spark::{Spark, heading, sparks};
use super::{Letterhead, Options};
use crate::base::Message;
use crate::report::{Block, Cell, Chart, Document, Fact, Passage, Row, RowKind, Rows, Table};
use crate::text::{Text, clean};

pub(super) fn print(
    document: &Document<'_>,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if let Some(letterhead) = options.letterhead {
        print_letterhead(letterhead, text, out)?;
    }
    writeln!(out, "# {}", escape(text.label(document.key)))?;
    let n_tables = document
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::Table(_) | Block::Bars(_)))
        .count();
    for (at, block) in document.blocks.iter().enumerate() {
        writeln!(out)?;
        if let Block::Table(table) | Block::Bars(table) = block
            && n_tables > 1
            && !document.is_under_passage(at)
        {
            writeln!(out, "## {}\n", escape(text.label(table.key)))?;
        }
        match block {
            Block::Facts(facts) => print_facts(facts, text, out)?,
            Block::Table(table) | Block::Bars(table) => print_table(table, text, out)?,
            Block::Prose(message) => writeln!(out, "{}", escape(&text.say(message)))?,
            Block::Passage(passage) => print_passage(passage, text, out)?,
            Block::Notes(messages) => print_notes(messages, text, out)?,
            Block::Chart(chart) => print_chart(chart, text, out)?,
            Block::SignOff(roles) => print_sign_off(roles, text, out)?,
        }
    }
    Ok(())
}

/// The hospital's name and lines, a paragraph each.
fn print_letterhead(
    letterhead: &Letterhead,
    text: Text,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let Letterhead { name, lines, logo: _ } = letterhead;
    writeln!(out, "**{}**\n", escape(text.named(&name.zh, &name.en)))?;
    for line in lines {
        writeln!(out, "{}\n", escape(text.named(&line.zh, &line.en)))?;
    }
    Ok(())
}

fn print_facts(facts: &[Fact], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    for fact in facts {
        let name = escape(text.label(fact.key));
        writeln!(out, "- {}", text.pair(&name, &shown(&fact.cell, text)).trim_end())?;
    }
    Ok(())
}

fn print_table(table: &Table<Rows<'_>>, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    let headings = table.columns.iter().map(|column| escape(text.label(column.key)));
    print_row(headings, out)?;
    let figures = Figures::of(table);
    print_row(figures.iter().map(|figure| if *figure { "---:" } else { "---" }.to_owned()), out)?;
    let mut is_empty = true;
    for row in &table.rows {
        is_empty = false;
        print_row(row.cells.iter().map(|cell| in_row(&row, cell, text)), out)?;
    }
    if is_empty {
        writeln!(out, "\n{}", escape(text.label("word.none")))?;
    }
    Ok(())
}

fn print_row(cells: impl Iterator<Item = String>, out: &mut dyn io::Write) -> io::Result<()> {
    let cells: Vec<String> = cells.collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// A cell of a row; sums are bold, and a sum that nobody formed is left out.
fn in_row(row: &Row, cell: &Cell, text: Text) -> String {
    let shown = shown(cell, text);
    match row.kind {
        RowKind::Line => shown,
        RowKind::Subtotal | RowKind::Total if *cell == Cell::Blank => String::new(),
        RowKind::Subtotal | RowKind::Total if shown.is_empty() => shown,
        RowKind::Subtotal | RowKind::Total => format!("**{shown}**"),
    }
}

fn print_passage(passage: &Passage, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    let Passage { heading, paragraphs } = passage;
    if !heading.is_empty() {
        writeln!(out, "## {}", escape(text.named(&heading.zh, &heading.en)))?;
    }
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 || !heading.is_empty() {
            writeln!(out)?;
        }
        writeln!(out, "{}", escape(text.named(&paragraph.zh, &paragraph.en)))?;
    }
    Ok(())
}

fn print_notes(messages: &[Message], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    for message in messages {
        let said = escape(&text.say(message));
        writeln!(out, "> {}", text.pair(text.label("word.note"), &said))?;
        if let Some(hint) = text.hint(message) {
            let hint = escape(&hint);
            writeln!(out, ">\n> {}", text.pair(text.label("word.hint"), &hint))?;
        }
    }
    Ok(())
}

/// No longer course is printed.
const LONGEST: usize = 120;

/// A line for each row of figures: its name, its range and its course.
fn print_chart(chart: &Chart, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "## {}\n", escape(&heading(chart, text)))?;
    for Spark { name, range, course } in sparks(chart, text, usize::MAX) {
        let said = text.pair(&escape(&name), &escape(&range));
        if course.chars().count() > LONGEST {
            writeln!(out, "- {said}")?;
            continue;
        }
        // In a code span blanks stay, and with them the places of figures that nobody knows.
        writeln!(out, "- {said} `{course}`")?;
    }
    Ok(())
}

fn print_sign_off(roles: &[Cell], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    let lines: Vec<String> = roles
        .iter()
        .map(|role| text.pair(&shown(role, text), "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_"))
        .collect();
    writeln!(out, "{}", lines.join("　　"))
}

fn shown(cell: &Cell, text: Text) -> String {
    match cell {
        Cell::Blank => "—".to_owned(),
        Cell::Text(text) => escape(text),
        Cell::Count(count) => count.to_string(),
        Cell::Quantity(quantity) => quantity.to_string(),
        Cell::Money(money) => money.to_string(),
        Cell::Ratio(ratio) => ratio.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Verdict { key, tone } => format!("{}{}", sign(*tone), escape(text.label(key))),
        Cell::Named(name) => escape(text.named(&name.zh, &name.en)),
        Cell::Said(message) => escape(&text.say(message)),
    }
}

/// Data as data: no letter of it is markup, and it stays on its line.
fn escape(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len() + 8);
    let mut before = ' ';
    let mut letters = cleaned.chars().peekable();
    while let Some(letter) = letters.next() {
        let inside_word =
            before.is_alphanumeric() && letters.peek().is_some_and(|after| after.is_alphanumeric());
        let markup = match letter {
            '|' | '\\' | '`' | '*' | '<' | '>' | '[' | ']' | '~' | '&' => true,
            '_' => !inside_word,
            '#' => before == ' ' && escaped.is_empty(),
            _ => false,
        };
        if markup {
            escaped.push('\\');
        }
        escaped.push(letter);
        before = letter;
    }
    escaped
}
