//! Rows of the files, and their conversion to and from the records of the domains.
//!
//! One file a domain: `load` streams its files into the books, `target` says where a record is
//! written. Domain types never carry serde; the shapes here do. Look first at `shape.rs`.

mod annual;
mod asset_counts;
mod assets;
mod bills;
mod blocks;
mod clauses;
mod closing;
mod coverage;
mod dispatch;
mod duties;
mod energy_quotas;
mod factors;
mod focus;
mod forms;
mod inspections;
mod measures;
mod meter_drivers;
mod meter_registers;
mod meters;
mod new_line;
mod open_month;
mod org;
mod packs;
mod papers;
mod plans;
mod purchase;
mod repairs;
mod returns;
mod rules;
mod shape;
mod some_items;
mod stock;
mod stock_load;
mod stocktake;
mod table;
mod templates;
mod trainings;
mod weather;
mod whole;
mod yardsticks;

pub use annual::{read_paper, sample_paper};
pub use assets::lives;
pub(super) use blocks::{Register, plain};
pub use clauses::{clause_samples, read_clauses};
pub(super) use closing::written_number;
pub use coverage::metering_standard;
pub(super) use dispatch::{
    columns, evidence_holds, load, load_points, load_without_records, remember_shelves, scan_steps,
    shape_of, target,
};
pub(super) use factors::remark_on_factors;
pub(super) use meter_registers::remark_on_points;
pub use packs::{PackSample, RuleFile, packs, read_rules};
pub use plans::sample_indicators;
pub use returns::{read_form, sample_form};
pub(super) use shape::{CsvTarget, Row, Target};
pub(super) use stock::LedgerRow;
pub use templates::{Sample, begun_on, read_template, template_samples};
