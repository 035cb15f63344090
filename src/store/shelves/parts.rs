//! A file that is cut into parts, each found without reading the others.
//!
//! It begins with its guard. Then stands how many parts there are, then for each of them, in so many
//! bytes, where it begins, how long it is, and its sum; then come the parts.
//!
//! The sums are held against accidents: a crash that leaves a part unwritten, a disk that loses a
//! bit. Whoever means ill and may write here may write the ledger itself. A sum of 64 bits that is
//! quickly made does for that, and since each part has its own, nobody sums up what he does not read.

use std::fmt::Write as _;
use std::io::{Read, Seek, SeekFrom};

use twox_hash::XxHash3_64;

/// How many bytes say how many parts there are.
const COUNT: usize = "parts 00000000\n".len();

/// How many bytes say where a part stands.
const ENTRY: usize = "000000000000 000000000000 0000000000000000\n".len();

/// The part that a key belongs to: the same for all time, so by arithmetic of its own (FNV-1a).
pub(super) fn part_of(key: &str, n_parts: usize) -> usize {
    let hash = key.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    // The lowest bits of it are those of the letters' lowest bits.
    let n_parts = u64::try_from(n_parts).unwrap_or(u64::MAX).max(1);
    usize::try_from((hash ^ (hash >> 32)) % n_parts).unwrap_or(0)
}

/// Keys that many parts are cut for, with so many of them in each.
pub(super) fn n_parts(n_keys: usize, each: usize) -> usize {
    n_keys.div_ceil(each).clamp(1, 99_999_999)
}

/// The content of such a file.
pub(super) fn write(guard: &str, parts: &[String]) -> String {
    let body: usize = parts.iter().map(String::len).sum();
    let mut at = guard.len() + COUNT + parts.len() * ENTRY;
    let mut text = String::with_capacity(at + body);
    text.push_str(guard);
    let _ = writeln!(text, "parts {:08}", parts.len());
    for (number, part) in parts.iter().enumerate() {
        let _ = writeln!(text, "{at:012} {:012} {:016x}", part.len(), sum(number, part.as_bytes()));
        at += part.len();
    }
    text.extend(parts.iter().map(String::as_str));
    text
}

/// The sum of some bytes; that of a part in another's place is not the same.
pub(super) fn sum(number: usize, bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot_with_seed(number as u64, bytes)
}

/// Such a file, open.
pub(super) struct Parts<R> {
    from: R,
    /// Where the first entry stands.
    entries: u64,
    /// How many parts there are.
    pub(super) count: usize,
}

/// Where a part stands.
#[derive(Clone, Copy)]
struct Entry {
    at: u64,
    length: u64,
    sum: u64,
}

impl Entry {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
        let mut cells = text.split(' ');
        let entry = Self {
            at: cells.next()?.parse().ok()?,
            length: cells.next()?.parse().ok()?,
            sum: u64::from_str_radix(cells.next()?, 16).ok()?,
        };
        cells.next().is_none().then_some(entry)
    }
}

impl<R: Read + Seek> Parts<R> {
    /// Opens a file whose guard is this one.
    pub(super) fn open(mut from: R, guard: &str) -> Option<Self> {
        let mut begin = vec![0; guard.len() + COUNT];
        from.read_exact(&mut begin).ok()?;
        let count = std::str::from_utf8(begin.strip_prefix(guard.as_bytes())?).ok()?;
        let count = count.strip_prefix("parts ")?.strip_suffix('\n')?.parse().ok()?;
        Some(Self { from, entries: begin.len() as u64, count })
    }

    /// The text of a part; none where it is not as it was written.
    pub(super) fn part(&mut self, number: usize) -> Option<String> {
        let mut entry = [0; ENTRY];
        self.from.seek(SeekFrom::Start(self.entries + (number * ENTRY) as u64)).ok()?;
        self.from.read_exact(&mut entry).ok()?;
        let Entry { at, length, sum: own } = Entry::parse(&entry)?;
        self.from.seek(SeekFrom::Start(at)).ok()?;
        let mut bytes = Vec::new();
        (&mut self.from).take(length).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == length && sum(number, &bytes) == own).then_some(())?;
        String::from_utf8(bytes).ok()
    }

    /// Hands over the texts of all parts in order, and says whether all were as they were written.
    pub(super) fn each(mut self, mut take: impl FnMut(usize, &str) -> Option<()>) -> Option<()> {
        let mut rest = Vec::new();
        self.from.seek(SeekFrom::Start(self.entries)).ok()?;
        self.from.read_to_end(&mut rest).ok()?;
        let (entries, body) = rest.split_at_checked(self.count.checked_mul(ENTRY)?)?;
        let begin = self.entries + entries.len() as u64;
        let mut behind = 0;
        for (number, entry) in entries.chunks_exact(ENTRY).enumerate() {
            let Entry { at, length, sum: own } = Entry::parse(entry)?;
            (at == begin + behind as u64).then_some(())?;
            let part = body.get(behind..)?.get(..usize::try_from(length).ok()?)?;
            (sum(number, part) == own).then_some(())?;
            take(number, std::str::from_utf8(part).ok()?)?;
            behind += part.len();
        }
        (behind == body.len()).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(text: &str) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        Parts::open(Cursor::new(text), "guard\n--\n")?.each(|_, part| {
            parts.push(part.to_owned());
            Some(())
        })?;
        Some(parts)
    }

    #[test]
    fn parts_are_read_as_they_were_written_and_not_otherwise() {
        let parts = ["a\n", "", "灯\n灯\n"].map(str::to_owned);
        let text = write("guard\n--\n", &parts);
        assert_eq!(read(&text).as_deref(), Some(&parts[..]));
        let mut open = Parts::open(Cursor::new(&text), "guard\n--\n").expect("a file");
        for (number, part) in parts.iter().enumerate() {
            assert_eq!(open.part(number).as_ref(), Some(part));
        }
        assert!(Parts::open(Cursor::new(&text), "another\n--").is_none());
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] ^= 1;
            let other = String::from_utf8_lossy(&other).into_owned();
            assert_ne!(read(&other).as_deref(), Some(&parts[..]), "byte {at} is another");
            assert!(read(&text[..text.floor_char_boundary(at)]).is_none(), "cut at byte {at}");
        }
        assert!(read(&format!("{text}x")).is_none());
    }

    #[test]
    fn the_parts_of_keys_are_about_even_and_stay_what_they_are() {
        let mut counts = [0; 16];
        for at in 0..1_600 {
            counts[part_of(&format!("WZ{at:05}"), 16)] += 1;
        }
        assert!(counts.iter().all(|count| (50..200).contains(count)), "{counts:?}");
        assert_eq!(part_of("WZ00001", 512), part_of("WZ00001", 512));
        assert_eq!(part_of("anything", 1), 0);
    }
}
