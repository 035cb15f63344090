//! `houqin org staff`: add, list; import is beside it.

use clap::Subcommand;
use houqin::base::{DepartmentCode, StaffCode};
use houqin::books::{Change, Need};
use houqin::org::{self, Record, Staff};
use houqin::report::StaffList;

use super::import;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Add),
    Import(import::People),
    List(List),
}

/// Register a person
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org staff add KGJ --name 库管员甲 --role 库管员")]
pub(crate) struct Add {
    /// Code of the person
    #[arg(value_name = "STAFF")]
    code: String,
    /// Name, or the role where names are not kept
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Role: storekeeper, meter reader, inspector
    #[arg(long, value_name = "ROLE", default_value = "")]
    role: String,
    #[command(flatten)]
    writing: Writing,
}

/// List the staff
#[derive(Debug, clap::Args)]
pub(crate) struct List {}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::Import(args) => import::people(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::registers())?;
            session.show(&StaffList(&books.org))
        }
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { code, name, department, role, writing } = args;
    let code = session.arg("STAFF", &code, StaffCode::parse)?;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    session.record("org staff add", Need::registers(), &writing, |books, _stamp| {
        let staff = Staff { code, name, department, role };
        org::add(&books.org, Record::Staff(staff)).map(Change::from_decided)
    })
}
