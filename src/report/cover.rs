//! The register of certificates, and who was without one when one was needed.

use super::duties::state;
use super::{Cell, Document, Present, Table, Tone};
use crate::base::Message;
use crate::inspections::{CertificateRegister, RegisterLine, UncoveredLine};

impl Present for CertificateRegister {
    fn present(&self) -> Document<'_> {
        let document = Document::new("certificate.list").table(lines(self));
        let document =
            if self.uncovered.is_empty() { document } else { document.table(uncovered(self)) };
        let open = self.uncovered.iter().filter(|line| line.is_open);
        document.notes(open.map(without).collect())
    }
}

/// The certificates as a table.
pub(super) fn lines(register: &CertificateRegister) -> Table {
    let mut table = Table::new(
        "certificate.list",
        &[
            "certificate.list.id",
            "certificate.list.holder",
            "certificate.list.kind",
            "certificate.list.number",
            "certificate.list.from",
            "certificate.list.to",
            "certificate.list.apply_by",
            "certificate.list.left",
            "certificate.list.state",
            "certificate.list.gap",
            "certificate.list.n_uncovered",
            "certificate.list.issuer",
        ],
    );
    for line in &register.lines {
        let row = &line.line.certificate;
        table.line(vec![
            Cell::of(&row.id),
            Cell::of(&row.holder),
            Cell::text(&row.kind),
            Cell::text(&row.number),
            Cell::Day(row.from),
            Cell::maybe(row.to, Cell::Day),
            Cell::maybe(line.line.apply_by, Cell::Day),
            Cell::maybe(line.line.left, Cell::Count),
            standing(register, line),
            Cell::maybe((line.gap > 0).then_some(line.gap), Cell::Count),
            count_of(line.n_uncovered),
            Cell::text(&row.issuer),
        ]);
    }
    table.without_unused(&[
        "certificate.list.number",
        "certificate.list.gap",
        "certificate.list.n_uncovered",
        "certificate.list.issuer",
    ])
}

fn standing(register: &CertificateRegister, line: &RegisterLine) -> Cell {
    let as_of = register.options.clock.as_of;
    if !line.is_needed && line.is_over(as_of) {
        return Cell::word("certificate.state.not_needed");
    }
    state(&line.line, as_of)
}

fn count_of(count: u64) -> Cell {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Cell::maybe((count > 0).then_some(count), Cell::Count)
}

/// The days on which one was needed and none was valid.
pub(super) fn uncovered(register: &CertificateRegister) -> Table {
    let mut table = Table::new(
        "certificate.uncovered",
        &[
            "certificate.uncovered.holder",
            "certificate.uncovered.kind",
            "certificate.uncovered.state",
            "certificate.uncovered.n_uncovered",
            "certificate.uncovered.n_needed",
            "certificate.uncovered.first",
            "certificate.uncovered.last",
            "certificate.uncovered.cover",
            "certificate.uncovered.rule",
            "certificate.uncovered.title",
        ],
    );
    for line in &register.uncovered {
        let state = if line.is_open {
            Cell::verdict("certificate.uncovered.open", Tone::Bad)
        } else {
            Cell::verdict("certificate.uncovered.past", Tone::Warn)
        };
        table.line(vec![
            Cell::of(&line.holder),
            Cell::text(&line.kind),
            state,
            count_of(line.n_uncovered),
            count_of(line.n_needed),
            Cell::Day(line.first),
            Cell::Day(line.last),
            Cell::word(line.cover.key()),
            Cell::of(&line.rule),
            Cell::named(&line.title, &line.title_en),
        ]);
    }
    table.named_by(&["certificate.uncovered.holder", "certificate.uncovered.rule"])
}

fn without(line: &UncoveredLine) -> Message {
    Message::new("inspect.without_certificate")
        .with("holder", line.holder.to_string())
        .with("kind", &line.kind)
        .with("rule", line.rule.to_string())
}
