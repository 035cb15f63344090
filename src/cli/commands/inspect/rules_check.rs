//! `houqin inspect rules`: list, check, diff.

use std::path::PathBuf;

use houqin::base::{Day, RuleCode};
use houqin::books::Need;
use houqin::inspections::{self, Inspections, Level, Record, SourceText, Topic, check_rules};
use houqin::report::{Drifts, RuleFilter, Rules, Surety};
use houqin::store::{packs, read_rules};

use super::rules_packs::sample_of;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the rules, every version of them
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect rules list --topic fire\n  \
    houqin inspect rules list --unverified --on 2026-06-01")]
pub(super) struct List {
    /// Only those of this topic
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Only those of this level: law, local or hospital
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Only the versions in force on this day
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Only those whose text was quoted, not read
    #[arg(long)]
    unverified: bool,
}

/// Check the rules: sources, editions, and which of one matter is the strictest
///
/// Exits with 1 when a rule of the law names no source, the hospital asks for less than the law,
/// versions overlap, a version has ended without another, or the text of a rule was replaced. Without
/// a file the store's rules are checked; whom they bind is looked at too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect rules check\n  \
    houqin inspect rules check 本院规则.toml --on 2026-06-01")]
pub(super) struct Check {
    /// TOML file of rules, or the name of a pack
    #[arg(value_name = "TOML|PACK")]
    file: Option<PathBuf>,
    /// Day on which they are compared; today if left out
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// Compare the rules with the packs they came from, with another day, or the versions of one rule
///
/// Exits with 1 when a rule of the store says something else than its pack, or the pack has a newer
/// version or a rule that the store lacks.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect rules diff\n  houqin inspect rules diff fire\n  \
    houqin inspect rules diff --rule MHQ-BF-GF\n  \
    houqin inspect rules diff --on 2025-12-31 --and 2026-06-01"
)]
pub(super) struct Diff {
    /// Pack; every pack of which the store has a rule if left out
    #[arg(value_name = "PACK", conflicts_with = "rule")]
    pack: Option<String>,
    /// Compare the versions of this rule instead
    #[arg(long, value_name = "RULE", conflicts_with = "on")]
    rule: Option<String>,
    /// Compare the rules that bind on this day with those that bind on another
    #[arg(long, value_name = "DAY", requires = "and", conflicts_with = "pack")]
    on: Option<String>,
    /// The other day
    #[arg(long, value_name = "DAY", requires = "on")]
    and: Option<String>,
}

/// Lists every version of every rule.
pub(super) fn list_all(session: &Session) -> anyhow::Result<Exit> {
    let which = RuleFilter { topic: None, level: None, on: None, surety: Surety::Any };
    show(session, which)
}

pub(super) fn list(session: &Session, args: List) -> anyhow::Result<Exit> {
    let List { topic, level, on, unverified } = args;
    let topic = topic
        .as_deref()
        .map(|text| session.choice("--topic", text, Topic::ALL, |one| (one.word(), one.key())));
    let level = level
        .as_deref()
        .map(|text| session.choice("--level", text, Level::ALL, |one| (one.word(), one.key())));
    let which = RuleFilter {
        topic: topic.transpose()?,
        level: level.transpose()?,
        on: session.maybe_day("--on", on.as_deref())?,
        surety: if unverified { Surety::Unverified } else { Surety::Any },
    };
    show(session, which)
}

fn show(session: &Session, which: RuleFilter) -> anyhow::Result<Exit> {
    let books = session.read(Need::inspections())?;
    session.show(&Rules { book: &books.inspections, which, today: session.today() })
}

/// The texts that the packs know of.
fn texts() -> Vec<SourceText> {
    packs().into_iter().flat_map(|sample| sample.pack.texts).collect()
}

pub(super) fn check(session: &Session, args: Check) -> anyhow::Result<Exit> {
    let Check { file, on } = args;
    let on = session.day("--on", on.as_deref())?;
    let Some(file) = file else {
        let books = session.read(Need::inspections())?;
        return found(session, &books.inspections, &texts(), on);
    };
    let name = file.display().to_string();
    let text = match packs().into_iter().find(|sample| sample.pack.id.as_str() == name) {
        Some(sample) => sample.text.to_owned(),
        None => session.text_of(&file)?,
    };
    let read = read_rules(&name, &text).map_err(Failure::Rejected)?;
    let mut book = Inspections::default();
    for rule in read.rules {
        book.apply(&Record::Rule(rule)).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let texts: Vec<SourceText> = texts().into_iter().chain(read.texts).collect();
    found(session, &book, &texts, on)
}

fn found(
    session: &Session,
    book: &Inspections,
    texts: &[SourceText],
    on: Day,
) -> anyhow::Result<Exit> {
    let check = check_rules(book, texts, on);
    session.show(&check)?;
    Ok(if check.has_something_wrong() { Exit::Found } else { Exit::Done })
}

pub(super) fn diff(session: &Session, args: Diff) -> anyhow::Result<Exit> {
    let Diff { pack, rule, on, and } = args;
    let on = session.maybe_day("--on", on.as_deref())?;
    let and = session.maybe_day("--and", and.as_deref())?;
    let rule = session.maybe("--rule", rule.as_deref(), RuleCode::parse)?;
    let samples = match pack {
        Some(pack) => vec![sample_of(&pack)?],
        None => packs(),
    };
    let books = session.read(Need::inspections())?;
    let book = &books.inspections;
    if let Some((on, and)) = on.zip(and) {
        session.show(&Drifts(inspections::days_apart(book, on.min(and), on.max(and))))?;
        return Ok(Exit::Done);
    }
    if let Some(rule) = rule {
        let lines = inspections::versions_apart(book, &rule)
            .map_err(|refusal| Failure::refused(&refusal))?;
        session.show(&Drifts(lines))?;
        return Ok(Exit::Done);
    }
    let taken = |sample: &&houqin::store::PackSample| {
        samples.len() == 1 || sample.pack.codes().into_iter().any(|code| book.rule(code).is_ok())
    };
    let packs: Vec<_> = samples.iter().filter(taken).map(|sample| &sample.pack).collect();
    let lines = inspections::drift(book, &packs);
    let differs = lines.iter().any(inspections::DriftLine::is_of_a_pack);
    session.show(&Drifts(lines))?;
    Ok(if differs { Exit::Found } else { Exit::Done })
}
