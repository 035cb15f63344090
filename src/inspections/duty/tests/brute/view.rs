//! What can be seen of a duty on a day, with what was entered by a minute: asked day by day, with
//! nothing in between but comparing numbers.

use super::world::{DAY, Row, Told, World, date};
use crate::inspections::Outcome;

/// A duty as it is seen at a moment.
#[derive(Debug)]
pub(super) struct View<'w> {
    pub(super) world: &'w World,
    pub(super) as_of: i64,
    /// The minute of a day that still runs; none where it is over.
    pub(super) running: Option<i64>,
    /// The last minute whose entries are known.
    pub(super) known: i64,
}

impl<'w> View<'w> {
    /// As it is asked for.
    pub(super) fn now(world: &'w World) -> Self {
        let World { as_of, known, .. } = *world;
        let ends = as_of * DAY + DAY - 1;
        let begins = as_of * DAY;
        let running = (begins <= known && known < ends).then(|| known - begins);
        Self { world, as_of, running, known }
    }

    /// At the end of an earlier day, with what had been entered by then.
    pub(super) fn at_end_of(world: &'w World, day: i64) -> Self {
        let known = world.known.min(day * DAY + DAY - 1);
        Self { world, as_of: day, running: None, known }
    }

    /// Whether a day is over.
    pub(super) fn closed(&self, due: i64) -> bool {
        if self.running.is_some() { due < self.as_of } else { due <= self.as_of }
    }

    /// Whether a minute has passed; the minute itself is in time.
    pub(super) fn passed(&self, minute: i64) -> bool {
        let (day, of_day) = (minute.div_euclid(DAY), minute.rem_euclid(DAY));
        match self.running {
            Some(now) if day == self.as_of => of_day < now,
            _ => self.closed(day),
        }
    }

    /// The minute that is asked about.
    pub(super) fn minute(&self) -> i64 {
        self.as_of * DAY + self.running.unwrap_or(DAY)
    }

    /// What became of something nobody did.
    pub(super) fn undone(&self, due: i64) -> &'static str {
        match () {
            () if !self.closed(due) => "not_yet_due",
            () if !self.closed(due + self.world.grace) => "overdue",
            () => "missed",
        }
    }

    pub(super) fn in_service(&self, day: i64) -> bool {
        self.world.service.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }

    /// In service while the rule binds.
    pub(super) fn bound(&self, day: i64) -> bool {
        let (from, to) = self.world.force;
        self.in_service(day) && (from..=to).contains(&day)
    }

    /// The first day in service at all.
    pub(super) fn first_service(&self) -> i64 {
        self.world.service.iter().map(|(from, _)| *from).min().expect("some service")
    }

    /// Whether people work on a day.
    pub(super) fn is_worked(&self, day: i64) -> bool {
        let world = self.world;
        // 1 January 2024 was a Monday; the days worked are told after the days off.
        world.worked.contains(&day) || (!world.off.contains(&day) && day.rem_euclid(7) < 5)
    }

    /// The due day or, by workdays, the next one that is worked if it is in service.
    pub(super) fn rolled(&self, due: i64) -> i64 {
        let mut at = due;
        while self.world.workdays && !self.is_worked(at) {
            at += 1;
        }
        if self.bound(at) { at } else { due }
    }

    /// Whether a day is excused, for something due on a day.
    pub(super) fn excused(&self, day: i64, due: i64) -> bool {
        self.world.excusable
            && self.world.pardons.iter().any(|pardon| {
                let known = pardon.entered <= self.known && pardon.approved <= self.as_of;
                let holds = known && !pardon.own && pardon.approved <= due;
                holds && (pardon.from..=pardon.to).contains(&day)
            })
    }

    /// Whether a row stands by what is known now: none known took its place.
    fn stands(&self, rows: &[Row], at: usize) -> bool {
        let known = |row: &Row| row.entered <= self.world.known;
        !rows.iter().any(|row| known(row) && row.replaces == Some(at))
    }

    /// Rows that are known, stand and are not later than the day asked about, in order.
    pub(super) fn known_rows(&self, rows: &'w [Row]) -> Vec<(usize, &'w Row)> {
        let mut there: Vec<(usize, &Row)> = rows
            .iter()
            .enumerate()
            .filter(|(at, row)| {
                row.entered <= self.known && row.day <= self.as_of && self.stands(rows, *at)
            })
            .collect();
        there.sort_by_key(|(at, row)| (row.day, row.minute, *at));
        there
    }

    /// The records that may count at all, in order.
    pub(super) fn valid(&self) -> Vec<(usize, &'w Row)> {
        let world = self.world;
        let mut there = self.known_rows(&world.rows);
        there.retain(|(_, row)| {
            let in_force = (world.force.0..=world.force.1 + world.grace).contains(&row.day);
            let outcome = match row.outcome {
                Outcome::Pass => true,
                Outcome::Fail => !world.passed,
                Outcome::Na => false,
            };
            in_force && self.in_service(row.day) && outcome && row.proofs >= world.evidence
        });
        there
    }

    /// A unit nothing was done for.
    pub(super) fn unit(&self, window: (i64, i64), due: i64, status: &'static str) -> Told {
        Told {
            due,
            window,
            about: String::new(),
            status,
            closed: self.closed(due),
            by: None,
            minutes_off: None,
            contemporary: false,
        }
    }

    /// A unit that a record was done for.
    pub(super) fn done(&self, window: (i64, i64), due: i64, by: (usize, &Row)) -> Told {
        let status = if by.1.day <= due { "complied" } else { "late" };
        Told { by: Some(self.proof(by)), ..self.unit(window, due, status) }
    }

    /// The record that a unit is proved by, and whether it was entered too late.
    pub(super) fn proof(&self, (at, row): (usize, &Row)) -> (String, i64, bool) {
        let done = row.day * DAY + row.minute.unwrap_or(DAY);
        let backfill = row.entered - done > self.world.late_hours * 60;
        (format!("C{at:04}"), row.day, backfill)
    }
}

/// The year and month of a day.
pub(super) fn month_of(day: i64) -> (i32, u32) {
    use chrono::Datelike;
    let date = date(day).naive();
    (date.year(), date.month0())
}

/// The day so many months later, or the last of its month where it has no such day: found by
/// walking on from the first one.
pub(super) fn months_after(day: i64, months: i64) -> i64 {
    use chrono::Datelike;
    let start = date(day).naive();
    let to = i64::from(start.year()) * 12 + i64::from(start.month0()) + months;
    let of = |at: i64| {
        let (year, month) = month_of(at);
        i64::from(year) * 12 + i64::from(month)
    };
    // Near enough that a walk finds it: no month has fewer than 28 days or more than 31.
    let mut at = if months >= 0 { day + months * 28 - 40 } else { day + months * 31 - 40 };
    while of(at) < to {
        at += 1;
    }
    while date(at).naive().day() < start.day() && of(at + 1) == to {
        at += 1;
    }
    at
}
