//! What a hospital puts at the head of its papers.

use crate::report::Wording;

/// The heading of a printed paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The hospital's name.
    pub name: Wording,
    /// The lines under it: a department, an address.
    pub lines: Vec<Wording>,
    /// The picture beside it.
    pub logo: Option<Logo>,
}

/// A picture as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// What kind of picture it is.
    pub kind: LogoType,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

/// A kind of picture that every browser and spreadsheet program shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoType {
    /// Portable network graphics.
    Png,
    /// A photograph's compression.
    Jpeg,
    /// Scalable vector graphics.
    Svg,
}

impl LogoType {
    /// The kind of a file by how it begins; none where it is no such picture.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const START: usize = 1024;
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(START)]);
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if start.contains("<svg") {
            Some(Self::Svg)
        } else {
            None
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }
}
