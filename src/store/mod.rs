//! Floor 4: the books on disk, the only module that may touch files.
//!
//! At the bottom stands [`Disk`], the few calls that read and change a disk; on it the
//! [`Journal`], which holds the store's lock, recovers what a crash left, and commits a list of
//! whole-file or append operations so that all of them happen or none.

mod commit;
mod disk;
mod encoding;
mod error;
mod files;
mod image;
mod journal;
mod lock;
mod log;
mod output;
mod path;
mod record;
mod recover;
mod tail;

#[cfg(test)]
mod faults;

pub use commit::{Committed, Op};
pub use disk::{Creation, Disk, Handle, Kind, LockFile, LockMode, RealDisk, Seen};
pub use encoding::{Decoded, LineEnding, decode};
pub use error::{Attempt, ExitClass, Failure, StoreError};
pub use image::{Digest, FileImage, Fingerprint};
pub use journal::Journal;
pub use log::Entry;
pub use output::replace_output;
pub use path::StorePath;
