//! The monthly analysis of the counts: rates by month and room, the largest and the repeated
//! differences, who counted and what it was put down to.

use super::count::{goods_cell, quantities, standing_cell};
use super::{Cell, Document, Present, Row, Table, Tone, charts};
use crate::base::{Decimal, Fraction, Message, Ratio, Rounding};
use crate::stock::stocktake::Tally;
use crate::stock::{Analysis, MonthResult, Offender, SheetResult, Trend};

const MONTHS: [&str; 10] = [
    "stock.analysis.month",
    "stock.analysis.sheets",
    "stock.analysis.posted",
    "stock.analysis.counted",
    "stock.analysis.matched",
    "stock.analysis.surplus_value",
    "stock.analysis.shortage_value",
    "stock.analysis.net_value",
    "stock.analysis.by_line",
    "stock.analysis.by_value",
];

const TREND: [&str; 6] = [
    "stock.analysis.rate",
    "stock.analysis.now",
    "stock.analysis.before",
    "stock.analysis.on_before",
    "stock.analysis.year",
    "stock.analysis.on_year",
];

const LARGEST: [&str; 9] = [
    "stock.analysis.sheet",
    "stock.analysis.item",
    "stock.analysis.name",
    "stock.analysis.unit",
    "stock.analysis.book",
    "stock.analysis.variance",
    "stock.analysis.value",
    "stock.analysis.standing",
    "stock.analysis.reason",
];

const OFFENDERS: [&str; 12] = [
    "stock.analysis.store",
    "stock.analysis.item",
    "stock.analysis.name",
    "stock.analysis.counts",
    "stock.analysis.surplus_times",
    "stock.analysis.shortage_times",
    "stock.analysis.quantity",
    "stock.analysis.unit",
    "stock.analysis.value",
    "stock.analysis.last",
    "stock.analysis.standing",
    "stock.analysis.reasons",
];

const COUNTERS: [&str; 6] = [
    "stock.analysis.counter",
    "stock.analysis.counted",
    "stock.analysis.matched",
    "stock.analysis.surplus_lines",
    "stock.analysis.shortage_lines",
    "stock.analysis.by_line",
];

const CAUSES: [&str; 6] = [
    "stock.analysis.reason",
    "stock.analysis.lines",
    "stock.analysis.surplus_quantity",
    "stock.analysis.surplus_value",
    "stock.analysis.shortage_quantity",
    "stock.analysis.shortage_value",
];

impl Present for Analysis {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("stock.analysis")
            .facts(vec![
                ("stock.analysis.period", Cell::of(&self.options.span)),
                ("stock.analysis.by_line", self.total.matched_by_line().into()),
                ("stock.analysis.by_value", self.total.matched_by_value().into()),
                ("stock.analysis.target", Cell::maybe(self.options.target, target)),
            ])
            .table(months(self))
            .chart(charts::match_rates(&self.months, self.options.target))
            .bars(rates(self));
        if let Some(of) = &self.trend {
            document = document.table(trend(of));
        }
        if !self.rooms.is_empty() {
            document = document.table(rooms(self));
        }
        if !self.missing.is_empty() {
            document = document.table(missing(self));
        }
        if !self.largest.is_empty() {
            document = document.table(largest(self));
        }
        if !self.offenders.is_empty() {
            document = document.table(offenders(self));
        }
        if !self.causes.is_empty() {
            document = document.table(causes(self));
        }
        if !self.counters.is_empty() {
            document = document.table(counters(self));
        }
        document.notes(notes(self)).sign_off(&[
            "word.prepared_by",
            "word.in_charge",
            "word.finance",
            "word.signed_on",
        ])
    }
}

fn target(target: Fraction) -> Cell {
    Ratio { part: target, whole: Fraction::ONE, decimals: 1, rounding: Rounding::Floor }.into()
}

/// The figures of a month: of one without a count only that there is none.
fn figures(of: &MonthResult) -> Vec<Cell> {
    let MonthResult { month: _, sheets, posted, tally } = of;
    let mut cells = vec![Cell::count(*sheets), Cell::count(*posted)];
    if *sheets == 0 {
        cells.resize(MONTHS.len() - 1, Cell::Blank);
        return cells;
    }
    cells.extend(sums(tally));
    cells
}

fn sums(tally: &Tally) -> [Cell; 7] {
    [
        Cell::count(tally.counted),
        Cell::count(tally.matched),
        tally.surplus.value.into(),
        tally.shortage.value.into(),
        (tally.surplus.value - tally.shortage.value).into(),
        tally.matched_by_line().into(),
        tally.matched_by_value().into(),
    ]
}

fn months(of: &Analysis) -> Table {
    let mut table = Table::new("stock.analysis.months", &MONTHS);
    for month in &of.months {
        let mut cells = vec![Cell::of(&month.month)];
        cells.extend(figures(month));
        table.line(cells);
    }
    let n_posted = of.months.iter().map(|month| month.posted).sum();
    let n_sheets = of.months.iter().map(|month| month.sheets).sum();
    let mut cells = vec![Cell::word("word.total"), Cell::count(n_sheets), Cell::count(n_posted)];
    cells.extend(sums(&of.total));
    table.rows.push(Row::total(cells));
    table
}

/// The match rate by line of each month as a bar, and whether it reaches the target.
fn rates(of: &Analysis) -> Table {
    let columns = ["stock.analysis.month", "stock.analysis.by_line", "stock.analysis.verdict"];
    let mut table = Table::new("stock.analysis.rates", &columns);
    for month in &of.months {
        let counted = month.tally.counted > 0;
        let verdict = match of.options.target {
            _ if !counted => Cell::verdict("stock.analysis.not_counted", Tone::Warn),
            None => Cell::Blank,
            Some(_) if of.below_target(month) => Cell::verdict("stock.analysis.below", Tone::Bad),
            Some(_) => Cell::verdict("stock.analysis.reached", Tone::Good),
        };
        let rate = if counted { month.tally.matched_by_line().into() } else { Cell::Blank };
        table.line(vec![Cell::of(&month.month), rate, verdict]);
    }
    table
}

fn trend(of: &Trend) -> Table {
    let mut table = Table::new("stock.analysis.trend", &TREND);
    let names = ["stock.analysis.by_line", "stock.analysis.by_value"];
    for (at, name) in names.into_iter().enumerate() {
        let now = of.now[at];
        let before = of.before.as_ref().map(|(_, rates)| rates[at]);
        let year = of.year.map(|rates| rates[at]);
        table.line(vec![
            Cell::word(name),
            now.into(),
            Cell::maybe(before, Cell::from),
            Cell::maybe(before.and_then(|before| points(now, before)), Cell::from),
            Cell::maybe(year, Cell::from),
            Cell::maybe(year.and_then(|year| points(now, year)), Cell::from),
        ]);
    }
    table
}

/// How many percentage points one rate lies above another, rounded to two decimals.
fn points(one: Ratio, other: Ratio) -> Option<Decimal> {
    let difference = one.fraction()?.checked_sub(other.fraction()?)?;
    difference.checked_mul(Fraction::new(100, 1)?)?.round(2)
}

fn rooms(of: &Analysis) -> Table {
    let columns: Vec<&str> = ["stock.analysis.store"].into_iter().chain(MONTHS).collect();
    let mut table = Table::new("stock.analysis.rooms", &columns)
        .named_by(&["stock.analysis.store", "stock.analysis.month"]);
    for rows in of.rooms.chunk_by(|one, other| one.store == other.store) {
        let mut sum = Tally::default();
        let (mut n_sheets, mut n_posted) = (0, 0);
        for room in rows {
            let month = &room.result;
            let mut cells = vec![Cell::of(&room.store), Cell::of(&month.month)];
            cells.extend(figures(month));
            table.line(cells);
            sum.add(&month.tally);
            n_sheets += month.sheets;
            n_posted += month.posted;
        }
        let mut cells = vec![Cell::of(&rows[0].store), Cell::word("word.subtotal")];
        cells.extend([Cell::count(n_sheets), Cell::count(n_posted)]);
        cells.extend(sums(&sum));
        table.rows.push(Row::subtotal(cells));
    }
    table
}

/// The rooms and months that nobody counted, a row for each room.
fn missing(of: &Analysis) -> Table {
    let columns = ["stock.analysis.store", "stock.analysis.months_missing"];
    let mut table = Table::new("stock.analysis.missing", &columns);
    for rows in of.missing.chunk_by(|one, other| one.0 == other.0) {
        let months: Vec<String> = rows.iter().map(|(_, month)| month.to_string()).collect();
        table.line(vec![Cell::of(&rows[0].0), Cell::text(months.join("、"))]);
    }
    table
}

fn largest(of: &Analysis) -> Table {
    let mut table = Table::new("stock.analysis.largest", &LARGEST)
        .named_by(&["stock.analysis.sheet", "stock.analysis.item"]);
    for line in &of.largest {
        let SheetResult { sheet, result, .. } = line;
        let variance = result.variance;
        let decision = result.line.decision.as_ref();
        table.line(vec![
            Cell::of(sheet),
            goods_cell(&result.line.of.goods),
            Cell::text(&result.name),
            Cell::text(&result.line.of.unit),
            result.book.quantity.into(),
            Cell::maybe(variance, |variance| variance.quantity.into()),
            Cell::maybe(variance.and_then(|variance| variance.value), Cell::Money),
            standing_cell(result.standing),
            Cell::text(decision.map_or("", |decision| decision.reason.as_str())),
        ]);
    }
    table
}

fn offenders(of: &Analysis) -> Table {
    let mut table = Table::new("stock.analysis.offenders", &OFFENDERS)
        .named_by(&["stock.analysis.store", "stock.analysis.item"]);
    for offender in &of.offenders {
        let Offender { store, item, name, unit, counts, surplus, shortage, .. } = offender;
        let standing = if offender.open {
            Cell::verdict("stock.analysis.still", Tone::Bad)
        } else {
            Cell::verdict("stock.analysis.mended", Tone::Good)
        };
        table.line(vec![
            store.as_ref().map_or_else(|| Cell::word("stock.analysis.all_rooms"), Cell::of),
            Cell::of(item),
            Cell::text(name),
            Cell::count(*counts),
            Cell::count(*surplus),
            Cell::count(*shortage),
            offender.quantity.into(),
            Cell::text(unit),
            offender.value.into(),
            Cell::Day(offender.last),
            standing,
            Cell::text(offender.reasons.join("；")),
        ]);
    }
    table
}

fn counters(of: &Analysis) -> Table {
    let mut table = Table::new("stock.analysis.counters", &COUNTERS);
    for counter in &of.counters {
        let tally = &counter.tally;
        table.line(vec![
            Cell::text(&counter.counter),
            Cell::count(tally.counted),
            Cell::count(tally.matched),
            Cell::count(tally.surplus.lines),
            Cell::count(tally.shortage.lines),
            tally.matched_by_line().into(),
        ]);
    }
    table
}

fn causes(of: &Analysis) -> Table {
    let mut table = Table::new("stock.analysis.causes", &CAUSES);
    for cause in &of.causes {
        let tally = &cause.tally;
        let reason = if cause.reason.is_empty() {
            Cell::verdict("stock.analysis.no_reason", Tone::Warn)
        } else {
            Cell::text(&cause.reason)
        };
        table.line(vec![
            reason,
            Cell::count(tally.counted),
            quantities(&tally.surplus),
            tally.surplus.value.into(),
            quantities(&tally.shortage),
            tally.shortage.value.into(),
        ]);
    }
    table
}

fn notes(of: &Analysis) -> Vec<Message> {
    let mut notes = Vec::new();
    if !of.missing.is_empty() {
        notes.push(Message::new("stock.note_months_missing").with("count", of.missing.len()));
    }
    if of.options.target.is_none() {
        notes.push(Message::new("stock.note_no_target"));
    }
    if !of.offenders.is_empty() {
        notes.push(Message::new("stock.note_offenders").with("count", of.options.last));
    }
    notes.push(Message::new("stock.note_rates"));
    notes
}
