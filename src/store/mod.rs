//! Floor 4: the books on disk, the only module that may touch files.
//!
//! At the bottom stands [`Disk`], the few calls that read and change a disk; on it the
//! [`Journal`], which holds the store's lock, recovers what a crash left, and commits a list of
//! whole-file or append operations so that all of them happen or none. Above it `codec.rs` cuts
//! files into cells, `row/` makes records of them, `load.rs` streams them into the books (`readings/`,
//! `movements/` and `scan_records.rs`: through them, where they are too many to keep), and
//! [`Transaction`] is a writer's one way to change them.

mod attending;
mod below;
mod biography;
mod blocks;
mod cells;
mod charset;
mod codec;
mod commit;
mod compare;
mod content;
mod convert;
mod counting;
mod cut;
mod disk;
mod draft;
mod encoding;
mod error;
mod evidence;
mod files;
mod folder;
mod format;
mod handling;
mod heading;
mod history;
mod hospital;
mod image;
mod import;
mod inventory;
mod journal;
mod keyed;
mod layout;
mod load;
mod lock;
mod log;
mod migrate;
mod missing;
mod movements;
mod named;
mod names;
mod open;
mod output;
mod path;
mod quarantine;
mod readings;
mod record;
mod recover;
mod replace;
mod restore;
mod row;
mod salvage;
mod scan;
mod scan_records;
mod seal;
mod shelves;
mod source;
mod stores;
mod sum;
mod survey;
mod tail;
mod transaction;
mod watched;
mod watching;

#[cfg(test)]
mod faults;
#[cfg(test)]
mod tests;

use content::Content;

pub use below::{Below, Take};
pub use biography::{Biography, Event, Standing};
pub use charset::{Charset, Recognised, recognise};
pub use commit::{Committed, Op};
pub use compare::{Became, Differs, compare};
pub use convert::{Conversion, Converted, Ends, convert};
pub use disk::{Creation, Disk, Handle, Kind, LockFile, LockMode, RealDisk, Seen, Written};
pub use draft::{DraftRow, drop_draft, keep_draft, read_draft};
pub use encoding::{Decoded, LineEnding, decode};
pub use error::{Attempt, ExitClass, Failure, StoreError};
pub use evidence::evidence;
pub use folder::{FolderPart, PartContent, write_folder};
pub use format::{FORMAT, read as read_settings};
pub use heading::Picture;
pub use image::{Digest, FileImage, Fingerprint, Pre};
pub use import::{
    ImportOptions, Imported, ImportedCell, ImportedRow, Mapping, Placed, import, import_bytes,
    import_text, mapping,
};
pub use journal::Journal;
pub use log::Entry;
pub use migrate::{Migrated, migrate};
pub use names::{Listed, Named, listed};
pub use open::{Read, Scan, ScanRecords, ScanSteps, Store, find, init, language, name};
pub use output::{replace_output, stream_output};
pub use path::StorePath;
pub use restore::{Act, LostRow, forget, restore};
pub use row::{
    PackSample, RuleFile, Sample, begun_on, clause_samples, lives, metering_standard, packs,
    read_clauses, read_form, read_paper, read_rules, read_template, sample_form, sample_indicators,
    sample_paper, template_samples,
};
pub use salvage::{Moved, Salvaged, salvage};
pub use seal::{Changed, LinkFiles, Verification};
pub use stores::{Scratch, stores_listed, stores_named};
pub use sum::{Beginning, Sum};
pub use transaction::{CommitError, Rehearsal, Transaction};
pub use watched::WatchedDisk;
