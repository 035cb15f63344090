//! The figures that results are held against: those of the tool, then the store's own.

use serde::Deserialize;

use crate::base::{Day, parse_decimal};
use crate::books::Books;
use crate::meters::{Record, Utility, Yardstick};
use crate::store::codec::Wrong;
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::Target;
use super::meter_registers::{fold, note};
use super::table::{self, Parsed, Table, Written};

/// The figures that come with the tool.
const SAMPLES: &str = include_str!("../../../data/yardsticks.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Yardsticks {
    #[serde(default)]
    yardstick: Vec<Parsed>,
}

/// Reads the figures of the tool, then those of the store.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    let samples: Yardsticks = toml::from_str(SAMPLES).expect("BUG: data/yardsticks.toml");
    let decode = |table: &mut Table<'_>| yardstick(table).map(Record::Yardstick);
    fold("data/yardsticks.toml", SAMPLES, samples.yardstick, loader, books, decode);
    let path = layout::yardsticks();
    if let Some((file, text)) = loader.toml::<Yardsticks>(&path)? {
        fold(path.as_str(), &text, file.yardstick, loader, books, decode);
    }
    Ok(())
}

fn yardstick(table: &mut Table<'_>) -> Result<Yardstick, Wrong> {
    let kind = table.required_word("kind", Yardstick::known, &Yardstick::KINDS);
    let utility = table.word("utility", Utility::parse, &Utility::ALL.map(Utility::word));
    let valid_from = table.required("valid_from", Day::parse);
    let value = table.required("value", parse_decimal);
    let source = table.text("source");
    let mark = note(table, "mark");
    Ok(Yardstick {
        kind: kind?,
        utility: utility?,
        valid_from: valid_from?,
        value: value?,
        source: source?,
        mark: mark?,
    })
}

/// A new figure is a new table.
pub(super) fn target(yardstick: &Yardstick) -> Target {
    let utility = yardstick.utility.map(Utility::word).unwrap_or_default();
    let values = vec![
        ("kind", Written::Text(yardstick.kind.clone())),
        ("utility", Written::Text(utility.to_owned())),
        ("valid_from", Written::Bare(Some(yardstick.valid_from.to_string()))),
        ("value", Written::Text(yardstick.value.to_string())),
        ("source", Written::Text(yardstick.source.clone())),
        ("mark", Written::Text(yardstick.mark.clone().unwrap_or_default())),
    ];
    Target::Block { path: layout::yardsticks(), text: table::write("yardstick", values) }
}
