//! Full-width letters, digits and signs, as Chinese keyboards type them, and what they stand for.

/// The text with full-width letters, digits and signs in the width of the others.
///
/// For codes, numbers, dates and headings; never for free text, where they are somebody's choice.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
            '。' => '.',
            '\u{3000}' => ' ',
            '−' | '–' | '—' => '-',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_wide_is_read_as_it_was_meant() {
        assert_eq!(half_width("ＺＷ０１"), "ZW01");
        assert_eq!(half_width("１２．５"), "12.5");
        assert_eq!(half_width("２０２６－０３－０５"), "2026-03-05");
        assert_eq!(half_width("灯管36W"), "灯管36W");
    }
}
