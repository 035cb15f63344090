//! `houqin report compliance`: how the duties of a period were kept.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::inspections::{self, ListOptions};
use houqin::report::Present as _;

use crate::cli::args::{Asking, Restating};
use crate::cli::clocks::{Paper, Set};
use crate::cli::commands::inspect::{Filter, must_be_known};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show how inspection duties were kept: statuses, rates, and every one that was missed
///
/// Looks at what was due in the period. --as-of shows it as at the end of that day, with what was
/// recorded by then; with --known-by, with what was recorded by another day.
///
/// Rates count units; the weighted one counts each by the weight of its rule, and by whole slots a
/// slot counts where none of its units is lacking. The grade follows the rate on time: 95 %
/// excellent, 90 % good, 80 % pass, or as [inspections] grades of houqin.toml says; where a critical
/// duty was missed it is pass at most.
///
/// Beside the duties stand the repairs reported in the period, the indicators against their targets,
/// and the tasks of the years in which it lies; what is open, lacks or is overdue, and what is to be
/// done in the next seven days, is listed. Of one rule or subject there are no indicators and tasks;
/// what parts from stock cost is told by houqin report repairs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report compliance -p 2026-03\n  \
    houqin report compliance -p 2026-03 --as-of 2026-03-31 --known-by 2026-04-10\n  \
    houqin report compliance -p 2026 -f json -o compliance-2026.json\n  \
    houqin report compliance -p 2017-01-01..2026-12-31 --summary")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    /// Show the sums and the rates only, not what was missed: of millions of records the fast way
    #[arg(long, conflicts_with = "restated_since")]
    summary: bool,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter, summary, restating, asking } = args;
    let (set, options) = filter.options(session)?;
    let span = options.period;
    if summary {
        return sum_up(session, &set, &options, &asking);
    }
    let rule = options.rule.iter().map(ToString::to_string);
    let about = rule.chain(options.subject.iter().map(ToString::to_string)).collect();
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about };
    let paper = Paper { set, need: Need::inspections(), span, bearing, restating: &restating };
    let (report, exit) = session.report(&paper, |books| {
        must_be_known(books, &options)?;
        Ok(inspections::compliance(&books.inspections, &options))
    })?;
    let found = report.has_something_open();
    Ok(if asking.exit_code && found { Exit::Found } else { exit })
}

/// Shows the sums, from records that stream by where they can.
fn sum_up(
    session: &mut Session,
    set: &Set,
    options: &ListOptions,
    asking: &Asking,
) -> anyhow::Result<Exit> {
    let (books, sheaves) = session.scan_records_known(set)?;
    must_be_known(&books, options)?;
    let summary = match sheaves {
        Some(sheaves) => inspections::summary_of(&books.inspections, &sheaves, options),
        None => inspections::summary(&books.inspections, options),
    };
    let found = summary.has_something_open();
    let of = (Book::Inspections, options.period);
    let exit = session.show_paper(summary.present(), set, &books, of)?;
    Ok(if asking.exit_code && found { Exit::Found } else { exit })
}
