//! Why an obligation stands as it does: its rule, its days, and what was looked at.

use super::finding::severity;
use super::{Cell, Document, Present, Table, Tone};
use crate::base::Message;
use crate::inspections::{ExcusalFate, ExcusalLine, Explanation, RowFate, RowLine, Status};

impl Present for Explanation {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("inspect.explain")
            .facts(facts(self))
            .table(rule(self))
            .table(service(self));
        if !self.days.is_empty() {
            let columns = ["org.calendar.date", "org.calendar.kind", "org.calendar.name"];
            let mut table = Table::new("inspect.explain.days", &columns);
            for day in &self.days {
                let kind = Cell::word(day.kind.key());
                table.line(vec![Cell::Day(day.date), kind, Cell::text(&day.name)]);
            }
            document = document.table(table);
        }
        if !self.excusals.is_empty() {
            document = document.table(excusals(&self.excusals));
        }
        let notes = if self.rows.is_empty() {
            vec![Message::new("inspect.nothing_looked_at")]
        } else {
            document = document.table(rows(&self.rows));
            Vec::new()
        };
        document.notes(notes)
    }
}

fn facts(explained: &Explanation) -> Vec<(&'static str, Cell)> {
    let one = &explained.obligation;
    let unit = &one.unit;
    let mut facts = vec![
        ("inspect.explain.obligation", Cell::of(&one.name())),
        ("inspect.explain.status", status(unit.status)),
        ("inspect.explain.title", Cell::named(&one.title, &one.title_en)),
        ("inspect.explain.topic", Cell::word(explained.rule.topic.key())),
        ("inspect.explain.subject", Cell::of(&one.subject)),
        ("inspect.explain.severity", severity(one.severity)),
        ("inspect.explain.window", Cell::of(&unit.window)),
        ("inspect.explain.due", Cell::Day(unit.due)),
    ];
    facts.extend(unit.due_at.map(|time| ("inspect.explain.due_at", Cell::of(&time))));
    if one.of > 1 {
        facts.push(("inspect.explain.nth", Cell::text(format!("{}/{}", one.nth, one.of))));
    }
    facts.extend(one.about().map(|about| ("inspect.explain.about", Cell::text(about))));
    let minutes = unit.minutes_off.map(|minutes| Cell::Count(minutes.into()));
    facts.extend(minutes.map(|minutes| ("inspect.explain.minutes_off", minutes)));
    if let Some(proof) = &unit.by {
        facts.push(("inspect.explain.done_on", Cell::Day(proof.date)));
        facts.push(("inspect.explain.record", Cell::of(&proof.record)));
    }
    facts
}

fn status(status: Status) -> Cell {
    let tone = match status {
        Status::Complied => Tone::Good,
        Status::Late => Tone::Warn,
        Status::Overdue | Status::Missed => Tone::Bad,
        Status::NotYetDue | Status::Excused | Status::NotApplicable => Tone::Plain,
    };
    Cell::verdict(status.key(), tone)
}

fn rule(explained: &Explanation) -> Table {
    let mut table = Table::new(
        "inspect.explain.rule",
        &[
            "inspect.rules.id",
            "inspect.rules.version",
            "inspect.explain.every",
            "inspect.rules.grace",
            "inspect.rules.require",
            "inspect.explain.evidence_min",
            "inspect.explain.calendar",
            "inspect.rules.valid_from",
            "inspect.rules.valid_to",
            "inspect.rules.level",
            "inspect.rules.source",
            "inspect.rules.article",
            "inspect.rules.confidence",
        ],
    );
    let (rule, force) = (&explained.rule, explained.force);
    let ends = rule.valid_to.is_some() || force.last() < crate::base::Day::LAST;
    table.line(vec![
        Cell::of(&rule.id),
        Cell::Count(rule.version.into()),
        Cell::text(rule.every()),
        Cell::Count(rule.grace.into()),
        Cell::word(rule.require.key()),
        Cell::Count(rule.evidence_min.into()),
        Cell::word(rule.calendar.key()),
        Cell::Day(force.first()),
        Cell::maybe(ends.then_some(force.last()), Cell::Day),
        Cell::word(rule.level.key()),
        Cell::text(&rule.source),
        Cell::text(&rule.article),
        Cell::word(rule.confidence.key()),
    ]);
    table
}

fn service(explained: &Explanation) -> Table {
    let columns = [
        "inspect.service.id",
        "inspect.service.from",
        "inspect.service.to",
        "inspect.service.anchor",
        "inspect.service.reason",
    ];
    let mut table = Table::new("inspect.explain.service", &columns);
    for row in &explained.service {
        table.line(vec![
            Cell::of(&row.id),
            Cell::Day(row.period.from),
            Cell::maybe(row.period.to, Cell::Day),
            Cell::maybe(row.anchor, Cell::Day),
            Cell::text(&row.reason),
        ]);
    }
    table.without_unused(&["inspect.service.anchor", "inspect.service.reason"])
}

fn excusals(lines: &[ExcusalLine]) -> Table {
    let columns = [
        "inspect.excusals.id",
        "inspect.excusals.from",
        "inspect.excusals.to",
        "inspect.excusals.reason",
        "inspect.excusals.person",
        "inspect.excusals.approved_by",
        "inspect.excusals.date",
        "inspect.explain.recorded_on",
        "inspect.explain.fate",
        "inspect.explain.by",
    ];
    let mut table = Table::new("inspect.explain.excusals", &columns);
    for ExcusalLine { excusal, fate } in lines {
        let tone = if *fate == ExcusalFate::Holds { Tone::Good } else { Tone::Warn };
        let by = match fate {
            ExcusalFate::Superseded(by) => Cell::of(by),
            _ => Cell::Blank,
        };
        table.line(vec![
            Cell::of(&excusal.id),
            Cell::Day(excusal.days.first()),
            Cell::Day(excusal.days.last()),
            Cell::text(&excusal.reason),
            Cell::text(&excusal.person),
            Cell::text(&excusal.approved_by),
            Cell::Day(excusal.date),
            Cell::Day(excusal.recorded_at.day()),
            Cell::verdict(fate.key(), tone),
            by,
        ]);
    }
    table.without_unused(&["inspect.explain.by"])
}

fn rows(lines: &[RowLine]) -> Table {
    let columns = [
        "inspect.explain.date",
        "inspect.explain.time",
        "inspect.explain.to",
        "inspect.explain.id",
        "inspect.explain.what",
        "inspect.explain.person",
        "inspect.explain.recorded_on",
        "inspect.explain.fate",
        "inspect.explain.by",
    ];
    let mut table = Table::new("inspect.explain.rows", &columns).named_by(&["inspect.explain.id"]);
    for line in lines {
        let tone = match line.fate {
            RowFate::Counts => Tone::Good,
            RowFate::CountsFor(_) | RowFate::Begins | RowFate::Covers => Tone::Plain,
            _ => Tone::Warn,
        };
        let by = match &line.fate {
            RowFate::CountsFor(name) => Cell::of(name),
            RowFate::Superseded(by) => Cell::of(by),
            _ => Cell::Blank,
        };
        table.line(vec![
            Cell::Day(line.date),
            Cell::maybe(line.time.as_ref(), Cell::of),
            Cell::maybe(line.to, Cell::Day),
            Cell::of(&line.id),
            Cell::word(line.what),
            Cell::text(&line.person),
            Cell::Day(line.recorded_at.day()),
            Cell::verdict(line.fate.key(), tone),
            by,
        ]);
    }
    table.without_unused(&["inspect.explain.time", "inspect.explain.to", "inspect.explain.by"])
}
