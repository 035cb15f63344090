//! How long the rows of each ledger are to be kept, and by which text.

use super::{Cell, Document, Present, Table, Tone};
use crate::base::Message;
use crate::inspections::Retention;

impl Present for Retention {
    fn present(&self) -> Document<'_> {
        let columns = [
            "inspect.retention.ledger",
            "inspect.retention.topic",
            "inspect.retention.rows",
            "inspect.retention.oldest",
            "inspect.retention.keep",
            "inspect.retention.until",
            "inspect.retention.rule",
            "inspect.retention.source",
        ];
        let mut table = Table::new("inspect.retention", &columns)
            .named_by(&["inspect.retention.ledger", "inspect.retention.topic"]);
        for line in &self.0 {
            let strictest = line.strictest.as_ref();
            table.line(vec![
                Cell::word(line.ledger.key()),
                Cell::word(line.topic.key()),
                Cell::count(line.n_rows),
                Cell::Day(line.oldest),
                match strictest {
                    Some((keep, _)) => Cell::of(keep),
                    None => Cell::verdict("inspect.retention.unsaid", Tone::Warn),
                },
                Cell::maybe(line.until(), Cell::Day),
                Cell::maybe(strictest, |(_, rule)| Cell::of(&rule.id)),
                Cell::maybe(strictest, |(_, rule)| Cell::text(rule.keeper())),
            ]);
        }
        Document::new("inspect.retention")
            .table(table)
            .notes(vec![Message::new("inspect.never_purged")])
    }
}
