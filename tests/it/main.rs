//! The tool as its users meet it: whole commands on stores of their own, and the house's order.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make stores by hand, look into their files and start processes"
)]

mod about_little;
mod annual;
mod annual_since;
mod ask;
#[cfg(unix)]
mod ask_form;
#[cfg(unix)]
mod ask_round;
mod asset;
mod asset_card;
mod asset_changes;
mod asset_count;
mod asset_labels;
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
mod costs;
mod costs_of_hospital;
mod count_analysis;
mod crash;
mod cuts;
mod deadlines;
mod diff;
mod duties;
mod duty_owners;
mod energy;
mod energy_views;
mod evidence;
mod findings;
mod formats;
mod gallery;
mod group;
mod history;
mod hospital;
mod import;
mod imports;
mod inspect;
mod lab;
mod letterhead;
mod lots;
mod manual;
mod measures;
mod merging;
mod meter;
mod migrate;
mod night;
mod obligations;
mod office;
mod office_sums;
mod org;
mod packs;
mod pages;
#[cfg(feature = "parquet")]
mod parquet;
mod pipe;
mod plans;
#[cfg(unix)]
mod pty;
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
mod seal_whole;
mod security;
mod sheets;
mod shelf_sums;
mod shelves;
mod spark;
mod status;
mod stock;
mod stock_rules;
mod stocktake;
mod stocktake_life;
mod taken_back;
mod templates;
#[cfg(unix)]
mod terminal;
mod tidy;
mod trainings;
mod usage;
mod wheels;
mod words;
mod workbooks;
mod writers;
mod year_sums;
