//! What somebody had filled in before being interrupted: kept on this machine beside the log, no row
//! of any ledger, gone when the record is made.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::base::{Diagnostic, Message, Place};

use super::path::OWN_FOLDER;
use super::{Attempt, Digest, Disk, Failure, StoreError, replace_output};

/// An answer that was given already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// What was asked.
    pub item: String,
    /// What was answered.
    pub value: String,
    /// What was seen.
    pub note: String,
    /// The day on which it was answered.
    pub date: String,
}

/// The draft of what a name stands for; none where nothing was begun.
pub fn read_draft(
    disk: &dyn Disk,
    root: &Path,
    name: &str,
) -> Result<Option<Vec<DraftRow>>, StoreError> {
    let path = path(root, name);
    let failed = |attempt| {
        let path = path.display().to_string();
        move |source| StoreError::Output(Failure::new(path, attempt, source))
    };
    if disk.look(&path).map_err(failed(Attempt::Read))?.is_none() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let mut handle = disk.open(&path).map_err(failed(Attempt::Open))?;
    handle.read_to_end(&mut bytes).map_err(failed(Attempt::Read))?;
    let damaged = || {
        let place = Place::file(path.display().to_string());
        let message = Message::new("store.draft_damaged");
        StoreError::Defect(Box::new(Diagnostic::error(place, message)))
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
    let rows = reader.records().map(|row| {
        let row = row.map_err(|_| damaged())?;
        let field = |at: usize| row.get(at).map(str::to_owned).ok_or_else(damaged);
        Ok(DraftRow { item: field(0)?, value: field(1)?, note: field(2)?, date: field(3)? })
    });
    rows.collect::<Result<Vec<_>, StoreError>>().map(Some)
}

/// Keeps a draft in the place of the one before.
pub fn keep_draft(
    disk: &dyn Disk,
    root: &Path,
    name: &str,
    rows: &[DraftRow],
) -> Result<(), StoreError> {
    let path = path(root, name);
    for folder in [root.join(OWN_FOLDER), root.join(OWN_FOLDER).join(FOLDER)] {
        let failed = |source| {
            StoreError::Output(Failure::new(folder.display(), Attempt::CreateFolder, source))
        };
        if disk.look(&folder).map_err(failed)?.is_none() {
            disk.create_folder(&folder).map_err(failed)?;
        }
    }
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    for DraftRow { item, value, note, date } in rows {
        writer
            .write_record([item, value, note, date])
            .expect("BUG: a vector that cannot be written to");
    }
    let bytes = writer.into_inner().expect("BUG: a vector that cannot be written to");
    replace_output(disk, &path, &bytes)
}

/// Forgets a draft; that there is none is no error.
pub fn drop_draft(disk: &dyn Disk, root: &Path, name: &str) -> Result<(), StoreError> {
    let path = path(root, name);
    let failed = |source| StoreError::Output(Failure::new(path.display(), Attempt::Remove, source));
    match disk.look(&path).map_err(failed)? {
        None => Ok(()),
        Some(_) => disk.remove(&path).map_err(failed),
    }
}

const FOLDER: &str = "drafts";

/// Names hold what people call things: no such name is a file's.
fn path(root: &Path, name: &str) -> PathBuf {
    let sum = Digest::of(name.as_bytes()).to_string();
    root.join(OWN_FOLDER).join(FOLDER).join(format!("{}.csv", &sum[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Refuse as _;
    use crate::store::RealDisk;

    #[test]
    fn a_draft_is_kept_read_and_forgotten() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = folder.path();
        let row = |item: &str, note: &str| DraftRow {
            item: item.to_owned(),
            value: "fail".to_owned(),
            note: note.to_owned(),
            date: "2026-03-05".to_owned(),
        };
        let rows = vec![row("1.1", "滴水，\"漏\"\n两处"), row("1.2", "")];
        assert_eq!(read_draft(&RealDisk, root, "巡查/内科").expect("readable"), None);
        keep_draft(&RealDisk, root, "巡查/内科", &rows).expect("kept");
        assert_eq!(read_draft(&RealDisk, root, "巡查/内科").expect("readable"), Some(rows.clone()));
        assert_eq!(read_draft(&RealDisk, root, "巡查/外科").expect("readable"), None);
        keep_draft(&RealDisk, root, "巡查/内科", &rows[..1]).expect("kept");
        assert_eq!(
            read_draft(&RealDisk, root, "巡查/内科").expect("readable").map(|own| own.len()),
            Some(1)
        );
        drop_draft(&RealDisk, root, "巡查/内科").expect("forgotten");
        drop_draft(&RealDisk, root, "巡查/内科").expect("no error the second time");
        assert_eq!(read_draft(&RealDisk, root, "巡查/内科").expect("readable"), None);
    }

    /// What is damaged is not shown as nothing.
    #[test]
    fn a_damaged_draft_is_said() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = folder.path();
        keep_draft(&RealDisk, root, "x", &[]).expect("kept");
        let path = super::path(root, "x");
        replace_output(&RealDisk, &path, b"1.1,pass\n").expect("written");
        let error = read_draft(&RealDisk, root, "x").expect_err("damaged");
        assert_eq!(error.message().code, "store.draft_damaged");
    }
}
