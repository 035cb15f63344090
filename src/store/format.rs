//! `houqin.toml`: the format number and the store's settings.
//!
//! A newer format is refused before anything else is read: it is never half understood.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};

use crate::assets::Regime;
use crate::base::{Diagnostic, Fraction, parse_decimal};
use crate::books::{CheckSetting, Reports, Settings, UpkeepPolicy};
use crate::inspections::{Bands, Policy};
use crate::meters::{HospitalProfile, SavingPolicy};
use crate::stock::{
    ClassPolicy, CostMethod, ExchangePolicy, ExpiryPolicy, NegativeStock, PlanPolicy, PricePolicy,
    PriceReview,
};

use super::StoreError;
use super::attending::TrainingLines;
use super::counting::CountPolicies;
use super::handling::{FindingLines, RepairLines};
use super::heading::HeadLines;
use super::hospital::{ClassWord, HeatingWord, ScopeClasses, ZoneWord};
use super::layout::MARKER;
use super::load::{place_of, toml_defect};
use super::watching::Watching;

/// The format that this version reads and writes.
pub const FORMAT: u32 = 1;

#[derive(Deserialize)]
struct FormatOnly {
    format: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marker {
    #[serde(rename = "format")]
    _format: u32,
    name: String,
    language: Option<String>,
    stock: Option<StockPolicies>,
    exchange: Option<ExchangePolicies>,
    /// `[checks]`: how much checks and codes weigh.
    #[serde(default)]
    checks: BTreeMap<Spanned<String>, Spanned<Value>>,
    reports: Option<ReportPolicies>,
    abc: Option<ClassShares>,
    stocktake: Option<CountPolicies>,
    price: Option<PricePolicies>,
    plan: Option<PlanDays>,
    watch: Option<Watching>,
    findings: Option<FindingLines>,
    repairs: Option<RepairLines>,
    trainings: Option<TrainingLines>,
    energy: Option<SavingLines>,
    inspections: Option<GradeLines>,
    assets: Option<AssetLines>,
    letterhead: Option<HeadLines>,
}

/// `[assets]`: by which rules they are depreciated, and which repairs are worth a thought.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct AssetLines {
    regime: Option<RegimeWord>,
    residual: Option<Share>,
    repair_share: Option<Percent>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum RegimeWord {
    Government,
    Enterprise,
}

impl AssetLines {
    /// The rules; an enterprise keeps a twentieth of the value, unless it says otherwise.
    fn read(&self) -> Regime {
        match (self.regime, self.residual) {
            (Some(RegimeWord::Enterprise), residual) => {
                let usual = Fraction::new(5, 100).unwrap_or(Fraction::ZERO);
                Regime::Enterprise { residual: residual.map_or(usual, |Share(share)| share) }
            }
            (Some(RegimeWord::Government) | None, _) => Regime::Government,
        }
    }
}

/// `[inspections]`: from which rate on time a period is graded how.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct GradeLines {
    grades: Option<Grades>,
}

/// The least rates of excellent, good and pass: `["95%", "90%", "80%"]`.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "Vec<Share>")]
struct Grades(Bands);

impl TryFrom<Vec<Share>> for Grades {
    type Error = String;

    fn try_from(shares: Vec<Share>) -> Result<Self, Self::Error> {
        match shares[..] {
            [Share(excellent), Share(good), Share(pass)] if excellent > good && good > pass => {
                Ok(Self(Bands { excellent, good, pass }))
            }
            _ => Err("grades are three falling rates, as [\"95%\", \"90%\", \"80%\"]".to_owned()),
        }
    }
}

/// `[stock]`: the policies of the store rooms.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct StockPolicies {
    negative: Option<Negative>,
    cost: Option<Cost>,
    count_days: Option<u32>,
    near_expiry_days: Option<u32>,
}

/// `[exchange]`: what old goods have to come back for new ones.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct ExchangePolicies {
    ratio: Option<OldRatio>,
    grace_days: Option<u32>,
}

/// How many old ones for one new one: `1`, `0.5` or `"1/2"`; above zero.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "Value")]
struct OldRatio(Fraction);

impl TryFrom<Value> for OldRatio {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let text = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let ratio: Option<Fraction> = text.parse().ok();
        let ratio = ratio.filter(|ratio| ratio.is_positive());
        ratio.map(Self).ok_or_else(|| "ratio is above zero, as 1 or \"1/2\"".to_owned())
    }
}

/// `[reports]`: when the reports of a month are made.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ReportPolicies {
    made_by: Option<MadeBy>,
}

/// `[abc]`: up to which share of all use an item is of a class.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ClassShares {
    a: Option<Share>,
    b: Option<Share>,
}

impl From<ClassShares> for ClassPolicy {
    fn from(shares: ClassShares) -> Self {
        let default = Self::default();
        let or = |share: Option<Share>, default| share.map_or(default, |Share(share)| share);
        Self { a: or(shares.a, default.a), b: or(shares.b, default.b) }
    }
}

/// `[price]`: when the price of a receipt is looked at more closely.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct PricePolicies {
    tolerance: Option<Share>,
    review: Option<Review>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Review {
    Warn,
    Reason,
}

impl From<PricePolicies> for PricePolicy {
    fn from(policies: PricePolicies) -> Self {
        let default = Self::default();
        Self {
            tolerance: policies.tolerance.map_or(default.tolerance, |Share(share)| share),
            review: match policies.review {
                Some(Review::Reason) => PriceReview::Reason,
                Some(Review::Warn) | None => PriceReview::Warn,
            },
        }
    }
}

/// `[plan]`: how a purchase plan is made where the item does not say, in days.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names are those in the file")]
struct PlanDays {
    window_days: Option<NotNone>,
    cycle_days: Option<u32>,
    lead_days: Option<u32>,
    safety_days: Option<u32>,
}

/// At least one.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "u32")]
struct NotNone(u32);

impl TryFrom<u32> for NotNone {
    type Error = String;

    fn try_from(days: u32) -> Result<Self, Self::Error> {
        (days > 0).then_some(Self(days)).ok_or_else(|| "at least 1 is needed".to_owned())
    }
}

impl From<PlanDays> for PlanPolicy {
    fn from(days: PlanDays) -> Self {
        let default = Self::default();
        let PlanDays { window_days, cycle_days, lead_days, safety_days } = days;
        Self {
            window_days: window_days.map_or(default.window_days, |NotNone(days)| days),
            cycle_days: cycle_days.unwrap_or(default.cycle_days),
            lead_days: lead_days.unwrap_or(default.lead_days),
            safety_days: safety_days.unwrap_or(default.safety_days),
        }
    }
}

/// A part of a whole, written as `80%`.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
pub(super) struct Share(pub(super) Fraction);

impl TryFrom<String> for Share {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let percent = text.strip_suffix('%').and_then(|number| parse_decimal(number).ok());
        let hundred = Fraction::new(100, 1);
        let share =
            percent.and_then(|percent| Fraction::from_decimal(percent).checked_div(hundred?));
        let within = |share: &Fraction| *share >= Fraction::ZERO && *share <= Fraction::ONE;
        let wrong = || format!("{text} is not a share from 0% to 100%");
        share.filter(within).map(Self).ok_or_else(wrong)
    }
}

/// `[energy]`: who is rewarded or warned by the saving plan, and what quotas ask of the hospital.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct SavingLines {
    reward_below: Option<Percent>,
    warn_above: Option<Percent>,
    months: Option<NotNone>,
    hospital_class: Option<ClassWord>,
    climate_zone: Option<ZoneWord>,
    heating: Option<HeatingWord>,
    scope: Option<ScopeClasses>,
}

impl SavingLines {
    /// What the quotas ask of the hospital.
    fn hospital(&self) -> HospitalProfile {
        HospitalProfile {
            class: self.hospital_class.map(|ClassWord(class)| class),
            zone: self.climate_zone.map(|ZoneWord(zone)| zone),
            heating: self.heating.map(|HeatingWord(heating)| heating),
            scope: self.scope.as_ref().map(ScopeClasses::read).unwrap_or_default(),
        }
    }
}

impl From<SavingLines> for SavingPolicy {
    fn from(lines: SavingLines) -> Self {
        let default = Self::default();
        Self {
            reward_below: lines.reward_below.map(|Percent(part)| part),
            warn_above: lines.warn_above.map_or(default.warn_above, |Percent(part)| part),
            months: lines.months.map_or(default.months, |NotNone(months)| months),
        }
    }
}

/// A part of a target, written as `95%`; it may be more than the whole.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
struct Percent(Fraction);

impl TryFrom<String> for Percent {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let percent = text.strip_suffix('%').and_then(|number| parse_decimal(number).ok());
        let hundred = Fraction::new(100, 1);
        let part =
            percent.and_then(|percent| Fraction::from_decimal(percent).checked_div(hundred?));
        let part = part.filter(|part| *part >= Fraction::ZERO);
        part.map(Self).ok_or_else(|| format!("{text} is not a percentage such as 95%"))
    }
}

/// A day that every month has.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "u32")]
struct MadeBy(u32);

impl TryFrom<u32> for MadeBy {
    type Error = String;

    fn try_from(day: u32) -> Result<Self, Self::Error> {
        let days = Reports::DAYS;
        let wrong = || format!("made_by is a day from {} to {}", days.start(), days.end());
        days.contains(&day).then_some(Self(day)).ok_or_else(wrong)
    }
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Negative {
    Refuse,
    Warn,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Cost {
    MovingAverage,
    MonthlyWeighted,
    Fifo,
    SpecificLot,
}

/// The format number alone, if it can be read.
pub(super) fn number(text: &str) -> Option<u32> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    toml::from_str::<FormatOnly>(text).ok()?.format
}

/// Reads the settings, after the format number has been found to be this one.
pub fn read(text: &str) -> Result<Settings, StoreError> {
    let wrong = |diagnostic: Diagnostic| StoreError::Settings(Box::new(diagnostic));
    let found: FormatOnly =
        toml::from_str(text).map_err(|error| wrong(toml_defect(MARKER, text, &error)))?;
    match found.format {
        Some(FORMAT) => {}
        Some(found) => return Err(StoreError::OtherFormat { found, known: FORMAT }),
        None => return Err(StoreError::NoFormat),
    }
    let marker: Marker =
        toml::from_str(text).map_err(|error| wrong(toml_defect(MARKER, text, &error)))?;
    let policies = marker.stock.unwrap_or_default();
    let counts = marker.stocktake.unwrap_or_default();
    let abc = ClassPolicy::from(marker.abc.unwrap_or_default());
    let energy = marker.energy.unwrap_or_default();
    let assets = marker.assets.unwrap_or_default();
    let made_by = marker.reports.and_then(|reports| reports.made_by);
    Ok(Settings {
        name: marker.name,
        language: marker.language,
        negative_stock: match policies.negative {
            Some(Negative::Warn) => NegativeStock::Warn,
            Some(Negative::Refuse) | None => NegativeStock::Refuse,
        },
        cost_method: match policies.cost {
            Some(Cost::MovingAverage) | None => CostMethod::MovingAverage,
            Some(Cost::MonthlyWeighted) => CostMethod::MonthlyWeighted,
            Some(Cost::Fifo) => CostMethod::Fifo,
            Some(Cost::SpecificLot) => CostMethod::SpecificLot,
        },
        expiry: policies
            .near_expiry_days
            .map_or_else(ExpiryPolicy::default, |near_days| ExpiryPolicy { near_days }),
        exchange: exchange_policy(marker.exchange.unwrap_or_default()),
        count_days: policies.count_days,
        checks: marker.checks.into_iter().map(|line| check_setting(text, line)).collect(),
        reports: made_by.map_or_else(Reports::default, |MadeBy(made_by)| Reports { made_by }),
        abc,
        match_target: counts.match_target(),
        counting: counts.read(abc),
        price: marker.price.unwrap_or_default().into(),
        plan: marker.plan.unwrap_or_default().into(),
        watch: marker.watch.unwrap_or_default().read(),
        handling: Policy {
            findings: marker.findings.unwrap_or_default().read(),
            repairs: marker.repairs.unwrap_or_default().read(),
            trainings: marker.trainings.unwrap_or_default().read(),
        },
        hospital: energy.hospital(),
        regime: assets.read(),
        upkeep: assets
            .repair_share
            .map_or_else(UpkeepPolicy::default, |Percent(over)| UpkeepPolicy { over }),
        grades: marker
            .inspections
            .and_then(|lines| lines.grades)
            .map_or_else(Bands::default, |Grades(bands)| bands),
        saving: energy.into(),
        letterhead: marker.letterhead.unwrap_or_default().read(text),
    })
}

fn exchange_policy(policies: ExchangePolicies) -> ExchangePolicy {
    let ExchangePolicies { ratio, grace_days } = policies;
    let unsaid = ExchangePolicy::default();
    ExchangePolicy {
        ratio: ratio.map_or(unsaid.ratio, |OldRatio(ratio)| ratio),
        grace_days: grace_days.unwrap_or(unsaid.grace_days),
    }
}

/// A line of `[checks]` with its places; whether it makes sense is not decided here.
fn check_setting(text: &str, line: (Spanned<String>, Spanned<Value>)) -> CheckSetting {
    let at = |span: std::ops::Range<usize>| {
        let (mut place, original) = place_of(MARKER, text, span.start);
        let length = text.get(span).map_or(1, |text| text.chars().count());
        place.length = u32::try_from(length).unwrap_or(1);
        (place, original)
    };
    let (name, value) = line;
    let (name_at, original) = at(name.span());
    let (value_at, _) = at(value.span());
    let value = match value.into_inner() {
        Value::String(value) => value,
        other => other.to_string(),
    };
    CheckSetting { name: name.into_inner(), value, name_at, value_at, original }
}

/// Writes the settings of a new store.
pub(super) fn write(settings: &Settings) -> String {
    let mut table = toml::Table::new();
    table.insert("format".to_owned(), toml::Value::Integer(i64::from(FORMAT)));
    table.insert("name".to_owned(), toml::Value::String(settings.name.clone()));
    if let Some(language) = &settings.language {
        table.insert("language".to_owned(), toml::Value::String(language.clone()));
    }
    table.to_string()
}
