//! A text that people wrote, on a terminal: a heading, and paragraphs broken where the terminal ends.
//!
//! Chinese may be broken between any two characters, but no line begins with a closing sign or ends
//! with an opening one; English is broken at blanks.

use std::io;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Options;
use super::grid::paint;
use crate::report::{Passage, Tone};
use crate::text::{Language, Text, clean};

/// Signs that no line begins with.
const CLOSING: &str = "，。；：！？、）》〉」』】”’…,.;:!?)]}%";
/// Signs that no line ends with.
const OPENING: &str = "（《〈「『【“‘([{";
/// No paragraph is broken to fewer columns than this.
const NARROWEST: usize = 20;

pub(super) fn print(
    passage: &Passage,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let Passage { heading, paragraphs } = passage;
    if !heading.is_empty() {
        let heading = clean(text.named(&heading.zh, &heading.en));
        writeln!(out, "{}", paint(&heading, Tone::Plain, true, options.colour))?;
    }
    let indent = match text.language() {
        Language::Chinese => "　　",
        Language::English => "",
    };
    let width = options.width.map(|width| usize::from(width).max(NARROWEST));
    for (at, paragraph) in paragraphs.iter().enumerate() {
        // English paragraphs are told apart by a blank line, Chinese ones by their indent.
        if indent.is_empty() && (at > 0 || !heading.is_empty()) {
            writeln!(out)?;
        }
        let said = clean(text.named(&paragraph.zh, &paragraph.en));
        for line in lines(&format!("{indent}{said}"), width) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// A piece of a line that is never broken, and whether a blank stands before it.
struct Word {
    text: String,
    after_blank: bool,
}

/// The words of a text: each wide letter is one of its own, with the signs that belong to it. A
/// letter is what people take for one: with its accents, or a picture made of several.
fn words(text: &str) -> Vec<Word> {
    let is_wide = |letter: &str| letter.width() > 1;
    let mut words: Vec<Word> = Vec::new();
    let mut before = "";
    let mut after_blank = false;
    for letter in text.graphemes(true) {
        if letter == " " {
            after_blank = true;
            continue;
        }
        let narrow = !is_wide(before) && !is_wide(letter);
        let goes_on =
            CLOSING.contains(letter) || OPENING.contains(before) || narrow || before == "　";
        match words.last_mut() {
            Some(last) if !after_blank && goes_on => last.text.push_str(letter),
            _ => words.push(Word { text: letter.to_owned(), after_blank }),
        }
        before = letter;
        after_blank = false;
    }
    words
}

/// The lines of a text in so many columns; one line where nobody says how many.
pub(in crate::render) fn lines(text: &str, width: Option<usize>) -> Vec<String> {
    let Some(width) = width.filter(|width| text.width() > *width) else {
        return vec![text.to_owned()];
    };
    let mut lines = vec![String::new()];
    for Word { text, after_blank } in words(text) {
        let line = lines.last_mut().expect("BUG: there is a line");
        let blank = usize::from(after_blank && !line.is_empty());
        if !line.is_empty() && line.width() + blank + text.width() > width {
            lines.extend(broken(text, width));
            continue;
        }
        if text.width() > width {
            lines.pop();
            lines.extend(broken(text, width));
            continue;
        }
        if blank > 0 {
            line.push(' ');
        }
        line.push_str(&text);
    }
    lines
}

/// A word that no line holds, in pieces; nothing is broken that people take for one letter.
fn broken(word: String, width: usize) -> Vec<String> {
    if word.width() <= width {
        return vec![word];
    }
    let mut pieces = vec![String::new()];
    for letter in word.graphemes(true) {
        let piece = pieces.last_mut().expect("BUG: there is a piece");
        if !piece.is_empty() && piece.width() + letter.width() > width {
            pieces.push(letter.to_owned());
        } else {
            piece.push_str(letter);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_with_a_closing_sign_and_none_is_too_wide() {
        let text = "　　全年维修 128 次，合计维修金额 12.35 万元（含配件），及时率 97.4%；做到“早发现、早处理”。";
        for width in 20..70 {
            let broken = lines(text, Some(width));
            assert!(broken.len() > 1, "{width}");
            for line in &broken {
                assert!(line.width() <= width, "{width}: {line}");
                let first = line.chars().next().expect("a letter");
                assert!(!CLOSING.contains(first), "{width}: {line}");
                let last = line.chars().next_back().expect("a letter");
                assert!(!OPENING.contains(last), "{width}: {line}");
            }
            let joined = broken.concat().replace(' ', "");
            assert_eq!(joined, text.replace(' ', ""), "nothing is lost");
        }
    }

    #[test]
    fn what_people_take_for_one_letter_is_never_torn() {
        let family = "👨‍👩‍👧‍👦";
        let accented = "e\u{301}";
        for text in [family.repeat(20), accented.repeat(60), format!("灯{accented}").repeat(30)] {
            for width in 8..24 {
                let broken = lines(&text, Some(width));
                assert!(broken.len() > 1, "{width}: {broken:?}");
                assert_eq!(broken.concat(), text);
                for line in &broken {
                    assert!(line.width() <= width, "{width}: {line}");
                    let whole = |letter: &str| [family, accented, "灯"].contains(&letter);
                    assert!(line.graphemes(true).all(whole), "{width}: {line:?}");
                }
            }
        }
    }

    #[test]
    fn english_is_broken_at_blanks_only() {
        let text = "Of 128 tasks planned 97 are done, 95.1% of those due in time.";
        let broken = lines(text, Some(24));
        assert_eq!(broken.join(" "), text);
        assert!(broken.iter().all(|line| line.width() <= 24), "{broken:?}");
        assert_eq!(lines(text, None), [text]);
    }
}
