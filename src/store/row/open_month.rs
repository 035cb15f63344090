//! A month that is not sealed, gone through once for a new line: what in it may bear on the line, and
//! what the file comes to. No more of it is kept, however many lines it has.

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use crate::base::RecordId;
use crate::stock::Posting;
use crate::store::blocks::Stopped;
use crate::store::movements::Reversals;
use crate::store::scan::{finder_of, lines_with};
use crate::store::source::Source;
use crate::store::sum::Running;
use crate::store::{Beginning, StoreError};

/// What was found in a month.
pub(super) struct OpenMonth {
    /// Its first line, with its end.
    pub(super) first: String,
    /// The lines that name the item or the slip anywhere, or approve a sheet; some of them twice.
    pub(super) named: Vec<String>,
    /// The lines that others take back.
    pub(super) reversed: BTreeSet<RecordId>,
    /// The lines behind those that were known to be sound.
    pub(super) behind: String,
    /// How far its fingerprint has come behind all of its lines.
    pub(super) beginning: Beginning,
}

/// The same as far as it has been gone through.
struct Taken<'t> {
    first: String,
    /// What makes a line one that may bear on the new one.
    wanted: Vec<Finder<'t>>,
    named: Vec<String>,
    reversals: Reversals<'t>,
}

impl OpenMonth {
    /// Goes through a month; none where what was known to be sound of it is not what it was, or where
    /// anything about it is not as it mostly is.
    pub(super) fn read(
        source: &Source<'_, '_>,
        sound: &Beginning,
        (item, slip): (&str, &str),
    ) -> Result<Option<Self>, StoreError> {
        let known = usize::try_from(sound.sum.len).unwrap_or(usize::MAX);
        if !(1..=source.len()).contains(&known) {
            return Ok(None);
        }
        let Some((behind, memory)) = text(source, known)? else { return Ok(None) };
        let Some(begins) = Begins::of(&behind) else { return Ok(None) };
        let posted = format!(",{},", Posting::WORD);
        let named = [item, slip, &posted].into_iter().filter(|bytes| !bytes.is_empty());
        let wanted = named.map(finder_of).collect();
        let mut reversed = BTreeSet::new();
        let mut taken = Taken {
            first: String::new(),
            wanted,
            named: Vec::new(),
            reversals: Reversals::of_next(&mut reversed),
        };
        let mut running = Running::new();
        let mut blocks = source.small_blocks((0, known), memory)?;
        loop {
            let block = match blocks.next_bytes() {
                Ok(Some(block)) => block,
                Ok(None) => break,
                Err(error) => return source.stopped(Stopped::Failed(error)).map_or(Ok(None), Err),
            };
            running.add(block);
            // Of a line behind, whoever looks at it asks whether it is new.
            if begins.stands_in(block) || taken.take(block).is_none() {
                return Ok(None);
            }
        }
        if running.sum() != sound.sum || taken.take(behind.as_bytes()).is_none() {
            return Ok(None);
        }
        running.add(behind.as_bytes());
        let beginning = sound.with(behind.as_bytes(), running.sum());
        let Taken { first, named, .. } = taken;
        Ok(Some(Self { first, named, reversed, behind, beginning }))
    }
}

impl Taken<'_> {
    /// Takes what is wanted of some lines.
    fn take(&mut self, lines: &[u8]) -> Option<()> {
        if self.first.is_empty() {
            let end = memchr::memchr(b'\n', lines)?;
            self.first.push_str(std::str::from_utf8(&lines[..=end]).ok()?);
        }
        for finder in &self.wanted {
            for line in lines_with(lines, finder) {
                self.named.push(std::str::from_utf8(line).ok()?.to_owned());
            }
        }
        self.reversals.add(self.first.trim_end().as_bytes(), lines)
    }
}

/// How lines begin that have the ids of some others: with the end of the line before, as far as the
/// first comma.
struct Begins {
    all: Vec<String>,
    /// What they all begin with.
    common: Finder<'static>,
}

impl Begins {
    /// Those of some lines; none where an id stands in quotes.
    fn of(lines: &str) -> Option<Self> {
        let begin = |line: &str| {
            let (id, _) = line.split_once(',')?;
            (!id.contains('"')).then(|| format!("\n{id},"))
        };
        let lines = lines.lines().filter(|line| !line.is_empty());
        let all = lines.map(begin).collect::<Option<Vec<_>>>()?;
        let first = all.first().map_or("", String::as_str);
        let same = |one: &String| {
            let pairs = one.bytes().zip(first.bytes());
            pairs.take_while(|(one, other)| one == other).count()
        };
        let length = all.iter().map(same).min().unwrap_or(0);
        Some(Self { common: Finder::new(&first.as_bytes()[..length]).into_owned(), all })
    }

    /// Whether any of some lines begins so.
    fn stands_in(&self, lines: &[u8]) -> bool {
        let mut begins = self.all.iter().map(String::as_bytes);
        if begins.any(|begin| lines.starts_with(&begin[1..])) {
            return true;
        }
        let is_one =
            |at: usize| self.all.iter().any(|begin| lines[at..].starts_with(begin.as_bytes()));
        !self.all.is_empty() && self.common.find_iter(lines).any(is_one)
    }
}

/// The text of a file from a byte on, and the memory it was read into; none where it is no text, or
/// its last line has no end.
fn text(source: &Source<'_, '_>, from: usize) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let mut text = String::new();
    let mut blocks = source.small_blocks((from, source.len()), Vec::new())?;
    loop {
        match blocks.next() {
            Ok(Some(block)) => text.push_str(block),
            Ok(None) => break,
            Err(stopped) => return source.stopped(stopped).map_or(Ok(None), Err),
        }
    }
    let is_whole = text.is_empty() || text.ends_with('\n');
    Ok(is_whole.then(|| (text, blocks.into_memory())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_line_stands_in_others_where_one_of_them_has_its_id(
            new in prop::collection::vec("M2026(01|02)-[ab]-[0-2]{1,2}", 0..4),
            old in prop::collection::vec("M2026(01|02)-[ab]-[0-2]{1,2}", 0..6),
            crlf in any::<bool>(),
        ) {
            let end = if crlf { "\r\n" } else { "\n" };
            let line = |id: &String| format!("{id},x,{id}x,灯{end}");
            let lines = |ids: &[String]| ids.iter().map(line).collect::<Vec<_>>().concat();
            let begins = Begins::of(&lines(&new)).expect("plain ids");
            let again = new.iter().any(|id| old.contains(id));
            prop_assert_eq!(begins.stands_in(lines(&old).as_bytes()), again);
            // Of a file the first line has the names of the columns.
            let below = format!("id,x{end}{}", lines(&old));
            prop_assert_eq!(begins.stands_in(below.as_bytes()), again);
        }
    }

    #[test]
    fn an_id_in_quotes_is_for_whoever_reads_in_full() {
        assert!(Begins::of("\"M1\",x\n").is_none());
        assert!(Begins::of("M1\n").is_none());
        assert!(!Begins::of("").expect("nothing").stands_in(b"M1,x\n"));
    }
}
