//! `houqin certificate add`: a certificate.

use houqin::base::{RecordId, SubjectCode};
use houqin::books::{Change, Need};
use houqin::inspections::{self, CertificateRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Enter a certificate
///
/// The kind is written as in the rule that asks for it: certificate=KIND.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin certificate add 张三 --kind 电梯作业 --number T371 \
    --from 2024-04-10 --to 2028-04-09 --issuer 市市场监管局\n  houqin certificate add GL-01 --kind \
    锅炉使用 --from 2026-01-01 --to 2026-12-31")]
pub(crate) struct Args {
    /// Whose it is: a person's code or an asset's tag
    #[arg(value_name = "HOLDER")]
    holder: String,
    /// Kind of certificate
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// First day on which it is valid
    #[arg(long, value_name = "DAY")]
    from: String,
    /// Last day on which it is valid; no end if left out
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Number printed on it
    #[arg(long, value_name = "SERIAL", default_value = "", hide_default_value = true)]
    number: String,
    /// Who issued it
    #[arg(long, value_name = "ISSUER", default_value = "", hide_default_value = true)]
    issuer: String,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { holder, kind, from, to, number, issuer, note, supersedes, writing } = args;
    let request = CertificateRequest {
        holder: session.arg("HOLDER", &holder, SubjectCode::parse)?,
        kind,
        number,
        from: session.day_of("--from", &from)?,
        to: session.maybe_day("--to", to.as_deref())?,
        issuer,
        note,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
    };
    session.record("certificate add", Need::inspections(), &writing, |books, stamp| {
        inspections::certify(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
