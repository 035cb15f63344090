//! Aligned columns for a terminal: headings in words, figures on the right, sums set apart.
//!
//! No box-drawing characters, whose width terminals disagree on. Tone is always a sign and, where
//! asked for, a colour too.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::grid::{Grid, hanging, paint, shown, tone};
use super::spark::{Spark, heading, sparks};
use super::{Options, bars, passage};
use crate::base::Message;
use crate::report::{Block, Cell, Chart, ChartKind, Document, Fact, Tone};
use crate::text::Text;

/// What a command begins with.
const COMMAND: &str = "houqin ";
/// No line with a course is longer, where no terminal says how wide it is.
const LONGEST: usize = 160;

pub(super) fn print(
    document: &Document<'_>,
    text: Text,
    options: Options<'_>,
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
            Block::Facts(facts) => print_facts(facts, text, options, out)?,
            Block::Table(table) => {
                let grid = Grid::measure(table, text);
                grid.print(options, out)?;
                print_nothing(&grid, text, out)?;
            }
            Block::Bars(table) => {
                let grid = Grid::measure(table, text);
                bars::print(&grid, table, options, out)?;
                print_nothing(&grid, text, out)?;
            }
            Block::Prose(message) => {
                hanging("", &text.say(message), room(options), out, &str::to_owned)?;
            }
            Block::Passage(own) => passage::print(own, text, options, out)?,
            Block::Notes(messages) => print_notes(messages, text, options, out)?,
            Block::Chart(chart) => print_chart(chart, text, options, out)?,
            Block::SignOff(roles) => print_sign_off(roles, text, options, out)?,
        }
    }
    Ok(())
}

/// Amounts by size as bars; else a line for each row of figures: its name, its range and its course.
///
/// A course that does not fit behind them stands below, and one that no line holds is drawn of the
/// means of several places.
fn print_chart(
    chart: &Chart,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{}", paint(&heading(chart, text), Tone::Plain, true, options.colour))?;
    if chart.kind == ChartKind::Ranking {
        return bars::ranking(chart, text, options, out);
    }
    let room = options.width.map_or(LONGEST, usize::from);
    let sparks = sparks(chart, text, room);
    let widest = |of: fn(&Spark) -> &str| sparks.iter().map(|spark| of(spark).width()).max();
    let names = widest(|spark| &spark.name).unwrap_or(0) + 2;
    let ranges = widest(|spark| &spark.range).unwrap_or(0) + 2;
    let courses = sparks.iter().map(|spark| spark.course.chars().count()).max().unwrap_or(0);
    let is_beside = names.saturating_add(ranges).saturating_add(courses) <= room;
    for Spark { name, range, course } in &sparks {
        let (after_name, after_range) = (names - name.width(), ranges - range.width());
        let figures = format!("{name}{:after_name$}{range}", "");
        if is_beside {
            let line = format!("{figures}{:after_range$}{course}", "");
            writeln!(out, "{}", line.trim_end())?;
        } else {
            writeln!(out, "{figures}\n{}", course.trim_end())?;
        }
    }
    Ok(())
}

/// Says that a table has no rows, lest somebody take it for a fault.
fn print_nothing(grid: &Grid<'_>, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    if grid.is_empty() { writeln!(out, "{}", text.label("word.none")) } else { Ok(()) }
}

fn print_facts(
    facts: &[Fact],
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let room = room(options);
    let names: Vec<&str> = facts.iter().map(|fact| text.label(fact.key)).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (name, fact) in names.iter().zip(facts) {
        let value = shown(&fact.cell, text);
        if value.is_empty() {
            writeln!(out, "{name}")?;
            continue;
        }
        let blanks = width - name.width() + 2;
        let name = format!("{name}{:blanks$}", "");
        let painted = |line: &str| paint(line, tone(&fact.cell), false, options.colour);
        hanging(&name, &value, room, out, &painted)?;
    }
    Ok(())
}

/// How many columns a line may take.
fn room(options: Options<'_>) -> usize {
    options.width.map_or(usize::MAX, usize::from)
}

fn print_notes(
    messages: &[Message],
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for message in messages {
        // Half a command is none: whoever copies it takes the whole line.
        let room = |said: &str| if said.contains(COMMAND) { usize::MAX } else { room(options) };
        let (name, said) = (text.pair(text.label("word.note"), ""), text.say(message));
        hanging(&name, &said, room(&said), out, &str::to_owned)?;
        if let Some(hint) = text.hint(message) {
            let name = format!("  {}", text.pair(text.label("word.hint"), ""));
            hanging(&name, &hint, room(&hint), out, &str::to_owned)?;
        }
    }
    Ok(())
}

fn print_sign_off(
    roles: &[Cell],
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let room = room(options);
    let mut line = String::new();
    for role in roles {
        let place = text.pair(&shown(role, text), "____________");
        if !line.is_empty() && line.width() + 2 + place.width() > room {
            writeln!(out, "{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push_str("  ");
        }
        line.push_str(&place);
    }
    writeln!(out, "{line}")
}
