//! From a word back to its key: headings and values of files that people wrote in their own words.
//!
//! `data/text/alias.toml` has the other names by which people call a column, under the last part
//! of its key, whatever the ledger.

use super::Language;
use super::catalog::{Shelf, find};
use crate::base::half_width;

/// Finds which of these keys a heading or a word means: by the last part of the key, by its label
/// in either language, or by another name for it. None when it means none of them, or more than
/// one.
///
/// Case, blanks, underscores and full-width letters make no difference. A unit in brackets does,
/// unless it is the label's own or the yuan: `单价（元）`, `单价` and `Unit Price` are the same
/// heading, `单价（万元）` is another.
pub fn recognise<'a>(word: &str, keys: &[&'a str]) -> Option<&'a str> {
    let word = bare(word);
    if word.is_empty() {
        return None;
    }
    let means = |name: &str| {
        let name = bare(name);
        match split_unit(&word) {
            (before, Some("元" | "yuan" | "rmb" | "人民币")) => name == word || name == before,
            (_, Some(_)) => name == word,
            (_, None) => split_unit(&name).0 == word,
        }
    };
    // What a column is called comes before what people also call it.
    let named = only(keys.iter().filter(|key| means(short(key)) || both(key).any(means)));
    named.or_else(|| {
        only(keys.iter().filter(|key| {
            both(&format!("alias.{}", short(key))).flat_map(|names| names.split('、')).any(means)
        }))
    })
}

/// Whether a heading is what a column is called, and not only another name for it.
pub fn is_called(word: &str, key: &str) -> bool {
    let word = bare(word);
    bare(short(key)) == word || both(key).any(|label| bare(label) == word)
}

/// The only one of some keys.
fn only<'a, 'k: 'a>(mut keys: impl Iterator<Item = &'a &'k str>) -> Option<&'k str> {
    match (keys.next(), keys.next()) {
        (Some(key), None) => Some(key),
        (None, _) | (Some(_), Some(_)) => None,
    }
}

fn short(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

fn both(key: &str) -> impl Iterator<Item = &'static str> + use<> {
    let words = find(Shelf::Labels, key);
    [Language::Chinese, Language::English]
        .into_iter()
        .filter_map(move |language| words?.in_language(language))
}

/// A word without what makes no difference.
fn bare(word: &str) -> String {
    let word = half_width(word);
    let counts = |letter: &char| !letter.is_whitespace() && !matches!(letter, '_' | '\u{FEFF}');
    word.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

/// A bare word before its unit in brackets, and the unit.
fn split_unit(word: &str) -> (&str, Option<&str>) {
    match word.strip_suffix(')').and_then(|word| word.rsplit_once('(')) {
        Some((before, unit)) if !before.is_empty() => (before, Some(unit)),
        Some(_) | None => (word, None),
    }
}

#[cfg(test)]
mod tests {
    use super::recognise;

    const COLUMNS: &[&str] = &["word.store", "word.quantity", "word.amount", "org.sites.code"];

    #[test]
    fn headings_are_known_by_key_label_and_alias() {
        for (heading, key) in [
            ("quantity", "word.quantity"),
            ("数量", "word.quantity"),
            (" Quantity ", "word.quantity"),
            ("数 量", "word.quantity"),
            ("实发数量", "word.quantity"),
            ("金额（元）", "word.amount"),
            ("金额", "word.amount"),
            ("数量（元）", "word.quantity"),
            ("\u{feff}编码", "org.sites.code"),
            ("ＣＯＤＥ", "org.sites.code"),
        ] {
            assert_eq!(recognise(heading, COLUMNS), Some(key), "{heading}");
        }
        for heading in ["", "（元）", "数目表", "quantities", "金额（万元）", "数量（箱）"]
        {
            assert_eq!(recognise(heading, COLUMNS), None, "{heading}");
        }
    }

    #[test]
    fn what_could_mean_two_columns_means_none() {
        let both = ["org.sites.code", "org.departments.code"];
        assert_eq!(recognise("编码", &both), None);
    }
}
