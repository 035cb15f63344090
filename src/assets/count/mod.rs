//! Asset stocktakes (资产清查盘点): what stands in the register, held against what was found.
//!
//! A sheet is opened over a scope; tags are scanned; every line of the register and every scan
//! falls into exactly one of eight classes ([`Class`]); somebody who did not count signs; what is
//! missing is followed up until it is found, explained or written off. Nothing here changes the
//! register: a difference is put right by a transfer, an acquisition or a disposal of its own.
//! Look next at `result.rs`.

mod book;
mod error;
mod follow;
mod request;
mod result;
mod row;
mod scan;

pub use book::{Counts, Sheet, SheetState};
pub use error::Refusal;
pub use follow::{FollowOptions, FollowState, FollowUp, Followed, follow_ups};
pub use request::{
    CancelRequest, EnterRequest, OpenRequest, Seen, SettleRequest, SignRequest, WithdrawRequest,
    cancel, enter, open, settle, sheet_or_only, sign, withdraw, writable,
};
pub use result::{Class, Counted, Entry, Line, Scope, Tally, Within, counted, tag_of};
pub use row::{Act, Outcome, Row};
pub use scan::{Heard, Scan};
