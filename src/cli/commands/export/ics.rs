//! `houqin export ics`: the deadlines as a calendar file.

use houqin::base::Message;
use houqin::books::Need;
use houqin::inspections::{self, AgendaOptions, DueOptions, Topic};
use houqin::report::Appointments;

use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Write the deadlines of inspections, findings, certificates, tasks and repairs as a calendar file
///
/// Phones, Outlook and other calendars take it over. Every entry lasts a whole day. What is overdue
/// or missed stands on today and says since when. A certificate has an entry on the last day to
/// apply for the next one and another on its own last day. Written again, an entry keeps its name:
/// a calendar that subscribes to the file changes what changed and drops what is done. --topic
/// leaves out the tasks of the plan and the repair orders, which have none. When nothing is due the
/// file has no entry and is still a whole calendar (.ics), and that is said.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin export ics -o deadlines.ics\n  \
    houqin export ics --within 30d --topic fire -o fire.ics")]
pub(crate) struct Args {
    /// How many days ahead to look, as 90d
    #[arg(long, value_name = "DAYS", default_value = "90d")]
    within: String,
    /// Only what is under rules of this topic, as fire
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { within, topic, clocks } = args;
    let within = session.arg("--within", &within, DueOptions::parse_within)?;
    let topic = topic
        .map(|topic| session.choice("--topic", &topic, Topic::ALL, |one| (one.word(), one.key())));
    let topic = topic.transpose()?;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let agenda = inspections::agenda(&books.inspections, &AgendaOptions { clock, within, topic });
    if agenda.lines.is_empty() {
        session
            .ui()
            .talk(&Message::new("inspect.no_deadlines").with("until", agenda.until.to_string()));
    }
    session.show_calendar(&Appointments::of(&agenda, &session.settings_of_store()?.name))
}
