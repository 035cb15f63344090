//! One writer or many readers: waiting for the store's lock, and giving up in time.
//!
//! The lock belongs to the open file, so the system frees it when its process ends, however that
//! comes about: there are no stale locks.

use std::io::{self, ErrorKind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{LockFile, LockMode};

/// Takes the lock, waiting at most so long; `None` when others held it all the time.
///
/// No file system call waits with a limit, so a thread waits for the lock and this one for the
/// thread. A lock that comes too late is dropped, and so freed, where it arrives.
pub(super) fn acquire(
    file: Box<dyn LockFile>,
    mode: LockMode,
    wait: Duration,
) -> io::Result<Option<Box<dyn LockFile>>> {
    if retried(|| file.try_lock(mode))? {
        return Ok(Some(file));
    }
    if wait.is_zero() {
        return Ok(None);
    }
    let (sender, receiver) = mpsc::sync_channel(0);
    thread::Builder::new().name("lock".to_owned()).spawn(move || {
        let locked = retried(|| file.lock(mode)).map(|()| file);
        // Nobody receives any more after the time is over; then the lock is dropped here.
        let _ = sender.send(locked);
    })?;
    match receiver.recv_timeout(wait) {
        Ok(locked) => locked.map(Some),
        Err(_) => Ok(None),
    }
}

/// Whether an error says that the file system knows no locks.
pub(super) fn unsupported(error: &io::Error) -> bool {
    // ENOLCK has no kind of its own in std.
    error.kind() == ErrorKind::Unsupported
        || (cfg!(target_os = "linux") && error.raw_os_error() == Some(37))
}

fn retried<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
