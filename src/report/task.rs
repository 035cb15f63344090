//! Tasks of the year's plan: the list, the report by owner and section, the history of one.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Row, Rows, Table, Tone};
use crate::base::{Day, Message, Ratio};
use crate::inspections::{Task, TaskEvent, TaskHistory, TaskState, TaskTally, Tasks, TasksOf};

/// The tasks of a period with their rates, by owner and section, the overdue ones first.
pub struct TaskReport(pub Tasks);

const EVENTS: Ledger = Ledger {
    key: "task.events",
    columns: &[
        "task.events.id",
        "task.events.task",
        "task.events.kind",
        "task.events.date",
        "task.events.year",
        "task.events.section",
        "task.events.title",
        "task.events.owner",
        "task.events.department",
        "task.events.due",
        "task.events.percent",
        "task.events.person",
        "task.events.note",
        "task.events.evidence",
        "task.events.sha256",
        "task.events.supersedes",
    ],
};

/// A row of the tasks' ledger, as a receipt shows it.
pub(super) fn written(row: &TaskEvent) -> Written {
    Written { ledger: EVENTS, cells: cells(row) }
}

fn percent(percent: u32) -> Cell {
    Cell::rate(Ratio { decimals: 0, ..Ratio::counted(u64::from(percent), 100) })
}

fn cells(row: &TaskEvent) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::of(&row.task),
        Cell::word(row.kind.key()),
        Cell::Day(row.date),
        Cell::maybe(row.year, |year| Cell::of(&year)),
        Cell::text(&row.section),
        Cell::text(&row.title),
        Cell::text(&row.owner),
        Cell::text(&row.department),
        Cell::maybe(row.due, Cell::Day),
        Cell::maybe(row.percent, percent),
        Cell::text(&row.person),
        Cell::text(&row.note),
        Cell::text(row.evidence.join(";")),
        Cell::text(row.sha256.join(";")),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ]
}

const COLUMNS: [&str; 13] = [
    "task.list.task",
    "task.list.state",
    "task.list.due",
    "task.list.days_over",
    "task.list.section",
    "task.list.title",
    "task.list.owner",
    "task.list.department",
    "task.list.percent",
    "task.list.original_due",
    "task.list.n_extensions",
    "task.list.done_on",
    "task.list.said",
];

/// Columns that are left out where nothing stands in them.
const SELDOM: [&str; 6] = [
    "task.list.days_over",
    "task.list.section",
    "task.list.department",
    "task.list.original_due",
    "task.list.done_on",
    "task.list.said",
];

fn state(state: TaskState) -> Cell {
    let tone = match state {
        TaskState::Overdue => Tone::Bad,
        TaskState::Dropped | TaskState::Late => Tone::Warn,
        TaskState::Done => Tone::Good,
        TaskState::Open | TaskState::Cancelled => Tone::Plain,
    };
    Cell::verdict(state.key(), tone)
}

/// Tasks as a table, under the key of the report it stands in.
pub(super) fn table<'t, I>(
    key: &'static str,
    as_of: Day,
    tasks: impl Fn() -> I + Send + Sync + 't,
) -> Table<Rows<'t>>
where
    I: Iterator<Item = &'t Task> + 't,
{
    let table = Table::new(key, &COLUMNS).asked(move || tasks().map(move |task| line(task, as_of)));
    table.without_unused(&SELDOM)
}

fn line(task: &Task, as_of: Day) -> Row {
    Row::line(vec![
        Cell::of(&task.code),
        state(task.state),
        Cell::Day(task.due),
        Cell::maybe(task.days_over(as_of), Cell::Count),
        Cell::text(&task.section),
        Cell::text(&task.title),
        Cell::text(&task.owner),
        Cell::text(&task.department),
        percent(task.percent),
        Cell::maybe(Some(task.original_due).filter(|original| *original != task.due), Cell::Day),
        Cell::count(task.n_extensions),
        Cell::maybe(task.done.as_ref(), |done| Cell::Day(done.date)),
        Cell::text(&task.said),
    ])
}

impl Present for Tasks {
    fn present(&self) -> Document<'_> {
        let none = self.tasks.is_empty();
        let notes = if none { vec![Message::new("task.none")] } else { Vec::new() };
        Document::new("task.list")
            .table(table("task.list", self.options.clock.as_of, || self.tasks.iter()))
            .notes(notes)
    }
}

impl Present for TaskReport {
    fn present(&self) -> Document<'_> {
        let Self(report) = self;
        let (total, as_of) = (report.total, report.options.clock.as_of);
        let mut document = Document::new("task.report").facts(vec![
            ("task.report.period", Cell::of(&report.options.period)),
            ("task.report.all", count(total.all)),
            ("task.report.on_time", Cell::rate(total.on_time())),
            ("task.report.strict", Cell::rate(total.strict())),
            ("task.report.progress", Cell::rate(total.progress())),
            ("task.report.overdue", count(total.overdue)),
        ]);
        if total.overdue > 0 {
            let overdue = || report.in_state(TaskState::Overdue);
            document = document.table(table("task.report.overdue_tasks", as_of, overdue));
        }
        if total.all > 0 {
            document = document
                .table(rates("task.report.owners", OWNER, &report.owners, total))
                .table(rates("task.report.sections", SECTION, &report.sections, total))
                .bars(progress(report));
        }
        let others = || report.tasks.iter().filter(|task| task.state != TaskState::Overdue);
        document = document.table(table("task.report.tasks", as_of, others));
        document.notes(notes(report)).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

fn count(count: u64) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}

const OWNER: [&str; 2] = ["task.list.owner", "task.list.department"];
const SECTION: [&str; 2] = ["task.list.section", "task.list.department"];

/// What the tasks of each owner came to, under the key of the report it stands in.
pub(super) fn by_owner(key: &'static str, tasks: &Tasks) -> Table {
    rates(key, OWNER, &tasks.owners, tasks.total)
}

/// What the tasks of each owner or section came to, and all together.
fn rates(
    key: &'static str,
    names: [&'static str; 2],
    groups: &[TasksOf],
    total: TaskTally,
) -> Table {
    let columns = [
        names[0],
        names[1],
        "task.report.all",
        "task.state.done",
        "task.state.late",
        "task.state.overdue",
        "task.state.dropped",
        "task.state.cancelled",
        "task.state.open",
        "task.report.ahead",
        "task.report.on_time",
        "task.report.finished",
        "task.report.strict",
        "task.report.backfilled",
    ];
    let mut table = Table::new(key, &columns).named_by(&names);
    let figures = |tally: TaskTally| {
        let counts = [
            tally.all,
            tally.done,
            tally.late,
            tally.overdue,
            tally.dropped,
            tally.cancelled,
            tally.open,
            tally.ahead,
        ];
        let mut cells: Vec<Cell> = counts.into_iter().map(count).collect();
        cells.extend([tally.on_time(), tally.finished(), tally.strict()].map(Cell::rate));
        cells.push(count(tally.backfilled));
        cells
    };
    for TasksOf { name, department, tally } in groups {
        let mut cells = vec![Cell::text(name), Cell::text(department)];
        cells.extend(figures(*tally));
        table.line(cells);
    }
    let mut cells = vec![Cell::word("word.total"), Cell::Blank];
    cells.extend(figures(total));
    table.rows.push(Row::total(cells));
    table.without_unused(&["task.list.department"])
}

/// How far the tasks are, a bar for each owner.
fn progress(report: &Tasks) -> Table {
    let columns = [OWNER[0], "task.report.progress", OWNER[1], "task.report.all"];
    let mut table = Table::new("task.report.progress_bars", &columns).named_by(&OWNER);
    for TasksOf { name, department, tally } in &report.owners {
        table.line(vec![
            Cell::text(name),
            Cell::rate(tally.progress()),
            Cell::text(department),
            count(tally.all),
        ]);
    }
    table.without_unused(&["task.list.department"])
}

fn notes(report: &Tasks) -> Vec<Message> {
    let mut notes = Vec::new();
    if report.tasks.is_empty() {
        notes.push(Message::new("task.none"));
    }
    for task in report.in_state(TaskState::Dropped) {
        let message = Message::new("task.dropped").with("task", task.code.to_string());
        notes.push(message.with("due", task.due.to_string()));
    }
    for task in report.tasks.iter().filter(|task| task.is_backfilled()) {
        let Some(done) = &task.done else { continue };
        let message = Message::new("task.backfilled").with("task", task.code.to_string());
        let message = message.with("date", done.date.to_string());
        notes.push(message.with("entered", done.entered.to_string()));
    }
    notes
}

impl Present for TaskHistory {
    fn present(&self) -> Document<'_> {
        let task = &self.task;
        let mut facts = vec![
            ("task.list.task", Cell::of(&task.code)),
            ("task.list.title", Cell::text(&task.title)),
            ("task.events.year", Cell::of(&task.year)),
            ("task.list.owner", Cell::text(&task.owner)),
            ("task.list.state", state(task.state)),
            ("task.list.due", Cell::Day(task.due)),
            ("task.list.original_due", Cell::Day(task.original_due)),
            ("task.list.percent", percent(task.percent)),
        ];
        let more =
            [("task.list.section", &task.section), ("task.list.department", &task.department)];
        facts.extend(
            more.into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(key, text)| (key, Cell::text(text))),
        );
        facts.extend(
            task.days_over(self.as_of).map(|days| ("task.list.days_over", Cell::Count(days))),
        );
        facts.extend(task.done.as_ref().map(|done| ("task.list.done_on", Cell::Day(done.date))));
        let mut table = Table::new(
            EVENTS.key,
            &[
                "task.events.id",
                "task.events.date",
                "task.events.kind",
                "task.events.due",
                "task.events.percent",
                "task.events.person",
                "task.events.note",
                "task.events.evidence",
                "task.events.supersedes",
                "task.events.recorded_on",
                "task.events.recorded_by",
            ],
        );
        for row in &self.events {
            table.line(vec![
                Cell::of(&row.id),
                Cell::Day(row.date),
                Cell::word(row.kind.key()),
                Cell::maybe(row.due, Cell::Day),
                Cell::maybe(row.percent, percent),
                Cell::text(&row.person),
                Cell::text(&row.note),
                Cell::text(row.evidence.join(";")),
                Cell::maybe(row.supersedes.as_ref(), Cell::of),
                Cell::Day(row.recorded_at.day()),
                Cell::text(&row.recorded_by),
            ]);
        }
        let seldom = ["task.events.percent", "task.events.evidence", "task.events.supersedes"];
        Document::new("task.show").facts(facts).table(table.without_unused(&seldom))
    }
}
