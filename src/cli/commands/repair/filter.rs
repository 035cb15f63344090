//! Some repair orders only: flags that the list and the report share.

use houqin::base::{DepartmentCode, SubjectCode};
use houqin::inspections::{RepairOptions, RepairUrgency};

use crate::cli::args::{Clocks, Period};
use crate::cli::clocks::Set;
use crate::cli::session::Session;

/// Which repair orders are looked at, and when
#[derive(Debug, clap::Args)]
pub(crate) struct Filter {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    /// Only this department's
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only this contractor's
    #[arg(long, value_name = "CONTRACTOR")]
    contractor: Option<String>,
    /// Only repairs of this
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// Only those as urgent as this: emergency, urgent or routine
    #[arg(long, value_name = "URGENCY")]
    urgency: Option<String>,
}

impl Filter {
    /// Understands the flags.
    pub(crate) fn options(self, session: &Session) -> anyhow::Result<(Set, RepairOptions)> {
        let Self { period, clocks, department, contractor, subject, urgency } = self;
        let (set, clock) = session.duty_clocks(&clocks)?;
        let choice = |text: &str| {
            session.choice("--urgency", text, RepairUrgency::ALL, |one| (one.word(), one.key()))
        };
        let options = RepairOptions {
            period: session.period(period.period.as_deref())?,
            clock,
            department: session.maybe(
                "--department",
                department.as_deref(),
                DepartmentCode::parse,
            )?,
            contractor: session.maybe("--contractor", contractor.as_deref(), SubjectCode::parse)?,
            subject: session.maybe("--subject", subject.as_deref(), SubjectCode::parse)?,
            urgency: urgency.as_deref().map(choice).transpose()?,
            site: None,
        };
        Ok((set, options))
    }
}
