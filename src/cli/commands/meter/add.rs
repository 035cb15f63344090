//! `houqin meter add`: a point and its meter.

use houqin::base::{AssetTag, PointCode, SiteCode, parse_decimal};
use houqin::books::{self, Change, Need, Reading};
use houqin::meters::{Counting, DayPart, Meter, Multiplier, Point, Reset, Sign, Stop, Sum};

use super::{carrier, department, optional_word};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Register a point with its meter
///
/// A point is a place that is measured. Points form a tree: --parent names the main meter above.
/// Sums count a point once, however the tree grows; a check meter beside another one is in no sum.
/// Digits and the most of a day let a dial that rolls over be told from a wrong reading.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    houqin meter add E-01 --name 总配电 --utility electricity --multiplier 200/5 --digits 6 \
    --max-per-day 8000\n  \
    houqin meter add W-01 --name 总水表 --utility 冷水 --digits 5 --max-per-day 400 \
    --from 2026-01-01 --initial 1250\n  \
    houqin meter add E-01-3 --name 内科一病区 --utility electricity --parent E-01 --department NK1\n  \
    houqin meter add E-01-R --name 其余 --utility electricity --sum \"E-01 - E-01-3\"\n  \
    houqin meter add E-01-F --name 总配电峰 --utility electricity --parent E-01 \
    --price-period peak\n  \
    houqin meter add W-02 --name 病房楼水表 --utility 冷水 --read-at 06:00,22:00 --route 东线 \
    --route-order 20\n  \
    houqin meter add Q-GL1 --name 1号锅炉燃气表 --utility gas --asset GL-01")]
#[expect(clippy::struct_excessive_bools, reason = "each of them is a flag")]
pub(crate) struct Args {
    /// Code of the point
    #[arg(value_name = "POINT")]
    point: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What it measures: electricity, `cold_water`, `hot_water`, gas, steam, heat, oxygen,
    /// `compressed_air`, `softened_water`, `deaerated_water`, diesel, petrol, lpg, `fuel_oil`, `raw_coal`
    /// or other
    #[arg(long, value_name = "UTILITY")]
    utility: String,
    /// Unit in which it is billed, where the utility is other
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Point above it, whose meter measures it too
    #[arg(long, value_name = "POINT")]
    parent: Option<String>,
    /// Take its use away from the point above instead of adding it
    #[arg(long)]
    minus: bool,
    /// Count it in no sum: a check meter beside another one
    #[arg(long)]
    check_meter: bool,
    /// No meter of its own: computed from other points, as in "D-ZY - D-NK1"; without a value, the
    /// sum of the points below it
    ///
    /// Spaces stand around + and -. A computed point is in no sum unless --counted says so, so that
    /// nothing counts twice.
    #[arg(long, value_name = "SUM", num_args = 0..=1, default_missing_value = "",
          conflicts_with_all = METER_FLAGS)]
    sum: Option<String>,
    /// Count a computed point in sums, as what its department answers for
    #[arg(long, requires = "sum", conflicts_with = "check_meter")]
    counted: bool,
    /// Register of the time-of-use meter above it: sharp, peak, flat, valley or `deep_valley`
    #[arg(long, value_name = "PART", requires = "parent", conflicts_with = "sum")]
    price_period: Option<String>,
    /// Where it hangs
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Department that answers for what it measures
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// What the use is for, in your own words: lighting, air conditioning
    #[arg(long, value_name = "PURPOSE")]
    purpose: Option<String>,
    /// Number of the meter
    #[arg(long, value_name = "SERIAL")]
    serial: Option<String>,
    /// By how much the register is multiplied: 40, 200/5 or 200/5*10000/100
    #[arg(long, value_name = "MULTIPLIER")]
    multiplier: Option<String>,
    /// First day it measures; without it, the day of its first reading
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// What the dial showed at the beginning of that day
    #[arg(long, value_name = "REGISTER", requires = "from")]
    initial: Option<String>,
    /// Digits of the dial before the point
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u32).range(1..=18))]
    digits: Option<u32>,
    /// Digits of the dial after the point
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u32).range(0..=9))]
    decimals: Option<u32>,
    /// Most that one day can use, in the unit of the bill
    #[arg(long, value_name = "QUANTITY")]
    max_per_day: Option<String>,
    /// Accuracy class in percent, such as 0.5
    #[arg(long, value_name = "PERCENT")]
    accuracy: Option<String>,
    /// The register may go back to zero by itself
    #[arg(long)]
    reset_allowed: bool,
    /// Times of day at which it is read, such as 06:00,22:00
    #[arg(long, value_name = "TIMES")]
    read_at: Option<String>,
    /// Round on which it is read
    #[arg(long, value_name = "ROUTE")]
    route: Option<String>,
    /// Place on the round, such as 10
    #[arg(long, value_name = "POSITION", requires = "route")]
    route_order: Option<u32>,
    /// Asset whose use it measures: a boiler, a lift, a vehicle
    #[arg(long, value_name = "TAG")]
    asset: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// The flags that only a meter has.
const METER_FLAGS: [&str; 11] = [
    "serial",
    "multiplier",
    "from",
    "initial",
    "digits",
    "decimals",
    "max_per_day",
    "accuracy",
    "reset_allowed",
    "read_at",
    "route",
];

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        point: code,
        name,
        utility,
        unit,
        parent,
        minus,
        check_meter,
        sum,
        counted,
        price_period,
        place,
        department: of,
        site,
        purpose,
        serial,
        multiplier,
        from,
        initial,
        digits,
        decimals,
        max_per_day,
        accuracy,
        reset_allowed,
        read_at,
        route,
        route_order,
        asset,
        writing,
    } = args;
    let decimal = |flag: &str, text: Option<&str>| session.maybe(flag, text, parse_decimal);
    let meter = Meter {
        from: session.maybe_day("--from", from.as_deref())?,
        until: None,
        serial: optional_word(serial),
        multiplier: session
            .maybe("--multiplier", multiplier.as_deref(), str::parse)?
            .unwrap_or_else(Multiplier::one),
        initial: decimal("--initial", initial.as_deref())?,
        digits,
        decimals,
        max_per_day: decimal("--max-per-day", max_per_day.as_deref())?,
        reset: if reset_allowed { Reset::Allowed } else { Reset::Never },
        accuracy: decimal("--accuracy", accuracy.as_deref())?,
    };
    let formula = sum.as_deref().filter(|sum| !sum.trim().is_empty());
    let formula: Option<Sum> = session.maybe("--sum", formula, str::parse)?;
    let stop = optional_word(route).map(|route| Stop { route, place: route_order });
    let period = price_period.map(|part| day_part(session, &part)).transpose()?;
    let in_no_sum = check_meter || period.is_some() || (formula.is_some() && !counted);
    let point = Point {
        code: session.arg("POINT", &code, PointCode::parse)?,
        name: name.trim().to_owned(),
        carrier: carrier("--utility", &utility, unit.as_deref())?,
        parent: session.maybe("--parent", parent.as_deref(), PointCode::parse)?,
        sign: if minus { Sign::Minus } else { Sign::Plus },
        counting: if in_no_sum { Counting::Check } else { Counting::Counted },
        period,
        place: optional_word(place),
        department: department(session, of.as_deref())?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        class: optional_word(purpose),
        meter: sum.is_none().then_some(meter),
        sum: formula,
        read_at: session.maybe("--read-at", read_at.as_deref(), str::parse)?.unwrap_or_default(),
        stop,
        asset: session.maybe("--asset", asset.as_deref(), AssetTag::parse)?,
    };
    let need = Need { assets: Reading::Wanted, ..Need::meters() };
    session.record("meter add", need, &writing, |books, _stamp| {
        books::add_point(books, &point).map(Change::from_decided)
    })
}

/// A part of the day, by its word or as it is said.
fn day_part(session: &Session, text: &str) -> anyhow::Result<DayPart> {
    DayPart::parse(text).map_or_else(
        || session.choice("--price-period", text, &DayPart::ALL, |part| (part.word(), part.key())),
        Ok,
    )
}
