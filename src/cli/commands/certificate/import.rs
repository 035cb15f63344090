//! `houqin certificate import`: certificates from a file.

use houqin::base::{RecordId, SubjectCode};
use houqin::books::{Need, decide_each};
use houqin::inspections::{self, CertificateRequest};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Enter the certificates of a file
///
/// The headings are Chinese or English: 持有者 holder, 种类 kind, 有效期起 from, and if they are there
/// 有效期止 to, 证号 number, 发证机关 issuer, 备注 note. What is entered already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin certificate import 证书台账.xlsx --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "certificate.list.holder",
        "certificate.list.kind",
        "certificate.list.number",
        "certificate.list.from",
        "certificate.list.to",
        "certificate.list.issuer",
        "certificate.list.note",
        "certificate.list.supersedes",
    ],
    needed: &["certificate.list.holder", "certificate.list.kind", "certificate.list.from"],
    one_of: &[],
};

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let task = Task {
        command: "certificate import",
        need: Need::inspections(),
        columns: COLUMNS,
        fields: &[],
    };
    take(session, &intake, task, request, |books, requests, stamp| {
        let by_day = |request: &CertificateRequest| request.from;
        verdicts(decide_each(books, requests, stamp, by_day, |books, request, stamp| {
            inspections::certify(&books.inspections, request, stamp)
        }))
    })
}

fn request(row: &mut Row<'_>) -> Option<CertificateRequest> {
    let holder = row.required("certificate.list.holder", SubjectCode::parse);
    let from = row.day("certificate.list.from");
    let to = row.maybe_day("certificate.list.to");
    let supersedes = row.optional("certificate.list.supersedes", RecordId::parse);
    let text = |key: &str| row.text(key).to_owned();
    Some(CertificateRequest {
        holder: holder?,
        kind: text("certificate.list.kind"),
        number: text("certificate.list.number"),
        from: from?,
        to: to?,
        issuer: text("certificate.list.issuer"),
        note: text("certificate.list.note"),
        supersedes: supersedes?,
    })
}
