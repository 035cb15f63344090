//! `houqin contractor score`: a filled sheet of a contractor.

use std::path::PathBuf;

use houqin::base::{ContractCode, RecordId};
use houqin::books::{Change, Need};
use houqin::inspections::{self, FormRequest, InspectionRequest, Outcome, Refusal};

use crate::cli::args::Writing;
use crate::cli::commands::inspect::{Answering, answer_notes};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record the filled score sheet of a contractor; failing items open findings by themselves
///
/// The score comes from the answers. Several sheets of one checklist in a month count by their
/// mean, those of several checklists by their sum.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin contractor score BJ-2026 --answers 三月考评表.csv\n  \
    houqin contractor score BJ-2026 --date 2026-03-30 --answer 1.1=10 --answer 1.2=合格 \
    --answer 2.1=3:走廊地面 --answer 2.2=9 --answer 3.1=0 --answer 3.2=合格 --answer 4.1=1 --answer 4.2=8")]
#[command(group(clap::ArgGroup::new("answered").required(true).args(["answer", "answers"])))]
pub(crate) struct Args {
    /// Contract
    #[arg(value_name = "CONTRACT")]
    contract: String,
    /// Checklist, with its version as WB-KP@1 where the paper has an older one; the contract's own
    /// if it has one only
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    #[command(flatten)]
    answering: Answering,
    /// Day it was scored; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Who scored it; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// A remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Photo or paper that proves it, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// Deadline of the findings that it opens
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        contract,
        template,
        answering,
        date,
        person,
        note,
        evidence,
        due,
        supersedes,
        writing,
    } = args;
    let code = session.arg("CONTRACT", &contract, ContractCode::parse)?;
    let date = session.day("--date", date.as_deref())?;
    let due = session.maybe_day("--due", due.as_deref())?;
    let supersedes = session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?;
    let person = person.unwrap_or_else(|| session.by().to_owned());
    let answered = answering.read(session, template.as_deref(), &writing)?;
    let (evidence, sha256) = session.evidence(&evidence)?;
    let today = session.today();
    session.record_noting("contractor score", Need::inspections(), &writing, |books, stamp| {
        let book = &books.inspections;
        let filling = book.filling(&code, answered.template.as_ref(), date)?;
        let request = FormRequest {
            template: filling.template,
            answers: answered.given.clone(),
            inspection: InspectionRequest {
                rule: filling.contract.rule,
                template: None,
                subject: filling.contract.contractor,
                date,
                time: None,
                person: person.clone(),
                result: Outcome::Pass,
                score: None,
                evidence: evidence.clone(),
                sha256: sha256.clone(),
                for_slot: None,
                note: note.clone(),
                supersedes: supersedes.clone(),
                due,
                today,
            },
        };
        let decided = inspections::record_form(book, &request, stamp)?;
        Ok::<_, Refusal>((Change::from_decided(decided), answer_notes(book, &request)))
    })
}
