//! `houqin stock exchanges`: what departments still have to bring back.

use houqin::base::{DepartmentCode, ItemCode};
use houqin::books::{Need, Window};
use houqin::stock::{self, OutstandingOptions, Owing};

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show which old goods are still to come back, by department, person and item, with their age
///
/// Exits with 0 when nothing is, and with 1 when something is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock exchanges
  houqin stock exchanges --overdue --department NK1 -q")]
pub(crate) struct Args {
    /// Only this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Only what should have been back
    #[arg(long)]
    overdue: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { department, item, overdue, clocks } = args;
    let set = session.clocks(&clocks)?;
    let options = OutstandingOptions {
        as_of: set.as_of(),
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        item: session.maybe("--item", item.as_deref(), ItemCode::parse)?,
        owing: if overdue { Owing::Overdue } else { Owing::Open },
    };
    let books = session.read_known(Need::stock(Window::until(set.as_of())), &set)?;
    if let Some(department) = &options.department {
        books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let result = stock::outstanding(&books.stock, &books.settings.exchange, &options)
        .map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&result, &set)?;
    Ok(if result.is_empty() { Exit::Done } else { Exit::Found })
}
