//! `houqin inspect due`: what is due, for cron and for the morning.

use houqin::base::SiteCode;
use houqin::books::Need;
use houqin::inspections::{self, DueOptions, Topic};

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what is due, overdue or missed: inspections, findings, tasks of the plan, repair orders
///
/// Exits with 0 when nothing is, and with 1 when something is. What is due today is due, not
/// overdue. A missed inspection is shown until it is done again, and for a month after its due day
/// in any case; the compliance report lists it for ever. A certificate is listed once, by the day
/// on which to apply for the next one; days without a valid one are one line. A repair order goes by
/// what was promised or by the standard, whichever is earlier; until somebody came, by the time to
/// come. --topic leaves out tasks and repair orders, which have none, and --site the tasks. `houqin
/// explain` says of each obligation how it came about.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect due\n  houqin inspect due --within 0d -q\n  houqin inspect due --topic fire --site DY\n  \
    houqin inspect due --within 7d -f csv -o due.csv || mail -s 巡检到期 ward < due.csv"
)]
pub(crate) struct Args {
    /// How many days ahead to look, as 7d
    #[arg(long, value_name = "DAYS", default_value = "7d")]
    within: String,
    /// Show what was missed from this day on, even if it was done again since
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Only rules of this topic, as fire
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Only what is at this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { within, since, topic, site, clocks } = args;
    let site = session.maybe("--site", site.as_deref(), SiteCode::parse)?;
    let topic = topic
        .map(|text| session.choice("--topic", &text, Topic::ALL, |one| (one.word(), one.key())))
        .transpose()?;
    let within = session.arg("--within", &within, DueOptions::parse_within)?;
    let since = session.maybe_day("--since", since.as_deref())?;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let since = since.unwrap_or_else(|| DueOptions::a_month_before(clock.as_of));
    let books = session.read_known(Need::inspections(), &set)?;
    let known = site.as_ref().map(|site| books.org.known_site(site).map(drop));
    known.unwrap_or(Ok(())).map_err(|refusal| Failure::refused(&refusal))?;
    let options = DueOptions { clock, within, since, topic, site };
    let due = inspections::due(&books.inspections, &options);
    let found = !due.is_empty();
    session.show_known(&due, &set)?;
    Ok(if found { Exit::Found } else { Exit::Done })
}
