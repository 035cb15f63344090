//! What is to be done by some day, as entries of a calendar: typed cells, no words.

use super::{Cell, Fact, finding};
use crate::base::Day;
use crate::inspections::{Agenda, AgendaKind, AgendaLine, Severity, Urgency};

/// An entry of a calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointment {
    /// Its name, the same each time it is handed out.
    pub name: String,
    /// Its day.
    pub day: Day,
    /// What it says, one word or name after the other.
    pub summary: Vec<Cell>,
    /// What else is known about it.
    pub facts: Vec<Fact>,
    /// The key of its topic.
    pub category: &'static str,
    /// How much it weighs, from 1, the most, to 9.
    pub priority: u32,
}

/// The entries of a calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointments {
    /// The key of the calendar's title.
    pub key: &'static str,
    /// Whose it is.
    pub owner: String,
    /// The day on which they stood so.
    pub as_of: Day,
    /// The entries.
    pub entries: Vec<Appointment>,
}

impl Appointments {
    /// Lays an agenda out; what is past its day stands on the day that is running.
    pub fn of(agenda: &Agenda, owner: &str) -> Self {
        let entries = agenda.lines.iter().map(|line| appointment(line, agenda.today)).collect();
        Self { key: "agenda.calendar", owner: owner.to_owned(), as_of: agenda.today, entries }
    }
}

fn appointment(line: &AgendaLine, today: Day) -> Appointment {
    let mut summary = Vec::new();
    if matches!(line.urgency, Urgency::Missed | Urgency::Overdue) {
        summary.push(Cell::word(line.urgency.key()));
    }
    if line.kind != AgendaKind::Perform {
        summary.push(Cell::word(line.kind.key()));
    }
    summary.extend([Cell::named(&line.title, &line.title_en), Cell::text(&line.who)]);
    let code = match line.kind {
        AgendaKind::Perform | AgendaKind::Uncovered => "agenda.rule",
        AgendaKind::Apply | AgendaKind::Expiry => "agenda.certificate",
        AgendaKind::Finding => "agenda.finding",
        AgendaKind::Task => "agenda.task",
        AgendaKind::Repair => "agenda.repair",
    };
    let over = line.due.days_until(today);
    let facts = [
        ("agenda.due", Cell::Day(line.due)),
        ("agenda.due_at", Cell::maybe(line.due_at.as_ref(), Cell::of)),
        ("agenda.days_over", Cell::maybe((over > 0).then_some(over), Cell::Count)),
        ("agenda.who", Cell::text(&line.who)),
        (code, Cell::text(&line.code)),
        ("agenda.n_units", Cell::maybe((line.n_units > 1).then_some(line.n_units), Cell::count)),
        ("agenda.about", Cell::text(line.about.join(" "))),
        ("agenda.severity", Cell::maybe(line.severity, finding::severity)),
    ];
    let is_something = |cell: &Cell| match cell {
        Cell::Blank => false,
        Cell::Text(text) => !text.is_empty(),
        _ => true,
    };
    Appointment {
        name: line.name.clone(),
        day: line.due.max(today),
        summary,
        facts: facts
            .into_iter()
            .filter(|(_, cell)| is_something(cell))
            .map(|(key, cell)| Fact { key, cell })
            .collect(),
        category: line.topic.map_or(line.kind.key(), |topic| topic.key()),
        priority: match line.severity {
            Some(Severity::Critical) => 1,
            Some(Severity::Major) | None => 5,
            Some(Severity::Minor) => 9,
        },
    }
}
