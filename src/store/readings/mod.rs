//! The seam through which readings stream by: decoded from the text of their files, folded, let go.
//!
//! Of the ledger there are some hundred thousand bytes in memory for each core, and of a month what
//! its rows come to (`meters/gather.rs`); what the fold keeps is said in `meters/stream.rs`. Rows
//! that have to be looked at together are read again: those of a month by themselves, or those of
//! all months with the strict reader, not more of them at once than `again.rs` says. A scan tells
//! nothing by itself: where a line is not what it should be, it gives no answer, and the ledger is
//! read in full (`load.rs`), which tells everything that is wrong.

mod again;
mod lines;
mod points;
mod scan;
mod some;

pub(super) use scan::scan;
pub(super) use some::{are_readings, readings_of};
