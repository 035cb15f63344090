//! `houqin meter read`: one reading.

use houqin::base::{Decided, Message, PointCode, RecordId, Time, parse_decimal};
use houqin::books::{Change, Focus, Need, Receipt};
use houqin::meters::{self, Claim, Correction, ReadingRequest};

use super::{brought, optional_word, round};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Record what a dial shows
///
/// A register that goes back is taken as a rollover where the digits and the most of a day allow
/// for it, and refused otherwise. A use beyond the most of a day is refused until it was looked at
/// again (--confirm). A reading that nobody can explain is kept with --doubt: it stays in the ledger
/// with its reason, and its days stay open. What is wrong already is replaced with --correct.
///
/// With --route the tool goes the round with its reader, dial by dial, on a terminal: what each
/// showed last, what it may show, a question where it shows something else. Each register is
/// recorded at once: the round can be left with q at any dial, and the same command goes on where it
/// was left.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter read E-01 1260.10\n  \
    houqin meter read W-01 00214 --date 2026-04-01 --time 07:00 --person 抄表员甲\n  \
    houqin meter read W-01 1901 --date 2026-04-01 --correct\n  \
    houqin meter read W-01 1500 --doubt --note 表盘起雾\n  \
    houqin meter read --route 东线")]
#[expect(clippy::struct_excessive_bools, reason = "each of them is a flag")]
pub(crate) struct Args {
    /// Code of the point
    #[arg(value_name = "POINT", required_unless_present = "route")]
    point: Option<String>,
    /// What the dial shows
    #[arg(
        value_name = "REGISTER",
        allow_negative_numbers = true,
        required_unless_present = "route"
    )]
    register: Option<String>,
    /// Round to go, dial by dial, on a terminal
    #[arg(long, value_name = "ROUTE", conflicts_with_all = ["point", "register", "time", "estimated",
        "confirm", "doubt", "correct", "supersedes", "note", "dry_run"])]
    route: Option<String>,
    /// Day of the reading, as 2026-03-05 or yesterday; today if it is left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Time of the reading
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// It is an estimate, because nobody could read the dial
    #[arg(long, conflicts_with_all = ["confirm", "doubt"])]
    estimated: bool,
    /// It was looked at again and is right, however much it is; needs --note
    #[arg(long, requires = "note", conflicts_with = "doubt")]
    confirm: bool,
    /// Keep it with doubt: no use is computed from it; needs --note
    #[arg(long, requires = "note")]
    doubt: bool,
    /// It takes the place of what is recorded for the same day and time
    #[arg(long)]
    correct: bool,
    /// It takes the place of the reading with this id, whatever its day
    #[arg(long, value_name = "ID", conflicts_with = "correct")]
    supersedes: Option<String>,
    /// Who looked; else who records
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Remark or reason
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        point,
        register,
        route,
        date,
        time,
        estimated,
        confirm,
        doubt,
        correct,
        supersedes,
        person,
        note,
        writing,
    } = args;
    let date = session.day("--date", date.as_deref())?;
    if let Some(route) = route {
        return round::walk(session, round::Options { route, date, person: optional_word(person) });
    }
    let (point, register) = point.zip(register).expect("BUG: clap let a line without them pass");
    let claim = match (estimated, confirm, doubt) {
        (true, ..) => Claim::Estimated,
        (_, true, _) => Claim::Confirmed,
        (_, _, true) => Claim::Doubtful,
        _ => Claim::Actual,
    };
    let supersedes = session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?;
    let correction = match (correct, supersedes) {
        (_, Some(id)) => Correction::Of(id),
        (true, None) => Correction::SameMoment,
        (false, None) => Correction::None,
    };
    let request = ReadingRequest {
        point: session.arg("POINT", &point, PointCode::parse)?,
        date,
        time: session.maybe("--time", time.as_deref(), Time::parse)?,
        register: session.arg("REGISTER", &register, parse_decimal)?,
        claim,
        correction,
        person: optional_word(person),
        note: optional_word(note),
    };
    let (receipt, said) = record(session, &request, &writing)?;
    let exit = session.show(&receipt)?;
    for said in &said {
        session.ui().talk(said);
    }
    Ok(exit)
}

/// Records a reading; gives what is to be said of it beside its receipt.
pub(super) fn record(
    session: &Session,
    request: &ReadingRequest,
    writing: &Writing,
) -> anyhow::Result<(Receipt, Vec<Message>)> {
    let today = session.today();
    let mut said = Vec::new();
    let focus =
        Focus::Points { points: [request.point.clone()].into(), month: request.date.month() };
    let receipt =
        session.commit("meter read", (Need::meters(), Some(&focus)), writing, |books, stamp| {
            let decided = meters::read(&books.meters, today, request, stamp)
                .map_err(|refusal| Failure::refused(&refusal))?;
            if let Decided::New(readings) = &decided
                && let [reading, ..] = &readings[..]
            {
                let interval = meters::brought(&books.meters, reading);
                said = brought(session, &books.meters, &reading.point, interval);
                said.extend(meters::notes_on(&books.meters, reading));
            }
            Ok(Change::from_decided(decided))
        })?;
    Ok((receipt, said))
}
