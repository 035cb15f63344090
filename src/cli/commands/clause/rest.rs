//! `houqin clause rest`, `na` and `drop`: what a clause rests on.

use std::path::PathBuf;

use houqin::base::{ClauseCode, Day, IndicatorCode, RuleCode, TaskCode};
use houqin::books::{Change, Need};
use houqin::inspections::{self, BasisRequest, ClauseRefusal, Ground, Rule};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// What a clause rests on
#[derive(Debug, clap::Args)]
pub(crate) struct Grounds {
    /// Inspection rule that is kept; may be given several times
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// Rate on time that these rules must reach, in percent; each rule's own if left out
    #[arg(long, value_name = "PERCENT", requires = "rule")]
    target: Option<String>,
    /// File that shows it, in the store's folder; its sum is kept; may be given several times
    #[arg(long, value_name = "FILE")]
    document: Vec<PathBuf>,
    /// Indicator that reaches its target; may be given several times
    #[arg(long, value_name = "INDICATOR")]
    indicator: Vec<String>,
    /// Task of the year's plan that is done; may be given several times
    #[arg(long, value_name = "TASK")]
    task: Vec<String>,
}

/// Record what a clause rests on: rules that are kept, files, indicators, tasks
///
/// A file that has a new edition is named again: its new sum takes the place of the old one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin clause rest 3.1 --rule DTWB --target 98\n  \
    houqin clause rest 3.1 --document 制度/电梯安全管理制度.pdf")]
pub(crate) struct Args {
    /// Clause
    #[arg(value_name = "CLAUSE")]
    clause: String,
    #[command(flatten)]
    grounds: Grounds,
    #[command(flatten)]
    writing: Writing,
}

/// Record that a clause does not apply to this hospital, why, and who approved that
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    houqin clause na 3.2 --reason 本院没有锅炉 --approved-by 分管院长")]
pub(crate) struct Na {
    /// Clause
    #[arg(value_name = "CLAUSE")]
    clause: String,
    /// Why it does not apply
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Who approved it; not who records it
    #[arg(long, value_name = "PERSON")]
    approved_by: String,
    /// When it was approved; today if left out
    #[arg(long, value_name = "DAY")]
    approved_on: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Record that a clause does not rest on something any more, and why
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin clause drop 3.1 --rule DTWB --reason 改由新规则支撑\n  \
    houqin clause drop 3.2 --na --reason 新装了锅炉"
)]
pub(crate) struct Drop {
    /// Clause
    #[arg(value_name = "CLAUSE")]
    clause: String,
    /// Inspection rule; may be given several times
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// File, as a path below the store's root; may be given several times
    #[arg(long, value_name = "FILE")]
    document: Vec<String>,
    /// Indicator; may be given several times
    #[arg(long, value_name = "INDICATOR")]
    indicator: Vec<String>,
    /// Task; may be given several times
    #[arg(long, value_name = "TASK")]
    task: Vec<String>,
    /// That it does not apply
    #[arg(long)]
    na: bool,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

impl Grounds {
    /// Reads the flags; the files are summed up.
    pub(super) fn read(self, session: &Session) -> anyhow::Result<Vec<Ground>> {
        let Self { rule, target, document, indicator, task } = self;
        let target = target.as_deref().map(|text| {
            let unclear = |_| ClauseRefusal::Target { text: text.to_owned() };
            session.arg("--target", text, |text| Rule::parse_target(text).map_err(unclear))
        });
        let target = target.transpose()?;
        let mut grounds = Vec::new();
        for rule in &rule {
            grounds.push(Ground::Rule(session.arg("--rule", rule, RuleCode::parse)?, target));
        }
        let (files, sums) = session.evidence(&document)?;
        grounds.extend(files.into_iter().zip(sums).map(|(file, sum)| Ground::Document(file, sum)));
        grounds.extend(plans(session, &indicator, &task)?);
        Ok(grounds)
    }
}

/// The indicators and tasks that were named.
fn plans(
    session: &Session,
    indicators: &[String],
    tasks: &[String],
) -> anyhow::Result<Vec<Ground>> {
    let indicators = indicators
        .iter()
        .map(|code| session.arg("--indicator", code, IndicatorCode::parse).map(Ground::Indicator));
    let tasks =
        tasks.iter().map(|code| session.arg("--task", code, TaskCode::parse).map(Ground::Task));
    indicators.chain(tasks).collect()
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { clause, grounds, writing } = args;
    let grounds = grounds.read(session)?;
    record(session, "clause rest", (&clause, grounds, None), &writing)
}

pub(crate) fn na(session: &Session, args: Na) -> anyhow::Result<Exit> {
    let Na { clause, reason, approved_by, approved_on, writing } = args;
    let day = session.day("--approved-on", approved_on.as_deref())?;
    if day > session.today() {
        let (date, today) = (day, session.today());
        let refusal = houqin::inspections::Refusal::Future { date, today };
        return Err(Failure::argument("--approved-on", &refusal).into());
    }
    let grounds = vec![Ground::NotApplicable(reason, approved_by, day)];
    record(session, "clause na", (&clause, grounds, None), &writing)
}

pub(crate) fn drop_ground(session: &Session, args: Drop) -> anyhow::Result<Exit> {
    let Drop { clause, rule, document, indicator, task, na, reason, writing } = args;
    let mut grounds = Vec::new();
    for rule in &rule {
        grounds.push(Ground::Rule(session.arg("--rule", rule, RuleCode::parse)?, None));
    }
    grounds.extend(document.into_iter().map(|file| Ground::Document(file, String::new())));
    grounds.extend(plans(session, &indicator, &task)?);
    if na {
        grounds.push(Ground::NotApplicable(String::new(), String::new(), Day::FIRST));
    }
    record(session, "clause drop", (&clause, grounds, Some(reason)), &writing)
}

fn record(
    session: &Session,
    command: &str,
    (clause, grounds, dropped): (&str, Vec<Ground>, Option<String>),
    writing: &Writing,
) -> anyhow::Result<Exit> {
    let clause = session.arg("CLAUSE", clause, ClauseCode::parse)?;
    let request = BasisRequest { clause, grounds, dropped };
    session.record(command, Need::inspections(), writing, |books, stamp| {
        inspections::rest(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
