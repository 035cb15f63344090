//! Short texts as three words of eight bytes each, and tables of them: what lines name once a line is
//! mostly that short.

/// A text of at most so many bytes, none of them NUL.
pub(super) type Words = [u64; 3];

/// The bytes that three words have.
pub(super) const LONGEST: usize = 24;

/// What is left of three words of a text that is shorter.
const KEPT: [Words; LONGEST + 1] = {
    let mut kept = [[0; 3]; LONGEST + 1];
    let mut length = 0;
    while length <= LONGEST {
        let mut word = 0;
        while word < 3 {
            let n_bytes = length.saturating_sub(8 * word);
            kept[length][word] = if n_bytes >= 8 { u64::MAX } else { (1 << (8 * n_bytes)) - 1 };
            word += 1;
        }
        length += 1;
    }
    kept
};

/// The text of so many bytes that begins there; none where it is too long, or stands too near the
/// end of all to be looked at so.
#[inline]
pub(super) fn words_at(all: &[u8], from: usize, length: usize) -> Option<Words> {
    let kept = KEPT.get(length)?;
    let (words, _) = all.get(from..)?.first_chunk::<LONGEST>()?.as_chunks::<8>();
    let [first, second, third] = *words else { return None };
    Some([
        u64::from_le_bytes(first) & kept[0],
        u64::from_le_bytes(second) & kept[1],
        u64::from_le_bytes(third) & kept[2],
    ])
}

/// The number that is written by so many digits and nothing else, one to eight of them.
#[inline]
pub(super) fn number([first, ..]: Words, length: usize) -> Option<u32> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    if length == 0 || length > 8 {
        return None;
    }
    let spare = 8 * (8 - length);
    let digits = (first << spare) ^ (ZEROS << spare);
    if (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 != 0 {
        return None;
    }
    // Two neighbours become one number of two digits, then two of those one of four.
    let pairs = (digits * 10 + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    u32::try_from((fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF).ok()
}

/// A text by itself; none where it is too long.
pub(super) fn words(text: &str) -> Option<Words> {
    let mut all = [0; LONGEST];
    all.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    words_at(&all, 0, text.len())
}

/// A text of the ledger's own.
pub(super) const fn word_of(text: &str) -> Words {
    let (mut words, mut at) = ([0; 3], 0);
    while at < text.len() {
        words[at / 8] |= (text.as_bytes()[at] as u64) << (8 * (at % 8));
        at += 1;
    }
    words
}

/// What short texts stand for, looked up once a line.
pub(super) struct Table<V> {
    /// Those of at most eight bytes: most codes are that short, and twice as many lie close together.
    brief: Slots<u64, V>,
    others: Slots<Words, V>,
}

impl<V: Copy> Table<V> {
    /// Of some texts; those that are too long are left out.
    pub(super) fn of<'t>(texts: impl Iterator<Item = (&'t str, V)>) -> Self {
        let mut table = Self { brief: Slots::new(), others: Slots::new() };
        for (text, value) in texts {
            table.insert(text, value);
        }
        table
    }

    /// What the text of so many bytes stands for that begins there; none where nobody said, and where
    /// [`words_at`] gives none.
    #[inline]
    pub(super) fn at(&self, all: &[u8], from: usize, length: usize) -> Option<V> {
        if length <= 8 {
            let first = u64::from_le_bytes(*all.get(from..)?.first_chunk()?);
            return self.brief.get(first & KEPT[length][0]);
        }
        self.others.get(words_at(all, from, length)?)
    }

    /// Says what a text stands for of which nothing was said yet; one that is too long is left out.
    pub(super) fn insert(&mut self, text: &str, value: V) {
        match words(text) {
            None => {}
            Some([brief, 0, 0]) => self.brief.insert(brief, value),
            Some(words) => self.others.insert(words, value),
        }
    }
}

/// Where keys are looked for, each at its place or behind it, and what they stand for; a power of two
/// of them. Half at least are free, so that whoever looks comes to an end soon.
struct Slots<K, V> {
    all: Vec<(K, Option<V>)>,
    n_taken: usize,
}

impl<K: Key, V: Copy> Slots<K, V> {
    fn new() -> Self {
        Self { all: vec![(K::default(), None); 16], n_taken: 0 }
    }

    #[inline]
    fn get(&self, key: K) -> Option<V> {
        let mut at = key.hash();
        loop {
            let (own, value) = self.all[at & (self.all.len() - 1)];
            if value.is_none() || own == key {
                return value;
            }
            at += 1;
        }
    }

    fn insert(&mut self, key: K, value: V) {
        self.n_taken += 1;
        if self.n_taken * 2 > self.all.len() {
            let free = vec![(K::default(), None); self.all.len() * 2];
            for (key, value) in std::mem::replace(&mut self.all, free) {
                if value.is_some() {
                    self.put(key, value);
                }
            }
        }
        self.put(key, Some(value));
    }

    fn put(&mut self, key: K, value: Option<V>) {
        let (mut at, most) = (key.hash(), self.all.len() - 1);
        while self.all[at & most].1.is_some() {
            at += 1;
        }
        self.all[at & most] = (key, value);
    }
}

/// What is looked for.
trait Key: Copy + PartialEq + Default {
    /// Where to look for it first; every bit of it moves the lowest ones.
    fn hash(self) -> usize;
}

impl Key for u64 {
    #[inline]
    fn hash(self) -> usize {
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        let product = u128::from(self) * u128::from(FACTOR);
        (product ^ (product >> 64)) as usize
    }
}

impl Key for Words {
    #[inline]
    fn hash(self) -> usize {
        let [first, second, third] = self;
        (first ^ second.rotate_left(25) ^ third.rotate_left(50)).hash()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_what_its_digits_say(text in "[0-9]{0,9}|[0-9]{0,3}[-+./:;a 灯][0-9]{0,3}") {
            let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 8;
            let expected = if plain { text.parse::<u32>().ok() } else { None };
            prop_assert_eq!(words(&text).and_then(|words| number(words, text.len())), expected);
        }

        #[test]
        fn a_table_says_of_short_texts_what_was_said(
            said in prop::collection::btree_map("[a-c灯]{0,12}", any::<u32>(), 0..60),
            asked in prop::collection::vec("[a-c灯]{0,12}", 0..60),
            behind in "[a-z]{24,30}",
        ) {
            let short: BTreeMap<_, _> =
                said.iter().filter(|(text, _)| text.len() <= LONGEST).collect();
            let table = Table::of(said.iter().map(|(text, value)| (text.as_str(), *value)));
            for text in asked.iter().chain(said.keys()) {
                let all = format!("x{text}{behind}");
                let found = words_at(all.as_bytes(), 1, text.len());
                prop_assert_eq!(found, words(text));
                prop_assert_eq!(found.is_some(), text.len() <= LONGEST);
                let value = table.at(all.as_bytes(), 1, text.len());
                prop_assert_eq!(value, short.get(text).map(|value| **value));
            }
        }
    }
}
