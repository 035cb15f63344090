//! `houqin energy quota import`: quotas from a file.

use houqin::base::{Decimal, Refuse as _, parse_decimal};
use houqin::books::{Need, decide_each};
use houqin::meters::{self, Basis, ClimateZone, HospitalClass, Indicator, Levels, Origin, Quota};
use houqin::text::recognise;

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Set the quotas of a file
///
/// The headings are Chinese or English: 指标 indicator, 生效日 valid from, 约束值 limit, 基准值 base,
/// 引导值 guide (for water 通用值 general, 先进值 advanced), and if they are there 医院等级 class,
/// 气候分区 zone, 口径 basis, 来源 source, 可信程度 mark. What is set already as the row says is
/// passed over, and so are the samples that a list shows.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy quota import 用能定额.csv --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const QUOTAS: Columns = Columns {
    keys: &[
        "quota.rows.indicator",
        "quota.rows.class",
        "quota.rows.zone",
        "quota.rows.limit",
        "quota.rows.base",
        "quota.rows.guide",
        "quota.rows.general",
        "quota.rows.advanced",
        "quota.rows.basis",
        "quota.rows.valid_from",
        "quota.rows.source",
        "quota.rows.mark",
        "quota.rows.origin",
    ],
    needed: &["quota.rows.indicator", "quota.rows.valid_from"],
    one_of: &["quota.rows.limit", "quota.rows.general"],
};

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let (command, need) = ("energy quota import", Need::meters());
    let task = Task { command, need, columns: QUOTAS, fields: &[] };
    take(session, &intake, task, quota, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, quota: &Quota, _stamp| meters::set_quota(&books.meters, quota.clone()),
        ))
    })
}

fn quota(row: &mut Row<'_>) -> Option<Quota> {
    let is = |row: &Row<'_>, key: &str, word: &'static str| {
        recognise(row.text(key), &[word]) == Some(word)
    };
    if is(row, "quota.rows.origin", "energy.origin.sample") {
        return None;
    }
    let indicator =
        row.word("quota.rows.indicator", &Indicator::ALL, |one| (one.word(), one.key()));
    let class = if is_every(row, "quota.rows.class") {
        Some(None)
    } else {
        let all = &HospitalClass::ALL;
        row.word("quota.rows.class", all, |one| (one.word(), one.key())).map(Some)
    };
    let zone = if is_every(row, "quota.rows.zone") {
        Some(None)
    } else {
        let all = &ClimateZone::ALL;
        row.word("quota.rows.zone", all, |one| (one.word(), one.key())).map(Some)
    };
    let valid_from = row.day("quota.rows.valid_from");
    let keys: &[&str] = match indicator {
        Some(Indicator::Water) => &["quota.rows.general", "quota.rows.advanced"],
        _ => &["quota.rows.limit", "quota.rows.base", "quota.rows.guide"],
    };
    let values: Vec<Option<Decimal>> =
        keys.iter().map(|key| row.number(key, parse_decimal)).collect();
    let text = row.text("quota.rows.basis");
    let said =
        recognise(text, &["energy.basis.calorific", "energy.basis.supply", "energy.basis.db37"]);
    let basis = Basis::parse(said.and_then(|key| key.rsplit('.').next()).unwrap_or(text));
    let (indicator, values) = (indicator?, values.into_iter().collect::<Option<Vec<_>>>()?);
    let levels = Levels::new(indicator, &values)
        .map_err(|refusal| row.defect(keys[0], refusal.message()))
        .ok();
    Some(Quota {
        indicator,
        class: class?,
        zone: zone?,
        origin: Origin::Store,
        valid_from: valid_from?,
        levels: levels?,
        basis,
        source: row.text("quota.rows.source").to_owned(),
        mark: row.word_of("quota.rows.mark"),
    })
}

/// Whether a cell is left out, or says that the quota is for every one.
fn is_every(row: &Row<'_>, key: &str) -> bool {
    let text = row.text(key);
    text.is_empty() || recognise(text, &["quota.every"]).is_some()
}
