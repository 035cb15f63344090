//! Lines of the ledger, decoded as [`Reading::decode`] does it but without taking their texts over.
//!
//! A concentrator writes one line as the other: what a line has in common with the one before it
//! was decoded there, and is compared. Every other line is cut into its cells.

use std::borrow::Cow;
use std::ops::Range;

use crate::base::{Day, IdShape, Month, PlainNumber, RecordId, ShortId, Time, parse_decimal};
use crate::meters::{Gathering, More, Place, PlainRow, Reading, ReadingKind, Row, Sieve};
use crate::store::codec::{Header, Line};
use crate::store::cut::{CELLS, Cells, cut, is_odd};
use crate::store::encoding::{self, BYTE_ORDER_MARK};
use crate::store::row::Row as _;
use crate::store::scan_records::moment;

use super::points::Points;
use super::scan::Ledger;

/// Who takes rows.
pub(super) trait Taker {
    /// Whether it takes those of a point.
    fn wants(&self, point: u32) -> bool;

    /// Takes a row that is what nearly every row is.
    fn take_plain(&mut self, point: u32, row: &PlainRow);

    /// Takes any other row.
    fn take(&mut self, point: u32, place: Place, row: Row);

    /// Takes a row of another month.
    fn take_stray(&mut self, point: u32);
}

impl Taker for Gathering<'_> {
    fn wants(&self, _: u32) -> bool {
        true
    }

    fn take_plain(&mut self, point: u32, row: &PlainRow) {
        self.take_plain(point, row);
    }

    fn take(&mut self, point: u32, place: Place, row: Row) {
        self.take_row(point, place, row);
    }

    fn take_stray(&mut self, point: u32) {
        self.take_stray(point);
    }
}

/// The place of a column in the row type.
pub(super) fn column(name: &str) -> usize {
    let found = Reading::COLUMNS.iter().position(|column| *column == name);
    found.expect("BUG: a column that the row type does not have")
}

/// Where the columns stand in the file; what the file does not have stands behind its last cell and
/// is empty.
struct Columns {
    id: usize,
    point: usize,
    date: usize,
    time: usize,
    register: usize,
    kind: usize,
    note: usize,
    supersedes: usize,
    recorded_at: usize,
}

impl Columns {
    fn of(header: &Header) -> Self {
        let of = |name: &str| header.positions[column(name)].unwrap_or(header.names.len());
        Self {
            id: of("id"),
            point: of("point"),
            date: of("date"),
            time: of("time"),
            register: of("register"),
            kind: of("kind"),
            note: of("note"),
            supersedes: of("supersedes"),
            recorded_at: of("recorded_at"),
        }
    }

    /// Whether the cells that differ from line to line stand at its beginning, in the usual order.
    const fn are_usual(&self) -> bool {
        let Self { id, point, date, time, register, .. } = self;
        matches!((id, point, date, time, register), (0, 1, 2, 3, 4))
    }
}

/// The texts of a line that are looked at.
struct Texts<'l> {
    id: &'l str,
    point: &'l str,
    date: &'l str,
    time: &'l str,
    register: &'l str,
    kind: &'l str,
    note: &'l str,
    supersedes: &'l str,
    recorded_at: &'l str,
}

/// What a line was taken as.
enum Taken {
    /// What nearly every line is, with its place and its id.
    Plain(Place, ShortId),
    /// Anything else.
    Other,
}

/// A day, and the time where it was noted.
type When = (Day, Option<Time>);

/// What was decoded of the lines before: many lines have the same.
#[derive(Default)]
struct Before {
    date: Option<([u8; 10], Day)>,
    place: Option<(When, Option<Place>)>,
    recorded_at: Vec<u8>,
    is_later: bool,
}

/// The last line that is what nearly every line is; where the columns stand in the usual order.
#[derive(Default)]
struct Usual {
    id: ShortId,
    shape: IdShape,
    /// Its day and time with the commas behind them; empty where there is no such line.
    when: Vec<u8>,
    place: Option<Place>,
    /// What stands behind its register, with the line end.
    tail: Vec<u8>,
    /// Where in it the moment stands at which it was recorded.
    recorded: Range<usize>,
    is_later: bool,
}

/// Decodes the lines of a month's file.
pub(super) struct Decoder<'s, T> {
    sieve: &'s Sieve,
    month: Month,
    header: &'s Header,
    columns: Columns,
    points: Points<'s>,
    before: Before,
    usual: Usual,
    taker: T,
}

impl<'s, T: Taker> Decoder<'s, T> {
    /// Has decoded nothing yet; none where a line has more cells than any has.
    pub(super) fn new(
        ledger: Ledger<'s>,
        month: Month,
        header: &'s Header,
        taker: T,
    ) -> Option<Self> {
        (header.names.len() < CELLS).then(|| Self {
            sieve: ledger.sieve,
            month,
            header,
            columns: Columns::of(header),
            points: Points::of(ledger.codes),
            before: Before::default(),
            usual: Usual::default(),
            taker,
        })
    }

    /// Who took the rows.
    pub(super) fn end(self) -> T {
        self.taker
    }

    /// Decodes some lines; none where anything is wrong with them.
    pub(super) fn lines(&mut self, bytes: &[u8]) -> Option<()> {
        let mut from = 0;
        while from < bytes.len() {
            let rest = &bytes[from..];
            if let Some(length) = self.usual(rest) {
                from += length;
                continue;
            }
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            self.line(&rest[..length])?;
            from += length;
        }
        Some(())
    }

    /// Takes a line whose id goes on from that of the last one and of which nothing but the point,
    /// the register and moments is another, and says how long it is; none of any other line.
    fn usual(&mut self, rest: &[u8]) -> Option<usize> {
        let Usual { id, shape, place: Some(_), .. } = &self.usual else { return None };
        if *rest.get(shape.length)? != b',' {
            return None;
        }
        let id = id.next(rest.first_chunk()?, shape)?;
        let mut at = shape.length + 1;
        let (point, length) = self.points.next(&rest[at..])?;
        at += length;
        let (place, length) = self.when(&rest[at..])?;
        at += length;
        let PlainNumber { value, scale, length } = PlainNumber::at_begin_of(&rest[at..])?;
        at += length;
        if scale > PlainRow::SCALE {
            return None;
        }
        let (later, length) = self.tail(&rest[at..])?;
        self.usual.id = id;
        self.points.came(point);
        self.taker.take_plain(point, &PlainRow { place, id, register: value, scale, later });
        Some(at + length)
    }

    /// The place of the day and the time that a line goes on with, and how long they stand there.
    fn when(&mut self, rest: &[u8]) -> Option<(Place, usize)> {
        let Usual { when, place, .. } = &self.usual;
        if rest.starts_with(when) {
            return Some(((*place)?, when.len()));
        }
        let (date, behind) = rest.split_first_chunk::<10>()?;
        let time = match behind {
            [b',', b',', ..] => None,
            [b',', behind @ ..] => match behind.split_first_chunk::<5>()? {
                (time, [b',', ..]) => Some(Time::read(time)?),
                _ => return None,
            },
            _ => return None,
        };
        let length = if time.is_none() { 12 } else { 17 };
        let date = self.day(date)?;
        let place = self.place((date, time))?;
        self.usual.when.clear();
        self.usual.when.extend_from_slice(&rest[..length]);
        self.usual.place = Some(place);
        Some((place, length))
    }

    /// Whether a line that goes on as the last one was recorded later than what is known, and how
    /// long that stands there.
    fn tail(&mut self, rest: &[u8]) -> Option<(bool, usize)> {
        let Usual { tail, recorded, is_later, .. } = &self.usual;
        if rest.starts_with(tail) {
            return Some((*is_later, tail.len()));
        }
        let (own, recorded) = (rest.get(..tail.len())?, recorded.clone());
        if own[..recorded.start] != tail[..recorded.start]
            || own[recorded.end..] != tail[recorded.end..]
        {
            return None;
        }
        let later = self.is_later(std::str::from_utf8(&own[recorded.clone()]).ok()?)?;
        self.usual.tail[recorded.clone()].copy_from_slice(&own[recorded]);
        self.usual.is_later = later;
        Some((later, own.len()))
    }

    /// Decodes a line, its end included.
    fn line(&mut self, bytes: &[u8]) -> Option<()> {
        if bytes.starts_with(BYTE_ORDER_MARK) {
            return None;
        }
        let text = encoding::decode("", bytes).ok()?.text;
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            return Some(());
        }
        let n_cells = self.header.names.len();
        let columns = &self.columns;
        if is_odd(line.as_bytes()) {
            let cut = Line::cut("", 0, line, n_cells)?;
            let none = Cow::Borrowed("");
            let cell = |at: usize| if at < n_cells { cut.cell(at) } else { &none }.as_ref();
            let texts = Texts::of(columns, cell);
            return self.take(&texts).map(drop);
        }
        let mut ends = [0_u32; CELLS];
        if !cut(line.as_bytes(), &mut ends, n_cells) {
            return None;
        }
        let cells = Cells { line, ends: &ends, count: n_cells };
        let texts = Texts::of(columns, |at| cells.get(at));
        let (place, id) = match self.take(&texts)? {
            Taken::Plain(place, id) if self.columns.are_usual() => (place, id),
            Taken::Plain(..) | Taken::Other => return Some(()),
        };
        self.usual.id = id;
        self.usual.shape = IdShape::of(texts.id.len())?;
        self.usual.place = Some(place);
        self.usual.is_later = self.before.is_later;
        let behind = |at: usize| ends[at] as usize + 1;
        self.usual.when.clear();
        self.usual.when.extend_from_slice(&line.as_bytes()[behind(1)..behind(3)]);
        let tail = behind(4) - 1;
        self.usual.tail.clear();
        self.usual.tail.extend_from_slice(&bytes[tail..]);
        let Columns { recorded_at, .. } = self.columns;
        self.usual.recorded =
            behind(recorded_at - 1).saturating_sub(tail)..behind(recorded_at) - 1 - tail;
        Some(())
    }

    /// Takes a line by its texts; none where anything is wrong with them.
    fn take(&mut self, texts: &Texts<'_>) -> Option<Taken> {
        RecordId::check(texts.id).ok()?;
        let point = self.points.find(texts.point)?;
        let date = self.day(texts.date.as_bytes())?;
        let time = texts.time;
        let time = if time.is_empty() { None } else { Some(Time::parse(time).ok()?) };
        let kind = ReadingKind::parse(texts.kind)?;
        let later = self.is_later(texts.recorded_at)?;
        if !texts.supersedes.is_empty() {
            RecordId::check(texts.supersedes).ok()?;
        }
        let plain = PlainNumber::at_begin_of(texts.register.as_bytes())
            .filter(|number| number.length == texts.register.len());
        let register = match plain {
            Some(number) => number.decimal(),
            None => parse_decimal(texts.register).ok()?,
        };
        let Some(place) = self.place((date, time)) else {
            self.taker.take_stray(point);
            return Some(Taken::Other);
        };
        if let Some(PlainNumber { value, scale, .. }) = plain
            && kind == ReadingKind::Actual
            && texts.supersedes.is_empty()
            && scale <= PlainRow::SCALE
            && let Some(id) = ShortId::of(texts.id)
        {
            self.taker.take_plain(point, &PlainRow { place, id, register: value, scale, later });
            return Some(Taken::Plain(place, id));
        }
        if self.taker.wants(point) {
            let parse = |id: &str| RecordId::parse(id).ok();
            let supersedes = Some(texts.supersedes).filter(|id| !id.is_empty()).and_then(parse);
            let reason = Some(texts.note).filter(|note| !note.is_empty()).map(ToOwned::to_owned);
            let has_more = supersedes.is_some() || kind == ReadingKind::Doubtful;
            let more = has_more.then(|| Box::new(More { supersedes, reason }));
            let id = parse(texts.id)?;
            let row = Row { when: (date, time), register, kind, later, id, more };
            self.taker.take(point, place, row);
        }
        Some(Taken::Other)
    }

    fn day(&mut self, text: &[u8]) -> Option<Day> {
        let letters: [u8; 10] = text.try_into().ok()?;
        match self.before.date {
            Some((last, day)) if last == letters => Some(day),
            _ => {
                let day = Day::read(&letters)?;
                self.before.date = Some((letters, day));
                Some(day)
            }
        }
    }

    fn place(&mut self, when: When) -> Option<Place> {
        match self.before.place {
            Some((last, place)) if last == when => place,
            _ => {
                let place = self.sieve.place(self.month, when);
                self.before.place = Some((when, place));
                place
            }
        }
    }

    /// Whether what was recorded at a moment is not known.
    fn is_later(&mut self, text: &str) -> Option<bool> {
        let Before { date, recorded_at, is_later, .. } = &mut self.before;
        if text.is_empty() || recorded_at != text.as_bytes() {
            let (letters, date) = (*date)?;
            let date = (std::str::from_utf8(&letters).ok()?, date);
            *is_later = self.sieve.is_later(moment(text, date)?);
            recorded_at.clear();
            recorded_at.extend_from_slice(text.as_bytes());
        }
        Some(*is_later)
    }
}

impl<'l> Texts<'l> {
    fn of(columns: &Columns, cell: impl Fn(usize) -> &'l str) -> Self {
        Self {
            id: cell(columns.id),
            point: cell(columns.point),
            date: cell(columns.date),
            time: cell(columns.time),
            register: cell(columns.register),
            kind: cell(columns.kind),
            note: cell(columns.note),
            supersedes: cell(columns.supersedes),
            recorded_at: cell(columns.recorded_at),
        }
    }
}
