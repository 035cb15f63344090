//! Departments ranked among their peers (科室用能排名).

use super::driver::lacking;
use super::receipt::Ledger;
use super::usage::{coverage, open_table, subject};
use super::{Cell, Document, Present, Row, Table, Tone, charts};
use crate::base::{Argument, Message, Working, figure_of};
use crate::meters::{DriverSum, Open, Rank, RankLine, RankPer, RankState, shown_rate};

const LINES: Ledger = Ledger {
    key: "rank.lines",
    columns: &[
        "rank.lines.utility",
        "rank.lines.per",
        "rank.lines.class",
        "rank.lines.place",
        "rank.lines.department",
        "rank.lines.name",
        "rank.lines.amount",
        "rank.lines.unit",
        "rank.lines.coverage",
        "rank.lines.driver",
        "rank.lines.value",
        "rank.lines.median",
        "rank.lines.on_median",
        "rank.lines.state",
    ],
};

const TOTALS: Ledger = Ledger {
    key: "rank.totals",
    columns: &[
        "rank.totals.utility",
        "rank.totals.whose",
        "rank.totals.amount",
        "rank.totals.unit",
        "rank.totals.coverage",
    ],
};

impl Present for Rank {
    fn present(&self) -> Document<'_> {
        let document = Document::new("rank.report")
            .facts(vec![
                ("rank.period", Cell::of(&self.options.span)),
                ("rank.site", Cell::maybe(self.options.site.as_ref(), Cell::of)),
            ])
            .charts(charts::rankings(self))
            .table(rank_table(self))
            .table(total_table(self));
        let open: Vec<Open> =
            self.totals.iter().flat_map(|total| total.departments.open.clone()).collect();
        let document = if open.is_empty() { document } else { document.table(open_table(&open)) };
        document.notes(notes(self))
    }
}

/// The departments in their places.
pub(super) fn rank_table(rank: &Rank) -> Table {
    let mut table =
        LINES.table().named_by(&["rank.lines.utility", "rank.lines.per", "rank.lines.department"]);
    rank.lines.iter().for_each(|line| table.line(cells(line)));
    table.without_unused(&["rank.lines.class", "rank.lines.driver"])
}

fn cells(line: &RankLine) -> Vec<Cell> {
    let [code, name] = subject(&Rank::subject(line));
    let rate = |value| Cell::maybe(shown_rate(value), Cell::Quantity);
    vec![
        Cell::word(line.carrier.utility().key()),
        Cell::word(line.per.key()),
        Cell::text(line.class.clone().unwrap_or_default()),
        Cell::maybe(line.place, Cell::count),
        code,
        name,
        Cell::maybe(line.usage.amount(), Cell::Quantity),
        Cell::text(line.carrier.unit()),
        coverage(&line.usage),
        Cell::maybe(line.driver.as_ref().and_then(DriverSum::decimal), Cell::Quantity),
        Cell::maybe(line.value, rate),
        Cell::maybe(line.median, rate),
        Cell::maybe(line.on_median(), Cell::rate),
        state(line.state()),
    ]
}

fn state(state: RankState) -> Cell {
    match state {
        RankState::Ranked => Cell::verdict("rank.state.ranked", Tone::Good),
        RankState::Open => Cell::verdict("rank.state.open", Tone::Warn),
        RankState::NoDriver => Cell::verdict("rank.state.no_driver", Tone::Warn),
        RankState::NoBase => Cell::verdict("rank.state.no_base", Tone::Plain),
    }
}

/// What the departments used, what none answers for, and both together.
fn total_table(rank: &Rank) -> Table {
    let mut table = TOTALS.table().named_by(&["rank.totals.utility", "rank.totals.whose"]);
    for total in &rank.totals {
        let cells = |whose: &'static str, usage: &crate::meters::Usage| {
            vec![
                Cell::word(total.carrier.utility().key()),
                Cell::word(whose),
                Cell::maybe(usage.amount(), Cell::Quantity),
                Cell::text(total.carrier.unit()),
                coverage(usage),
            ]
        };
        table.line(cells("rank.whose.departments", &total.departments));
        table.line(cells("meter.subject.common", &total.common));
        table.rows.push(Row::subtotal(cells("word.total", &total.whole())));
    }
    table
}

fn notes(rank: &Rank) -> Vec<Message> {
    let mut notes: Vec<Message> = Vec::new();
    for per in RankPer::ALL {
        let Some(kind) = per.driver() else { continue };
        let lines = || rank.lines.iter().filter(|line| line.per == per);
        let mut without: Vec<String> = lines()
            .filter(|line| line.driver.as_ref().is_some_and(|driver| !driver.missing.is_empty()))
            .map(|line| line.department.to_string())
            .collect();
        without.sort();
        without.dedup();
        if !without.is_empty() {
            notes.push(lacking(&kind, rank.options.span).with("departments", without.join(" ")));
        }
        let is_fallback = |line: &RankLine| line.driver.as_ref().is_some_and(DriverSum::falls_back);
        if lines().any(is_fallback) {
            notes.push(Message::new("rank.register").with("driver", kind.argument()));
        }
    }
    if rank.lines.is_empty() {
        notes.push(Message::new("rank.nothing"));
    } else if rank.lines.iter().all(|line| line.class.is_none()) {
        notes.push(Message::new("rank.no_classes"));
    }
    notes
}

/// How the figures of a ranking came about.
pub fn rank_workings(rank: &Rank) -> Vec<Working> {
    let explained = rank.lines.iter().filter(|line| line.value.is_some() && line.driver.is_some());
    explained
        .map(|line| {
            let utility = Argument::key(line.carrier.utility().key());
            let whose = line.department.to_string();
            let mut working = Working::new(figure_of("rank.lines.value", whose, utility));
            let unit = line.carrier.unit();
            let amount = line.usage.amount().unwrap_or_default();
            let utility = Argument::key(line.carrier.utility().key());
            working.step(
                Message::new("rank.step.use").with("utility", utility),
                "",
                format!("{amount} {unit}"),
                rank.options.span.to_string(),
            );
            let Some(driver) = &line.driver else { return working };
            super::driver::steps(driver, &mut working);
            let value = line.value.and_then(shown_rate).unwrap_or_default();
            working.step(
                Message::new("rank.step.divide").with("per", Argument::key(line.per.key())),
                format!("{amount} ÷ {}", driver.decimal().unwrap_or_default()),
                value.to_string(),
                "",
            );
            working
        })
        .collect()
}
