//! What departments used of each item, as its lines stream by: many small sums, which lie close
//! together.
//!
//! Of ten thousand items with fifty departments each they are not all at hand for every line, and
//! over how many pages of memory they are spread is most of what a line takes: so they are not each
//! item's own.

use super::Balance;
use super::consumption::{Taken, is_issued};

/// How many departments at most have their sums side by side, once one of them has any: those of an
/// item are asked for one after another.
const CHUNK: usize = 64;

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
        let sums = || Sums { width: CHUNK.min(n_departments), ..Sums::default() };
        Self { n_departments, issued: sums(), returned: sums() }
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
                sums.copy(item.0 + chunk, other.0 + chunk);
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
    /// How many departments a chunk has.
    width: usize,
    /// Where each chunk stands, from 1; zero where it has no sums.
    places: Vec<u32>,
    /// The sums of all chunks, one behind the other.
    chunks: Vec<Balance>,
    /// Of each chunk a bit for each department that has any.
    there: Vec<u64>,
}

impl Sums {
    /// The number of a chunk, where it has sums.
    fn chunk(&self, place: usize) -> Option<usize> {
        (*self.places.get(place)? as usize).checked_sub(1)
    }

    /// Another chunk without sums; gives its number.
    fn put(&mut self, place: usize) -> usize {
        let chunk = self.there.len();
        self.there.push(0);
        self.chunks.resize(self.chunks.len() + self.width, Balance::default());
        let n_chunks = u32::try_from(self.there.len());
        self.places[place] =
            n_chunks.expect("BUG: more departments used items than can be counted");
        chunk
    }

    fn copy(&mut self, from: usize, to: usize) {
        let Some(own) = self.chunk(from) else { return };
        let other = self.put(to);
        let sums = own * self.width..(own + 1) * self.width;
        self.chunks.copy_within(sums, other * self.width);
        self.there[other] = self.there[own];
    }

    fn add(&mut self, item: OfItem, department: u16, change: Balance) {
        let (place, at) = seat(item, usize::from(department));
        let chunk = match self.places[place] as usize {
            0 => self.put(place),
            number => number - 1,
        };
        self.chunks[chunk * self.width + at] += change;
        self.there[chunk] |= 1 << at;
    }

    fn of(&self, item: OfItem, department: usize) -> Option<Balance> {
        let (place, at) = seat(item, department);
        let chunk = self.chunk(place).filter(|chunk| self.there[*chunk] & (1 << at) != 0)?;
        Some(self.chunks[chunk * self.width + at])
    }
}

/// The place of the chunk in which a department's sums of an item stand, and where they do in it.
fn seat(OfItem(first): OfItem, department: usize) -> (usize, usize) {
    (first + department / CHUNK, department % CHUNK)
}
