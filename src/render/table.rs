//! Aligned columns for a terminal: headings in words, figures on the right, sums set apart.
//!
//! No box-drawing characters, whose width terminals disagree on. Tone is always a sign and, where
//! asked for, a colour too.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::grid::{Grid, paint, shown, tone};
use super::{Colour, Options, bars, passage};
use crate::base::Message;
use crate::report::{Block, Document, Fact, Table, Tone};
use crate::text::Text;

pub(super) fn print(
    document: &Document,
    text: Text,
    options: Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{}", paint(text.label(document.key), Tone::Plain, true, options.colour))?;
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
            writeln!(out, "{}", paint(text.label(table.key), Tone::Plain, true, options.colour))?;
        }
        match block {
            Block::Facts(facts) => print_facts(facts, text, options.colour, out)?,
            Block::Table(table) => {
                Grid::measure(table, text).print(options, out)?;
                print_nothing(table, text, out)?;
            }
            Block::Bars(table) => {
                bars::print(table, text, options, out)?;
                print_nothing(table, text, out)?;
            }
            Block::Prose(message) => writeln!(out, "{}", text.say(message))?,
            Block::Passage(own) => passage::print(own, text, options, out)?,
            Block::Notes(messages) => print_notes(messages, text, out)?,
            Block::SignOff(roles) => print_sign_off(roles, text, out)?,
        }
    }
    Ok(())
}

/// Says that a table has no rows, lest somebody take it for a fault.
fn print_nothing(table: &Table, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    if table.rows.is_empty() { writeln!(out, "{}", text.label("word.none")) } else { Ok(()) }
}

fn print_facts(
    facts: &[Fact],
    text: Text,
    colour: Colour,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let names: Vec<&str> = facts.iter().map(|fact| text.label(fact.key)).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (name, fact) in names.iter().zip(facts) {
        let value = shown(&fact.cell, text);
        if value.is_empty() {
            writeln!(out, "{name}")?;
            continue;
        }
        let blanks = width - name.width() + 2;
        let value = paint(&value, tone(&fact.cell), false, colour);
        writeln!(out, "{name}{:blanks$}{value}", "")?;
    }
    Ok(())
}

fn print_notes(messages: &[Message], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    for message in messages {
        writeln!(out, "{}", text.pair(text.label("word.note"), &text.say(message)))?;
        if let Some(hint) = text.hint(message) {
            writeln!(out, "  {}", text.pair(text.label("word.hint"), &hint))?;
        }
    }
    Ok(())
}

fn print_sign_off(roles: &[&str], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    let lines: Vec<String> =
        roles.iter().map(|role| text.pair(text.label(role), "____________")).collect();
    writeln!(out, "{}", lines.join("  "))
}
