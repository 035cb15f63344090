//! From bytes to text: UTF-8 with or without a byte order mark, and a name for everything else.
//!
//! Nothing is guessed and nothing is converted here: a file in another encoding is refused at the
//! line where it shows, because a row appended to it in UTF-8 would spoil it for good.

use crate::base::Place;

use super::{StoreError, charset};

/// How the lines of a file end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnding {
    /// `\n`
    Lf,
    /// `\r\n`
    Crlf,
}

impl LineEnding {
    /// The ending of the first line; `\n` when there is none.
    pub fn of(bytes: &[u8]) -> Self {
        match memchr::memchr(b'\n', bytes) {
            Some(at) if at > 0 && bytes[at - 1] == b'\r' => Self::Crlf,
            _ => Self::Lf,
        }
    }

    /// The ending as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::Crlf => "\r\n",
        }
    }
}

/// The mark that some programs put before UTF-8; a rewrite keeps it.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file's text, and what a rewrite must keep of its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text without a byte order mark.
    pub text: &'a str,
    /// How many bytes of the file stand before the text: 3 with a byte order mark, else 0.
    pub skipped: usize,
    /// How the first line ends.
    pub ending: LineEnding,
}

/// Bytes as text where they are UTF-8, with whatever NUL and marks they have.
pub(super) fn utf8(bytes: &[u8]) -> Option<&str> {
    // Chinese is gone through several times as fast as by the standard library.
    simdutf8::basic::from_utf8(bytes).ok()
}

/// Reads bytes as text.
///
/// `file` is the name for the place of an error. UTF-16, NUL bytes and whatever is not UTF-8 are
/// errors with line and column.
pub fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<Decoded<'a>, StoreError> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(StoreError::Utf16(Place::line(file, 1)));
    }
    let body = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    // Where it is wrong, the other one says.
    let checked = utf8(body).map_or_else(|| std::str::from_utf8(body), Ok);
    let text = match checked {
        Ok(text) => text,
        Err(error) => {
            let good = &body[..error.valid_up_to()];
            return Err(match good.iter().position(|byte| *byte == 0) {
                Some(at) => StoreError::Nul(place(file, &good[..at])),
                None if charset::damaged_utf8(body).is_some() => {
                    StoreError::BrokenUtf8(place(file, good))
                }
                None => StoreError::NotUtf8(place(file, good)),
            });
        }
    };
    if let Some(at) = memchr::memchr(0, body) {
        return Err(StoreError::Nul(place(file, &body[..at])));
    }
    let skipped = bytes.len() - body.len();
    Ok(Decoded { text, skipped, ending: LineEnding::of(body) })
}

/// The place just after some good text.
fn place(file: &str, before: &[u8]) -> Place {
    let line = before.split(|byte| *byte == b'\n').count() - 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    // Every byte that does not continue a character begins one.
    let column = before[start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    Place::line(file, number(line)).at(number(column), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Refuse;

    fn fault(bytes: &[u8]) -> String {
        let error = decode("a.csv", bytes).expect_err("not a text");
        format!("{} {}", error.code(), error.place().expect("a place"))
    }

    #[test]
    fn utf8_with_and_without_a_mark() {
        let decoded = decode("a.csv", "\u{feff}编码,名称\r\n1,灯\r\n".as_bytes()).expect("text");
        assert_eq!(decoded.text, "编码,名称\r\n1,灯\r\n");
        assert_eq!((decoded.skipped, decoded.ending), (3, LineEnding::Crlf));
        let decoded = decode("a.csv", b"a\nb\r\n").expect("text");
        assert_eq!((decoded.skipped, decoded.ending), (0, LineEnding::Lf));
        assert_eq!(decode("a.csv", b"").expect("text").text, "");
    }

    #[test]
    fn everything_else_is_named_where_it_shows() {
        assert_eq!(fault(b"\xFF\xFEa\0"), "store.utf16 a.csv:1");
        assert_eq!(fault(b"\xFE\xFF\0a"), "store.utf16 a.csv:1");
        // 灯 in GBK after a line that is fine in both.
        assert_eq!(fault(b"id,name\n1,\xB5\xC6\n"), "store.not_utf8 a.csv:2:3");
        assert_eq!(fault("号\n灯,灯\0\0".as_bytes()), "store.nul a.csv:2:4");
        assert_eq!(fault(b"a\0\xB5"), "store.nul a.csv:1:2");
        assert_eq!(fault(b"\xEF\xBB\xBFa\0"), "store.nul a.csv:1:2");
        // A character cut in half at the end of the file.
        assert_eq!(fault(&"a,灯".as_bytes()[..4]), "store.broken_utf8 a.csv:1:3");
    }
}
