//! Trouble around any disk: its calls are counted, and the Nth goes wrong.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::memory::MemoryDisk;
use crate::store::{Creation, Disk, Handle, Kind, LockFile, RealDisk, Seen};

/// What goes wrong.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trouble {
    /// The Nth call fails, and no other.
    FailsOnce,
    /// The Nth call fails; if it is a write, half of it is there.
    FailsHalfway,
    /// The Nth call and all after it fail.
    FailsForEver,
    /// From the Nth call on nothing more fits on the disk; the first write still does by half.
    Full,
    /// From the Nth call on no sync succeeds, and what it should have synced is lost.
    SyncsFail,
    /// The process is killed before the Nth call.
    Stops,
    /// The process is killed in the Nth call; if it is a write, half of it is there.
    StopsHalfway,
    /// The Nth call, if it is a write, takes a part of the bytes and says so: no failure at all.
    ShortWrite,
    /// Another program changes something before the Nth call.
    Meddled(fn(&MemoryDisk)),
}

impl Trouble {
    /// Whether it makes no difference when the Nth call only looks or reads: who is killed there
    /// leaves what he leaves when he is killed at the next change. Such calls are not counted.
    fn passes_looks(self) -> bool {
        !matches!(
            self,
            Self::FailsOnce | Self::FailsHalfway | Self::FailsForEver | Self::Meddled(_)
        )
    }
}

/// A disk under a troubled one.
pub(super) trait Base: Disk {
    /// The disk in memory, if it is that one.
    fn memory(&self) -> Option<MemoryDisk>;
}

impl Base for MemoryDisk {
    fn memory(&self) -> Option<MemoryDisk> {
        Some(self.share())
    }
}

impl Base for RealDisk {
    fn memory(&self) -> Option<MemoryDisk> {
        None
    }
}

/// A disk whose Nth call goes wrong.
pub(super) struct TroubledDisk<'b, B: Base> {
    base: &'b B,
    calls: Calls,
}

/// The calls so far, and the trouble to come; shared by a disk and its open files.
#[derive(Clone)]
struct Calls {
    state: Arc<Mutex<State>>,
    memory: Option<Arc<MemoryDisk>>,
}

struct State {
    trouble: Trouble,
    at: u64,
    calls: u64,
    hit: bool,
    stopped: bool,
}

/// What a call does to the disk, as far as trouble is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    Looks,
    Takes,
    Syncs,
    Changes,
    Writes,
}

/// How a call goes on.
enum Way {
    On,
    Half(Option<io::Error>),
}

impl State {
    fn step(&mut self, call: Call) -> io::Result<Way> {
        if self.stopped {
            return Err(stop());
        }
        if call == Call::Looks && self.trouble.passes_looks() {
            return Ok(Way::On);
        }
        self.calls += 1;
        let now = self.calls == self.at;
        let since = self.calls >= self.at;
        let write = call == Call::Writes;
        let failure = || io::Error::other("the disk failed");
        match self.trouble {
            Trouble::FailsHalfway if now && write => Ok(self.half(Some(failure()))),
            Trouble::FailsOnce | Trouble::FailsHalfway if now => self.fail(failure()),
            Trouble::FailsForEver if since => self.fail(failure()),
            Trouble::Full if since && (write || call == Call::Takes) => {
                let full = io::Error::from(ErrorKind::StorageFull);
                if write && !self.hit { Ok(self.half(Some(full))) } else { self.fail(full) }
            }
            Trouble::SyncsFail if since && call == Call::Syncs => self.fail(failure()),
            Trouble::Stops if now => {
                self.stopped = true;
                self.fail(stop())
            }
            Trouble::StopsHalfway if now => {
                self.stopped = true;
                if write { Ok(self.half(Some(stop()))) } else { self.fail(stop()) }
            }
            Trouble::ShortWrite if since && write && !self.hit => Ok(self.half(None)),
            Trouble::Meddled(_) if now => {
                self.hit = true;
                Ok(Way::On)
            }
            _ => Ok(Way::On),
        }
    }

    fn fail(&mut self, error: io::Error) -> io::Result<Way> {
        self.hit = true;
        Err(error)
    }

    fn half(&mut self, error: Option<io::Error>) -> Way {
        self.hit = true;
        Way::Half(error)
    }
}

fn stop() -> io::Error {
    io::Error::other("the process was killed")
}

impl Calls {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&self, call: Call) -> io::Result<Way> {
        let (way, meddle) = {
            let mut state = self.state();
            let before = state.hit;
            let way = state.step(call);
            let meddle = match state.trouble {
                Trouble::Meddled(meddle) if state.hit && !before => Some(meddle),
                _ => None,
            };
            (way, meddle)
        };
        if let (Some(meddle), Some(memory)) = (meddle, &self.memory) {
            meddle(memory);
        }
        way
    }

    fn call(&self, call: Call) -> io::Result<()> {
        match self.step(call)? {
            Way::On | Way::Half(None) => Ok(()),
            Way::Half(Some(error)) => Err(error),
        }
    }
}

impl<'b, B: Base> TroubledDisk<'b, B> {
    /// Puts trouble around a disk, to come with its Nth call.
    pub(super) fn new(base: &'b B, trouble: Trouble, at: u64) -> Self {
        let (calls, hit, stopped) = (0, false, false);
        let state = Arc::new(Mutex::new(State { trouble, at, calls, hit, stopped }));
        Self { base, calls: Calls { state, memory: base.memory().map(Arc::new) } }
    }

    /// Whether the trouble came.
    pub(super) fn hit(&self) -> bool {
        self.calls.state().hit
    }

    fn call(&self, call: Call) -> io::Result<()> {
        self.calls.call(call)
    }

    fn handle(&self, inner: Box<dyn Handle>) -> Box<dyn Handle> {
        Box::new(TroubledHandle { inner, calls: self.calls.clone() })
    }
}

impl<B: Base> Disk for TroubledDisk<'_, B> {
    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        self.call(Call::Looks)?;
        self.base.look(path)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call(Call::Looks)?;
        self.base.resolve(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        self.call(Call::Looks)?;
        self.base.list(folder)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.call(Call::Looks)?;
        Ok(self.handle(self.base.open(path)?))
    }

    fn open_append(&self, path: &Path, create: Creation) -> io::Result<Box<dyn Handle>> {
        let takes = create == Creation::IfAbsent && self.base.look(path)?.is_none();
        self.call(if takes { Call::Takes } else { Call::Looks })?;
        Ok(self.handle(self.base.open_append(path, create)?))
    }

    fn open_write(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.call(Call::Looks)?;
        Ok(self.handle(self.base.open_write(path)?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.call(Call::Takes)?;
        Ok(self.handle(self.base.create_new(path)?))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.call(Call::Takes)?;
        self.base.create_folder(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(Call::Changes)?;
        self.base.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(Call::Changes)?;
        self.base.remove(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.call(Call::Changes)?;
        self.base.remove_folder(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(Call::Syncs)?;
        if self.calls.memory.is_none() {
            return Ok(());
        }
        self.base.sync_folder(folder)
    }

    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>> {
        let takes = self.base.look(path)?.is_none();
        self.call(if takes { Call::Takes } else { Call::Looks })?;
        self.base.open_lock(path)
    }
}

/// An open file of a troubled disk.
struct TroubledHandle {
    inner: Box<dyn Handle>,
    calls: Calls,
}

impl TroubledHandle {
    fn call(&self, call: Call) -> io::Result<()> {
        self.calls.call(call)
    }
}

impl Read for TroubledHandle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.call(Call::Looks)?;
        self.inner.read(buffer)
    }
}

impl Write for TroubledHandle {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let way = self.calls.step(Call::Writes)?;
        match way {
            Way::On => self.inner.write(bytes),
            Way::Half(error) => {
                let half = bytes.len().div_ceil(2);
                self.inner.write_all(&bytes[..half])?;
                error.map_or(Ok(half), Err)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for TroubledHandle {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl Handle for TroubledHandle {
    fn seen(&self) -> io::Result<Seen> {
        self.call(Call::Looks)?;
        self.inner.seen()
    }

    /// A real disk is not made to sync: that takes time and shows nothing here.
    fn sync(&mut self) -> io::Result<()> {
        let call = self.call(Call::Syncs);
        match &self.calls.memory {
            None => call,
            Some(memory) => match call {
                Ok(()) => self.inner.sync(),
                Err(error) => {
                    memory.forget(self.inner.seen()?.inode);
                    Err(error)
                }
            },
        }
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.call(Call::Changes)?;
        self.inner.set_len(len)
    }

    fn imitate(&mut self, original: &Path) -> io::Result<()> {
        self.call(Call::Changes)?;
        self.inner.imitate(original)
    }
}
