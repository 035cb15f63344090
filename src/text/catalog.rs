//! The embedded catalogs: one file an area, parsed when one of its keys is first asked for.
//!
//! A new area is a file in `data/text` or `data/diagnostics` and its name in the list below.

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
#[derive(Debug, Clone, Default, serde::Deserialize)]
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
    words: OnceLock<BTreeMap<String, Words>>,
}

impl Area {
    fn words(&self) -> &BTreeMap<String, Words> {
        self.words.get_or_init(|| {
            toml::from_str(self.source)
                .unwrap_or_else(|error| panic!("BUG: catalog {}: {error}", self.name))
        })
    }
}

macro_rules! areas {
    ($folder:literal: $($name:literal)+) => {
        &[$({
            static AREA: Area = Area {
                name: $name,
                source: include_str!(concat!("../../data/", $folder, "/", $name, ".toml")),
                words: OnceLock::new(),
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
    "factor"
    "finding"
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
    areas(shelf).iter().find(|area| area.name == name)?.words().get(key)
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
    let Some(area) = areas(shelf).iter().find(|known| known.name == area) else {
        return Vec::new();
    };
    let entry = |(key, words): (&'static String, &'static Words)| Entry {
        shelf,
        area: area.name,
        key,
        zh: words.zh.as_deref(),
        en: words.en.as_deref(),
        hint_zh: words.hint_zh.as_deref(),
        hint_en: words.hint_en.as_deref(),
        example: words.example.as_deref(),
        example_none: words.example_none.as_deref(),
    };
    area.words().iter().map(entry).collect()
}
