//! The embedded catalogs: one file an area, cut into its keys before the crate is built; of these
//! only those are parsed that are asked for.
//!
//! A new area is a file in `data/text` or `data/diagnostics`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

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
    /// Where its keys stand, in their order.
    places: &'static [Place],
    /// The words of each of them, once they were asked for: most commands need a few of thousands.
    words: &'static [Slot],
}

/// Where a key stands in its file.
struct Place {
    key: (u32, u32),
    /// The piece of the file that says what the words of the key are.
    piece: (u32, u32),
}

/// The words of a key.
type Slot = OnceLock<Box<Words>>;

// Where each key stands is found out before the crate is built: `.cargo/catalogs.rs`.
include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

impl Area {
    fn find(&self, key: &str) -> Option<&Words> {
        let at = self.places.binary_search_by_key(&key, |place| self.key(place)).ok()?;
        Some(self.words(at))
    }

    fn key(&self, place: &Place) -> &'static str {
        self.text(place.key)
    }

    fn text(&self, (from, to): (u32, u32)) -> &'static str {
        &self.source[from as usize..to as usize]
    }

    /// The words of the key at a place.
    fn words(&self, at: usize) -> &Words {
        self.words[at].get_or_init(|| {
            let place = &self.places[at];
            let (key, piece) = (self.key(place), self.text(place.piece));
            let parsed: Result<BTreeMap<String, Words>, _> = toml::from_str(piece);
            let mut parsed = parsed.unwrap_or_else(|error| panic!("BUG: {key}: {error}"));
            Box::new(parsed.remove(key).expect("BUG: a piece without its key"))
        })
    }
}

const fn areas(shelf: Shelf) -> &'static [Area] {
    match shelf {
        Shelf::Labels => &LABELS,
        Shelf::Messages => &MESSAGES,
    }
}

fn area(shelf: Shelf, name: &str) -> Option<&'static Area> {
    let areas = areas(shelf);
    let at = areas.binary_search_by_key(&name, |area| area.name).ok()?;
    Some(&areas[at])
}

/// Finds the words of a key.
pub(super) fn find(shelf: Shelf, key: &str) -> Option<&'static Words> {
    let name = key.split('.').next()?;
    area(shelf, name)?.find(key)
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
    let Some(area) = self::area(shelf, area) else { return Vec::new() };
    let entry = |at: usize| {
        let words = area.words(at);
        Entry {
            shelf,
            area: area.name,
            key: area.key(&area.places[at]),
            zh: words.zh.as_deref(),
            en: words.en.as_deref(),
            hint_zh: words.hint_zh.as_deref(),
            hint_en: words.hint_en.as_deref(),
            example: words.example.as_deref(),
            example_none: words.example_none.as_deref(),
        }
    };
    let below = |at: &usize| area.key(&area.places[*at]).starts_with(prefix);
    (0..area.places.len()).filter(below).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_file_say_what_the_whole_of_it_says() {
        for area in LABELS.iter().chain(&MESSAGES) {
            let whole: BTreeMap<String, Words> = toml::from_str(area.source).expect(area.name);
            let keys: Vec<&str> = area.places.iter().map(|place| area.key(place)).collect();
            assert!(whole.keys().eq(keys), "{}", area.name);
            assert!(
                whole.iter().all(|(key, words)| area.find(key) == Some(words)),
                "{}",
                area.name
            );
        }
    }
}
