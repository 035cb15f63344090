//! The use of all points from readings that come month by month and are let go of again.
//!
//! What is kept of a point is what its next reading needs (`dials.rs`: the last register that was
//! seen, the estimates since, one open interval), its sums by the months that were asked for, the
//! days that are open with their reason, and of each day the first doubtful reading. Of the rows
//! only one month is there at a time. The rules are those of `judge.rs`, `dials.rs` and `slice.rs`;
//! there is no second copy of any of them.
//!
//! What does not go by itself is no shortcut's business: a row dated outside of the month of its
//! file, a correction of a row in another month's file, ids that may repeat those of another month,
//! a row that contradicts another one. The point of such a row is left to [`Stream::settle`], with
//! its whole [`History`].

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, Moment, Month, PointCode, RecordId, Span, Time};
use crate::org::Org;

use super::defects::contradicts;
use super::dials::{Dials, Told};
use super::judge::Sighting;
use super::slice::{Known, Summing, in_service};
use super::usage::table;
use super::validate::shows;
use super::{
    Boundary, Doubt, History, Interval, Meter, Meters, ReadingKind, Segment, Tree, Usage,
    UsageOptions, UsageTable, Used, View, consumption,
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

/// A row of the reading ledger, as far as the use looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'t> {
    /// The place of its point among all of them, by code.
    pub point: u32,
    /// The day of the reading.
    pub date: Day,
    /// The time, where it was noted.
    pub time: Option<Time>,
    /// What the dial showed.
    pub register: Decimal,
    /// How far it can be trusted.
    pub kind: ReadingKind,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Its id.
    pub id: &'t str,
    /// What few rows have.
    pub more: Option<Box<More<'t>>>,
}

/// What few rows have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More<'t> {
    /// The reading that this one corrects.
    pub supersedes: Option<&'t str>,
    /// The reason of a doubtful reading.
    pub reason: Option<String>,
}

impl Row<'_> {
    fn when(&self) -> (Day, Option<Time>) {
        (self.date, self.time)
    }

    fn supersedes(&self) -> Option<&str> {
        self.more.as_ref().and_then(|more| more.supersedes)
    }

    fn sighting(&self) -> Sighting {
        let reason = self.more.as_ref().and_then(|more| more.reason.clone());
        let reason = reason.filter(|_| self.kind == ReadingKind::Doubtful);
        Sighting { when: self.when(), register: self.register, kind: self.kind, reason }
    }
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

    /// Takes in the rows of one month's file, in whatever order; the months come in order.
    pub fn take_month(&mut self, month: Month, rows: &[Row<'_>]) {
        let Self { question, points, month: last } = self;
        let is_next = last.replace(month).is_none_or(|last| last < month);
        let mut of_point: Vec<Vec<&Row<'_>>> = vec![Vec::new(); points.len()];
        for row in rows {
            of_point[row.point as usize].push(row);
        }
        for (point, mut rows) in points.iter_mut().zip(of_point) {
            point.n_rows += rows.len();
            if !is_next && !rows.is_empty() {
                point.uses = Uses::Left;
            }
            if !rows.is_sorted_by(|one, other| (one.when(), one.id) <= (other.when(), other.id)) {
                rows.sort_unstable_by_key(|row| (row.when(), row.id));
            }
            point.take(question, month, &rows);
        }
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

impl Point {
    /// Takes in its rows of one month, in order.
    fn take(&mut self, question: &Question, month: Month, rows: &[&Row<'_>]) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let Uses::Running(running) = &mut self.uses else { return };
        let alone = (first.date.month(), last.date.month()) == (month, month)
            && running.has_new_ids(rows)
            && self.metered.as_ref().is_some_and(|metered| metered.fits(&self.code, rows));
        if !alone {
            self.uses = Uses::Left;
            return;
        }
        let Question { view, known_by, .. } = question;
        let is_known = |row: &&&Row<'_>| row.recorded_at <= *known_by;
        let gone: BTreeSet<&str> =
            rows.iter().filter(is_known).filter_map(|row| row.supersedes()).collect();
        let Running { dials, sums, .. } = &mut **running;
        for row in rows.iter().filter(|row| view.reaches(row.date)) {
            if !is_known(&row) {
                self.n_later += 1;
            } else if !gone.contains(row.id) {
                dials.push(row.sighting(), &mut |told| sums.take(told));
            }
        }
    }
}

impl Metered {
    /// Whether no row contradicts another one or the meter, as far as these rows show.
    fn fits(&self, code: &PointCode, rows: &[&Row<'_>]) -> bool {
        let mut gone = BTreeSet::new();
        let corrects = rows.iter().filter_map(|row| row.supersedes());
        let once = corrects
            .into_iter()
            .all(|corrected| gone.insert(corrected) && rows.iter().any(|row| row.id == corrected));
        let is_event = |id: &RecordId| rows.iter().any(|row| row.id == id.as_str());
        let Meter { from, until, .. } = self.meter;
        let stands = |row: &&&Row<'_>| !gone.contains(row.id);
        once && !self.events.iter().any(is_event)
            && rows.iter().filter(stands).all(|row| {
                let segment = self.segments.iter().find(|segment| segment.covers(row.when()));
                from.is_none_or(|from| from <= row.date)
                    && until.is_none_or(|until| row.date <= until)
                    && segment.is_none_or(|own| shows(own, code, row.register).is_ok())
            })
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

    /// Whether no id of some rows repeats another one of them or an earlier one.
    ///
    /// What the tool writes begins with the day, so that the ids of a month come after those of the
    /// months before.
    fn has_new_ids(&mut self, rows: &[&Row<'_>]) -> bool {
        let mut ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
        if !ids.is_sorted() {
            ids.sort_unstable();
        }
        let once = ids.is_sorted_by(|one, other| one < other);
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return true };
        let later = self.last_id.as_ref().is_none_or(|before| **before < **first);
        self.last_id = Some((*last).into());
        once && later
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
            self.summing.iter_mut().for_each(|sum| sum.push(&interval));
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
                    self.summing.iter_mut().for_each(|sum| sum.push(&interval));
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
