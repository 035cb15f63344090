//! Use per point, department or utility and month, and main meters against those below them.

use super::receipt::Ledger;
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Argument, Decimal, Fraction, Message, PointCode, Ratio, Span};
use crate::meters::{
    Against, Balance, Change, Imbalance, Metered, Open, Subject, Usage, UsageBy, UsageCompared,
    UsageLine, UsageTable, Verdict,
};

const BY_POINT: Ledger = Ledger {
    key: "meter.usage",
    columns: &[
        "meter.usage.utility",
        "meter.usage.point",
        "meter.usage.name",
        "meter.usage.month",
        "meter.usage.amount",
        "meter.usage.unit",
        "meter.usage.coverage",
        "meter.usage.state",
    ],
};

const BY_DEPARTMENT: Ledger = Ledger {
    key: "meter.usage",
    columns: &[
        "meter.usage.utility",
        "meter.usage.department",
        "meter.usage.name",
        "meter.usage.month",
        "meter.usage.amount",
        "meter.usage.unit",
        "meter.usage.coverage",
        "meter.usage.state",
    ],
};

const BY_UTILITY: Ledger = Ledger {
    key: "meter.usage",
    columns: &[
        "meter.usage.utility",
        "meter.usage.month",
        "meter.usage.amount",
        "meter.usage.unit",
        "meter.usage.coverage",
        "meter.usage.state",
    ],
};

const OPEN: Ledger = Ledger {
    key: "meter.open",
    columns: &[
        "meter.open.code",
        "meter.open.point",
        "meter.open.from",
        "meter.open.until",
        "meter.open.days",
        "meter.open.reason",
    ],
};

const BALANCE: Ledger = Ledger {
    key: "energy.balance",
    columns: &[
        "energy.balance.point",
        "energy.balance.name",
        "energy.balance.utility",
        "energy.balance.unit",
        "energy.balance.main",
        "energy.balance.n_subs",
        "energy.balance.subs",
        "energy.balance.rest",
        "energy.balance.ratio",
        "energy.balance.tolerance",
        "energy.balance.days",
        "energy.balance.verdict",
    ],
};

/// The columns that hold a use against earlier ones.
const AGAINST: [&str; 7] = [
    "meter.usage.per_day",
    "meter.usage.previous",
    "meter.usage.on_previous",
    "meter.usage.on_previous_per_day",
    "meter.usage.last_year",
    "meter.usage.on_last_year",
    "meter.usage.on_last_year_per_day",
];

impl Present for UsageTable {
    fn present(&self) -> Document<'_> {
        document(self, None)
    }
}

impl Present for UsageCompared {
    fn present(&self) -> Document<'_> {
        document(&self.table, Some(&self.against))
    }
}

fn document<'u>(usage: &'u UsageTable, against: Option<&'u [Vec<Against>]>) -> Document<'u> {
    let ledger = match usage.by {
        UsageBy::Point => BY_POINT,
        UsageBy::Department => BY_DEPARTMENT,
        UsageBy::Utility => BY_UTILITY,
    };
    let more: &[&'static str] = if against.is_some() { &AGAINST } else { &[] };
    let of_line = move |(at, line): (usize, &'u UsageLine)| {
        let months = line.months.iter().enumerate().map(move |(nth, (month, usage))| {
            let mut cells = cells(line, Cell::of(month), usage);
            cells.extend(against.into_iter().flat_map(|all| beside(&all[at][nth])));
            Row::line(cells)
        });
        let whole = (line.months.len() > 1).then(|| {
            let mut cells = cells(line, Cell::word("word.total"), &line.whole);
            cells.extend(more.iter().map(|_| Cell::Blank));
            Row::subtotal(cells)
        });
        months.chain(whole)
    };
    let table = Table::new(ledger.key, &[ledger.columns, more].concat())
        .asked(move || usage.lines.iter().enumerate().flat_map(of_line));
    let open: Vec<Open> =
        usage.lines.iter().flat_map(|line| line.whole.open.iter().cloned()).collect();
    let document = Document::new("meter.usage")
        .facts(vec![("meter.usage.period", Cell::of(&usage.span))])
        .table(table);
    if open.is_empty() { document } else { document.table(open_table(&open)) }
}

/// A use beside earlier ones: what is missing says so, and a base of zero gives no rate.
fn beside(against: &Against) -> [Cell; 7] {
    let amount = |amount: Option<Decimal>| match amount {
        Some(amount) => Cell::Quantity(amount),
        None => change(Change::Missing),
    };
    [
        amount(against.per_day),
        amount(against.previous),
        change(against.on_previous),
        change(against.on_previous_per_day),
        amount(against.last_year),
        change(against.on_last_year),
        change(against.on_last_year_per_day),
    ]
}

fn cells(line: &UsageLine, month: Cell, usage: &Usage) -> Vec<Cell> {
    let mut cells = vec![Cell::word(line.carrier.utility().key())];
    match &line.subject {
        Subject::Utility => {}
        Subject::Point { code, name } => cells.extend([Cell::of(code), Cell::text(name)]),
        Subject::Department { .. } | Subject::Common => {
            cells.extend(subject(&line.subject));
        }
    }
    cells.extend([
        month,
        Cell::maybe(usage.amount(), Cell::Quantity),
        Cell::text(line.carrier.unit()),
        coverage(usage),
        state(usage),
    ]);
    cells
}

/// The code and the name of who used something.
pub(super) fn subject(subject: &Subject) -> [Cell; 2] {
    match subject {
        Subject::Point { code, name } => [Cell::of(code), Cell::text(name)],
        Subject::Department { code, name } => {
            [Cell::of(code), Cell::maybe(name.as_ref(), Cell::text)]
        }
        Subject::Common => [Cell::Blank, Cell::word("meter.subject.common")],
        Subject::Utility => [Cell::Blank, Cell::word("meter.subject.utility")],
    }
}

/// The days with a use, of the days in service.
pub(super) fn coverage(usage: &Usage) -> Cell {
    let days = |days: i64| u64::try_from(days).unwrap_or(0);
    Cell::rate(Ratio::counted(days(usage.covered), days(usage.expected)))
}

/// Against an earlier figure, or why there is none.
pub(super) fn change(change: Change) -> Cell {
    match change {
        Change::By(ratio) => Cell::rate(ratio),
        Change::NoBase => Cell::Blank,
        Change::Missing => Cell::verdict("energy.change.missing", Tone::Plain),
    }
}

fn state(usage: &Usage) -> Cell {
    if usage.expected == 0 {
        Cell::verdict("meter.state.absent", Tone::Plain)
    } else if usage.is_complete() {
        Cell::verdict("meter.state.complete", Tone::Good)
    } else if usage.covered > 0 {
        Cell::verdict("meter.state.provisional", Tone::Warn)
    } else {
        Cell::verdict("meter.state.unknown", Tone::Bad)
    }
}

/// Days without a use, and why; runs of days that have the same reason are one row.
pub(super) fn open_table(open: &[Open]) -> Table {
    let mut rows: Vec<Open> = Vec::new();
    let mut sorted: Vec<&Open> = open.iter().collect();
    sorted.sort_by_key(|open| (&open.point, open.span));
    for open in sorted {
        match rows.last_mut() {
            Some(last)
                if last.point == open.point
                    && last.gap == open.gap
                    && last.span.last().next() >= open.span.first() =>
            {
                let until = last.span.last().max(open.span.last());
                last.span = Span::new(last.span.first(), until).unwrap_or(last.span);
            }
            _ => rows.push(open.clone()),
        }
    }
    let mut table =
        OPEN.table().named_by(&["meter.open.code", "meter.open.point", "meter.open.from"]);
    for Open { point, span, gap } in &rows {
        table.line(vec![
            Cell::text(gap.code()),
            Cell::of(point),
            Cell::Day(span.first()),
            Cell::Day(span.last()),
            Cell::Count(span.days()),
            Cell::said(gap.message()),
        ]);
    }
    table
}

/// Main meters against the points right below them.
pub struct Balances {
    /// The days.
    pub span: Span,
    /// The main meters.
    pub rows: Vec<Balance>,
}

impl Balances {
    /// Whether a main meter is off by more than its meters' accuracy, or cannot be compared.
    pub fn is_open(&self) -> bool {
        let within = |row: &Balance| {
            row.imbalance.as_ref().is_some_and(|found| found.verdict == Verdict::Within)
        };
        !self.rows.iter().all(within)
    }
}

impl Present for Balances {
    fn present(&self) -> Document<'_> {
        let open: Vec<Open> = self.rows.iter().flat_map(|row| row.open.clone()).collect();
        let document = Document::new("energy.balance")
            .facts(vec![("meter.usage.period", Cell::of(&self.span))])
            .table(balance_table(&self.rows));
        let document = if open.is_empty() { document } else { document.table(open_table(&open)) };
        document.notes(balance_notes(self.span, &self.rows))
    }
}

/// What is to be looked at where meters do not agree, or cannot be judged.
fn balance_notes(span: Span, rows: &[Balance]) -> Vec<Message> {
    let mut notes = Vec::new();
    for row in rows {
        let Some(found) = &row.imbalance else { continue };
        let about = |code: &str| {
            let message = Message::new(code).with("point", Argument::of(&row.point));
            message.with("period", Argument::of(&span))
        };
        if found.verdict == Verdict::SubsExceedMain {
            let over = format!("{} {}", found.rest.abs(), row.carrier.unit());
            notes.push(about("energy.note_subs_exceed").with("over", over));
        }
        if found.n_unclassed > 0 && found.verdict != Verdict::Within {
            let lacks = |own: &&(PointCode, Metered)| own.1.accuracy.is_none();
            let codes: Vec<String> =
                row.parts.iter().filter(lacks).map(|(code, _)| code.to_string()).collect();
            let least = found.least.map_or(Decimal::ZERO, |least| least.amount).normalize();
            notes.push(
                about("energy.note_unclassed")
                    .with("meters", codes.join(" "))
                    .with("least", format!("{least} {}", row.carrier.unit())),
            );
        }
    }
    notes
}

pub(super) fn balance_table(rows: &[Balance]) -> Table {
    let mut table = BALANCE.table();
    for row in rows {
        let found = row.imbalance.as_ref();
        let of = |cell: fn(&Imbalance) -> Cell| Cell::maybe(found, cell);
        table.line(vec![
            Cell::of(&row.point),
            Cell::text(&row.name),
            Cell::word(row.carrier.utility().key()),
            Cell::text(row.carrier.unit()),
            of(|found| Cell::Quantity(found.main)),
            Cell::count(row.n_subs),
            of(|found| Cell::Quantity(found.subs)),
            of(|found| Cell::Quantity(found.rest)),
            of(|found| Cell::rate(found.ratio)),
            Cell::maybe(found.and_then(tolerance), Cell::rate),
            Cell::rate(Ratio::counted(
                u64::try_from(row.days).unwrap_or(0),
                u64::try_from(row.expected).unwrap_or(0),
            )),
            Cell::maybe(found, |found| verdict(found.verdict)),
        ]);
    }
    table
}

/// The combined class error as a part of the main meter's use.
fn tolerance(found: &Imbalance) -> Option<Ratio> {
    let percent = found.tolerance?.percent?;
    Some(Ratio::exact(Fraction::from_decimal(percent), Fraction::new(100, 1)?, 2))
}

fn verdict(verdict: Verdict) -> Cell {
    let tone = match verdict {
        Verdict::Within => Tone::Good,
        Verdict::Unmetered | Verdict::Unclassed => Tone::Warn,
        Verdict::SubsExceedMain => Tone::Bad,
    };
    Cell::verdict(verdict.key(), tone)
}
