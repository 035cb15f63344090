//! The registers of the meters: points, prices and factors, as tables of TOML files.

use std::collections::BTreeMap;

use crate::base::{
    AssetTag, Day, DepartmentCode, Diagnostic, PointCode, Price, Refuse, SiteCode, parse_count,
    parse_decimal,
};
use crate::books::{Books, Line, OfMeters, Remark};
use crate::meters::{
    Carrier, Counting, DayPart, Meter, Multiplier, Point, Pricing, ReadAt, Record, Refusal, Reset,
    Sign, Stop, Sum, Tariff, TierPeriod, Tiers, TimePrices, Utility,
};
use crate::store::codec::Wrong;
use crate::store::load::Loader;
use crate::store::{StoreError, StorePath, layout};

use super::blocks::register;
use super::table::{self, Parsed, Table, Written};
use super::{Target, factors};

register!(Points: one [] many [point]);
register!(Tariffs: one [] many [tariff]);

/// Reads points, prices and factors.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    what: OfMeters,
) -> Result<(), StoreError> {
    let path = layout::points();
    if let Some((file, text)) = loader.register::<Points>(&path)? {
        fold(path.as_str(), &text, file.point, loader, books, |table| {
            point(table).map(Record::Point)
        });
    }
    let path = layout::tariffs();
    if let Some((file, text)) = loader.register::<Tariffs>(&path)? {
        fold(path.as_str(), &text, file.tariff, loader, books, |table| {
            tariff(table).map(Record::Tariff)
        });
    }
    factors::load(loader, books, what)
}

/// Decodes and folds the tables of one file; what is wrong is noted at its key.
pub(super) fn fold(
    file: &str,
    text: &str,
    tables: Vec<Parsed>,
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    decode: impl Fn(&mut Table<'_>) -> Result<Record, Wrong>,
) {
    for parsed in tables {
        let mut table = Table::new(file, text, parsed);
        if let Ok(record) = decode(&mut table)
            && let Err(refusal) = books.apply(&Line::Meter(record))
        {
            table.refused(&refusal);
        }
        table.take_defects().into_iter().for_each(|defect| loader.note(defect));
    }
}

/// Notes refusals that only all points together meet, each at its point.
pub(super) fn blame(
    loader: &mut Loader<'_, '_>,
    refusals: &BTreeMap<PointCode, Vec<Refusal>>,
) -> Result<(), StoreError> {
    if refusals.is_empty() {
        return Ok(());
    }
    let path: StorePath = layout::points();
    let Some((file, text)) = loader.register::<Points>(&path)? else { return Ok(()) };
    for parsed in file.point {
        let mut table = Table::new(path.as_str(), &text, parsed);
        let Ok(point) = point(&mut table) else { continue };
        for refusal in refusals.get(&point.code).into_iter().flatten() {
            table.refused(refusal);
        }
        // The register is read a second time; what was wrong with it is told already.
        for defect in table.take_defects() {
            if !loader.diagnostics.contains(&defect) {
                loader.note(defect);
            }
        }
    }
    Ok(())
}

/// Gives remarks about points the places of their rows; `take` hands out those of a key.
pub(in crate::store) fn remark_on_points<'r>(
    loader: &mut Loader<'_, '_>,
    take: &mut impl FnMut(String) -> Vec<&'r Remark>,
) -> Result<Vec<Diagnostic>, StoreError> {
    let path = layout::points();
    let Some((file, text)) = loader.register::<Points>(&path)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for parsed in file.point {
        let mut table = Table::new(path.as_str(), &text, parsed);
        let Ok(point) = point(&mut table) else { continue };
        for remark in take(point.code.to_string()) {
            let (place, original) = table.place(remark.column.unwrap_or_default());
            let warning = Diagnostic::warning(place, remark.message.clone());
            found.push(warning.with_original(original));
        }
    }
    Ok(found)
}

pub(super) fn carrier(table: &mut Table<'_>) -> Result<Carrier, Wrong> {
    let utility = table.required_word("utility", Utility::parse, &Utility::ALL.map(Utility::word));
    let unit = table.text("unit");
    Carrier::new(utility?, Some(unit?.as_str()))
        .map_err(|refusal| table.defect("unit", refusal.message()))
}

/// A text that may be left out.
pub(super) fn note(table: &mut Table<'_>, key: &'static str) -> Result<Option<String>, Wrong> {
    Ok(Some(table.text(key)?).filter(|text| !text.is_empty()))
}

fn point(table: &mut Table<'_>) -> Result<Point, Wrong> {
    let code = table.required("code", PointCode::parse);
    let name = table.text("name");
    let carrier = carrier(table);
    let parent = table.optional("parent", PointCode::parse);
    let sign = table.word("sign", Sign::parse, &Sign::ALL.map(Sign::word));
    let counted = table.word("counted", true_or_false, &["true", "false"]);
    let period = table.word("period", DayPart::parse, &DayPart::ALL.map(DayPart::word));
    let place = note(table, "place");
    let department = table.optional("department", DepartmentCode::parse);
    let site = table.optional("site", SiteCode::parse);
    let class = note(table, "class");
    let metered = table.word("metered", true_or_false, &["true", "false"]);
    let meter = meter(table);
    let sum = table.optional("sum", str::parse::<Sum>);
    let read_at = table.optional("read_at", str::parse::<ReadAt>);
    let stop = stop(table);
    let asset = table.optional("asset", AssetTag::parse);
    let counting = |counted: bool| if counted { Counting::Counted } else { Counting::Check };
    let (metered, meter, sum) = (metered?, meter?, sum?);
    // A sum has no meter unless one is described; then the two are held against each other.
    let has_meter = metered.unwrap_or(sum.is_none() || meter != bare_meter());
    let period = period?;
    // Nothing is to count twice: a sum counts only where it is told to, and a register of a
    // time-of-use meter measures again what the meter measures.
    let again = sum.is_some() || period.is_some();
    let without_a_word = if again { Counting::Check } else { Counting::Counted };
    Ok(Point {
        code: code?,
        name: name?,
        carrier: carrier?,
        parent: parent?,
        sign: sign?.unwrap_or(Sign::Plus),
        counting: counted?.map_or(without_a_word, counting),
        period,
        place: place?,
        department: department?,
        site: site?,
        class: class?,
        meter: has_meter.then_some(meter),
        sum,
        read_at: read_at?.unwrap_or_default(),
        stop: stop?,
        asset: asset?,
    })
}

/// A meter of which nothing is said.
fn bare_meter() -> Meter {
    Meter {
        from: None,
        until: None,
        serial: None,
        multiplier: Multiplier::one(),
        initial: None,
        digits: None,
        decimals: None,
        max_per_day: None,
        reset: Reset::Never,
        accuracy: None,
    }
}

/// The round and the place on it; a place without a round is refused with the point.
fn stop(table: &mut Table<'_>) -> Result<Option<Stop>, Wrong> {
    let route = note(table, "route");
    let place = table.optional("place_in_route", parse_count);
    let (route, place) = (route?, place?);
    let is_there = route.is_some() || place.is_some();
    Ok(is_there.then(|| Stop { route: route.unwrap_or_default(), place }))
}

fn meter(table: &mut Table<'_>) -> Result<Meter, Wrong> {
    let from = table.optional("from", Day::parse);
    let until = table.optional("until", Day::parse);
    let serial = note(table, "serial");
    let multiplier = table.optional("multiplier", str::parse::<Multiplier>);
    let initial = table.optional("initial", parse_decimal);
    let digits = table.optional("digits", parse_count);
    let decimals = table.optional("decimals", parse_count);
    let max_per_day = table.optional("max_per_day", parse_decimal);
    let reset = table.word("reset_allowed", true_or_false, &["true", "false"]);
    let accuracy = table.optional("accuracy", parse_decimal);
    Ok(Meter {
        from: from?,
        until: until?,
        serial: serial?,
        multiplier: multiplier?.unwrap_or_else(Multiplier::one),
        initial: initial?,
        digits: digits?,
        decimals: decimals?,
        max_per_day: max_per_day?,
        reset: if reset? == Some(true) { Reset::Allowed } else { Reset::Never },
        accuracy: accuracy?,
    })
}

fn tariff(table: &mut Table<'_>) -> Result<Tariff, Wrong> {
    let carrier = carrier(table);
    let site = table.optional("site", SiteCode::parse);
    let valid_from = table.required("valid_from", Day::parse);
    let pricing = pricing(table);
    let source = note(table, "source");
    Ok(Tariff {
        carrier: carrier?,
        site: site?,
        valid_from: valid_from?,
        pricing: pricing?,
        source: source?,
    })
}

/// A price is flat, in blocks, or by the time of day.
fn pricing(table: &mut Table<'_>) -> Result<Pricing, Wrong> {
    let per = table.word("per", TierPeriod::parse, &TierPeriod::ALL.map(TierPeriod::word));
    let counted = per.as_ref().ok().copied().flatten().unwrap_or(TierPeriod::Month);
    let tiers = table.optional("tiers", |text| Tiers::parse(text, counted));
    let periods = table.optional("periods", TimePrices::parse);
    let price = match (&tiers, &periods) {
        (Ok(None), Ok(None)) => table.required("price", Price::parse).map(Some),
        _ => table.optional("price", Price::parse),
    };
    match (price?, per?, tiers?, periods?) {
        (Some(price), None, None, None) => Ok(Pricing::Flat(price)),
        (None, _, Some(tiers), None) => Ok(Pricing::Tiered(tiers)),
        (None, None, None, Some(prices)) => Ok(Pricing::ByTime(prices)),
        _ => Err(table.defect("price", Refusal::OnePricing.message())),
    }
}

pub(super) fn true_or_false(word: &str) -> Option<bool> {
    match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A value in quotes, nothing for none.
pub(super) fn quoted<T: ToString>(value: Option<&T>) -> Written {
    Written::Text(value.map(ToString::to_string).unwrap_or_default())
}

/// A value as it is, nothing for none.
pub(super) fn bare<T: ToString>(value: Option<T>) -> Written {
    Written::Bare(value.map(|value| value.to_string()))
}

/// A word that is written only where it is not what is meant without it.
fn only_if(differs: bool, word: &str) -> Written {
    Written::Bare(differs.then(|| word.to_owned()))
}

/// Whether a point is counted, where that is not what is meant without it.
fn counted(point: &Point) -> Written {
    let again = point.sum.is_some() || point.period.is_some();
    match point.counting {
        Counting::Check => only_if(!again, "false"),
        Counting::Counted => only_if(again, "true"),
    }
}

/// A new point is a new table.
pub(super) fn point_target(point: &Point) -> Target {
    let meter = point.meter.as_ref();
    let mut values = vec![
        ("code", quoted(Some(&point.code))),
        ("name", quoted(Some(&point.name))),
        ("utility", Written::Text(point.carrier.utility().word().to_owned())),
        ("unit", Written::Text(point.carrier.unit().to_owned())),
        ("parent", quoted(point.parent.as_ref())),
        (
            "sign",
            Written::Text(match point.sign {
                Sign::Plus => String::new(),
                Sign::Minus => Sign::Minus.word().to_owned(),
            }),
        ),
        ("counted", counted(point)),
        ("period", Written::Text(point.period.map_or("", DayPart::word).to_owned())),
        ("place", quoted(point.place.as_ref())),
        ("department", quoted(point.department.as_ref())),
        ("site", quoted(point.site.as_ref())),
        ("class", quoted(point.class.as_ref())),
        ("metered", only_if(meter.is_none() && point.sum.is_none(), "false")),
        ("sum", quoted(point.sum.as_ref())),
        ("read_at", Written::Text(point.read_at.to_string())),
        ("route", quoted(point.stop.as_ref().map(|stop| &stop.route))),
        ("place_in_route", bare(point.stop.as_ref().and_then(|stop| stop.place))),
        ("asset", quoted(point.asset.as_ref())),
    ];
    if let Some(meter) = meter {
        values.extend([
            ("serial", quoted(meter.serial.as_ref())),
            ("multiplier", quoted(Some(&meter.multiplier))),
            ("from", bare(meter.from)),
            ("until", bare(meter.until)),
            ("initial", quoted(meter.initial.as_ref())),
            ("digits", bare(meter.digits)),
            ("decimals", bare(meter.decimals)),
            ("max_per_day", quoted(meter.max_per_day.as_ref())),
            ("accuracy", quoted(meter.accuracy.as_ref())),
            ("reset_allowed", only_if(meter.reset == Reset::Allowed, "true")),
        ]);
    }
    Target::Block { path: layout::points(), text: table::write("point", values) }
}

/// A new price is a new table.
pub(super) fn tariff_target(tariff: &Tariff) -> Target {
    let (price, tiers, periods) = match &tariff.pricing {
        Pricing::Flat(price) => (Some(price), None, None),
        Pricing::Tiered(tiers) => (None, Some(tiers), None),
        Pricing::ByTime(prices) => (None, None, Some(prices)),
    };
    let values = vec![
        ("utility", Written::Text(tariff.carrier.utility().word().to_owned())),
        ("unit", Written::Text(tariff.carrier.unit().to_owned())),
        ("site", quoted(tariff.site.as_ref())),
        ("valid_from", bare(Some(tariff.valid_from))),
        ("price", quoted(price)),
        ("tiers", quoted(tiers)),
        ("per", Written::Text(tiers.map_or("", |tiers| tiers.per.word()).to_owned())),
        ("periods", quoted(periods)),
        ("source", quoted(tariff.source.as_ref())),
    ];
    Target::Block { path: layout::tariffs(), text: table::write("tariff", values) }
}
