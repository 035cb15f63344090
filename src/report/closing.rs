//! Seals as tables: the months of each book and where they stand, what sealing demands, the chain.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Diagnostic, Message, Month};
use crate::closing::{Book, Closing, Demand, Link, LinkKind, Met, MonthState, Sealable};

const LINKS: Ledger = Ledger {
    key: "closing.links",
    columns: &[
        "closing.links.id",
        "closing.links.kind",
        "closing.links.book",
        "closing.links.month",
        "closing.links.sha256",
        "closing.links.reason",
        "closing.links.approver",
        "closing.links.recorded_at",
        "closing.links.recorded_by",
    ],
};

/// A link, as a receipt shows it.
pub(super) fn written(link: &Link) -> Written {
    let Link { number, kind, of, head, reason, approver, recorded_at, recorded_by } = link;
    let cells = vec![
        Cell::text(format!("{number:04}")),
        Cell::word(kind.key()),
        Cell::word(of.book.key()),
        Cell::of(&of.month),
        Cell::text(head),
        Cell::text(reason),
        Cell::text(approver),
        Cell::of(recorded_at),
        Cell::text(recorded_by),
    ];
    Written { ledger: LINKS, cells }
}

/// Where the months of each book stand.
pub struct MonthsClosed<'b> {
    /// The chain.
    pub closing: &'b Closing,
    /// The months to show, the latest last.
    pub months: Vec<Month>,
    /// What sealing demands of months that are looked at one by one.
    pub demands: Vec<(Sealable, Vec<Demand>)>,
}

impl Present for MonthsClosed<'_> {
    fn present(&self) -> Document<'_> {
        let columns = [
            "closing.months.month",
            "closing.book.stock",
            "closing.book.meters",
            "closing.book.inspections",
            "closing.book.assets",
        ];
        let mut table = Table::new("closing.months", &columns);
        for month in &self.months {
            let mut cells = vec![Cell::of(month)];
            cells.extend(Book::ALL.map(|book| {
                let state = self.closing.state(Sealable { book, month: *month });
                Cell::verdict(state.key(), tone(state))
            }));
            table.line(cells);
        }
        let last = self.closing.links().last();
        let facts = vec![
            ("closing.links", Cell::count(self.closing.links().len())),
            ("closing.head", Cell::maybe(last, |link| Cell::text(&link.head))),
        ];
        let mut document = Document::new("closing.status").facts(facts).table(table);
        if self.demands.is_empty() {
            return document;
        }
        let columns = [
            "closing.demands.month",
            "closing.demands.book",
            "closing.demands.name",
            "closing.demands.state",
            "closing.demands.count",
            "closing.demands.reason",
        ];
        let mut table = Table::new("closing.demands", &columns);
        for (of, demands) in &self.demands {
            for demand in demands {
                let (state, tone, count, reason) = standing(&demand.met);
                table.line(vec![
                    Cell::of(&of.month),
                    Cell::word(of.book.key()),
                    Cell::text(&demand.name),
                    Cell::verdict(state, tone),
                    Cell::maybe(count, Cell::count),
                    reason,
                ]);
            }
        }
        document = document.table(table);
        document
    }
}

const fn tone(state: MonthState<'_>) -> Tone {
    match state {
        MonthState::Open => Tone::Plain,
        MonthState::Sealed(_) => Tone::Good,
        MonthState::Reopened(_) => Tone::Warn,
    }
}

fn standing(met: &Met) -> (&'static str, Tone, Option<usize>, Cell) {
    match met {
        Met::Yes => ("closing.met.yes", Tone::Good, None, Cell::Blank),
        Met::No { count, reasons } => {
            let first = reasons.first().cloned();
            ("closing.met.no", Tone::Bad, Some(*count), Cell::maybe(first, Cell::said))
        }
        Met::Waived { count, reason } => {
            ("closing.met.waived", Tone::Warn, Some(*count), Cell::text(reason))
        }
    }
}

/// What became of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// Nobody signed.
    None,
    /// Somebody did; nobody looked whether it holds.
    Unchecked,
    /// It is that of this signer.
    Good(String),
    /// It is not one of the allowed signers', or of something else.
    Bad,
}

/// The chain, recomputed.
pub struct ChainReport {
    /// The links, and what became of their signatures.
    pub links: Vec<(Link, Signature)>,
    /// How many files were summed up.
    pub n_files: usize,
    /// How many files that rows name as evidence were summed up.
    pub n_evidence: usize,
    /// What does not hold, in the order of the chain.
    pub defects: Vec<Diagnostic>,
    /// The head, as it was recomputed.
    pub head: Option<String>,
    /// The link whose head was expected, if one was.
    pub expected: Option<u32>,
}

impl Present for ChainReport {
    fn present(&self) -> Document<'_> {
        let columns = [
            "closing.links.id",
            "closing.links.kind",
            "closing.links.book",
            "closing.links.month",
            "closing.links.recorded_at",
            "closing.links.recorded_by",
            "closing.links.sha256",
            "closing.links.signature",
        ];
        let mut table = Table::new("closing.links", &columns);
        for (link, signature) in &self.links {
            table.line(vec![
                Cell::text(format!("{:04}", link.number)),
                Cell::verdict(
                    link.kind.key(),
                    if link.kind == LinkKind::Seal { Tone::Plain } else { Tone::Warn },
                ),
                Cell::word(link.of.book.key()),
                Cell::of(&link.of.month),
                Cell::of(&link.recorded_at),
                Cell::text(&link.recorded_by),
                Cell::text(&link.head),
                signature_cell(signature),
            ]);
        }
        let holds = if self.defects.is_empty() {
            Cell::verdict("closing.holds.yes", Tone::Good)
        } else {
            Cell::verdict("closing.holds.no", Tone::Bad)
        };
        let facts = vec![
            ("closing.holds", holds),
            ("closing.n_files", Cell::count(self.n_files)),
            ("closing.n_evidence", Cell::count(self.n_evidence)),
            ("closing.n_defects", Cell::count(self.defects.len())),
            ("closing.head", Cell::maybe(self.head.as_ref(), Cell::text)),
            (
                "closing.expected",
                Cell::maybe(self.expected, |number| Cell::text(format!("{number:04}"))),
            ),
        ];
        let mut document = Document::new("closing.chain").facts(facts);
        if !self.defects.is_empty() {
            document = document.table(self.broken());
        }
        if self.links.is_empty() {
            return document.prose(Message::new("closing.no_links"));
        }
        let mut notes: Vec<Message> = Vec::new();
        for Diagnostic { message, .. } in &self.defects {
            // What is to be done is said once for each kind of defect.
            if !notes.iter().any(|note| note.code == message.code) {
                notes.push(message.clone());
            }
        }
        notes.push(Message::new("closing.tamper_evident"));
        document.table(table).notes(notes)
    }
}

impl ChainReport {
    /// What does not hold, each with its file and row.
    fn broken(&self) -> Table {
        let columns = [
            "closing.defects.file",
            "closing.defects.line",
            "closing.defects.code",
            "closing.defects.sentence",
            "closing.defects.original",
        ];
        let mut table = Table::new("closing.defects", &columns);
        for Diagnostic { place, message, original, .. } in &self.defects {
            let line = (place.line > 0).then_some(i64::from(place.line));
            table.line(vec![
                Cell::text(&place.file),
                Cell::maybe(line, Cell::Count),
                Cell::text(&message.code),
                Cell::said(message.clone()),
                Cell::maybe(original.as_ref(), Cell::text),
            ]);
        }
        table
    }
}

fn signature_cell(signature: &Signature) -> Cell {
    match signature {
        Signature::None => Cell::Blank,
        Signature::Unchecked => Cell::verdict("closing.signature.unchecked", Tone::Warn),
        Signature::Good(signer) => Cell::text(signer),
        Signature::Bad => Cell::verdict("closing.signature.bad", Tone::Bad),
    }
}
