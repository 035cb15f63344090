//! Lines of the ledger, decoded as the row type does it but without taking their texts over.

use std::io;

use smol_str::SmolStr;

use crate::base::{Day, Moment, Money, Month, Price, Quantity, RecordId, Time};
use crate::stock::{
    Act, Cutoff, Kind, Mark, Place, Posting, Recorded, Row as StreamRow, Shares, Standing, Stated,
    Turnover,
};
use crate::store::blocks::{Blocks, Stopped};
use crate::store::codec::{Header, Line};
use crate::store::cut::{CELLS, Cells, cut, is_odd};
use crate::store::row::LedgerRow;
use crate::store::scan_records::moment;

use super::acts::{Seat, act, is_use, kind_of, mark, standing, undo};
use super::codes::{Brief, Codes, Owned, Set, TakenBack, said};
use super::found::digits_of;
use super::lanes::{Found, Shapes};
use super::text::column;
use super::today::Today;
use super::usual::Usual;
use super::words::{Table, words};

/// What is found in a piece of a file.
#[derive(Default)]
pub(super) struct Piece {
    /// The lines.
    pub(super) rows: Shares,
    /// The texts that are kept of them.
    pub(super) kept: String,
    /// Whether days come in their order.
    pub(super) by_day: bool,
    /// The first and the last day.
    pub(super) days: Option<(Day, Day)>,
    /// The approvals of count sheets.
    pub(super) postings: Vec<Posting>,
    /// Order, item and place of the lines that name an order.
    pub(super) ordered: Set<(SmolStr, u32, SmolStr)>,
    /// When they were recorded.
    pub(super) recorded: Recorded,
    /// Whether each id comes after the one before it; then none stands twice.
    pub(super) ascending: bool,
    /// The first id.
    pub(super) first: String,
    /// The last id.
    pub(super) last: String,
    /// The ids that do not say that they are of the month they stand in.
    pub(super) foreign: Vec<Box<str>>,
}

/// What a piece has, and memory for others.
pub(super) type Done = (Piece, Vec<Vec<u8>>);

/// What is taken out of a line.
enum Taken {
    /// What it does.
    Row(StreamRow),
    /// The approval of a sheet, which is noted.
    Posting,
}

/// Where the columns stand in the file; what the file does not have stands behind its last cell and
/// is empty.
pub(super) struct Columns {
    pub(super) date: usize,
    pub(super) time: usize,
    pub(super) kind: usize,
    pub(super) item: usize,
    pub(super) quantity: usize,
    pub(super) unit: usize,
    pub(super) unit_price: usize,
    pub(super) amount: usize,
    pub(super) counted: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) lot: usize,
    pub(super) expiry: usize,
    pub(super) reverses: usize,
    pub(super) market_price: usize,
    pub(super) order: usize,
    pub(super) repair: usize,
    pub(super) due: usize,
    pub(super) recorded_at: usize,
}

/// Decodes lines as [`LedgerRow`] does, without taking their texts over.
pub(super) struct Decoder<'c> {
    header: &'c Header,
    pub(super) codes: &'c Codes<'c>,
    today: Today,
    /// Whether the file has a piece before this one, and one behind it.
    between: (bool, bool),
    pub(super) columns: Columns,
    month: Month,
    /// The moment after which lines are told apart by when they were recorded.
    pub(super) known_by: Option<Moment>,
    digits: String,
    /// The lines that others take back, of those whose ids say this month.
    pub(super) reversed: Option<&'c TakenBack<'c>>,
    places: Owned<Seat>,
    /// Those of them that are short.
    pub(super) seats: Table<Seat>,
    /// The last date: many lines have the same.
    date: Option<(SmolStr, Day)>,
    is_first_day: bool,
    /// Whether a day has ended at the line, and whether all of its texts are kept.
    ended: Option<bool>,
    /// Whether the line may have quotes or NUL.
    odd: bool,
    /// The shapes of the last lines.
    pub(super) shapes: Shapes,
    /// What the next line shares with the last one where it is as most are.
    pub(super) usual: Usual,
    pub(super) done: Piece,
}

impl<'c> Decoder<'c> {
    /// Has decoded nothing yet.
    pub(super) fn new(
        header: &'c Header,
        codes: &'c Codes<'c>,
        (month, known_by, between): (Month, Option<Moment>, (bool, bool)),
        today: Today,
    ) -> Self {
        let n_cells = header.names.len();
        let of = |name: &str| header.positions[column(name)].unwrap_or(n_cells);
        let columns = Columns {
            date: of("date"),
            time: of("time"),
            kind: of("kind"),
            item: of("item"),
            quantity: of("quantity"),
            unit: of("unit"),
            unit_price: of("unit_price"),
            amount: of("amount"),
            counted: of("counted"),
            from: of("from"),
            to: of("to"),
            lot: of("lot"),
            expiry: of("expiry"),
            reverses: of("reverses"),
            market_price: of("market_price"),
            order: of("order"),
            repair: of("repair"),
            due: of("due"),
            recorded_at: of("recorded_at"),
        };
        let done = Piece { ascending: true, by_day: true, ..Piece::default() };
        let (places, digits) = (Owned::default(), digits_of(month));
        let usual = Usual::of(&columns, n_cells);
        Self {
            header,
            codes,
            today,
            between,
            columns,
            month,
            known_by,
            reversed: codes.reversed(&digits),
            digits,
            places,
            seats: Table::of(std::iter::empty()),
            date: None,
            is_first_day: true,
            ended: None,
            odd: true,
            shapes: Shapes::new(),
            usual,
            done,
        }
    }

    /// Decodes the lines of a block, from a place on at which one begins.
    pub(super) fn lines(&mut self, text: &str, mut from: usize) -> Option<()> {
        self.today.begin(text);
        let bytes = text.as_bytes();
        while from < bytes.len() {
            let rest = &bytes[from..];
            let found = self.shape(rest);
            let usual = found.and_then(|found| self.usual(rest, found));
            let end = || memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let length = found.map_or_else(end, |found| self.shapes.of(found).length);
            if let Some(row) = usual {
                self.today.push(row, from)?;
            } else {
                let line = &text[from..from + length];
                self.odd = found.is_none_or(|found| found.odd);
                let line = if self.odd { line.strip_suffix('\r').unwrap_or(line) } else { line };
                let taken = if line.is_empty() { None } else { Some(self.line(line)?) };
                if let Some(all) = self.ended.take() {
                    self.today.end(text, all, from)?;
                }
                if let Some(Taken::Row(row)) = taken {
                    self.today.push(row, from)?;
                }
            }
            from += length + 1;
        }
        Some(())
    }

    /// The shape of the first line of a text.
    #[inline]
    pub(super) fn shape(&mut self, text: &[u8]) -> Option<Found> {
        let Self { shapes, usual, .. } = self;
        shapes.find(text, |shape| usual.fits(shape))
    }

    /// Decodes what is left of some blocks, behind one of so many bytes whose lines it has decoded;
    /// gives what is found, and memory for others.
    pub(super) fn rest<R: io::Read>(
        mut self,
        mut n_bytes: usize,
        mut blocks: Blocks<R>,
    ) -> Result<Option<Done>, Stopped> {
        loop {
            if self.today.go_on(n_bytes, &mut blocks).is_none() {
                return Ok(None);
            }
            let Some(block) = blocks.next()? else { break };
            if self.lines(block, 0).is_none() {
                return Ok(None);
            }
            n_bytes = block.len();
        }
        Ok(self.end().map(|(piece, mut memory)| {
            memory.push(blocks.into_memory());
            (piece, memory)
        }))
    }

    /// Decodes any line.
    fn line(&mut self, line: &str) -> Option<Taken> {
        self.usual.write_last(&mut self.done.last);
        let row = self.any(line)?;
        let own = said(&self.done.last) == self.digits;
        let date = self.date.as_ref().map(|(text, day)| (text.as_str(), *day));
        self.usual.go_on(&self.done.last, own, date);
        Some(row)
    }

    fn any(&mut self, line: &str) -> Option<Taken> {
        let mut ends = [0_u32; CELLS];
        let n_cells = self.header.names.len();
        // What has NUL is no text.
        if self.odd && line.contains('\0') {
            return None;
        }
        if self.odd && is_odd(line.as_bytes()) {
            return self.quoted(line);
        }
        if !cut(line.as_bytes(), &mut ends, n_cells) {
            return None;
        }
        let cells = Cells { line, ends: &ends, count: n_cells };
        let kind = cells.get(self.columns.kind);
        if kind == Posting::WORD {
            return self.posting(line).map(|()| Taken::Posting);
        }
        let head = self.head(&cells)?;
        let whole = || whole((head.item, head.date), head.reversed, head.later);
        Some(Taken::Row(self.plain(&cells, kind, &head).unwrap_or_else(whole)))
    }

    /// What is found; none where there is more of it than can be counted.
    fn end(mut self) -> Option<Done> {
        self.usual.write_last(&mut self.done.last);
        let shared = self.between.1 || (self.is_first_day && self.between.0);
        self.today.end("", shared, 0)?;
        let Today { rows, kept, spare, .. } = self.today;
        Some((Piece { rows, kept, ..self.done }, spare))
    }

    /// The day of a line, which mostly is that of the line before.
    fn day(&mut self, text: &str) -> Option<Day> {
        match &self.date {
            Some((last, day)) if last.as_str() == text => Some(*day),
            _ => {
                let day = Day::parse(text).ok().filter(|day| day.month() == self.month)?;
                self.next_day(day);
                Some(self.date.insert((text.into(), day)).1)
            }
        }
    }

    /// Notes that a day has ended where another one begins.
    fn next_day(&mut self, day: Day) {
        let (first, _) = self.done.days.unwrap_or((day, day));
        self.done.days = Some((first, day));
        if let Some((_, last)) = &self.date {
            self.done.by_day &= *last < day;
            let is_first = std::mem::take(&mut self.is_first_day);
            self.ended = Some(is_first && self.between.0);
        }
    }

    /// What every line must have; none where anything is wrong with it.
    fn head<'l>(&mut self, cells: &Cells<'l, '_>) -> Option<LineHead<'l>> {
        let Columns { date, item, from, to, order, recorded_at, .. } = self.columns;
        let id = cells.get(0);
        RecordId::check(id).ok()?;
        let text = cells.get(date);
        let date = self.day(text)?;
        let item = *self.codes.items.get(cells.get(item))?;
        let (from, to) = (self.seat(cells.get(from))?, self.seat(cells.get(to))?);
        let recorded = moment(cells.get(recorded_at), (text, date))?;
        let order = cells.get(order);
        let own = said(id) == self.digits;
        let reversed = self.is_taken_back(id, own);
        if !order.is_empty() && !reversed {
            let Columns { from: from_at, to: to_at, .. } = self.columns;
            let place = if from == Seat::Supplier { from_at } else { to_at };
            self.done.ordered.insert((order.into(), item, cells.get(place).into()));
        }
        let later = self.note(id, own, (recorded, date));
        Some(LineHead { date, item, from, to, reversed, order, later })
    }

    /// Whether another line takes one back; `own` says whether its id says this month.
    fn is_taken_back(&self, id: &str, own: bool) -> bool {
        let taken_back = if own { self.reversed } else { self.codes.reversed(said(id)) };
        taken_back.is_some_and(|ids| ids.has(id))
    }

    /// Notes what a line has that is looked at across lines; says whether it was recorded after
    /// the moment asked about.
    fn note(&mut self, id: &str, own: bool, (recorded, date): (Moment, Day)) -> bool {
        let later = self.known_by.is_some_and(|known_by| recorded > known_by);
        let done = &mut self.done;
        done.recorded.last = done.recorded.last.max(Some(recorded));
        if later {
            done.recorded.later.push((recorded, date));
        } else {
            done.recorded.known = done.recorded.known.max(Some(recorded));
        }
        if done.first.is_empty() {
            id.clone_into(&mut done.first);
        } else {
            done.ascending &= done.last.as_str() < id;
        }
        id.clone_into(&mut done.last);
        if !own {
            done.foreign.push(id.into());
        }
        later
    }

    /// The place of goods; none where it is not one, or names what is not registered.
    fn seat(&mut self, text: &str) -> Option<Seat> {
        if let Some(seat) = self.places.get(text) {
            return Some(*seat);
        }
        let seat = match Place::parse(text)? {
            Place::Store(code) => Seat::Store(*self.codes.stores.get(code.as_str())?),
            Place::Department(code) => {
                Seat::Department(*self.codes.departments.get(code.as_str())?)
            }
            Place::Supplier(_) => Seat::Supplier,
            Place::Workshop(_) => Seat::Workshop,
            Place::Opening => Seat::Opening,
            Place::Scrap => Seat::Scrap,
            Place::Difference => Seat::Difference,
            Place::Pool => Seat::Pool,
            Place::Transit => Seat::Transit,
            Place::Buyer(_) | Place::Loan(_) | Place::Pending | Place::Charge(_) => Seat::Other,
        };
        self.places.insert(text.into(), seat);
        self.seats.insert(text, seat);
        Some(seat)
    }

    /// A line that is nothing but goods into a store or out of one; none for any other, and where
    /// anything about it is not as it mostly is.
    fn plain(&self, cells: &Cells<'_, '_>, kind: &str, head: &LineHead<'_>) -> Option<StreamRow> {
        let columns = &self.columns;
        let LineHead { date, item: at_item, from, to, reversed, order, later } = *head;
        let empty = |at: usize| cells.is_empty(at);
        let item = &self.codes.briefs[at_item as usize];
        if item.lot_kept {
            return None;
        }
        if kind == Kind::Count.word() {
            return self.count(cells, item, head).filter(|_| !reversed);
        }
        let takes_back = kind == Kind::Reversal.word();
        let (kind, act) = if takes_back {
            (Kind::Reversal, undo(from, to)?)
        } else {
            let kind = words(kind).and_then(kind_of)?;
            (kind, act(kind, from, to)?)
        };
        if takes_back || reversed {
            let may_be = if takes_back {
                !reversed && RecordId::check(cells.get(columns.reverses)).is_ok()
            } else {
                is_use(act) && !self.codes.wanted?.contains(cells.get(0))
            };
            if !may_be || self.codes.wanted.is_none() || item.durable || !order.is_empty() {
                return None;
            }
        }
        let bought = kind == Kind::Receipt || to == Seat::Supplier;
        let ends_there = matches!(to, Seat::Department(_)) || matches!(from, Seat::Department(_));
        let used = ends_there && kind != Kind::Exchange;
        let is_bare = empty(columns.counted)
            && (takes_back || empty(columns.reverses))
            && empty(columns.market_price)
            && empty(columns.due)
            && (order.is_empty() || bought)
            && ((used && !takes_back) || empty(columns.repair));
        if !is_bare {
            return None;
        }
        let expiry = cells.get(columns.expiry);
        if !expiry.is_empty() {
            Day::parse(expiry).ok()?;
        }
        let time = cells.get(columns.time);
        let time = if time.is_empty() {
            None
        } else if kind == Kind::Opening {
            return None;
        } else {
            Some(Time::parse(time).ok()?)
        };
        let quantity = Quantity::parse(cells.get(columns.quantity)).ok()?;
        let unit = cells.get(columns.unit);
        let base = if unit == item.unit.as_str() {
            quantity.fits(item.scale).then_some(quantity)?
        } else if takes_back || reversed {
            return None;
        } else {
            self.codes.catalogue[at_item as usize].base(quantity, unit).ok()?
        };
        let (amount, price) = (cells.get(columns.amount), cells.get(columns.unit_price));
        let stated = match (amount, price) {
            ("", "") => None,
            _ if takes_back || !matches!(act, Act::In { .. }) => return None,
            ("", price) => Some(Money::of(quantity, Price::parse(price).ok()?)?),
            (amount, price) => {
                if !price.is_empty() {
                    Price::parse(price).ok()?;
                }
                Some(Money::parse(amount).ok().filter(|amount| *amount >= Money::ZERO)?)
            }
        };
        let mark = match (takes_back, reversed) {
            (true, _) => Mark::TakesBack,
            (_, true) => Mark::TakenBack,
            _ if order.is_empty() => mark(act, item.durable),
            _ => Mark::Order,
        };
        let standing = standing(kind, act, time);
        (quantity > Quantity::ZERO).then_some(StreamRow {
            item: at_item,
            date,
            standing,
            act,
            mark,
            base,
            stated: Stated::of(stated),
            at: 0,
            later,
        })
    }

    /// A count of a whole card whose difference is nothing but that; none for any other.
    fn count(&self, cells: &Cells<'_, '_>, item: &Brief, head: &LineHead<'_>) -> Option<StreamRow> {
        let Columns { unit_price, amount, lot, expiry, reverses, market_price, .. } = self.columns;
        let Columns { order, repair, due, .. } = self.columns;
        let left = [unit_price, amount, lot, expiry, reverses, market_price, order, repair, due];
        if left.into_iter().any(|at| !cells.is_empty(at))
            || cells.get(self.columns.unit) != item.unit.as_str()
        {
            return None;
        }
        let ((Seat::Store(store), Seat::Difference) | (Seat::Difference, Seat::Store(store))) =
            (head.from, head.to)
        else {
            return None;
        };
        let surplus = head.from == Seat::Difference;
        let column = if surplus { Turnover::Surplus } else { Turnover::Shortage };
        let seen = Cutoff::parse(cells.get(self.columns.time))?;
        if matches!(seen, Cutoff::After(_)) {
            return None;
        }
        let amounts = [self.columns.quantity, self.columns.counted].map(|at| {
            let quantity = Quantity::parse(cells.get(at)).ok()?;
            (quantity.fits(item.scale) && !quantity.is_negative()).then_some(quantity)
        });
        let [Some(_), Some(counted)] = amounts else { return None };
        Some(StreamRow {
            item: head.item,
            date: head.date,
            standing: Standing::of_count(Some(&seen)),
            act: Act::Count { store, column },
            mark: Mark::None,
            base: counted,
            stated: Stated::of(None),
            at: 0,
            later: head.later,
        })
    }

    /// A line with quotes: the row type takes it.
    fn quoted(&mut self, line: &str) -> Option<Taken> {
        if line.starts_with('"') {
            return None;
        }
        let cut = Line::cut("", 0, line, self.header.names.len())?;
        if cut.cell(self.columns.kind).as_ref() == Posting::WORD {
            return self.posting(line).map(|()| Taken::Posting);
        }
        self.day(cut.cell(self.columns.date))?;
        let movement = cut.decode::<LedgerRow>(self.header)?.into_movement()?;
        let item = *self.codes.items.get(movement.item.as_str())?;
        let is_known = |place: &Place| {
            place.department().is_none_or(|code| self.codes.departments.contains_key(code.as_str()))
        };
        if movement.date.month() != self.month
            || !movement.order.is_empty()
            || ![&movement.from, &movement.to].into_iter().all(is_known)
        {
            return None;
        }
        let id = line.split(',').next().filter(|id| *id == movement.id.as_str())?;
        let own = said(id) == self.digits;
        let reversed = self.is_taken_back(id, own);
        let later = self.note(id, own, (movement.recorded_at, movement.date));
        Some(Taken::Row(whole((item, movement.date), reversed, later)))
    }

    /// The approval of a count sheet.
    fn posting(&mut self, line: &str) -> Option<()> {
        let line = Line::cut("", 0, line, self.header.names.len())?;
        let posting = line.decode::<LedgerRow>(self.header)?.into_posting()?;
        if posting.date.month() != self.month {
            return None;
        }
        let recorded = &mut self.done.recorded;
        recorded.last = recorded.last.max(Some(posting.recorded_at));
        if self.known_by.is_none_or(|known_by| posting.recorded_at <= known_by) {
            recorded.known = recorded.known.max(Some(posting.recorded_at));
        }
        self.done.postings.push(posting);
        Some(())
    }
}

/// A line that is carried out as a whole: its item and day, whether another one takes it back, and
/// whether it was recorded after the moment asked about.
fn whole((item, date): (u32, Day), reversed: bool, later: bool) -> StreamRow {
    StreamRow {
        item,
        date,
        standing: Standing::of_plain(Kind::Issue, None, true),
        act: Act::Whole,
        mark: if reversed { Mark::TakenBack } else { Mark::None },
        base: Quantity::ZERO,
        stated: Stated::of(None),
        at: 0,
        later,
    }
}

/// What every line has.
#[derive(Clone, Copy)]
struct LineHead<'t> {
    date: Day,
    item: u32,
    from: Seat,
    to: Seat,
    reversed: bool,
    order: &'t str,
    later: bool,
}
