//! The history of one point: its meters one after another, and what they showed.

use std::collections::BTreeSet;

use crate::base::{Day, Decimal, Moment, RecordId, Time};

use super::{Event, EventKind, Multiplier, Point, Reading, Refusal, Reset, View};

/// A point with its events and readings, in the order of time whatever order they were folded in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    point: Point,
    readings: Vec<Reading>,
    events: Vec<Event>,
    ids: Ids,
}

/// The ids of the rows of a history, so that a new one is told at once.
///
/// They mostly come in order; from the first on that does not, all of them are kept.
#[derive(Debug, Clone)]
struct Ids {
    greatest: Option<RecordId>,
    all: Option<BTreeSet<RecordId>>,
}

/// What the rows say already makes no two histories differ.
impl PartialEq for Ids {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Ids {}

impl Ids {
    const NONE: Self = Self { greatest: None, all: None };

    /// Adds an id; whether it is a new one. `there` are those that were added before.
    fn add<'a>(&mut self, id: &RecordId, there: impl Iterator<Item = &'a RecordId>) -> bool {
        if self.greatest.as_ref().is_none_or(|greatest| greatest < id) {
            self.greatest = Some(id.clone());
            if let Some(all) = &mut self.all {
                all.insert(id.clone());
            }
            return true;
        }
        self.all.get_or_insert_with(|| there.cloned().collect()).insert(id.clone())
    }
}

/// When within a history: a row without a time stands before all times of its day.
pub(super) type When = (Day, Option<Time>);

impl History {
    /// The history of a point of which nothing is recorded yet.
    pub const fn new(point: Point) -> Self {
        Self { point, readings: Vec::new(), events: Vec::new(), ids: Ids::NONE }
    }

    /// The point.
    pub const fn point(&self) -> &Point {
        &self.point
    }

    /// Every reading that was ever recorded, in the order of time.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// Every event that was ever recorded, in the order of time.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Drops the readings and events recorded after a moment.
    pub(super) fn forget_after(&mut self, moment: Moment) {
        let n_rows = self.readings.len() + self.events.len();
        self.readings.retain(|reading| reading.recorded_at <= moment);
        self.events.retain(|event| event.recorded_at <= moment);
        if self.readings.len() + self.events.len() < n_rows {
            let greatest = rows(&self.readings, &self.events).max().cloned();
            self.ids = Ids { greatest, all: None };
        }
    }

    /// Folds a reading; the identical row again changes nothing.
    pub fn add_reading(&mut self, reading: Reading) -> Result<(), Refusal> {
        if !self.ids.add(&reading.id, rows(&self.readings, &self.events)) {
            return same(self.readings.contains(&reading), &reading.id);
        }
        let before = |there: &Reading| {
            (there.date, there.time, &there.id) < (reading.date, reading.time, &reading.id)
        };
        // Mostly it is the last one of all.
        if self.readings.last().is_none_or(before) {
            self.readings.push(reading);
        } else {
            let at = self.readings.partition_point(before);
            self.readings.insert(at, reading);
        }
        Ok(())
    }

    /// Folds an event; the identical row again changes nothing.
    pub fn add_event(&mut self, event: Event) -> Result<(), Refusal> {
        if !self.ids.add(&event.id, rows(&self.readings, &self.events)) {
            return same(self.events.contains(&event), &event.id);
        }
        let key = |event: &Event| (event.date, event.time, event.id.clone());
        let at = self.events.partition_point(|there| key(there) < key(&event));
        self.events.insert(at, event);
        Ok(())
    }

    /// The readings that stand: not superseded, not after the day looked from.
    pub fn current_readings<'a>(&'a self, view: &View) -> Vec<&'a Reading> {
        let gone: BTreeSet<&RecordId> =
            self.readings.iter().filter_map(|reading| reading.supersedes.as_ref()).collect();
        self.readings
            .iter()
            .filter(|reading| view.reaches(reading.date) && !gone.contains(&reading.id))
            .collect()
    }

    /// The events that stand.
    pub fn current_events<'a>(&'a self, view: &View) -> Vec<&'a Event> {
        let gone: Vec<&RecordId> =
            self.events.iter().filter_map(|event| event.supersedes.as_ref()).collect();
        self.events
            .iter()
            .filter(|event| view.reaches(event.date) && !gone.contains(&&event.id))
            .collect()
    }

    /// The meters of the point, one after another; none for a sum of other points.
    pub fn segments(&self, view: &View) -> Vec<Segment> {
        let Some(meter) = &self.point.meter else { return Vec::new() };
        let mut segments = vec![Segment {
            from: (meter.from.unwrap_or(Day::FIRST), None),
            until: None,
            begun: None,
            serial: meter.serial.clone(),
            multiplier: meter.multiplier.clone(),
            digits: meter.digits,
            decimals: meter.decimals,
            max_per_day: meter.max_per_day,
            reset: meter.reset,
            initial: meter.from.and(meter.initial),
            last: None,
        }];
        for event in self.current_events(view) {
            let Some(before) = segments.last_mut() else { break };
            let at = (event.date, event.time);
            if at < before.from {
                continue;
            }
            before.until = Some(at);
            before.last = event.old_final;
            let next = Segment {
                from: at,
                until: None,
                begun: Some(event.kind),
                serial: event.serial.clone().or_else(|| match event.kind {
                    EventKind::Replacement => None,
                    EventKind::Reset => before.serial.clone(),
                }),
                multiplier: event.multiplier.clone().unwrap_or_else(|| before.multiplier.clone()),
                digits: event.digits.or(before.digits),
                decimals: before.decimals,
                max_per_day: event.max_per_day.or(before.max_per_day),
                reset: before.reset,
                initial: Some(event.new_initial),
                last: None,
            };
            segments.push(next);
        }
        segments
    }

    /// The meter that hangs there now.
    pub fn last_segment(&self, view: &View) -> Option<Segment> {
        self.segments(view).pop()
    }
}

/// The ids of some readings and events.
fn rows<'a>(readings: &'a [Reading], events: &'a [Event]) -> impl Iterator<Item = &'a RecordId> {
    readings.iter().map(|reading| &reading.id).chain(events.iter().map(|event| &event.id))
}

/// Answers a row whose id is there already.
fn same(identical: bool, id: &RecordId) -> Result<(), Refusal> {
    if identical { Ok(()) } else { Err(Refusal::IdTaken { id: id.clone() }) }
}

/// One meter, from the moment it was put in (or reset) to the moment it was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// From when on it measures.
    pub from: (Day, Option<Time>),
    /// Up to when, exclusive; open for the one that hangs there now.
    pub until: Option<(Day, Option<Time>)>,
    /// The event that began it; none for the point's first meter.
    pub begun: Option<EventKind>,
    /// The maker's number.
    pub serial: Option<String>,
    /// By how much the register is multiplied.
    pub multiplier: Multiplier,
    /// Digits before the point.
    pub digits: Option<u32>,
    /// Digits after the point.
    pub decimals: Option<u32>,
    /// The most that one day can plausibly use.
    pub max_per_day: Option<Decimal>,
    /// Whether the register may go back to zero by itself.
    pub reset: Reset,
    /// What the dial showed at first, where it is known.
    pub initial: Option<Decimal>,
    /// What the dial showed at last, where it is known.
    pub last: Option<Decimal>,
}

impl Segment {
    /// Whether a row of that moment is about this meter.
    pub fn covers(&self, when: (Day, Option<Time>)) -> bool {
        self.from <= when && self.until.is_none_or(|until| when < until)
    }
}
