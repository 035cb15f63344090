//! `houqin org calendar`: the days off and the days worked, as the yearly notice says.

use clap::Subcommand;
use houqin::books::{Change, Need, decide_each};
use houqin::inspections;
use houqin::org::{CalendarDay, DayKind};
use houqin::report::Calendar;

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(Import),
    /// List the days off and the days worked
    #[command(after_help = "Example:\n  houqin org calendar list")]
    List,
}

/// Say of a day that it is off, or worked in exchange
///
/// Days that nothing is said of are as their weekdays are. Only rules with calendar=workday go by it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin org calendar set 2026-02-17 --kind off --name 春节\n  \
    houqin org calendar set 2026-02-28 --kind work --name 春节"
)]
pub(crate) struct Set {
    /// Day
    #[arg(value_name = "DAY")]
    date: String,
    /// Whether it is off or worked: off or work
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// Holiday
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    name: String,
    #[command(flatten)]
    writing: Writing,
}

/// Take over the days of a file
///
/// The headings are Chinese or English: 日期 date, 上班与否 kind (休息 off, 上班 work), 节日 name.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin org calendar import 放假安排.csv")]
pub(crate) struct Import {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &["org.calendar.date", "org.calendar.kind", "org.calendar.name"],
    needed: &["org.calendar.date", "org.calendar.kind"],
    one_of: &[],
};

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import(session, args),
        Group::List => session.show(&Calendar(&session.read(Need::inspections())?.inspections)),
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { date, kind, name, writing } = args;
    let date = session.day_of("DAY", &date)?;
    let kind = session.choice("--kind", &kind, DayKind::ALL, |one| (one.word(), one.key()))?;
    let day = CalendarDay { date, kind, name, recorded_at: None };
    session.record("org calendar set", Need::inspections(), &writing, |books, stamp| {
        let decided = inspections::set_calendar(&books.inspections, &day, stamp);
        Ok::<_, inspections::Refusal>(Change::from_decided(decided))
    })
}

fn import(session: &Session, args: Import) -> anyhow::Result<Exit> {
    let Import { intake } = args;
    let task = Task {
        command: "org calendar import",
        need: Need::inspections(),
        columns: COLUMNS,
        fields: &[],
    };
    take(session, &intake, task, day, |books, days, stamp| {
        let by_day = |day: &CalendarDay| day.date;
        verdicts(decide_each(books, days, stamp, by_day, |books, day, stamp| {
            Ok::<_, inspections::Refusal>(inspections::set_calendar(&books.inspections, day, stamp))
        }))
    })
}

fn day(row: &mut Row<'_>) -> Option<CalendarDay> {
    let date = row.day("org.calendar.date");
    let kind = row.word("org.calendar.kind", DayKind::ALL, |one| (one.word(), one.key()));
    let name = row.text("org.calendar.name").to_owned();
    Some(CalendarDay { date: date?, kind: kind?, name, recorded_at: None })
}
