//! Chance that comes out the same every time: the example must be made again byte for byte.

/// A small generator of numbers (`SplitMix64`), seeded once.
pub(crate) struct Chance(u64);

impl Chance {
    /// A stream of numbers of its own for each name.
    pub(crate) fn new(name: &str) -> Self {
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        let range = u64::try_from(most - least + 1).expect("least is not above most");
        least + i64::try_from(self.next() % range).expect("within the range")
    }

    /// One of a list.
    pub(crate) fn of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        let last = i64::try_from(list.len()).expect("a short list") - 1;
        &list[usize::try_from(self.between(0, last)).expect("within the list")]
    }

    /// Whether it happens, `percent` times in a hundred.
    pub(crate) fn happens(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }
}
