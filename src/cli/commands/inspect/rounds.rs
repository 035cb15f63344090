//! `houqin inspect rounds`: rounds planned ahead, spaced and level.

use houqin::base::RuleCode;
use houqin::books::Need;
use houqin::inspections::{self, DaysOff, RoundsOptions};

use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Plan rounds: every subject of a rule its number of visits, spaced, the load level
///
/// What was done already counts, and nothing is planned on a day that is over. Visits are spread
/// over the workdays of the calendar and shared among the inspectors, so that loads differ by one at
/// most wherever that can be. What finds no day, or no room, is listed, and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect rounds XC -p 2026-03-09..2026-03-15\n  houqin \
    inspect rounds XC -p 2026-04 --inspector 甲组 --inspector 乙组 --most 6 -f xlsx -o 四月巡查表.xlsx"
)]
pub(crate) struct Args {
    /// Rule that asks for so many in each slot, as 2/week
    #[arg(value_name = "RULE")]
    rule: String,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    /// Who goes round; may be given several times; whoever asks if left out
    #[arg(long, value_name = "NAME")]
    inspector: Vec<String>,
    /// Most visits of one inspector on a day
    #[arg(long, value_name = "COUNT")]
    most: Option<String>,
    /// Plan on days off too
    #[arg(long)]
    days_off: bool,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { rule, period, clocks, mut inspector, most, days_off } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    if inspector.is_empty() {
        inspector.push(session.by().to_owned());
    }
    let options = RoundsOptions {
        rule: session.arg("RULE", &rule, RuleCode::parse)?,
        period: session.period(period.period.as_deref())?,
        clock,
        inspectors: inspector,
        most: session.maybe("--most", most.as_deref(), RoundsOptions::parse_most)?,
        days_off: if days_off { DaysOff::Worked } else { DaysOff::Free },
    };
    let books = session.read_known(Need::inspections(), &set)?;
    let rounds = inspections::plan_rounds(&books.inspections, &options)
        .map_err(|refusal| Failure::refused(&refusal))?;
    let incomplete = !rounds.unplanned.is_empty();
    session.show_known(&rounds, &set)?;
    Ok(if incomplete { Exit::Found } else { Exit::Done })
}
