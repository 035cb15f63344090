//! Every key in the code has a word, and every word has its key in the code.

use std::collections::BTreeSet;

use houqin::text::{Shelf, area_names, entries};

use crate::tidy::sources;

/// What stands in quotes in the code of `src/`, outside tests, in files that are asked for.
fn quoted(wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut quoted = BTreeSet::new();
    for (file, text) in sources("src") {
        let of_tests = ["/tests", "/faults", "testing.rs"].iter().any(|part| file.contains(part));
        if of_tests || !wanted(&file) {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        quoted.extend(code.split('"').map(str::to_owned));
    }
    quoted
}

fn is_part(part: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !part.is_empty() && part.bytes().all(fits)
}

/// Whether a quoted text has the shape of a key: parts with dots between, and no file's name.
fn is_key(text: &str) -> bool {
    let is_file = [".toml", ".csv", ".md"].iter().any(|ending| text.ends_with(ending));
    text.contains('.') && text.split('.').all(is_part) && !is_file && !is_number(text)
}

fn is_number(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

fn areas() -> BTreeSet<&'static str> {
    [Shelf::Labels, Shelf::Messages].into_iter().flat_map(area_names).collect()
}

fn keys() -> BTreeSet<&'static str> {
    let all = |shelf| area_names(shelf).into_iter().flat_map(move |area| entries(shelf, area));
    all(Shelf::Labels).chain(all(Shelf::Messages)).map(|entry| entry.key).collect()
}

#[test]
fn every_key_has_a_word() {
    let (areas, keys) = (areas(), keys());
    let of_area = |text: &String| text.split('.').next().is_some_and(|area| areas.contains(area));
    // Where there is nothing but keys, an area that nobody made is missing too.
    let layouts = quoted(|file| file.starts_with("src/report/") || file.ends_with("/error.rs"));
    let missing: BTreeSet<String> = quoted(|_| true)
        .into_iter()
        .filter(of_area)
        .chain(layouts)
        .filter(|text| is_key(text) && !keys.contains(text.as_str()))
        .collect();
    let missing: Vec<String> = missing.into_iter().collect();
    assert!(missing.is_empty(), "without a word in data/:\n{}", missing.join("\n"));
}

#[test]
fn every_word_is_used() {
    let quoted = quoted(|_| true);
    // Keys that are put together: `"asset.field.{field}"`.
    let prefixes: Vec<&str> = quoted
        .iter()
        .filter_map(|text| text.split_once('{').map(|(before, _)| before))
        .filter(|before| before.ends_with('.') && before.split('.').rev().skip(1).all(is_part))
        .collect();
    // The words of the command line are held to account beside it, in `cli/help.rs`; aliases are
    // for reading, and general words for whoever needs them.
    let unused: Vec<&str> = keys()
        .into_iter()
        .filter(|key| !quoted.contains(*key))
        .filter(|key| !["cli.", "alias.", "word."].iter().any(|area| key.starts_with(area)))
        .filter(|key| !prefixes.iter().any(|prefix| key.starts_with(prefix)))
        .collect();
    assert!(unused.is_empty(), "nobody says:\n{}", unused.join("\n"));
}
