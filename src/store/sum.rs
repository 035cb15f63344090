//! A quick sum of bytes, by which accidents are found: another program that wrote meanwhile, a crash
//! that left a part of a file unwritten, a disk that lost a bit.
//!
//! It is no proof against whoever means ill: what is written down for others to rely on, the log and
//! the seals, has a [`Fingerprint`](super::Fingerprint).

use std::hash::Hasher as _;

use sha2::digest::common::hazmat::{SerializableState as _, SerializedState};
use sha2::{Digest as _, Sha256};
use twox_hash::XxHash3_64;

use super::image::{from_hex, to_hex};

/// Length and quick sum of some bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many bytes they are.
    pub len: u64,
    /// Their sum, by XXH3.
    pub sum: u64,
}

impl Sum {
    /// The sum of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { len: bytes.len() as u64, sum: XxHash3_64::oneshot(bytes) }
    }
}

/// The beginning of a file to which lines are added: its sum, and how far the fingerprint of the file
/// has come by its end, so that nobody makes it from the first byte for each new line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// What it is known by.
    pub sum: Sum,
    /// The SHA-256 that goes on behind it.
    state: SerializedState<Sha256>,
}

impl Beginning {
    /// That of a file that consists of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let state = Sha256::new_with_prefix(bytes).serialize();
        Self { sum: Sum::of(bytes), state }
    }

    /// The same with more bytes, with which it has this sum.
    pub(super) fn with(&self, more: &[u8], sum: Sum) -> Self {
        Self { sum, state: self.hasher().chain_update(more).serialize() }
    }

    /// The fingerprint as far as it has come.
    pub(super) fn hasher(&self) -> Sha256 {
        Sha256::deserialize(&self.state).expect("BUG: a state that was never one")
    }

    /// Reads what [`Self::write`] wrote.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut cells = text.split(' ');
        let (len, sum, state) = (cells.next()?, cells.next()?, cells.next()?);
        let sum = Sum { len: len.parse().ok()?, sum: u64::from_str_radix(sum, 16).ok()? };
        let state = SerializedState::<Sha256>::try_from(from_hex(state)?.as_slice()).ok()?;
        Sha256::deserialize(&state).ok()?;
        cells.next().is_none().then_some(Self { sum, state })
    }

    /// As text without line ends.
    pub(super) fn write(&self) -> String {
        format!("{} {:016x} {}", self.sum.len, self.sum.sum, to_hex(&self.state))
    }
}

/// A sum of bytes that come some at a time.
#[derive(Clone)]
pub(super) struct Running {
    len: u64,
    hasher: XxHash3_64,
}

impl Running {
    /// The sum of nothing.
    pub(super) fn new() -> Self {
        Self { len: 0, hasher: XxHash3_64::new() }
    }

    /// Adds bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.len += bytes.len() as u64;
        self.hasher.write(bytes);
    }

    /// What it has come to.
    pub(super) fn sum(&self) -> Sum {
        Sum { len: self.len, sum: self.hasher.finish() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::Digest;

    proptest! {
        #[test]
        fn the_sum_is_that_of_the_whole_whatever_the_pieces(
            bytes in prop::collection::vec(any::<u8>(), 0..3_000),
            pieces in 1_usize..700,
        ) {
            let mut running = Running::new();
            for piece in bytes.chunks(pieces) {
                running.add(piece);
            }
            prop_assert_eq!(running.sum(), Sum::of(&bytes));
        }

        #[test]
        fn a_beginning_is_gone_on_from_as_if_all_had_been_there(
            bytes in prop::collection::vec(any::<u8>(), 0..600),
            at in any::<prop::sample::Index>(),
        ) {
            let (before, behind) = bytes.split_at(at.index(bytes.len() + 1));
            let begun = Beginning::of(before);
            let whole = begun.with(behind, Sum::of(&bytes));
            prop_assert_eq!(whole, Beginning::of(&bytes));
            prop_assert_eq!(Digest::finish(whole.hasher()), Digest::of(&bytes));
            prop_assert_eq!(Beginning::parse(&begun.write()), Some(begun));
            prop_assert_eq!(Beginning::parse(&format!("{} ", begun.write())), None);
        }

        #[test]
        fn another_byte_is_another_sum(
            bytes in prop::collection::vec(any::<u8>(), 1..600),
            at in any::<prop::sample::Index>(),
            flip in 1_u8..,
        ) {
            let mut other = bytes.clone();
            other[at.index(bytes.len())] ^= flip;
            prop_assert_ne!(Sum::of(&bytes), Sum::of(&other));
            prop_assert_ne!(Sum::of(&bytes), Sum::of(&bytes[1..]));
        }
    }
}
