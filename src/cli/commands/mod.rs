//! One file a leaf command: its `Args` and its `run`.

pub(crate) mod asset;
pub(crate) mod certificate;
pub(crate) mod check;
pub(crate) mod close;
pub(crate) mod contractor;
pub(crate) mod convert;
pub(crate) mod diff;
pub(crate) mod energy;
pub(crate) mod explain;
pub(crate) mod finding;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod item;
pub(crate) mod meter;
pub(crate) mod migrate;
pub(crate) mod org;
pub(crate) mod purchase;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod salvage;
pub(crate) mod stock;
pub(crate) mod stocktake;
pub(crate) mod store;
pub(crate) mod verify;
