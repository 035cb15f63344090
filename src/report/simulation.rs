//! A changed rule held against what was done: both rates side by side, and what would flip.

use super::{Cell, Document, Present, Table, Tone};
use crate::base::Message;
use crate::inspections::{Rule, Simulation, Status, Tally};

impl Present for Simulation {
    fn present(&self) -> Document<'_> {
        let changed = self.flips.len();
        let mut document = Document::new("inspect.simulate")
            .facts(vec![
                ("inspect.simulate.rule", Cell::of(&self.rule.id)),
                ("inspect.simulate.title", Cell::named(&self.rule.title, &self.rule.title_en)),
                ("inspect.simulate.period", Cell::of(&self.period)),
                ("inspect.simulate.n_subjects", Cell::count(self.subjects.len())),
                ("inspect.simulate.n_flips", Cell::count(changed)),
            ])
            .table(rules(&self.rule, &self.simulated))
            .table(rates(self.now, self.then))
            .table(subjects(self));
        if changed > 0 {
            document = document.table(flips(self));
        }
        document.notes(vec![Message::new("inspect.simulate_only")])
    }
}

fn rules(now: &Rule, then: &Rule) -> Table {
    let columns = [
        "inspect.simulate.which",
        "inspect.rules.version",
        "inspect.simulate.every",
        "inspect.rules.grace",
        "inspect.rules.require",
        "inspect.simulate.evidence_min",
        "inspect.rules.valid_from",
    ];
    let mut table = Table::new("inspect.simulate.rules", &columns);
    for (key, rule) in [("inspect.simulate.now", now), ("inspect.simulate.then", then)] {
        table.line(vec![
            Cell::word(key),
            Cell::Count(rule.version.into()),
            Cell::text(rule.every()),
            Cell::Count(rule.grace.into()),
            Cell::word(rule.require.key()),
            Cell::Count(rule.evidence_min.into()),
            Cell::Day(rule.valid_from),
        ]);
    }
    table
}

fn units(count: u64) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A figure of a tally, by its key.
type Figure = (&'static str, fn(Tally) -> Cell);

fn rates(now: Tally, then: Tally) -> Table {
    let columns = ["inspect.simulate.what", "inspect.simulate.now", "inspect.simulate.then"];
    let mut table = Table::new("inspect.simulate.rates", &columns);
    let figures: [Figure; 9] = [
        ("inspect.simulate.required", |tally| units(tally.required())),
        ("inspect.status.complied", |tally| units(tally.complied)),
        ("inspect.status.late", |tally| units(tally.late)),
        ("inspect.status.overdue", |tally| units(tally.overdue)),
        ("inspect.status.missed", |tally| units(tally.missed)),
        ("inspect.status.excused", |tally| units(tally.excused)),
        ("inspect.simulate.on_time", |tally| Cell::rate(tally.on_time())),
        ("inspect.simulate.done", |tally| Cell::rate(tally.done())),
        ("inspect.simulate.strict", |tally| Cell::rate(tally.strict())),
    ];
    for (key, figure) in figures {
        table.line(vec![Cell::word(key), figure(now), figure(then)]);
    }
    table
}

fn subjects(simulation: &Simulation) -> Table {
    let columns = [
        "inspect.simulate.subject",
        "inspect.simulate.required_now",
        "inspect.simulate.on_time_now",
        "inspect.simulate.missed_now",
        "inspect.simulate.next_now",
        "inspect.simulate.required_then",
        "inspect.simulate.on_time_then",
        "inspect.simulate.missed_then",
        "inspect.simulate.next_then",
    ];
    let mut table = Table::new("inspect.simulate.subjects", &columns);
    for line in &simulation.subjects {
        let side = |tally: Tally, next: Option<crate::base::Day>| {
            let rate = Cell::rate(tally.on_time());
            [units(tally.required()), rate, units(tally.missed), Cell::maybe(next, Cell::Day)]
        };
        let mut cells = vec![Cell::of(&line.subject)];
        cells.extend(side(line.now, line.next_now));
        cells.extend(side(line.then, line.next_then));
        table.line(cells);
    }
    table
}

fn flips(simulation: &Simulation) -> Table {
    let columns = [
        "inspect.simulate.obligation",
        "inspect.simulate.due",
        "inspect.simulate.subject",
        "inspect.simulate.from",
        "inspect.simulate.to",
    ];
    let mut table = Table::new("inspect.simulate.flips", &columns);
    for flip in &simulation.flips {
        table.line(vec![
            Cell::of(&flip.obligation),
            Cell::Day(flip.obligation.due),
            Cell::of(&flip.obligation.subject),
            status(flip.from),
            status(flip.to),
        ]);
    }
    table
}

/// What became of a unit; one that is not asked for is said so.
fn status(status: Option<Status>) -> Cell {
    let Some(status) = status else { return Cell::word("inspect.simulate.none") };
    let tone = match status {
        Status::Complied => Tone::Good,
        Status::Overdue | Status::Missed => Tone::Bad,
        Status::Late => Tone::Warn,
        Status::NotYetDue | Status::Excused | Status::NotApplicable => Tone::Plain,
    };
    Cell::verdict(status.key(), tone)
}
