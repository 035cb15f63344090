//! One rule or one subject only: flags that the lists and the report share.

use houqin::base::{RuleCode, SubjectCode};
use houqin::inspections::{Inspections, ListOptions};

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
}

impl Filter {
    /// Understands the flags.
    pub(crate) fn options(self, session: &Session) -> anyhow::Result<(Set, ListOptions)> {
        let Self { period, clocks, rule, subject } = self;
        let (set, clock) = session.duty_clocks(&clocks)?;
        let options = ListOptions {
            period: session.period(period.period.as_deref())?,
            clock,
            rule: session.maybe("--rule", rule.as_deref(), RuleCode::parse)?,
            subject: session.maybe("--subject", subject.as_deref(), SubjectCode::parse)?,
        };
        Ok((set, options))
    }
}

/// Refuses a rule or a subject that nobody knows, rather than show nothing of it.
pub(crate) fn must_be_known(book: &Inspections, options: &ListOptions) -> anyhow::Result<()> {
    book.known(options.rule.as_ref(), options.subject.as_ref())
        .map_err(|refusal| Failure::refused(&refusal).into())
}
