//! The disk of this machine, with a count of the files that were opened: how far long work is.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::below::{Below, Take};
use super::disk::{Creation, Disk, Handle, Kind, LockFile, RealDisk, Seen};

/// A disk that can be asked how many files were opened since the tool began.
#[derive(Debug)]
pub struct WatchedDisk {
    opened: AtomicUsize,
}

impl WatchedDisk {
    /// The disk of this machine, of which nothing was opened yet.
    pub const fn new() -> Self {
        Self { opened: AtomicUsize::new(0) }
    }

    /// How many files were opened.
    pub fn n_opened(&self) -> usize {
        self.opened.load(Ordering::Relaxed)
    }

    fn counted(&self) -> &RealDisk {
        self.opened.fetch_add(1, Ordering::Relaxed);
        &RealDisk
    }
}

impl Default for WatchedDisk {
    fn default() -> Self {
        Self::new()
    }
}

impl Disk for WatchedDisk {
    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        RealDisk.look(path)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        RealDisk.resolve(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        RealDisk.list(folder)
    }

    fn each(&self, folder: &Path, take: &mut Take<'_>) -> io::Result<()> {
        RealDisk.each(folder, take)
    }

    fn below<'d>(&'d self, folder: &Path) -> io::Result<Box<dyn Below + 'd>> {
        RealDisk.below(folder)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.counted().open(path)
    }

    fn open_append(&self, path: &Path, create: Creation) -> io::Result<Box<dyn Handle>> {
        self.counted().open_append(path, create)
    }

    fn open_write(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.counted().open_write(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.counted().create_new(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_folder(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_folder(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.sync_folder(folder)
    }

    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>> {
        RealDisk.open_lock(path)
    }
}
