//! What each department costs (科室成本核算): stock issued, energy, repairs and depreciation by
//! department and month.
//!
//! Four ledgers meet here. Each shares out what it holds and says by another road what it comes to,
//! so that the departments and what nobody carries are shown to be the whole, to the fen. **What
//! cannot be computed is open with its reason, never zero.** Look next at `draft.rs`, where the
//! pieces are gathered, then at one file a ledger, then at `account.rs`.

mod account;
mod depreciation;
mod draft;
mod energy;
mod figure;
mod gap;
mod materials;
mod options;
mod repairs;
#[cfg(test)]
pub(super) mod tests;
mod working;

pub use account::{CostAccount, CostLine, CostMonth, CostProof, CostWhose, Driven, cost_account};
pub use figure::{CostFigure, CostLedger, CostPart, CostState};
pub use gap::{CostBearer, CostGap, OpenCost};
pub use options::{CostDetail, CostOptions, EnergyShares};
