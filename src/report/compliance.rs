//! The compliance report: statuses and rates rule by rule, and every obligation not kept in time.

use super::finding::{self, severity};
use super::rules::said_back;
use super::{Cell, Document, Present, Row, Rows, Table, Tone, beside, charts, outlook};
use crate::base::{Fraction, Message, Ratio};
use crate::inspections::{
    Breach, Compliance, Confidence, DayState, Grade, GroupLine, IgnoredLine, Obligation,
    PassedOverLine, RuleLine, Summary, Tally, Topic,
};

impl Present for Summary {
    fn present(&self) -> Document<'_> {
        Document::new("inspect.compliance")
            .facts(frame(self))
            .table(statuses(self))
            .table(rates(self))
            .tables(groups(self))
            .tables(beside::sums(&self.beside))
            .notes(notes(self, None))
            .sign_off(&["word.prepared_by", "word.reviewed_by", "word.in_charge"])
    }
}

impl Present for Compliance {
    fn present(&self) -> Document<'_> {
        let summary = &self.summary;
        let mut facts = frame(summary);
        facts.push(("inspect.compliance.n_findings", Cell::count(self.findings.len())));
        let mut document = Document::new("inspect.compliance")
            .facts(facts)
            .chart(charts::duties(&self.days))
            .table(statuses(summary))
            .table(rates(summary))
            .tables(groups(summary))
            .tables(beside::sums(&summary.beside))
            .table(undone("inspect.compliance.missed", self, &self.missed));
        if !self.overdue.is_empty() {
            document = document.table(undone("inspect.compliance.overdue", self, &self.overdue));
        }
        let lists = [
            ("inspect.compliance.late", &self.late),
            ("inspect.compliance.backfilled", &self.backfilled),
        ];
        for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            document = document.table(done(key, list));
        }
        if !self.excused.is_empty() {
            document = document.table(excused(&self.excused));
        }
        if !self.ignored.is_empty() {
            document = document.table(ignored(&self.ignored));
        }
        if !self.passed_over.is_empty() {
            document = document.table(passed_over(&self.passed_over));
        }
        if !self.breaches.is_empty() {
            document = document.table(breaches(&self.breaches));
        }
        if !self.findings.is_empty() {
            let (key, as_of) = ("inspect.compliance.findings", self.summary.clock.as_of);
            document = document.table(finding::table(key, &self.findings, as_of));
        }
        document = document
            .tables(beside::lists(&summary.beside, summary.clock.as_of))
            .tables(outlook::tables(&self.outlook, &summary.beside, summary.clock.as_of));
        document.notes(notes(summary, Some(self))).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

fn frame(report: &Summary) -> Vec<(&'static str, Cell)> {
    let total = report.total;
    let units = |count: u64| Cell::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let mut facts = vec![
        ("inspect.compliance.period", Cell::of(&report.period)),
        ("inspect.compliance.required", units(total.required())),
        ("inspect.compliance.on_time", Cell::rate(total.on_time())),
        ("inspect.compliance.grade", Cell::maybe(report.grade, grade)),
        ("inspect.compliance.n_missed", units(total.missed)),
        ("inspect.compliance.n_critical", units(total.critical_missed)),
        ("inspect.compliance.n_overdue", units(total.overdue)),
    ];
    facts.extend(beside::facts(&report.beside));
    facts
}

/// The seven statuses; a unit that is done or excused before its due day is in no rate yet.
fn statuses(report: &Summary) -> Table {
    let mut table = Table::new(
        "inspect.compliance.statuses",
        &[
            "inspect.compliance.rule",
            "inspect.compliance.title",
            "inspect.compliance.every",
            "inspect.compliance.n_subjects",
            "inspect.compliance.required",
            "inspect.status.complied",
            "inspect.status.late",
            "inspect.status.overdue",
            "inspect.status.missed",
            "inspect.status.excused",
            "inspect.status.not_applicable",
            "inspect.status.not_yet_due",
            "inspect.compliance.ahead",
            "inspect.compliance.on_time",
        ],
    );
    for RuleLine { rule, n_subjects, tally } in &report.lines {
        let mut cells = vec![
            Cell::of(&rule.id),
            Cell::named(&rule.title, &rule.title_en),
            Cell::of(&rule.kind),
            Cell::count(*n_subjects),
        ];
        cells.extend(counts(*tally));
        table.line(cells);
    }
    let mut cells = vec![Cell::word("word.total"), Cell::Blank, Cell::Blank, Cell::Blank];
    cells.extend(counts(report.total));
    table.rows.push(Row::total(cells));
    table
}

fn counts(tally: Tally) -> Vec<Cell> {
    let counts = [
        tally.required(),
        tally.complied,
        tally.late,
        tally.overdue,
        tally.missed,
        tally.excused,
        tally.not_applicable,
        tally.not_yet_due,
        tally.ahead + tally.excused_ahead,
    ];
    let count = |count: u64| Cell::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let mut cells: Vec<Cell> = counts.into_iter().map(count).collect();
    cells.push(Cell::rate(tally.on_time()));
    cells
}

fn rates(report: &Summary) -> Table {
    let columns = [
        "inspect.compliance.rule",
        "inspect.compliance.on_time",
        "inspect.compliance.weighted",
        "inspect.compliance.by_slot",
        "inspect.compliance.contemporary",
        "inspect.compliance.done",
        "inspect.compliance.strict",
        "inspect.compliance.excused_share",
        "inspect.compliance.backfill_share",
        "inspect.compliance.target",
        "inspect.compliance.met",
    ];
    let mut table = Table::new("inspect.compliance.rates", &columns);
    let shares = |tally: Tally| {
        let shares = [
            tally.on_time(),
            tally.weighted(),
            tally.by_slot(),
            tally.contemporary_on_time(),
            tally.done(),
            tally.strict(),
            tally.excused_share(),
            tally.backfill_share(),
        ];
        shares.map(Cell::rate)
    };
    for line in &report.lines {
        let mut cells = vec![Cell::of(&line.rule.id)];
        cells.extend(shares(line.tally));
        let target = |target: Fraction| Cell::rate(Ratio::exact(target, Fraction::ONE, 1));
        cells.push(Cell::maybe(line.rule.target, target));
        cells.push(Cell::maybe(line.meets(), met));
        table.line(cells);
    }
    let mut cells = vec![Cell::word("word.total")];
    cells.extend(shares(report.total));
    cells.extend([Cell::Blank, Cell::Blank]);
    table.rows.push(Row::total(cells));
    table
}

/// The sums by topic and by site, where there is more than one of either.
fn groups(report: &Summary) -> Vec<Table> {
    let mut tables = Vec::new();
    let told = |topic: &GroupLine<Topic>| topic.of != Topic::Other;
    if report.topics.iter().any(told) {
        let mut table = group_table("inspect.compliance.topics", "inspect.compliance.topic");
        for line in &report.topics {
            table.line(group_cells(Cell::word(line.of.key()), line.n_duties, line.tally));
        }
        tables.push(table);
    }
    if report.sites.iter().any(|line| line.of.is_some()) {
        let mut table = group_table("inspect.compliance.sites", "inspect.compliance.site");
        for line in &report.sites {
            let unknown = || Cell::word("inspect.compliance.no_site");
            let site = line.of.as_ref().map_or_else(unknown, Cell::of);
            table.line(group_cells(site, line.n_duties, line.tally));
        }
        tables.push(table);
    }
    tables
}

fn group_table(key: &'static str, of: &'static str) -> Table {
    let columns = [
        of,
        "inspect.compliance.n_duties",
        "inspect.compliance.required",
        "inspect.status.complied",
        "inspect.status.late",
        "inspect.status.overdue",
        "inspect.status.missed",
        "inspect.status.excused",
        "inspect.compliance.on_time",
        "inspect.compliance.weighted",
        "inspect.compliance.done",
        "inspect.compliance.strict",
    ];
    Table::new(key, &columns)
}

fn group_cells(of: Cell, n_duties: usize, tally: Tally) -> Vec<Cell> {
    let count = |count: u64| Cell::Count(i64::try_from(count).unwrap_or(i64::MAX));
    vec![
        of,
        Cell::count(n_duties),
        count(tally.required()),
        count(tally.complied),
        count(tally.late),
        count(tally.overdue),
        count(tally.missed),
        count(tally.excused),
        Cell::rate(tally.on_time()),
        Cell::rate(tally.weighted()),
        Cell::rate(tally.done()),
        Cell::rate(tally.strict()),
    ]
}

fn grade(grade: Grade) -> Cell {
    let tone = match grade {
        Grade::Excellent | Grade::Good => Tone::Good,
        Grade::Pass => Tone::Warn,
        Grade::Fail => Tone::Bad,
    };
    Cell::verdict(grade.key(), tone)
}

fn met(met: bool) -> Cell {
    if met {
        Cell::verdict("inspect.target.met", Tone::Good)
    } else {
        Cell::verdict("inspect.target.not_met", Tone::Bad)
    }
}

/// What names a unit of a duty.
const BY_DUTY: [&str; 3] =
    ["inspect.compliance.due", "inspect.compliance.rule", "inspect.compliance.subject"];

/// What only some units have: a shift, a batch or an event, and minutes.
const OF_SOME: [&str; 2] = ["inspect.compliance.about", "inspect.compliance.minutes_off"];

/// What is missed or overdue: a row for each unit that the summary counts.
fn undone<'l>(key: &'static str, report: &Compliance, list: &'l [Obligation]) -> Table<Rows<'l>> {
    let as_of = report.summary.clock.as_of;
    let table = Table::new(
        key,
        &[
            "inspect.compliance.due",
            "inspect.compliance.rule",
            "inspect.compliance.title",
            "inspect.compliance.subject",
            "inspect.compliance.severity",
            "inspect.compliance.window_from",
            "inspect.compliance.window_to",
            "inspect.compliance.nth",
            "inspect.compliance.days_since",
            "inspect.compliance.about",
            "inspect.compliance.minutes_off",
            "inspect.compliance.obligation",
        ],
    )
    .named_by(&[
        "inspect.compliance.due",
        "inspect.compliance.rule",
        "inspect.compliance.subject",
        "inspect.compliance.window_from",
        "inspect.compliance.nth",
    ]);
    let table = table.lines_of(list, move |one| {
        vec![
            Cell::Day(one.unit.due),
            Cell::of(&one.rule),
            Cell::named(&one.title, &one.title_en),
            Cell::of(&one.subject),
            severity(one.severity),
            Cell::Day(one.unit.window.first()),
            Cell::Day(one.unit.window.last()),
            Cell::text(format!("{}/{}", one.nth, one.of)),
            Cell::Count(one.unit.due.days_until(as_of)),
            Cell::maybe(one.about(), Cell::text),
            minutes_off(one),
            Cell::of(&one.name()),
        ]
    });
    table.without_unused(&OF_SOME)
}

fn minutes_off(one: &Obligation) -> Cell {
    Cell::maybe(one.unit.minutes_off, |minutes| Cell::Count(minutes.into()))
}

/// What was done late, or entered late.
fn done<'l>(key: &'static str, list: &'l [Obligation]) -> Table<Rows<'l>> {
    let table = Table::new(
        key,
        &[
            "inspect.compliance.due",
            "inspect.compliance.rule",
            "inspect.compliance.title",
            "inspect.compliance.subject",
            "inspect.compliance.status",
            "inspect.compliance.done_on",
            "inspect.compliance.record",
            "inspect.compliance.about",
            "inspect.compliance.minutes_off",
            "inspect.compliance.obligation",
        ],
    )
    .named_by(&BY_DUTY);
    let table = table.lines_of(list, move |one| {
        let by = one.unit.by.as_ref();
        vec![
            Cell::Day(one.unit.due),
            Cell::of(&one.rule),
            Cell::named(&one.title, &one.title_en),
            Cell::of(&one.subject),
            Cell::word(one.unit.status.key()),
            Cell::maybe(by, |proof| Cell::Day(proof.date)),
            Cell::maybe(by, |proof| Cell::of(&proof.record)),
            Cell::maybe(one.about(), Cell::text),
            minutes_off(one),
            Cell::of(&one.name()),
        ]
    });
    table.without_unused(&OF_SOME)
}

fn excused(list: &[Obligation]) -> Table<Rows<'_>> {
    let table = Table::new(
        "inspect.compliance.excused",
        &[
            "inspect.compliance.due",
            "inspect.compliance.rule",
            "inspect.compliance.title",
            "inspect.compliance.subject",
            "inspect.compliance.about",
            "inspect.compliance.obligation",
        ],
    )
    .named_by(&BY_DUTY);
    let table = table.lines_of(list, move |one| {
        vec![
            Cell::Day(one.unit.due),
            Cell::of(&one.rule),
            Cell::named(&one.title, &one.title_en),
            Cell::of(&one.subject),
            Cell::maybe(one.about(), Cell::text),
            Cell::of(&one.name()),
        ]
    });
    table.without_unused(&OF_SOME)
}

fn ignored(list: &[IgnoredLine]) -> Table<Rows<'_>> {
    let table = Table::new(
        "inspect.compliance.ignored",
        &[
            "inspect.compliance.excusal",
            "inspect.compliance.rule",
            "inspect.compliance.subject",
            "inspect.compliance.days",
            "inspect.compliance.approved_by",
            "inspect.compliance.approved_on",
            "inspect.compliance.due",
            "inspect.compliance.why",
        ],
    )
    .named_by(&[
        "inspect.compliance.excusal",
        "inspect.compliance.rule",
        "inspect.compliance.subject",
    ]);
    table.lines_of(list, move |one| {
        vec![
            Cell::of(&one.excusal),
            Cell::of(&one.rule),
            Cell::of(&one.subject),
            Cell::of(&one.days),
            Cell::text(&one.approved.0),
            Cell::Day(one.approved.1),
            Cell::maybe(one.due, Cell::Day),
            Cell::verdict(one.why.key(), Tone::Warn),
        ]
    })
}

fn passed_over(list: &[PassedOverLine]) -> Table<Rows<'_>> {
    let table = Table::new(
        "inspect.compliance.passed_over",
        &[
            "inspect.compliance.date",
            "inspect.compliance.record",
            "inspect.compliance.rule",
            "inspect.compliance.subject",
            "inspect.compliance.why",
        ],
    )
    .named_by(&[
        "inspect.compliance.record",
        "inspect.compliance.rule",
        "inspect.compliance.subject",
    ]);
    table.lines_of(list, move |one| {
        vec![
            Cell::Day(one.date),
            Cell::of(&one.record),
            Cell::of(&one.rule),
            Cell::of(&one.subject),
            Cell::verdict(one.why.key(), Tone::Warn),
        ]
    })
}

/// The evidence that is not what it was any more.
pub(super) fn breaches(list: &[Breach]) -> Table<Rows<'_>> {
    let columns = [
        "inspect.breaches.date",
        "inspect.breaches.row",
        "inspect.breaches.file",
        "inspect.breaches.state",
    ];
    let table = Table::new("inspect.breaches", &columns)
        .named_by(&["inspect.breaches.row", "inspect.breaches.file"]);
    table.lines_of(list, move |one| {
        vec![
            Cell::Day(one.date),
            Cell::of(&one.row),
            Cell::text(&one.file),
            Cell::verdict(one.state.key(), Tone::Bad),
        ]
    })
}

fn notes(report: &Summary, lists: Option<&Compliance>) -> Vec<Message> {
    let mut notes = Vec::new();
    let runs = report.clock.state != DayState::Over;
    if runs && report.period.contains(report.clock.as_of) {
        notes
            .push(Message::new("inspect.day_running").with("date", report.clock.as_of.to_string()));
    }
    if let Some(lists) = lists.filter(|lists| !lists.breaches.is_empty()) {
        notes.push(Message::new("inspect.breaches_today").with("count", lists.breaches.len()));
    }
    if report.n_rules == 0 {
        notes.push(Message::new("inspect.no_rules"));
    }
    let quoted = report.lines.iter().filter(|line| line.rule.confidence == Confidence::Quoted);
    notes.extend(quoted.map(|line| {
        Message::new("inspect.quoted")
            .with("rule", line.rule.id.to_string())
            .with("source", &line.rule.source)
    }));
    let stood_back = lists.into_iter().flat_map(|lists| &lists.stood_back);
    notes.extend(stood_back.map(|one| said_back(&one.rule, &one.by, one.n_subjects)));
    let unbound = report.unbound.iter();
    notes
        .extend(unbound.map(|rule| Message::new("inspect.unbound").with("rule", rule.to_string())));
    notes
}
