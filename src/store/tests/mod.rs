//! Rows through the store: the strict codec against the `csv` crate, and what a commit leaves of a
//! file that people edit too.

mod codec;
mod commit;
mod inspections;
mod ledgers;
mod meters;
mod packs;
mod plans;
mod scan;
mod scan_hourly;
mod scan_movements;
mod scan_records;
