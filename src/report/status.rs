//! The screen of the morning (今日待办): a line for each kind of things to do, and what is due today.

use super::{Cell, Document, Present, Table, Tone};
use crate::base::Message;
use crate::books::{Chore, ChoreLine, Morning, Pressing};
use crate::inspections::{DueKind, Urgency};

/// More of what is due today than a screen holds is left to the commands that the lines name.
const MOST_TODAY: usize = 20;

impl Present for Morning {
    fn present(&self) -> Document<'_> {
        let mut facts =
            vec![("status.today", Cell::Day(self.today)), ("status.until", Cell::Day(self.until))];
        facts.extend(self.site.as_ref().map(|site| ("status.site", Cell::of(site))));
        let document = Document::new("status.screen").facts(facts);
        let lines = lines(self);
        if self.is_empty() {
            return document.prose(Message::new("status.nothing")).table(lines);
        }
        let today = today(self);
        let n_left = today.rows.len().saturating_sub(MOST_TODAY);
        let mut document = document.table(lines);
        if !today.rows.is_empty() {
            let mut first = today;
            first.rows.truncate(MOST_TODAY);
            document = document.table(first);
        }
        let more = Message::new("status.more_today").with("count", n_left);
        document.notes(if n_left > 0 { vec![more] } else { Vec::new() })
    }
}

fn lines(morning: &Morning) -> Table {
    let columns = [
        "status.chore",
        "status.over",
        "status.now",
        "status.soon",
        "status.day",
        "status.worst",
        "status.next",
    ];
    let mut table = Table::new("status.lines", &columns);
    for line in &morning.lines {
        let ChoreLine { chore, over, now, soon, day, worst, .. } = line;
        let tone = match line.pressing() {
            Pressing::Over => Tone::Bad,
            Pressing::Now => Tone::Warn,
            Pressing::Soon => Tone::Plain,
        };
        let named = |title: &str| format!("{} {title}", worst.code).trim().to_owned();
        let english = if worst.title_en.is_empty() { &worst.title } else { &worst.title_en };
        table.line(vec![
            Cell::verdict(chore.key(), tone),
            Cell::count(*over),
            Cell::count(*now),
            Cell::count(*soon),
            Cell::maybe(*day, Cell::Day),
            Cell::named(&named(&worst.title), &named(english)),
            Cell::word(chore.next_key()),
        ]);
    }
    table
}

/// What is due today, one by one.
fn today(morning: &Morning) -> Table {
    let columns = [
        "status.due.chore",
        "status.due.code",
        "status.due.title",
        "status.due.who",
        "status.due.at",
    ];
    let mut table = Table::new("status.due", &columns);
    let due = &morning.due;
    for line in due.lines.iter().filter(|line| line.urgency == Urgency::Today) {
        let chore = match line.kind {
            DueKind::Perform => Chore::Duties,
            DueKind::Uncovered => Chore::Uncovered,
            DueKind::Apply => Chore::Certificates,
        };
        table.line(vec![
            Cell::word(chore.key()),
            Cell::of(&line.rule),
            Cell::named(&line.title, &line.title_en),
            Cell::text(format!("{} {}", line.subject, line.about.join(" ")).trim()),
            Cell::maybe(line.due_at.as_ref(), Cell::of),
        ]);
    }
    for line in due.findings.iter().filter(|line| line.urgency == Urgency::Today) {
        table.line(vec![
            Cell::word(Chore::Findings.key()),
            Cell::of(&line.finding.id),
            Cell::text(&line.finding.note),
            Cell::of(&line.finding.subject),
            Cell::Blank,
        ]);
    }
    for line in due.deadlines.iter().filter(|line| line.urgency == Urgency::Today) {
        table.line(vec![
            Cell::word(line.kind.key()),
            Cell::text(&line.code),
            Cell::text(&line.title),
            Cell::text(format!("{} {}", line.subject, line.owner).trim()),
            Cell::Blank,
        ]);
    }
    table.named_by(&["status.due.code", "status.due.who"]).without_unused(&["status.due.at"])
}
