//! One store of many: its report as a document, or the first reason why there is none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clap::ArgMatches;
use houqin::base::Message;
use houqin::report::{StoreFailure, StoreOutcome, StoreReport};
use houqin::store;

use super::flags::Detail;
use crate::cli::fail::{Exit, Failure, Told, told};
use crate::cli::session::{DISK, Session};
use crate::cli::tree;

/// The exit code of a bug.
const BUG: u8 = 70;

/// Runs the command that was typed on one store, silently.
///
/// What is wrong with the command line is no store's fault and ends the whole run. A bug that one
/// store brings to light is told of that store.
pub(super) fn report_of(
    session: &Session,
    matches: &ArgMatches,
    folder: &str,
    detail: Detail,
) -> anyhow::Result<StoreReport> {
    let mut own = session.of_store(Path::new(folder));
    let run = catch_unwind(AssertUnwindSafe(|| tree::again(&mut own, matches)));
    let (outcome, exit) = match run {
        Ok(Ok(exit)) => match own.take_kept() {
            Some(document) => (StoreOutcome::Read(document), exit as u8),
            None => (failed(Message::new("group.nothing"), String::new(), 0), Exit::Usage as u8),
        },
        Ok(Err(error)) => {
            if let Some(Failure::Usage(_)) = error.downcast_ref::<Failure>() {
                return Err(error);
            }
            let Told { exit, message, place, more } = told(&error);
            let place = place.map(|place| place.to_string()).unwrap_or_default();
            (failed(message, place, more), exit as u8)
        }
        Err(_) => (failed(Message::new("group.bug"), String::new(), 0), BUG),
    };
    let name = store::name(&DISK, Path::new(folder)).unwrap_or_default();
    let warnings = own.ui().n_unsaid();
    let report = StoreReport { path: folder.to_owned(), name, warnings, exit, outcome };
    Ok(match detail {
        Detail::Lines => report,
        Detail::Sums => report.sums_only(),
    })
}

pub(super) const fn failed(message: Message, place: String, more: usize) -> StoreOutcome {
    StoreOutcome::Failed(StoreFailure { message, place, more })
}
