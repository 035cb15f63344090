//! Stocktakes: a count is an observation at a moment, not a delta.
//!
//! A sheet is opened, which freezes its scope; its lines are counted, each at a cut-off; what was
//! counted is held against the books at that cut-off; the differences are approved by somebody who
//! did not count; what was approved is posted as count rows that assert the shelf.
//!
//! A [`Sheet`] is what stands on the paper; [`open()`], [`enter`], [`approve()`], [`post()`] and
//! [`cancel`] decide what may be written on it; [`differences`] holds it against the books. All
//! sheets of a period side by side: [`crate::stock::reconcile()`].

mod approve;
mod count;
mod cutoff;
mod difference;
mod entry;
mod error;
mod open;
mod post;
mod reapprove;
mod sheet;
mod state;
mod summary;
mod tally;
#[cfg(test)]
mod tests;

pub use approve::{ApproveRequest, Uncounted, Which, approve};
pub use count::{
    Blanks, CountRow, EnterRequest, Fault, GoodsRequest, Repeat, corrections, enter, passed_over,
};
pub use difference::{Differences, LateLine, LineResult, Standing, Variance, differences};
pub use entry::{Act, Goods, LineOf, Scope, SheetEntry};
pub use error::{Listed, Refusal, Times, Unclear};
pub use open::{CancelRequest, Figures, OpenRequest, ScopeRequest, cancel, open};
pub use post::{Posted, post};
pub use sheet::{Counted, Decision, Origin, Reapproval, Sheet, SheetLine, Verdict};
pub use state::{SheetState, defects, sheet_of, sheet_or_only};
pub use summary::{SheetSummary, sheets_of};
pub use tally::{Side, Tally};
