//! From what a document was computed: the two clocks, and the seal over its days.

use super::{Block, Cell, Document, Fact};
use crate::base::Clocks;
use crate::closing::{Link, LinkKind};

/// From what a document was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// What was true when, and what was known when.
    pub clocks: Clocks,
    /// The newest seal or reopening over its days, if one was known.
    pub seal: Option<Link>,
}

impl Document<'_> {
    /// The same document with what it was computed from among its first named values.
    #[must_use]
    pub fn computed_from(mut self, basis: &Basis) -> Self {
        let Basis { clocks, seal } = basis;
        let mut facts = vec![
            Fact { key: "word.as_of", cell: Cell::Day(clocks.as_of) },
            Fact { key: "word.known_by", cell: Cell::text(clocks.known_by.knowledge()) },
        ];
        // The head as `verify --expect-head` takes it: whoever keeps the paper can hold the files
        // against it.
        facts.extend(seal.as_ref().map(|seal| {
            let month = format!("{} · {}", seal.of.month, seal.number);
            // A month that was reopened is not said to be sealed.
            let key = match seal.kind {
                LinkKind::Seal => "word.seal",
                LinkKind::Reopen => "word.reopened",
            };
            Fact { key, cell: Cell::text(format!("{month} · {}", seal.head)) }
        }));
        match self.blocks.first_mut() {
            Some(Block::Facts(first)) => first.extend(facts),
            _ => self.blocks.insert(0, Block::Facts(facts)),
        }
        self
    }
}
