//! Data inside sentences: nothing in it may move the cursor, break the line or turn the text round.

use std::borrow::Cow;

/// Writes out control characters, line breaks, bidi marks and invisible characters as escapes
/// (`\n`, `\u{202e}`); everything else stays as it is.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_hidden(letter) {
            cleaned.extend(letter.escape_default());
        } else {
            cleaned.push(letter);
        }
    }
    Cow::Owned(cleaned)
}

/// Whether a character has no shape of its own: controls, line and paragraph separators,
/// directional marks, zero-width spaces and byte order marks.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn nothing_hidden_comes_through() {
        assert_eq!(clean("灯管 36W|*"), "灯管 36W|*");
        assert_eq!(clean("a\nb\tc\r"), "a\\nb\\tc\\r");
        assert_eq!(clean("\u{1b}[31m\u{202e}x\u{feff}"), "\\u{1b}[31m\\u{202e}x\\u{feff}");
    }
}
