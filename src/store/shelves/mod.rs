//! What the shelves came to at the end of a sealed month, in files of this machine's own, from which a
//! report goes on instead of from the first line, and beside which a new line is decided on.
//!
//! Nothing rests on them. They hold for the very files that they were computed from, all of which
//! were without a defect: the guard at their head says the seal's number and head, the cost method,
//! and a sum of length, time and inode of the registers and of every month's file. Where any of these
//! is not what it was, the ledger is read from its beginning, and the files are written anew. They are
//! git-ignored, and may be deleted at any time.
//!
//! `.houqin/shelves` has what each item came to, `.houqin/slips` the slips of all lines up to the
//! seal; both are cut into parts ([`parts`]), so that what is asked of one item or one slip is
//! answered from one part, however long the history is. `.houqin/sound` says up to where the files of
//! the months since were found to be without a defect under these very registers: every line of them
//! passes the strict reader once, and no more until something before it is another. It also says how
//! far their fingerprints have come by then, for whoever adds a line.

mod file;
mod guard;
mod lines;
mod parts;

pub(super) use file::{Shelves, Sound, differs, has_slip, open, read_sound, write, write_sound};
pub(super) use guard::{Guarded, head, head_with};
