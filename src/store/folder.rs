//! A folder outside the ledgers, where the user asked for one: whole or not at all, with the sums
//! of its files in a form that `sha256sum -c` verifies without this tool.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::files::Files;
use super::path::TEMPORARY;
use super::{Attempt, Digest, Disk, Failure, Kind, StoreError, StorePath};

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderPart {
    /// Its name below the folder, with `/` between its parts.
    pub name: String,
    /// What it holds.
    pub content: PartContent,
}

/// What a file of the folder holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the store, which must still have this sum.
    Copy {
        /// The file, as a path below the store's root.
        file: String,
        /// Its SHA-256 in hexadecimal.
        sha256: String,
    },
}

/// The name of the list of sums.
const SUMS: &str = "SHA256SUMS";

/// Writes the parts and the list of their sums into a folder that must be new or empty.
///
/// They are written beside its name and put in its place all at once; a file that is not what it was
/// when the parts were listed stops it, and nothing is there then.
pub fn write_folder(
    disk: &dyn Disk,
    root: &Path,
    target: &Path,
    parts: &[FolderPart],
) -> Result<(), StoreError> {
    let files = Files::at(disk, root)?;
    let there = disk.look(target).map_err(failed(target, Attempt::Read))?;
    let free = match there.map(|seen| seen.kind) {
        None => true,
        Some(Kind::Folder) => disk.list(target).map_err(failed(target, Attempt::List))?.is_empty(),
        Some(_) => false,
    };
    if !free {
        return Err(StoreError::NotEmpty(target.display().to_string()));
    }
    let mut name = OsString::from(TEMPORARY);
    name.push(target.file_name().unwrap_or_default());
    let temp = target.with_file_name(name);
    // Left by a run that was killed.
    remove_all(disk, &temp)?;
    let written = fill(&files, &temp, parts).and_then(|()| {
        if there.is_some() {
            disk.remove_folder(target).map_err(failed(target, Attempt::Remove))?;
        }
        disk.rename(&temp, target).map_err(failed(target, Attempt::Rename))
    });
    if written.is_err() {
        let _left_for_the_next_run = remove_all(disk, &temp);
        return written;
    }
    let above = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    disk.sync_folder(above).map_err(failed(above, Attempt::Sync))
}

fn failed(path: &Path, attempt: Attempt) -> impl FnOnce(std::io::Error) -> StoreError + use<> {
    let name = path.display().to_string();
    move |source| StoreError::Output(Failure::new(name, attempt, source))
}

/// Writes the parts below a folder that does not exist yet.
fn fill(files: &Files<'_>, folder: &Path, parts: &[FolderPart]) -> Result<(), StoreError> {
    let disk = files.disk;
    disk.create_folder(folder).map_err(failed(folder, Attempt::CreateFolder))?;
    let mut made = BTreeSet::from([folder.to_path_buf()]);
    let mut parts: Vec<&FolderPart> = parts.iter().collect();
    parts.sort_by(|one, other| one.name.cmp(&other.name));
    let mut sums = String::new();
    for part in parts {
        let bytes = match &part.content {
            PartContent::Bytes(bytes) => bytes.clone(),
            PartContent::Copy { file, sha256 } => copied(files, file, sha256)?,
        };
        let mut path = folder.to_path_buf();
        path.extend(part.name.split('/'));
        for above in above(folder, &path) {
            if made.insert(above.clone()) {
                disk.create_folder(&above).map_err(failed(&above, Attempt::CreateFolder))?;
            }
        }
        write(disk, &path, &bytes)?;
        let _infallible = writeln!(sums, "{}  {}", Digest::of(&bytes), part.name);
    }
    write(disk, &folder.join(SUMS), sums.as_bytes())?;
    made.iter()
        .rev()
        .try_for_each(|made| disk.sync_folder(made).map_err(failed(made, Attempt::Sync)))
}

/// The folders between the folder and a path below it, the outermost first.
fn above(folder: &Path, path: &Path) -> Vec<PathBuf> {
    let between = path.ancestors().skip(1).take_while(|above| *above != folder);
    let mut above: Vec<PathBuf> = between.map(Path::to_path_buf).collect();
    above.reverse();
    above
}

fn copied(files: &Files<'_>, file: &str, sha256: &str) -> Result<Vec<u8>, StoreError> {
    let changed = || StoreError::ChangedMeanwhile(file.to_owned());
    let image = files.read(&StorePath::new(file)?)?.ok_or_else(changed)?;
    let same = Digest::of(&image.bytes).to_string().eq_ignore_ascii_case(sha256);
    if same { Ok(image.bytes) } else { Err(changed()) }
}

fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut handle = disk.create_new(path).map_err(failed(path, Attempt::Create))?;
    handle.write_all(bytes).map_err(failed(path, Attempt::Write))?;
    handle.sync().map_err(failed(path, Attempt::Sync))
}

/// Removes a folder of ours and everything below it; nothing if it is not there.
fn remove_all(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    let seen = disk.look(folder).map_err(failed(folder, Attempt::Read))?;
    match seen.map(|seen| seen.kind) {
        None => return Ok(()),
        Some(Kind::Folder) => {}
        Some(_) => return disk.remove(folder).map_err(failed(folder, Attempt::Remove)),
    }
    for (name, _) in disk.list(folder).map_err(failed(folder, Attempt::List))? {
        remove_all(disk, &folder.join(name))?;
    }
    disk.remove_folder(folder).map_err(failed(folder, Attempt::Remove))
}
