//! Files that other programs wrote: UTF-8, GB18030 and UTF-16 become text, and nothing is guessed.
//!
//! The order is fixed: a byte order mark decides; else what is strictly UTF-8 is; else GB18030, and
//! then every byte must be it. A UTF-8 file with a damaged character would pass as GB18030 and come
//! out as nonsense, so it is told apart and refused. The store's own files are read by
//! `encoding.rs`, which takes UTF-8 only.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::base::Place;

use super::StoreError;
use super::encoding::BYTE_ORDER_MARK;

/// How the characters of a file were written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind a byte order mark, as spreadsheets write it.
    Utf8WithMark,
    /// UTF-16, low byte first: the "Unicode text" of spreadsheets.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, of which GBK and GB2312 are parts.
    Gb18030,
}

impl Charset {
    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8WithMark => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    /// Whether a file of the store may be written so.
    pub const fn is_utf8(self) -> bool {
        matches!(self, Self::Utf8 | Self::Utf8WithMark)
    }
}

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// How it was written down.
    pub charset: Charset,
}

/// Reads bytes as text, whichever of the known ways they are written down in.
///
/// `file` is the name for the place of an error. Refused are NUL bytes, what is no character in
/// the charset that the file must be in, and UTF-8 with damaged characters.
pub fn recognise<'a>(file: &str, bytes: &'a [u8]) -> Result<Recognised<'a>, StoreError> {
    let (text, charset) = if let Some(body) = bytes.strip_prefix(BYTE_ORDER_MARK) {
        let text = std::str::from_utf8(body).map_err(|error| {
            let good = String::from_utf8_lossy(&body[..error.valid_up_to()]);
            StoreError::BrokenUtf8(after(file, &good))
        })?;
        (Cow::Borrowed(text), Charset::Utf8WithMark)
    } else if let Some(body) = bytes.strip_prefix(b"\xFF\xFE") {
        (Cow::Owned(strict(file, body, UTF_16LE)?), Charset::Utf16Le)
    } else if let Some(body) = bytes.strip_prefix(b"\xFE\xFF") {
        (Cow::Owned(strict(file, body, UTF_16BE)?), Charset::Utf16Be)
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (Cow::Borrowed(text), Charset::Utf8)
    } else if let Some(good) = damaged_utf8(bytes) {
        return Err(StoreError::BrokenUtf8(after(file, good)));
    } else {
        (Cow::Owned(strict(file, bytes, GB18030)?), Charset::Gb18030)
    };
    match text.find('\0') {
        Some(at) => Err(StoreError::Nul(after(file, &text[..at]))),
        None => Ok(Recognised { text, charset }),
    }
}

/// The good text before the first damaged character of what can only be meant as UTF-8.
///
/// Chinese characters take three bytes in UTF-8, and GB18030 hardly ever looks like that. So a file
/// with more of them than places that are no UTF-8 is UTF-8 that was damaged; and so is one whose
/// only such place is a character that the end of the file cuts.
pub(super) fn damaged_utf8(bytes: &[u8]) -> Option<&str> {
    let (mut n_damaged, mut n_chinese) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_chinese += chunk.valid().chars().filter(|letter| letter.len_utf8() == 3).count();
        n_damaged += usize::from(!chunk.invalid().is_empty());
    }
    let error = std::str::from_utf8(bytes).err()?;
    let cut = error.error_len().is_none();
    (cut || n_chinese > n_damaged)
        .then(|| std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
}

/// Decodes all bytes, each of which must be part of a character.
fn strict(file: &str, bytes: &[u8], encoding: &'static Encoding) -> Result<String, StoreError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let most = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(most.unwrap_or(bytes.len()));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true).0 {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::Malformed(..) | DecoderResult::OutputFull => Err(StoreError::NotText {
            place: after(file, &text),
            charset: if encoding == GB18030 { "GB18030" } else { "UTF-16" },
        }),
    }
}

/// The place just behind some text.
fn after(file: &str, before: &str) -> Place {
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    let line = number(before.matches('\n').count());
    Place::line(file, line).at(number(before[start..].chars().count()), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Refuse;

    fn read(bytes: &[u8]) -> String {
        let read = recognise("a.csv", bytes).expect("text");
        format!("{:?} {}", read.charset, read.text)
    }

    fn fault(bytes: &[u8]) -> String {
        let error = recognise("a.csv", bytes).expect_err("no text");
        format!("{} {}", error.code(), error.place().expect("a place"))
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn the_same_text_in_every_charset() {
        let text = "编码,名称\r\n1,灯😀\r\n";
        assert_eq!(read(text.as_bytes()), format!("Utf8 {text}"));
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()), format!("Utf8WithMark {text}"));
        let marked = format!("\u{feff}{text}");
        assert_eq!(read(&utf16(&marked, u16::to_le_bytes)), format!("Utf16Le {text}"));
        assert_eq!(read(&utf16(&marked, u16::to_be_bytes)), format!("Utf16Be {text}"));
        let (gb, _, _) = GB18030.encode(text);
        assert_eq!(read(&gb), format!("Gb18030 {text}"));
        assert_eq!(read(b""), "Utf8 ");
        assert_eq!(read(b"id,item\n"), "Utf8 id,item\n");
    }

    #[test]
    fn characters_that_look_like_utf8_do_not_hide_gb18030() {
        // 一 is D2 BB, which is a letter in UTF-8 too.
        let text = "一号楼,一层\n水泵房,一台\n";
        let (gb, _, _) = GB18030.encode(text);
        assert_eq!(read(&gb), format!("Gb18030 {text}"));
    }

    #[test]
    fn what_is_damaged_is_told_where_and_never_made_up() {
        let text = "编码,名称\n1,日光灯管\n".as_bytes();
        // A byte of a character changed; the last character cut, with and without others before.
        let mut flipped = text.to_vec();
        flipped[17] ^= 0x40;
        assert_eq!(fault(&flipped), "store.broken_utf8 a.csv:2:3");
        assert_eq!(fault(&text[..text.len() - 2]), "store.broken_utf8 a.csv:2:6");
        assert_eq!(fault(&"id,item\n1,灯".as_bytes()[..12]), "store.broken_utf8 a.csv:2:3");
        assert_eq!(fault(b"\xEF\xBB\xBFa\xB5\xC6"), "store.broken_utf8 a.csv:1:2");
        // Neither UTF-8 nor GB18030; half a unit and half a pair of UTF-16.
        assert_eq!(fault(b"a\n\xB5\xC6\xFF,b\n"), "store.not_text a.csv:2:2");
        assert_eq!(fault(b"\xFF\xFEa\0b"), "store.not_text a.csv:1:2");
        assert_eq!(fault(b"\xFF\xFEa\0\x00\xD8b\0"), "store.not_text a.csv:1:2");
        // NULs, in whichever charset.
        assert_eq!(fault(b"a,b\n\0\0"), "store.nul a.csv:2:1");
        assert_eq!(fault(b"\xFF\xFEa\0\0\0"), "store.nul a.csv:1:2");
        assert_eq!(fault(b"\xB5\xC6\n\0"), "store.nul a.csv:2:1");
    }
}
