//! The embedded catalogs: one file an area, cut into its keys when one of them is first asked for;
//! of these only those are parsed that are asked for.
//!
//! A new area is a file in `data/text` or `data/diagnostics` and its name in the list below.

#![expect(clippy::disallowed_types, reason = "keys are looked up; nobody iterates over the map")]

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

use super::Language;

/// Which of the two catalogs words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// Labels by key, `data/text`.
    Labels,
    /// Sentences and hints by code, `data/diagnostics`.
    Messages,
}

/// The words of one key, as they stand in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    zh: Option<String>,
    en: Option<String>,
    hint_zh: Option<String>,
    hint_en: Option<String>,
    /// Steps after which the message is said; a test takes each of them.
    example: Option<String>,
    /// Why there are none.
    example_none: Option<String>,
}

impl Words {
    /// The word or sentence in a language, or in the other.
    pub(super) fn in_language(&self, language: Language) -> Option<&str> {
        either(language, self.zh.as_deref(), self.en.as_deref())
    }

    /// The hint in a language, or in the other.
    pub(super) fn hint_in(&self, language: Language) -> Option<&str> {
        either(language, self.hint_zh.as_deref(), self.hint_en.as_deref())
    }
}

fn either<'a>(language: Language, zh: Option<&'a str>, en: Option<&'a str>) -> Option<&'a str> {
    match language {
        Language::Chinese => zh.or(en),
        Language::English => en.or(zh),
    }
}

/// One file of a catalog.
struct Area {
    name: &'static str,
    source: &'static str,
    places: OnceLock<HashMap<&'static str, Slot, FxBuildHasher>>,
}

/// A key of a file, and its words once they were asked for: most commands need a few of thousands.
struct Slot {
    key: &'static str,
    /// The piece of the file that says what the words of the key are.
    piece: &'static str,
    words: OnceLock<Box<Words>>,
}

impl Slot {
    fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let parsed: Result<BTreeMap<String, Words>, _> = toml::from_str(self.piece);
            let mut parsed = parsed.unwrap_or_else(|error| panic!("BUG: {}: {error}", self.key));
            Box::new(parsed.remove(self.key).expect("BUG: a piece without its key"))
        })
    }
}

impl Area {
    fn find(&self, key: &str) -> Option<&Words> {
        let places = self
            .places
            .get_or_init(|| pieces(self.source).into_iter().map(|slot| (slot.key, slot)).collect());
        places.get(key).map(Slot::words)
    }
}

/// Cuts a file into the pieces of its keys: each begins a line, as `"key" = …` or `["key"]`, and
/// goes on to the next. A test holds the pieces against the file as a whole.
fn pieces(source: &'static str) -> Vec<Slot> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    let lines = memchr::memchr_iter(b'\n', source.as_bytes()).map(|end| end + 1);
    for from in std::iter::once(0).chain(lines) {
        let line = &source[from..];
        let (before, after) = if line.starts_with('[') { ("[\"", "]") } else { ("\"", " = ") };
        let Some(rest) = line.strip_prefix(before) else { continue };
        let Some(end) = memchr::memchr(b'"', rest.as_bytes()) else { continue };
        if rest[end + 1..].starts_with(after) {
            starts.push((from, &rest[..end]));
        }
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([source.len()]);
    let slot = |(&(start, key), end): (&(usize, &'static str), usize)| Slot {
        key,
        piece: &source[start..end],
        words: OnceLock::new(),
    };
    starts.iter().zip(ends).map(slot).collect()
}

macro_rules! areas {
    ($folder:literal: $($name:literal)+) => {
        &[$({
            static AREA: Area = Area {
                name: $name,
                source: include_str!(concat!("../../data/", $folder, "/", $name, ".toml")),
                places: OnceLock::new(),
            };
            &AREA
        }),+]
    };
}

/// In alphabetical order, one a line, so that two additions seldom meet.
static LABELS: &[&Area] = areas!("text":
    "agenda"
    "alias"
    "annual"
    "ask"
    "asset"
    "baseline"
    "bill"
    "certificate"
    "check"
    "clause"
    "cli"
    "closing"
    "contractor"
    "convert"
    "cost"
    "diagnostic"
    "diff"
    "driver"
    "energy"
    "evidence"
    "explain"
    "finding"
    "group"
    "help"
    "history"
    "html"
    "import"
    "indicator"
    "inspect"
    "measure"
    "meter"
    "migrate"
    "org"
    "persons"
    "purchase"
    "quota"
    "rank"
    "receipt"
    "repair"
    "report"
    "restore"
    "return"
    "salvage"
    "saving"
    "severity"
    "status"
    "stock"
    "stocktake"
    "store"
    "task"
    "template"
    "training"
    "watch"
    "weather"
    "word"
    "working"
);

/// In alphabetical order, one a line, so that two additions seldom meet.
static MESSAGES: &[&Area] = areas!("diagnostics":
    "annual"
    "ask"
    "asset"
    "baseline"
    "bill"
    "check"
    "clause"
    "cli"
    "closing"
    "code"
    "contractor"
    "convert"
    "cost"
    "csv"
    "date"
    "diff"
    "driver"
    "energy"
    "explain"
    "export"
    "factor"
    "finding"
    "group"
    "help"
    "history"
    "import"
    "indicator"
    "inspect"
    "measure"
    "meter"
    "migrate"
    "number"
    "org"
    "persons"
    "purchase"
    "quota"
    "rank"
    "receipt"
    "repair"
    "report"
    "restore"
    "return"
    "salvage"
    "saving"
    "status"
    "stock"
    "stocktake"
    "store"
    "task"
    "template"
    "training"
    "toml"
    "usage"
    "watch"
    "weather"
    "working"
);

const fn areas(shelf: Shelf) -> &'static [&'static Area] {
    match shelf {
        Shelf::Labels => LABELS,
        Shelf::Messages => MESSAGES,
    }
}

/// Finds the words of a key.
pub(super) fn find(shelf: Shelf, key: &str) -> Option<&'static Words> {
    let name = key.split('.').next()?;
    areas(shelf).iter().find(|area| area.name == name)?.find(key)
}

/// A key of the catalogs with all its words, for the tests that hold them to account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which catalog it stands in.
    pub shelf: Shelf,
    /// The name of its file, without folder and ending.
    pub area: &'static str,
    /// The key or code.
    pub key: &'static str,
    /// The Chinese word or sentence.
    pub zh: Option<&'static str>,
    /// The English word or sentence.
    pub en: Option<&'static str>,
    /// The Chinese hint.
    pub hint_zh: Option<&'static str>,
    /// The English hint.
    pub hint_en: Option<&'static str>,
    /// The steps after which the message is said, one a line.
    pub example: Option<&'static str>,
    /// Why there are none: what no steps on a store can bring about.
    pub example_none: Option<&'static str>,
}

/// The names of all areas of a catalog, in order.
pub fn area_names(shelf: Shelf) -> Vec<&'static str> {
    areas(shelf).iter().map(|area| area.name).collect()
}

/// Every key of an area, in order; none of an area that is not there.
pub fn entries(shelf: Shelf, area: &str) -> Vec<Entry> {
    entries_below(shelf, area, "")
}

/// The keys of an area that begin with some letters, in order.
pub fn entries_below(shelf: Shelf, area: &str, prefix: &str) -> Vec<Entry> {
    let Some(area) = areas(shelf).iter().find(|known| known.name == area) else {
        return Vec::new();
    };
    let entry = |slot: Slot| {
        let words = area.find(slot.key).expect("BUG: a piece that is not found by its key");
        Entry {
            shelf,
            area: area.name,
            key: slot.key,
            zh: words.zh.as_deref(),
            en: words.en.as_deref(),
            hint_zh: words.hint_zh.as_deref(),
            hint_en: words.hint_en.as_deref(),
            example: words.example.as_deref(),
            example_none: words.example_none.as_deref(),
        }
    };
    let below = pieces(area.source).into_iter().filter(|slot| slot.key.starts_with(prefix));
    let mut entries: Vec<Entry> = below.map(entry).collect();
    entries.sort_unstable_by_key(|entry| entry.key);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_file_say_what_the_whole_of_it_says() {
        for area in LABELS.iter().chain(MESSAGES) {
            let whole: BTreeMap<String, Words> = toml::from_str(area.source).expect(area.name);
            let pieces: BTreeMap<String, Words> = pieces(area.source)
                .iter()
                .map(|slot| (slot.key.to_owned(), slot.words().clone()))
                .collect();
            assert_eq!(whole, pieces, "{}", area.name);
            assert!(
                whole.iter().all(|(key, words)| area.find(key) == Some(words)),
                "{}",
                area.name
            );
        }
    }
}
