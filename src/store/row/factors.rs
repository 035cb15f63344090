//! The conversion factors: those that come with the tool, then the store's own.
//!
//! A row gives either `kgce` or `kgco2` per unit: a number, or `not_converted`, or `unset` where
//! every hospital has to set its own. What a row does not say it leaves out, so a file that knows
//! nothing but `kgce` reads as it always did; `converted = false` is the older way to write
//! `kgce = "not_converted"`. [`factor_target`] writes the one form.

use crate::base::{Day, Diagnostic, Refuse, parse_count, parse_decimal};
use crate::books::{Books, OfMeters, Remark};
use crate::meters::{
    Basis, Combustion, Equivalent, Factor, FactorRefusal, Heat, Origin, Plausible, Rate, Record,
    Terms,
};
use crate::store::codec::Wrong;
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::Target;
use super::blocks::{plain, register};
use super::meter_registers::{bare, carrier, fold, note, quoted, true_or_false};
use super::table::{self, Table, Written};

/// The sample factors that come with the tool.
const SAMPLES: &str = include_str!("../../../data/factors.toml");

register!(Factors: one [] many [factor, plausible]);

/// Reads the factors, the samples first.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    what: OfMeters,
) -> Result<(), StoreError> {
    let path = layout::factors();
    let own = loader.register::<Factors>(&path)?;
    if what == OfMeters::Readings && own.is_none() {
        // Nothing is converted, and nothing of the store is held against the samples.
        return Ok(());
    }
    let mut samples: Factors = plain(SAMPLES).expect("BUG: data/factors.toml is not plain");
    if what == OfMeters::Readings {
        // No factor of the store gives way to one of the samples.
        samples.factor.clear();
    }
    all("data/factors.toml", SAMPLES, samples, Origin::Sample, loader, books);
    if let Some((file, text)) = own {
        all(path.as_str(), &text, file, Origin::Store, loader, books);
    }
    Ok(())
}

fn all(
    path: &str,
    text: &str,
    file: Factors,
    origin: Origin,
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) {
    fold(path, text, file.factor, loader, books, |table| factor(table, origin).map(Record::Factor));
    fold(path, text, file.plausible, loader, books, |table| {
        plausible(table).map(Record::Plausible)
    });
}

/// Gives remarks about factors the places of their rows; `take` hands out those of a key.
pub(in crate::store) fn remark_on_factors<'r>(
    loader: &mut Loader<'_, '_>,
    take: &mut impl FnMut(String) -> Vec<&'r Remark>,
) -> Result<Vec<Diagnostic>, StoreError> {
    let path = layout::factors();
    let Some((file, text)) = loader.register::<Factors>(&path)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for parsed in file.factor {
        let mut table = Table::new(path.as_str(), &text, parsed);
        let Ok(factor) = factor(&mut table, Origin::Store) else { continue };
        for remark in take(factor.place()) {
            let (place, original) = table.place(remark.column.unwrap_or_default());
            let warning = Diagnostic::warning(place, remark.message.clone());
            found.push(warning.with_original(original));
        }
    }
    Ok(found)
}

fn factor(table: &mut Table<'_>, origin: Origin) -> Result<Factor, Wrong> {
    let carrier = carrier(table);
    let basis = table.required_word("basis", Basis::parse, &Basis::KNOWN);
    let year = table.optional("year", parse_count)?.and_then(|year| i32::try_from(year).ok());
    // What was published for a year is valid from its first day, unless the row says otherwise.
    let first = year.and_then(|year| Day::new(year, 1, 1));
    let valid_from = match table.optional("valid_from", Day::parse)?.or(first) {
        Some(day) => Ok(day),
        None => table.required("valid_from", Day::parse),
    };
    let valid_until = table.optional("valid_until", Day::parse);
    let rate = rate(table);
    let terms = terms(table);
    let source = table.text("source");
    let mark = note(table, "mark");
    let (equivalent, rate) = rate?;
    Ok(Factor {
        carrier: carrier?,
        equivalent,
        basis: basis?,
        origin,
        valid_from: valid_from?,
        valid_until: valid_until?,
        year,
        rate,
        terms: terms?,
        source: source?,
        mark: mark?,
    })
}

/// What a row converts to, and at which rate.
fn rate(table: &mut Table<'_>) -> Result<(Equivalent, Rate), Wrong> {
    let converted = table.word("converted", true_or_false, &["true", "false"])?.unwrap_or(true);
    let coal = one_rate(table, "kgce")?;
    let carbon = one_rate(table, "kgco2")?;
    match (coal, carbon) {
        (_, None) if !converted => Ok((Equivalent::Coal, Rate::NotConverted)),
        (Some(rate), None) => Ok((Equivalent::Coal, rate)),
        (None, Some(rate)) => Ok((Equivalent::Carbon, rate)),
        (Some(_), Some(_)) => Err(table.defect("kgco2", FactorRefusal::OneValue.message())),
        (None, None) => Err(table.defect("kgce", FactorRefusal::OneValue.message())),
    }
}

fn one_rate(table: &mut Table<'_>, key: &'static str) -> Result<Option<Rate>, Wrong> {
    let text = table.text(key)?;
    let words = [Rate::NotConverted, Rate::Unset];
    if let Some(rate) = words.into_iter().find(|rate| rate.word() == Some(text.as_str())) {
        return Ok(Some(rate));
    }
    Ok(table.optional(key, parse_decimal)?.map(Rate::PerUnit))
}

fn terms(table: &mut Table<'_>) -> Result<Terms, Wrong> {
    let kcal = table.optional("kcal", parse_decimal);
    let mj = table.optional("mj", parse_decimal);
    let carbon_content = table.optional("carbon_content", parse_decimal);
    let oxidation = table.optional("oxidation", parse_decimal);
    let heat = match (kcal?, mj?) {
        (Some(_), Some(_)) => return Err(table.defect("mj", FactorRefusal::OneHeat.message())),
        (Some(kcal), None) => Some(Heat::Kilocalories(kcal)),
        (None, mj) => mj.map(Heat::Megajoules),
    };
    let terms = Terms::new(heat, carbon_content?, oxidation?);
    terms.map_err(|refusal| table.defect("carbon_content", refusal.message()))
}

fn plausible(table: &mut Table<'_>) -> Result<Plausible, Wrong> {
    let carrier = carrier(table);
    let equivalent = table.required_word(
        "into",
        |word| Equivalent::ALL.into_iter().find(|own| own.word() == word),
        &Equivalent::ALL.map(Equivalent::word),
    );
    let basis = table.word("basis", Basis::parse, &Basis::KNOWN);
    let low = table.required("low", parse_decimal);
    let high = table.required("high", parse_decimal);
    let source = table.text("source");
    Ok(Plausible {
        carrier: carrier?,
        equivalent: equivalent?,
        basis: basis?,
        low: low?,
        high: high?,
        source: source?,
    })
}

/// A new factor is a new table.
pub(super) fn factor_target(factor: &Factor) -> Target {
    let rate = |of: Equivalent| {
        let own = (factor.equivalent == of).then(|| factor.rate.to_string());
        Written::Text(own.unwrap_or_default())
    };
    let Terms { heat, combustion } = factor.terms;
    let (kcal, mj) = match heat {
        Some(Heat::Kilocalories(kcal)) => (Some(kcal), None),
        Some(Heat::Megajoules(mj)) => (None, Some(mj)),
        None => (None, None),
    };
    let content = combustion.map(|Combustion { carbon_content, .. }| carbon_content);
    let oxidation = combustion.map(|Combustion { oxidation, .. }| oxidation);
    let values = vec![
        ("utility", Written::Text(factor.carrier.utility().word().to_owned())),
        ("unit", Written::Text(factor.carrier.unit().to_owned())),
        ("basis", Written::Text(factor.basis.word().to_owned())),
        ("valid_from", bare(Some(factor.valid_from))),
        ("valid_until", bare(factor.valid_until)),
        ("year", bare(factor.year)),
        ("kgce", rate(Equivalent::Coal)),
        ("kgco2", rate(Equivalent::Carbon)),
        ("kcal", quoted(kcal.as_ref())),
        ("mj", quoted(mj.as_ref())),
        ("carbon_content", quoted(content.as_ref())),
        ("oxidation", quoted(oxidation.as_ref())),
        ("source", Written::Text(factor.source.clone())),
        ("mark", quoted(factor.mark.as_ref())),
    ];
    Target::Block { path: layout::factors(), text: table::write("factor", values) }
}

/// A new band is a new table.
pub(super) fn band_target(band: &Plausible) -> Target {
    let values = vec![
        ("utility", Written::Text(band.carrier.utility().word().to_owned())),
        ("unit", Written::Text(band.carrier.unit().to_owned())),
        ("into", Written::Text(band.equivalent.word().to_owned())),
        ("basis", quoted(band.basis.as_ref())),
        ("low", quoted(Some(&band.low))),
        ("high", quoted(Some(&band.high))),
        ("source", Written::Text(band.source.clone())),
    ];
    Target::Block { path: layout::factors(), text: table::write("plausible", values) }
}
