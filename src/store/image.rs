//! What a file held when it was read: its bytes, and the fingerprint by which a commit knows that
//! nobody changed it meanwhile.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::{Beginning, Content, Seen, StorePath};

/// A SHA-256 sum, written as 64 hexadecimal letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The sum of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::finish(Sha256::new_with_prefix(bytes))
    }

    /// The sum that a running computation has come to.
    pub(super) fn finish(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }

    /// Reads 64 hexadecimal letters.
    pub fn parse(text: &str) -> Option<Self> {
        from_hex(text)?.try_into().ok().map(Self)
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a SHA-256 sum"))
    }
}

/// Writes bytes as hexadecimal letters.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    let letter = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect()
}

/// Reads bytes from hexadecimal letters in lower case.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let nibble = |letter: u8| match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(nibble(*high)? << 4 | nibble(*low)?)).collect()
}

/// Length and sum of a file's content: what tells one content from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The length in bytes.
    pub len: u64,
    /// The sum of all of them.
    pub sha256: Digest,
}

impl Fingerprint {
    /// The fingerprint of a content.
    pub fn of(bytes: &[u8]) -> Self {
        Self { len: bytes.len() as u64, sha256: Digest::of(bytes) }
    }
}

/// What a file must hold for rows to be added to it: what they were decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pre {
    /// The content that has this fingerprint.
    Content(Fingerprint),
    /// This one, whose fingerprint goes on with what is added.
    Begun(Beginning),
}

impl Pre {
    /// Whether a content that was read through is the one.
    pub(super) fn is(&self, content: &Content) -> bool {
        match self {
            Self::Content(fingerprint) => content.fingerprint() == *fingerprint,
            Self::Begun(beginning) => content.sum() == beginning.sum,
        }
    }

    /// From where its fingerprint goes on.
    pub(super) const fn beginning(&self) -> Option<&Beginning> {
        match self {
            Self::Content(_) => None,
            Self::Begun(beginning) => Some(beginning),
        }
    }
}

impl From<Fingerprint> for Pre {
    fn from(fingerprint: Fingerprint) -> Self {
        Self::Content(fingerprint)
    }
}

/// A file as it was read, whole.
#[derive(Debug, Clone)]
pub struct FileImage {
    /// Where it stands.
    pub path: StorePath,
    /// Its whole content.
    pub bytes: Vec<u8>,
    /// What the disk said about the file (device, inode, length).
    pub seen: Seen,
}

impl FileImage {
    /// The fingerprint of the content: the `pre` of an operation that builds on it.
    ///
    /// It is computed when asked for, because a report reads much and writes nothing.
    pub fn pre(&self) -> Fingerprint {
        Fingerprint::of(&self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_reads_and_writes_the_same() {
        let sum = Digest::of(b"abc");
        let text = sum.to_string();
        assert!(text.starts_with("ba7816bf8f01cfea"));
        assert_eq!(Digest::parse(&text), Some(sum));
        assert_eq!(Digest::parse(&text[1..]), None);
        assert_eq!(Digest::parse(&text.replace('b', "g")), None);
    }
}
