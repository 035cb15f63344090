//! A plan of rounds: the sheet of each day and inspector, the loads, and what finds no room.

use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Day, Message};
use crate::inspections::{Rounds, UnplannedWhy};

impl Present for Rounds {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("inspect.rounds")
            .facts(vec![
                ("inspect.rounds.rule", Cell::of(&self.rule.id)),
                ("inspect.rounds.title", Cell::named(&self.rule.title, &self.rule.title_en)),
                ("inspect.rounds.every", Cell::text(self.rule.every())),
                ("inspect.rounds.period", Cell::of(&self.period)),
                ("inspect.rounds.n_subjects", Cell::count(self.n_subjects)),
                ("inspect.rounds.n_done", Cell::count(self.n_done)),
                ("inspect.rounds.n_visits", Cell::count(self.visits.len())),
                ("inspect.rounds.n_unplanned", Cell::count(self.unplanned.len())),
            ])
            .table(visits(self))
            .table(loads(self));
        if !self.unplanned.is_empty() {
            document = document.table(unplanned(self));
        }
        document.notes(notes(self)).sign_off(&["word.prepared_by", "word.in_charge"])
    }
}

/// The sheet: its last columns are left to be filled in by hand.
fn visits(rounds: &Rounds) -> Table {
    let columns = [
        "inspect.rounds.date",
        "inspect.rounds.weekday",
        "inspect.rounds.person",
        "inspect.rounds.subject",
        "inspect.rounds.obligation",
        "inspect.rounds.time",
        "inspect.rounds.result",
        "inspect.rounds.note",
    ];
    let mut table = Table::new("inspect.rounds.visits", &columns).named_by(&[
        "inspect.rounds.date",
        "inspect.rounds.person",
        "inspect.rounds.subject",
    ]);
    for visit in &rounds.visits {
        table.line(vec![
            Cell::Day(visit.day),
            weekday(visit.day),
            Cell::text(&visit.inspector),
            Cell::of(&visit.subject),
            Cell::of(&visit.obligation),
            Cell::text(""),
            Cell::text(""),
            Cell::text(""),
        ]);
    }
    table
}

fn loads(rounds: &Rounds) -> Table {
    let columns = [
        "inspect.rounds.date",
        "inspect.rounds.weekday",
        "inspect.rounds.person",
        "inspect.rounds.load",
    ];
    let mut table = Table::new("inspect.rounds.loads", &columns)
        .named_by(&["inspect.rounds.date", "inspect.rounds.person"]);
    for work in &rounds.days {
        for (inspector, load) in rounds.inspectors.iter().zip(&work.visits) {
            table.line(vec![
                Cell::Day(work.day),
                weekday(work.day),
                Cell::text(inspector),
                Cell::count(*load),
            ]);
        }
    }
    table
}

fn unplanned(rounds: &Rounds) -> Table {
    let columns = ["inspect.rounds.obligation", "inspect.rounds.last", "inspect.rounds.why"];
    let mut table = Table::new("inspect.rounds.unplanned", &columns);
    for line in &rounds.unplanned {
        table.line(vec![
            Cell::of(&line.obligation),
            Cell::Day(line.last),
            Cell::verdict(line.why.key(), Tone::Bad),
        ]);
    }
    table
}

fn weekday(day: Day) -> Cell {
    let keys = [
        "inspect.weekday.monday",
        "inspect.weekday.tuesday",
        "inspect.weekday.wednesday",
        "inspect.weekday.thursday",
        "inspect.weekday.friday",
        "inspect.weekday.saturday",
        "inspect.weekday.sunday",
    ];
    keys.get(day.weekday() as usize).map_or(Cell::Blank, |key| Cell::word(*key))
}

fn notes(rounds: &Rounds) -> Vec<Message> {
    let mut notes = Vec::new();
    if rounds.visits.is_empty() && rounds.unplanned.is_empty() {
        notes.push(Message::new("inspect.rounds_nothing"));
    }
    if rounds.unplanned.iter().any(|line| line.why == UnplannedWhy::Full) {
        notes.push(Message::new("inspect.rounds_full"));
    }
    if rounds.unplanned.iter().any(|line| line.why == UnplannedWhy::NoDay) {
        notes.push(Message::new("inspect.rounds_no_day"));
    }
    notes
}
