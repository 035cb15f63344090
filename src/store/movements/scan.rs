//! Streams months by, and goes on from what is written down of those before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::memmem;

use crate::base::{CodeError, Day, DepartmentCode, Month, RecordId};
use crate::books::Books;
use crate::stock::purchase::OrderedGoods;
use crate::stock::{Asked, CostMethod, Ended, Kind, Posting, Recorded, Stream};
use crate::store::blocks::Stopped;
use crate::store::codec::{Header, Line};
use crate::store::cut::{CELLS, Cells, cut, is_odd};
use crate::store::encoding::BYTE_ORDER_MARK;
use crate::store::load::Loader;
use crate::store::scan::lines_with;
use crate::store::shelves::Shelves;
use crate::store::source::Source;
use crate::store::{StoreError, StorePath};

use super::codes::Codes;
use super::found::{Found, digits_of};
use super::text::{MonthText, column, head};
use super::today::Keep;

/// What a scan of the ledger came to.
pub(in crate::store) struct ScannedMovements {
    /// What the lines come to.
    pub(in crate::store) ended: Ended,
    /// The approvals of count sheets among them.
    pub(in crate::store) postings: Vec<Posting>,
    /// The goods that they name orders for.
    pub(in crate::store) ordered: BTreeSet<OrderedGoods>,
    /// When they were recorded.
    pub(in crate::store) recorded: Recorded,
    /// What they came to at the end of the month that was asked for.
    pub(in crate::store) kept: Option<Shelves>,
    /// The slips of the lines up to there, each with a line end.
    pub(in crate::store) slips: Option<String>,
}

/// The files of months, in order.
pub(super) type Files = [(Month, StorePath)];

/// Which months stream by.
#[derive(Clone, Copy)]
pub(in crate::store) struct Months<'m> {
    /// The last day of those that stream by comes before this one.
    pub(in crate::store) before: Day,
    /// All months whose lines are known; any of them may take back what is in another.
    pub(in crate::store) reached: &'m Files,
    /// From where to go on: the months up to this one are in the opening of the books.
    pub(in crate::store) after: Option<(Month, &'m Shelves)>,
    /// The month at whose end what the lines came to is written down.
    pub(in crate::store) keep: Option<Month>,
}

impl Months<'_> {
    /// Whether a month is in the opening already.
    fn is_done(&self, month: Month) -> bool {
        self.after.is_some_and(|(after, _)| month <= after)
    }
}

/// Streams the lines of some months by; none where they have to be read in full.
pub(in crate::store) fn scan(
    loader: &Loader<'_, '_>,
    books: &Books,
    months: Months<'_>,
    asked: Asked,
) -> Result<Option<ScannedMovements>, StoreError> {
    let to_come = months.reached.iter().filter(|(month, _)| !months.is_done(*month));
    let (streamed, others): (Vec<_>, Vec<_>) =
        to_come.partition(|(month, _)| month.first() < months.before);
    let (mut memory, mut reversed) = (Vec::new(), BTreeSet::new());
    if reversals(loader, others.iter().copied(), (&mut reversed, &mut memory))?.is_none() {
        return Ok(None);
    }
    let wanted = reversed.clone();
    if reversals(loader, streamed.iter().copied(), (&mut reversed, &mut memory))?.is_none() {
        return Ok(None);
    }
    if let Some((after, _)) = months.after
        && !are_kept(books, &reversed, after)
    {
        return Ok(None);
    }
    let codes = match months.keep {
        Some(_) => Codes::of(books, &reversed),
        None => Codes::of(books, &reversed).letting_go_but(&wanted),
    };
    let departments: Vec<DepartmentCode> =
        books.org.departments().map(|department| department.code.clone()).collect();
    let known_by = asked.known_by;
    let Some(mut stream) = Stream::new(&books.stock, departments, asked) else {
        return Ok(None);
    };
    let found = months.after.map_or_else(Found::default, |(_, shelves)| Found::of(shelves));
    let mut found = found.known_by(known_by);
    found.memory.push(memory);
    if books.stock.method != CostMethod::MovingAverage || months.keep.is_some() {
        // Every line is carried out as a whole, or asked for its slip.
        found.keep = Keep::All;
    }
    if months.keep.is_some() {
        // The lines of a slip stand together as they were written.
        (found.slips, found.n_shares) = (Some(String::new()), 1);
    }
    let (mut kept, mut slips) = (None, None);
    for (at, (month, path)) in streamed.iter().enumerate() {
        let n_postings = found.postings.len();
        let Some(source) = Source::of(loader.files_below(), path)? else { return Ok(None) };
        let Some(lines) = MonthText::read(&source, *month, &codes, &mut found)? else {
            return Ok(None);
        };
        if stream.take_month(&lines.rows, &lines).is_err() {
            return Ok(None);
        }
        found.slips_of(&lines);
        lines.give_back(&mut found);
        stream.end_month(found.postings[n_postings..].iter());
        let is_last = |keep: Month| streamed.get(at + 1).is_none_or(|(next, _)| *next > keep);
        if months.keep.is_some_and(|keep| *month <= keep && is_last(keep)) {
            kept = found.shelves(&stream);
            slips = found.slips.take();
        }
    }
    // No more months are decoded.
    (found.spare, found.texts, found.memory) = (Vec::new(), Vec::new(), Vec::new());
    if !found.other_ids(loader, &others)? || !found.ids_are_new(loader, months.reached)? {
        return Ok(None);
    }
    let Found { postings, ordered, recorded, .. } = found;
    Ok(Some(ScannedMovements { ended: stream.end(), postings, ordered, recorded, kept, slips }))
}

/// Whether every line of the months that are in the opening is kept there that another one takes
/// back.
fn are_kept(books: &Books, reversed: &BTreeSet<RecordId>, after: Month) -> bool {
    let kept: BTreeSet<&RecordId> = books.stock.kept_ids().collect();
    let own = digits_of(after);
    let is_later = |id: &RecordId| {
        let claimed = id.as_str().get(1..7).unwrap_or_default();
        claimed.bytes().all(|byte| byte.is_ascii_digit()) && claimed > own.as_str()
    };
    reversed.iter().all(|id| kept.contains(id) || is_later(id))
}

/// Adds the lines that any line of some months takes back; none where any is taken back twice.
pub(super) fn reversals<'m>(
    loader: &Loader<'_, '_>,
    months: impl Iterator<Item = &'m (Month, StorePath)>,
    (reversed, memory): (&mut BTreeSet<RecordId>, &mut Vec<u8>),
) -> Result<Option<()>, StoreError> {
    for (_, path) in months {
        let mut reversals = Reversals::of_next(reversed);
        let Some(source) = Source::of(loader.files_below(), path)? else { return Ok(None) };
        // Whoever only looks for a word is quickest where little is at hand at a time.
        let mut blocks = source.small_blocks((0, source.len()), std::mem::take(memory))?;
        let mut first = None;
        loop {
            // Whether it is text is seen where all of its lines are.
            let block = match blocks.next_bytes() {
                Ok(Some(block)) => block,
                Ok(None) => break,
                Err(error) => {
                    return source.stopped(Stopped::Failed(error)).map_or(Ok(None), Err);
                }
            };
            let first = first.get_or_insert_with(|| first_line(block).to_owned());
            if reversals.add(first, block).is_none() {
                return Ok(None);
            }
        }
        *memory = blocks.into_memory();
    }
    Ok(Some(()))
}

/// The lines that others take back, as they are found in one file block by block.
pub(in crate::store) struct Reversals<'r> {
    finder: memmem::Finder<'static>,
    header: Option<Header>,
    reversed: &'r mut BTreeSet<RecordId>,
}

impl<'r> Reversals<'r> {
    /// Of a file of which nothing has been read, to be added to those of others.
    pub(in crate::store) fn of_next(reversed: &'r mut BTreeSet<RecordId>) -> Self {
        let needle = format!(",{},", Kind::Reversal.word());
        Self { finder: memmem::Finder::new(&needle).into_owned(), header: None, reversed }
    }

    /// Adds what the lines of a block take back; none where any cannot be read, or takes back what
    /// another one does. `first` is the first line of the file, without its end.
    pub(in crate::store) fn add(&mut self, first: &[u8], block: &[u8]) -> Option<()> {
        for line in lines_with(block, &self.finder) {
            if self.header.is_none() {
                self.header = Some(head(std::str::from_utf8(first).ok()?)?);
            }
            let header = self.header.as_ref()?;
            let line = std::str::from_utf8(line).ok()?;
            let original = match header.positions[column("reverses")] {
                Some(at) => RecordId::parse(&cell(line, at, header.names.len())?),
                None => continue,
            };
            match original {
                Ok(original) if self.reversed.insert(original.clone()) => {}
                Err(CodeError::Empty) => {}
                _ => return None,
            }
        }
        Some(())
    }
}

/// A cell of a line; none where the line does not have so many.
fn cell(line: &str, at: usize, count: usize) -> Option<Cow<'_, str>> {
    let mut ends = [0; CELLS];
    if count >= CELLS || is_odd(line.as_bytes()) {
        return Some(Cow::Owned(Line::cut("", 0, line, count)?.cell(at).to_string()));
    }
    let is_cut = cut(line.as_bytes(), &mut ends, count);
    is_cut.then(|| Cow::Borrowed(Cells { line, ends: &ends, count }.get(at)))
}

/// The first line of a file, without what some programs put around it.
fn first_line(bytes: &[u8]) -> &[u8] {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = first.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first);
    first.strip_suffix(b"\r").unwrap_or(first)
}
