//! A file outside the store, where the user asked for it: whole or not at all.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use super::disk::Creation;
use super::path::TEMPORARY;
use super::{Attempt, Disk, Failure, Kind, StoreError};

/// So many bytes are written at a time.
const PIECE: usize = 64 * 1024;

/// Writes an output file (`--output`) beside its name and puts it in its place.
///
/// What is no regular file, such as a pipe or a terminal, is written into as it is.
pub fn replace_output(disk: &dyn Disk, path: &Path, content: &[u8]) -> Result<(), StoreError> {
    stream_output(disk, path, |out| out.write_all(content))
}

/// The same of an output that is written as it is made, so that it is never in memory as a whole.
pub fn stream_output(
    disk: &dyn Disk,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    let failed =
        |attempt| move |source| StoreError::Output(Failure::new(path.display(), attempt, source));
    // A link stays a link: what it leads to is replaced.
    let target = match disk.resolve(path) {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_path_buf(),
        Err(error) => return Err(failed(Attempt::Resolve)(error)),
    };
    let there = disk.look(&target).map_err(failed(Attempt::Read))?;
    match there.map(|seen| seen.kind) {
        Some(Kind::Folder) => {
            return Err(failed(Attempt::Create)(io::ErrorKind::IsADirectory.into()));
        }
        Some(Kind::Other | Kind::Link) => {
            let mut pipe =
                disk.open_append(&target, Creation::Never).map_err(failed(Attempt::Open))?;
            return in_pieces(&mut pipe, write).map_err(failed(Attempt::Write));
        }
        Some(Kind::File) | None => {}
    }
    let mut name = OsString::from(TEMPORARY);
    name.push(target.file_name().unwrap_or_default());
    let temp = target.with_file_name(name);
    // Left by a run that was killed; two runs into one file at a time are not kept apart.
    let _ = disk.remove(&temp);
    let mut handle = disk.create_new(&temp).map_err(failed(Attempt::Create))?;
    let written = (|| {
        if there.is_some() {
            handle.imitate(&target).map_err(failed(Attempt::Create))?;
        }
        in_pieces(&mut handle, write).map_err(failed(Attempt::Write))?;
        handle.sync().map_err(failed(Attempt::Sync))?;
        disk.rename(&temp, &target).map_err(failed(Attempt::Rename))
    })();
    if written.is_err() {
        let _ = disk.remove(&temp);
        return written;
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    disk.sync_folder(folder).map_err(failed(Attempt::Sync))
}

fn in_pieces(
    to: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(PIECE, to);
    write(&mut out)?;
    out.flush()
}
