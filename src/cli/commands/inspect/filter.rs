//! One rule, subject or site only: flags that the lists and the report share.

use houqin::base::{RuleCode, SiteCode, SubjectCode};
use houqin::books::Books;
use houqin::inspections::ListOptions;

use crate::cli::args::{Clocks, Period};
use crate::cli::clocks::Set;
use crate::cli::fail::Failure;
use crate::cli::session::Session;

/// What is looked at, and when
#[derive(Debug, clap::Args)]
pub(crate) struct Filter {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    /// Only this rule
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Only this subject
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// Only what is at this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
}

impl Filter {
    /// Understands the flags.
    pub(crate) fn options(self, session: &Session) -> anyhow::Result<(Set, ListOptions)> {
        let Self { period, clocks, rule, subject, site } = self;
        let (set, clock) = session.duty_clocks(&clocks)?;
        let options = ListOptions {
            period: session.period(period.period.as_deref())?,
            clock,
            rule: session.maybe("--rule", rule.as_deref(), RuleCode::parse)?,
            subject: session.maybe("--subject", subject.as_deref(), SubjectCode::parse)?,
            site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        };
        Ok((set, options))
    }
}

/// Refuses a rule, a subject or a site that nobody knows, rather than show nothing of it.
pub(crate) fn must_be_known(books: &Books, options: &ListOptions) -> anyhow::Result<()> {
    let known = books.inspections.known(options.rule.as_ref(), options.subject.as_ref());
    known.map_err(|refusal| Failure::refused(&refusal))?;
    let site = options.site.as_ref();
    site.map_or(Ok(()), |site| books.org.known_site(site).map(drop))
        .map_err(|refusal| Failure::refused(&refusal).into())
}
