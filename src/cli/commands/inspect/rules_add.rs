//! `houqin inspect rules add`: a rule and whom it binds, or a new version of a rule.

use houqin::base::{MatterCode, RuleCode, parse_count};
use houqin::books::{Change, Need};
use houqin::inspections::{
    self, Calendar, Confidence, Kind, Level, Require, Rule, RuleRequest, Severity, Topic,
};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Add a rule and whom it binds, or a new version of a rule
///
/// A version of a rule that is there already takes the place of the last one from its first day
/// on; whom the rule binds stays, and so does who answers for it unless somebody else is named.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect rules add XS-2 --title 每周两次下科室巡查 --every 2/week \
    --from 2026-01-01 --subject 内科 --subject 外科\n  houqin inspect rules add DT-15 --title \
    电梯维保间隔不超过15天 --every max-gap=15d --from 2026-01-01 --subject DT-01 --severity critical \
    --level law --source 特种设备安全监察条例 --article 31 --target 100\n  houqin inspect rules add DT-DJ \
    --title 电梯定期检验 --every anchored=1y,4y,7y,9y,11y,13y,15y,then=1y --with early=2m --with \
    granularity=month --from 2026-01-01"
)]
pub(super) struct Add {
    /// Code of the rule
    #[arg(value_name = "RULE")]
    rule: String,
    /// What it asks, in a line
    #[arg(long, value_name = "TITLE")]
    title: String,
    /// The same in English
    #[arg(long, value_name = "TITLE", default_value = "", hide_default_value = true)]
    title_en: String,
    /// Heading under which reports sum it up: fire, water, canteen, rounds, ...
    #[arg(long, value_name = "TOPIC", default_value = "other")]
    topic: String,
    /// Matter that rules of several levels share: of one matter the strictest rule counts
    #[arg(long, value_name = "MATTER")]
    matter: Option<String>,
    /// How often: 2/week, 1/month, 1/quarter, 1/half-year, 1/year, 2/day, max-gap=15d, anchored=1y,
    /// shifts=A 08:00-16:00, dwell<=48h, certificate=KIND or event+2d
    #[arg(long, value_name = "EVERY")]
    every: String,
    /// First day; today if left out
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Last day; no end if left out
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Subject that it binds: an asset's tag, a place, a department; may be given several times
    #[arg(long, value_name = "SUBJECT")]
    subject: Vec<String>,
    /// What else says how the duty is reckoned, as early=2m; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    with: Vec<String>,
    /// Days after the due day within which doing it is late rather than missed
    #[arg(long, value_name = "DAYS", default_value = "0")]
    grace: String,
    /// Least days between two inspections that count in one slot
    #[arg(long, value_name = "DAYS")]
    spacing: Option<String>,
    /// With max-gap or anchored: days out of service after which it is due on the first day back
    #[arg(long, value_name = "DAYS")]
    stopped: Option<String>,
    /// With max-gap or anchored: day it is first counted from; the first day of service if left out
    #[arg(long, value_name = "DAY")]
    anchor: Option<String>,
    /// What a record must say: performed or passed
    #[arg(long, value_name = "REQUIRE", default_value = "performed")]
    require: String,
    /// How many pieces of evidence a record needs
    #[arg(long, value_name = "COUNT", default_value = "0")]
    evidence_min: String,
    /// How much it weighs: critical, major or minor
    #[arg(long, value_name = "SEVERITY", default_value = "major")]
    severity: String,
    /// Rate on time that is aimed at, in percent
    #[arg(long, value_name = "PERCENT")]
    target: Option<String>,
    /// Hours after an inspection from which its entry counts as late
    #[arg(long, value_name = "HOURS", default_value = "72")]
    late_entry_hours: String,
    /// Days given for putting right what a failed inspection found
    #[arg(long, value_name = "DAYS")]
    rectify_days: Option<String>,
    /// Who answers for it: a person or a post; as before if left out
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    owner: String,
    /// Allow no excusal
    #[arg(long)]
    not_excusable: bool,
    /// Who made it: law, local or hospital
    #[arg(long, value_name = "LEVEL", default_value = "hospital")]
    level: String,
    /// Text it comes from
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    source: String,
    /// Article of that text
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    article: String,
    /// How surely that text is known: read, quoted or own
    #[arg(long, value_name = "CONFIDENCE")]
    confidence: Option<String>,
    /// How long the records are to be kept, as 3y or 6m
    #[arg(long, value_name = "TIME")]
    keep: Option<String>,
    /// Text that says how long, where it is another one
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    keep_source: String,
    /// What else is to be known: where it applies, what could not be read
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    /// The same in English
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note_en: String,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let count = |flag: &str, text: Option<&str>| {
        session.maybe(flag, text, |text| parse_count(text.trim_end_matches(['d', '天'])))
    };
    let required = |flag: &str, text: &str| session.arg(flag, text, parse_count);
    let kind = session.arg("--every", &args.every, Kind::parse)?;
    let level =
        session.choice("--level", &args.level, Level::ALL, |one| (one.word(), one.key()))?;
    let confidence = match args.confidence {
        None => level.unsaid_confidence(),
        Some(text) => {
            session.choice("--confidence", &text, Confidence::ALL, |one| (one.word(), one.key()))?
        }
    };
    let mut rule = Rule {
        id: session.arg("RULE", &args.rule, RuleCode::parse)?,
        version: 1,
        title: args.title,
        title_en: args.title_en,
        topic: session.choice("--topic", &args.topic, Topic::ALL, |one| (one.word(), one.key()))?,
        matter: session.maybe("--matter", args.matter.as_deref(), MatterCode::parse)?,
        valid_from: session.day("--from", args.from.as_deref())?,
        valid_to: session.maybe_day("--to", args.to.as_deref())?,
        level,
        source: args.source,
        article: args.article,
        confidence,
        keep: session.maybe("--keep", args.keep.as_deref(), Rule::parse_keep)?,
        keep_source: args.keep_source,
        note: args.note,
        note_en: args.note_en,
        kind,
        grace: required("--grace", &args.grace)?,
        require: session
            .choice("--require", &args.require, Require::ALL, |one| (one.word(), one.key()))?,
        evidence_min: required("--evidence-min", &args.evidence_min)?,
        severity: session
            .choice("--severity", &args.severity, Severity::ALL, |one| (one.word(), one.key()))?,
        excusable: !args.not_excusable,
        late_entry_hours: required("--late-entry-hours", &args.late_entry_hours)?,
        target: session.maybe("--target", args.target.as_deref(), Rule::parse_target)?,
        anchor: session.maybe_day("--anchor", args.anchor.as_deref())?,
        rectify_days: count("--rectify-days", args.rectify_days.as_deref())?,
        calendar: Calendar::EveryDay,
        min_workdays: None,
        weight: None,
        owner: args.owner,
        recorded_at: None,
    };
    for (field, text) in [("spacing", &args.spacing), ("stopped", &args.stopped)] {
        if let Some(text) = text {
            session.arg("--every", text, |text| rule.set(field, text))?;
        }
    }
    for text in &args.with {
        session.arg("--with", text, |text| rule.set_each([text]))?;
    }
    let request = RuleRequest {
        rule,
        subjects: super::rules::subjects(session, "--subject", &args.subject)?,
    };
    session.record("inspect rules add", Need::inspections(), &args.writing, |books, stamp| {
        inspections::add_rule(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
