//! `houqin certificate list`: certificates, those that end first on top, and the days without one.

use houqin::base::SubjectCode;
use houqin::books::Need;
use houqin::inspections::{self, DueOptions, RegisterOptions, WhichCertificates};

use crate::cli::args::{Asking, Clocks};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List certificates, or those that end or are to be applied for soon, and the days without one
///
/// Says of each certificate by when to apply for the next one, how many days are left, how many days
/// there were without one after it, and on how many of these it was needed: in service, or on duty
/// by the roster. Whoever was without one when it was needed is listed below, also who never had
/// one. A certificate whose holder left every rule that asks for it needs no next one. With
/// --exit-code exits with 1 when one is over or to be applied for, or somebody is without one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin certificate list\n  \
    houqin certificate list --expiring 60d --exit-code\n  \
    houqin certificate list --expired --kind 电梯作业")]
pub(crate) struct Args {
    /// Only those that end, or are to be applied for, within so many days, as 60d, and those that
    /// are over
    #[arg(long, value_name = "DAYS", visible_alias = "expiring", conflicts_with = "expired")]
    within: Option<String>,
    /// Only those that are over and were not renewed
    #[arg(long)]
    expired: bool,
    /// Only those of this person or this thing
    #[arg(long, value_name = "HOLDER")]
    holder: Option<String>,
    /// Only those of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { within, expired, holder, kind, clocks, asking } = args;
    let within = session.maybe("--within", within.as_deref(), DueOptions::parse_within)?;
    let which = match (within, expired) {
        (Some(days), _) => WhichCertificates::Within(days),
        (None, true) => WhichCertificates::Expired,
        (None, false) => WhichCertificates::All,
    };
    let holder = session.maybe("--holder", holder.as_deref(), SubjectCode::parse)?;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let options = RegisterOptions { clock, which, holder, kind };
    let register = inspections::certificate_register(&books.inspections, &options);
    let exit = session.show_known(&register, &set)?;
    Ok(if asking.exit_code && register.has_something_open() { Exit::Found } else { exit })
}
