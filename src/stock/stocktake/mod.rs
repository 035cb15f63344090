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
mod due;
mod entry;
mod error;
mod explain;
mod open;
mod pending;
mod policy;
mod post;
mod reading;
mod reapprove;
mod say;
mod scan;
mod settle;
mod sheet;
mod state;
mod statement;
mod summary;
mod tally;
#[cfg(test)]
mod tests;

pub use approve::{ApproveRequest, Uncounted, Which, approve};
pub use count::{
    Blanks, CountRow, EnterRequest, Fault, GoodsRequest, Pass, Repeat, corrections, enter,
    passed_over,
};
pub use difference::{
    Differences, LateLine, LineResult, Recount, Round, Standing, Variance, differences, recounts,
};
pub use due::{Deadline, Due, DueLine, DueListed, DueOptions, deadlines, due};
pub use entry::{Act, Explanation, Goods, LineOf, Outcome, Scope, SheetEntry};
pub use error::{Listed, Refusal, Times, Unclear};
pub use explain::{ExplainRequest, WithdrawRequest, explain, withdraw};
pub use open::{CancelRequest, Figures, OpenRequest, Planned, ScopeRequest, cancel, open};
pub use pending::{Charged, ChargedLine, Pending, PendingLine, PendingOptions, charged, pending};
pub use policy::{Limit, Policy};
pub use post::{Posted, post};
pub use scan::{Heard, Scan, Total};
pub use settle::{SettleRequest, Settlement, settle};
pub use sheet::{Counted, Decision, Explained, Origin, Reapproval, Sheet, SheetLine, Verdict};
pub use state::{SheetState, defects, open_for_counting, sheet_of, sheet_or_only};
pub use statement::{AdjustedLine, Adjustment, adjusted};
pub use summary::{SheetSummary, sheets_of};
pub use tally::{Side, Tally};
