//! Indicators: the register, and what the months came to against their targets.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Fraction, IndicatorCode, Message, Ratio, Rounding};
use crate::inspections::{
    GivenValue, Indicator, IndicatorLine, IndicatorMonth, IndicatorState, IndicatorValue,
    Indicators, IndicatorsListed,
};

/// An indicator by itself: what it asks for, and its months.
pub struct IndicatorShown {
    /// Its code.
    pub code: IndicatorCode,
    /// Its versions, the oldest first.
    pub versions: Vec<Indicator>,
    /// Its months.
    pub months: Indicators,
}

const INDICATORS: Ledger = Ledger {
    key: "indicator.list",
    columns: &[
        "indicator.list.id",
        "indicator.list.code",
        "indicator.list.name",
        "indicator.list.name_en",
        "indicator.list.unit",
        "indicator.list.direction",
        "indicator.list.target",
        "indicator.list.from",
        "indicator.list.to",
        "indicator.list.owner",
        "indicator.list.source",
        "indicator.list.section",
        "indicator.list.note",
        "indicator.list.supersedes",
    ],
};

const VALUES: Ledger = Ledger {
    key: "indicator.values",
    columns: &[
        "indicator.values.id",
        "indicator.values.indicator",
        "indicator.values.month",
        "indicator.values.numerator",
        "indicator.values.denominator",
        "indicator.values.value",
        "indicator.values.person",
        "indicator.values.evidence",
        "indicator.values.sha256",
        "indicator.values.note",
        "indicator.values.supersedes",
    ],
};

/// The columns that are left out where nothing stands in them.
const SELDOM: [&str; 7] = [
    "indicator.list.id",
    "indicator.list.name_en",
    "indicator.list.to",
    "indicator.list.source",
    "indicator.list.section",
    "indicator.list.note",
    "indicator.list.supersedes",
];

/// A version of an indicator, as a receipt shows it.
pub(super) fn written(row: &Indicator) -> Written {
    Written { ledger: INDICATORS, cells: cells(row) }
}

fn cells(row: &Indicator) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::of(&row.code),
        Cell::text(&row.name),
        Cell::text(&row.name_en),
        Cell::text(&row.unit),
        Cell::word(row.direction.key()),
        Cell::text(row.written_target()),
        Cell::of(&row.from),
        Cell::maybe(row.to, |to| Cell::of(&to)),
        Cell::text(&row.owner),
        Cell::text(&row.source),
        Cell::text(&row.section),
        Cell::text(&row.note),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ]
}

/// A month's value, as a receipt shows it.
pub(super) fn written_value(row: &IndicatorValue) -> Written {
    let (numerator, denominator) = row.given.parts().unzip();
    let cells = vec![
        Cell::of(&row.id),
        Cell::of(&row.indicator),
        Cell::of(&row.month),
        Cell::maybe(numerator, Cell::from),
        Cell::maybe(denominator, Cell::from),
        Cell::maybe(row.given.number(), Cell::from),
        Cell::text(&row.person),
        Cell::text(row.evidence.join(";")),
        Cell::text(row.sha256.join(";")),
        Cell::text(&row.note),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ];
    Written { ledger: VALUES, cells }
}

impl Present for IndicatorsListed {
    fn present(&self) -> Document<'_> {
        let mut table =
            INDICATORS.table().named_by(&["indicator.list.code", "indicator.list.from"]);
        self.0.iter().for_each(|row| table.line(cells(row)));
        Document::new(INDICATORS.key).table(table.without_unused(&SELDOM)).notes(none(&self.0))
    }
}

/// Says how to begin where there is no indicator.
fn none<T>(rows: &[T]) -> Vec<Message> {
    if rows.is_empty() { vec![Message::new("indicator.none")] } else { Vec::new() }
}

/// The shipped indicators, to be taken over: without the numbers of their rows.
pub struct IndicatorSample(pub &'static [Indicator]);

impl Present for IndicatorSample {
    fn present(&self) -> Document<'_> {
        let mut table = INDICATORS.table().named_by(&["indicator.list.code"]);
        for row in self.0 {
            let mut cells = cells(row);
            cells[0] = Cell::Blank;
            table.line(cells);
        }
        Document::new("indicator.sample").table(table.without_unused(&SELDOM))
    }
}

/// A value in the indicator's unit: a rate to one decimal, rounded down; a number as it was given.
fn figure(indicator: &Indicator, value: Fraction, given: Option<GivenValue>) -> Cell {
    if indicator.unit == "%" {
        let whole = Fraction::new(100, 1).unwrap_or(Fraction::ONE);
        return Ratio { part: value, whole, decimals: 1, rounding: Rounding::Floor }.into();
    }
    match given.and_then(GivenValue::number) {
        Some(number) => number.into(),
        None => Cell::maybe(value.floor(1), |value| value.normalize().into()),
    }
}

fn state(state: IndicatorState) -> Cell {
    let tone = match state {
        IndicatorState::Met => Tone::Good,
        IndicatorState::NotMet | IndicatorState::Missing => Tone::Bad,
        IndicatorState::Running => Tone::Plain,
    };
    Cell::verdict(state.key(), tone)
}

fn exact(number: Fraction) -> Cell {
    Cell::maybe(number.floor(6), |number| number.normalize().into())
}

fn month_value(month: &IndicatorMonth) -> Cell {
    let given = month.row.as_ref().map(|row| row.given);
    Cell::maybe(month.value, |value| figure(&month.indicator, value, given))
}

impl Present for Indicators {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("indicator.report").facts(vec![
            ("indicator.report.period", Cell::of(&self.period)),
            ("indicator.report.n_indicators", Cell::count(self.lines.len())),
            ("indicator.report.n_met", Cell::count(self.count(IndicatorState::Met))),
            ("indicator.report.n_not_met", Cell::count(self.count(IndicatorState::NotMet))),
            ("indicator.report.n_missing", Cell::count(self.count(IndicatorState::Missing))),
        ]);
        document = document.table(summary("indicator.report.summary", self));
        if !self.lines.is_empty() {
            document = document.bars(attained(self)).table(months(
                "indicator.report.months",
                self,
                |_| true,
            ));
        }
        document.notes(notes(self)).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

/// What the months of each came to, under the key of the report it stands in.
pub(super) fn summary(key: &'static str, report: &Indicators) -> Table {
    let mut table = Table::new(
        key,
        &[
            "indicator.report.code",
            "indicator.report.name",
            "indicator.report.goal",
            "indicator.report.unit",
            "indicator.report.owner",
            "indicator.report.n_met",
            "indicator.report.n_not_met",
            "indicator.report.n_missing",
            "indicator.report.numerator",
            "indicator.report.denominator",
            "indicator.report.total",
            "indicator.report.verdict",
        ],
    );
    for IndicatorLine { indicator, months, total } in &report.lines {
        let count = |state| Cell::count(months.iter().filter(|month| month.state == state).count());
        table.line(vec![
            Cell::of(&indicator.code),
            Cell::text(&indicator.name),
            Cell::text(indicator.goal()),
            Cell::text(&indicator.unit),
            Cell::text(&indicator.owner),
            count(IndicatorState::Met),
            count(IndicatorState::NotMet),
            count(IndicatorState::Missing),
            Cell::maybe(total.parts, |(part, _)| exact(part)),
            Cell::maybe(total.parts, |(_, whole)| exact(whole)),
            Cell::maybe(total.value, |value| figure(indicator, value, None)),
            state(total.state),
        ]);
    }
    table.without_unused(&["indicator.report.numerator", "indicator.report.denominator"])
}

/// How many of the months that are over met their target, a bar for each indicator.
fn attained(report: &Indicators) -> Table {
    let mut table = Table::new(
        "indicator.report.attained",
        &[
            "indicator.report.name",
            "indicator.report.share",
            "indicator.report.n_met",
            "indicator.report.n_over",
        ],
    );
    for line in &report.lines {
        let met = line.count(IndicatorState::Met);
        let over = line.months.len() - line.count(IndicatorState::Running);
        let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        table.line(vec![
            Cell::text(&line.indicator.name),
            Cell::rate(Ratio::counted(wide(met), wide(over))),
            Cell::count(met),
            Cell::count(over),
        ]);
    }
    table
}

/// The months that came to what is asked for.
pub(super) fn months(
    key: &'static str,
    report: &Indicators,
    asked: impl Fn(IndicatorState) -> bool,
) -> Table {
    let mut table = Table::new(
        key,
        &[
            "indicator.report.code",
            "indicator.report.name",
            "indicator.report.month",
            "indicator.report.numerator",
            "indicator.report.denominator",
            "indicator.report.value",
            "indicator.report.goal",
            "indicator.report.state",
            "indicator.report.person",
            "indicator.report.note",
        ],
    )
    .named_by(&["indicator.report.code", "indicator.report.month"]);
    for line in &report.lines {
        for month in line.months.iter().filter(|month| asked(month.state)) {
            let row = month.row.as_ref();
            let (numerator, denominator) = row.and_then(|row| row.given.parts()).unzip();
            table.line(vec![
                Cell::of(&line.indicator.code),
                Cell::text(&month.indicator.name),
                Cell::of(&month.month),
                Cell::maybe(numerator, Cell::from),
                Cell::maybe(denominator, Cell::from),
                month_value(month),
                Cell::text(month.indicator.goal()),
                state(month.state),
                Cell::maybe(row, |row| Cell::text(&row.person)),
                Cell::maybe(row, |row| Cell::text(&row.note)),
            ]);
        }
    }
    table.without_unused(&[
        "indicator.report.numerator",
        "indicator.report.denominator",
        "indicator.report.person",
        "indicator.report.note",
    ])
}

fn notes(report: &Indicators) -> Vec<Message> {
    let mut notes = none(&report.lines);
    for line in &report.lines {
        let missing: Vec<String> =
            line.months_in(IndicatorState::Missing).map(|month| month.month.to_string()).collect();
        if let Some(first) = missing.first() {
            let message = Message::new("indicator.missing")
                .with("indicator", line.indicator.code.to_string())
                .with("name", &line.indicator.name)
                .with("month", first)
                .with("months", missing.join(" "));
            notes.push(message);
        }
    }
    let looks_met = |month: &IndicatorMonth| {
        let shown = month.value.and_then(|value| value.floor(1)).map(Fraction::from_decimal);
        month.state == IndicatorState::NotMet
            && shown.is_some_and(|shown| month.indicator.is_met_by(shown))
    };
    if report.lines.iter().any(|line| line.months.iter().any(looks_met)) {
        notes.push(Message::new("indicator.exact"));
    }
    notes
}

impl Present for IndicatorShown {
    fn present(&self) -> Document<'_> {
        let mut versions = INDICATORS.table().named_by(&["indicator.list.from"]);
        self.versions.iter().for_each(|row| versions.line(cells(row)));
        let seldom = &SELDOM[1..];
        let mut document = Document::new("indicator.show");
        let versions = versions.without_unused(seldom);
        if let Some(line) = self.months.lines.first() {
            document = document.facts(vec![
                ("indicator.report.period", Cell::of(&self.months.period)),
                (
                    "indicator.report.total",
                    Cell::maybe(line.total.value, |value| figure(&line.indicator, value, None)),
                ),
                ("indicator.report.verdict", state(line.total.state)),
            ]);
            document = document.table(versions).bars(course(line));
        } else {
            document = document.table(versions);
        }
        document.notes(notes(&self.months))
    }
}

/// The months of one indicator as bars.
fn course(line: &IndicatorLine) -> Table {
    let mut table = Table::new(
        "indicator.report.course",
        &[
            "indicator.report.month",
            "indicator.report.value",
            "indicator.report.numerator",
            "indicator.report.denominator",
            "indicator.report.goal",
            "indicator.report.state",
            "indicator.report.row",
        ],
    );
    for month in &line.months {
        let row = month.row.as_ref();
        let (numerator, denominator) = row.and_then(|row| row.given.parts()).unzip();
        table.line(vec![
            Cell::of(&month.month),
            month_value(month),
            Cell::maybe(numerator, Cell::from),
            Cell::maybe(denominator, Cell::from),
            Cell::text(month.indicator.goal()),
            state(month.state),
            Cell::maybe(row, |row| Cell::of(&row.id)),
        ]);
    }
    table.without_unused(&["indicator.report.numerator", "indicator.report.denominator"])
}
