//! `houqin energy target`: set, list; import is beside it.

use clap::Subcommand;
use houqin::base::parse_decimal;
use houqin::books::{Change, Need};
use houqin::meters::{self, TargetRequest};
use houqin::report::Targets;

use super::import;
use crate::cli::args::{Period, Writing};
use crate::cli::commands::meter::{carrier, department, optional_word};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(import::Targets),
    List(List),
}

/// Set what each month of a period may use
///
/// The same amount for each month; the target that was set last stands.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy target set electricity 98000 -p 2026\n  \
    houqin energy target set cold_water 420 -p 2026-03 --department NK1")]
pub(crate) struct Set {
    /// Utility: electricity, `cold_water`, gas, steam, heat, oxygen, diesel, petrol…, or other
    #[arg(value_name = "UTILITY")]
    utility: String,
    /// Most that each month may use, in its unit
    #[arg(value_name = "QUANTITY")]
    amount: String,
    #[command(flatten)]
    period: Period,
    /// Only this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Unit, where the utility is other
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the targets that stand for a period
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy target list -p 2026")]
pub(crate) struct List {
    #[command(flatten)]
    period: Period,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import::targets(session, args),
        Group::List(List { period: Period { period } }) => {
            let span = session.period(period.as_deref())?;
            let books = session.read(Need::meters())?;
            session.show(&Targets(books.meters.standing_targets(span)))
        }
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { utility, amount, period, department: of, unit, note, writing } = args;
    let Period { period } = period;
    let request = TargetRequest {
        carrier: carrier("UTILITY", &utility, unit.as_deref())?,
        department: department(session, of.as_deref())?,
        months: session.period(period.as_deref())?.months().collect(),
        amount: session.arg("QUANTITY", &amount, parse_decimal)?,
        note: optional_word(note),
    };
    session.record("energy target set", Need::meters(), &writing, |books, stamp| {
        meters::set_targets(&books.meters, &books.org, &request, stamp).map(Change::from_decided)
    })
}
