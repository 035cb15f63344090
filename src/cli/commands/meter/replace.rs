//! `houqin meter replace` and `houqin meter reset`: another meter, another start.

use houqin::base::{Decided, PointCode, Time, parse_decimal};
use houqin::books::{Change, Focus};
use houqin::meters::{self, EventKind, EventRequest, High, Replaces};

use super::{brought, optional_word};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record that a meter was replaced by another
///
/// Both dials are read: what the old one showed last, and what the new one begins with. The use of
/// both is kept with its own days. If nobody could read the old one, --old-unread leaves its
/// last days open.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin meter replace W-01 --date 2026-03-18 --time 10:00 \
    --old-final 8701.5 --new-initial 12.0 --multiplier 40 --serial SN-7781")]
pub(crate) struct Replace {
    #[command(flatten)]
    dials: Dials,
    /// New multiplier; the old one goes on if it is left out
    #[arg(long, value_name = "MULTIPLIER")]
    multiplier: Option<String>,
    /// Digits of the new dial before the point; as before if left out
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u32).range(1..=18))]
    digits: Option<u32>,
    /// Most that one day can use; as before if left out
    #[arg(long, value_name = "QUANTITY")]
    max_per_day: Option<String>,
    /// Number of the new meter
    #[arg(long, value_name = "SERIAL")]
    serial: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Record that the register of a meter starts again
///
/// Only for points that were added with --reset-allowed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin meter reset H-01 --date 2026-03-18 --old-final 1060 \
    --new-initial 0")]
pub(crate) struct Reset {
    #[command(flatten)]
    dials: Dials,
    #[command(flatten)]
    writing: Writing,
}

/// What both dials showed, and when
#[derive(Debug, clap::Args)]
struct Dials {
    /// Code of the point
    #[arg(value_name = "POINT")]
    point: String,
    /// Day it happened; today if it is left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Time it happened; needed on a day with readings
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// What the dial showed last
    #[arg(long, value_name = "REGISTER", required_unless_present = "old_unread")]
    old_final: Option<String>,
    /// Nobody could read what the dial showed last
    #[arg(long, conflicts_with = "old_final")]
    old_unread: bool,
    /// What the dial shows from then on
    #[arg(long, value_name = "REGISTER", default_value = "0")]
    new_initial: String,
    /// It was looked at again and is right, however much it is; needs --note
    #[arg(long, requires = "note")]
    confirm: bool,
    /// It takes the place of what is recorded for the same day and time
    #[arg(long)]
    correct: bool,
    /// Who did it
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Remark or reason
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
}

impl Dials {
    /// The request without what only a new meter brings.
    fn request(self, session: &Session, kind: EventKind) -> anyhow::Result<EventRequest> {
        let Self {
            point,
            date,
            time,
            old_final,
            old_unread: _,
            new_initial,
            confirm,
            correct,
            person,
            note,
        } = self;
        Ok(EventRequest {
            point: session.arg("POINT", &point, PointCode::parse)?,
            kind,
            date: match date.as_deref() {
                Some(date) => session.day_of("--date", date)?,
                None => session.today(),
            },
            time: session.maybe("--time", time.as_deref(), Time::parse)?,
            old_final: session.maybe("--old-final", old_final.as_deref(), parse_decimal)?,
            new_initial: session.arg("--new-initial", &new_initial, parse_decimal)?,
            multiplier: None,
            digits: None,
            max_per_day: None,
            serial: None,
            high: if confirm { High::Confirmed } else { High::Refused },
            replaces: if correct { Replaces::SameMoment } else { Replaces::Nothing },
            person: optional_word(person),
            note: optional_word(note),
        })
    }
}

pub(super) fn replace(session: &mut Session, args: Replace) -> anyhow::Result<Exit> {
    let Replace { dials, multiplier, digits, max_per_day, serial, writing } = args;
    let request = EventRequest {
        multiplier: session.maybe("--multiplier", multiplier.as_deref(), str::parse)?,
        digits,
        max_per_day: session.maybe("--max-per-day", max_per_day.as_deref(), parse_decimal)?,
        serial: optional_word(serial),
        ..dials.request(session, EventKind::Replacement)?
    };
    record(session, "meter replace", &writing, &request)
}

pub(super) fn reset(session: &mut Session, args: Reset) -> anyhow::Result<Exit> {
    let Reset { dials, writing } = args;
    let request = dials.request(session, EventKind::Reset)?;
    record(session, "meter reset", &writing, &request)
}

fn record(
    session: &Session,
    command: &str,
    writing: &Writing,
    request: &EventRequest,
) -> anyhow::Result<Exit> {
    let today = session.today();
    let mut said = Vec::new();
    let about =
        Focus::Points { points: [request.point.clone()].into(), month: request.date.month() };
    let exit = session.record(command, about, writing, |books, stamp| {
        let decided = meters::change_meter(&books.meters, today, request, stamp)?;
        if let Decided::New(events) = &decided
            && let [event, ..] = &events[..]
        {
            let interval = meters::brought_by_change(&books.meters, event);
            said = brought(session, &books.meters, &event.point, interval);
        }
        Ok::<_, meters::Refusal>(Change::from_decided(decided))
    })?;
    for said in &said {
        session.ui().talk(said);
    }
    Ok(exit)
}
