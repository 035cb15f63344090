//! The quotas on energy and water: those that come with the tool, then the store's own.

use serde::Deserialize;

use crate::base::{Day, Decimal, Refuse as _, parse_decimal};
use crate::books::Books;
use crate::meters::{
    Basis, ClimateZone, HospitalClass, Indicator, Levels, Origin, Quota, Record, ZoneRule,
};
use crate::store::codec::Wrong;
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::Target;
use super::meter_registers::{fold, note};
use super::table::{self, Parsed, Table, Written};

/// The quotas that come with the tool, by file.
const SAMPLES: [(&str, &str); 2] = [
    ("data/quotas/db37-t2673.toml", include_str!("../../../data/quotas/db37-t2673.toml")),
    ("data/quotas/db37-t4452.toml", include_str!("../../../data/quotas/db37-t4452.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quotas {
    #[serde(default)]
    quota: Vec<Parsed>,
    #[serde(default)]
    zone: Vec<Parsed>,
}

/// Reads the quotas of the tool, then those of the store.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    for (name, text) in SAMPLES {
        let file: Quotas = toml::from_str(text).expect("BUG: data/quotas");
        all(name, text, file, Origin::Sample, loader, books);
    }
    let path = layout::energy_quotas();
    if let Some((file, text)) = loader.toml::<Quotas>(&path)? {
        all(path.as_str(), &text, file, Origin::Store, loader, books);
    }
    Ok(())
}

fn all(
    path: &str,
    text: &str,
    file: Quotas,
    origin: Origin,
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) {
    fold(path, text, file.quota, loader, books, |table| quota(table, origin).map(Record::Quota));
    fold(path, text, file.zone, loader, books, |table| rule(table, origin).map(Record::ZoneRule));
}

fn quota(table: &mut Table<'_>, origin: Origin) -> Result<Quota, Wrong> {
    let indicator =
        table.required_word("indicator", Indicator::parse, &Indicator::ALL.map(Indicator::word));
    let class =
        table.word("class", HospitalClass::parse, &HospitalClass::ALL.map(HospitalClass::word));
    let zone = table.word("zone", ClimateZone::parse, &ClimateZone::ALL.map(ClimateZone::word));
    let valid_from = table.required("valid_from", Day::parse);
    let basis = table.word("basis", Basis::parse, &Basis::KNOWN);
    let keys: &[&'static str] = match &indicator {
        Ok(Indicator::Water) => &["general", "advanced"],
        _ => &["limit", "base", "guide"],
    };
    let values: Vec<Result<Decimal, Wrong>> =
        keys.iter().map(|key| table.required(key, parse_decimal)).collect();
    let source = table.text("source");
    let mark = note(table, "mark");
    let (indicator, values) = (indicator?, values.into_iter().collect::<Result<Vec<_>, _>>()?);
    let levels = Levels::new(indicator, &values)
        .map_err(|refusal| table.defect(refusal.field().unwrap_or_default(), refusal.message()));
    Ok(Quota {
        indicator,
        class: class?,
        zone: zone?,
        origin,
        valid_from: valid_from?,
        levels: levels?,
        basis: basis?,
        source: source?,
        mark: mark?,
    })
}

fn rule(table: &mut Table<'_>, origin: Origin) -> Result<ZoneRule, Wrong> {
    let zone =
        table.required_word("zone", ClimateZone::parse, &ClimateZone::ALL.map(ClimateZone::word));
    let valid_from = table.required("valid_from", Day::parse);
    let heating_base = table.required("heating_base", parse_decimal);
    let heating_from = table.required("heating_from", parse_decimal);
    let heating_to = table.required("heating_to", parse_decimal);
    let cooling_base = table.required("cooling_base", parse_decimal);
    let cooling_above = table.optional("cooling_above", parse_decimal);
    let cooling_to = table.optional("cooling_to", parse_decimal);
    let source = table.text("source");
    let mark = note(table, "mark");
    Ok(ZoneRule {
        zone: zone?,
        origin,
        valid_from: valid_from?,
        heating_base: heating_base?,
        heating_from: heating_from?,
        heating_to: heating_to?,
        cooling_base: cooling_base?,
        cooling_above: cooling_above?,
        cooling_to: cooling_to?,
        source: source?,
        mark: mark?,
    })
}

fn word(word: Option<&str>) -> Written {
    Written::Text(word.unwrap_or_default().to_owned())
}

/// A new quota is a new table.
pub(super) fn quota_target(quota: &Quota) -> Target {
    let mut values = vec![
        ("indicator", word(Some(quota.indicator.word()))),
        ("class", word(quota.class.map(HospitalClass::word))),
        ("zone", word(quota.zone.map(ClimateZone::word))),
        ("valid_from", Written::Bare(Some(quota.valid_from.to_string()))),
    ];
    let levels: Vec<(&str, Decimal)> = match quota.levels {
        Levels::Three { limit, base, guide } => {
            vec![("limit", limit), ("base", base), ("guide", guide)]
        }
        Levels::Two { general, advanced } => vec![("general", general), ("advanced", advanced)],
    };
    values.extend(levels.into_iter().map(|(key, level)| (key, Written::Text(level.to_string()))));
    values.extend([
        ("basis", word(quota.basis.as_ref().map(Basis::word))),
        ("source", Written::Text(quota.source.clone())),
        ("mark", word(quota.mark.as_deref())),
    ]);
    Target::Block { path: layout::energy_quotas(), text: table::write("quota", values) }
}

/// A new rule of a zone is a new table.
pub(super) fn zone_target(rule: &ZoneRule) -> Target {
    let number = |number: Option<Decimal>| {
        Written::Text(number.map(|number| number.to_string()).unwrap_or_default())
    };
    let values = vec![
        ("zone", word(Some(rule.zone.word()))),
        ("valid_from", Written::Bare(Some(rule.valid_from.to_string()))),
        ("heating_base", number(Some(rule.heating_base))),
        ("heating_from", number(Some(rule.heating_from))),
        ("heating_to", number(Some(rule.heating_to))),
        ("cooling_base", number(Some(rule.cooling_base))),
        ("cooling_above", number(rule.cooling_above)),
        ("cooling_to", number(rule.cooling_to)),
        ("source", Written::Text(rule.source.clone())),
        ("mark", word(rule.mark.as_deref())),
    ];
    Target::Block { path: layout::energy_quotas(), text: table::write("zone", values) }
}
