//! `houqin meter import`: readings, points or replaced meters from a file.

use houqin::base::{PointCode, parse_decimal};
use houqin::books::Need;
use houqin::meters::{self, Claim, Correction, ReadingKind, ReadingRequest};

use super::register;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Table, Task, run_on, verdicts};
use crate::cli::session::Session;

/// Record the readings of a file, or points, or replaced meters
///
/// Readings have the headings 监测点 point, 日期 date, 读数 register, and if they are there 时间
/// time, 类别 kind (实抄 actual, 估读 estimated, 更正 corrected, 复核 confirmed, 存疑 doubtful),
/// 抄表人 person, 备注 note. Points have 编码 code, 名称 name, 能源 utility and the other fields of
/// `meter add`; replaced meters 日期, 监测点, 旧表止码 old final, 新表起码 new initial and the other
/// fields of `meter replace`. What is recorded already is passed over, so that a file may be
/// imported again after it grew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter import 三月抄表.xlsx --dry-run\n  \
    houqin meter import - < readings.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const READINGS: Columns = Columns {
    keys: &[
        "meter.readings.point",
        "meter.readings.date",
        "meter.readings.register",
        "meter.readings.time",
        "meter.readings.kind",
        "meter.readings.person",
        "meter.readings.note",
    ],
    needed: &["meter.readings.point", "meter.readings.date", "meter.readings.register"],
    one_of: &[],
};

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let sorts = [READINGS, register::POINTS, register::EVENTS];
    let source = intake.open(session, &sorts)?;
    match Table::which(&source, &source.imported, &sorts) {
        0 => {}
        1 => return register::points(session, &intake, source),
        _ => return register::events(session, &intake, source),
    }
    let today = session.today();
    let task =
        Task { command: "meter import", need: Need::meters(), columns: READINGS, fields: &[] };
    run_on(session, &intake, source, task, request, |books, requests, stamp| {
        verdicts(meters::read_each(&books.meters, today, requests, stamp))
    })
}

/// The request of a row; nothing where a cell is wrong, which is noted.
fn request(row: &mut Row<'_>) -> Option<ReadingRequest> {
    let point = row.required("meter.readings.point", PointCode::parse);
    let date = row.day("meter.readings.date");
    let register = row.number("meter.readings.register", parse_decimal);
    let time = row.maybe_time("meter.readings.time");
    let kind = row.word_or("meter.readings.kind", ReadingKind::Actual, &ReadingKind::ALL, |one| {
        (one.word(), one.key())
    });
    let (claim, correction) = match kind? {
        ReadingKind::Actual => (Claim::Actual, Correction::None),
        ReadingKind::Corrected => (Claim::Actual, Correction::SameMoment),
        ReadingKind::Estimated => (Claim::Estimated, Correction::None),
        ReadingKind::Confirmed => (Claim::Confirmed, Correction::None),
        ReadingKind::Doubtful => (Claim::Doubtful, Correction::None),
    };
    Some(ReadingRequest {
        point: point?,
        date: date?,
        time: time?,
        register: register?,
        claim,
        correction,
        person: row.word_of("meter.readings.person"),
        note: row.word_of("meter.readings.note"),
    })
}
