//! Seals on the disk: what a month of a book consists of, its manifest, and whether it still holds.
//!
//! A seal is a manifest in the form of `sha256sum`, which lists the manifest of the link before it,
//! the seal's own files and every ledger of the month. So the sum of the newest manifest, the head,
//! stands for all of them. It is evidence of tampering, not a lock against it: who can rewrite
//! every file can rewrite the chain too, but not the head that was printed and signed.

mod account;
mod carried;
mod changes;
mod lines;
mod manifest;
mod since;
mod sources;
mod verify;
mod write;

pub use changes::Changed;
pub use verify::{LinkFiles, Verification};

pub(super) use carried::moved_balances;
pub(super) use since::since;
pub(super) use verify::verify;
pub(super) use write::{Previous, crlf_files, make};
