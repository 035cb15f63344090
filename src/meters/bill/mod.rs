//! Bills of utilities (账单): what suppliers ask for, held against the meters and shared out.
//!
//! A [`Bill`] is a row of a ledger; the row that supersedes it is its correction, the row that
//! reverses it takes it back. [`check_bills`] holds each against the use and the price of its own
//! days, [`allocate()`] shares each out to departments, to the fen. What is not known is open.

mod allocate;
mod check;
mod error;
mod key;
mod ledger;
mod listing;
mod request;
mod row;
mod scope;

pub use allocate::{
    AllocateOptions, Allocated, Allocation, AskedBills, BillShare, allocate, split,
};
pub use check::{
    BillCheck, BillCheckOptions, BillGap, BillLine, BillOpen, BillVerdict, GapKind, check_bills,
};
pub use error::BillRefusal;
pub use key::{BillWeight, NotShared, RestBy, RestShare, ShareBy, WeightOrigin};
pub(super) use ledger::Bills;
pub use listing::{BillList, BillListOptions, BillTotal, list_bills};
pub use request::{
    BillFields, BillNotice, BillRequest, ReverseBill, bill_notices, record_bill, reverse_bill,
};
pub(super) use request::{overlapped, stands_well};
pub use row::{Bill, BillKind};
