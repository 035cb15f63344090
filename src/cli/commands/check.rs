//! `houqin check`: every defect of the store in one run, or what some of the checks find.

use houqin::base::{Check, Diagnostic, Message, Weight, nearest, parse_count};
use houqin::books::Settings;
use houqin::render::{self, Format};
use houqin::report::{Cell, Document, Table};

use crate::cli::checking;
use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;

/// Show every defect of the store, each at its file, line and column
///
/// Runs all checks, or those that are named; --list says which there are. Exits with 1 when
/// anything is found, error or warning, and with 0 when nothing is; never with a count. What is
/// overdue or still to come is judged by the day of --today.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin check\n  houqin check slips counts\n  \
                  houqin check --list\n  houqin check -f json > defects.json")]
pub(crate) struct Args {
    /// Checks to run; all of them if left out
    #[arg(value_name = "CHECK")]
    checks: Vec<String>,
    /// List the checks, what each looks at, and its severity in this store
    #[arg(long, conflicts_with_all = ["checks", "max_errors"])]
    list: bool,
    /// Show only so many defects, the first ones, and count the rest
    #[arg(long, value_name = "COUNT")]
    max_errors: Option<String>,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { checks, list, max_errors } = args;
    if list {
        let settings = session.settings_of_store()?;
        return session.show(&listed(&settings));
    }
    let wanted: Vec<Check> = checks.iter().map(|name| parse(name)).collect::<Result<_, _>>()?;
    let most = session.maybe("--max-errors", max_errors.as_deref(), parse_count)?;
    let (_, mut defects) = checking::defects(session)?;
    let is_wanted = |defect: &Diagnostic| match Check::of(&defect.message.code) {
        Some(check) => wanted.is_empty() || wanted.contains(&check),
        // What no check is named for is never passed over.
        None => true,
    };
    defects.retain(is_wanted);
    show(session, &defects, most)?;
    Ok(if defects.is_empty() { Exit::Done } else { Exit::Found })
}

/// Shows the defects, as many as may be shown, and says how many are not.
fn show(session: &Session, defects: &[Diagnostic], most: Option<u32>) -> anyhow::Result<Exit> {
    let n_shown = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(defects.len());
    let (shown, more) = defects.split_at(n_shown.min(defects.len()));
    let more = (!more.is_empty()).then(|| {
        Message::new("check.more").with("count", more.len()).with("most", most.unwrap_or(0))
    });
    match session.format() {
        Format::Table if defects.is_empty() => {
            session.show_document(Document::new("check.result").prose(Message::new("check.clean")))
        }
        Format::Table => {
            let exit = session.show_excerpts(shown)?;
            if let Some(more) = &more {
                session.ui().talk(more);
            }
            Ok(exit)
        }
        _ => session.show(&render::list(shown, session.text()).notes(more.into_iter().collect())),
    }
}

fn parse(name: &str) -> Result<Check, Failure> {
    Check::parse(name).ok_or_else(|| {
        let message = match nearest(name, Check::ALL.into_iter().map(Check::name)) {
            None => usage_message("check.unknown_check", "CHECK"),
            Some(near) => usage_message("check.unknown_check_near", "CHECK").with("nearest", near),
        };
        Failure::usage(message.with("name", name))
    })
}

fn listed(settings: &Settings) -> Document<'static> {
    let mut table = Table::new("check.lines", &["check.name", "check.about", "check.in_force"]);
    for check in Check::ALL {
        let own = settings.checks.iter().find(|setting| setting.name == check.name());
        let weight = own.and_then(|own| Weight::parse(&own.value));
        let of_codes = settings.checks.iter().filter(|setting| {
            setting.name.contains('.') && Check::of(&setting.name) == Some(check)
        });
        table.line(vec![
            Cell::text(check.name()),
            Cell::word(check.key()),
            Cell::word(weight.map_or("check.as_raised", Weight::key)),
        ]);
        for code in of_codes {
            let weight = Weight::parse(&code.value);
            table.line(vec![
                Cell::text(code.name.as_str()),
                Cell::Blank,
                Cell::maybe(weight, |weight| Cell::word(weight.key())),
            ]);
        }
    }
    Document::new("check.list").table(table).notes(vec![Message::new("check.severities")])
}
