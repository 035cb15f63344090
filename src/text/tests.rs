//! The catalogs held to account: whole, in both languages, and saying the same.

use std::collections::BTreeSet;

use super::speak::next_placeholder;
use super::{Entry, Shelf, area_names, entries};

fn all() -> Vec<Entry> {
    let both = [Shelf::Labels, Shelf::Messages];
    both.into_iter()
        .flat_map(|shelf| area_names(shelf).into_iter().flat_map(move |area| entries(shelf, area)))
        .collect()
}

fn placeholders(sentence: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut rest = sentence;
    while let Some((_, name, after)) = next_placeholder(rest) {
        names.insert(name);
        rest = after;
    }
    names
}

/// Every way in which one entry of a catalog is not as it should be.
fn defects(entry: &Entry) -> Vec<String> {
    let mut defects = Vec::new();
    let mut tell = |what: &str| {
        defects.push(format!("{:?} {}.toml {}: {what}", entry.shelf, entry.area, entry.key));
    };
    if entry.key.split('.').next() != Some(entry.area) {
        tell("stands in the wrong file");
    }
    let lower = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-')
            })
    };
    // The words of the command line go by its own names, which may be in capitals.
    if entry.area != "cli" && !entry.key.split('.').all(lower) {
        tell("is not in lower snake case");
    }
    if !entry.key.contains('.') {
        tell("has no area");
    }
    // The English of the command line is its doc comments.
    if entry.shelf == Shelf::Labels && entry.area == "cli" && !entry.key.starts_with("cli.clap.") {
        if entry.zh.is_none() || entry.en.is_some() {
            tell("is to have Chinese alone");
        }
        return defects;
    }
    let (Some(zh), Some(en)) = (entry.zh, entry.en) else {
        tell("lacks a language");
        return defects;
    };
    if entry.hint_zh.is_some() != entry.hint_en.is_some() {
        tell("has its hint in one language only");
    }
    if entry.shelf == Shelf::Labels && entry.hint_zh.is_some() {
        tell("is a label with a hint");
    }
    let hints = (entry.hint_zh.unwrap_or(""), entry.hint_en.unwrap_or(""));
    if placeholders(zh) != placeholders(en) || placeholders(hints.0) != placeholders(hints.1) {
        tell("names other arguments in Chinese than in English");
    }
    for words in [zh, en, hints.0, hints.1] {
        if words.trim() != words || words.contains(['\n', '\t', '。']) {
            tell("has blanks at an end, a line break or a full stop");
        }
    }
    for words in [zh, hints.0] {
        let letters: Vec<char> = words.chars().collect();
        let half = |letter: char| matches!(letter, ',' | '(' | ')' | '?' | '!');
        let chinese = |letter: char| ('\u{4E00}'..='\u{9FFF}').contains(&letter);
        let beside =
            |pair: &[char]| half(pair[0]) && chinese(pair[1]) || chinese(pair[0]) && half(pair[1]);
        if letters.windows(2).any(beside) {
            tell("has half-width punctuation beside Chinese");
        }
    }
    if entry.shelf == Shelf::Messages && en.ends_with('.') {
        tell("ends with a full stop");
    }
    defects
}

#[test]
fn every_key_has_both_languages_and_says_the_same_in_both() {
    let entries = all();
    let defects: Vec<String> = entries.iter().flat_map(defects).collect();
    assert!(defects.is_empty(), "{}", defects.join("\n"));
    assert!(entries.len() > 30, "the catalogs are nearly empty");
}

#[test]
fn no_key_appears_twice() {
    let mut seen = BTreeSet::new();
    for entry in all() {
        assert!(seen.insert((entry.shelf, entry.key)), "{} appears twice", entry.key);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test compares the folder with the list")]
fn every_file_of_words_is_embedded() {
    let areas: BTreeSet<(Shelf, &str)> =
        all().iter().map(|entry| (entry.shelf, entry.area)).collect();
    for (shelf, folder) in [(Shelf::Labels, "data/text"), (Shelf::Messages, "data/diagnostics")] {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for file in std::fs::read_dir(root).expect("a folder of words") {
            let path = file.expect("a file of words").path();
            let area = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            assert!(areas.contains(&(shelf, area)), "{folder}/{area}.toml is not in catalog.rs");
        }
    }
}
