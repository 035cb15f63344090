//! The house's order, kept by machine: floors, file lengths, words, no test file forgotten.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its text.
pub(crate) fn sources(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("below the root");
                let text = std::fs::read_to_string(&path).expect("a source file");
                files.push((name.to_string_lossy().into_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// What each module of `src/` may name with `crate::`; the floors of the architecture.
const FLOORS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("org", &["base"]),
    ("closing", &["base"]),
    ("stock", &["base", "org", "closing"]),
    ("assets", &["base", "org", "closing"]),
    ("meters", &["base", "org", "closing"]),
    ("inspections", &["base", "org", "closing"]),
    ("books", &["base", "org", "closing", "stock", "assets", "meters", "inspections"]),
    ("store", &["base", "org", "closing", "stock", "assets", "meters", "inspections", "books"]),
    ("report", &["base", "org", "closing", "stock", "assets", "meters", "inspections", "books"]),
    ("text", &["base"]),
    ("render", &["base", "report", "text"]),
    ("cli", &[]),
];

/// The floors that each `crate::name` of a source text names, outside comments.
fn named(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
        for after in line.split("crate::").skip(1) {
            let after = after.trim_start_matches('{');
            let name: String = after
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            names.insert(name);
        }
    }
    names
}

#[test]
fn floors_look_down_never_up_or_sideways() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let Some(floor) = file.strip_prefix("src/").and_then(|below| below.split_once('/')) else {
            continue;
        };
        let allowed = FLOORS.iter().find(|(name, _)| *name == floor.0);
        let Some((own, allowed)) = allowed else {
            wrong.push(format!("{file}: a floor that the architecture does not have"));
            continue;
        };
        for name in named(&text) {
            let of_floors = FLOORS.iter().any(|(floor, _)| *floor == name);
            if of_floors && name != *own && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{file}: looks at {name}"));
            }
        }
        if text.contains("super::super") {
            wrong.push(format!("{file}: super::super"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for (file, text) in
        sources("src").into_iter().chain(sources("tests")).chain(sources("examples"))
    {
        let n_lines = text.lines().count();
        if n_lines > 600 {
            wrong.push(format!("{file}: {n_lines} lines"));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{file}: does not say what it is"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mod_files_hold_no_logic() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        if !file.ends_with("/mod.rs") || file.contains("/tests/") {
            continue;
        }
        let logic = text.lines().find(|line| {
            ["fn ", "struct ", "enum ", "impl ", "const ", "static ", "trait "]
                .iter()
                .any(|word| line.split_once(word).is_some_and(|(before, _)| is_visibility(before)))
        });
        if let Some(line) = logic {
            wrong.push(format!("{file}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_visibility(text: &str) -> bool {
    matches!(text.trim(), "" | "pub" | "pub(crate)" | "pub(super)")
}

#[test]
fn no_test_file_is_forgotten() {
    let main = std::fs::read_to_string(root().join("tests/it/main.rs")).expect("the main file");
    let forgotten: Vec<String> = sources("tests/it")
        .into_iter()
        .map(|(file, _)| file)
        .filter(|file| {
            let name = Path::new(file).file_stem().expect("a name").to_string_lossy().into_owned();
            name != "main" && !main.contains(&format!("mod {name};"))
        })
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
