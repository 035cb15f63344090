//! Papers that are signed: which they are, and who signs them.

use super::{Block, Cell, Document};

/// The keys of the documents that have lines for signatures.
pub const SIGNED: [&str; 34] = [
    "asset.count",
    "asset.depreciation",
    "asset.sheet",
    "clause.matrix",
    "contractor.months",
    "cost.report",
    "energy.report",
    "finding.report",
    "indicator.report",
    "inspect.compliance",
    "inspect.rounds",
    "meter.route",
    "purchase.kept_plan",
    "purchase.matching",
    "purchase.plan",
    "repair.report",
    "saving.report",
    "stock.analysis",
    "stock.department_cost",
    "stock.differences",
    "stock.ledgers",
    "stock.outstanding.report",
    "stock.parts",
    "stock.prices",
    "stock.reconcile",
    "stock.sheet",
    "stock.statement",
    "stock.unsigned",
    "stocktake.pending",
    "stocktake.recount",
    "task.report",
    "template.filled",
    "template.sheet",
    "training.report",
];

impl Document<'_> {
    /// Whether it has lines for signatures.
    pub fn is_signed(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::SignOff(_)))
    }

    /// The same document, signed by these; one that nobody signs stays so.
    #[must_use]
    pub fn signed_by(mut self, roles: &[Cell]) -> Self {
        for block in &mut self.blocks {
            if let Block::SignOff(own) = block {
                *own = roles.to_vec();
            }
        }
        self
    }
}
