//! The rule packs that come with the tool, and how the store's rules differ from them.

use super::rules::{LISTED, listed_cells};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Argument, Message};
use crate::inspections::{Confidence, Drift, DriftLine, Inspections, Pack, Rule};

/// The packs, and how many of their rules the store has.
pub struct Packs<'p> {
    /// The packs.
    pub packs: Vec<&'p Pack>,
    /// The store's rules, where there is a store.
    pub book: Option<&'p Inspections>,
}

/// One pack: its rules and its texts.
pub struct PackShown<'p>(pub &'p Pack);

/// How rules differ.
pub struct Drifts(pub Vec<DriftLine>);

impl Present for Packs<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "inspect.packs",
            &[
                "inspect.packs.pack",
                "inspect.packs.title",
                "inspect.packs.region",
                "inspect.packs.level",
                "inspect.packs.n_rules",
                "inspect.packs.n_read",
                "inspect.packs.n_quoted",
                "inspect.packs.n_own",
                "inspect.packs.n_texts",
                "inspect.packs.n_taken",
            ],
        );
        for pack in &self.packs {
            let known = |confidence| move |rule: &Rule| rule.confidence == confidence;
            let taken = |rule: &Rule| self.book.is_some_and(|book| book.rule(&rule.id).is_ok());
            table.line(vec![
                Cell::of(&pack.id),
                Cell::named(&pack.title, &pack.title_en),
                Cell::named(&pack.region, &pack.region_en),
                Cell::word(pack.level.key()),
                Cell::count(pack.codes().len()),
                Cell::count(pack.count(known(Confidence::Read))),
                Cell::count(pack.count(known(Confidence::Quoted))),
                Cell::count(pack.count(known(Confidence::Own))),
                Cell::count(pack.texts.len()),
                Cell::count(pack.count(taken)),
            ]);
        }
        Document::new("inspect.packs").table(table)
    }
}

impl Present for PackShown<'_> {
    fn present(&self) -> Document<'_> {
        let Self(pack) = self;
        let mut facts = vec![
            ("inspect.packs.pack", Cell::of(&pack.id)),
            ("inspect.packs.title", Cell::named(&pack.title, &pack.title_en)),
        ];
        if !pack.region.is_empty() {
            facts.push(("inspect.packs.region", Cell::named(&pack.region, &pack.region_en)));
        }
        let mut document = Document::new("inspect.pack").facts(facts);
        let mut rules = Table::new("inspect.rules", LISTED)
            .named_by(&["inspect.rules.id", "inspect.rules.version"]);
        for rule in &pack.rules {
            rules.line(listed_cells(rule));
        }
        let unused = [
            "inspect.rules.with",
            "inspect.rules.valid_to",
            "inspect.rules.target",
            "inspect.rules.matter",
            "inspect.rules.owner",
            "inspect.rules.keep",
            "inspect.rules.note",
        ];
        document = document.table(rules.without_unused(&unused));
        if pack.texts.is_empty() { document } else { document.table(texts(pack)) }
    }
}

fn texts(pack: &Pack) -> Table {
    let mut table = Table::new(
        "inspect.texts",
        &[
            "inspect.texts.name",
            "inspect.texts.valid_from",
            "inspect.texts.valid_to",
            "inspect.texts.replaces",
            "inspect.texts.confidence",
            "inspect.texts.note",
        ],
    );
    for text in &pack.texts {
        table.line(vec![
            Cell::text(&text.name),
            Cell::Day(text.valid_from),
            Cell::maybe(text.valid_to, Cell::Day),
            Cell::text(&text.replaces),
            Cell::word(text.confidence.key()),
            Cell::named(&text.note, &text.note_en),
        ]);
    }
    table
}

impl Present for Drifts {
    fn present(&self) -> Document<'_> {
        let document = Document::new("inspect.diff");
        if self.0.is_empty() {
            return document.prose(Message::new("inspect.no_drift"));
        }
        let columns = [
            "inspect.diff.what",
            "inspect.diff.rule",
            "inspect.diff.version",
            "inspect.diff.pack",
            "inspect.diff.field",
            "inspect.diff.old",
            "inspect.diff.new",
        ];
        let mut table = Table::new("inspect.diff", &columns).named_by(&[
            "inspect.diff.what",
            "inspect.diff.rule",
            "inspect.diff.version",
            "inspect.diff.field",
        ]);
        for line in &self.0 {
            let DriftLine { rule, version, pack, what, field, old, new } = line;
            let tone = match what {
                Drift::Newer | Drift::Changed => Tone::Warn,
                Drift::Missing | Drift::Own | Drift::Version | Drift::Begun | Drift::Ended => {
                    Tone::Plain
                }
            };
            table.line(vec![
                Cell::verdict(what.key(), tone),
                Cell::of(rule),
                Cell::Count(i64::from(*version)),
                Cell::maybe(pack.as_ref(), Cell::of),
                Cell::maybe(*field, |field| Cell::word(format!("inspect.rules.{field}"))),
                Cell::maybe(old.as_ref(), said),
                Cell::maybe(new.as_ref(), said),
            ]);
        }
        let unused =
            ["inspect.diff.pack", "inspect.diff.field", "inspect.diff.old", "inspect.diff.new"];
        document.table(table.without_unused(&unused))
    }
}

fn said(argument: &Argument) -> Cell {
    match argument {
        Argument::Text(text) => Cell::text(text),
        Argument::Key(key) => Cell::word(key.clone()),
    }
}
