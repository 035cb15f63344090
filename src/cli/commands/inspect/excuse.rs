//! `houqin inspect excuse`: days on which a duty need not be done.

use houqin::base::{Day, Decided, Message, RecordId, RuleCode, Span, SubjectCode};
use houqin::books::{Books, Change, Need};
use houqin::inspections::{self, ExcusalRequest, Record, Refusal};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Excuse a subject from a rule on some days, as somebody else approved
///
/// It excuses only what was not yet due when it was approved, and never what the person excused
/// approved; the compliance report lists the excusals that it ignores.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect excuse XF-M 门诊楼 --from 2026-03-01 \
    --to 2026-03-31 --reason 改造停用 --person 巡检员甲 --approved-by 科长")]
pub(crate) struct Args {
    /// Rule
    #[arg(value_name = "RULE")]
    rule: String,
    /// Who or what is excused
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// First day
    #[arg(long, value_name = "DAY")]
    from: String,
    /// Last day
    #[arg(long, value_name = "DAY")]
    to: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Whose duty it is
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// Who approved it
    #[arg(long, value_name = "PERSON")]
    approved_by: String,
    /// Day it was approved; today if left out
    #[arg(long, value_name = "DAY")]
    approved_on: Option<String>,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        rule,
        subject,
        from,
        to,
        reason,
        person,
        approved_by,
        approved_on,
        supersedes,
        writing,
    } = args;
    let from = session.day_of("--from", &from)?;
    let to = session.day_of("--to", &to)?;
    let days = Span::new(from, to)
        .ok_or_else(|| Failure::argument("--to", &inspections::Refusal::Backwards { from, to }))?;
    let request = ExcusalRequest {
        rule: session.arg("RULE", &rule, RuleCode::parse)?,
        subject: session.arg("SUBJECT", &subject, SubjectCode::parse)?,
        days,
        reason,
        person,
        approved_by,
        approved_on: session.day("--approved-on", approved_on.as_deref())?,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    let today = session.today();
    session.record_noting("inspect excuse", Need::inspections(), &writing, |books, stamp| {
        let decided = inspections::excuse(&books.inspections, &request, stamp)?;
        let notes = match &decided {
            Decided::Already(_) => Vec::new(),
            Decided::New(rows) => rows.iter().flat_map(|row| told(books, row, today)).collect(),
        };
        Ok::<_, Refusal>((Change::from_decided(decided), notes))
    })
}

/// What the excusal changes.
fn told(books: &Books, row: &Record, today: Day) -> Vec<Message> {
    let Record::Excusal(excusal) = row else { return Vec::new() };
    let effect = inspections::effect(&books.inspections, excusal, today);
    let mut notes = vec![Message::new("inspect.excuses").with("count", effect.n_excused)];
    notes.extend(
        effect
            .too_late
            .iter()
            .map(|due| Message::new("inspect.excuses_too_late").with("due", due.to_string())),
    );
    notes
}
