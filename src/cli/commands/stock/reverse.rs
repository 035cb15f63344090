//! `houqin stock reverse`: takes a line back.

use houqin::stock::{self, ReverseRequest};

use super::flags::{Head, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Take a line back: its quantity and its value, exactly, once
///
/// Both lines stay in the ledger. Of a transfer both legs are taken back. What has been counted
/// since is not: the count has settled it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock reverse CK0033 --reason 录错数量
  houqin stock reverse M20260305-a1b2-000012 --reason 重复录入 --date 2026-03-05")]
pub(crate) struct Args {
    /// Id of the line, or its slip if that has no other line
    #[arg(value_name = "LINE")]
    line: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { line, reason, head, writing } = args;
    let slip = head.read(session, Some(&reason))?;
    let request = ReverseRequest { slip, movement: line };
    record(session, "stock reverse", &writing, |stock, rules, stamp| {
        stock::reverse(stock, rules, &request, stamp)
    })
}
