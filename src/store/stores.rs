//! Which folders are meant where many stores are named at once, by pattern or one a line.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::{Attempt, Disk, Failure, Kind, StoreError};

/// As a shell has it: a name that begins with a dot has to be asked for.
const AS_A_SHELL: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// The folders that a pattern such as `group/*` names, in order.
///
/// What is no folder is passed over. A path without `*`, `?` or `[` is the path itself, whether
/// anything is there or not: whoever named it is to be told.
pub fn stores_named(disk: &dyn Disk, pattern: &str) -> Result<Vec<String>, StoreError> {
    let mut found = vec![if pattern.starts_with('/') { "/".to_owned() } else { String::new() }];
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let wild = Pattern::new(part).ok().filter(|_| part.contains(['*', '?', '[']));
        let mut next = Vec::new();
        for folder in found {
            match &wild {
                None => next.push(joined(&folder, part)),
                Some(wild) => next.extend(below(disk, &folder, wild)?),
            }
        }
        found = next;
    }
    found.sort();
    Ok(found)
}

/// The folders that a list names, one a line; empty lines and lines after `#` name none.
pub fn stores_listed(list: &str) -> Vec<String> {
    let lines = list.lines().map(|line| line.strip_suffix('\r').unwrap_or(line));
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() || folder.ends_with('/') {
        format!("{folder}{name}")
    } else {
        format!("{folder}/{name}")
    }
}

fn below(disk: &dyn Disk, folder: &str, wild: &Pattern) -> Result<Vec<String>, StoreError> {
    let listed = disk.list(Path::new(if folder.is_empty() { "." } else { folder }));
    let listed = match listed {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        listed => {
            listed.map_err(|error| StoreError::Input(Failure::new(folder, Attempt::List, error)))?
        }
    };
    let mut found = Vec::new();
    for (name, kind) in listed {
        let Some(name) = name.to_str().filter(|name| wild.matches_with(name, AS_A_SHELL)) else {
            continue;
        };
        let path = joined(folder, name);
        let is_folder = match kind {
            Kind::Folder => true,
            // A link to a folder is one; a link to nothing is named, so that somebody is told.
            Kind::Link => match disk.resolve(Path::new(&path)).map(|real| disk.look(&real)) {
                Ok(Ok(Some(seen))) => seen.kind == Kind::Folder,
                Ok(Ok(None) | Err(_)) | Err(_) => true,
            },
            Kind::File | Kind::Other => false,
        };
        if is_folder {
            found.push(path);
        }
    }
    Ok(found)
}

/// A folder of this run alone, removed when it is over.
pub struct Scratch<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
}

impl<'d> Scratch<'d> {
    /// Makes the folder.
    pub fn new(disk: &'d dyn Disk, parent: &Path, name: &str) -> Result<Self, StoreError> {
        let path = parent.join(name);
        disk.create_folder(&path).map_err(|error| {
            StoreError::Output(Failure::new(path.display(), Attempt::CreateFolder, error))
        })?;
        Ok(Self { disk, path })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch<'_> {
    fn drop(&mut self) {
        remove_below(self.disk, &self.path);
    }
}

/// Removes what can be removed; what another program still writes there stays behind.
fn remove_below(disk: &dyn Disk, folder: &Path) {
    for (name, kind) in disk.list(folder).unwrap_or_default() {
        let path = folder.join(name);
        match kind {
            Kind::Folder => remove_below(disk, &path),
            Kind::File | Kind::Link | Kind::Other => {
                let _left = disk.remove(&path);
            }
        }
    }
    let _left = disk.remove_folder(folder);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RealDisk;

    #[test]
    fn folders_are_named_as_a_shell_would() {
        let scratch = tempfile::tempdir().expect("a folder");
        let root = scratch.path().display().to_string();
        for folder in ["group/b", "group/a", "group/.hidden", "group/医院 一", "other/a"] {
            let mut path = PathBuf::from(&root);
            for part in folder.split('/') {
                path.push(part);
                let _there = RealDisk.create_folder(&path);
            }
        }
        RealDisk.create_new(&scratch.path().join("group/notes.txt")).expect("a file");
        let named = |pattern: &str| -> Vec<String> {
            let found = stores_named(&RealDisk, &format!("{root}/{pattern}"));
            let found = found.expect("folders that can be listed").into_iter();
            found.map(|path| path.replace(&format!("{root}/"), "")).collect()
        };
        assert_eq!(named("group/*"), ["group/a", "group/b", "group/医院 一"]);
        assert_eq!(named("*/a"), ["group/a", "other/a"]);
        assert_eq!(named("group/[bc]"), ["group/b"]);
        assert_eq!(named("group/none"), ["group/none"]);
        assert_eq!(named("nowhere/*"), [""; 0]);
    }

    #[test]
    fn a_list_has_a_folder_a_line() {
        assert_eq!(
            stores_listed("# 华东\r\ngroup/a\r\n\ngroup/医院 一"),
            ["group/a", "group/医院 一"]
        );
    }
}
