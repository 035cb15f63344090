//! `houqin indicator add`: an indicator, or a new version of one.

use houqin::base::{Day, IndicatorCode, Month, RecordId};
use houqin::books::{Change, Need};
use houqin::inspections::{self, Direction, Goal, IndicatorRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Register an indicator: unit, target, owner; from a later month on, another target
///
/// A percentage may be written as 98%, 98 or 49/50. A target that changes is a new version: the same
/// code with the month from which it holds; the months before keep theirs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin indicator add MYD --name 综合满意度 --unit % --at-least 98% \
    --owner 院办公室主任 --source 年度工作计划\n  houqin indicator add RC --name 褥疮发生数 --unit 例 --equal 0"
)]
#[command(group(clap::ArgGroup::new("goal").required(true).args(["at_least", "at_most", "equal"])))]
pub(crate) struct Args {
    /// Code of the indicator
    #[arg(value_name = "CODE")]
    code: String,
    /// What it is called
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What it is called in English
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    name_en: String,
    /// What it is counted in: %, ‰, or a word such as 例
    #[arg(long, value_name = "UNIT")]
    unit: String,
    /// Target that is met by this or more
    #[arg(long, value_name = "TARGET")]
    at_least: Option<String>,
    /// Target that is met by this or less
    #[arg(long, value_name = "TARGET")]
    at_most: Option<String>,
    /// Target that is met by this alone
    #[arg(long, value_name = "TARGET")]
    equal: Option<String>,
    /// First month for which it holds, as 2026-01; January of this year if left out
    #[arg(long, value_name = "MONTH")]
    from: Option<String>,
    /// Last month for which it holds; no end if left out
    #[arg(long, value_name = "MONTH")]
    to: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "PERSON", default_value = "", hide_default_value = true)]
    owner: String,
    /// Where the target stands
    #[arg(long, value_name = "SOURCE", default_value = "", hide_default_value = true)]
    source: String,
    /// What it is about, in your own words, as 服务 or 安全
    #[arg(long, value_name = "SECTION", default_value = "", hide_default_value = true)]
    section: String,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// From which month on an indicator holds where nobody says so: from January.
pub(super) fn january(today: Day) -> Month {
    Month::new(today.year(), 1).unwrap_or(today.month())
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        code,
        name,
        name_en,
        unit,
        at_least,
        at_most,
        equal,
        from,
        to,
        owner,
        source,
        section,
        note,
        supersedes,
        writing,
    } = args;
    let (flag, text, direction) = match (&at_least, &at_most, &equal) {
        (Some(text), _, _) => ("--at-least", text, Direction::AtLeast),
        (_, Some(text), _) => ("--at-most", text, Direction::AtMost),
        (_, _, Some(text)) => ("--equal", text, Direction::Equal),
        (None, None, None) => unreachable!("BUG: clap asks for one of them"),
    };
    let goal = session.arg(flag, text, |text| Goal::parse(text, &unit))?;
    let from = session.maybe("--from", from.as_deref(), Month::parse)?;
    let request = IndicatorRequest {
        code: session.arg("CODE", &code, IndicatorCode::parse)?,
        name,
        name_en,
        target: goal.target,
        unit,
        direction,
        from: from.unwrap_or_else(|| january(session.today())),
        to: session.maybe("--to", to.as_deref(), Month::parse)?,
        owner,
        source,
        section,
        note,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
    };
    session.record("indicator add", Need::inspections(), &writing, |books, stamp| {
        inspections::add_indicator(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
