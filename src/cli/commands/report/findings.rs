//! `houqin report findings`: the hidden dangers of a period, and what became of them.

use houqin::base::{DepartmentCode, SiteCode};
use houqin::books::{Bearing, Books, Need};
use houqin::closing::Book;
use houqin::inspections::{self, FindingOptions, FindingSource};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the findings of a period: from where, put right in time or not, closed, open, found again
///
/// Judges what was opened in the period; everything that is still open is listed beside it, whenever
/// it was opened. In time is told three ways: by the deadline in force, by the first one, by the
/// standard. One that was never closed, was given no deadline, was given a later one too late, or
/// was put right without the evidence that is demanded is not in time in any of them. What a round
/// found counts as reported before where the department reported the same trouble of the same
/// subject, or the rule of the round, on an earlier day. With --exit-code it exits with 1 when
/// something is overdue, unproven or found again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report findings -p 2026-03\n  \
    houqin report findings -p 2026-Q1 --department NK1 --exit-code\n  \
    houqin report findings -p 2026 --source self -f xlsx -o 自报.xlsx")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    /// Only this department's
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only those at this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Only those found so: round, self, drill, outside, complaint or other
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, clocks, department, site, source, restating, asking } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let source = source.as_deref().map(|text| {
        session.choice("--source", text, FindingSource::ALL, |one| (one.word(), one.key()))
    });
    let options = FindingOptions {
        period: session.period(period.period.as_deref())?,
        clock,
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        source: source.transpose()?,
    };
    let span = options.period;
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about: Vec::new() };
    let paper = Paper { set, need: Need::inspections(), span, bearing, restating: &restating };
    let (report, exit) = session.report(&paper, |books| {
        must_be_registered(books, &options)?;
        Ok(inspections::finding_report(&books.inspections, &options))
    })?;
    let found = report.has_something_open();
    Ok(if asking.exit_code && found { Exit::Found } else { exit })
}

/// Refuses a department or a site that nobody knows, rather than show nothing of it.
fn must_be_registered(books: &Books, options: &FindingOptions) -> anyhow::Result<()> {
    if let Some(department) = &options.department {
        let known = books.org.known_department(department);
        known.map_err(|refusal| Failure::refused(&refusal))?;
    }
    if let Some(site) = &options.site {
        books.org.known_site(site).map_err(|refusal| Failure::refused(&refusal))?;
    }
    Ok(())
}
