//! `houqin inspect rules`: bind, release, subjects; adding, packs and checks are beside it.

use clap::Subcommand;
use houqin::base::{RuleCode, SiteCode, SubjectCode};
use houqin::books::{self, Change, Need};
use houqin::inspections::{self, BindRequest, ReleaseRequest, ServicePeriod};
use houqin::report::Subjects;

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the rules, add one or a pack, put subjects under one or take them out of service
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Group>,
}

#[derive(Debug, Subcommand)]
enum Group {
    List(super::rules_check::List),
    /// List whom the rules bind, and on which days
    #[command(after_help = "Example:\n  houqin inspect rules subjects")]
    Subjects,
    Add(Box<super::rules_add::Add>),
    Bind(Bind),
    Release(Release),
    Import(super::rules_import::Import),
    Packs(super::rules_packs::Args),
    Check(super::rules_check::Check),
    Diff(super::rules_check::Diff),
}

/// Put subjects under a rule from a day on, or back in service
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect rules bind DT-15 DT-02 DT-03 --from 2026-05-01\n  \
    houqin inspect rules bind DT-DJ DT-01 --from 2026-01-01 --anchor 2010-06-18\n  \
    houqin inspect rules bind XF-M 门诊楼 --from 2026-01-01 --site DY"
)]
struct Bind {
    /// Rule
    #[arg(value_name = "RULE")]
    rule: String,
    /// Subjects
    #[arg(value_name = "SUBJECT", required = true)]
    subjects: Vec<String>,
    /// First day in service; today if left out
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Last day in service; no end if left out
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Day their duties are counted from: accepted, registered, made; the rule's if left out
    #[arg(long, value_name = "DAY")]
    anchor: Option<String>,
    /// Site where they are; may be said later, for the same days
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Why
    #[arg(long, value_name = "WHY", default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

/// Take a subject out of service after a day, under one rule or under all
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin inspect rules release DT-02 --to 2026-06-30 --reason 大修"
)]
struct Release {
    /// Subject
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// Last day in service
    #[arg(long, value_name = "DAY")]
    to: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Only this rule
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { command } = args;
    match command {
        None => super::rules_check::list_all(session),
        Some(Group::List(args)) => super::rules_check::list(session, args),
        Some(Group::Packs(args)) => super::rules_packs::run(session, args),
        Some(Group::Check(args)) => super::rules_check::check(session, args),
        Some(Group::Diff(args)) => super::rules_check::diff(session, args),
        Some(Group::Subjects) => {
            session.show(&Subjects(&session.read(Need::inspections())?.inspections))
        }
        Some(Group::Add(args)) => super::rules_add::run(session, *args),
        Some(Group::Bind(args)) => bind(session, args),
        Some(Group::Release(args)) => release(session, args),
        Some(Group::Import(args)) => super::rules_import::run(session, args),
    }
}

pub(super) fn subjects(
    session: &Session,
    flag: &str,
    texts: &[String],
) -> anyhow::Result<Vec<SubjectCode>> {
    texts.iter().map(|text| session.arg(flag, text, SubjectCode::parse)).collect()
}

fn bind(session: &Session, args: Bind) -> anyhow::Result<Exit> {
    let Bind { rule, subjects: texts, from, to, anchor, site, reason, writing } = args;
    let from = session.day("--from", from.as_deref())?;
    let to = session.maybe_day("--to", to.as_deref())?;
    let request = BindRequest {
        rule: session.arg("RULE", &rule, RuleCode::parse)?,
        subjects: subjects(session, "SUBJECT", &texts)?,
        period: ServicePeriod { from, to },
        anchor: session.maybe_day("--anchor", anchor.as_deref())?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        reason,
    };
    session.record("inspect rules bind", Need::inspections(), &writing, |books, stamp| {
        books::bind(books, &request, stamp).map(Change::from_decided)
    })
}

fn release(session: &Session, args: Release) -> anyhow::Result<Exit> {
    let Release { subject, to, reason, rule, writing } = args;
    let request = ReleaseRequest {
        rule: session.maybe("--rule", rule.as_deref(), RuleCode::parse)?,
        subject: session.arg("SUBJECT", &subject, SubjectCode::parse)?,
        last: session.day_of("--to", &to)?,
        reason,
    };
    session.record("inspect rules release", Need::inspections(), &writing, |books, stamp| {
        inspections::release(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
