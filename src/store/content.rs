//! A file read through for its sum and its shape, without keeping it.

use std::io::{self, ErrorKind, SeekFrom};

use sha2::{Digest as _, Sha256};

use super::sum::Running;
use super::{Beginning, Digest, Fingerprint, Handle, LineEnding, Sum};

/// What is to be known of a file to add rows to it, without keeping its content.
pub(super) struct Content {
    hasher: Sha256,
    /// So many bytes of it are in the hasher before any is read.
    done: u64,
    sum: Running,
    len: u64,
    first: Option<LineEnding>,
    last: u8,
}

impl Content {
    /// Reads a file through. Where its beginning is known its fingerprint goes on from there: whether
    /// the file begins so is for the caller to see, by the sum of all of it.
    pub(super) fn read(handle: &mut dyn Handle, beginning: Option<&Beginning>) -> io::Result<Self> {
        let (mut content, mut buffer) = (Self::of(b""), vec![0; 32 * 1024]);
        if let Some(beginning) = beginning {
            (content.hasher, content.done) = (beginning.hasher(), beginning.sum.len);
        }
        handle.seek(SeekFrom::Start(0))?;
        loop {
            match handle.read(&mut buffer) {
                Ok(0) => return Ok(content),
                Ok(n_read) => content.add(&buffer[..n_read]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes a content that was read already.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let (hasher, sum) = (Sha256::new(), Running::new());
        let mut content = Self { hasher, done: 0, sum, len: 0, first: None, last: b'\n' };
        content.add(bytes);
        content
    }

    fn add(&mut self, bytes: &[u8]) {
        let done = self.done.saturating_sub(self.len).min(bytes.len() as u64);
        self.hasher.update(&bytes[usize::try_from(done).unwrap_or(bytes.len())..]);
        self.sum.add(bytes);
        if self.first.is_none()
            && let Some(at) = bytes.iter().position(|byte| *byte == b'\n')
        {
            let before = if at == 0 { self.last } else { bytes[at - 1] };
            let crlf = before == b'\r';
            self.first = Some(if crlf { LineEnding::Crlf } else { LineEnding::Lf });
        }
        self.len += bytes.len() as u64;
        self.last = bytes.last().copied().unwrap_or(self.last);
    }

    /// The quick sum of the content as it is.
    pub(super) fn sum(&self) -> Sum {
        self.sum.sum()
    }

    /// The fingerprint of the content as it is.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        self.followed_by(b"")
    }

    /// The fingerprint when some bytes are added.
    pub(super) fn followed_by(&self, data: &[u8]) -> Fingerprint {
        let sha256 = Digest::finish(self.hasher.clone().chain_update(data));
        Fingerprint { len: self.len + data.len() as u64, sha256 }
    }

    /// Rows as they are added here: on a line of their own, also when an editor left the last
    /// line without an end.
    pub(super) fn rows(&self, data: Vec<u8>) -> Vec<u8> {
        let open = self.last != b'\n' && !data.is_empty();
        if !open || data.starts_with(b"\n") || data.starts_with(b"\r\n") {
            return data;
        }
        let ending = self.first.unwrap_or(LineEnding::Lf).as_str();
        [ending.as_bytes(), &data].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(file: &str, data: &str) -> String {
        let rows = Content::of(file.as_bytes()).rows(data.as_bytes().to_vec());
        String::from_utf8(rows).expect("text")
    }

    #[test]
    fn rows_begin_on_a_line_of_their_own() {
        assert_eq!(rows("id\n1\n", "2\n"), "2\n");
        assert_eq!(rows("id\n1", "2\n"), "\n2\n");
        assert_eq!(rows("id\r\n1", "2\r\n"), "\r\n2\r\n");
        assert_eq!(rows("id", "2\n"), "\n2\n");
        assert_eq!(rows("id\n1", "\n2\n"), "\n2\n");
        assert_eq!(rows("", "2\n"), "2\n");
        assert_eq!(rows("id\n1", ""), "");
    }

    #[test]
    fn the_sum_is_that_of_the_whole_whatever_the_pieces() {
        let mut content = Content::of(b"id\r");
        content.add(b"\n1");
        assert_eq!(content.fingerprint(), Fingerprint::of(b"id\r\n1"));
        assert_eq!(content.followed_by(b"\r\n2"), Fingerprint::of(b"id\r\n1\r\n2"));
        assert_eq!(content.rows(b"2".to_vec()), b"\r\n2");
    }
}
