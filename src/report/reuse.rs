//! What could be used again before something is bought.

use super::register::or_nothing;
use super::{Cell, Document, Present, Table};
use crate::assets::{CategoryCode, Reuse};
use crate::base::Message;

const COLUMNS: [&str; 14] = [
    "asset.reuse.tag",
    "asset.reuse.name",
    "asset.reuse.class",
    "asset.reuse.category",
    "asset.reuse.status",
    "asset.reuse.since",
    "asset.reuse.days",
    "asset.reuse.department",
    "asset.reuse.place",
    "asset.reuse.original_value",
    "asset.reuse.net_value",
    "asset.reuse.left",
    "asset.reuse.reason",
    "asset.reuse.said",
];

/// The columns that few cards fill.
const SELDOM: [&str; 5] = [
    "asset.reuse.category",
    "asset.reuse.department",
    "asset.reuse.place",
    "asset.reuse.reason",
    "asset.reuse.said",
];

impl Present for Reuse {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("asset.reuse", &COLUMNS);
        for line in &self.lines {
            table.line(vec![
                Cell::of(&line.tag),
                Cell::text(&line.name),
                Cell::text(&line.class),
                Cell::text(line.category.as_ref().map(CategoryCode::as_str).unwrap_or_default()),
                Cell::word(line.status.key()),
                Cell::Day(line.since),
                Cell::Count(line.days),
                or_nothing(line.department.as_ref()),
                Cell::text(&line.place),
                Cell::Money(line.value),
                Cell::Money(line.net),
                Cell::maybe(line.left, |months| Cell::Count(months.into())),
                Cell::text(&line.reason),
                Cell::text(&line.said),
            ]);
        }
        let options = &self.options;
        let asked = options.words.join(" ");
        let mut facts = Vec::new();
        if !asked.is_empty() {
            facts.push(("asset.reuse.words", Cell::text(asked)));
        }
        facts.extend([
            ("asset.reuse.count", Cell::count(self.lines.len())),
            ("asset.reuse.n_free", Cell::count(self.n_free)),
        ]);
        let note = match (self.lines.is_empty(), self.n_free) {
            (false, _) => Message::new("asset.reuse_how"),
            (true, 0) => Message::new("asset.reuse_nothing"),
            (true, count) => Message::new("asset.reuse_not_such").with("count", count),
        };
        Document::new("asset.reuse")
            .facts(facts)
            .table(table.without_unused(&SELDOM))
            .notes(vec![note])
    }
}
