//! A piece of evidence: a file of the store, named by its path and held to its SHA-256.

use std::path::Path;

use crate::base::Message;

use super::files::{Files, reading};
use super::open::WAIT;
use super::{Attempt, Content, Digest, Disk, ExitClass, Failure, Journal, StoreError, StorePath};

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

/// The sum of the file at a path below the store's root; none where no file stands there.
///
/// What is no file, or leads out of the store, proves nothing: it counts as no file.
pub(super) fn sum(files: &Files<'_>, path: &str) -> Result<Option<Digest>, StoreError> {
    let sum = || -> Result<Option<Digest>, StoreError> {
        let path = StorePath::new(path)?;
        let Some((real, _)) = files.find(&path)? else { return Ok(None) };
        let mut handle = files.disk.open(&real).map_err(reading(&path, Attempt::Open))?;
        let content = Content::read(&mut *handle, None).map_err(reading(&path, Attempt::Read))?;
        Ok(Some(content.fingerprint().sha256))
    };
    match sum() {
        Err(error) if error.exit_class() == ExitClass::BadData => Ok(None),
        done => done,
    }
}

/// Whether a message is about a piece of evidence.
pub(super) fn is_about(message: &Message) -> bool {
    matches!(
        message.code.as_str(),
        "inspect.evidence_missing"
            | "inspect.evidence_changed"
            | "clause.document_missing"
            | "clause.document_changed"
    )
}
