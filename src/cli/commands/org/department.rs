//! `houqin org department`: add, list; import is beside it.

use clap::Subcommand;
use houqin::base::{DepartmentCode, SiteCode, parse_count, parse_decimal};
use houqin::books::{Change, Need};
use houqin::org::{self, Department, Record};
use houqin::report::Departments;

use super::import;
use crate::cli::args::Writing;
use crate::cli::commands::meter::optional_word;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Add),
    Import(import::Departments),
    List(List),
}

/// Register a department or ward
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org department add NK1 --name 内科一病区 --beds 42")]
pub(crate) struct Add {
    /// Code of the department
    #[arg(value_name = "DEPARTMENT")]
    code: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Site it belongs to
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Number of open beds
    #[arg(long, value_name = "BEDS")]
    beds: Option<String>,
    /// Floor area in square metres
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Kind of department in your own words (ward, laboratory): those of a kind are ranked together
    #[arg(long, value_name = "NAME")]
    peers: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the departments
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin org department list\n  houqin org department list -f csv --bom -o 科室.csv"
)]
pub(crate) struct List {}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::Import(args) => import::departments(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::registers())?;
            session.show(&Departments(&books.org))
        }
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { code, name, site, beds, area, peers, writing } = args;
    let code = session.arg("DEPARTMENT", &code, DepartmentCode::parse)?;
    let site = session.maybe("--site", site.as_deref(), SiteCode::parse)?;
    let beds = session.maybe("--beds", beds.as_deref(), parse_count)?;
    let area = session.maybe("--area", area.as_deref(), parse_decimal)?;
    session.record("org department add", Need::registers(), &writing, |books, _stamp| {
        let class = optional_word(peers);
        let department = Department { code, name, site, beds, area, class };
        org::add(&books.org, Record::Department(department)).map(Change::from_decided)
    })
}
