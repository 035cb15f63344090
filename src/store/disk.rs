//! The few calls that read and change a disk, behind a trait; tests put a failing disk there.
//!
//! Nothing here knows what a file means. Calls that std does not repeat when a signal interrupts
//! them are repeated here. Look next at `files.rs`, which names every error, and `commit.rs`.
#![expect(clippy::disallowed_methods, reason = "the one file that calls std::fs")]

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
use super::below::linux;
use super::below::{Below, ByPath, Take};

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a device, a socket: never opened.
    Other,
}

/// What the disk says about a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// What it is.
    pub kind: Kind,
    /// The length in bytes.
    pub len: u64,
    /// The device, 0 where the system does not say.
    pub device: u64,
    /// The inode, 0 where the system does not say.
    pub inode: u64,
    /// Whether every user of the machine may write there, where the system says.
    pub open_to_all: bool,
    /// When it was last written, where the system says; only compared, never shown.
    pub modified: Option<Written>,
}

/// A time as the disk counts it: whole seconds since 1970 began, and nanoseconds after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The seconds; below zero before 1970.
    pub seconds: i64,
    /// The nanoseconds, fewer than make a second.
    pub nanos: u32,
}

impl Seen {
    /// Whether both are the same file, whatever its content is now.
    pub const fn same_file(&self, other: &Self) -> bool {
        self.device == other.device && self.inode == other.inode
    }
}

/// An open regular file.
pub trait Handle: Read + Write + Seek {
    /// What the disk says about the open file.
    fn seen(&self) -> io::Result<Seen>;
    /// Waits until content, length and mode are on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts the file to a length.
    fn set_len(&mut self, len: u64) -> io::Result<()>;
    /// Takes over the mode of another file, and its owner where that is allowed.
    fn imitate(&mut self, original: &Path) -> io::Result<()>;
}

/// Whether others may hold the lock at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockMode {
    /// Held by any number of readers.
    Shared,
    /// Held by one writer alone.
    Exclusive,
}

/// The open lock file; the lock is free again when it is dropped or its process ends.
pub trait LockFile: Send {
    /// Takes the lock if it is free: `false` when others hold it.
    fn try_lock(&self, mode: LockMode) -> io::Result<bool>;
    /// Waits for the lock; may return `Interrupted`.
    fn lock(&self, mode: LockMode) -> io::Result<()>;
    /// Whether this user may write here.
    fn writable(&self) -> bool;
}

/// Every call by which the store touches a disk.
pub trait Disk: Sync {
    /// Says what stands at a path, without following a link; `None` when nothing does.
    fn look(&self, path: &Path) -> io::Result<Option<Seen>>;
    /// Follows every link of a path that exists.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Names what stands directly below a folder, in no order.
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>>;
    /// Hands over the same, one name after another.
    fn each(&self, folder: &Path, take: &mut Take<'_>) -> io::Result<()> {
        self.list(folder)?.iter().for_each(|(name, kind)| take(name, *kind));
        Ok(())
    }
    /// A folder whose files are to be asked for by their names.
    fn below<'d>(&'d self, folder: &Path) -> io::Result<Box<dyn Below + 'd>> {
        Ok(Box::new(ByPath::of(self, folder)))
    }
    /// Opens a file for reading.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>>;
    /// Opens a file so that every write goes to its end; it is created only by `create`.
    fn open_append(&self, path: &Path, create: Creation) -> io::Result<Box<dyn Handle>>;
    /// Opens a file to write over what is there.
    fn open_write(&self, path: &Path) -> io::Result<Box<dyn Handle>>;
    /// Creates a file that must not exist.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Handle>>;
    /// Creates a folder below one that exists.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Puts a file at another name of the same disk, over what stood there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder that is empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Opens the lock file, and creates it; for reading only where writing is not permitted.
    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>>;
}

/// Whether opening may create.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creation {
    /// The file must be there.
    Never,
    /// The file is created when it is absent.
    IfAbsent,
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct RealDisk;

/// Repeats a call that a signal interrupted, or that another program's open file kept from
/// happening for less than a second (Windows only).
fn again<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut refused = 0_u32;
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if refused < 20 && shared_violation(&error) => {
                refused += 1;
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            done => return done,
        }
    }
}

/// Whether a file is open in a program that does not share it: Excel on Windows does that.
fn shared_violation(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

fn kind(of: fs::FileType) -> Kind {
    if of.is_file() {
        Kind::File
    } else if of.is_dir() {
        Kind::Folder
    } else if of.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

fn seen(metadata: &fs::Metadata) -> Seen {
    #[cfg(unix)]
    let (device, inode, open_to_all, modified) = {
        use std::os::unix::fs::MetadataExt;
        let nanos = u32::try_from(metadata.mtime_nsec()).ok();
        let modified = nanos.map(|nanos| Written { seconds: metadata.mtime(), nanos });
        (metadata.dev(), metadata.ino(), metadata.mode() & 0o002 != 0, modified)
    };
    #[cfg(not(unix))]
    let (device, inode, open_to_all, modified) = (0, 0, false, written(metadata));
    let (kind, len) = (kind(metadata.file_type()), metadata.len());
    Seen { kind, len, device, inode, open_to_all, modified }
}

/// When a file was last written; none before 1970.
#[cfg(not(unix))]
fn written(metadata: &fs::Metadata) -> Option<Written> {
    let since = metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?;
    Some(Written { seconds, nanos: since.subsec_nanos() })
}

impl Disk for RealDisk {
    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        match again(|| fs::symlink_metadata(path)) {
            Ok(metadata) => Ok(Some(seen(&metadata))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        again(|| fs::canonicalize(path))
    }

    #[cfg(target_os = "linux")]
    fn each(&self, folder: &Path, take: &mut Take<'_>) -> io::Result<()> {
        linux::Folder::open(folder)?.each(take)
    }

    #[cfg(target_os = "linux")]
    fn below<'d>(&'d self, folder: &Path) -> io::Result<Box<dyn Below + 'd>> {
        Ok(Box::new(linux::Folder::open(folder)?))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        again(|| {
            fs::read_dir(folder)?
                .map(|entry| {
                    let entry = entry?;
                    Ok((entry.file_name(), kind(entry.file_type()?)))
                })
                .collect()
        })
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(again(|| File::open(path))?))
    }

    fn open_append(&self, path: &Path, create: Creation) -> io::Result<Box<dyn Handle>> {
        let mut options = OpenOptions::new();
        options.read(true).create(create == Creation::IfAbsent);
        // Windows does not let an append handle cut the file: there the writer seeks to the end.
        options.append(cfg!(not(windows))).write(cfg!(windows));
        Ok(Box::new(again(|| options.open(path))?))
    }

    fn open_write(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(again(|| OpenOptions::new().read(true).write(true).open(path))?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let file = again(|| OpenOptions::new().read(true).write(true).create_new(true).open(path))?;
        Ok(Box::new(file))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        again(|| fs::create_dir(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        again(|| fs::rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        again(|| fs::remove_file(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        again(|| fs::remove_dir(path))
    }

    /// File systems that cannot sync a folder say so with EINVAL, and need not; Windows has no
    /// such call.
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(not(unix)) {
            return Ok(());
        }
        match again(|| File::open(folder)?.sync_all()) {
            Err(error)
                if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            done => done,
        }
    }

    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>> {
        if self.look(path)?.is_some_and(|seen| seen.kind != Kind::File) {
            return Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file"));
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        match again(|| options.open(path)) {
            Ok(file) => Ok(Box::new(RealLock { file, writable: true })),
            Err(refused) if not_permitted(&refused) => match again(|| File::open(path)) {
                Ok(file) => Ok(Box::new(RealLock { file, writable: false })),
                Err(_) => Err(refused),
            },
            Err(error) => Err(error),
        }
    }
}

/// Whether an error says that this user may not write here.
pub(super) fn not_permitted(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

impl Handle for File {
    fn seen(&self) -> io::Result<Seen> {
        Ok(seen(&again(|| self.metadata())?))
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        again(|| File::set_len(self, len))
    }

    fn imitate(&mut self, original: &Path) -> io::Result<()> {
        let metadata = again(|| fs::metadata(original))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            // Only a privileged user may give a file away; the content matters more.
            let _ = fchown(&*self, Some(metadata.uid()), Some(metadata.gid()));
        }
        again(|| self.set_permissions(metadata.permissions()))
    }
}

/// The open lock file of a real disk.
struct RealLock {
    file: File,
    writable: bool,
}

impl LockFile for RealLock {
    fn try_lock(&self, mode: LockMode) -> io::Result<bool> {
        let tried = match mode {
            LockMode::Shared => self.file.try_lock_shared(),
            LockMode::Exclusive => self.file.try_lock(),
        };
        match tried {
            Ok(()) => Ok(true),
            Err(fs::TryLockError::WouldBlock) => Ok(false),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn lock(&self, mode: LockMode) -> io::Result<()> {
        match mode {
            LockMode::Shared => self.file.lock_shared(),
            LockMode::Exclusive => self.file.lock(),
        }
    }

    fn writable(&self) -> bool {
        self.writable
    }
}
