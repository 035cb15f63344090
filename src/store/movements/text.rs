//! A month's lines, decoded several pieces of their file at a time.

use std::{io, thread};

use crate::base::Month;
use crate::stock::{self, Act, Line as StockLine, Row as StreamRow, Shares};
use crate::store::StoreError;
use crate::store::blocks::Blocks;
use crate::store::codec::{Header, Line};
use crate::store::cut::{CELLS, Cells, cut};
use crate::store::row::{LedgerRow, Row};
use crate::store::source::Source;

use super::codes::{Codes, Set};
use super::found::Found;
use super::lines::{Decoder, Done, Piece};
use super::today::{Keep, Today};

/// A piece of a file is not decoded by a thread of its own unless it is longer; in tests small
/// files have several.
const PIECE: usize = if cfg!(test) { 600 } else { 256 * 1024 };

/// Up to which length a file is small; in tests none is.
const SMALL: usize = if cfg!(test) { 1 } else { 1024 * 1024 };

/// How many pieces of a file are decoded at a time, at most.
const AT_ONCE: usize = 4;

/// The columns of a file by its first line; none where that is not one of the ledger's.
pub(in crate::store) fn head(text: &str) -> Option<Header> {
    Header::read("", text, LedgerRow::COLUMNS, LedgerRow::OPTIONAL).ok()
}

/// The place of a column in the row type.
pub(super) fn column(name: &str) -> usize {
    let found = LedgerRow::COLUMNS.iter().position(|column| *column == name);
    found.expect("BUG: a column that the row type does not have")
}

/// A month's lines, decoded.
pub(super) struct MonthText<'t> {
    /// The texts of its lines, as far as they are kept, piece by piece.
    texts: Vec<String>,
    header: Header,
    /// Where the columns of slips, of what is taken back and of persons stand.
    slip: Option<usize>,
    reverses: Option<usize>,
    person: Option<usize>,
    codes: &'t Codes<'t>,
    /// Its lines, piece by piece.
    pub(super) rows: Vec<Shares>,
    /// Whether their ids ascend.
    ascending: bool,
}

impl stock::Month for MonthText<'_> {
    fn id(&self, row: &StreamRow) -> &str {
        let line = self.text_from(row).unwrap_or_default();
        &line[..memchr::memchr(b',', line.as_bytes()).unwrap_or(line.len())]
    }

    fn ascends(&self) -> bool {
        self.ascending
    }

    fn slip(&self, row: &StreamRow) -> &str {
        self.cell(row, self.slip)
    }

    fn reverses(&self, row: &StreamRow) -> &str {
        self.cell(row, self.reverses)
    }

    fn person(&self, row: &StreamRow) -> &str {
        self.cell(row, self.person)
    }

    fn whole(&self, row: &StreamRow) -> Option<StockLine> {
        let text = self.line(row)?;
        let line = Line::to_decode(text, self.header.names.len())?;
        let movement = line.decode::<LedgerRow>(&self.header)?.into_movement()?;
        let item = self.codes.catalogue.get(row.item as usize)?;
        self.codes.stock.read_of(item, movement).ok()
    }
}

impl<'t> MonthText<'t> {
    /// Gives the memory back, for months to come.
    pub(super) fn give_back(self, found: &mut Found) {
        found.spare.extend(self.rows);
        found.texts.extend(self.texts);
    }

    /// What may be the slip of a line: the whole line where it is not known by itself.
    pub(super) fn slip_of(&self, row: &StreamRow) -> &str {
        if row.act == Act::Whole {
            return self.line(row).unwrap_or_default();
        }
        stock::Month::slip(self, row)
    }

    /// The text from the begin of a line on; none where it is not kept.
    fn text_from(&self, row: &StreamRow) -> Option<&str> {
        let mut at = row.at as usize;
        for text in &self.texts {
            if let Some(from) = text.get(at..).filter(|from| !from.is_empty()) {
                return Some(from);
            }
            at = at.checked_sub(text.len())?;
        }
        None
    }

    /// The text of a line; none where it is not kept.
    fn line(&self, row: &StreamRow) -> Option<&str> {
        let line = self.text_from(row)?;
        let line = &line[..memchr::memchr(b'\n', line.as_bytes()).unwrap_or(line.len())];
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// The text of a cell of a line without quotes; empty where it has none.
    fn cell(&self, row: &StreamRow, column: Option<usize>) -> &str {
        let (mut ends, count) = ([0; CELLS], self.header.names.len());
        let Some((column, line)) = column.zip(self.line(row)) else { return "" };
        let is_cut = cut(line.as_bytes(), &mut ends, count);
        if is_cut { Cells { line, ends: &ends, count }.get(column) } else { "" }
    }

    /// Decodes the lines of a month, several pieces of its file at a time, and keeps the texts of
    /// those of which more is asked than their row says; none where anything is wrong with them.
    ///
    /// Where ids do not ascend, the order of a day rests on them; where the lines of a day do not
    /// stand together, any of them may be asked for: then all texts are kept, of this month and,
    /// since it will be the same with them, of those after it.
    pub(super) fn read(
        source: &Source<'_, '_>,
        month: Month,
        codes: &'t Codes<'t>,
        found: &mut Found,
    ) -> Result<Option<Self>, StoreError> {
        // Of a small file all texts may be kept: it is not to be read twice then.
        let keep = if source.len() < SMALL { Keep::All } else { found.keep };
        let Some((header, done)) = pieces_of(source, (month, keep), codes, found)? else {
            return Ok(None);
        };
        let (mut last, mut ascending) = ("", true);
        for piece in &done {
            ascending &= piece.ascending && (last.is_empty() || last < piece.first.as_str());
            if !piece.last.is_empty() {
                last = &piece.last;
            }
        }
        let by_day = done.iter().all(|piece| piece.by_day)
            && done.iter().filter_map(|piece| piece.days).is_sorted_by(|one, next| one.1 <= next.0);
        if keep == Keep::Asked && !(ascending && by_day) {
            found.keep = Keep::All;
            for piece in done {
                found.spare.push(piece.rows);
                found.texts.push(piece.kept);
            }
            return Self::read(source, month, codes, found);
        }
        let (mut rows, mut texts) =
            (Vec::with_capacity(done.len()), Vec::with_capacity(done.len()));
        let mut behind = 0;
        for piece in done {
            let own = found.take(codes, piece, u32::try_from(behind).unwrap_or(u32::MAX));
            let Some((own, kept)) = own else { return Ok(None) };
            rows.push(own);
            behind += kept.len();
            texts.push(kept);
        }
        let [slip, reverses, person] =
            ["slip", "reverses", "person"].map(|name| header.positions[column(name)]);
        let month = Self { texts, header, slip, reverses, person, codes, rows, ascending };
        Ok((ascending || month.ids_differ()).then_some(month))
    }

    /// Whether no id stands for two lines.
    fn ids_differ(&self) -> bool {
        let mut seen: Set<&str> = Set::default();
        self.rows.iter().flat_map(Shares::rows).all(|row| seen.insert(stock::Month::id(self, row)))
    }
}

/// Decodes the pieces of a file, each by a thread of its own; none where anything is wrong.
fn pieces_of(
    source: &Source<'_, '_>,
    (month, keep): (Month, Keep),
    codes: &Codes<'_>,
    found: &mut Found,
) -> Result<Option<(Header, Vec<Piece>)>, StoreError> {
    let Some(pieces) = pieces(source)? else { return Ok(None) };
    // Each piece has a share of the memory, and gives it back.
    let n_shared = found.memory.len() / pieces.len();
    let mut shared = || found.memory.split_off(found.memory.len() - n_shared);
    let mut memory = shared();
    let mut blocks = source.blocks(pieces[0], memory.pop().unwrap_or_default())?;
    let first = match blocks.next() {
        Ok(first) => first.unwrap_or_default(),
        Err(stopped) => return source.stopped(stopped).map_or(Ok(None), Err),
    };
    let Some(header) = head(first) else { return Ok(None) };
    // Whoever looks for an id looks at the beginning of the line.
    if header.positions[column("id")] != Some(0) || header.names.len() >= CELLS {
        return Ok(None);
    }
    let (behind, n_bytes) = (first.find('\n').map_or(first.len(), |at| at + 1), first.len());
    let known_by = found.known_by;
    let of = |number| (month, known_by, (number > 0, number + 1 < pieces.len()));
    let n_items = codes.catalogue.len();
    let mut spare = |(from, to): (usize, usize), memory: Vec<Vec<u8>>| {
        let mut rows = found.spare.pop().unwrap_or_default();
        rows.0.resize_with(found.n_shares, Vec::new);
        for share in &mut rows.0 {
            share.clear();
            // A line of the ledger is seldom shorter.
            share.reserve((to - from) / 130 / found.n_shares);
        }
        let mut texts = found.texts.pop().unwrap_or_default();
        texts.clear();
        if keep == Keep::All {
            texts.reserve(to - from);
        }
        Today::new(keep, (rows, texts, memory), n_items)
    };
    let mut decoder = Decoder::new(&header, codes, of(0), spare(pieces[0], memory));
    let begun = decoder.lines(first, behind);
    let mut results: Vec<Result<Option<Done>, StoreError>> = Vec::with_capacity(pieces.len());
    thread::scope(|scope| {
        let header = &header;
        let threads: Vec<_> = pieces
            .iter()
            .enumerate()
            .skip(1)
            .map(|(number, piece)| {
                let of = of(number);
                let mut memory = shared();
                let own = memory.pop().unwrap_or_default();
                let today = spare(*piece, memory);
                scope.spawn(move || {
                    let blocks = source.blocks(*piece, own)?;
                    rest_of(source, (0, blocks), Decoder::new(header, codes, of, today))
                })
            })
            .collect();
        results.push(match begun {
            Some(()) => rest_of(source, (n_bytes, blocks), decoder),
            None => Ok(None),
        });
        let joined = threads.into_iter().map(|one| one.join().expect("BUG: a piece of a file"));
        results.extend(joined);
    });
    let mut done = Vec::with_capacity(results.len());
    for result in results {
        let Some((piece, memory)) = result? else { return Ok(None) };
        found.memory.extend(memory);
        done.push(piece);
    }
    Ok(Some((header, done)))
}

/// Decodes what is left of some blocks, behind one of so many bytes.
fn rest_of(
    source: &Source<'_, '_>,
    (n_bytes, blocks): (usize, Blocks<Box<dyn io::Read + '_>>),
    decoder: Decoder<'_>,
) -> Result<Option<Done>, StoreError> {
    decoder.rest(n_bytes, blocks).or_else(|stopped| source.stopped(stopped).map_or(Ok(None), Err))
}

/// Cuts the lines of a file into pieces of whole lines; none where a line is longer than any is.
fn pieces(source: &Source<'_, '_>) -> Result<Option<Vec<(usize, usize)>>, StoreError> {
    let length = source.len();
    let n_pieces = if length < 2 * PIECE {
        1
    } else {
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        (length / PIECE).clamp(1, threads.min(AT_ONCE))
    };
    let mut pieces = Vec::with_capacity(n_pieces);
    let mut from = 0;
    for number in 1..n_pieces {
        let Some(to) = source.next_line(length / n_pieces * number)? else { return Ok(None) };
        pieces.push((from, to));
        from = to;
    }
    pieces.push((from, length));
    Ok(Some(pieces))
}
