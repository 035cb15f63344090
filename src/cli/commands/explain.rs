//! `houqin explain`: what a code means, in both languages, or why an obligation stands as it does.

use houqin::base::{Check, Message, Weight, nearest};
use houqin::inspections::looks_like_obligation;
use houqin::report::{Cell, Document, Table};
use houqin::text::{self, Entry, Shelf, area_names, entries};

use super::inspect;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Explain a code that a message carries, in Chinese and English, or an obligation by its name
///
/// What it means and what to do, the check it belongs to and how much that weighs in this store, how
/// one meets it, and what is then printed. Every refusal and every defect has a code, such as
/// number.comma; `houqin check -f csv` shows them. Without a code all codes are listed. The name of
/// an obligation, such as XC/NK1/2026-03-29/1, is explained as `houqin inspect explain` does.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin explain number.comma\n  houqin explain\n  houqin explain \
    XC/NK1/2026-03-29/1 --as-of 2026-03-31"
)]
pub(crate) struct Args {
    /// Code or obligation to explain
    #[arg(value_name = "CODE")]
    code: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { code, clocks } = args;
    match code {
        None => session.show(&list(session)),
        Some(name) if looks_like_obligation(&name) => inspect::explain(session, &name, &clocks),
        Some(code) => {
            let area = code.split('.').next().unwrap_or_default();
            let known = entries(Shelf::Messages, area);
            match known.into_iter().find(|entry| entry.key == code) {
                Some(entry) => session.show(&explain(&entry, session)),
                None => Err(Failure::NoInput(unknown(&code)).into()),
            }
        }
    }
}

fn explain(entry: &Entry, session: &Session) -> Document {
    let check = Check::of(entry.key);
    let mut document = Document::new("explain.code").facts(vec![
        ("explain.key", Cell::text(entry.key)),
        ("explain.zh", Cell::maybe(entry.zh, Cell::text)),
        ("explain.hint_zh", Cell::maybe(entry.hint_zh, Cell::text)),
        ("explain.en", Cell::maybe(entry.en, Cell::text)),
        ("explain.hint_en", Cell::maybe(entry.hint_en, Cell::text)),
        ("explain.check", Cell::maybe(check, |check| Cell::text(check.name()))),
        ("explain.about", Cell::maybe(check, |check| Cell::word(check.key()))),
        ("explain.severity", Cell::maybe(severity(entry.key, session), Cell::word)),
    ]);
    if let Some(example) = entry.example {
        document = document.table(lines("explain.example", "explain.step", example));
    }
    if let Some(shown) = text::shown(session.text().language(), entry.key) {
        document = document.table(lines("explain.shown", "explain.printed", shown));
    }
    document
}

/// How much the code weighs in the store at hand, where the store says so.
fn severity(code: &str, session: &Session) -> Option<&'static str> {
    let settings = session.settings_of_store().ok()?;
    settings.weight_of(code).map(Weight::key)
}

/// A text line by line, as it stands.
fn lines(key: &'static str, column: &'static str, text: &str) -> Table {
    let mut table = Table::new(key, &[column]);
    text.lines().for_each(|line| table.line(vec![Cell::text(line)]));
    table
}

fn list(session: &Session) -> Document {
    let mut table = Table::new("explain.codes", &["explain.key", "explain.sentence"]);
    for entry in all() {
        let sentence = session.text().sentence(entry.key);
        table.line(vec![Cell::text(entry.key), Cell::maybe(sentence, Cell::text)]);
    }
    Document::new("explain.codes").table(table)
}

fn all() -> Vec<Entry> {
    let areas = area_names(Shelf::Messages);
    areas.into_iter().flat_map(|area| entries(Shelf::Messages, area)).collect()
}

fn unknown(code: &str) -> Message {
    match nearest(code, all().into_iter().map(|entry| entry.key)) {
        None => Message::new("explain.unknown").with("code", code),
        Some(near) => Message::new("explain.unknown_near").with("code", code).with("near", near),
    }
}
