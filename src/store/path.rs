//! A path below the store's root, checked once, so that no datum can name a file outside it.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use super::StoreError;

/// The folder of this machine's own: lock, log, and what recovery set aside.
pub(super) const OWN_FOLDER: &str = ".houqin";

/// How the name of every temporary file begins.
pub(super) const TEMPORARY: &str = ".houqin-tmp-";

/// A path below the store's root, with `/` between its parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StorePath(Box<str>);

impl StorePath {
    /// Checks and takes over a path.
    ///
    /// Refused are absolute paths, empty parts, `.`, `..`, backslashes, control characters, the
    /// names of temporary files, and the lock and the log themselves.
    pub fn new(text: &str) -> Result<Self, StoreError> {
        let refused = || StoreError::Path(text.escape_default().to_string());
        let letters = |letter: char| letter.is_control() || letter == '\\';
        let drive = text.len() > 1 && text.as_bytes()[1] == b':';
        if text.is_empty() || text.len() > 1024 || drive || text.contains(letters) {
            return Err(refused());
        }
        let wrong =
            |part: &str| matches!(part, "" | "." | "..") || part.len() > 255 || temporary(part);
        if text.split('/').any(wrong) {
            return Err(refused());
        }
        if let Some(own) = text.strip_prefix(OWN_FOLDER) {
            let aside = ["/quarantine/", "/conflicts/"].iter().any(|place| own.starts_with(place));
            if (own.is_empty() || own.starts_with('/')) && !aside {
                return Err(refused());
            }
        }
        Ok(Self(text.into()))
    }

    /// The path as it is written, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: the name of the file itself.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Whether the name is that of a table.
    pub(super) fn is_table(&self) -> bool {
        self.0.ends_with(".csv")
    }

    /// Whether the name is that of a TOML file.
    pub(super) fn is_toml(&self) -> bool {
        self.0.ends_with(".toml")
    }

    /// The path below a root.
    pub(super) fn under(&self, root: &Path) -> PathBuf {
        if cfg!(windows) {
            return root.join(self.0.replace('/', "\\"));
        }
        below(root, OsStr::new(&*self.0))
    }

    /// A file directly below this folder, if its name may stand in a store.
    pub(super) fn child(&self, name: &str) -> Option<Self> {
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let length = self.0.len() + 1 + name.len();
        // What begins and goes on so can be no other name than one that may stand there.
        if name.bytes().all(is_plain)
            && name.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
            && (length <= 1024 && name.len() <= 255)
        {
            let mut path = String::with_capacity(length);
            path.extend([&*self.0, "/", name]);
            return Some(Self(path.into()));
        }
        Self::new(&format!("{}/{name}", self.0)).ok()
    }
}

impl fmt::Display for StorePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// A path below a folder, letter by letter: part by part it takes ten times as long.
pub(super) fn below(folder: &Path, name: &OsStr) -> PathBuf {
    let folder = folder.as_os_str();
    let mut path = OsString::with_capacity(folder.len() + 1 + name.len());
    path.push(folder);
    if !folder.as_encoded_bytes().ends_with(std::path::MAIN_SEPARATOR_STR.as_bytes()) {
        path.push(std::path::MAIN_SEPARATOR_STR);
    }
    path.push(name);
    path.into()
}

/// Whether a file name is one of a temporary file.
pub(super) fn temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_what_its_whole_path_is() {
        let folder = StorePath::new("stock/movements").expect("a path");
        let long = "a".repeat(256);
        for name in [
            "2026",
            "2026-03.csv",
            "a_b",
            "",
            ".",
            "..",
            ".x",
            "a/b",
            "a\\b",
            "灯.csv",
            "a b",
            &long,
        ] {
            let whole = StorePath::new(&format!("{folder}/{name}")).ok();
            assert_eq!(folder.child(name), whole, "{name}");
        }
        assert!(folder.child(&format!("{TEMPORARY}1-1")).is_none());
    }

    #[test]
    fn a_path_stays_below_the_root() {
        for text in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "a\\b",
            "c:/x",
            "a\nb",
            ".houqin",
            ".houqin/log",
            ".houqin/lock",
            "stock/.houqin-tmp-1-0",
        ] {
            assert!(StorePath::new(text).is_err(), "{text:?}");
        }
        for text in [
            "houqin.toml",
            "stock/movements/2026/2026-03.csv",
            ".houqin/quarantine/a",
            "盘点/一.csv",
        ] {
            assert_eq!(StorePath::new(text).expect("a path").as_str(), text);
        }
    }

    #[test]
    fn the_name_is_the_last_part() {
        assert_eq!(StorePath::new("a/b.csv").expect("a path").name(), "b.csv");
        assert_eq!(StorePath::new("b.csv").expect("a path").name(), "b.csv");
    }
}
