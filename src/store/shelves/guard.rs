//! From what the files were computed: they hold as long as all of it is what it was.

use std::fmt::Write as _;
use std::time::UNIX_EPOCH;

use crate::base::Month;
use crate::books::Books;
use crate::closing::Link;
use crate::store::load::Loader;
use crate::store::{Seen, StoreError, StorePath, layout};

/// What the files must begin with to hold: from what they were computed. None where the disk does
/// not tell when a file was written, or where a link leads to one.
pub(in crate::store) fn head(
    loader: &Loader<'_, '_>,
    books: &Books,
    link: &Link,
    months: &[(Month, StorePath)],
) -> Result<Option<String>, StoreError> {
    let files = loader.files_below();
    let (method, negative) = (books.stock.method.word(), books.settings.negative_stock.word());
    let mut text = String::with_capacity(80 * (months.len() + 8));
    let _ = write!(
        text,
        "houqin shelves 5\nseal {} {} {}\nby {method} {negative}\n",
        link.number, link.of.month, link.head
    );
    for path in [layout::items(), layout::stores(), layout::departments()] {
        // What was read counts, where it was: it may be another by now.
        let seen = match loader.looked(&path) {
            Some(seen) => Some(*seen),
            None => files.regular(&path, &files.locate(&path)?)?,
        };
        match seen {
            Some(seen) if add(&mut text, &path, &seen).is_none() => return Ok(None),
            Some(_) => {}
            None => {
                let _ = writeln!(text, "{path}");
            }
        }
    }
    let sealed = months.iter().filter(|(month, _)| *month <= link.of.month).map(|(_, path)| path);
    let added = files.each_in_place(sealed, |path, seen| add(&mut text, path, &seen));
    text.push_str("--\n");
    Ok(added.map(|()| text))
}

/// Adds a file; none where the disk does not tell when it was written.
fn add(text: &mut String, path: &StorePath, seen: &Seen) -> Option<()> {
    let since = seen.modified?.duration_since(UNIX_EPOCH).ok()?;
    text.push_str(path.as_str());
    for number in [seen.len, since.as_secs(), u64::from(since.subsec_nanos()), seen.inode] {
        text.push(' ');
        push_digits(text, number);
    }
    text.push('\n');
    Some(())
}

/// Writes a number; there are four of them for each month of the ledger.
fn push_digits(text: &mut String, number: u64) {
    let mut digits = [b'0'; 20];
    let (mut from, mut rest) = (digits.len(), number);
    while rest > 0 || from == digits.len() {
        from -= 1;
        digits[from] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    text.push_str(std::str::from_utf8(&digits[from..]).expect("BUG: digits that are no text"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_number() {
        for number in [0, 7, 10, 1_234_567_890, u64::MAX] {
            let mut text = String::new();
            push_digits(&mut text, number);
            assert_eq!(text, number.to_string());
        }
    }
}
