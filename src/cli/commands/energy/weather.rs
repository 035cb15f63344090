//! `houqin energy weather`: mean temperatures, import, list, check.

use clap::Subcommand;
use houqin::base::parse_decimal;
use houqin::books::Need;
use houqin::meters::{self, Correction, View as At, WeatherDate, WeatherRequest};
use houqin::report::WeatherRows;

use crate::cli::args::{Asking, Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Import(Import),
    List(List),
    Check(Check),
}

/// Record the mean temperatures of a file
///
/// The headings are Chinese or English: 日期 date (a day, or a month as 2026-03 where nobody has the
/// days), 平均气温 mean in °C, 站点 station, and if they are there 来源 source, 备注 note. What is
/// recorded already is passed over; another value for the same day is refused without --correct.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy weather import 日均气温.csv --dry-run\n  \
    houqin energy weather import 日均气温.csv --station 54823\n  \
    houqin energy weather import 更正.csv --correct")]
pub(crate) struct Import {
    #[command(flatten)]
    intake: Intake,
    /// Weather station of the rows that name none
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
    /// It takes the place of what is recorded for the same day and time
    #[arg(long)]
    correct: bool,
}

/// List the mean temperatures of a period
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy weather list -p 2026-01")]
pub(crate) struct List {
    #[command(flatten)]
    period: Period,
    /// Weather station; the only one if it is left out
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

/// Show which days of a period have no temperature
///
/// A day without a row is unknown: nothing is filled in from its neighbours. A month's mean is that
/// of its days where all of them are known, or the month's own row.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy weather check -p 2025 --exit-code")]
pub(crate) struct Check {
    #[command(flatten)]
    period: Period,
    /// Weather station; the only one if it is left out
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    clocks: Clocks,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "weather.rows.date",
        "weather.rows.station",
        "weather.rows.mean",
        "weather.rows.source",
        "weather.rows.note",
    ],
    needed: &["weather.rows.date", "weather.rows.mean"],
    one_of: &[],
};

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Import(args) => import(session, args),
        Group::List(args) => list(session, args),
        Group::Check(args) => check(session, args),
    }
}

fn import(session: &Session, args: Import) -> anyhow::Result<Exit> {
    let Import { intake, station, correct } = args;
    let correction = if correct { Correction::SameMoment } else { Correction::None };
    let today = session.today();
    let task = Task {
        command: "energy weather import",
        need: Need::meters(),
        columns: COLUMNS,
        fields: &[],
    };
    let station = station.unwrap_or_default();
    let read = |row: &mut Row<'_>| request(row, &station);
    take(session, &intake, task, read, |books, rows, stamp| {
        let decided = meters::set_weather_each(&books.meters, today, &correction, rows, stamp);
        verdicts(decided.into_iter().enumerate())
    })
}

fn request(row: &mut Row<'_>, station: &str) -> Option<WeatherRequest> {
    let month = WeatherDate::parse(row.text("weather.rows.date")).ok();
    let date = match month {
        Some(date @ WeatherDate::Month(_)) => Some(date),
        _ => row.day("weather.rows.date").map(WeatherDate::Day),
    };
    let mean = row.number("weather.rows.mean", parse_decimal);
    Some(WeatherRequest {
        date: date?,
        station: row.word_of("weather.rows.station").unwrap_or_else(|| station.to_owned()),
        mean: mean?,
        source: row.word_of("weather.rows.source"),
        note: row.word_of("weather.rows.note"),
    })
}

fn list(session: &Session, args: List) -> anyhow::Result<Exit> {
    let List { period: Period { period }, station, clocks } = args;
    let span = session.period(period.as_deref())?;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::meters(), &set)?;
    let view = At { as_of: Some(set.as_of()), ..At::NOW };
    let rows = books.meters.weather_of(station.as_deref(), span, &view);
    let rows = rows.map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&WeatherRows(rows), &set)
}

fn check(session: &Session, args: Check) -> anyhow::Result<Exit> {
    let Check { period: Period { period }, station, asking, clocks } = args;
    let Asking { exit_code } = asking;
    let span = session.period(period.as_deref())?;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::meters(), &set)?;
    let view = At { as_of: Some(set.as_of()), ..At::NOW };
    let gaps = meters::weather_gaps(&books.meters, station.as_deref(), span, &view);
    let gaps = gaps.map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&gaps, &set)?;
    Ok(if exit_code && gaps.missing() > 0 { Exit::Found } else { Exit::Done })
}
