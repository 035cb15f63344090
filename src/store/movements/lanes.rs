//! Where a line and its cells end, found sixty-four bytes at a time.

use wide::u8x16;

/// How many cells can be told of a line, those that the file does not have included.
pub(super) const MOST: usize = 64;

/// Where the cells of a line begin, counted from the line's first byte. Behind the last one stand two
/// more: the byte behind the line's end, and the one after that, so that a cell that the file does
/// not have is empty.
pub(super) type Begins = [u32; MOST];

/// A line whose end was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// How many bytes lie before its end.
    pub(super) length: usize,
    /// How many cells it has where it has no quotes; of a line of too many cells any wrong number of
    /// them.
    pub(super) n_cells: usize,
    /// Whether it may have quotes, NUL, or a line end that is not that of its lines.
    pub(super) odd: bool,
}

/// What stands in sixty-four bytes: each has a bit.
struct Looked {
    commas: u64,
    ends: u64,
    odd: bool,
}

/// Finds the end of the first line and where its cells begin; none near the end of the text, where
/// they are found otherwise.
#[inline]
pub(super) fn find(text: &[u8], begins: &mut Begins) -> Option<Found> {
    let (mut from, mut count, mut odd) = (0, 1, false);
    begins[0] = 0;
    loop {
        let chunk = text.get(from..)?.first_chunk::<64>()?;
        let looked = look(chunk);
        odd |= looked.odd;
        // What stands before the first end; all of it where there is none.
        let before = looked.ends.wrapping_sub(1) & !looked.ends;
        let mut commas = looked.commas & before;
        let base = u32::try_from(from).ok()? + 1;
        while commas != 0 {
            begins[count % MOST] = base + commas.trailing_zeros();
            count += 1;
            commas &= commas - 1;
        }
        if looked.ends != 0 {
            let behind = base + looked.ends.trailing_zeros();
            begins[count % MOST] = behind;
            begins[(count + 1) % MOST] = behind + 1;
            let n_cells = if count + 2 > MOST { 0 } else { count };
            return Some(Found { length: behind as usize - 1, n_cells, odd });
        }
        from += 64;
    }
}

#[inline]
fn look(chunk: &[u8; 64]) -> Looked {
    let (mut commas, mut ends) = (0, 0);
    let mut odd = u8x16::splat(0);
    for (at, lane) in chunk.as_chunks::<16>().0.iter().enumerate() {
        let lane = u8x16::new(*lane);
        let is = |byte: u8| lane.simd_eq(u8x16::splat(byte));
        commas |= u64::from(is(b',').to_bitmask()) << (16 * at);
        ends |= u64::from(is(b'\n').to_bitmask()) << (16 * at);
        odd |= is(b'"') | is(b'\r') | is(0);
    }
    Looked { commas, ends, odd: odd.to_bitmask() != 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_and_cells_are_those_between_line_ends_and_commas(
            lines in prop::collection::vec("[a-c,灯]{0,90}[\"\r\0]?[,x]{0,40}", 1..6),
            first in 0_usize..6,
        ) {
            let text = format!("{}\n", lines.join("\n"));
            let line = &lines[first.min(lines.len() - 1)];
            let behind: usize = lines.iter().take_while(|own| !std::ptr::eq(*own, line))
                .map(|own| own.len() + 1).sum();
            let (text, mut begins) = (&text.as_bytes()[behind..], [0; MOST]);
            let Some(found) = find(text, &mut begins) else {
                prop_assert!(text.len() < line.len() + 65);
                return Ok(());
            };
            prop_assert_eq!(found.length, line.len());
            prop_assert!(found.odd || !line.contains(['"', '\r', '\0']));
            let cells: Vec<&str> = line.split(',').collect();
            prop_assert_eq!(found.n_cells, if cells.len() + 2 > MOST { 0 } else { cells.len() });
            if found.n_cells == 0 {
                return Ok(());
            }
            for (at, cell) in cells.iter().chain(&[""]).enumerate() {
                let (from, to) = (begins[at] as usize, begins[at + 1] as usize - 1);
                prop_assert_eq!(&text[from..to], cell.as_bytes());
            }
        }
    }
}
