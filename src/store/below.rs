//! What stands in a folder, asked of the folder: its files are not looked for by their whole paths
//! again and again, which of ten years of months is most of what asking takes.
//!
//! Linux alone is asked so; anywhere else, and on the disks of tests, each is asked for by its path.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Kind, Seen};

/// A folder whose files are asked for by their names.
pub trait Below {
    /// Says what stands there under a name, without following a link; `None` when nothing does.
    fn look(&mut self, name: &str) -> io::Result<Option<Seen>>;
}

/// Takes a name and what it stands for.
pub type Take<'t> = dyn FnMut(&OsStr, Kind) + 't;

/// A folder whose files are asked for by their paths.
pub(super) struct ByPath<'d, D: ?Sized> {
    disk: &'d D,
    folder: PathBuf,
}

impl<'d, D: Disk + ?Sized> ByPath<'d, D> {
    pub(super) fn of(disk: &'d D, folder: &Path) -> Self {
        Self { disk, folder: folder.to_owned() }
    }
}

impl<D: Disk + ?Sized> Below for ByPath<'_, D> {
    fn look(&mut self, name: &str) -> io::Result<Option<Seen>> {
        self.disk.look(&self.folder.join(name))
    }
}

#[cfg(target_os = "linux")]
pub(super) mod linux {
    use std::ffi::{CStr, OsStr};
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, Stat, openat, statat};
    use rustix::io::Errno;

    use super::{Below, Kind, Seen, Take};
    use crate::store::Written;

    /// How many bytes of names are asked for at a time; those of a year of months are fewer.
    const NAMES: usize = 4096;

    /// An open folder.
    pub(in crate::store) struct Folder(OwnedFd);

    impl Folder {
        pub(in crate::store) fn open(folder: &Path) -> io::Result<Self> {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            Ok(Self(repeated(|| openat(CWD, folder, flags, Mode::empty()))?))
        }

        /// Hands over what stands in it, in no order.
        pub(in crate::store) fn each(&self, take: &mut Take<'_>) -> io::Result<()> {
            let mut memory = [const { MaybeUninit::<u8>::uninit() }; NAMES];
            let mut entries = RawDir::new(&self.0, &mut memory);
            while let Some(entry) = entries.next() {
                let entry = match entry {
                    Err(Errno::INTR) => continue,
                    entry => entry?,
                };
                let name = entry.file_name();
                if matches!(name.to_bytes(), b"." | b"..") {
                    continue;
                }
                let kind = match entry.file_type() {
                    // Some disks do not say it with the name.
                    FileType::Unknown => match self.seen(name)? {
                        Some(seen) => seen.kind,
                        None => continue,
                    },
                    of => kind(of),
                };
                take(OsStr::from_bytes(name.to_bytes()), kind);
            }
            Ok(())
        }

        fn seen(&self, name: &CStr) -> io::Result<Option<Seen>> {
            found(repeated(|| statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)))
        }
    }

    impl Below for Folder {
        fn look(&mut self, name: &str) -> io::Result<Option<Seen>> {
            found(repeated(|| statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)))
        }
    }

    fn found(stat: Result<Stat, Errno>) -> io::Result<Option<Seen>> {
        match stat {
            Ok(stat) => Ok(Some(seen(&stat))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn repeated<T>(mut call: impl FnMut() -> Result<T, Errno>) -> Result<T, Errno> {
        loop {
            match call() {
                Err(Errno::INTR) => {}
                done => return done,
            }
        }
    }

    const fn kind(of: FileType) -> Kind {
        match of {
            FileType::RegularFile => Kind::File,
            FileType::Directory => Kind::Folder,
            FileType::Symlink => Kind::Link,
            _ => Kind::Other,
        }
    }

    fn seen(stat: &Stat) -> Seen {
        let nanos = u32::try_from(stat.st_mtime_nsec).ok();
        Seen {
            kind: kind(FileType::from_raw_mode(stat.st_mode)),
            len: u64::try_from(stat.st_size).unwrap_or_default(),
            device: stat.st_dev,
            inode: stat.st_ino,
            open_to_all: stat.st_mode & 0o002 != 0,
            modified: nanos.map(|nanos| Written { seconds: stat.st_mtime, nanos }),
        }
    }
}
