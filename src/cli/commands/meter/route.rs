//! `houqin meter route`: the rounds, the sheet of one, and the sheet filled in.

use clap::Subcommand;
use houqin::base::{Day, Message, PointCode, Time, parse_decimal};
use houqin::books::Need;
use houqin::meters::{self, Claim, Correction, ReadingRequest};
use houqin::report::{RouteSheet, Routes};

use super::optional_word;
use crate::cli::fail::{Exit, Failure};
use crate::cli::intake::{Columns, Intake, Row, Task, run, verdicts};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    List(List),
    Sheet(Sheet),
    Read(Read),
}

/// List the rounds on which meters are read
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin meter route list")]
pub(crate) struct List {}

/// Print the sheet of a round: what each dial showed last, what it may show, and a box to fill in
///
/// The range comes from the last twelve intervals a day, median and three times the distance of
/// quartiles; with fewer than four, from the most of a day; the sheet says which. As CSV it can be
/// filled in and read with `meter route read` as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter route sheet 东线\n  \
    houqin meter route sheet 东线 --date 2026-04-01 -f csv --bom -o 抄表单.csv")]
pub(crate) struct Sheet {
    /// Round
    #[arg(value_name = "ROUTE")]
    route: String,
    /// Day on which it is gone; today if it is left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

/// Record the sheet of a round that was filled in
///
/// A row without a register was not read and is named at the end. A register outside of what was
/// expected is questioned: it is recorded where the row says that it was looked at again (复核,
/// with the reason in 备注), and else goes to the review file. The same sheet again records nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter route read 抄表单.csv --dry-run\n  \
    houqin meter route read 抄表单.csv --review 存疑.csv")]
pub(crate) struct Read {
    #[command(flatten)]
    intake: Intake,
}

const FILLED: Columns = Columns {
    keys: &[
        "meter.route.point",
        "meter.route.date",
        "meter.route.time",
        "meter.route.register",
        "meter.route.confirmed",
        "meter.route.note",
        "meter.route.person",
    ],
    needed: &["meter.route.point", "meter.route.date", "meter.route.register"],
    one_of: &[],
};

pub(super) fn run_group(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::List(List {}) => {
            let books = session.read(Need::meters())?;
            session.show(&Routes(meters::routes(&books.meters)))
        }
        Group::Sheet(args) => sheet(session, args),
        Group::Read(args) => read(session, &args),
    }
}

fn sheet(session: &Session, args: Sheet) -> anyhow::Result<Exit> {
    let Sheet { route, date } = args;
    let date = session.day("--date", date.as_deref())?;
    let books = session.read(Need::meters())?;
    let route = route.trim().to_owned();
    let lines = meters::route_sheet(&books.meters, &route, date)
        .map_err(|refusal| Failure::refused(&refusal))?;
    session.show(&RouteSheet { route, date, lines })
}

fn read(session: &Session, args: &Read) -> anyhow::Result<Exit> {
    let Read { intake } = args;
    let today = session.today();
    let fields = &[("note", "meter.route.confirmed")];
    let task = Task { command: "meter route read", need: Need::meters(), columns: FILLED, fields };
    let mut blank: Vec<(PointCode, Day, Option<Time>)> = Vec::new();
    let mut unread = Vec::new();
    let request = |row: &mut Row<'_>| request(row, &mut blank);
    let exit = run(session, intake, task, request, |books, requests, stamp| {
        verdicts(meters::read_route(&books.meters, today, requests, stamp))
    })?;
    for (point, date, time) in blank {
        let time = time.map_or(String::new(), |time| format!(" {time}"));
        unread.push(format!("{point} {date}{time}"));
    }
    if !unread.is_empty() {
        let message = Message::new("meter.route_unread").with("count", unread.len());
        session.ui().talk(&message.with("points", unread.join("、")));
    }
    Ok(exit)
}

/// The request of a row; nothing for a row without a register, which is noted as not read.
fn request(
    row: &mut Row<'_>,
    blank: &mut Vec<(PointCode, Day, Option<Time>)>,
) -> Option<ReadingRequest> {
    let point = row.required("meter.route.point", PointCode::parse);
    let date = row.day("meter.route.date");
    let time = row.maybe_time("meter.route.time");
    if row.is_blank("meter.route.register") {
        blank.extend(point.zip(date).zip(time).map(|((point, date), time)| (point, date, time)));
        return None;
    }
    let register = row.number("meter.route.register", parse_decimal);
    let confirmed = row.yes("meter.route.confirmed", false);
    let claim = if confirmed? { Claim::Confirmed } else { Claim::Actual };
    Some(ReadingRequest {
        point: point?,
        date: date?,
        time: time?,
        register: register?,
        claim,
        correction: Correction::None,
        person: optional_word(row.word_of("meter.route.person")),
        note: row.word_of("meter.route.note"),
    })
}
