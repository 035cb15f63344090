//! `houqin energy quota`: set, list, grade; import is beside it.

use clap::Subcommand;
use houqin::base::Message;
use houqin::books::{Change, Need};
use houqin::meters::{
    self, Basis, ClimateZone, GradeOptions, Heating, HospitalClass, HospitalProfile, Indicator,
    Levels, Origin, Quota, grade_year,
};
use houqin::report::{EnergyQuotas, Explained, grade_workings};

use super::quota_import;
use crate::cli::args::{Asking, Period, Writing};
use crate::cli::commands::meter::{View, optional_word, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(quota_import::Args),
    List(List),
    Grade(Grade),
}

/// What a hospital is, as far as quotas ask for it
#[derive(Debug, clap::Args)]
pub(crate) struct Kind {
    /// Class of the hospital: level3 (三级), level2 (二级) or level1 (一级)
    #[arg(long, value_name = "GRADE")]
    hospital_class: Option<String>,
    /// Climate zone: A or B
    #[arg(long, value_name = "ZONE")]
    climate_zone: Option<String>,
}

impl Kind {
    fn read(
        &self,
        session: &Session,
    ) -> anyhow::Result<(Option<HospitalClass>, Option<ClimateZone>)> {
        let Self { hospital_class, climate_zone } = self;
        let class = hospital_class.as_deref().map(|text| {
            let all = &HospitalClass::ALL;
            session.choice("--hospital-class", text, all, |one| (one.word(), one.key()))
        });
        let zone = climate_zone.as_deref().map(|text| {
            let all = &ClimateZone::ALL;
            session.choice("--climate-zone", text, all, |one| (one.word(), one.key()))
        });
        Ok((class.transpose()?, zone.transpose()?))
    }
}

/// Set the quota of an indicator from a day on
///
/// Once an indicator has a quota of your own for a class and zone, the samples for them no longer
/// stand in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    houqin energy quota set general_electricity 73.1/53.0/34.9 --hospital-class 二级 \
    --climate-zone A --valid-from 2026-01-01 --source \"DB37/T 2673\"\n  \
    houqin energy quota set per_person 907.4/556.9/428.3 --basis db37 --hospital-class 二级 \
    --climate-zone A --valid-from 2026-01-01 --source 省机关事务管理局\n  \
    houqin energy quota set water 540/340 --hospital-class 二级 --valid-from 2026-01-01 \
    --source 市水务局")]
pub(crate) struct Set {
    /// Indicator: `non_heating`, `per_person`, `general_electricity`, `heating_district`,
    /// `heating_air_conditioning`, `heating_fuel`, `data_centre` or water
    #[arg(value_name = "INDICATOR")]
    indicator: String,
    /// Limit/base/guide value (约束/基准/引导), for water general/advanced (通用/先进)
    #[arg(value_name = "LEVELS")]
    levels: String,
    #[command(flatten)]
    kind: Kind,
    /// Basis of indicators in standard coal: calorific, supply, db37, or a name of your own
    #[arg(long, value_name = "BASIS")]
    basis: Option<String>,
    /// First day it is valid
    #[arg(long, value_name = "DAY")]
    valid_from: String,
    /// Where it comes from: standard, notice
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// How far the source can be trusted
    #[arg(long, value_name = "NOTE")]
    mark: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the quotas, the samples that stand in among them
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy quota list")]
pub(crate) struct List {}

/// Grade a hospital's year by its quotas: energy, electricity, heating, data centre, water
///
/// Each indicator with its value, its working and what its grade asks for. The class of the
/// hospital and how it is heated are settings (`[energy]` of houqin.toml) or flags; the climate
/// zone too, or a whole year of temperatures tells it. Points are counted or left out by their
/// class (`[energy.scope]`). What is missing keeps an indicator open and is named.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy quota grade -p 2025\n  \
    houqin energy quota grade -p 2025 --hospital-class 二级 --climate-zone A --explain")]
pub(crate) struct Grade {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    kind: Kind,
    /// How the hospital is heated: district (集中供暖), `air_conditioning` (空调), fuel (燃气、燃油)
    #[arg(long, value_name = "HEATING")]
    heating: Option<String>,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Station whose temperatures tell the climate zone
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
    /// Show how each figure was computed
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => quota_import::run(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::meters())?;
            session.show(&EnergyQuotas(books.meters.quotas().to_vec()))
        }
        Group::Grade(args) => grade(session, args),
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { indicator, levels, kind, basis, valid_from, source, mark, writing } = args;
    let indicator =
        session.choice("INDICATOR", &indicator, &Indicator::ALL, |one| (one.word(), one.key()))?;
    let (class, zone) = kind.read(session)?;
    let quota = Quota {
        indicator,
        class,
        zone,
        origin: Origin::Store,
        valid_from: session.day_of("--valid-from", &valid_from)?,
        levels: session.arg("LEVELS", &levels, |text| Levels::parse(indicator, text))?,
        basis: basis.as_deref().and_then(Basis::parse),
        source: source.trim().to_owned(),
        mark: optional_word(mark),
    };
    session.record("energy quota set", Need::meters(), &writing, |books, _stamp| {
        meters::set_quota(&books.meters, quota).map(Change::from_decided)
    })
}

fn grade(session: &Session, args: Grade) -> anyhow::Result<Exit> {
    let Grade {
        period: Period { period },
        kind,
        heating,
        site: at,
        station,
        explain,
        view,
        asking: Asking { exit_code },
    } = args;
    let span = session.period(Some(period.as_deref().unwrap_or("last-year")))?;
    let (class, zone) = kind.read(session)?;
    let heating = heating.as_deref().map(|text| {
        session.choice("--heating", text, &Heating::ALL, |one| (one.word(), one.key()))
    });
    let own = session.settings_of_store()?.hospital;
    let profile = HospitalProfile {
        class: class.or(own.class),
        zone: zone.or(own.zone),
        heating: heating.transpose()?.or(own.heating),
        scope: own.scope,
    };
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let options = GradeOptions { span, site, profile, station, view };
    let grades = grade_year(&books.meters, &books.org, &options).ok_or_else(|| {
        Failure::usage(Message::new("quota.no_year").with("period", span.to_string()))
    })?;
    let workings = if explain { grade_workings(&grades) } else { Vec::new() };
    session.show_known(&Explained { result: &grades, workings }, &set)?;
    Ok(if exit_code && grades.needs_attention() { Exit::Found } else { Exit::Done })
}
