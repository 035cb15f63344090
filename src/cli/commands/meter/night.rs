//! `houqin meter night`: night flow and running taps; `ack` acknowledges an alarm.

use clap::Subcommand;
use houqin::base::PointCode;
use houqin::books::{Change, Need};
use houqin::meters::{self, AcknowledgeRequest, NightOptions, night_watches};
use houqin::report::{Explained, Nights};

use super::{View, optional_word, site};
use crate::cli::args::{Asking, Period, Writing};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Hold the nights of a point against its own first nights: leaks and running taps
///
/// Hourly readings give the smallest hour from 01:00 to 05:00; a reading at 22:00 and one at 06:00
/// give the mean of the night, and its part of the day's. The first 14 known nights are the
/// baseline: median + 3 × 1.4826 × the median absolute deviation. Three nights in a row above it
/// raise an alarm. The baseline stays what it was until `meter night ack` takes it anew.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Examples:\n  houqin meter night S-ZY -p 2026-03\n  \
    houqin meter night --all --exit-code\n  \
    houqin meter night ack S-ZY --reason 埋地管漏水已修")]
pub(crate) struct Args {
    /// Code of the point
    #[arg(value_name = "POINT", required_unless_present = "all")]
    point: Option<String>,
    /// Every point that is read by the hour, or in the evening and in the morning
    #[arg(long, conflicts_with = "point")]
    all: bool,
    /// Only points of this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    period: Period,
    /// Show how the figures come about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    view: View,
    #[command(subcommand)]
    step: Option<Step>,
}

#[derive(Debug, Subcommand)]
enum Step {
    Ack(Ack),
}

/// Acknowledge an alarm, and say whether the baseline is taken anew
///
/// Without --from the baseline stays: the leak was found and mended. With it the nights from that
/// day on are the new normal: a new building, another season.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    houqin meter night ack S-ZY --reason 埋地管漏水已修\n  \
    houqin meter night ack S-ZY --reason 新病房楼启用 --from 2026-03-01")]
struct Ack {
    /// Code of the point
    #[arg(value_name = "POINT")]
    point: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Day of the acknowledgement; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Take the baseline anew from the nights of this day on
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Who looked
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { point, all: _, site: at, period, explain, asking, view, step } = args;
    if let Some(Step::Ack(args)) = step {
        return acknowledge(session, args);
    }
    let Period { period } = period;
    let Asking { exit_code } = asking;
    let span = session.period(period.as_deref())?;
    let point = session.maybe("POINT", point.as_deref(), PointCode::parse)?;
    let policy = session.settings_of_store()?.watch.night;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    if let Some(point) = &point {
        books.meters.known(point).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let site = site(session, &books.org, at.as_deref())?;
    let options = NightOptions { span, point, site, view, policy };
    let watches = night_watches(&books.meters, &books.org, &options);
    let result = Nights { span, watches, policy };
    let workings = if explain { result.workings() } else { Vec::new() };
    session.show_known(&Explained { result: &result, workings }, &set)?;
    Ok(if exit_code && result.is_alarmed() { Exit::Found } else { Exit::Done })
}

fn acknowledge(session: &Session, args: Ack) -> anyhow::Result<Exit> {
    let Ack { point, reason, date, from, person, writing } = args;
    let request = AcknowledgeRequest {
        point: session.arg("POINT", &point, PointCode::parse)?,
        date: session.day("--date", date.as_deref())?,
        from: session.maybe_day("--from", from.as_deref())?,
        reason: reason.trim().to_owned(),
        person: optional_word(person),
    };
    let today = session.today();
    session.record("meter night ack", Need::meters(), &writing, |books, stamp| {
        meters::acknowledge(&books.meters, today, &request, stamp).map(Change::from_decided)
    })
}
