//! A piece of evidence: a file of the store, named by its path and held to its SHA-256.

use std::path::Path;

use super::open::WAIT;
use super::{Attempt, Disk, Failure, Journal, StoreError, StorePath};

/// Finds a file in the store and computes its sum: the path below the store's root, and the
/// SHA-256 in hexadecimal.
///
/// A path that is not found from the working folder is looked for from the store's root.
pub fn evidence(disk: &dyn Disk, root: &Path, path: &Path) -> Result<(String, String), StoreError> {
    let shown = || path.display().to_string();
    let failed = |source| StoreError::Input(Failure::new(path.display(), Attempt::Open, source));
    let root = disk.resolve(root).map_err(failed)?;
    let real = disk.resolve(path).or_else(|_| disk.resolve(&root.join(path))).map_err(failed)?;
    let below = real.strip_prefix(&root).map_err(|_| StoreError::Outside(shown()))?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let file = StorePath::new(&parts.ok_or_else(|| StoreError::Path(shown()))?.join("/"))?;
    let journal = Journal::read_only(disk, &root, WAIT)?;
    let image = journal.read(&file)?.ok_or_else(|| StoreError::NotAFile(shown()))?;
    Ok((file.to_string(), image.pre().sha256.to_string()))
}
