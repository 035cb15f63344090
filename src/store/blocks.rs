//! A file's lines some hundred thousand bytes at a time, so that they are read, checked and cut
//! while they are at hand.

use std::io::{ErrorKind, Read};

use super::encoding::{self, BYTE_ORDER_MARK};

/// How many bytes are read at a time; a longer line makes it more. In tests few.
pub(super) const BLOCK: usize = if cfg!(test) { 1024 } else { 128 * 1024 };

/// The same where bytes are looked through more than once, and few of them kept: they stay where the
/// processor is quickest at them, and a command that is over at once asks for less memory.
pub(super) const SMALL_BLOCK: usize = if cfg!(test) { 1024 } else { 32 * 1024 };

/// Why a file is not read on.
pub(super) enum Stopped {
    /// Its text is none, and to be told by whoever reads it in full.
    NoText,
    /// The disk failed.
    Failed(std::io::Error),
}

/// Blocks of whole lines.
pub(super) struct Blocks<R> {
    source: R,
    memory: Vec<u8>,
    /// The bytes that are there; those before `from` were given.
    filled: usize,
    from: usize,
    ended: bool,
    /// Whether the beginning of the file comes next, where a mark may stand.
    at_first: bool,
}

impl<R: Read> Blocks<R> {
    /// The blocks of what a source gives, so many bytes as far as is known, whose first line begins
    /// at once; `at_first` says that it is the first line of the file. So many are read at a time.
    pub(super) fn new(
        source: R,
        (n_bytes, at_once): (usize, usize),
        mut memory: Vec<u8>,
        at_first: bool,
    ) -> Self {
        let enough = at_once.min(n_bytes + 1);
        if memory.len() < enough {
            memory.resize(enough, 0);
        }
        Self { source, memory, filled: 0, from: 0, ended: false, at_first }
    }

    /// The memory, to be used again.
    pub(super) fn into_memory(self) -> Vec<u8> {
        self.memory
    }

    /// The next block as text; whether it has NUL is to be looked for by whoever goes through it.
    pub(super) fn next(&mut self) -> Result<Option<&str>, Stopped> {
        let is_first = std::mem::take(&mut self.at_first);
        let n_bytes = match self.next_bytes().map_err(Stopped::Failed)? {
            Some(bytes) => bytes.len(),
            None => return Ok(None),
        };
        if self.memory[..n_bytes].starts_with(BYTE_ORDER_MARK) {
            if !is_first {
                return Err(Stopped::NoText);
            }
            self.memory.copy_within(BYTE_ORDER_MARK.len()..self.filled, 0);
            self.filled -= BYTE_ORDER_MARK.len();
            self.from -= BYTE_ORDER_MARK.len();
        }
        encoding::utf8(&self.memory[..self.from]).map(Some).ok_or(Stopped::NoText)
    }

    /// Gives the last block away, whose lines are still asked for, for memory to go on with.
    pub(super) fn exchange(&mut self, mut memory: Vec<u8>) -> Vec<u8> {
        if memory.len() < self.memory.len() {
            memory.resize(self.memory.len(), 0);
        }
        let rest = &self.memory[self.from..self.filled];
        memory[..rest.len()].copy_from_slice(rest);
        let n_bytes = std::mem::take(&mut self.from);
        self.filled -= n_bytes;
        let mut block = std::mem::replace(&mut self.memory, memory);
        block.truncate(n_bytes);
        block
    }

    /// The next block, whose last line ends in it or with the file; none where there is no more.
    pub(super) fn next_bytes(&mut self) -> std::io::Result<Option<&[u8]>> {
        self.memory.copy_within(self.from..self.filled, 0);
        (self.filled, self.from) = (self.filled - self.from, 0);
        let end = loop {
            if self.ended {
                break self.filled;
            }
            if self.filled == self.memory.len() {
                self.memory.resize(self.memory.len() * 2, 0);
            }
            match self.source.read(&mut self.memory[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(n_bytes) => self.filled += n_bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if self.filled == self.memory.len()
                && let Some(last) = memchr::memrchr(b'\n', &self.memory[..self.filled])
            {
                break last + 1;
            }
        };
        self.from = end;
        Ok(Some(&self.memory[..end]).filter(|bytes| !bytes.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives its bytes some at a time.
    struct Drops<'b>(&'b [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let n_bytes = self.1.min(self.0.len()).min(into.len());
            into[..n_bytes].copy_from_slice(&self.0[..n_bytes]);
            self.0 = &self.0[n_bytes..];
            Ok(n_bytes)
        }
    }

    proptest! {
        #[test]
        fn blocks_are_the_file_cut_at_line_ends(
            lines in prop::collection::vec("[灯a,]{0,200}", 0..40),
            times in 1_usize..60,
            at_once in 1_usize..100_000,
            ended in any::<bool>(),
            marked in any::<bool>(),
            known in 0_usize..3_000,
            kept in any::<bool>(),
        ) {
            let mut text = lines.join("\n").repeat(times);
            if ended {
                text.push('\n');
            }
            let mark = if marked { "\u{feff}" } else { "" };
            let bytes = format!("{mark}{text}").into_bytes();
            let drops = Drops(&bytes, at_once);
            let mut blocks = Blocks::new(drops, (known, BLOCK), Vec::new(), true);
            let (mut all, mut spare) = (String::new(), Vec::new());
            while let Ok(Some(block)) = blocks.next() {
                prop_assert!(block.ends_with('\n') || all.len() + block.len() == text.len());
                all.push_str(block);
                let n_bytes = block.len();
                if kept {
                    spare = blocks.exchange(spare);
                    prop_assert_eq!(&spare, &all.as_bytes()[all.len() - n_bytes..]);
                }
            }
            prop_assert_eq!(all, text);
        }
    }

    #[test]
    fn what_is_no_text_is_not_read_on() {
        for bytes in [&b"a\xFF\n"[..], b"\xFF\xFEa\n"] {
            let mut blocks = Blocks::new(bytes, (bytes.len(), BLOCK), Vec::new(), true);
            assert!(matches!(blocks.next(), Err(Stopped::NoText)));
        }
        let marked = "\u{feff}id\n".as_bytes();
        let mut first = Blocks::new(marked, (marked.len(), BLOCK), Vec::new(), true);
        assert!(matches!(first.next(), Ok(Some("id\n"))));
        let mut later = Blocks::new(marked, (marked.len(), BLOCK), Vec::new(), false);
        assert!(matches!(later.next(), Err(Stopped::NoText)));
    }
}
