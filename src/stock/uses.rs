//! What departments used of each item, as its lines stream by: many small sums, which lie close
//! together.
//!
//! Of ten thousand items with fifty departments each they are not all at hand for every line, and
//! over how many pages of memory they are spread is most of what a line takes: so they are not each
//! item's own.

use super::Balance;
use super::consumption::{Taken, is_issued};

/// How many departments have their sums side by side, once one of them has any.
const CHUNK: usize = 4;

/// What departments used of all items, by their places among all of them.
pub(super) struct UsesOfAll {
    n_departments: usize,
    issued: Sums,
    returned: Sums,
}

/// Whose sums are meant: where the places of its chunks begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OfItem(usize);

impl UsesOfAll {
    /// Of no item yet; there are so many departments.
    pub(super) fn new(n_departments: usize) -> Self {
        Self { n_departments, issued: Sums::default(), returned: Sums::default() }
    }

    /// Another item, of which nothing was used yet.
    pub(super) fn begin(&mut self) -> OfItem {
        let of = OfItem(self.issued.places.len());
        for sums in [&mut self.issued, &mut self.returned] {
            sums.places.resize(of.0 + self.n_departments.div_ceil(CHUNK), 0);
        }
        of
    }

    /// The same as one, to go on by itself.
    pub(super) fn again(&mut self, item: OfItem) -> OfItem {
        let other = self.begin();
        for sums in [&mut self.issued, &mut self.returned] {
            for chunk in 0..self.n_departments.div_ceil(CHUNK) {
                if let Some(own) = sums.chunk(item.0 + chunk).copied() {
                    sums.put(other.0 + chunk, own);
                }
            }
        }
        other
    }

    /// Adds what a department got of an item, above zero what was issued to it.
    pub(super) fn add(&mut self, item: OfItem, department: u16, change: Balance, taken: Taken) {
        if is_issued(change, taken) {
            self.issued.add(item, department, change);
        } else {
            self.returned.add(item, department, -change);
        }
    }

    /// The departments that used anything of an item, in order: what was issued, and what came back.
    pub(super) fn of(&self, item: OfItem) -> impl Iterator<Item = (u16, (Balance, Balance))> {
        (0..self.n_departments).filter_map(move |department| {
            let sums = [&self.issued, &self.returned].map(|sums| sums.of(item, department));
            let [issued, returned] = sums.map(Option::unwrap_or_default);
            let used = sums != [None, None];
            used.then_some((u16::try_from(department).ok()?, (issued, returned)))
        })
    }
}

/// Sums of one sort.
#[derive(Default)]
struct Sums {
    /// Where each chunk stands, from 1; zero where it has no sums.
    places: Vec<u32>,
    chunks: Vec<Chunk>,
}

/// The sums of some departments, and a bit for each that there are any.
#[derive(Clone, Copy, Default)]
struct Chunk {
    sums: [Balance; CHUNK],
    there: u8,
}

impl Sums {
    fn chunk(&self, place: usize) -> Option<&Chunk> {
        self.chunks.get((*self.places.get(place)? as usize).checked_sub(1)?)
    }

    fn put(&mut self, place: usize, chunk: Chunk) {
        self.chunks.push(chunk);
        let n_chunks = u32::try_from(self.chunks.len());
        self.places[place] =
            n_chunks.expect("BUG: more departments used items than can be counted");
    }

    fn add(&mut self, item: OfItem, department: u16, change: Balance) {
        let (place, at) = seat(item, usize::from(department));
        if self.places[place] == 0 {
            self.put(place, Chunk::default());
        }
        let chunk = &mut self.chunks[self.places[place] as usize - 1];
        chunk.sums[at] += change;
        chunk.there |= 1 << at;
    }

    fn of(&self, item: OfItem, department: usize) -> Option<Balance> {
        let (place, at) = seat(item, department);
        self.chunk(place).filter(|chunk| chunk.there & (1 << at) != 0).map(|chunk| chunk.sums[at])
    }
}

/// The place of the chunk in which a department's sums of an item stand, and where they do in it.
fn seat(OfItem(first): OfItem, department: usize) -> (usize, usize) {
    (first + department / CHUNK, department % CHUNK)
}
