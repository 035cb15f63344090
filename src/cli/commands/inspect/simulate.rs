//! `houqin inspect simulate`: a changed rule held against what was done.

use houqin::base::{RuleCode, SubjectCode, parse_count};
use houqin::books::Need;
use houqin::inspections::{self, Inspections, Kind, Require, Rule, SimulateOptions};

use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Hold a changed rule against what was done: rates side by side, and what would come out otherwise
///
/// What is not said stays as the rule has it. Nothing is recorded: where the result pleases, add the
/// version with `houqin inspect rules add`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect simulate XC --every max-gap=4d -p 2026-03\n  \
    houqin inspect simulate XC --spacing 2 --grace 1 --from 2026-03-01 -p 2026-Q1")]
pub(crate) struct Args {
    /// Rule whose subjects and records it is held against
    #[arg(value_name = "RULE")]
    rule: String,
    #[command(flatten)]
    change: Change,
    /// First day of the changed rule; as if it had always been so if left out
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Only this subject
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
}

/// What is changed
#[derive(Debug, clap::Args)]
struct Change {
    /// How often it would ask, as in `houqin inspect rules add`
    #[arg(long, value_name = "EVERY")]
    every: Option<String>,
    /// What else would say how the duty is reckoned, as early=2m; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    with: Vec<String>,
    /// Days after the due day within which doing it would be late rather than missed
    #[arg(long, value_name = "DAYS")]
    grace: Option<String>,
    /// Least days between two inspections that would count in one slot
    #[arg(long, value_name = "DAYS")]
    spacing: Option<String>,
    /// With max-gap or anchored: days out of service after which it would be due on the first day back
    #[arg(long, value_name = "DAYS")]
    stopped: Option<String>,
    /// With max-gap or anchored: day it would be first counted from
    #[arg(long, value_name = "DAY")]
    anchor: Option<String>,
    /// What a record would have to say: performed or passed
    #[arg(long, value_name = "REQUIRE")]
    require: Option<String>,
    /// How many pieces of evidence a record would need
    #[arg(long, value_name = "COUNT")]
    evidence_min: Option<String>,
    /// Allow no excusal
    #[arg(long)]
    not_excusable: bool,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { rule, change, from, subject, period, clocks } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let rule = session.arg("RULE", &rule, RuleCode::parse)?;
    let period = session.period(period.period.as_deref())?;
    let from = session.maybe_day("--from", from.as_deref())?;
    let subject = session.maybe("--subject", subject.as_deref(), SubjectCode::parse)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let simulated = changed(session, &books.inspections, &rule, change)?;
    let options = SimulateOptions { rule, simulated, from, period, clock, subject };
    let simulation = inspections::simulate(&books.inspections, &options)
        .map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&simulation, &set)
}

/// The newest version of the rule with what the flags change.
fn changed(
    session: &Session,
    book: &Inspections,
    id: &RuleCode,
    change: Change,
) -> anyhow::Result<Rule> {
    let Change {
        every,
        with,
        grace,
        spacing,
        stopped,
        anchor,
        require,
        evidence_min,
        not_excusable,
    } = change;
    let versions = book.rule(id).map_err(|refusal| Failure::refused(&refusal))?;
    let mut rule = versions.last().expect("BUG: a rule without a version").clone();
    if let Some(kind) = session.maybe("--every", every.as_deref(), Kind::parse)? {
        rule.kind = kind;
    }
    for (flag, field, text) in
        [("--spacing", "spacing", &spacing), ("--stopped", "stopped", &stopped)]
    {
        if let Some(text) = text {
            session.arg(flag, text, |text| rule.set(field, text))?;
        }
    }
    for text in &with {
        session.arg("--with", text, |text| rule.set_each([text]))?;
    }
    if let Some(grace) = session.maybe("--grace", grace.as_deref(), parse_count)? {
        rule.grace = grace;
    }
    if let Some(anchor) = session.maybe_day("--anchor", anchor.as_deref())? {
        rule.anchor = Some(anchor);
    }
    if let Some(text) = require {
        rule.require =
            session.choice("--require", &text, Require::ALL, |one| (one.word(), one.key()))?;
    }
    if let Some(count) = session.maybe("--evidence-min", evidence_min.as_deref(), parse_count)? {
        rule.evidence_min = count;
    }
    rule.excusable &= !not_excusable;
    Ok(rule)
}
