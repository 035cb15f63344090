//! `houqin asset list`: the register at a day.

use houqin::assets::{self, Grouping, ListingOptions, Status};
use houqin::base::{DepartmentCode, StaffCode};
use houqin::books::Need;
use houqin::store;

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the assets as they stood on a day, with their value
///
/// Depreciation counts up to the end of the day's month. What was disposed of is listed with
/// --status disposed only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset list
  houqin asset list --as-of 2025-12-31 --group-by department
  houqin asset list --status disposed -f csv")]
pub(crate) struct Args {
    /// Sum by department, custodian or class
    #[arg(long, value_name = "WHAT")]
    group_by: Option<String>,
    /// Only what this department has
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only what this person keeps
    #[arg(long, value_name = "STAFF")]
    custodian: Option<String>,
    /// Only what is of this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// Only what is in-store, in-use or disposed
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { group_by, department, custodian, class, status, clocks } = args;
    let set = session.clocks(&clocks)?;
    let options = ListingOptions {
        as_of: set.as_of(),
        by: session
            .word("--group-by", group_by.as_deref(), &Grouping::ASKED, Grouping::word)?
            .unwrap_or(Grouping::Whole),
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        custodian: session.maybe("--custodian", custodian.as_deref(), StaffCode::parse)?,
        class,
        status: session.word("--status", status.as_deref(), &Status::ALL, Status::word)?,
    };
    if let Some(class) = &options.class {
        store::lives().known(class).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let books = session.read_known(Need::assets(), &set)?;
    if let Some(department) = &options.department {
        books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
    }
    session.show_known(&assets::listing(&books.assets, store::lives(), &options), &set)
}
