//! From what the files were computed: they hold as long as all of it is what it was.

use std::time::UNIX_EPOCH;

use crate::base::Month;
use crate::books::Books;
use crate::closing::Link;
use crate::store::load::Loader;
use crate::store::{Seen, StoreError, StorePath, Sum, layout};

/// Files as the disk tells of them, in whatever order: how many they are, and a sum of their names,
/// lengths, times and inodes.
#[derive(Debug, Default)]
pub(in crate::store) struct Guarded {
    n_files: usize,
    sum: u64,
    memory: Vec<u8>,
}

impl Guarded {
    /// Adds a file; none where the disk does not tell when it was written.
    pub(in crate::store) fn add(&mut self, path: &str, seen: &Seen) -> Option<()> {
        let since = seen.modified?.duration_since(UNIX_EPOCH).ok()?;
        self.memory.clear();
        for number in [seen.len, since.as_secs(), u64::from(since.subsec_nanos()), seen.inode] {
            self.memory.extend(number.to_le_bytes());
        }
        self.memory.extend(path.as_bytes());
        self.n_files += 1;
        // A sum of sums is the same in any order; each has the name of its file in it.
        self.sum = self.sum.wrapping_add(Sum::of(&self.memory).sum);
        Some(())
    }
}

/// What the files must begin with to hold: from what they were computed. None where the disk does
/// not tell when a file was written, or where a link leads to one.
pub(in crate::store) fn head(
    loader: &Loader<'_, '_>,
    books: &Books,
    link: &Link,
    months: &[(Month, StorePath)],
) -> Result<Option<String>, StoreError> {
    let sealed = months.iter().filter(|(month, _)| *month <= link.of.month).map(|(_, path)| path);
    let mut guarded = Guarded::default();
    let add = |path: &StorePath, seen: Seen| guarded.add(path.as_str(), &seen);
    match loader.files_below().each_in_place(sealed, add) {
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
    let Guarded { n_files, sum, .. } = guarded;
    Ok(Some(format!(
        "houqin shelves 5\nseal {} {} {}\nby {method} {negative}\nfiles {n_files} {sum:016x}\n--\n",
        link.number, link.of.month, link.head
    )))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
            modified: Some(UNIX_EPOCH + Duration::new(7, nanos)),
        };
        let sum = |files: &[(&str, Seen)]| {
            let mut guarded = Guarded::default();
            files.iter().try_for_each(|(path, seen)| guarded.add(path, seen)).expect("a time");
            (guarded.n_files, guarded.sum)
        };
        let files = [("a.csv", seen(1, 2, 3)), ("b.csv", seen(1, 2, 3))];
        let whole = sum(&files);
        assert_eq!(sum(&[files[1], files[0]]), whole);
        assert_ne!(sum(&files[..1]), whole);
        for other in [
            ("c.csv", seen(1, 2, 3)),
            ("a.csv", seen(2, 2, 3)),
            ("a.csv", seen(1, 3, 3)),
            ("a.csv", seen(1, 2, 4)),
            ("a.csv", Seen { modified: Some(UNIX_EPOCH), ..seen(1, 2, 3) }),
        ] {
            assert_ne!(sum(&[other, files[1]]), whole, "{other:?}");
        }
        let untold = Seen { modified: None, ..seen(1, 2, 3) };
        assert!(Guarded::default().add("a.csv", &untold).is_none());
    }
}
