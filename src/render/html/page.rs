//! The frame of a page: what it is, from what it was computed, its parts and who signs it.

use std::io;

use super::escape::{base64, css_string, escape, escape_whole};
use super::{chart, table};
use crate::base::Message;
use crate::render::grid::{shown, tone};
use crate::render::{Letterhead, Options};
use crate::report::{Block, Cell, Document, Fact, Passage, Rows, Table, Tone};
use crate::text::{Language, Text};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// No longer code is held together where a table is squeezed: many columns of them must fit.
const SHORT_CODE: usize = 14;

/// A page whose widest table has more columns than this is printed on A4 across.
const MOST_UPRIGHT: usize = 9;

pub(in crate::render) fn print(
    document: &Document<'_>,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let period = period(document);
    print_head(document, period, text, options, out)?;
    if let Some(letterhead) = options.letterhead {
        print_letterhead(letterhead, text, out)?;
    }
    writeln!(out, "<h1>{}</h1>", escape(text.label(document.key)))?;
    if let Some(period) = period {
        writeln!(out, "<p class=\"period\">{}</p>", escape(&shown(period, text)))?;
    }
    writeln!(out, "</header>\n<main>")?;
    let n_tables = tables(document).count();
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Facts(facts) => print_facts(facts, text, out)?,
            Block::Table(own) | Block::Bars(own) => {
                let under = document.is_under_passage(at);
                let heading = if n_tables > 1 && !under {
                    table::Heading::Shown
                } else {
                    table::Heading::Spoken
                };
                // Under its chart a table needs no bars.
                let drawn = at > 0 && matches!(document.blocks[at - 1], Block::Chart(_));
                let bars = matches!(block, Block::Bars(_)) && !drawn;
                table::print(own, heading, bars, text, out)?;
            }
            Block::Prose(message) => writeln!(out, "<p>{}</p>", escape(&text.say(message)))?,
            Block::Passage(own) => print_passage(own, text, out)?,
            Block::Notes(messages) => print_notes(messages, text, out)?,
            Block::Chart(own) => chart::print(own, text, out)?,
            Block::SignOff(roles) => print_sign_off(roles, text, out)?,
        }
    }
    writeln!(out, "</main>")?;
    print_origin(options.origin, text, out)?;
    writeln!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>")
}

fn tables<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d Table<Rows<'d>>> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) | Block::Bars(table) => Some(table),
        Block::Facts(_)
        | Block::Prose(_)
        | Block::Passage(_)
        | Block::Notes(_)
        | Block::Chart(_)
        | Block::SignOff(_) => None,
    })
}

/// The days that a document is about, if it says so among its facts.
fn period<'d>(document: &'d Document<'_>) -> Option<&'d Cell> {
    let facts = document.blocks.iter().filter_map(|block| match block {
        Block::Facts(facts) => Some(facts),
        _ => None,
    });
    let is_period = |fact: &&Fact| fact.key.ends_with(".period") && fact.cell != Cell::Blank;
    facts.flatten().find(is_period).map(|fact| &fact.cell)
}

fn print_head(
    document: &Document<'_>,
    period: Option<&Cell>,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let language = match text.language() {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let title = text.label(document.key);
    let period = period.map(|cell| shown(cell, text)).unwrap_or_default();
    let full = format!("{title} {period}");
    let full = full.trim_end();
    let hospital = options.letterhead.map_or("", |head| text.named(&head.name.zh, &head.name.en));
    let across = tables(document).any(|table| table.columns.len() > MOST_UPRIGHT);
    // Across, a chart of many bars would not fit below the head, and leave that alone on its page.
    let (size, lower) = if across {
        ("A4 landscape", "@media print {\n  .chart svg.plot { max-height: 100mm }\n}\n")
    } else {
        ("A4", "")
    };
    let (left, right) = (css_string(hospital), css_string(full));
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{lower}\
         @page {{\n  size: {size}; margin: 17mm 13mm 15mm;\n  \
         @top-left {{ content: \"{left}\"; font-size: 8pt }}\n  \
         @top-right {{ content: \"{right}\"; font-size: 8pt }}\n  \
         @bottom-right {{ content: counter(page) \" / \" counter(pages); font-size: 8pt }}\n}}\n\
         </style>\n</head>\n<body",
        title = escape(full),
    )?;
    for (name, key) in [("filter", "html.filter"), ("shown", "html.shown"), ("sort", "html.sort")] {
        write!(out, " data-{name}=\"{}\"", escape(text.label(key)))?;
    }
    writeln!(out, ">\n<header>")
}

fn print_letterhead(
    letterhead: &Letterhead,
    text: Text,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let Letterhead { name, lines, logo } = letterhead;
    writeln!(out, "<div class=\"letterhead\">")?;
    if let Some(logo) = logo {
        let (media, data) = (logo.kind.media_type(), base64(&logo.bytes));
        writeln!(out, "<img alt=\"\" src=\"data:{media};base64,{data}\">")?;
    }
    writeln!(out, "<div>")?;
    if !name.is_empty() {
        let name = escape(text.named(&name.zh, &name.en));
        writeln!(out, "<p class=\"hospital\">{name}</p>")?;
    }
    for line in lines {
        writeln!(out, "<p>{}</p>", escape(text.named(&line.zh, &line.en)))?;
    }
    writeln!(out, "</div>\n</div>")
}

/// From how many letters a value gets a row of its own.
const LONG: usize = 28;

fn print_facts(facts: &[Fact], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<dl class=\"facts\">")?;
    for fact in facts {
        let is_long = shown(&fact.cell, text).chars().count() > LONG;
        let class = if is_long { " class=\"long\"" } else { "" };
        let (name, value) = (escape(text.label(fact.key)), toned(&fact.cell, text));
        writeln!(out, "<div{class}><dt>{name}</dt><dd>{value}</dd></div>")?;
    }
    writeln!(out, "</dl>")
}

/// A cell with its tone.
pub(super) fn toned(cell: &Cell, text: Text) -> String {
    let shown = shown(cell, text);
    // Only a long code that is alone in its cell may be broken, where a table is squeezed.
    let is_held = shown.contains(' ') || shown.len() <= SHORT_CODE;
    let is_held = is_held && !cell.is_figure() && !matches!(cell, Cell::Day(_));
    let shown = if is_held { escape_whole(&shown) } else { escape(&shown) };
    let class = match tone(cell) {
        Tone::Plain => return shown,
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    };
    format!("<span class=\"{class}\">{shown}</span>")
}

fn print_passage(passage: &Passage, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    let Passage { heading, paragraphs } = passage;
    if !heading.is_empty() {
        writeln!(out, "<h2>{}</h2>", escape(text.named(&heading.zh, &heading.en)))?;
    }
    for paragraph in paragraphs {
        writeln!(out, "<p>{}</p>", escape(text.named(&paragraph.zh, &paragraph.en)))?;
    }
    Ok(())
}

fn print_notes(messages: &[Message], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<ul class=\"notes\">")?;
    for message in messages {
        let said = escape_whole(&text.say(message));
        write!(out, "<li>{}", text.pair(&escape(text.label("word.note")), &said))?;
        if let Some(hint) = text.hint(message) {
            let hint = text.pair(&escape(text.label("word.hint")), &escape_whole(&hint));
            write!(out, "<small>{hint}</small>")?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")
}

fn print_sign_off(roles: &[Cell], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<ul class=\"sign\">")?;
    for role in roles {
        let role = text.pair(&escape(&shown(role, text)), "");
        writeln!(out, "<li>{}<span></span></li>", role.trim_end())?;
    }
    writeln!(out, "</ul>")
}

fn print_origin(origin: &[Fact], text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    let facts: Vec<String> = origin
        .iter()
        .map(|fact| text.pair(&escape(text.label(fact.key)), &escape(&shown(&fact.cell, text))))
        .collect();
    if facts.is_empty() {
        return Ok(());
    }
    writeln!(out, "<footer>{}</footer>", facts.join(" · "))
}
