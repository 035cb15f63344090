//! The cells of a line, found eight bytes at a time.

/// The cells that a line may have.
pub(super) const CELLS: usize = 40;

/// The cells of a line without quotes.
pub(super) struct Cells<'t, 'e> {
    pub(super) line: &'t str,
    pub(super) ends: &'e [u32; CELLS],
    pub(super) count: usize,
}

impl<'t> Cells<'t, '_> {
    /// Whether a cell is empty, as one is that the line does not have.
    pub(super) fn is_empty(&self, at: usize) -> bool {
        at >= self.count || self.ends[at] == if at == 0 { 0 } else { self.ends[at - 1] + 1 }
    }

    /// The text of a cell; empty where the line does not have so many.
    pub(super) fn get(&self, at: usize) -> &'t str {
        if at >= self.count {
            return "";
        }
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize + 1 };
        &self.line[from..self.ends[at] as usize]
    }
}

/// Finds the ends of the cells of a line without quotes, eight bytes at a time; says whether the
/// line has so many cells.
pub(super) fn cut(line: &[u8], ends: &mut [u32; CELLS], n_cells: usize) -> bool {
    let (words, rest) = line.as_chunks::<8>();
    let mut found = 0;
    let mut at = 0_u32;
    let mut take = |word: u64, at: u32| {
        let mut commas = equal(word, b',');
        while commas != 0 {
            if let Some(end) = ends.get_mut(found) {
                *end = at + (commas.trailing_zeros() >> 3);
            }
            found += 1;
            commas &= commas - 1;
        }
    };
    for word in words {
        take(u64::from_le_bytes(*word), at);
        at += 8;
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    take(u64::from_le_bytes(last), at);
    let (Ok(length), true) = (u32::try_from(line.len()), found + 1 == n_cells) else {
        return false;
    };
    ends[found] = length;
    true
}

/// Whether a text has quotes, or line ends that are not those of its lines: what is cut at commas
/// alone has neither.
pub(super) fn is_odd(text: &[u8]) -> bool {
    memchr::memchr2(b'"', b'\r', text).is_some()
}

/// The highest bit of each byte of a word that is this byte, and no other bit.
const fn equal(word: u64, byte: u8) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let differs = word ^ (0x0101_0101_0101_0101 * byte as u64);
    !(((differs & LOW) + LOW) | differs | LOW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::codec::split;

    proptest! {
        #[test]
        fn cells_are_those_of_the_strict_reader(line in "[a-c,\"\r灯]{0,40}") {
            let mut ends = [0; CELLS];
            let strict = split(&line);
            for n_cells in 1..CELLS {
                let odd = is_odd(line.as_bytes());
                prop_assert_eq!(odd, line.contains(['"', '\r']));
                if odd {
                    continue;
                }
                let found = cut(line.as_bytes(), &mut ends, n_cells);
                let fields = strict.as_ref().expect("a line without quotes");
                prop_assert_eq!(found, fields.len() == n_cells);
                if found {
                    let cells = Cells { line: &line, ends: &ends, count: n_cells };
                    let own: Vec<&str> = (0..n_cells).map(|at| cells.get(at)).collect();
                    let theirs: Vec<&str> =
                        fields.iter().map(|field| field.text.as_ref()).collect();
                    for (at, text) in own.iter().enumerate() {
                        prop_assert_eq!(cells.is_empty(at), text.is_empty());
                    }
                    prop_assert!(cells.is_empty(n_cells));
                    prop_assert_eq!(own, theirs);
                    prop_assert_eq!(cells.get(n_cells), "");
                }
            }
        }
    }
}
