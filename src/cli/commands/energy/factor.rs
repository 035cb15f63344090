//! `houqin energy factor`: set, list, check; import is beside it.

use clap::Subcommand;
use houqin::base::{Message, parse_count, parse_decimal};
use houqin::books::{Change, Need};
use houqin::meters::{
    self, Basis, Equivalent, Factor, Heat, InForceOptions, Origin, Rate, Terms, factors_in_force,
    lint_factors,
};
use houqin::report::{FactorFindings, Factors, FactorsInForce};
use houqin::text::recognise;

use super::import;
use crate::cli::args::{Asking, Writing};
use crate::cli::commands::meter::{carrier, optional_word, utility};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Box<Set>),
    Import(import::Factors),
    List(List),
    Check(Check),
}

/// Set what a unit stands for in standard coal or carbon, from a day on
///
/// Once a utility has a factor of your own on a basis, the sample factors of that basis no
/// longer stand in for it. With the heat of a unit, and for the carbon of a fuel its carbon content
/// and oxidation, energy factor check recomputes the value.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy factor set electricity 0.3020 --basis supply \
    --year 2025 --valid-from 2026-01-01 --source 上年度供电煤耗公布值\n  \
    houqin energy factor set gas 1.2500 --kcal 8750 --valid-from 2026-01-01 --source 供气方热值单\n  \
    houqin energy factor set electricity 0.5306 --into carbon --year 2023 \
    --valid-from 2023-01-01 --source 公告2025年第47号\n  \
    houqin energy factor set cold_water --not-converted --basis supply --valid-from 2026-01-01 \
    --source 水不折算")]
pub(crate) struct Set {
    /// Utility: electricity, `cold_water`, gas, steam, heat, diesel, petrol…, or other
    #[arg(value_name = "UTILITY")]
    utility: String,
    /// Kilograms of standard coal, or of carbon dioxide, per unit
    #[arg(value_name = "KILOGRAMS", required_unless_present = "not_converted")]
    value: Option<String>,
    /// What it is converted to: coal or carbon
    #[arg(long, value_name = "WHAT", default_value = "coal")]
    into: String,
    /// The basis does not convert this utility
    #[arg(long, conflicts_with = "value")]
    not_converted: bool,
    /// Basis, or a name of your own; calorific for coal, grid-national for the carbon of electricity,
    /// common for any other carbon if left out
    #[arg(long, value_name = "BASIS")]
    basis: Option<String>,
    /// First day it is valid
    #[arg(long, value_name = "DAY")]
    valid_from: String,
    /// Last day it is valid; up to the next one if left out
    #[arg(long, value_name = "DAY")]
    valid_until: Option<String>,
    /// Year it was published for
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// Unit, where the utility is other
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Heat of a unit in kilocalories
    #[arg(long, value_name = "KCAL", conflicts_with = "mj")]
    kcal: Option<String>,
    /// Heat of a unit in megajoules
    #[arg(long, value_name = "MJ")]
    mj: Option<String>,
    /// Carbon per gigajoule in kilograms, or per terajoule in tonnes
    #[arg(long, value_name = "CONTENT")]
    carbon_content: Option<String>,
    /// Part of the carbon that burns, such as 0.98
    #[arg(long, value_name = "RATE")]
    oxidation: Option<String>,
    /// Where it comes from: standard, notice
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// How far the source can be trusted
    #[arg(long, value_name = "NOTE")]
    mark: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the factors, the samples that stand in among them
///
/// With --on, the factor that is in force on a day for each utility and basis, and where there is
/// none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy factor list\n  \
    houqin energy factor list --on 2026-03-31 --utility electricity")]
pub(crate) struct List {
    /// What is in force on this day
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only this basis
    #[arg(long, value_name = "BASIS")]
    basis: Option<String>,
}

/// Check the factors: recompute what can be, and say what stands out
///
/// Coal against its kilocalories / 7000, the carbon of a fuel against heat, carbon content and
/// oxidation, every value against what was published for its utility (a unit mistaken is a
/// thousand times off), days without a factor or with two, a missing source, a missing year.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy factor check\n  \
    houqin energy factor check --exit-code -f json")]
pub(crate) struct Check {
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, *args),
        Group::Import(args) => import::factors(session, args),
        Group::List(args) => list(session, args),
        Group::Check(args) => check(session, args),
    }
}

fn list(session: &Session, args: List) -> anyhow::Result<Exit> {
    let List { on, utility: of, basis: by } = args;
    let day = session.maybe_day("--on", on.as_deref())?;
    let utility = of.map(|of| utility("--utility", &of)).transpose()?;
    let basis = by.map(|by| basis(&by)).transpose()?;
    let books = session.read(Need::meters())?;
    if let Some(day) = day {
        let options = InForceOptions { day, utility, basis };
        let lines = factors_in_force(&books.meters, &options);
        return session.show(&FactorsInForce { options, lines });
    }
    let mut factors = books.meters.factors().to_vec();
    factors.retain(|own| utility.is_none_or(|utility| own.carrier.utility() == utility));
    factors.retain(|own| basis.as_ref().is_none_or(|basis| own.basis == *basis));
    session.show(&Factors(factors))
}

fn check(session: &Session, args: Check) -> anyhow::Result<Exit> {
    let Check { asking: Asking { exit_code } } = args;
    let books = session.read(Need::meters())?;
    let findings = lint_factors(&books.meters, session.today());
    let found = !findings.is_empty();
    session.show(&FactorFindings(findings))?;
    Ok(if exit_code && found { Exit::Found } else { Exit::Done })
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set {
        utility,
        value,
        into,
        not_converted: _,
        basis: by,
        valid_from,
        valid_until,
        year,
        unit,
        kcal,
        mj,
        carbon_content,
        oxidation,
        source,
        mark,
        writing,
    } = args;
    let carrier = carrier("UTILITY", &utility, unit.as_deref())?;
    let into = session.word("--into", Some(&into), &Equivalent::ALL, Equivalent::word)?;
    let equivalent = into.unwrap_or(Equivalent::Coal);
    let basis = match by {
        Some(by) => basis(&by)?,
        None => Basis::to_set(equivalent, &carrier),
    };
    let number =
        |flag: &str, text: Option<String>| session.maybe(flag, text.as_deref(), parse_decimal);
    let kcal = number("--kcal", kcal)?.map(Heat::Kilocalories);
    let heat = kcal.or(number("--mj", mj)?.map(Heat::Megajoules));
    let content = number("--carbon-content", carbon_content)?;
    let terms = Terms::new(heat, content, number("--oxidation", oxidation)?);
    let year = session.maybe("--year", year.as_deref(), parse_count)?;
    let factor = Factor {
        carrier,
        equivalent,
        basis,
        origin: Origin::Store,
        valid_from: session.day_of("--valid-from", &valid_from)?,
        valid_until: session.maybe_day("--valid-until", valid_until.as_deref())?,
        year: year.and_then(|year| i32::try_from(year).ok()),
        rate: number("KILOGRAMS", value)?.map_or(Rate::NotConverted, Rate::PerUnit),
        terms: terms.map_err(|refusal| Failure::argument("--carbon-content", &refusal))?,
        source: source.trim().to_owned(),
        mark: optional_word(mark),
    };
    session.record("energy factor set", Need::meters(), &writing, |books, _stamp| {
        meters::set_factor(&books.meters, factor).map(Change::from_decided)
    })
}

/// The basis of a flag, by the word of the files or by its label in either language.
pub(crate) fn basis(text: &str) -> anyhow::Result<Basis> {
    let by_label = recognise(text, &Basis::keys()).and_then(Basis::of_key);
    by_label.or_else(|| Basis::parse(text)).ok_or_else(|| {
        let message = Message::new("cli.unknown_value").with("flag", "--basis").with("text", text);
        Failure::usage(message.with("known", Basis::KNOWN.join(", "))).into()
    })
}
