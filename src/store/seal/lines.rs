//! A sum for each line of each sealed file, so that a changed row can be named without a copy.
//!
//! A line's sum is the first sixteen letters of the SHA-256 of its bytes, line ending included;
//! that it is short is no weakness: the file's whole sum stands in the manifest.

use std::collections::BTreeMap;

use crate::store::{Digest, StorePath};

/// How many letters of a line's sum are kept.
const LETTERS: usize = 16;

/// The sums of the lines of each file.
pub(super) type LineSums = BTreeMap<String, Vec<String>>;

/// The sums of the lines of a content.
pub(super) fn sums(bytes: &[u8]) -> Vec<String> {
    let sum = |line: &[u8]| {
        let mut letters = Digest::of(line).to_string();
        letters.truncate(LETTERS);
        letters
    };
    bytes.split_inclusive(|byte| *byte == b'\n').map(sum).collect()
}

/// Writes the sums of the lines of some files.
pub(super) fn write<'f>(files: impl IntoIterator<Item = (&'f StorePath, &'f [u8])>) -> String {
    let mut text = String::new();
    for (path, bytes) in files {
        text.extend(["# ", path.as_str(), "\n"]);
        for sum in sums(bytes) {
            text.push_str(&sum);
            text.push('\n');
        }
    }
    text
}

/// Reads the sums of the lines of each file; what is none is kept as it stands, and fits nothing.
pub(super) fn read(bytes: &[u8]) -> LineSums {
    let text = String::from_utf8_lossy(bytes);
    let mut files = LineSums::new();
    let mut file = String::new();
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some(path) => {
                path.clone_into(&mut file);
                files.entry(file.clone()).or_default();
            }
            None => files.entry(file.clone()).or_default().push(line.to_owned()),
        }
    }
    files
}

/// The first line, from 1, at which a content is not what was summed up; one past the end of the
/// shorter one where one goes on.
pub(super) fn first_difference(sealed: &[String], now: &[String]) -> Option<usize> {
    let differs = sealed.iter().zip(now).position(|(sealed, now)| sealed != now);
    match differs {
        Some(at) => Some(at + 1),
        None if sealed.len() == now.len() => None,
        None => Some(sealed.len().min(now.len()) + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        let sealed = sums(b"id\n1\n2\n");
        let first = |now: &[u8]| first_difference(&sealed, &sums(now));
        assert_eq!(first(b"id\n1\n2\n"), None);
        assert_eq!(first(b"id\n7\n2\n"), Some(2));
        assert_eq!(first(b"id\n1\n2"), Some(3));
        assert_eq!(first(b"id\n1\n"), Some(3));
        assert_eq!(first(b"id\n1\n2\n3\n"), Some(4));
        assert_eq!(first(b"id\n12\n"), Some(2));
    }

    #[test]
    fn sums_read_back() {
        let path = StorePath::new("a.csv").expect("a path");
        let text = write([(&path, &b"id\n1\n"[..])]);
        assert_eq!(read(text.as_bytes())["a.csv"], sums(b"id\n1\n"));
    }
}
