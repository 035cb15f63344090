//! Floor 2: what the shelves should hold.
//!
//! Every movement takes goods from one place to another ([`Movement`]). Lines are put into one
//! canonical order (`order.rs`), folded to balances (`shelf.rs`) and valued by the cost method
//! (`cost.rs`); [`Stock`] is the book of them, folded on demand (`replay.rs`). A count asserts the
//! balance at its cut-off: a late line before it changes the variance, never the balance.

mod admit;
mod analysis;
mod batch;
mod card;
mod catalogue;
mod circulation;
mod class;
mod consumption;
mod cost;
mod days;
mod department_cost;
mod error;
mod evidence;
mod exchange;
mod exemption;
mod expiring;
mod finance;
mod held;
mod idle;
mod item;
mod knowledge;
mod known;
mod ledger;
mod left;
mod loan;
mod lot;
mod mixed;
mod movement;
mod onhand;
mod order;
mod outstanding;
mod papers;
mod plan;
mod pool;
mod price;
pub mod purchase;
mod quota;
mod reconcile;
mod replay;
mod request;
mod rest;
mod reverse;
mod row;
mod say;
mod self_made;
mod shelf;
mod signature;
mod statement;
pub mod stocktake;
mod stream;
pub mod suspect;
mod trace;
mod turned_over;
mod undone;
mod usage;
mod uses;
mod watch;

pub use analysis::{
    Analysis, AnalysisOptions, CauseResult, CounterResult, MonthResult, Offender, RoomMonth, Trend,
    analysis, year_to,
};
pub use batch::{Repeats, RowDecision, RowRequest, decide_rows};
pub use card::{Card, CardLine, CardOptions, card};
pub use catalogue::{add_item, add_store, edit_item, find_items};
pub use circulation::CirculationRefusal;
pub use class::{Class, ClassLine, ClassPolicy, ClassSum, Classes, class_of, classes};
pub use consumption::{
    Consumption, ConsumptionLine, ConsumptionOptions, QuotaUse, Uses, consumption, consumption_of,
};
pub use cost::{Balance, CostMethod, Holding, LotBalance, Part, Rested};
pub use department_cost::{
    DepartmentCategory, DepartmentCostOptions, DepartmentCosts, DepartmentMonth, department_costs,
};
pub use error::Refusal;
pub use evidence::{OnlyExpired, Short, SlipLine};
pub use exchange::{
    Account, ExchangePolicy, ExchangeRequest, Obligation, Owed, accounts, exchange, owed_after,
};
pub use exemption::{ExemptRequest, Exemption, exempt, take_back_exemption};
pub use expiring::{Expiring, ExpiringOptions, ExpiryPolicy, LotLine, expiring, lots_on_hand};
pub use finance::{
    Elsewhere, FinanceRequest, FinanceRow, LedgerLine, Ledgers, LedgersOptions, ledgers,
    set_finance,
};
pub use idle::{
    Cover, CoverLine, CoverOptions, Idle, IdleLine, IdleOptions, IdleState, cover_of_items, idle,
};
pub use item::{Item, LargerUnit, Named, OldForNew, Store, Supply, parse_units, write_units};
pub use known::Recorded;
pub use ledger::{Record, Stock};
pub use left::{Left, left_after, twin};
pub use loan::{
    Borrower, BringBackRequest, LendRequest, LoanLine, LoanShort, Loans, LoansOptions, OpenLoan,
    bring_back, comes_in_parts, lend, loans, open_loans,
};
pub use lot::earlier_lot;
pub use movement::{Cutoff, Kind, Line, Movement, Place, Posting};
pub use onhand::{Listed, OnHand, OnHandLine, OnHandOptions, on_hand};
pub use order::{Standing, series};
pub use outstanding::{
    ExchangeReport, Outstanding, OutstandingLine, OutstandingOptions, OutstandingTotal, Owing,
    exchange_report, open_obligations, outstanding,
};
pub use papers::Papers;
pub use plan::{
    Formula, Packs, PlanLine, PlanOptions, PlanPolicy, PlanSum, Planned, PriceSource, PurchasePlan,
    plan,
};
pub use pool::{
    Disposal, DisposeRequest, PoolLine, PoolOptions, PoolReport, PoolShort, dispose, pool,
};
pub use price::{
    Against, Flag, PriceLine, PricePolicy, PriceReview, Prices, PricesOptions, References, Way,
    prices, review_receipt, shown,
};
pub use quota::{Quota, QuotaRequest, quota, quotas, set_quota};
pub use reconcile::{
    AdjustedResult, Evidence, ReconcileOptions, Reconciliation, SheetResult, StoreResult, reconcile,
};
pub use request::{
    AdjustRequest, Cost, Decision, Direction, Goods, IssueRequest, Known, NegativeStock,
    OpeningRequest, ReceiveRequest, ReturnRequest, Returned, Rules, ScrapRequest, Slip,
    TransferRequest, adjust, give_back, issue, open, receive, scrap, transfer,
};
pub use rest::{HeldRest, KeptRest, Rest, WatchRest};
pub use reverse::{ReverseRequest, reverse};
pub use row::{Act, Month, Row, Shares, Stated};
pub use self_made::{MakeRequest, SelfMade, SelfMadeLine, SelfMadeOptions, make, self_made};
pub use shelf::{Effect, Flow, Pile, Shelf, Step};
pub use signature::{
    SignRequest, Signature, Unsigned, UnsignedLine, UnsignedOptions, sign, take_back_signature,
    unsigned,
};
pub use statement::{
    Statement, StatementLine, StatementOptions, Turnover, Turnovers, statement, statement_of,
};
pub use stream::{Asked, AskedOfSteps, Contradiction, Ended, Steps, Stream, Tolerance};
pub use trace::{Claim, Mark, Traces};
pub use turned_over::TurnedOver;
pub use usage::{Usage, usage};

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
