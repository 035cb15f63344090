//! Where a line and its cells end, found sixty-four bytes at a time.
//!
//! Most lines have their commas where one of the last lines had them: where the cells begin, and
//! whether they are those of most lines, is known by that of each shape.

use wide::u8x16;

/// How many cells can be told of a line, those that the file does not have included.
pub(super) const MOST: usize = 64;

/// How many bytes are looked at at a time.
const CHUNK: usize = 64;

/// How many times that is done, at most.
const CHUNKS: usize = 8;

/// The commas of a line, each by a bit.
type Commas = [u64; CHUNKS];

/// How many shapes are remembered, as a power of two: a month of the bench has 26, and they are to stay
/// at hand.
const POWER: u32 = 5;

/// Where the cells of lines begin and end that have their commas at the same places.
#[derive(Clone)]
pub(super) struct Shape {
    commas: Commas,
    /// How many bytes lie before the end of the line.
    pub(super) length: usize,
    /// How many cells it has where it has no quotes; of a line of too many cells any wrong number of
    /// them.
    pub(super) n_cells: usize,
    /// Where they begin. Behind the last one stand two more: the byte behind the line's end, and the
    /// one after that, so that a cell that the file does not have is empty.
    begins: [u16; MOST],
    /// Whether its cells may be those of most lines.
    pub(super) fits: bool,
}

impl Shape {
    fn of(commas: Commas, length: usize) -> Self {
        let (mut begins, mut count) = ([0; MOST], 1);
        let mut put = |begin: usize| {
            begins[count % MOST] = u16::try_from(begin).unwrap_or(u16::MAX);
            count += 1;
        };
        for (chunk, commas) in commas.into_iter().enumerate() {
            let mut commas = commas;
            while commas != 0 {
                put(CHUNK * chunk + commas.trailing_zeros() as usize + 1);
                commas &= commas - 1;
            }
        }
        put(length + 1);
        put(length + 2);
        let n_cells = if count > MOST { 0 } else { count - 2 };
        Self { commas, length, n_cells, begins, fits: false }
    }

    /// Where a cell begins, and how many bytes it has.
    #[inline]
    pub(super) fn cell(&self, at: usize) -> (usize, usize) {
        let from = usize::from(self.begins[at % MOST]);
        (from, usize::from(self.begins[(at + 1) % MOST]) - 1 - from)
    }

    /// Whether the cells from one to before another one have nothing but their ends.
    pub(super) fn are_bare(&self, (from, behind): (usize, usize)) -> bool {
        usize::from(self.begins[behind % MOST] - self.begins[from % MOST]) == behind - from
    }
}

/// The shapes of the last lines.
pub(super) struct Shapes(Vec<Shape>);

/// A line whose end was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The place of its shape.
    pub(super) shape: usize,
    /// Whether it may have quotes, NUL, or a line end that is not that of its lines.
    pub(super) odd: bool,
}

impl Shapes {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(vec![Shape::of([0; CHUNKS], 0); 1 << POWER])
    }

    /// The shape of a line that was found last.
    #[inline]
    pub(super) fn of(&self, found: Found) -> &Shape {
        &self.0[found.shape]
    }

    /// Finds the end of the first line and where its cells begin; `fits` says of another shape whether
    /// its cells may be those of most lines. None of a line that is very long, and near the end of the
    /// text, where they are found otherwise.
    #[inline]
    pub(super) fn find(&mut self, text: &[u8], fits: impl Fn(&Shape) -> bool) -> Option<Found> {
        let (mut commas, mut odd) = ([0; CHUNKS], false);
        let (mut chunk, mut hash) = (0, 0_u64);
        let end = loop {
            let looked = look(text.get(CHUNK * chunk..)?.first_chunk()?);
            odd |= looked.odd;
            // What stands before the first end; all of it where there is none.
            let before = looked.ends.wrapping_sub(1) & !looked.ends;
            let own = looked.commas & before;
            *commas.get_mut(chunk)? = own;
            hash = (hash ^ own).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            if looked.ends != 0 {
                break looked.ends.trailing_zeros() as usize;
            }
            chunk += 1;
        };
        let length = CHUNK * chunk + end;
        let high = usize::try_from(hash >> (u64::BITS - POWER)).unwrap_or_default();
        let place = (high ^ length) % self.0.len();
        let shape = &mut self.0[place];
        if shape.length != length || shape.commas != commas {
            *shape = Shape::of(commas, length);
            shape.fits = fits(shape);
        }
        Some(Found { shape: place, odd })
    }
}

/// What stands in sixty-four bytes: each has a bit.
struct Looked {
    commas: u64,
    ends: u64,
    odd: bool,
}

#[inline]
fn look(chunk: &[u8; CHUNK]) -> Looked {
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
            order in prop::collection::vec(0_usize..6, 1..20),
        ) {
            let text = format!("{}\n", lines.join("\n"));
            let mut shapes = Shapes::new();
            for first in order {
                let line = &lines[first.min(lines.len() - 1)];
                let behind: usize = lines.iter().take_while(|own| !std::ptr::eq(*own, line))
                    .map(|own| own.len() + 1).sum();
                let text = &text.as_bytes()[behind..];
                let cells: Vec<&str> = line.split(',').collect();
                let n_cells = if cells.len() + 2 > MOST { 0 } else { cells.len() };
                let Some(found) = shapes.find(text, |shape| shape.n_cells > 3) else {
                    prop_assert!(text.len() < line.len() + 65 || line.len() >= CHUNK * CHUNKS);
                    continue;
                };
                prop_assert!(found.odd || !line.contains(['"', '\r', '\0']));
                let shape = shapes.of(found);
                prop_assert_eq!(shape.length, line.len());
                prop_assert_eq!((shape.n_cells, shape.fits), (n_cells, n_cells > 3));
                for (at, cell) in cells.iter().chain(&[""]).enumerate().take(n_cells + 1) {
                    let (from, length) = shape.cell(at);
                    prop_assert_eq!(&text[from..from + length], cell.as_bytes());
                    prop_assert_eq!(shape.are_bare((at, at + 1)), length == 0);
                }
            }
        }
    }
}
