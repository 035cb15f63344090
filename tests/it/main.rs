//! The tool as its users meet it: whole commands on stores of their own, and the house's order.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make stores by hand, look into their files and start processes"
)]

mod asset;
mod asset_count;
mod bad_input;
mod batches;
mod bills;
mod carbon;
mod check;
mod circulation;
mod clauses;
mod clocks;
mod commands;
mod compliance;
mod convert;
mod count_analysis;
mod crash;
mod cuts;
mod diff;
mod duties;
mod energy;
mod energy_views;
mod evidence;
mod findings;
mod gallery;
mod history;
mod hospital;
mod import;
mod imports;
mod inspect;
mod lab;
mod lots;
mod measures;
mod meter;
mod migrate;
mod night;
mod obligations;
mod office;
mod org;
mod packs;
mod pipe;
mod plans;
mod purchase_files;
mod purchasing;
mod quota;
mod readme;
mod repairs;
mod restore;
mod returns;
mod rounds;
mod salvage;
mod scan;
mod seal;
mod security;
mod sheets;
mod stock;
mod stock_rules;
mod stocktake;
mod stocktake_life;
mod templates;
mod tidy;
mod usage;
mod words;
mod writers;
