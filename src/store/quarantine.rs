//! `.houqin/quarantine/`: bytes that were moved out of the way or changed, kept whole.
//!
//! A copy's name begins with its sum, so the same bytes have one copy, and none is ever overwritten.

use super::path::OWN_FOLDER;
use super::{Digest, Journal, Op, StoreError, StorePath};

/// Where a copy of some bytes of a file stands.
pub(super) fn place(name: &str, bytes: &[u8]) -> Result<StorePath, StoreError> {
    let sum = Digest::of(bytes).to_string();
    StorePath::new(&format!("{OWN_FOLDER}/quarantine/{}-{}", &sum[..12], name.replace('/', "-")))
}

/// Where a copy of some bytes of a file stands, and the operation that puts it there; none when it
/// is there already.
pub(super) fn keep(
    journal: &Journal<'_>,
    path: &StorePath,
    bytes: &[u8],
) -> Result<(StorePath, Option<Op>), StoreError> {
    let copy = place(path.as_str(), bytes)?;
    let found = journal.read(&copy)?;
    let op = match found {
        Some(image) if image.bytes == bytes => None,
        found => Some(Op::Write {
            path: copy.clone(),
            pre: found.as_ref().map(super::FileImage::pre),
            data: bytes.to_vec(),
        }),
    };
    Ok((copy, op))
}
