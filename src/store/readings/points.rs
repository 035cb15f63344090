//! Which point a line is about: mostly the one that came next the last time.

use crate::base::PointCode;

/// The codes of the points in order, and which one came after which the last time.
pub(super) struct Points<'s> {
    codes: &'s [PointCode],
    names: Vec<Name>,
    after: Vec<u32>,
    last: u32,
}

/// A code with the comma behind it, where that takes up no more than the bytes of a number.
#[derive(Clone, Copy, Default)]
struct Name {
    bytes: u128,
    mask: u128,
    /// How many bytes; none of a longer one.
    length: usize,
}

impl Name {
    fn of(code: &PointCode) -> Self {
        let mut bytes = [0; 16];
        let length = code.as_str().len();
        let Some(own) = bytes.get_mut(..=length) else { return Self::default() };
        own[..length].copy_from_slice(code.as_str().as_bytes());
        own[length] = b',';
        let mask = !0 >> (128 - 8 * (length + 1));
        Self { bytes: u128::from_le_bytes(bytes), mask, length: length + 1 }
    }
}

impl<'s> Points<'s> {
    /// Points in the order of their codes.
    pub(super) fn of(codes: &'s [PointCode]) -> Self {
        let n_points = u32::try_from(codes.len()).unwrap_or(u32::MAX);
        // Whoever writes the first hour writes them in some order; mostly it is that of the codes.
        let after = (1..n_points).chain([0]).take(codes.len()).collect();
        let names = codes.iter().map(Name::of).collect();
        Self { codes, names, after, last: n_points.saturating_sub(1) }
    }

    /// The place of the point that came next the last time, if a line goes on with it, and how long
    /// it stands there with its comma.
    pub(super) fn next(&self, line: &[u8]) -> Option<(u32, usize)> {
        let next = *self.after.get(self.last as usize)?;
        let Name { bytes, mask, length } = self.names[next as usize];
        let own = u128::from_le_bytes(*line.first_chunk()?);
        (length > 0 && (own ^ bytes) & mask == 0).then_some((next, length))
    }

    /// A point came.
    pub(super) fn came(&mut self, point: u32) {
        self.last = point;
    }

    /// The place of a code that came; rows mostly come in the order of the rows before them.
    pub(super) fn find(&mut self, code: &str) -> Option<u32> {
        let next = *self.after.get(self.last as usize)?;
        let found = if self.codes[next as usize].as_str() == code {
            next
        } else {
            let found = self.codes.binary_search_by(|own| own.as_str().cmp(code)).ok()?;
            u32::try_from(found).ok()?
        };
        self.after[self.last as usize] = found;
        self.last = found;
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_found_in_whatever_order_they_come() {
        let long = "表".repeat(6);
        let codes = ["A", "A1", "A12", "B-1234567890123", "B-12345678901234", &long];
        let codes = codes.map(|code| PointCode::parse(code).expect("a code"));
        let mut points = Points::of(&codes);
        let order = [0, 1, 2, 3, 4, 5, 0, 2, 1, 5, 5, 3, 0, 2, 1, 5, 5, 3];
        for point in order {
            let code = codes[point as usize].as_str();
            let line = format!("{code},2025-01-01,00:00,1.0");
            if let Some((next, length)) = points.next(line.as_bytes()) {
                assert_eq!((next, length), (point, code.len() + 1));
            }
            for other in [code.to_owned(), format!("{code}0,2025-01-01,00"), "-".repeat(20)] {
                assert_ne!(points.next(other.as_bytes()).map(|(next, _)| next), Some(point));
            }
            assert_eq!(points.find(code), Some(point));
        }
        assert_eq!(points.find("C"), None);
        assert!(Points::of(&[]).find("A").is_none() && Points::of(&[]).next(&[0; 32]).is_none());
    }
}
