//! `houqin explain`: what a code means, in both languages, why an obligation stands as it does, or
//! which rows a figure of the year is the sum of.

use houqin::base::{Check, Message, Weight, nearest};
use houqin::books::Need;
use houqin::books::annual::{FigureName, Figures, Slot};
use houqin::inspections::looks_like_obligation;
use houqin::report::{Cell, Document, FigureShown, Table};
use houqin::text::{self, Entry, Shelf, area_names, entries};

use super::{inspect, report};
use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Explain a code that a message carries, an obligation by its name, or a figure of the year
///
/// What it means and what to do, the check it belongs to and how much that weighs in this store, how
/// one meets it, and what is then printed. Every refusal and every defect has a code, such as
/// number.comma; `houqin check -f csv` shows them. Without a code all codes are listed. The name of
/// an obligation, such as XC/NK1/2026-03-29/1, is explained as `houqin inspect explain` does. Of a
/// figure, such as repairs-cost, the rows behind it and their sum are listed for --period, last year
/// if that is left out; `houqin report annual --figures` lists the figures.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin explain number.comma\n  houqin explain\n  houqin explain \
    XC/NK1/2026-03-29/1 --as-of 2026-03-31\n  houqin explain repairs-cost -p 2026\n  \
    houqin explain 领用数量(灯管) -p 2026"
)]
pub(crate) struct Args {
    /// Code, obligation or figure to explain
    #[arg(value_name = "CODE")]
    code: Option<String>,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { code, period: Period { period }, clocks } = args;
    match code {
        None => session.show(&list(session)),
        Some(name) if looks_like_obligation(&name) => inspect::explain(session, &name, &clocks),
        Some(name) if looks_like_figure(&name) => {
            explain_figure(session, &name, period.as_deref(), &clocks)
        }
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

/// Whether a text begins with the name of a figure.
fn looks_like_figure(text: &str) -> bool {
    let name = text.split(['(', '（', ':', '：']).next().unwrap_or_default();
    FigureName::parse(name.trim()).is_some()
}

/// Lists the rows behind a figure.
fn explain_figure(
    session: &Session,
    text: &str,
    period: Option<&str>,
    clocks: &Clocks,
) -> anyhow::Result<Exit> {
    let slot = Slot::parse(text).map_err(|refusal| Failure::argument("CODE", &refusal))?;
    let span = session.period(Some(period.unwrap_or("last-year")))?;
    let (set, options) = report::looked_at(session, span, clocks, false)?;
    let books = session.read_known(Need::year(set.as_of()), &set)?;
    let figure = Figures::new(&books, options).of(&slot.plain());
    session.show_known(&FigureShown { figure: &figure, span }, &set)
}

fn explain(entry: &Entry, session: &Session) -> Document<'static> {
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

fn list(session: &Session) -> Document<'static> {
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
    let figures = FigureName::ALL.iter().flat_map(|name| [name.word(), name.chinese()]);
    match nearest(code, all().into_iter().map(|entry| entry.key).chain(figures)) {
        None => Message::new("explain.unknown").with("code", code),
        Some(near) => Message::new("explain.unknown_near").with("code", code).with("near", near),
    }
}
