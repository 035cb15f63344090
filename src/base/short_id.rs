//! An id as four numbers: kept, compared and looked at whether it is one, without its text.

use super::RecordId;

/// An id of at most 32 bytes, as numbers that have the order of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ShortId([u64; 4]);

/// Which bytes of a line are its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IdShape {
    masks: [u64; 4],
    /// How many bytes the id has.
    pub length: usize,
}

/// The highest bit of each byte.
const HIGH: u64 = 0x8080_8080_8080_8080;

impl IdShape {
    /// The first bytes, so many; none where they are too many.
    pub fn of(length: usize) -> Option<Self> {
        if length > ShortId::LENGTH {
            return None;
        }
        let mask = |word: usize| match length.saturating_sub(word * 8) {
            0 => 0,
            n_bytes @ 1..8 => !0 << (64 - n_bytes * 8),
            _ => !0,
        };
        Some(Self { masks: [mask(0), mask(1), mask(2), mask(3)], length })
    }
}

impl ShortId {
    /// The most bytes of a short id.
    pub const LENGTH: usize = 32;

    /// Packs an id that was checked; none of a long one.
    pub fn of(id: &str) -> Option<Self> {
        let mut bytes = [0; Self::LENGTH];
        bytes.get_mut(..id.len())?.copy_from_slice(id.as_bytes());
        Some(Self::read(&bytes))
    }

    fn read(bytes: &[u8; Self::LENGTH]) -> Self {
        let (words, _) = bytes.as_chunks::<8>();
        let word = |at: usize| u64::from_be_bytes(words[at]);
        Self([word(0), word(1), word(2), word(3)])
    }

    /// The id that a line begins with, where it differs from this one in nothing but digits: what
    /// the next one mostly does. None of any other text.
    pub fn next(self, line: &[u8; Self::LENGTH], shape: &IdShape) -> Option<Self> {
        let mut words = Self::read(line).0;
        for (at, word) in words.iter_mut().enumerate() {
            *word &= shape.masks[at];
            let differs = *word ^ self.0[at];
            if differs != 0 {
                let differs = ((differs & !HIGH) + !HIGH) | differs;
                let above = *word ^ 0x3030_3030_3030_3030;
                let no_digit = ((above & !HIGH) + 0x7676_7676_7676_7676) | above;
                if differs & no_digit & HIGH != 0 {
                    return None;
                }
            }
        }
        Some(Self(words))
    }

    /// Does something with the text.
    pub fn with<T>(self, work: impl FnOnce(&str) -> T) -> T {
        let mut bytes = [0; Self::LENGTH];
        let (words, _) = bytes.as_chunks_mut::<8>();
        for (bytes, word) in words.iter_mut().zip(self.0) {
            *bytes = word.to_be_bytes();
        }
        let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(Self::LENGTH);
        work(std::str::from_utf8(&bytes[..length]).expect("BUG: an id that is no text"))
    }

    /// The id.
    pub fn id(self) -> RecordId {
        self.with(|text| RecordId::parse(text).expect("BUG: an id that was not checked"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str) -> [u8; 32] {
        let mut bytes = [b','; 32];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        bytes
    }

    proptest! {
        #[test]
        fn short_ids_are_in_the_order_of_their_texts(
            one in "[a-c0-9号]{1,10}", other in "[a-c0-9号]{1,10}",
        ) {
            let (short, others) = (ShortId::of(&one), ShortId::of(&other));
            prop_assert_eq!(short.cmp(&others), one.cmp(&other));
            let id = short.expect("a short one").id();
            prop_assert_eq!(id.as_str(), one);
        }

        #[test]
        fn what_differs_in_digits_is_an_id_as_well(
            one in "[a-cR][-a-c0-9._]{0,31}", other in "[-a-c0-9._, \u{80}]{0,31}",
            kept in 0_usize..32,
        ) {
            let mut text: String = one.chars().take(kept).collect();
            text.extend(other.chars().skip(text.chars().count()));
            if text.len() <= 32 {
                let shape = IdShape::of(text.len()).expect("a short one");
                let last = ShortId::of(&one).expect("a short one");
                let found = last.next(&line(&text), &shape);
                if let Some(found) = found {
                    prop_assert!(RecordId::check(&text).is_ok());
                    prop_assert_eq!(Some(found), ShortId::of(&text));
                }
                let by_digits = text.len() == one.len() && text.is_ascii()
                    && text.bytes().zip(one.bytes()).all(|(own, last)| own == last || own.is_ascii_digit());
                prop_assert!(found.is_some() || !by_digits);
            }
        }
    }

    #[test]
    fn a_long_id_is_not_packed() {
        let long = "R".repeat(33);
        assert_eq!(ShortId::of(&long), None);
        assert!(IdShape::of(33).is_none());
        let text = "R20250101-a1b2-000001";
        let last = ShortId::of(text).expect("a short one");
        let shape = IdShape::of(text.len()).expect("a short one");
        assert_eq!(
            last.next(&line("R20250102-a1b2-000009"), &shape).map(|id| id.id().to_string()),
            Some("R20250102-a1b2-000009".to_owned())
        );
        for other in ["R20250102-a1b3,000009", "R20250102-a1b2-00000,", "R20250102-c1b2-000009"] {
            assert_eq!(last.next(&line(other), &shape), None);
        }
    }
}
