//! `houqin energy driver`: set, list, import.

use clap::Subcommand;
use houqin::base::{DepartmentCode, Message, SiteCode, parse_decimal};
use houqin::books::{Change, Need, decide_each};
use houqin::meters::{self, DriverKind, DriverRequest};
use houqin::report::Drivers;
use houqin::text::recognise;

use crate::cli::args::{Period, Writing};
use crate::cli::commands::meter::{department, optional_word};
use crate::cli::fail::{Exit, Failure};
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(Import),
    List(List),
}

/// Set a figure that uses are measured against, for each month of a period
///
/// The same amount for each month; the figure that was set last stands. Bed-days, visits and
/// interns (persons present in the month) add up over months; staff, beds and area are averaged.
/// The beds and the area of a department need no row: its register has them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin energy driver set visits 52300 -p 2026-03 --source 病案统计室\n  \
    houqin energy driver set area 61800 -p 2026\n  \
    houqin energy driver set occupied_bed_days 1180 -p 2026-03 --department NK1\n  \
    houqin energy driver set other:公务用车 14 -p 2026"
)]
pub(crate) struct Set {
    /// What is counted: `occupied_bed_days`, `open_bed_days`, visits, staff, `non_staff`, interns,
    /// beds, area, `heated_area`, `special_area`, heads, vehicles, or other:NAME
    #[arg(value_name = "DRIVER")]
    driver: String,
    /// How much in each month
    #[arg(value_name = "QUANTITY")]
    figure: String,
    #[command(flatten)]
    period: Period,
    /// Only this department
    #[arg(long, value_name = "DEPARTMENT", conflicts_with = "site")]
    department: Option<String>,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Where it comes from: standard, notice
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the figures that stand for a period
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy driver list -p 2026")]
pub(crate) struct List {
    #[command(flatten)]
    period: Period,
}

/// Set the figures of a file
///
/// The headings are Chinese or English: 月份 month, 指标 driver, 数值 figure, and if they are there
/// 院区 site, 科室 department, 来源 source, 备注 note. What is set already as the row says is passed
/// over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy driver import 床日人次.xlsx --dry-run")]
pub(crate) struct Import {
    #[command(flatten)]
    intake: Intake,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import(session, args),
        Group::List(List { period: Period { period } }) => {
            let span = session.period(period.as_deref())?;
            let books = session.read(Need::meters())?;
            session.show(&Drivers(books.meters.standing_drivers(span).cloned().collect()))
        }
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { driver, figure, period, department: of, site, source, note, writing } = args;
    let Period { period } = period;
    let request = DriverRequest {
        kind: named(&driver)?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        department: department(session, of.as_deref())?,
        months: session.period(period.as_deref())?.months().collect(),
        amount: session.arg("QUANTITY", &figure, parse_decimal)?,
        source: optional_word(source),
        note: optional_word(note),
    };
    session.record("energy driver set", Need::meters(), &writing, |books, stamp| {
        meters::set_drivers(&books.meters, &books.org, &request, stamp).map(Change::from_decided)
    })
}

/// A kind by the word of the files or by its label in either language.
fn kind(text: &str) -> Option<DriverKind> {
    let text = text.trim();
    let by_label = || {
        let keys: Vec<&str> = DriverKind::KNOWN.iter().filter_map(DriverKind::key).collect();
        let key = recognise(text, &keys)?;
        DriverKind::KNOWN.into_iter().find(|kind| kind.key() == Some(key))
    };
    DriverKind::parse(&text.replace('：', ":")).or_else(by_label)
}

/// The kind of an argument.
pub(super) fn named(text: &str) -> anyhow::Result<DriverKind> {
    kind(text).ok_or_else(|| {
        let message = Message::new("driver.unknown").with("text", text);
        Failure::usage(message.with("known", known())).into()
    })
}

/// The words that are known.
fn known() -> String {
    let words = DriverKind::KNOWN.map(|kind| kind.word());
    format!("{}, other:…", words.join(", "))
}

const COLUMNS: Columns = Columns {
    keys: &[
        "driver.rows.month",
        "driver.rows.driver",
        "driver.rows.site",
        "driver.rows.department",
        "driver.rows.amount",
        "driver.rows.source",
        "driver.rows.note",
    ],
    needed: &["driver.rows.month", "driver.rows.driver", "driver.rows.amount"],
    one_of: &[],
};

fn import(session: &Session, args: Import) -> anyhow::Result<Exit> {
    let Import { intake } = args;
    let task = Task {
        command: "energy driver import",
        need: Need::meters(),
        columns: COLUMNS,
        fields: &[],
    };
    take(session, &intake, task, row, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, request, stamp| meters::set_drivers(&books.meters, &books.org, request, stamp),
        ))
    })
}

fn row(row: &mut Row<'_>) -> Option<DriverRequest> {
    let month = row.month("driver.rows.month");
    let text = row.text("driver.rows.driver").to_owned();
    let kind = kind(&text);
    if kind.is_none() {
        let message = Message::new("cli.sheet_word").with("text", text);
        row.defect("driver.rows.driver", message.with("known", known()));
    }
    let site = row.optional("driver.rows.site", SiteCode::parse);
    let whole = recognise(row.text("driver.rows.department"), &["meter.subject.utility"]);
    let department = match whole {
        Some(_) => Some(None),
        None => row.optional("driver.rows.department", DepartmentCode::parse),
    };
    let amount = row.number("driver.rows.amount", parse_decimal);
    Some(DriverRequest {
        kind: kind?,
        site: site?,
        department: department?,
        months: vec![month?],
        amount: amount?,
        source: row.word_of("driver.rows.source"),
        note: row.word_of("driver.rows.note"),
    })
}
