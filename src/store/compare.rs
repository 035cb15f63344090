//! Two stores held against each other, row by row.

use std::path::Path;

use super::keyed::{self, Fields, Rows};
use super::open::{WAIT, must_be_ours};
use super::{Disk, Journal, StoreError, StorePath, inventory};

/// What became of a row from one state to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// Only the new state has it: its cells.
    Added(Vec<(String, String)>),
    /// Only the old state has it: its cells.
    Removed(Vec<(String, String)>),
    /// Both have it, and these columns say something else: old and new.
    Changed(Vec<(String, String, String)>),
}

/// A row that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// The file.
    pub file: String,
    /// Its id or code.
    pub key: String,
    /// What became of it.
    pub became: Became,
}

/// Compares a store with another one: what the other lacks was added.
pub fn compare(disk: &dyn Disk, root: &Path, other: &Path) -> Result<Vec<Differs>, StoreError> {
    for root in [root, other] {
        must_be_ours(disk, root)?;
    }
    let new = Journal::read_only(disk, root, WAIT)?;
    let old = Journal::read_only(disk, other, WAIT)?;
    let mut paths = inventory::inventory(new.files())?;
    paths.extend(inventory::inventory(old.files())?);
    paths.sort();
    paths.dedup();
    let mut differs = Vec::new();
    for path in paths {
        let (before, after) = (old.read(&path)?, new.read(&path)?);
        let bytes = |image: &Option<super::FileImage>| {
            image.as_ref().map(|image| image.bytes.clone()).unwrap_or_default()
        };
        differs.extend(contents(&path, &bytes(&before), &bytes(&after)));
    }
    Ok(differs)
}

/// Compares two contents of a file.
pub(super) fn contents(path: &StorePath, old: &[u8], new: &[u8]) -> Vec<Differs> {
    if old == new {
        return Vec::new();
    }
    let differs = rows(path, &keyed::rows(path, old), &keyed::rows(path, new));
    if differs.is_empty()
        && (keyed::rows(path, old).is_empty() || keyed::rows(path, new).is_empty())
    {
        // What cannot be cut into rows is compared as a whole.
        let said = |bytes: &[u8]| format!("{} bytes", bytes.len());
        let became = Became::Changed(vec![("?".to_owned(), said(old), said(new))]);
        return vec![Differs { file: path.to_string(), key: String::new(), became }];
    }
    differs
}

/// Compares the rows of two contents.
pub(super) fn rows(path: &StorePath, old: &Rows, new: &Rows) -> Vec<Differs> {
    let differs =
        |key: &String, became| Differs { file: path.to_string(), key: key.clone(), became };
    let mut told = Vec::new();
    for (key, (fields, _)) in old {
        match new.get(key) {
            None => told.push(differs(key, Became::Removed(fields.clone()))),
            Some((now, _)) => {
                let changes = keyed::differences(fields, now);
                if !changes.is_empty() {
                    told.push(differs(key, Became::Changed(changes)));
                }
            }
        }
    }
    let added = |(key, (fields, _)): (&String, &(Fields, u32))| {
        (!old.contains_key(key)).then(|| differs(key, Became::Added(fields.clone())))
    };
    told.extend(new.iter().filter_map(added));
    told
}
