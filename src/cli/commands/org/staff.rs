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
    Edit(Edit),
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
    /// First day of work
    #[arg(long, value_name = "DAY")]
    entered: Option<String>,
    /// Last day of work
    #[arg(long, value_name = "DAY")]
    left: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Change what the register says of a person: department, role, first and last day of work
///
/// What is not given stays as it is. Trainings are asked of a person from the first day of work to
/// the last one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin org staff edit DG2 --left 2026-03-31\n  \
    houqin org staff edit DG2 --department HQ --role 电工")]
pub(crate) struct Edit {
    /// Code of the person
    #[arg(value_name = "STAFF")]
    code: String,
    /// Name, or the role where names are not kept
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Role: storekeeper, meter reader, inspector
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// First day of work
    #[arg(long, value_name = "DAY")]
    entered: Option<String>,
    /// Last day of work
    #[arg(long, value_name = "DAY")]
    left: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the staff
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org staff list")]
pub(crate) struct List {}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::Edit(args) => edit(session, args),
        Group::Import(args) => import::people(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::registers())?;
            session.show(&StaffList(&books.org))
        }
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { code, name, department, role, entered, left, writing } = args;
    let code = session.arg("STAFF", &code, StaffCode::parse)?;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let entered = session.maybe_day("--entered", entered.as_deref())?;
    let left = session.maybe_day("--left", left.as_deref())?;
    session.record("org staff add", Need::registers(), &writing, |books, _stamp| {
        let staff = Staff { code, name, department, role, entered, left };
        org::add(&books.org, Record::Staff(staff)).map(Change::from_decided)
    })
}

fn edit(session: &Session, args: Edit) -> anyhow::Result<Exit> {
    let Edit { code, name, department, role, entered, left, writing } = args;
    let code = session.arg("STAFF", &code, StaffCode::parse)?;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let entered = session.maybe_day("--entered", entered.as_deref())?;
    let left = session.maybe_day("--left", left.as_deref())?;
    session.record("org staff edit", Need::registers(), &writing, |books, _stamp| {
        let mut staff = books.org.known_person(&code)?.clone();
        staff.name = name.unwrap_or(staff.name);
        staff.role = role.unwrap_or(staff.role);
        staff.department = department.or(staff.department);
        staff.entered = entered.or(staff.entered);
        staff.left = left.or(staff.left);
        org::edit_staff(&books.org, &staff).map(Change::from_decided)
    })
}
