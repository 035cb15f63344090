//! The rows of a ledger by their numbers, the same whatever their order: mostly they come in that of
//! their numbers, and then each has its place behind the one before.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::iter::Peekable;
use std::slice;

use crate::base::RecordId;

use super::record::Row;

/// Rows, each with a number of its own.
#[derive(Debug, Clone)]
pub(super) struct Numbered<T> {
    /// Those that came in the order of their numbers.
    ordered: Vec<T>,
    /// Those that came after a greater number.
    others: BTreeMap<RecordId, T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { ordered: Vec::new(), others: BTreeMap::new() }
    }
}

impl<T: Row> Numbered<T> {
    /// Whether a row of this number comes behind all that are there.
    fn is_last(&self, id: &RecordId) -> bool {
        self.ordered.last().is_none_or(|last| last.id() < id)
            && self.others.last_key_value().is_none_or(|(last, _)| last < id)
    }

    /// Adds a row; gives it back where its number is taken.
    pub(super) fn insert(&mut self, row: T) -> Result<(), T> {
        if self.is_last(row.id()) {
            self.ordered.push(row);
        } else if self.contains_key(row.id()) {
            return Err(row);
        } else {
            self.others.insert(row.id().clone(), row);
        }
        Ok(())
    }

    /// The row of a number.
    pub(super) fn get(&self, id: &RecordId) -> Option<&T> {
        match self.ordered.binary_search_by(|row| row.id().cmp(id)) {
            Ok(at) => self.ordered.get(at),
            Err(_) => self.others.get(id),
        }
    }

    /// Whether a number is taken.
    pub(super) fn contains_key(&self, id: &RecordId) -> bool {
        self.get(id).is_some()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ordered.len() + self.others.len()
    }

    /// The rows by their numbers.
    pub(super) fn values(&self) -> Values<'_, T> {
        Values { ordered: self.ordered.iter(), others: self.others.values().peekable() }
    }

    /// Drops the rows that are not wanted.
    pub(super) fn retain(&mut self, mut is_wanted: impl FnMut(&T) -> bool) {
        self.ordered.retain(&mut is_wanted);
        self.others.retain(|_, row| is_wanted(row));
    }
}

/// Rows by their numbers.
#[derive(Debug)]
pub(super) struct Values<'r, T> {
    ordered: slice::Iter<'r, T>,
    others: Peekable<btree_map::Values<'r, RecordId, T>>,
}

impl<T> Clone for Values<'_, T> {
    fn clone(&self) -> Self {
        Self { ordered: self.ordered.clone(), others: self.others.clone() }
    }
}

impl<'r, T: Row> Iterator for Values<'r, T> {
    type Item = &'r T;

    fn next(&mut self) -> Option<&'r T> {
        let Some(other) = self.others.peek() else { return self.ordered.next() };
        match self.ordered.as_slice().first() {
            Some(row) if row.id() < other.id() => self.ordered.next(),
            _ => self.others.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n_rows = self.ordered.len() + self.others.len();
        (n_rows, Some(n_rows))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Moment;

    #[derive(Debug, Clone, PartialEq)]
    struct Line {
        id: RecordId,
        place: usize,
    }

    impl Row for Line {
        fn id(&self) -> &RecordId {
            &self.id
        }

        fn supersedes(&self) -> Option<&RecordId> {
            None
        }

        fn recorded_at(&self) -> Moment {
            Moment::parse("2026-03-05T08:30:00+08:00").expect("a moment")
        }
    }

    proptest! {
        #[test]
        fn rows_stand_as_in_a_map_whatever_their_order(
            steps in prop::collection::vec((0_u8..30, prop::bool::weighted(0.1)), 0..40),
        ) {
            let mut rows = Numbered::default();
            let mut map: BTreeMap<RecordId, Line> = BTreeMap::new();
            for (place, (number, drops)) in steps.into_iter().enumerate() {
                let id = RecordId::parse(&format!("C{number:02}")).expect("an id");
                if drops {
                    rows.retain(|row: &Line| row.id < id);
                    map.retain(|other, _| *other < id);
                }
                prop_assert_eq!(rows.contains_key(&id), map.contains_key(&id));
                let row = Line { id: id.clone(), place };
                prop_assert_eq!(rows.insert(row.clone()).is_ok(), !map.contains_key(&id));
                map.entry(id.clone()).or_insert(row);
                prop_assert_eq!(rows.get(&id), map.get(&id));
            }
            prop_assert_eq!((rows.len(), rows.values().size_hint().0), (map.len(), map.len()));
            prop_assert!(rows.values().eq(map.values()));
        }
    }
}
