//! From what the files were computed: they hold as long as all of it is what it was.

use crate::base::Month;
use crate::books::Books;
use crate::closing::Link;
use crate::store::load::Loader;
use crate::store::{Seen, StoreError, StorePath, Sum, Written, layout};

/// Files as the disk tells of them, the months in whatever order: how many they are, and a sum of
/// what tells one from another.
#[derive(Debug, Default)]
pub(in crate::store) struct Guarded {
    months: Vec<(Month, Told)>,
    others: Vec<(String, Told)>,
}

/// A file's length, seconds and nanoseconds of its time, and inode.
type Told = [u64; 4];

impl Guarded {
    /// Adds the file of a month; none where the disk does not tell when it was written.
    pub(in crate::store) fn add_month(&mut self, month: Month, seen: &Seen) -> Option<()> {
        self.months.push((month, told(seen)?));
        Some(())
    }

    /// Adds another file, of which there are few; none in the same case.
    fn add(&mut self, path: &str, seen: &Seen) -> Option<()> {
        self.others.push((path.to_owned(), told(seen)?));
        Some(())
    }

    /// How many files there are, and their sum: one of all of them, for a sum of each takes longer
    /// than to put them in order.
    fn end(self) -> (usize, u64) {
        let (n_files, mut all) = (self.months.len() + self.others.len(), Vec::new());
        // Whole numbers are put in order quicker than what they stand for.
        let number = |(at, (month, _)): (u64, &(Month, Told))| {
            let months = i64::from(month.year()) * 12 + i64::from(month.number());
            months.cast_unsigned() << 32 | at
        };
        let mut order: Vec<u64> = (0..).zip(&self.months).map(number).collect();
        order.sort_unstable();
        let place = |number: u64| usize::try_from(number & u64::from(u32::MAX)).ok();
        let months = order.into_iter().filter_map(|number| self.months.get(place(number)?));
        for (month, [len, seconds, nanos, inode]) in months.copied() {
            let (year, month) = (i64::from(month.year()).cast_unsigned(), month.number().into());
            let numbers = [year, month, len, seconds, nanos, inode];
            all.extend_from_slice(numbers.map(u64::to_le_bytes).as_flattened());
        }
        for (path, told) in self.others {
            all.extend_from_slice(path.as_bytes());
            all.extend_from_slice(told.map(u64::to_le_bytes).as_flattened());
        }
        (n_files, Sum::of(&all).sum)
    }
}

/// What the disk tells of a file; none where that is not when it was written.
fn told(seen: &Seen) -> Option<Told> {
    let Written { seconds, nanos } = seen.modified?;
    Some([seen.len, seconds.cast_unsigned(), nanos.into(), seen.inode])
}

/// What the files must begin with to hold: from what they were computed. None where the disk does
/// not tell when a file was written, or where a link leads to one.
pub(in crate::store) fn head(
    loader: &Loader<'_, '_>,
    books: &Books,
    link: &Link,
    months: &[(Month, StorePath)],
) -> Result<Option<String>, StoreError> {
    let sealed = months.iter().filter(|(month, _)| *month <= link.of.month);
    let mut guarded = Guarded::default();
    let add = |month: &Month, seen: Seen| guarded.add_month(*month, &seen);
    match loader.files_below().each_in_place(sealed.map(|(month, path)| (path, month)), add) {
        Some(()) => head_with(loader, books, link, guarded),
        None => Ok(None),
    }
}

/// The same, where the files of the sealed months were looked at.
pub(in crate::store) fn head_with(
    loader: &Loader<'_, '_>,
    books: &Books,
    link: &Link,
    mut guarded: Guarded,
) -> Result<Option<String>, StoreError> {
    let files = loader.files_below();
    for path in [layout::items(), layout::stores(), layout::departments()] {
        // What was read counts, where it was: it may be another by now.
        let seen = match loader.looked(&path) {
            Some(seen) => Some(*seen),
            None => files.regular(&path, &files.locate(&path)?)?,
        };
        if seen.is_some_and(|seen| guarded.add(path.as_str(), &seen).is_none()) {
            return Ok(None);
        }
    }
    let (method, negative) = (books.stock.method.word(), books.settings.negative_stock.word());
    let (n_files, sum) = guarded.end();
    Ok(Some(format!(
        "houqin shelves 6\nseal {} {} {}\nby {method} {negative}\nfiles {n_files} {sum:016x}\n--\n",
        link.number, link.of.month, link.head
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Kind;

    #[test]
    fn whatever_is_another_of_a_file_is_another_sum_and_their_order_is_none() {
        let seen = |len, nanos, inode| Seen {
            kind: Kind::File,
            len,
            device: 1,
            inode,
            open_to_all: false,
            modified: Some(Written { seconds: 7, nanos }),
        };
        let month = |text: &str| Month::parse(text).expect("a month");
        let sum = |months: &[(&str, Seen)], other: Option<(&str, Seen)>| {
            let mut guarded = Guarded::default();
            let mut months = months.iter();
            months.try_for_each(|(of, seen)| guarded.add_month(month(of), seen)).expect("a time");
            if let Some((path, seen)) = other {
                guarded.add(path, &seen).expect("a time");
            }
            guarded.end()
        };
        let (one, items) = (seen(1, 2, 3), Some(("items.csv", seen(4, 5, 6))));
        let months = [("2026-01", one), ("2026-02", one)];
        let whole = sum(&months, items);
        assert_eq!(sum(&[months[1], months[0]], items), whole);
        assert_ne!(sum(&months[..1], items), whole);
        for other in [
            ("2025-01", one),
            ("2026-03", one),
            ("2026-01", seen(2, 2, 3)),
            ("2026-01", seen(1, 3, 3)),
            ("2026-01", seen(1, 2, 4)),
            ("2026-01", Seen { modified: Some(Written { seconds: 0, nanos: 2 }), ..one }),
        ] {
            assert_ne!(sum(&[other, months[1]], items), whole, "{other:?}");
        }
        for other in [
            None,
            Some(("items.cs", seen(4, 5, 6))),
            Some(("items.csv", seen(0, 5, 6))),
            Some(("items.csv", seen(4, 0, 6))),
            Some(("items.csv", seen(4, 5, 0))),
        ] {
            assert_ne!(sum(&months, other), whole, "{other:?}");
        }
        let untold = Seen { modified: None, ..one };
        assert!(Guarded::default().add_month(month("2026-01"), &untold).is_none());
        assert!(Guarded::default().add("items.csv", &untold).is_none());
    }
}
