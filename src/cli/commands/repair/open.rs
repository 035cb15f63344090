//! `houqin repair open`: something broken is reported.

use std::path::PathBuf;

use houqin::base::{Decided, DepartmentCode, Message, RecordId, SubjectCode, Time};
use houqin::books::{self, Change, Need};
use houqin::inspections::{OpenRepairRequest, Promise, Record, RepairUrgency};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Report something broken: a repair order, whose clock runs from now on
///
/// Without --date and --time it is reported now. A minute that nobody wrote down counts as the
/// first of its day. Standards by urgency are in houqin.toml, [repairs].
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin repair open 内科 --note 空调不制冷 --urgency urgent \
    --department NK1 --number WX-101\n  houqin repair open 电梯1 --note 困人 --urgency emergency \
    --date 2026-03-05 --time 09:20 --contractor 电梯维保 --due 2026-03-06")]
pub(crate) struct Args {
    /// What is broken: an asset's tag, a place, a department
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// What is wrong with it
    #[arg(long, value_name = "NOTE")]
    note: String,
    /// How urgent it is: emergency, urgent or routine
    #[arg(long, value_name = "URGENCY", default_value = "routine")]
    urgency: String,
    /// Number printed on the repair order
    #[arg(long, value_name = "SLIP", default_value = "", hide_default_value = true)]
    number: String,
    /// Department that reports it
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Where it is, in words
    #[arg(long, value_name = "PLACE", default_value = "", hide_default_value = true)]
    place: String,
    /// Contractor who is to repair it; the hospital's own people if left out
    #[arg(long, value_name = "CONTRACTOR")]
    contractor: Option<String>,
    /// Day that is promised for its completion
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Minute of that day
    #[arg(long, value_name = "TIME", requires = "due")]
    due_time: Option<String>,
    /// Finding it comes from
    #[arg(long, value_name = "FINDING")]
    finding: Option<String>,
    /// Day it was reported; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Minute it was reported, as 08:30; now if neither day nor minute is said
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// Who reported it; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Photo or paper that shows it, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        subject,
        note,
        urgency,
        number,
        department,
        place,
        contractor,
        due,
        due_time,
        finding,
        date,
        time,
        person,
        evidence,
        supersedes,
        writing,
    } = args;
    let (evidence, _hashes) = session.evidence(&evidence)?;
    let (date, time) = session.minute(date.as_deref(), time.as_deref())?;
    let due = session.maybe_day("--due", due.as_deref())?;
    let due_time = session.maybe("--due-time", due_time.as_deref(), Time::parse)?;
    let request = OpenRepairRequest {
        number,
        subject: session.arg("SUBJECT", &subject, SubjectCode::parse)?,
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        place,
        urgency: session
            .choice("--urgency", &urgency, RepairUrgency::ALL, |one| (one.word(), one.key()))?,
        contractor: session.maybe("--contractor", contractor.as_deref(), SubjectCode::parse)?,
        finding: session.maybe("--finding", finding.as_deref(), RecordId::parse)?,
        date,
        time,
        promise: Promise::of(due, due_time),
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        evidence,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    let need = Need::inspections();
    session.record_noting("repair open", need, &writing, |books, stamp| {
        let decided = books::open_repair(books, &request, stamp)?;
        let notes = opened(&decided);
        Ok::<_, books::Refusal>((Change::from_decided(decided), notes))
    })
}

/// What to type next.
fn opened(decided: &Decided<Vec<Record>>) -> Vec<Message> {
    let Decided::New(rows) = decided else { return Vec::new() };
    let new = rows.iter().filter_map(|row| match row {
        Record::Repair(row) if row.supersedes.is_none() => {
            let name = if row.number.is_empty() { row.repair.as_str() } else { &row.number };
            Some(Message::new("repair.opened").with("repair", name))
        }
        _ => None,
    });
    new.collect()
}
