//! The catalogs of texts, `data/text` and `data/diagnostics`, cut into their keys once for all: a
//! command that is over in a few milliseconds does not do it anew to say ten of five thousand.
//!
//! Of each file the program gets its name, its text, and where in it each key and its words stand,
//! in the order of the keys. A test of `src/text/catalog.rs` holds that against the files as a whole.

use std::env::var;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes what `src/text/catalog.rs` takes in.
pub(crate) fn write() {
    let root = var("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    let out = var("OUT_DIR").expect("cargo says where to write");
    let mut text = String::new();
    for (name, folder) in [("LABELS", "data/text"), ("MESSAGES", "data/diagnostics")] {
        println!("cargo::rerun-if-changed={folder}");
        let areas = areas(&Path::new(&root).join(folder));
        text.push_str("#[allow(clippy::unreadable_literal, reason = \"nobody reads them\")]\n");
        let _ = writeln!(text, "static {name}: [Area; {}] = [", areas.len());
        text.extend(areas);
        text.push_str("];\n");
    }
    fs::write(Path::new(&out).join("catalogs.rs"), text).expect("the catalogs are written");
}

/// The files of a folder, in the order of their names.
fn areas(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder of catalogs");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a catalog").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    // A name is found by where it stands among the others.
    files.sort_by(|one, other| one.file_stem().cmp(&other.file_stem()));
    files.iter().map(|file| area(file)).collect()
}

fn area(file: &Path) -> String {
    let source = fs::read_to_string(file).expect("a catalog is text");
    let mut places = places(&source);
    places.sort_unstable_by_key(|(key, _)| &source[key.0..key.1]);
    let name = file.file_stem().and_then(|name| name.to_str()).expect("a plain name");
    let n_keys = places.len();
    let path = file.to_str().expect("a path in letters");
    let mut text = format!("Area {{ name: {name:?}, source: include_str!({path:?}), places: &[");
    for (key, piece) in places {
        let _ = write!(text, "Place {{ key: {key:?}, piece: {piece:?} }},");
    }
    let _ = writeln!(
        text,
        "], words: {{ static WORDS: [Slot; {n_keys}] = [const {{ Slot::new() }}; {n_keys}]; &WORDS }} }},"
    );
    text
}

/// Where something begins and ends.
type Range = (usize, usize);

/// Where the keys of a file stand, and the pieces of it that say what their words are: each begins a
/// line, as `"key" = …` or `["key"]`, and goes on to the next.
fn places(source: &str) -> Vec<(Range, Range)> {
    let mut keys: Vec<(usize, Range)> = Vec::new();
    let mut from = 0;
    for line in source.split_inclusive('\n') {
        let (before, after) = if line.starts_with('[') { ("[\"", "]") } else { ("\"", " = ") };
        if let Some(rest) = line.strip_prefix(before)
            && let Some(length) = rest.find('"')
            && rest[length + 1..].starts_with(after)
        {
            let begin = from + before.len();
            keys.push((from, (begin, begin + length)));
        }
        from += line.len();
    }
    let ends = keys.iter().skip(1).map(|(begin, _)| *begin).chain([source.len()]);
    keys.iter().zip(ends).map(|((begin, key), end)| (*key, (*begin, end))).collect()
}
