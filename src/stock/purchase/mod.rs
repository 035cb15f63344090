//! Purchasing: plans that are kept, orders and what of them has arrived, invoices.
//!
//! Each is a ledger of its own ([`Record`]), folded into a [`Purchases`] that the stock book
//! carries. What arrives are the receipts of the stock ledger that name an order, less
//! what went back to the supplier under it. Plan, receipt and
//! invoice are held side by side in `matching.rs`; how a plan is computed is `../plan.rs`.

mod arrived;
mod book;
mod document;
mod error;
mod invoice;
mod matching;
mod order;
mod request;

pub use arrived::{
    OrderLine, OrderState, OrderedGoods, Orders, OrdersOptions, are_ordered, on_order, orders,
    over_delivered,
};
pub(super) use arrived::{check_order, check_returned, misfits};
pub(super) use book::fold;
pub use book::{Purchases, Record};
pub use document::{
    PlanAct, PlanDocument, PlanDocumentLine, PlanRow, PlannedGoods, approve_plan, document,
    documents, save_plan,
};
pub use error::Refusal;
pub use invoice::{Invoice, InvoiceRequest, ReverseInvoice, record_invoice, reverse_invoice};
pub use matching::{Mark, Matched, MatchedItem, Matching, MatchingOptions, matching};
pub use order::{OrderAct, OrderRow};
pub use request::{EndRequest, FromPlanRequest, OrderRequest, end_order, order, order_from_plan};
