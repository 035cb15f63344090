//! `houqin group report`: a report of many stores, rolled up; another name for `houqin report` with
//! `--stores`, and no second way.

use std::ffi::OsString;

/// Make a report of every store of a group and roll them up
///
/// What follows is the report and its flags, as after `houqin report`, with --stores or
/// --stores-from. Every table has the store in its first column, each store's totals, and a total of
/// all where the stores print totals that add up; rates are recomputed from their parts, never
/// averaged. A store that cannot be read is named with the first reason, does not hide the others,
/// and is in no total: then it ends with 65. With --exit-code it ends with 1 when a store has
/// something open. --engine spark hands the stores to a cluster and gives the same document.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin group report cost -p last-month --stores 'group/*'\n  \
    houqin group report compliance -p 2026-Q1 --stores-from stores.txt --sums -f csv -o 合规.csv\n  \
    houqin group report cost -p 2026-03 --stores '/data/group/*' --engine spark \
    --master spark://10.0.0.5:7077"
)]
pub(crate) struct Args {
    /// Report and its flags: houqin report REPORT --help lists them
    #[arg(value_name = "REPORT", required = true, trailing_var_arg = true)]
    #[arg(allow_hyphen_values = true)]
    pub(crate) words: Vec<OsString>,
}
