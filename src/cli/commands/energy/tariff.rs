//! `houqin energy tariff`: set, list; import is beside it.

use clap::Subcommand;
use houqin::base::{Price, SiteCode};
use houqin::books::{Change, Need};
use houqin::meters::{self, Pricing, Refusal, Tariff, TierPeriod, Tiers, TimePrices};
use houqin::report::Tariffs;

use super::import;
use crate::cli::args::Writing;
use crate::cli::commands::meter::{carrier, optional_word};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(import::Tariffs),
    List(List),
}

/// Set the price of a utility from a day on
///
/// A price is flat, or in blocks by what was used since the month's or the year's first day, or by
/// the time of day; one of the three. A tiered price counts each site as an account of its own.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy tariff set electricity 0.6543 \
    --valid-from 2026-01-01 --source 供电合同\n  \
    houqin energy tariff set electricity --tier 2400=0.5 --tier 4800=0.55 --tier =0.80 --per year \
    --valid-from 2026-01-01\n  \
    houqin energy tariff set electricity --period-price sharp=1.4321 --period-price peak=1.1034 \
    --period-price flat=0.6821 --period-price valley=0.2987 --valid-from 2026-07-01")]
pub(crate) struct Set {
    /// Utility: electricity, `cold_water`, gas, steam, heat, oxygen, diesel, petrol…, or other
    #[arg(value_name = "UTILITY")]
    utility: String,
    /// Yuan per unit
    #[arg(value_name = "PRICE", required_unless_present_any = ["tier", "period_price"],
        conflicts_with_all = ["tier", "period_price"])]
    price: Option<String>,
    /// Block of a tiered price, up to so much use; the last one has no end: =0.80
    #[arg(long, value_name = "UP_TO=PRICE", conflicts_with = "period_price")]
    tier: Vec<String>,
    /// From when the use of a tiered price counts: month or year
    #[arg(long, value_name = "PER", requires = "tier", default_value = "month")]
    per: String,
    /// Price of a part of the day: sharp, peak, flat, valley or `deep_valley`
    #[arg(long, value_name = "PART=PRICE")]
    period_price: Vec<String>,
    /// First day it is valid
    #[arg(long, value_name = "DAY")]
    valid_from: String,
    /// Unit, where the utility is other
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Only for this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Where it comes from: notice, contract
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the prices
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy tariff list")]
pub(crate) struct List {}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import::tariffs(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::meters())?;
            session.show(&Tariffs(books.meters.tariffs().to_vec()))
        }
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { utility, price, tier, per, period_price, valid_from, unit, site, source, writing } =
        args;
    let per = session.choice("--per", &per, &TierPeriod::ALL, |one| (one.word(), one.key()))?;
    let flat = session.maybe("PRICE", price.as_deref(), Price::parse)?;
    let tiers = Some(tier.join(" ")).filter(|text| !text.is_empty());
    let tiers = session.maybe("--tier", tiers.as_deref(), |text| Tiers::parse(text, per))?;
    let prices = Some(period_price.join(" ")).filter(|text| !text.is_empty());
    let prices = session.maybe("--period-price", prices.as_deref(), TimePrices::parse)?;
    let pricing = pricing(flat, tiers, prices).map_err(|refusal| Failure::refused(&refusal))?;
    let tariff = Tariff {
        carrier: carrier("UTILITY", &utility, unit.as_deref())?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        valid_from: session.day_of("--valid-from", &valid_from)?,
        pricing,
        source: optional_word(source),
    };
    session.record("energy tariff set", Need::meters(), &writing, |books, _stamp| {
        meters::set_tariff(&books.meters, &books.org, tariff).map(Change::from_decided)
    })
}

/// The one of the three that was given.
pub(super) fn pricing(
    flat: Option<Price>,
    tiers: Option<Tiers>,
    prices: Option<TimePrices>,
) -> Result<Pricing, Refusal> {
    match (flat, tiers, prices) {
        (Some(price), None, None) => Ok(Pricing::Flat(price)),
        (None, Some(tiers), None) => Ok(Pricing::Tiered(tiers)),
        (None, None, Some(prices)) => Ok(Pricing::ByTime(prices)),
        _ => Err(Refusal::OnePricing),
    }
}
