//! `houqin org site|department|staff import`: the registers of who and where from files.

use houqin::base::{DepartmentCode, SiteCode, StaffCode, parse_count, parse_decimal};
use houqin::books::{Need, decide_each};
use houqin::org::{self, Department, Record, Site, Staff};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Register the sites of a file
///
/// The headings are Chinese or English: 编码 code, 名称 name. What is registered already as the row
/// says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org site import 院区.csv")]
pub(crate) struct Sites {
    #[command(flatten)]
    intake: Intake,
}

/// Register the departments of a file
///
/// The headings are Chinese or English: 编码 code, 名称 name, and if they are there 院区 site, 床位
/// beds, 面积 area, 科室类别 kind. What is registered already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org department import 科室.xlsx --review 退回.csv")]
pub(crate) struct Departments {
    #[command(flatten)]
    intake: Intake,
}

/// Register the people of a file
///
/// The headings are Chinese or English: 编码 code, 姓名 name, and if they are there 科室 department,
/// 岗位 role, 入职日期 entered, 离职日期 left. What is registered already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org staff import 人员.csv")]
pub(crate) struct People {
    #[command(flatten)]
    intake: Intake,
}

const SITES: Columns = Columns {
    keys: &["org.sites.code", "org.sites.name"],
    needed: &["org.sites.code", "org.sites.name"],
    one_of: &[],
};

const DEPARTMENTS: Columns = Columns {
    keys: &[
        "org.departments.code",
        "org.departments.name",
        "org.departments.site",
        "org.departments.beds",
        "org.departments.area",
        "org.departments.class",
    ],
    needed: &["org.departments.code", "org.departments.name"],
    one_of: &[],
};

const STAFF: Columns = Columns {
    keys: &[
        "org.staff_list.code",
        "org.staff_list.name",
        "org.staff_list.department",
        "org.staff_list.role",
        "org.staff_list.entered",
        "org.staff_list.left",
    ],
    needed: &["org.staff_list.code", "org.staff_list.name"],
    one_of: &[],
};

pub(super) fn sites(session: &Session, args: Sites) -> anyhow::Result<Exit> {
    let Sites { intake } = args;
    register(session, &intake, ("org site import", SITES), |row| {
        let code = row.required("org.sites.code", SiteCode::parse);
        let name = row.text("org.sites.name").to_owned();
        Some(Record::Site(Site { code: code?, name }))
    })
}

pub(super) fn departments(session: &Session, args: Departments) -> anyhow::Result<Exit> {
    let Departments { intake } = args;
    register(session, &intake, ("org department import", DEPARTMENTS), |row| {
        let code = row.required("org.departments.code", DepartmentCode::parse);
        let site = row.optional("org.departments.site", SiteCode::parse);
        let beds = row.maybe_number("org.departments.beds", parse_count);
        let area = row.maybe_number("org.departments.area", parse_decimal);
        let class = row.word_of("org.departments.class");
        let name = row.text("org.departments.name").to_owned();
        let (code, site, beds) = (code?, site?, beds?);
        Some(Record::Department(Department { code, name, site, beds, area: area?, class }))
    })
}

pub(super) fn people(session: &Session, args: People) -> anyhow::Result<Exit> {
    let People { intake } = args;
    register(session, &intake, ("org staff import", STAFF), |row| {
        let code = row.required("org.staff_list.code", StaffCode::parse);
        let department = row.optional("org.staff_list.department", DepartmentCode::parse);
        let entered = row.maybe_day("org.staff_list.entered");
        let left = row.maybe_day("org.staff_list.left");
        let name = row.text("org.staff_list.name").to_owned();
        let role = row.text("org.staff_list.role").to_owned();
        let (code, department, entered) = (code?, department?, entered?);
        Some(Record::Staff(Staff { code, name, department, role, entered, left: left? }))
    })
}

fn register(
    session: &Session,
    intake: &Intake,
    (command, columns): (&'static str, Columns),
    read: impl FnMut(&mut Row<'_>) -> Option<Record>,
) -> anyhow::Result<Exit> {
    let task = Task { command, need: Need::registers(), columns, fields: &[] };
    take(session, intake, task, read, |books, records, stamp| {
        let decided = decide_each(
            books,
            records,
            stamp,
            |_| (),
            |books, record: &Record, _stamp| org::add(&books.org, record.clone()),
        );
        verdicts(decided)
    })
}
