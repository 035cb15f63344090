//! Every file of a store that holds data: the layout's, and no other that lies beside them.
//!
//! Pieces of evidence, exports and notes that people keep in the folder are theirs.

use super::files::Files;
use super::{ExitClass, StoreError, StorePath, layout};

/// Names every data file that exists, sorted.
///
/// What stands in the place of a folder, or leads out of the store, is passed over: loading tells.
pub(super) fn inventory(files: &Files<'_>) -> Result<Vec<StorePath>, StoreError> {
    let mut found = Vec::new();
    for path in layout::single_files() {
        let real = tolerant(files.locate(&path))?;
        if let Some(real) = real
            && files.look(&real)?.is_some()
        {
            found.push(path);
        }
    }
    for folder in layout::folders() {
        found.extend(tolerant(files.list(&folder))?.unwrap_or_default());
    }
    for folder in layout::folders_by_year() {
        for year in tolerant(files.folders(&folder))?.unwrap_or_default() {
            found.extend(tolerant(files.list(&year))?.unwrap_or_default());
        }
    }
    found.retain(|path| path.is_table() || path.is_toml());
    found.sort();
    found.dedup();
    Ok(found)
}

fn tolerant<T>(result: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.exit_class() == ExitClass::BadData => Ok(None),
        Err(error) => Err(error),
    }
}
