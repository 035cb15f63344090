//! A duty as plain numbers, how the engine is told about it, and what both make of it.
//!
//! Days are counted from 1 January 2024, minutes from the midnight at which that day begins.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::view::View;
use crate::base::{Clocks, Day, Moment, RecordId, Span, Time};
use crate::inspections::testing::{Fixture, cases, day, inspection, rule};
use crate::inspections::{
    About, Amount, BatchEvent, BatchKind, Calendar, Excusal, Inspection, Outcome, Require, Rule,
    ServicePeriod, Status, Unit,
};
use crate::org::{self, CalendarDay, Certificate, DayKind};

/// A day that never comes.
pub(super) const NEVER: i64 = 100_000;

/// The minutes of a day.
pub(super) const DAY: i64 = 24 * 60;

/// An inspection, or an event.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) day: i64,
    pub(super) minute: Option<i64>,
    /// The minute at which it was entered.
    pub(super) entered: i64,
    pub(super) outcome: Outcome,
    pub(super) proofs: usize,
    pub(super) slot: Option<i64>,
    /// The row it takes the place of.
    pub(super) replaces: Option<usize>,
}

/// An excusal.
#[derive(Debug, Clone)]
pub(super) struct Pardon {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) approved: i64,
    pub(super) own: bool,
    pub(super) entered: i64,
}

/// A certificate.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    pub(super) kind: &'static str,
    pub(super) from: i64,
    pub(super) to: Option<i64>,
    pub(super) entered: i64,
}

/// A batch: opened, and perhaps closed, at a minute, and when each was entered.
#[derive(Debug, Clone)]
pub(super) struct Lot {
    pub(super) opened: (i64, i64),
    pub(super) closed: Option<(i64, i64)>,
    pub(super) grams: Option<i64>,
}

/// A duty, and when somebody asks about it.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) every: String,
    pub(super) beside: Vec<String>,
    pub(super) force: (i64, i64),
    pub(super) service: Vec<(i64, i64)>,
    pub(super) grace: i64,
    pub(super) passed: bool,
    pub(super) evidence: usize,
    pub(super) excusable: bool,
    pub(super) late_hours: i64,
    pub(super) workdays: bool,
    pub(super) few: Option<usize>,
    pub(super) anchor: Option<i64>,
    pub(super) rows: Vec<Row>,
    pub(super) events: Vec<Row>,
    pub(super) pardons: Vec<Pardon>,
    pub(super) papers: Vec<Paper>,
    pub(super) lots: Vec<Lot>,
    pub(super) roster: Vec<i64>,
    pub(super) off: Vec<i64>,
    pub(super) worked: Vec<i64>,
    /// The day asked about, and the last minute whose entries are known.
    pub(super) as_of: i64,
    pub(super) known: i64,
}

/// What became of a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    pub(super) due: i64,
    pub(super) window: (i64, i64),
    pub(super) about: String,
    pub(super) status: &'static str,
    pub(super) closed: bool,
    pub(super) by: Option<(String, i64, bool)>,
    pub(super) minutes_off: Option<i64>,
    pub(super) contemporary: bool,
}

/// The date of a day.
pub(super) fn date(at: i64) -> Day {
    if at >= NEVER { Day::LAST } else { day("2024-01-01").plus_days(at) }
}

fn number(of: Day) -> i64 {
    day("2024-01-01").days_until(of)
}

fn moment(minute: i64) -> Moment {
    let second = u32::try_from(minute.rem_euclid(DAY) * 60).expect("within a day");
    Moment::new(date(minute.div_euclid(DAY)), second).expect("a moment")
}

fn time(minute: i64) -> Time {
    let minute = u16::try_from(minute.rem_euclid(DAY)).expect("within a day");
    Time::new(minute / 60, minute % 60).expect("a time")
}

fn id(letter: char, at: usize) -> RecordId {
    RecordId::parse(&format!("{letter}{at:04}")).expect("an id")
}

impl World {
    fn rule(&self) -> Rule {
        let mut rule = rule("R1", &self.every, &date(self.force.0).to_string());
        rule.valid_to = (self.force.1 < NEVER).then(|| date(self.force.1));
        rule.grace = u32::try_from(self.grace).expect("small");
        rule.require = if self.passed { Require::Passed } else { Require::Performed };
        rule.evidence_min = u32::try_from(self.evidence).expect("small");
        rule.excusable = self.excusable;
        rule.late_entry_hours = u32::try_from(self.late_hours).expect("small");
        rule.calendar = if self.workdays { Calendar::Workday } else { Calendar::EveryDay };
        rule.min_workdays = self.few.map(|few| u32::try_from(few).expect("small"));
        rule.anchor = self.anchor.map(date);
        rule.set_each(self.beside.iter().map(String::as_str)).expect("what stands beside it");
        rule
    }

    fn inspections(rule: &Rule, letter: char, rows: &[Row]) -> Vec<Inspection> {
        let of = |(at, row): (usize, &Row)| Inspection {
            id: id(letter, at),
            time: row.minute.map(time),
            result: row.outcome,
            evidence: vec!["evidence/1.jpg".to_owned(); row.proofs],
            sha256: vec!["00".to_owned(); row.proofs],
            for_slot: row.slot.map(date),
            supersedes: row.replaces.map(|old| id(letter, old)),
            recorded_at: moment(row.entered),
            ..inspection(rule, at, date(row.day), date(row.day))
        };
        rows.iter().enumerate().map(of).collect()
    }

    fn excusal((at, pardon): (usize, &Pardon)) -> Excusal {
        Excusal {
            id: id('X', at),
            date: date(pardon.approved),
            rule: "R1".parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            days: Span::new(date(pardon.from), date(pardon.to)).expect("days"),
            reason: "停电".to_owned(),
            person: "巡检员".to_owned(),
            approved_by: if pardon.own { "巡检员" } else { "科长" }.to_owned(),
            supersedes: None,
            recorded_at: moment(pardon.entered),
            recorded_by: "办事员".to_owned(),
        }
    }

    fn certificate((at, paper): (usize, &Paper)) -> Certificate {
        Certificate {
            id: id('L', at),
            holder: "S1".parse().expect("a code"),
            kind: paper.kind.to_owned(),
            number: at.to_string(),
            from: date(paper.from),
            to: paper.to.map(date),
            issuer: String::new(),
            note: String::new(),
            supersedes: None,
            recorded_at: moment(paper.entered),
            recorded_by: "办事员".to_owned(),
        }
    }

    fn batch((at, lot): (usize, &Lot)) -> Vec<BatchEvent> {
        let batch = id('B', at);
        let row = |kind, id: RecordId, (happened, entered): (i64, i64)| BatchEvent {
            id,
            batch: batch.clone(),
            kind,
            rule: "R1".parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            date: date(happened.div_euclid(DAY)),
            time: time(happened),
            amount: lot.grams.and_then(|grams| Amount::parse(&format!("{grams} g"))),
            person: "库管员".to_owned(),
            note: String::new(),
            supersedes: None,
            recorded_at: moment(entered),
            recorded_by: "办事员".to_owned(),
        };
        let closed = lot.closed.map(|closed| row(BatchKind::Close, id('E', at), closed));
        std::iter::once(row(BatchKind::Open, id('B', at), lot.opened)).chain(closed).collect()
    }

    /// What the engine makes of it.
    fn engine(&self) -> Vec<Told> {
        let rule = self.rule();
        let mut calendar = org::Calendar::default();
        let off = self.off.iter().map(|at| (*at, DayKind::Off));
        for (at, kind) in off.chain(self.worked.iter().map(|at| (*at, DayKind::Work))) {
            calendar.apply(&CalendarDay {
                date: date(at),
                kind,
                name: "调休".to_owned(),
                recorded_at: None,
            });
        }
        let fixture = Fixture {
            service: self
                .service
                .iter()
                .map(|(from, to)| ServicePeriod {
                    from: date(*from),
                    to: (*to < NEVER).then(|| date(*to)),
                })
                .collect(),
            records: Self::inspections(&rule, 'C', &self.rows),
            events: Self::inspections(&rule, 'V', &self.events),
            excusals: self.pardons.iter().enumerate().map(Self::excusal).collect(),
            certificates: self.papers.iter().enumerate().map(Self::certificate).collect(),
            batches: self.lots.iter().enumerate().flat_map(Self::batch).collect(),
            roster: self.roster.iter().copied().map(date).collect(),
            calendar,
            versions: vec![rule],
        };
        let known_by = if self.known.rem_euclid(DAY) == DAY - 1 {
            Moment::end_of(date(self.known.div_euclid(DAY)))
        } else {
            moment(self.known)
        };
        let units = fixture.judge(Clocks { as_of: date(self.as_of), known_by }).units;
        units.iter().map(Told::of).collect()
    }
}

impl Told {
    fn of(unit: &Unit) -> Self {
        Self {
            due: number(unit.due),
            window: (number(unit.window.first()), number(unit.window.last())),
            about: match &unit.about {
                About::Slot => String::new(),
                About::Shift(nth) => nth.to_string(),
                About::Row(row) => row.to_string(),
            },
            status: Status::word(unit.status),
            closed: unit.closed,
            by: unit
                .by
                .as_ref()
                .map(|proof| (proof.record.to_string(), number(proof.date), proof.backfill)),
            minutes_off: unit.minutes_off.map(i64::from),
            // Before its due day is over nobody asks what could be seen at its end.
            contemporary: unit.closed && unit.contemporary,
        }
    }
}

/// How the slow evaluator judges a duty as it is seen at a moment.
pub(super) type Judge = fn(&World, &View<'_>) -> Vec<Told>;

/// What the slow evaluator makes of a duty: what stands now, and of that what was seen on each due
/// day by looking again at its end, with what had been entered by then of the rows that stand.
pub(super) fn slow(world: &World, judge: Judge) -> Vec<Told> {
    let mut units = judge(world, &View::now(world));
    let mut done: Vec<(i64, (i64, i64), String)> = Vec::new();
    for unit in &mut units {
        if !unit.closed || unit.status != "complied" {
            continue;
        }
        // A certificate is what proves a unit, not what it is about.
        let about = if unit.about.starts_with('L') { String::new() } else { unit.about.clone() };
        let key = (unit.due, unit.window, about);
        let before = done.iter().filter(|there| **there == key).count();
        let then = judge(world, &View::at_end_of(world, unit.due));
        let seen = then.iter().filter(|there| {
            there.status == "complied"
                && (there.due, there.window) == (key.0, key.1)
                && (key.2.is_empty() || there.about == key.2)
        });
        unit.contemporary = before < seen.count();
        done.push(key);
    }
    units
}

/// Holds the engine against the slow evaluator on random duties of a kind.
#[expect(clippy::print_stdout, reason = "how many agree is what the test is about")]
pub(super) fn agree(
    kind: &str,
    worlds: &impl Strategy<Value = World>,
    slow: impl Fn(&World) -> Vec<Told>,
) {
    let config = cases();
    let n_asked = config.cases;
    let (n_cases, n_units, n_done) = (Cell::new(0_u32), Cell::new(0_usize), Cell::new(0_usize));
    let tried = TestRunner::new(config).run(worlds, |world| {
        let (mut fast, mut slow) = (world.engine(), slow(&world));
        fast.sort_unstable();
        slow.sort_unstable();
        if fast != slow {
            let (fast, slow) = differing(&fast, &slow);
            return Err(TestCaseError::fail(format!("engine {fast:#?}\nslow {slow:#?}")));
        }
        n_cases.set(n_cases.get() + 1);
        n_units.set(n_units.get() + fast.len());
        n_done.set(n_done.get() + fast.iter().filter(|unit| unit.by.is_some()).count());
        Ok(())
    });
    if let Err(error) = tried {
        panic!("{kind}: {error}");
    }
    let (n_cases, n_units, n_done) = (n_cases.get(), n_units.get(), n_done.get());
    println!("{kind}: {n_cases} random duties agree, {n_units} units, {n_done} of them done");
    assert_eq!(n_cases, n_asked);
    assert!(n_done > 0, "{kind}: nothing was ever done");
}

/// The units that only one of the two has.
fn differing(fast: &[Told], slow: &[Told]) -> (Vec<Told>, Vec<Told>) {
    let without = |ours: &[Told], theirs: &[Told]| {
        ours.iter().filter(|unit| !theirs.contains(unit)).cloned().collect()
    };
    (without(fast, slow), without(slow, fast))
}
