//! A month's file, decoded several pieces at a time.

use std::thread;

use crate::base::Month;
use crate::stock::purchase::OrderedGoods;
use crate::stock::{self, Act, Line as StockLine, Passage, Place, Row as StreamRow, Stock};
use crate::store::codec::{Header, Line};
use crate::store::row::{LedgerRow, Row};

use super::cells::CELLS;
use super::codes::{Codes, Set};
use super::found::Found;
use super::lines::{Decoder, Piece};

/// A piece of a file is not decoded by a thread of its own unless it is longer.
const PIECE: usize = 256 * 1024;

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

/// A month's file, decoded.
pub(super) struct MonthText<'t> {
    text: &'t str,
    header: Header,
    stock: &'t Stock,
    /// Its lines.
    pub(super) rows: Vec<StreamRow>,
    /// Whether their ids ascend.
    ascending: bool,
}

impl stock::Month for MonthText<'_> {
    fn id(&self, row: &StreamRow) -> &str {
        let line = &self.text[row.at as usize..];
        &line[..memchr::memchr(b',', line.as_bytes()).unwrap_or(line.len())]
    }

    fn ascends(&self) -> bool {
        self.ascending
    }

    fn passage(&self, row: &StreamRow, passage: Passage) -> &str {
        let from = row.at as usize + usize::from(passage.from);
        &self.text[from..from + usize::from(passage.length)]
    }

    fn whole(&self, row: &StreamRow) -> Option<StockLine> {
        let line = Line::cut("", 0, self.line(row), self.header.names.len())?;
        let movement = line.decode::<LedgerRow>(&self.header)?.into_movement()?;
        self.stock.read(&movement).ok()
    }
}

impl<'t> MonthText<'t> {
    /// What may be the slip of a line: the whole line where it is not known by itself.
    pub(super) fn slip_of(&self, row: &StreamRow) -> &'t str {
        if row.act == Act::Whole {
            return self.line(row);
        }
        let from = row.at as usize + usize::from(row.slip.from);
        &self.text[from..from + usize::from(row.slip.length)]
    }

    /// The text of a line.
    fn line(&self, row: &StreamRow) -> &'t str {
        let line = &self.text[row.at as usize..];
        let line = &line[..memchr::memchr(b'\n', line.as_bytes()).unwrap_or(line.len())];
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// Decodes the lines of a month, several pieces of its file at a time.
    pub(super) fn decode(
        text: &'t str,
        month: Month,
        codes: &Codes<'t>,
        found: &mut Found,
    ) -> Option<Self> {
        let header = head(text)?;
        // Whoever looks for an id looks at the beginning of the line.
        if header.positions[column("id")] != Some(0) || header.names.len() >= CELLS {
            return None;
        }
        let first = text.find('\n').map_or(text.len(), |at| at + 1);
        let pieces = pieces(text, first);
        let known_by = found.known_by;
        let decode = &|(from, to): (usize, usize), rows: Vec<StreamRow>| {
            let mut decoder = Decoder::new(&header, codes, (month, known_by), rows);
            decoder.lines(&text[from..to], from)?;
            Some(decoder.done)
        };
        let spare = &mut found.spare;
        let mut rows = || spare.pop().unwrap_or_default();
        let of_all = rows();
        let done: Vec<Option<Piece<'t>>> = thread::scope(|scope| {
            let threads: Vec<_> = pieces[1..]
                .iter()
                .map(|piece| {
                    let rows = rows();
                    scope.spawn(move || decode(*piece, rows))
                })
                .collect();
            let first = decode(pieces[0], of_all);
            let rest = threads.into_iter().map(|one| one.join().expect("BUG: a piece of a file"));
            std::iter::once(first).chain(rest).collect()
        });
        let mut rows = Vec::new();
        let (mut last, mut ascending) = ("", true);
        for piece in done {
            let piece = piece?;
            ascending &= piece.ascending && (rows.is_empty() || last < piece.first);
            if !piece.last.is_empty() {
                last = piece.last;
            }
            found.postings.extend(piece.postings);
            let recorded = piece.recorded;
            found.recorded.last = found.recorded.last.max(recorded.last);
            found.recorded.known = found.recorded.known.max(recorded.known);
            found.recorded.later.extend(recorded.later);
            found.foreign.extend(piece.foreign.into_iter().map(Into::into));
            found.ordered.extend(piece.ordered.into_iter().map(|(order, item, place)| {
                let supplier = match Place::parse(place) {
                    Some(Place::Supplier(name)) => Some(name),
                    _ => None,
                };
                let item = codes.catalogue[item as usize].code.clone();
                OrderedGoods { order: order.to_owned(), item, supplier }
            }));
            if rows.is_empty() {
                rows = piece.rows;
            } else {
                rows.extend_from_slice(&piece.rows);
                found.spare.push(piece.rows);
            }
        }
        let month = Self { text, header, stock: codes.stock, rows, ascending };
        (ascending || month.ids_differ()).then_some(month)
    }

    /// Whether no id stands for two lines.
    fn ids_differ(&self) -> bool {
        let mut seen: Set<&str> = Set::default();
        seen.reserve(self.rows.len());
        self.rows.iter().all(|row| seen.insert(stock::Month::id(self, row)))
    }
}

/// Cuts the lines of a file into pieces of whole lines.
fn pieces(text: &str, first: usize) -> Vec<(usize, usize)> {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let n_pieces = ((text.len() - first) / PIECE).clamp(1, threads.min(AT_ONCE));
    let mut pieces = Vec::with_capacity(n_pieces);
    let mut from = first;
    for number in 1..=n_pieces {
        let aim = first + (text.len() - first) / n_pieces * number;
        let to = if number == n_pieces || aim <= from {
            text.len()
        } else {
            let rest = &text.as_bytes()[aim..];
            memchr::memchr(b'\n', rest).map_or(text.len(), |length| aim + length + 1)
        };
        pieces.push((from, to));
        from = to;
    }
    pieces
}
