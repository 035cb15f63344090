//! `houqin report compliance`: how the duties of a period were kept.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::inspections;

use crate::cli::args::{Asking, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::inspect::{Filter, must_be_known};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show how inspection duties were kept: statuses, rates, and every one that was missed
///
/// Looks at what was due in the period. --as-of shows it as at the end of that day, with what was
/// recorded by then; with --known-by, with what was recorded by another day.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report compliance -p 2026-03\n  \
    houqin report compliance -p 2026-03 --as-of 2026-03-31 --known-by 2026-04-10\n  \
    houqin report compliance -p 2026 -f json -o compliance-2026.json")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter, restating, asking } = args;
    let (set, options) = filter.options(session)?;
    let span = options.period;
    let rule = options.rule.iter().map(ToString::to_string);
    let about = rule.chain(options.subject.iter().map(ToString::to_string)).collect();
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about };
    let paper = Paper { set, need: Need::inspections(), span, bearing, restating: &restating };
    let (report, exit) = session.report(&paper, |books| {
        must_be_known(&books.inspections, &options)?;
        Ok(inspections::compliance(&books.inspections, &options))
    })?;
    let found = report.has_something_open();
    Ok(if asking.exit_code && found { Exit::Found } else { exit })
}
