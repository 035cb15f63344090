//! What scans of ledgers have in common: they read texts as they stand, and tell nothing by
//! themselves. Look next at `readings/`, `movements/` and `scan_records.rs`.

use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem;

use super::codec::numbered;
use super::{StorePath, encoding};

/// The text of a file; none where it is none.
pub(super) fn text<'b>(path: &StorePath, bytes: &'b [u8]) -> Option<&'b str> {
    encoding::decode(path.as_str(), bytes).ok().map(|decoded| decoded.text)
}

/// The lines of a file that are rows.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    numbered(text).skip(1).map(|(_, line)| line).filter(|line| !line.is_empty())
}

/// Looks for a code, a slip or a word.
///
/// Which two bytes are looked for first is told by what is in such a text: its letters begin all
/// codes of their sort and so stand in every line, and so do the zeros behind them; hardly any other
/// has the last letter before just this last byte.
pub(super) fn finder_of(text: &str) -> memmem::Finder<'_> {
    let letter = text.bytes().rev().find(u8::is_ascii_alphabetic);
    match (letter, text.bytes().next_back()) {
        (Some(letter), Some(last)) if last.is_ascii_digit() => {
            memmem::FinderBuilder::new().build_forward_with_ranker(Rank { letter, last }, text)
        }
        _ => memmem::Finder::new(text),
    }
}

/// Which bytes of a text are seldom, the lowest first.
struct Rank {
    letter: u8,
    last: u8,
}

impl HeuristicFrequencyRank for Rank {
    fn rank(&self, byte: u8) -> u8 {
        if byte == self.letter {
            0
        } else if byte == self.last {
            1
        } else {
            u8::MAX
        }
    }
}

/// The lines that have some bytes, which may begin with the end of the line before.
pub(super) fn lines_with<'t>(
    lines: &'t [u8],
    finder: &memmem::Finder<'_>,
) -> impl Iterator<Item = &'t [u8]> {
    let (skipped, mut from) = (usize::from(finder.needle().starts_with(b"\n")), 0);
    std::iter::from_fn(move || {
        let found = from + finder.find(&lines[from..])? + skipped;
        let begin = memchr::memrchr(b'\n', &lines[..found]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &lines[found..]);
        let end = end.map_or(lines.len(), |length| found + length);
        // The end of this line may begin the bytes that are looked for next.
        from = end;
        Some(lines[begin..end].strip_suffix(b"\r").unwrap_or(&lines[begin..end]))
    })
}

/// Cuts a line without quotes at its commas; where there are quotes, it says so.
pub(super) fn bare<'t>(line: &'t str, cells: &mut Vec<&'t str>) -> bool {
    cells.clear();
    let mut from = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b',' => {
                cells.push(&line[from..at]);
                from = at + 1;
            }
            b'"' | b'\r' => return false,
            _ => {}
        }
    }
    cells.push(&line[from..]);
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_looked_for_is_found_wherever_it_stands(
            text in "[\\n]?[WZ中a-]{0,3}[0-3]{0,5}[,x]?",
            lines in "([WZ中a-]{0,3}[0-3]{0,5}[,x\\n]?){0,40}",
        ) {
            let finder = finder_of(&text);
            let found: Vec<usize> = finder.find_iter(lines.as_bytes()).collect();
            let wanted: Vec<usize> = memmem::find_iter(lines.as_bytes(), &text).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
