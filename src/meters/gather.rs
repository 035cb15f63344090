//! A month's rows of all points, gathered into runs as they come, and let go of.
//!
//! Of a point there is what its next row is held against: the last row, and the run that both may
//! belong to, so close together that a thousand points are at hand at once. What is no part of a run
//! is kept row by row; where the rows of a point do not come in order, or correct what is in a run,
//! they have to be looked at again, all of that month together. Nothing is judged here: what a run
//! means is said in `run.rs`.

use crate::base::{Day, Decimal, Moment, Month, RecordId, ShortId, Time};

use super::history::When;
use super::judge::{Mark, Trust};
use super::run::{Leg, Piece, Row, Run};
use super::{Boundary, Event, History, Meters, Question, ReadingKind, View};

/// What rows are gathered by: what was asked, and what is known of the points beside their
/// readings.
#[derive(Debug)]
pub struct Sieve {
    view: View,
    known_by: Moment,
    /// The days on which another of the spans begins that are asked for, or none of them any more.
    cuts: Vec<Day>,
    points: Vec<Known>,
}

/// What is known of a point.
#[derive(Debug)]
struct Known {
    /// The moments of its events and their ids.
    events: Vec<(When, RecordId)>,
    /// How many decimals a use has more than its registers; none where it may have no end.
    decimals: Option<u32>,
}

/// The most decimals that a plain row's register has.
const SCALE: u32 = PlainRow::SCALE;

/// The moment of a row within its month, and what it has in common with those of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its day and minute; in the order of time.
    when: u16,
    like: Like,
}

/// What the rows of a run have in common: the number of decimals, whether they are known and have
/// happened, the spans that their days lie in, the meter.
type Like = u32;

/// What no row is like.
const NOTHING: Like = u32::MAX;
/// Recorded later than what is known.
const LATER: Like = 1 << 8;
/// After the day looked from.
const BEYOND: Like = 1 << 9;
/// Where the number of the span stands.
const SPAN: u32 = 10;
/// Where the number of the meter stands; the number of the day, where runs are of one day.
const METER: u32 = 16;

/// A row that is what nearly every row is: an actual reading that corrects nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainRow {
    /// Its place.
    pub place: Place,
    /// Its id.
    pub id: ShortId,
    /// Its register, without the point.
    pub register: i64,
    /// How many decimals that has.
    pub scale: u32,
    /// Whether it was recorded later than what is known.
    pub later: bool,
}

impl Sieve {
    /// What the readings of some points are gathered by; `meters` has the points and their events.
    pub fn new(meters: &Meters, question: &Question) -> Self {
        let Question { spans, view, known_by } = question;
        let mut cuts: Vec<Day> =
            spans.iter().flat_map(|span| [span.first(), span.last().next()]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let points = meters.histories().map(Known::of).collect();
        Self { view: *view, known_by: *known_by, cuts, points }
    }

    /// The place of a moment in a month; none outside of it.
    pub fn place(&self, month: Month, (date, time): When) -> Option<Place> {
        if date.month() != month {
            return None;
        }
        let minute = time.map_or(0, |time| time.minutes() + 1);
        let day = u16::try_from(date.day_of_month()).ok()?;
        let shifted = |day: Day| self.view.boundary.shifted(day);
        let n_before = |day: Day| self.cuts.partition_point(|cut| *cut <= day);
        let span = n_before(shifted(date)) - n_before(shifted(month.first()));
        let beyond = if self.view.reaches(date) { 0 } else { BEYOND };
        let like = u32::try_from(span).ok()? << SPAN | beyond;
        Some(Place { when: day << DAY | minute, like })
    }

    /// Whether what was recorded at a moment is not known.
    pub fn is_later(&self, recorded_at: Moment) -> bool {
        recorded_at > self.known_by
    }
}

impl PlainRow {
    /// The most decimals that its register has.
    pub const SCALE: u32 = 6;

    /// The row as any other is.
    pub fn row(&self, month: Month) -> Row {
        Row {
            when: moment(month, self.place.when),
            register: Decimal::new(self.register, self.scale),
            kind: ReadingKind::Actual,
            later: self.later,
            id: self.id.id(),
            more: None,
        }
    }
}

impl Known {
    fn of(history: &History) -> Self {
        let row = |event: &Event| ((event.date, event.time), event.id.clone());
        let changed = history.events().iter().filter_map(|event| event.multiplier.as_ref());
        let own = history.point().meter.iter().map(|meter| &meter.multiplier);
        let decimals = |denominator: i128| {
            (0..=SCALE).find(|decimals| 10_i128.pow(*decimals) % denominator == 0)
        };
        Self {
            events: history.events().iter().map(row).collect(),
            decimals: own
                .chain(changed)
                .map(|multiplier| decimals(multiplier.value().denominator()))
                .try_fold(0, |most, own| Some(own?.max(most))),
        }
    }

    /// What a row has in common with those of its run, at this point.
    fn like(&self, when: When, (like, scale): (Like, u32)) -> Like {
        // More meters are told apart by whoever takes the run in.
        const MOST: usize = 2047;
        let meter = self.events.iter().filter(|(event, _)| *event <= when).count().min(MOST);
        // What has no end is rounded day by day.
        let by_day = self.decimals.is_none_or(|decimals| decimals + scale > SCALE);
        let day = if by_day { when.0.day_of_month() } else { 0 };
        like | (u32::try_from(meter).unwrap_or(0) << 5 | day) << METER
    }

    fn has_event(&self, id: &str) -> bool {
        self.events.iter().any(|(_, event)| event.as_str() == id)
    }
}

/// The rows of a month, as they are gathered.
#[derive(Debug)]
pub struct Gathering<'s> {
    sieve: &'s Sieve,
    month: Month,
    points: Vec<Open>,
    shares: Vec<Share>,
}

/// A month's rows, gathered.
#[derive(Debug)]
pub struct Gathered {
    /// The month.
    pub(super) month: Month,
    /// What each point has of them, by code.
    pub(super) shares: Vec<Share>,
}

/// What a point has of a month's rows.
#[derive(Debug, Default)]
pub(super) struct Share {
    /// How many rows.
    pub(super) n_rows: usize,
    /// The rows.
    pub(super) rows: Rows,
}

/// The rows of a point in a month.
#[derive(Debug, Default)]
pub(super) enum Rows {
    /// None.
    #[default]
    None,
    /// They come in the order of time and of their ids.
    InOrder {
        /// The first id.
        first: ShortId,
        /// The last id.
        last: ShortId,
        /// The rows.
        pieces: Vec<Piece>,
    },
    /// They have to be looked at together.
    Again,
    /// They have to be looked at with those of all months.
    Left,
}

/// A point in the middle of its rows.
#[derive(Debug, Clone)]
struct Open {
    /// The last row. It joins the run when the next one has come: until then it may be corrected,
    /// or another one of the same moment may come.
    id: ShortId,
    register: i64,
    when: u16,
    /// What it has in common with the run.
    like: Like,
    /// The run but for the last row: where it ends and where it begins, and how much it rises.
    last_when: u16,
    first_when: u16,
    last: i64,
    first: i64,
    most: i64,
    n_rows: u32,
    /// The ends of its first leg and of the one after it.
    turned: [u16; 2],
    turns: [i64; 2],
    n_turns: u8,
    /// Whether its uses have no decimals but those of the registers.
    whole: bool,
    /// Whether it has had one meter only, and nothing is to be known of it beside that.
    plain: bool,
    /// Divisors of the steps of the leg that is open, and of those before.
    common: u64,
    commons: [u64; 2],
}

impl Open {
    fn new(known: &Known) -> Self {
        let whole = known.decimals == Some(0);
        Self {
            id: ShortId::default(),
            register: 0,
            when: 0,
            like: NOTHING,
            last_when: 0,
            first_when: 0,
            last: 0,
            first: 0,
            most: 0,
            n_rows: 0,
            turned: [0; 2],
            turns: [0; 2],
            n_turns: 0,
            whole,
            plain: whole && known.events.is_empty(),
            common: 0,
            commons: [0; 2],
        }
    }

    /// A run begins with a row.
    fn begin(&mut self, row: &PlainRow, like: Like) {
        let when = row.place.when;
        let common = self.no_step();
        *self = Self {
            id: row.id,
            register: row.register,
            when,
            like,
            last_when: when,
            first_when: when,
            last: row.register,
            first: row.register,
            most: 0,
            n_rows: 0,
            n_turns: 0,
            common,
            ..*self
        };
    }

    /// What divides no steps. Whole ones have the decimals of the registers whatever divides them.
    fn no_step(&self) -> u64 {
        u64::from(self.whole)
    }

    /// The last row joins the run.
    fn join(&mut self, boundary: Boundary) {
        let step = self.register - self.last;
        self.most = self.most.max(step);
        let is_next_day = self.when >> DAY != self.last_when >> DAY;
        if is_next_day && boundary == Boundary::EndOfDay {
            self.turn(self.last_when, self.last);
        }
        if self.common != 1 {
            self.common = common_divisor(self.common, step.unsigned_abs());
        }
        self.last = self.register;
        self.last_when = self.when;
        self.n_rows += 1;
        if is_next_day && boundary == Boundary::StartOfDay {
            self.turn(self.last_when, self.last);
        }
    }

    /// An interval ends within the run, and another one begins.
    fn turn(&mut self, when: u16, register: i64) {
        let at = usize::from(self.n_turns > 0);
        (self.turned[at], self.turns[at]) = (when, register);
        self.commons[at] = match self.n_turns {
            0 | 1 => self.common,
            _ => common_divisor(self.commons[1], self.common),
        };
        self.n_turns = (self.n_turns + 1).min(2);
        self.common = self.no_step();
    }

    /// The run but for the last row, where there is one.
    fn run(&self, month: Month) -> Option<Run> {
        let Self { like, first_when, first, most, n_turns, n_rows, .. } = *self;
        let scale = like & 0xFF;
        let mark = |when: u16, register: i64| Mark {
            when: moment(month, when),
            register: Decimal::new(register, scale),
            trust: Trust::Firm,
        };
        let turns = self.turned.into_iter().zip(self.turns).zip(self.commons);
        let turns = turns.take(n_turns.into());
        let ends = turns.chain([((self.last_when, self.last), self.common)]);
        let mut before = first_when;
        let legs = ends.filter(|((when, _), _)| std::mem::replace(&mut before, *when) != *when);
        let leg = |((when, register), common): ((u16, i64), u64)| Leg {
            last: mark(when, register),
            common: Decimal::new(i64::try_from(common).unwrap_or(i64::MAX), scale),
        };
        (n_rows > 0).then(|| Run {
            first: mark(first_when, first),
            legs: legs.map(leg).collect(),
            most: Decimal::new(most, scale),
            n_rows: n_rows as usize,
            later: like & LATER != 0,
        })
    }

    /// The last row by itself.
    fn alone(&self, month: Month) -> Row {
        Row {
            when: moment(month, self.when),
            register: Decimal::new(self.register, self.like & 0xFF),
            kind: ReadingKind::Actual,
            later: self.like & LATER != 0,
            id: self.id.id(),
            more: None,
        }
    }
}

/// By how much the moments of a day differ from those of another one.
const DAY: u32 = 11;

/// A moment by its place within a month.
fn moment(month: Month, when: u16) -> When {
    let minute = when & ((1 << DAY) - 1);
    let time = minute.checked_sub(1).and_then(|minute| Time::new(minute / 60, minute % 60));
    (month.first().plus_days(i64::from(when >> DAY) - 1), time)
}

/// The greatest common divisor; of a number and nothing, the number.
const fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while one != 0 {
        (one, other) = (other % one, one);
    }
    other
}

impl<'s> Gathering<'s> {
    /// A month of which no row has come yet.
    pub fn new(sieve: &'s Sieve, month: Month) -> Self {
        let points = sieve.points.iter().map(Open::new).collect();
        let shares = sieve.points.iter().map(|_| Share::default()).collect();
        Self { sieve, month, points, shares }
    }

    /// Takes the next row of a point in, where it is what nearly every row is.
    pub fn take_plain(&mut self, point: u32, row: &PlainRow) {
        let Place { when, like } = row.place;
        let mut like = like | row.scale | if row.later { LATER } else { 0 };
        let open = &mut self.points[point as usize];
        if !open.plain {
            let known = &self.sieve.points[point as usize];
            if !known.events.is_empty() && row.id.with(|id| known.has_event(id)) {
                return self.give_up(point, Rows::Left);
            }
            like = known.like(moment(self.month, when), (like, row.scale));
        }
        if open.like == like
            && open.when < when
            && open.id < row.id
            && open.register <= row.register
        {
            open.join(self.sieve.view.boundary);
            (open.id, open.when, open.register) = (row.id, when, row.register);
        } else {
            self.take_other(point, row, like);
        }
    }

    /// The same of a row that is not of the run that is open.
    fn take_other(&mut self, point: u32, row: &PlainRow, like: Like) {
        let Place { when, .. } = row.place;
        let Some(at_same) = self.follows(point, when, row.id) else { return };
        self.close(point, at_same);
        let month = self.month;
        let (open, share) = self.of(point);
        open.begin(row, like);
        if at_same {
            share.push(Piece::Row(open.alone(month)), 1);
            open.like = NOTHING;
        }
    }

    /// Takes the next row of a point in, whatever it is.
    pub fn take_row(&mut self, point: u32, place: Place, row: Row) {
        let known = &self.sieve.points[point as usize];
        let Some(id) = ShortId::of(row.id.as_str()) else {
            return self.give_up(point, Rows::Again);
        };
        if known.has_event(row.id.as_str()) {
            return self.give_up(point, Rows::Left);
        }
        let Some(at_same) = self.follows(point, place.when, id) else { return };
        let last = self.points[point as usize].id;
        let corrects = row.supersedes().is_some_and(|own| ShortId::of(own.as_str()) == Some(last));
        self.close(point, at_same || corrects);
        let (open, share) = self.of(point);
        (open.id, open.when) = (id, place.when);
        share.push(Piece::Row(row), 1);
    }

    /// Takes a row in that is of no day of the month.
    pub fn take_stray(&mut self, point: u32) {
        self.give_up(point, Rows::Left);
    }

    /// The rows, after the last one.
    pub fn end(mut self) -> Gathered {
        for (point, _) in (0..).zip(&self.sieve.points) {
            self.close(point, false);
            let (open, share) = self.of(point);
            if let Rows::InOrder { last, .. } = &mut share.rows {
                *last = open.id;
            }
        }
        Gathered { month: self.month, shares: self.shares }
    }

    fn of(&mut self, point: u32) -> (&mut Open, &mut Share) {
        (&mut self.points[point as usize], &mut self.shares[point as usize])
    }

    /// Whether a row is of the same moment as the last one of its point; none where it does not
    /// come after that, and where the rows of the point are not gathered.
    fn follows(&mut self, point: u32, when: u16, id: ShortId) -> Option<bool> {
        let (open, share) = self.of(point);
        match &share.rows {
            Rows::None => {
                share.rows = Rows::InOrder { first: id, last: id, pieces: Vec::new() };
                return Some(false);
            }
            Rows::InOrder { .. } if open.when <= when && open.id < id => {
                return Some(open.when == when);
            }
            Rows::InOrder { .. } => self.give_up(point, Rows::Again),
            Rows::Again | Rows::Left => share.n_rows += 1,
        }
        None
    }

    /// Leaves the rows of a point to be looked at together.
    fn give_up(&mut self, point: u32, rows: Rows) {
        let (open, share) = self.of(point);
        let n_open = if open.like == NOTHING { 0 } else { open.n_rows as usize + 1 };
        open.like = NOTHING;
        share.n_rows += n_open + 1;
        if !matches!(share.rows, Rows::Left) {
            share.rows = rows;
        }
    }

    /// Ends the run that is open, with the last row or with that by itself behind it.
    fn close(&mut self, point: u32, alone: bool) {
        let (boundary, month) = (self.sieve.view.boundary, self.month);
        let (open, share) = self.of(point);
        if open.like == NOTHING {
            return;
        }
        if !alone {
            open.join(boundary);
        }
        if let Some(run) = open.run(month) {
            let n_rows = run.n_rows;
            share.push(Piece::Run(run), n_rows);
        }
        if alone {
            share.push(Piece::Row(open.alone(month)), 1);
        }
        open.like = NOTHING;
    }
}

impl Share {
    fn push(&mut self, piece: Piece, n_rows: usize) {
        self.n_rows += n_rows;
        if let Rows::InOrder { pieces, .. } = &mut self.rows {
            pieces.push(piece);
        }
    }
}
