//! The seam through which the stock ledger streams by: decoded from the text of its files, folded,
//! let go.
//!
//! Of the ledger there is one month at a time in memory, as rows of some 40 bytes and with the texts
//! of those few lines of which more is asked; what the fold keeps is said in `stock/stream.rs`. Like
//! `readings/` this tells nothing by itself: where a line is not what it should be it gives no
//! answer, and the ledger is read in full with the strict reader (`load.rs`), which tells everything
//! that is wrong. Every line passes one of the two: what nearly every line is, is decoded where it
//! stands (`usual.rs`); what else is plain, by hand (`lines.rs`); all else goes through the row type.

mod acts;
mod codes;
mod found;
mod lanes;
mod lines;
mod one;
mod scan;
mod sealed;
mod text;
mod today;
mod usual;
mod words;

pub(super) use found::says_up_to;
pub(super) use one::{Wanted, are_lines, lines_of_some};
pub(super) use scan::{Months, Reversals, ScannedMovements, scan};
pub(super) use sealed::lines_of_sealed;
pub(super) use text::head;
