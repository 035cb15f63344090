//! `houqin stock reverse`: takes a line back.

use houqin::base::RecordId;
use houqin::books::{Change, Focus, Whole};
use houqin::stock::{self, Refusal, ReverseRequest, Slip};

use super::flags::{Head, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Take a line back: its quantity and its value, exactly, once
///
/// Both lines stay in the ledger. Of a transfer both legs are taken back. What has been counted
/// since is not: the count has settled it. The id of an exemption or of a signature takes that back.
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
    if let Ok(id) = RecordId::parse(&line)
        && line.starts_with(PAPERS)
    {
        return paper(session, &writing, &id, &slip);
    }
    let by = slip.number.trim().to_owned();
    let focus = Focus::Recorded { line: line.clone(), date: slip.date, slip: by };
    let request = ReverseRequest { slip, movement: line };
    record(session, "stock reverse", focus, &writing, |stock, rules, stamp| {
        stock::reverse(stock, rules, &request, stamp)
    })
}

/// How the ids of papers begin: exemptions and signatures.
const PAPERS: [char; 2] = ['O', 'G'];

/// Takes an exemption or a signature back.
fn paper(session: &Session, writing: &Writing, id: &RecordId, slip: &Slip) -> anyhow::Result<Exit> {
    let today = session.today();
    let how = (slip.date, slip.reason.as_str());
    // Of papers no line is asked for.
    session.record("stock reverse", Whole::default(), writing, |books, stamp| {
        let stock = &books.stock;
        let papers = &stock.papers;
        if let Some(exemption) = papers.exemption(id) {
            let decided = stock::take_back_exemption(exemption, stock, how, today, stamp)?;
            return Ok(Change::from_decided(decided));
        }
        let unknown = || Refusal::UnknownMovement { id: id.to_string() };
        let signature = papers.signature(id).ok_or_else(unknown)?;
        let decided = stock::take_back_signature(signature, stock, how, today, stamp)?;
        Ok::<_, Refusal>(Change::from_decided(decided))
    })
}
