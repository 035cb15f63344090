//! The use of all points from readings that come month by month and are let go of again.
//!
//! What is kept of a point is what its next reading needs (`dials.rs`: the last register that was
//! seen, the estimates since, one open interval), its sums by the months that were asked for, the
//! days that are open with their reason, and of each day the first doubtful reading. Rows come
//! gathered (`gather.rs`): most of them as runs (`run.rs`), the others one by one. The rules are
//! those of `judge.rs`, `dials.rs` and `slice.rs`; there is no second copy of any of them.
//!
//! What does not go by itself is no shortcut's business: a row dated outside of the month of its
//! file, a correction of a row in another month's file, ids that may repeat those of another month,
//! a row that contradicts another one. The point of such a row is left to [`Stream::settle`], with
//! its whole [`History`].

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, Moment, Month, PointCode, RecordId, Span};
use crate::org::Org;

use super::defects::contradicts;
use super::dials::{Dials, Told};
use super::gather::{Gathered, Rows};
use super::history::When;
use super::run::{Piece, Row, Run};
use super::slice::{Known, Summing, in_service};
use super::usage::table;
use super::validate::shows;
use super::{
    Boundary, Doubt, History, Interval, Meter, Meters, Segment, Tree, Usage, UsageOptions,
    UsageTable, Used, View, consumption,
};

/// What is asked of the readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The spans whose uses are asked for, in order and without overlap.
    pub spans: Vec<Span>,
    /// From where the ledgers are looked at.
    pub view: View,
    /// Rows recorded later are not known.
    pub known_by: Moment,
}

/// The points in the middle of their readings.
#[derive(Debug)]
pub struct Stream {
    question: Question,
    points: Vec<Point>,
    /// The last month that came.
    month: Option<Month>,
}

/// A point in the middle of its readings.
#[derive(Debug)]
struct Point {
    code: PointCode,
    /// Its meter, with all that is recorded of it; none for a sum of other points.
    metered: Option<Metered>,
    /// How many rows it has had.
    n_rows: usize,
    /// How many of them were recorded later than what is known, up to the day looked from.
    n_later: usize,
    uses: Uses,
}

/// What a row of a point is held against.
#[derive(Debug)]
struct Metered {
    meter: Meter,
    /// Its meters by all that is recorded, whoever knew it.
    segments: Vec<Segment>,
    events: Vec<RecordId>,
}

/// How far the uses of a point are.
#[derive(Debug)]
enum Uses {
    /// They are summed row by row.
    Running(Box<Running>),
    /// They are computed from the whole history.
    Left,
    /// They are there.
    Known(Vec<Usage>),
}

/// The uses of a point in the middle of its readings.
#[derive(Debug)]
struct Running {
    dials: Dials,
    sums: Sums,
    /// The greatest id so far.
    last_id: Option<Box<str>>,
}

/// A row cannot stand beside the others: the ledger is to be read in full, so that all that is
/// wrong with it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction;

impl Stream {
    /// All points before their first reading; `meters` has the points and their events.
    pub fn new(meters: &Meters, question: Question) -> Self {
        let point = |history: &History| {
            let meter = history.point().meter.as_ref();
            let running = || Uses::Running(Box::new(Running::new(history, &question)));
            Point {
                code: history.point().code.clone(),
                metered: meter.map(|meter| Metered {
                    meter: meter.clone(),
                    segments: history.segments(&View::NOW),
                    events: history.events().iter().map(|event| event.id.clone()).collect(),
                }),
                n_rows: 0,
                n_later: 0,
                uses: meter.map_or(Uses::Left, |_| running()),
            }
        };
        let points = meters.histories().map(point).collect();
        Self { question, points, month: None }
    }

    /// The codes of the points, in order.
    pub fn codes(&self) -> impl Iterator<Item = &PointCode> {
        self.points.iter().map(|point| &point.code)
    }

    /// Takes in the rows of one month's file; the months come in order.
    ///
    /// Gives the places of the points whose rows of the month have to be looked at together, each
    /// with how many there are: they come by [`Stream::take_again`] before the next month.
    pub fn take_month(&mut self, gathered: Gathered) -> Vec<(u32, usize)> {
        let Self { question, points, month: last } = self;
        let Gathered { month, shares } = gathered;
        let is_next = last.replace(month).is_none_or(|last| last < month);
        let mut again = Vec::new();
        for ((at, point), share) in (0..).zip(points).zip(shares) {
            point.n_rows += share.n_rows;
            if share.n_rows > 0 && !is_next {
                point.uses = Uses::Left;
            }
            if matches!(point.uses, Uses::Running(_)) && !point.take(question, share.rows) {
                again.push((at, share.n_rows));
            }
        }
        again
    }

    /// Takes in the rows of a point in the month that came last, in whatever order.
    pub fn take_again(&mut self, point: u32, rows: Vec<Row>) {
        self.points[point as usize].take_each(&self.question, rows);
    }

    /// The points whose rows have to be looked at together, each with how many it has.
    pub fn left(&self) -> Vec<(PointCode, usize)> {
        let is_left = |point: &&Point| point.n_rows > 0 && matches!(point.uses, Uses::Left);
        self.points.iter().filter(is_left).map(|point| (point.code.clone(), point.n_rows)).collect()
    }

    /// Computes the uses of one of them from its whole history.
    pub fn settle(&mut self, mut history: History) -> Result<(), Contradiction> {
        let Question { spans, view, known_by } = &self.question;
        let found = self.points.iter_mut().find(|point| point.code == history.point().code);
        let point = found.expect("BUG: a point that the stream did not leave");
        if contradicts(&history) {
            return Err(Contradiction);
        }
        let readings = history.readings().iter();
        point.n_later =
            readings.filter(|row| row.recorded_at > *known_by && view.reaches(row.date)).count();
        history.forget_after(*known_by);
        let all = consumption(&history, view).ok_or(Contradiction)?;
        point.uses = Uses::Known(spans.iter().map(|span| all.usage(*span, &[*span])).collect());
        Ok(())
    }

    /// The uses after the last row.
    ///
    /// # Panics
    /// When a point is left over.
    pub fn end(self) -> Scanned {
        let Question { spans, .. } = self.question;
        let n_later = self.points.iter().map(|point| point.n_later).sum();
        let uses = self.points.into_iter().filter(|point| point.metered.is_some()).map(|point| {
            let usages = match point.uses {
                Uses::Running(running) => running.end(&point.code),
                Uses::Known(usages) => usages,
                Uses::Left => unreachable!("BUG: the uses of {} were not computed", point.code),
            };
            (point.code, Spans { spans: spans.clone(), usages })
        });
        Scanned { uses: uses.collect(), n_later }
    }
}

/// Whether rows can be taken in by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// They can.
    Well,
    /// They have to be looked at one by one.
    Unsure,
    /// One of them contradicts another one or the meter, as far as these rows show.
    Badly,
}

impl Point {
    /// Takes in its rows of one month; says whether they need not be looked at one by one.
    fn take(&mut self, question: &Question, rows: Rows) -> bool {
        let Uses::Running(running) = &mut self.uses else { return true };
        let (ends, pieces) = match rows {
            Rows::None => return true,
            Rows::Again => return false,
            Rows::Left => {
                self.uses = Uses::Left;
                return true;
            }
            Rows::InOrder { first, last, pieces } => ((first, last), pieces),
        };
        let stands = self.metered.as_ref().map(|metered| metered.fits(&self.code, &pieces));
        let is_sure = stands != Some(Stands::Unsure) && running.takes(question, &pieces);
        let (first, last) = ends;
        if !is_sure && stands != Some(Stands::Badly) {
            return false;
        }
        let is_new = first.with(|first| last.with(|last| running.has_new_ids(first, last)));
        if stands == Some(Stands::Well) && is_new {
            self.push(question, pieces);
        } else {
            self.uses = Uses::Left;
        }
        true
    }

    /// The same of rows that are looked at one by one.
    fn take_each(&mut self, question: &Question, mut rows: Vec<Row>) {
        let Uses::Running(running) = &mut self.uses else { return };
        let mut ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        ids.sort_unstable();
        let once = ids.is_sorted_by(|one, other| one < other);
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return };
        let is_new = once && running.has_new_ids(first, last);
        rows.sort_unstable_by(|one, other| (one.when, &one.id).cmp(&(other.when, &other.id)));
        let pieces: Vec<Piece> = rows.into_iter().map(Piece::Row).collect();
        let stands = self.metered.as_ref().map(|metered| metered.fits(&self.code, &pieces));
        if is_new && stands == Some(Stands::Well) {
            self.push(question, pieces);
        } else {
            self.uses = Uses::Left;
        }
    }

    fn push(&mut self, Question { view, .. }: &Question, pieces: Vec<Piece>) {
        let Uses::Running(running) = &mut self.uses else { return };
        let Running { dials, sums, .. } = &mut **running;
        let known = rows(&pieces).filter(|row| !row.later);
        let gone: BTreeSet<RecordId> = known.filter_map(Row::supersedes).cloned().collect();
        let tell = &mut |told| sums.take(told);
        for piece in pieces {
            match piece {
                Piece::Run(run) if !view.reaches(run.first.when.0) => {}
                Piece::Run(run) if run.later => self.n_later += run.n_rows,
                Piece::Run(run) => dials.push_run(&run, tell),
                Piece::Row(row) if !view.reaches(row.when.0) => {}
                Piece::Row(row) if row.later => self.n_later += 1,
                Piece::Row(row) if gone.contains(&row.id) => {}
                Piece::Row(row) => dials.push(row.sighting(), tell),
            }
        }
    }
}

/// The rows by themselves.
fn rows(pieces: &[Piece]) -> impl Iterator<Item = &Row> + Clone {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Row(row) => Some(row),
        Piece::Run(_) => None,
    })
}

impl Metered {
    /// Whether no row contradicts another one or the meter, as far as these rows show.
    fn fits(&self, code: &PointCode, pieces: &[Piece]) -> Stands {
        let rows = rows(pieces);
        let mut gone = BTreeSet::new();
        for corrected in rows.clone().filter_map(Row::supersedes) {
            if !gone.insert(corrected) {
                return Stands::Badly;
            }
        }
        let is_there = |id: &&RecordId| rows.clone().any(|row| row.id == **id);
        if self.events.iter().any(|event| is_there(&event)) {
            return Stands::Badly;
        }
        if !gone.is_empty() {
            // What is not there may be within a run.
            let ids: BTreeSet<&RecordId> = rows.clone().map(|row| &row.id).collect();
            if !gone.is_subset(&ids) {
                return Stands::Unsure;
            }
        }
        let each = pieces.iter().map(|piece| match piece {
            Piece::Row(row) if gone.contains(&row.id) => Stands::Well,
            Piece::Row(row) => self.shows(code, row.when, row.register),
            Piece::Run(run) => self.shows_all(code, run),
        });
        each.max().unwrap_or(Stands::Well)
    }

    /// Whether the meter can show a register at a moment.
    fn shows(&self, code: &PointCode, when: When, register: Decimal) -> Stands {
        let Meter { from, until, .. } = self.meter;
        let segment = self.segments.iter().find(|segment| segment.covers(when));
        let stands = from.is_none_or(|from| from <= when.0)
            && until.is_none_or(|until| when.0 <= until)
            && segment.is_none_or(|own| shows(own, code, register).is_ok());
        if stands { Stands::Well } else { Stands::Badly }
    }

    /// Whether it can show those of a run.
    fn shows_all(&self, code: &PointCode, run: &Run) -> Stands {
        let (first, last) = (run.first, run.last());
        let ends = [first, last].map(|mark| self.shows(code, mark.when, mark.register));
        let segment = self.segments.iter().find(|segment| segment.covers(first.when));
        // Of those between the ends only the number of decimals may be another one.
        let all = segment.is_some_and(|own| {
            let scale = last.register.scale();
            own.covers(last.when) && own.decimals.is_none_or(|decimals| scale <= decimals)
        });
        ends.into_iter()
            .max()
            .filter(|stands| all || *stands == Stands::Badly)
            .unwrap_or(Stands::Unsure)
    }
}

impl Running {
    fn new(history: &History, question: &Question) -> Self {
        let Question { spans, view, known_by } = question;
        let mut history = history.clone();
        history.forget_after(*known_by);
        let mut sums = Sums::new(&history, spans, view.boundary);
        let dials = Dials::new(history.segments(view), view.boundary, &mut |told| sums.take(told));
        Self { dials, sums, last_id: None }
    }

    /// Whether the readings of runs mean what their ends mean.
    fn takes(&self, question: &Question, pieces: &[Piece]) -> bool {
        pieces.iter().all(|piece| match piece {
            Piece::Run(run) if run.later || !question.view.reaches(run.first.when.0) => true,
            Piece::Run(run) => self.dials.takes(run),
            Piece::Row(_) => true,
        })
    }

    /// Whether the ids of a month, by their least and their greatest, come after the earlier ones.
    ///
    /// What the tool writes begins with the day, so that the ids of a month come after those of the
    /// months before.
    fn has_new_ids(&mut self, first: &str, last: &str) -> bool {
        let later = self.last_id.as_ref().is_none_or(|before| **before < *first);
        self.last_id = Some(last.into());
        later
    }

    fn end(self, code: &PointCode) -> Vec<Usage> {
        let Self { dials, mut sums, .. } = self;
        dials.end(&mut |told| sums.take(told));
        sums.end(code)
    }
}

/// The uses of a point by spans, summed interval by interval.
#[derive(Debug)]
struct Sums {
    spans: Vec<Span>,
    /// The day from which it measures, once it is known.
    from: Option<Day>,
    until: Option<Day>,
    /// The sum of each span; none while the first day is not known.
    summing: Vec<Summing>,
    /// The intervals before that.
    early: Vec<Interval>,
    /// The first of each day.
    doubts: Vec<Doubt>,
    /// The day of the first register.
    first: Option<Day>,
    /// The end of the last interval.
    end: Option<Day>,
}

impl Sums {
    fn new(history: &History, spans: &[Span], boundary: Boundary) -> Self {
        let meter = history.point().meter.as_ref();
        let shifted = |day: Option<Day>| day.map(|day| boundary.shifted(day));
        let mut sums = Self {
            spans: spans.to_vec(),
            from: None,
            until: shifted(meter.and_then(|meter| meter.until)),
            summing: Vec::new(),
            early: Vec::new(),
            doubts: Vec::new(),
            first: None,
            end: None,
        };
        if let Some(from) = shifted(meter.and_then(|meter| meter.from)) {
            sums.begin(from);
        }
        sums
    }

    fn begin(&mut self, from: Day) {
        self.from = Some(from);
        let sum = |span: &Span| {
            let service = in_service(from, self.until, *span);
            Summing::new(service, *span, &[*span])
        };
        self.summing = self.spans.iter().map(sum).collect();
        for interval in std::mem::take(&mut self.early) {
            self.add(&interval);
        }
    }

    /// Adds an interval to the spans that it has days of.
    fn add(&mut self, interval: &Interval) {
        let begun = self.spans.partition_point(|span| span.last() < interval.from);
        let own = self.spans[begun..].iter().zip(&mut self.summing[begun..]);
        for (_, sum) in own.take_while(|(span, _)| span.first() < interval.until) {
            sum.push(interval);
        }
    }

    fn take(&mut self, told: Told) {
        match told {
            Told::First(day) => {
                self.first = Some(day);
                if self.from.is_none() {
                    self.begin(day);
                }
            }
            Told::Doubt(doubt) => {
                if self.doubts.last().is_none_or(|last| last.day != doubt.day) {
                    self.doubts.push(doubt);
                }
            }
            Told::Interval(interval) => {
                self.end = Some(interval.until);
                if self.from.is_none() {
                    self.early.push(interval);
                } else {
                    self.add(&interval);
                }
            }
        }
    }

    fn end(mut self, code: &PointCode) -> Vec<Usage> {
        if self.from.is_none() {
            self.begin(Day::FIRST);
        }
        let known = Known { doubts: &self.doubts, end: self.end.or(self.first) };
        self.summing.into_iter().map(|sum| sum.end(code, &known)).collect()
    }
}

/// The uses of all metered points by the spans that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    uses: BTreeMap<PointCode, Spans>,
    /// How many rows were recorded later than what is known, up to the day looked from.
    pub n_later: usize,
}

/// The uses of one point by the spans that were asked for, and by no others.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spans {
    spans: Vec<Span>,
    usages: Vec<Usage>,
}

impl Used for &Spans {
    fn usage(&self, span: Span, pieces: &[Span]) -> Usage {
        assert_eq!(pieces, [span], "BUG: pieces that the scan did not keep");
        let at = self.spans.binary_search(&span).expect("BUG: a span that the scan did not keep");
        self.usages[at].clone()
    }
}

/// Computes the use of a span by subject and month from what a scan kept of the readings.
///
/// `meters` needs the points only; the scan was asked for [`UsageOptions::months`] and the view.
pub fn usage_scanned(
    meters: &Meters,
    scanned: &Scanned,
    org: &Org,
    options: &UsageOptions,
) -> UsageTable {
    table(&Tree::of(meters, |history| scanned.uses.get(&history.point().code)), org, options)
}
