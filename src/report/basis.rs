//! From what a document was computed: the two clocks, and the seals of its days.

use super::{Block, Cell, Document, Fact};
use crate::base::{Clocks, Month};

/// From what a document was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// What was true when, and what was known when.
    pub clocks: Clocks,
    /// The head of the chain of seals for each month that is sealed.
    pub heads: Vec<(Month, String)>,
}

impl Document {
    /// The same document with what it was computed from among its first named values.
    #[must_use]
    pub fn computed_from(mut self, basis: &Basis) -> Self {
        let Basis { clocks, heads } = basis;
        let mut facts = vec![
            Fact { key: "word.as_of", cell: Cell::Day(clocks.as_of) },
            Fact { key: "word.known_by", cell: Cell::text(clocks.known_by.knowledge()) },
        ];
        let heads: Vec<String> =
            heads.iter().map(|(month, head)| format!("{month} {head}")).collect();
        if !heads.is_empty() {
            facts.push(Fact { key: "word.seals", cell: Cell::text(heads.join("; ")) });
        }
        match self.blocks.first_mut() {
            Some(Block::Facts(first)) => first.extend(facts),
            _ => self.blocks.insert(0, Block::Facts(facts)),
        }
        self
    }
}
