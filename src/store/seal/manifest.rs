//! The manifest of a link: what `sha256sum -c` reads, with a line that sums up the manifest itself.
//!
//! The paths are those below the store's root, where `sha256sum -c` is to be run. What begins with
//! `#` is passed over by it.

use crate::closing::Link;
use crate::store::row::written_number;
use crate::store::{Digest, StorePath};

/// The first line.
const FIRST: &str = "# houqin seal, format 1; in the store's folder: sha256sum -c FILE\n";

/// How the last line begins.
const END: &str = "# end ";

/// A file and its sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Entry {
    /// The file.
    pub(in crate::store) path: StorePath,
    /// Its sum.
    pub(in crate::store) sum: Digest,
    /// The line of the manifest, from 1.
    pub(in crate::store) line: u32,
}

/// A manifest as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Manifest {
    /// The files.
    pub(in crate::store) entries: Vec<Entry>,
    /// The lines that are none of a manifest, from 1.
    pub(in crate::store) odd: Vec<u32>,
    /// Whether the last line sums up all before it.
    pub(in crate::store) whole: bool,
}

/// Writes a manifest.
pub(super) fn write(title: &str, files: &[(StorePath, Digest)]) -> String {
    let mut text = format!("{FIRST}# {title}\n");
    for (path, sum) in files {
        text.extend([&sum.to_string(), "  ", path.as_str(), "\n"]);
    }
    let sum = Digest::of(text.as_bytes());
    text.extend([END, &sum.to_string(), "\n"]);
    text
}

/// The title of a link's manifest.
pub(super) fn title(link: &Link) -> String {
    let number = written_number(link.number);
    format!("{number} {} {} {}", link.kind.word(), link.of.book.word(), link.of.month)
}

/// The first of the lines before the files that is not as it should be, from 1.
pub(super) fn first_wrong_heading(bytes: &[u8], title: &str) -> Option<u32> {
    let headings = [FIRST.to_owned(), format!("# {title}\n")];
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let wrong = headings.iter().position(|heading| lines.next() != Some(heading.as_bytes()));
    wrong.map(|at| if at == 0 { 1 } else { 2 })
}

/// Reads a manifest, as far as it can be read.
pub(super) fn read(bytes: &[u8]) -> Manifest {
    let mut manifest = Manifest { entries: Vec::new(), odd: Vec::new(), whole: false };
    let mut at = 0;
    for (line, number) in bytes.split_inclusive(|byte| *byte == b'\n').zip(1_u32..) {
        let text = std::str::from_utf8(line).ok().and_then(|line| line.strip_suffix('\n'));
        match text {
            Some(text) if text.starts_with(END) => {
                let sum = text.strip_prefix(END).and_then(Digest::parse);
                let last = at + line.len() == bytes.len();
                manifest.whole = last && sum == Some(Digest::of(&bytes[..at]));
            }
            Some(text) if text.starts_with("# ") => {}
            _ => match text.and_then(|text| entry(text, number)) {
                Some(entry) => manifest.entries.push(entry),
                None => manifest.odd.push(number),
            },
        }
        at += line.len();
    }
    manifest
}

fn entry(text: &str, line: u32) -> Option<Entry> {
    let (sum, path) = text.split_once("  ")?;
    Some(Entry { path: StorePath::new(path).ok()?, sum: Digest::parse(sum)?, line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_byte_that_changes_shows_in_the_last_line() {
        let files = [(StorePath::new("a/一.csv").expect("a path"), Digest::of(b"1"))];
        let text = write("0001 seal stock 2026-03", &files);
        let manifest = read(text.as_bytes());
        assert!(manifest.whole && manifest.odd.is_empty());
        assert_eq!(manifest.entries[0].path.as_str(), "a/一.csv");
        assert_eq!(manifest.entries[0].sum, Digest::of(b"1"));
        assert_eq!(manifest.entries[0].line, 3);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(!read(&bytes).whole, "byte {at}");
            assert!(!read(&bytes[..at]).whole, "cut at {at}");
        }
    }
}
