//! Where the lines of a month are read from: its file, or bytes that are there already.

use std::io::Read;
use std::path::PathBuf;

use super::blocks::{BLOCK, Blocks, SMALL_BLOCK, Stopped};
use super::files::{Files, reading};
use super::{Attempt, ExitClass, StoreError, StorePath};

/// Bytes that may be read from any place on, by several at a time.
pub(super) enum Source<'s, 'd> {
    /// A file.
    File(&'s Files<'d>, &'s StorePath, PathBuf, usize),
    /// Bytes.
    Bytes(&'s [u8]),
}

impl<'s, 'd> Source<'s, 'd> {
    /// A file of the store; none where it is none, or is not there.
    pub(super) fn of(
        files: &'s Files<'d>,
        path: &'s StorePath,
    ) -> Result<Option<Self>, StoreError> {
        match files.find(path) {
            Ok(found) => Ok(found.and_then(|(real, seen)| {
                Some(Self::File(files, path, real, usize::try_from(seen.len).ok()?))
            })),
            Err(error) if error.exit_class() == ExitClass::BadData => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How many bytes there are.
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::File(.., length) => *length,
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    /// The blocks of lines between two places at which lines begin.
    pub(super) fn blocks(
        &self,
        between: (usize, usize),
        memory: Vec<u8>,
    ) -> Result<Blocks<Box<dyn Read + 's>>, StoreError> {
        self.blocks_of(BLOCK, between, memory)
    }

    /// The same for who looks through each of them more than once.
    pub(super) fn small_blocks(
        &self,
        between: (usize, usize),
        memory: Vec<u8>,
    ) -> Result<Blocks<Box<dyn Read + 's>>, StoreError> {
        self.blocks_of(SMALL_BLOCK, between, memory)
    }

    fn blocks_of(
        &self,
        at_once: usize,
        (from, to): (usize, usize),
        memory: Vec<u8>,
    ) -> Result<Blocks<Box<dyn Read + 's>>, StoreError> {
        let source: Box<dyn Read + 's> = match self {
            Self::File(files, path, real, length) => {
                let handle = files.open_from((path, real), from as u64)?;
                // What has come to a file since is to be seen: its last piece has no end.
                if to == *length { handle } else { Box::new(handle.take((to - from) as u64)) }
            }
            Self::Bytes(bytes) => Box::new(&bytes[from..to]),
        };
        Ok(Blocks::new(source, (to - from, at_once), memory, from == 0))
    }

    /// The next line begin after a place; none where it is far away.
    pub(super) fn next_line(&self, after: usize) -> Result<Option<usize>, StoreError> {
        let mut bytes = [0; 4096];
        let n_read = match self {
            Self::File(files, path, real, _) => {
                let mut handle = files.open_from((path, real), after as u64)?;
                handle.read(&mut bytes).map_err(reading(path, Attempt::Read))?
            }
            Self::Bytes(all) => (&all[after..])
                .read(&mut bytes)
                .unwrap_or_else(|_| unreachable!("BUG: bytes can be read")),
        };
        Ok(memchr::memchr(b'\n', &bytes[..n_read]).map(|length| after + length + 1))
    }

    /// Why reading ended before the end: none where whoever reads in full tells.
    pub(super) fn stopped(&self, stopped: Stopped) -> Option<StoreError> {
        match (self, stopped) {
            (Self::File(_, path, ..), Stopped::Failed(error)) => {
                Some(reading(path, Attempt::Read)(error))
            }
            _ => None,
        }
    }
}
