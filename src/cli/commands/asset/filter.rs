//! Which assets are meant: flags that lists and labels share.

use houqin::assets::{Grouping, ListingOptions, Status, Wear};
use houqin::base::{Day, DepartmentCode, StaffCode};
use houqin::books::Books;
use houqin::store;

use crate::cli::fail::Failure;
use crate::cli::session::Session;

/// Which assets
#[derive(Debug, clap::Args)]
pub(super) struct Filter {
    /// Only what this department has
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only what is in places that begin like this
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// Only what this person keeps
    #[arg(long, value_name = "STAFF")]
    custodian: Option<String>,
    /// Only what is of this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// Only what has this status: in-store, in-use, idle, lent or disposed
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
}

impl Filter {
    /// What is asked for, seen from a day; in one group.
    pub(super) fn read(self, session: &Session, as_of: Day) -> anyhow::Result<ListingOptions> {
        let Self { department, place, custodian, class, status } = self;
        if let Some(class) = &class {
            store::lives().known(class).map_err(|refusal| Failure::refused(&refusal))?;
        }
        Ok(ListingOptions {
            as_of,
            by: Grouping::Whole,
            department: session.maybe(
                "--department",
                department.as_deref(),
                DepartmentCode::parse,
            )?,
            place,
            custodian: session.maybe("--custodian", custodian.as_deref(), StaffCode::parse)?,
            class,
            wear: Wear::Any,
            status: session.word("--status", status.as_deref(), &Status::ALL, Status::word)?,
        })
    }

    /// Refuses a department that the registers do not know.
    pub(super) fn check(options: &ListingOptions, books: &Books) -> anyhow::Result<()> {
        if let Some(department) = &options.department {
            books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
        }
        Ok(())
    }
}
