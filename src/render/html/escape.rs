//! Data as data: nothing of it is markup, moves the text or ends a string.

use std::fmt::Write as _;

use crate::text::clean;

/// A text between tags or within the quotes of an attribute.
pub(super) fn escape(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len() + 8);
    for letter in cleaned.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// No code or flag that is held together is longer: a phone holds it.
const LONGEST_WHOLE: usize = 24;

/// The same between tags, with flags, codes and days held together that a browser would break at
/// their hyphens.
pub(super) fn escape_whole(text: &str) -> String {
    let is_graphic = |letter: char| letter.is_ascii_graphic();
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|own| !is_graphic(own)).unwrap_or(rest.len()));
        let breaks = word.trim_end_matches('-').contains('-') && word.len() <= LONGEST_WHOLE;
        if breaks {
            escaped.push_str("<span class=\"w\">");
            escaped.push_str(&escape(word));
            escaped.push_str("</span>");
        } else {
            escaped.push_str(&escape(word));
        }
        let (between, after) = after.split_at(after.find(is_graphic).unwrap_or(after.len()));
        escaped.push_str(&escape(between));
        rest = after;
    }
    escaped
}

/// A text within the quotes of a string of CSS, in a page: whatever ASCII is no letter, digit or
/// blank is written by its number, so that nothing ends the string or the style.
pub(super) fn css_string(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in clean(text).chars() {
        if letter.is_ascii() && !letter.is_ascii_alphanumeric() && letter != ' ' {
            write!(escaped, "\\{:x} ", u32::from(letter)).expect("BUG: a string that is full");
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

/// Bytes as base64 (RFC 4648), for what a page carries along.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = usize::try_from(group >> (18 - 6 * place) & 63).unwrap_or(0);
            text.push(if place > chunk.len() { '=' } else { char::from(LETTERS[letter]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_what_it_stands_in() {
        assert_eq!(
            escape("<a href='x'>\"&\u{202e}"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;\\u{202e}"
        );
        assert_eq!(css_string("甲\"</style>\\"), "甲\\22 \\3c \\2f style\\3e \\5c ");
    }

    #[test]
    fn what_hyphens_would_break_is_held_together() {
        assert_eq!(
            escape_whole("敲 houqin -p 2025-03 --room BF，<--amount"),
            "敲 houqin <span class=\"w\">-p</span> <span class=\"w\">2025-03</span> <span class=\"w\">--room</span> BF，\
             <span class=\"w\">&lt;--amount</span>"
        );
        let long = "a-".repeat(13);
        assert_eq!(escape_whole(&long), long);
        assert_eq!(escape_whole("- 一 -"), "- 一 -");
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }
}
